//! Where git looks for hooks, and ours among them: put there, told apart, taken away.
//!
//! A hook that stands there already is kept under another name and called first. Taking ours away gives it back, byte for byte.

use super::Repository;
use super::open::failed;
use crate::error::{Failure, Result};
use std::io;
use std::path::{Component, Path, PathBuf};

/// A hook of git that can be ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hook {
    /// As git names it.
    pub name: &'static str,
    /// Whether `install` puts it there without being asked for it.
    pub always: bool,
    script: &'static str,
}

/// Every hook, in the order git comes to them.
pub const HOOKS: &[Hook] = &[
    Hook { name: "pre-commit", always: true, script: include_str!("../../hooks/before-commit.sh") },
    Hook { name: "pre-merge-commit", always: true, script: include_str!("../../hooks/before-commit.sh") },
    Hook { name: "post-commit", always: false, script: include_str!("../../hooks/after-commit.sh") },
];

/// What stands at a hook's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Absent,
    Ours {
        /// Whether a hook that stood there before is kept and called first.
        kept: bool,
    },
    Foreign,
}

/// What installing a hook did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Installed {
    New,
    /// A hook stood there and is kept.
    Kept,
    /// Ours stood there already, and is now as this program writes it.
    Again,
}

/// What taking a hook away did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removed {
    Removed,
    /// The hook that stood there before stands there again.
    Restored,
    /// Nothing of ours stood there.
    Nothing,
}

/// The folder in which git looks for this repository's hooks.
#[derive(Debug)]
pub struct Hooks {
    folder: PathBuf,
}

impl Repository {
    /// Finds the folder of the hooks: `core.hooksPath`, else `hooks` in the folder that all linked worktrees share.
    ///
    /// # Errors
    /// When the folder lies outside the repository, where a hook would serve other repositories too, or belongs to Husky, which
    /// writes it anew.
    pub fn hooks(&self) -> Result<Hooks> {
        let shared = self.inner.commondir().to_path_buf();
        let configured = match self.inner.config().and_then(|mut config| config.snapshot()?.get_path("core.hooksPath")) {
            Ok(path) => Some(path),
            Err(error) if error.code() == git2::ErrorCode::NotFound => None,
            Err(error) => return Err(failed(error)),
        };
        let top = self.inner.workdir();
        let folder = match &configured {
            None => shared.join("hooks"),
            Some(path) if path.as_os_str().is_empty() => PathBuf::from("/"),
            // A relative path is relative to where hooks run: the top of the work tree.
            Some(path) => top.unwrap_or_else(|| self.inner.path()).join(path),
        };
        let real = real_path(&folder);
        if ![Some(shared.as_path()), top].into_iter().flatten().any(|inside| real.starts_with(real_path(inside))) {
            let own = match configured {
                Some(_) => "git config --local core.hooksPath \"$(git rev-parse --git-common-dir)/hooks\"",
                None => "put a folder in place of the link `hooks` in git's own folder",
            };
            return Err(Failure::Git {
                message: format!("git looks for hooks in `{}`, which lies outside this repository", real.display()),
                help: format!(
                    "a hook there would run in other repositories too; either give this repository hooks of its own ({own}) and \
                     install again, or add this line to the pre-commit hook that stands there: clearslate check --staged --hook \
                     pre-commit"
                ),
            });
        }
        if folder.ends_with(".husky/_") {
            return Err(Failure::Git {
                message: "the hooks of this repository belong to Husky, which writes them anew".to_owned(),
                help: "add this line to .husky/pre-commit: clearslate check --staged --hook pre-commit; and this line to \
                       .husky/pre-merge-commit: clearslate check --staged --hook pre-merge-commit"
                    .to_owned(),
            });
        }
        Ok(Hooks { folder })
    }
}

impl Hooks {
    pub fn path(&self, hook: Hook) -> PathBuf {
        self.folder.join(hook.name)
    }

    /// Where a hook is kept that stood at the name of ours.
    pub fn kept_path(&self, hook: Hook) -> PathBuf {
        self.folder.join(format!("{}.before-clearslate", hook.name))
    }

