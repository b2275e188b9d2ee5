//! Git: snapshots of the index and of commits, what changed between them, and where hooks live.
//!
//! Only this module and those below it know git2. Nothing here writes to the work tree, the index, refs or the stash.

pub mod hooks;
mod open;
mod tree;
mod worktree;

pub use open::Repository;
pub use tree::{IndexTree, ObjectTree};
pub use worktree::{WorkTree, slashes};

use std::sync::Arc;

/// What differs between an old tree and a new one, by path; renames are a deletion and an addition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that the new side adds or changes. Sorted.
    pub new: Vec<Arc<str>>,
    /// Files of the old side that were changed or removed. Sorted.
    pub old: Vec<Arc<str>>,
}
