//! Whether files changed, without reading them and without being told.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Length and time of change of the files that decide what a text is held against.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Stamp(Vec<(PathBuf, Option<SystemTime>, u64)>);

impl Stamp {
    /// Looks at `clearslate.toml` and at all records below a folder. A file that is not there is part of the answer.
    pub(crate) fn of(root: &Path) -> Stamp {
        let mut files = vec![root.join("clearslate.toml")];
        let records = std::fs::read_dir(root.join("clearances")).into_iter().flatten();
        files.extend(records.filter_map(|entry| entry.ok().map(|entry| entry.path())));
        files.sort();
        Stamp(files.into_iter().map(look).collect())
    }
}

fn look(path: PathBuf) -> (PathBuf, Option<SystemTime>, u64) {
    match std::fs::metadata(&path) {
        Ok(meta) => (path, meta.modified().ok(), meta.len()),
        Err(_) => (path, None, 0),
    }
}

/// Whether a path is one of the files that [`Stamp::of`] looks at.
pub(crate) fn decides(path: &str) -> bool {
    path == "clearslate.toml" || path.starts_with("clearances/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_record_and_a_longer_one_are_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let before = Stamp::of(root);
        assert_eq!(Stamp::of(root), before);
        std::fs::create_dir(root.join("clearances")).unwrap();
        std::fs::write(root.join("clearances/a.toml"), "").unwrap();
        let one = Stamp::of(root);
        assert_ne!(one, before);
        std::fs::write(root.join("clearances/a.toml"), "# more\n").unwrap();
        assert_ne!(Stamp::of(root), one);
    }
}
