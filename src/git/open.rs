//! Opening the repository as git does in a hook, and asking it for trees.

use super::{Changes, IndexTree, ObjectTree};
use crate::error::{Failure, Result};
use git2::{DiffOptions, ErrorCode, Oid, RepositoryOpenFlags};
use std::path::{Path, PathBuf};

/// A repository, opened from the environment: `GIT_DIR`, `GIT_INDEX_FILE` and `GIT_WORK_TREE` count, so that `git commit -a`,
/// `git commit FILE` and linked worktrees show the content that is being committed.
pub struct Repository {
    pub(super) inner: git2::Repository,
}

impl Repository {
    /// Opens the repository that the environment or, without it, the folder `from` names.
    ///
    /// # Errors
    /// When there is none, or libgit2 refuses it; the help says what to do.
    pub fn open(from: &Path) -> Result<Repository> {
        // Git checks an object's hash when it writes it; doing so again at every read would cost as much as reading.
        git2::opts::strict_hash_verification(false);
        let inner =
            git2::Repository::open_ext(from, RepositoryOpenFlags::FROM_ENV, std::iter::empty::<&std::ffi::OsStr>()).map_err(refused)?;
        Ok(Repository { inner })
    }

    /// The folder that paths are relative to; `None` in a bare repository.
    pub fn work_folder(&self) -> Option<PathBuf> {
        self.inner.workdir().map(Path::to_path_buf)
    }

    /// A folder of ours inside git's own, shared by linked worktrees, for what can be made again.
    pub fn cache_folder(&self) -> PathBuf {
        self.inner.commondir().join("clearslate")
    }

    /// The index that git is about to commit.
    pub fn index(&self) -> Result<IndexTree<'_>> {
        IndexTree::new(&self.inner, self.inner.index().map_err(failed)?)
    }

    /// The tree of a commit or of anything that names a tree.
    pub fn tree_of(&self, name: &str) -> Result<ObjectTree<'_>> {
        let object = self.inner.revparse_single(name).map_err(|_| Failure::Git {
            message: format!("`{name}` names no commit of this repository"),
            help: "give a branch, a tag or a commit; in CI fetch enough history first (`fetch-depth: 0`)".to_owned(),
        })?;
        Ok(ObjectTree::new(&self.inner, object.peel_to_tree().map_err(failed)?))
    }

    /// The parents that the commit being made will have: HEAD, and in a merge what is merged. Empty before the first commit.
    ///
    /// During `pre-commit` only `MERGE_HEAD` is believed. During `pre-merge-commit` there is none yet and git names what is
    /// merged in variables `GITHEAD_<id>` (`announced`).
    pub fn parents(&self, announced: &[String]) -> Result<Vec<ObjectTree<'_>>> {
        let mut ids: Vec<Oid> = Vec::new();
        match self.inner.head() {
            Ok(head) => ids.push(head.peel_to_commit().map_err(failed)?.id()),
            Err(error) if matches!(error.code(), ErrorCode::UnbornBranch | ErrorCode::NotFound) => {}
            Err(error) => return Err(failed(error)),
        }
        let merge_heads = std::fs::read_to_string(self.inner.path().join("MERGE_HEAD")).unwrap_or_default();
        for line in merge_heads.lines().chain(announced.iter().map(String::as_str)) {
            if let Ok(id) = Oid::from_str(line.trim())
                && !ids.contains(&id)
            {
                ids.push(id);
            }
        }
        ids.into_iter()
            .map(|id| {
                let commit = self.inner.find_commit(id).map_err(failed)?;
                Ok(ObjectTree::new(&self.inner, commit.tree().map_err(failed)?))
            })
            .collect()
    }

    /// The best common ancestor of two commits.
    ///
    /// # Errors
    /// When one is missing or they share no history.
    pub fn merge_base(&self, base: &str, head: &str) -> Result<ObjectTree<'_>> {
        let commit = |name: &str| {
            self.inner.revparse_single(name).and_then(|object| object.peel_to_commit()).map_err(|_| Failure::Git {
                message: format!("`{name}` names no commit of this repository"),
                help: "in CI fetch the base branch with its history first, for example `git fetch origin main`".to_owned(),
            })
        };
        let (base_commit, head_commit) = (commit(base)?, commit(head)?);
        let id = self.inner.merge_base(base_commit.id(), head_commit.id()).map_err(|_| Failure::Git {
            message: format!("`{base}` and `{head}` share no history here"),
            help: "a shallow clone has too little history; fetch it with `git fetch --unshallow`".to_owned(),
        })?;
        Ok(ObjectTree::new(&self.inner, self.inner.find_commit(id).and_then(|c| c.tree()).map_err(failed)?))
    }

    /// What the index changes against a tree.
    pub fn staged_changes(&self, old: Option<&ObjectTree<'_>>) -> Result<Changes> {
        let index = self.inner.index().map_err(failed)?;
        let diff = self.inner.diff_tree_to_index(old.map(ObjectTree::tree), Some(&index), Some(&mut options())).map_err(failed)?;
        Ok(changes(&diff))
    }

    /// What one tree changes against another.
    pub fn tree_changes(&self, old: Option<&ObjectTree<'_>>, new: &ObjectTree<'_>) -> Result<Changes> {
        let diff = self.inner.diff_tree_to_tree(old.map(ObjectTree::tree), Some(new.tree()), Some(&mut options())).map_err(failed)?;
        Ok(changes(&diff))
    }
}

fn options() -> DiffOptions {
    let mut options = DiffOptions::new();
    options.include_typechange(true).ignore_submodules(true).skip_binary_check(true).context_lines(0);
    options
}

fn changes(diff: &git2::Diff<'_>) -> Changes {
    use git2::Delta;
    let mut out = Changes::default();
    for delta in diff.deltas() {
        let path = |file: git2::DiffFile<'_>| file.path_bytes().map(super::tree::path_text);
        // A change of mode alone changes no content.
        let same = delta.old_file().id() == delta.new_file().id();
        match delta.status() {
            Delta::Added | Delta::Copied => out.new.extend(path(delta.new_file())),
            Delta::Deleted => out.old.extend(path(delta.old_file())),
            Delta::Modified | Delta::Typechange | Delta::Renamed if !same => {
                out.new.extend(path(delta.new_file()));
                out.old.extend(path(delta.old_file()));
            }
            _ => {}
        }
    }
    out.new.sort();
    out.old.sort();
    out
}

/// A refusal of libgit2 while opening, in words that help.
fn refused(error: git2::Error) -> Failure {
    match error.code() {
        ErrorCode::NotFound => Failure::Git {
            message: "this folder is not inside a git repository".to_owned(),
            help: "run it inside the production's repository, or check files by name: clearslate check PATH".to_owned(),
        },
        ErrorCode::Owner => Failure::Git {
            message: "git does not trust this repository, because its folder belongs to another user".to_owned(),
            help: "if the folder is yours to trust: git config --global --add safe.directory \"$(pwd)\"".to_owned(),
        },
        _ => failed(error),
    }
}

pub(super) fn failed(error: git2::Error) -> Failure {
    Failure::Git { message: format!("git could not be read: {}", error.message()), help: "run `git fsck`, then try again".to_owned() }
}