    pub fn state(&self, hook: Hook) -> State {
        let path = self.path(hook);
        if !stands(&path) {
            State::Absent
        } else if std::fs::read(&path).is_ok_and(|content| is_ours(&content, hook)) {
            State::Ours { kept: stands(&self.kept_path(hook)) }
        } else {
            State::Foreign
        }
    }

    /// Puts a hook there that calls `program` (its absolute path), or else what the PATH has.
    ///
    /// # Errors
    /// When a file cannot be written, or a hook is kept already and another one stands there again.
    pub fn install(&self, hook: Hook, program: Option<&str>) -> Result<Installed> {
        std::fs::create_dir_all(&self.folder).map_err(|error| unwritable(&self.folder, error))?;
        let (path, kept) = (self.path(hook), self.kept_path(hook));
        let before = self.state(hook);
        if before == State::Foreign && stands(&kept) {
            return Err(Failure::Git {
                message: format!("two hooks of others stand there, `{}` and `{}`", path.display(), kept.display()),
                help: "another program has replaced the hook since; keep the one you need under the first name, delete the other, then \
                       install again"
                    .to_owned(),
            });
        }
        // Written beside, then moved: git never finds half a hook.
        let new = self.folder.join(format!("{}.clearslate-new", hook.name));
        write_executable(&new, &script(hook, program)).map_err(|error| unwritable(&new, error))?;
        if before == State::Foreign {
            std::fs::rename(&path, &kept).map_err(|error| unwritable(&kept, error))?;
        }
        std::fs::rename(&new, &path).map_err(|error| unwritable(&path, error))?;
        Ok(match before {
            State::Absent => Installed::New,
            State::Foreign => Installed::Kept,
            State::Ours { .. } => Installed::Again,
        })
    }

    /// Takes our hook away, and gives back what stood there before it.
    ///
    /// # Errors
    /// When a file cannot be moved or deleted.
    pub fn uninstall(&self, hook: Hook) -> Result<Removed> {
        let path = self.path(hook);
        match self.state(hook) {
            State::Absent | State::Foreign => Ok(Removed::Nothing),
            State::Ours { kept: true } => {
                std::fs::rename(self.kept_path(hook), &path).map_err(|error| unwritable(&path, error))?;
                Ok(Removed::Restored)
            }
            State::Ours { kept: false } => {
                std::fs::remove_file(&path).map_err(|error| unwritable(&path, error))?;
                Ok(Removed::Removed)
            }
        }
    }
}

/// Whether anything has that name, also a symbolic link that leads nowhere.
fn stands(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Our hooks say so on their second line.
fn is_ours(content: &[u8], hook: Hook) -> bool {
    String::from_utf8_lossy(content).lines().nth(1).is_some_and(|line| line == format!("# clearslate-hook: {}", hook.name))
}

fn script(hook: Hook, program: Option<&str>) -> String {
    hook.script.replace("@HOOK@", hook.name).replace("@PROGRAM@", &quoted(program.unwrap_or_default()))
}

/// A word for `sh` that stands for `text` as it is.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

fn write_executable(path: &Path, text: &str) -> io::Result<()> {
    std::fs::write(path, text)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755))?;
    }
    Ok(())
}

/// The path without links and `..`, as far as it exists.
fn real_path(path: &Path) -> PathBuf {
    for parent in path.ancestors() {
        if let Ok(real) = parent.canonicalize() {
            let rest = path.strip_prefix(parent).unwrap_or(Path::new(""));
            return rest.components().fold(real, |mut real, part| {
                match part {
                    Component::ParentDir => drop(real.pop()),
                    Component::Normal(name) => real.push(name),
                    _ => {}
                }
                real
            });
        }
    }
    path.to_path_buf()
}

fn unwritable(path: &Path, source: io::Error) -> Failure {
    Failure::Io { what: format!("`{}` cannot be written", path.display()), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_one_word_for_the_shell() {
        let text = script(HOOKS[0], Some("/opt/it's here/clearslate"));
        assert!(text.contains("program='/opt/it'\\''s here/clearslate'\n"), "{text}");
        assert!(!text.contains('@') || text.contains("\"$@\""), "{text}");
        assert!(is_ours(text.as_bytes(), HOOKS[0]) && !is_ours(text.as_bytes(), HOOKS[1]));
    }
}
