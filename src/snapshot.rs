//! What the core may ask for while it checks: the files of one tree, by path.
//!
//! The shell makes one from the index, a commit, the work tree or a list of buffers. The core reads through this trait only,
//! so that it opens nothing itself, and asks for a file's content only when something in the documents under check calls for
//! it (a prop that may be read aloud, a passage of a script in a prompt).

use std::sync::Arc;

/// One file of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Inside the repository, with `/`.
    pub path: Arc<str>,
    /// Where git keeps the content; `None` outside of git.
    pub blob: Option<BlobId>,
    /// Bytes, where it is known without reading.
    pub size: Option<u64>,
}

/// The name of an object in git: the first 20 bytes where the repository uses SHA-1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlobId(pub [u8; 32]);

/// Why a file's content is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable(pub String);

/// A tree of files that can be read by path.
pub trait Snapshot {
    /// All regular files, sorted by path.
    fn entries(&self) -> &[Entry];

    /// The content of a file that [`Snapshot::entries`] lists.
    ///
    /// # Errors
    /// A sentence that says why, and the way out.
    fn read(&self, entry: &Entry) -> Result<Arc<[u8]>, Unreadable>;

    /// The entry at `path`.
    fn find(&self, path: &str) -> Option<Entry> {
        find_listed(self.entries(), path)
    }

    /// The entries below `folder`, which ends in `/`.
    fn below(&self, folder: &str) -> Vec<Entry> {
        let entries = self.entries();
        let from = entries.partition_point(|entry| entry.path.as_ref() < folder);
        entries[from..].iter().take_while(|entry| entry.path.starts_with(folder)).cloned().collect()
    }
}

/// The entry at `path` in a sorted list.
pub(crate) fn find_listed(entries: &[Entry], path: &str) -> Option<Entry> {
    entries.binary_search_by(|entry| entry.path.as_ref().cmp(path)).ok().map(|index| entries[index].clone())
}

/// A tree in memory: tests, `--stdin`, an editor's buffers over another tree.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    entries: Vec<Entry>,
    contents: Vec<Arc<[u8]>>,
}

impl Memory {
    pub fn new(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Memory {
        let mut files: Vec<(String, Vec<u8>)> = files.into_iter().collect();
        files.sort();
        let mut out = Memory::default();
        for (path, content) in files {
            out.entries.push(Entry { path: path.into(), blob: None, size: Some(content.len() as u64) });
            out.contents.push(content.into());
        }
        out
    }
}

impl Snapshot for Memory {
    fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn read(&self, entry: &Entry) -> Result<Arc<[u8]>, Unreadable> {
        match self.entries.binary_search_by(|e| e.path.cmp(&entry.path)) {
            Ok(index) => Ok(self.contents[index].clone()),
            Err(_) => Err(Unreadable(format!("`{}` is not in this tree", entry.path))),
        }
    }
}
