//! Files on disk, as they lie there: for `check PATHS`, and as the tree behind an editor's buffers.

use crate::error::{Failure, Result};
use crate::snapshot::{Entry, Snapshot, Unreadable};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The files below a folder that git does not ignore.
pub struct WorkTree {
    root: PathBuf,
    entries: Vec<Entry>,
}

impl WorkTree {
    /// Lists the files below `root`.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn list(root: &Path) -> Result<WorkTree> {
        let mut entries = Vec::new();
        // Hidden folders are listed (some productions keep prompts there), git's own is not.
        let walk = ignore::WalkBuilder::new(root).hidden(false).filter_entry(|entry| entry.file_name() != ".git").build();
        for entry in walk {
            let entry = entry
                .map_err(|error| Failure::Io { what: "the folder cannot be listed".to_owned(), source: std::io::Error::other(error) })?;
            if entry.file_type().is_some_and(|kind| kind.is_file())
                && let Ok(path) = entry.path().strip_prefix(root)
            {
                let size = entry.metadata().ok().map(|meta| meta.len());
                entries.push(Entry { path: slashes(path), blob: None, size });
            }
        }
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(WorkTree { root: root.to_path_buf(), entries })
    }
}

impl Snapshot for WorkTree {
    fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn read(&self, entry: &Entry) -> std::result::Result<Arc<[u8]>, Unreadable> {
        std::fs::read(self.root.join(entry.path.as_ref())).map(Arc::from).map_err(|error| Unreadable(format!("it cannot be read: {error}")))
    }
}

/// A path with `/` on every system.
pub fn slashes(path: &Path) -> Arc<str> {
    let parts: Vec<String> = path.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    parts.join("/").into()
}
