//! `clearslate hook`: has git run the check before each commit.

use super::print;
use crate::cli::HookAction;
use crate::error::{Exit, Result};
use crate::git::Repository;
use crate::git::hooks::{HOOKS, Hook, Hooks, Installed, Removed, State};
use std::path::{Path, PathBuf};

/// Installs, takes away or shows the hooks.
///
/// # Errors
/// When there is no repository here, its hooks lie elsewhere, or a file cannot be written.
pub fn run(action: HookAction) -> Result<Exit> {
    let repository = Repository::open(Path::new("."))?;
    let hooks = repository.hooks()?;
    print(&match action {
        HookAction::Install { post_commit } => install(&hooks, post_commit)?,
        HookAction::Uninstall => uninstall(&hooks)?,
        HookAction::Status => status(&hooks),
    });
    Ok(Exit::Clear)
}

fn install(hooks: &Hooks, post_commit: bool) -> Result<String> {
    let program = program();
    let mut out = "Git now runs Clearslate before each commit of this repository.\n".to_owned();
    for &hook in HOOKS.iter().filter(|hook| hook.always || post_commit) {
        let what = match hooks.install(hook, program.as_deref())? {
            Installed::New => String::new(),
            Installed::Kept => format!(" (the hook that stood there is called first; it is kept as {})", hooks.kept_path(hook).display()),
            Installed::Again => " (it stood there already)".to_owned(),
        };
        out.push_str(&line(hook, &format!("{}{what}", hooks.path(hook).display())));
    }
    if program.is_none() {
        out.push_str("The path of this program cannot be written into a hook, so git looks for clearslate on the PATH.\n");
    }
    out.push_str(
        "Commits by rebase, --no-verify or programs that run no hooks are seen by the check in CI only: clearslate check --base REV\n",
    );
    Ok(out)
}

fn uninstall(hooks: &Hooks) -> Result<String> {
    let mut lines = String::new();
    for &hook in HOOKS {
        match hooks.uninstall(hook)? {
            Removed::Removed => lines.push_str(&line(hook, "taken away")),
            Removed::Restored => lines.push_str(&line(hook, "taken away; the hook that stood there before is back")),
            Removed::Nothing => {}
        }
    }
    if lines.is_empty() {
        return Ok("No hook of Clearslate stands in this repository.\n".to_owned());
    }
    Ok(format!("Git no longer runs Clearslate in this repository.\n{lines}"))
}

fn status(hooks: &Hooks) -> String {
    let is_ours = |hook: &&Hook| matches!(hooks.state(**hook), State::Ours { .. });
    let needed = HOOKS.iter().filter(|hook| hook.always).count();
    let mut out = match HOOKS.iter().filter(|hook| hook.always).filter(is_ours).count() {
        0 => "Git does not run Clearslate in this repository; to change that: clearslate hook install\n".to_owned(),
        number if number < needed => "Git runs Clearslate before some commits only; to change that: clearslate hook install\n".to_owned(),
        _ => "Git runs Clearslate before each commit of this repository.\n".to_owned(),
    };
    for &hook in HOOKS {
        let kept = hooks.kept_path(hook);
        let what = match hooks.state(hook) {
            State::Absent if hook.always => "not installed".to_owned(),
            State::Absent => "not installed (on request: clearslate hook install --post-commit)".to_owned(),
            State::Ours { kept: false } => "installed".to_owned(),
            State::Ours { kept: true } => format!("installed; calls {} first", kept.display()),
            State::Foreign => "a hook of another program; install keeps it and calls it first".to_owned(),
        };
        out.push_str(&line(hook, &what));
    }
    out
}

fn line(hook: Hook, text: &str) -> String {
    format!("  {:<17} {text}\n", hook.name)
}

/// The path of this program, as a hook calls it: as the PATH has it where that is the same file, since a package manager moves
/// the file behind the link with each version.
fn program() -> Option<String> {
    let this = std::env::current_exe().ok()?;
    let real = this.canonicalize().ok();
    let name = this.file_name()?;
    let on_path = std::env::var_os("PATH").and_then(|paths| {
        std::env::split_paths(&paths)
            .map(|folder| folder.join(name))
            .find(|candidate| candidate.is_absolute() && real.is_some() && candidate.canonicalize().ok() == real)
    });
    for_shell(on_path.unwrap_or(this))
}

/// `sh` on Windows wants `/`.
fn for_shell(path: PathBuf) -> Option<String> {
    let text = path.into_os_string().into_string().ok()?;
    Some(if cfg!(windows) { text.replace('\\', "/") } else { text })
}
