//! Trees of files: the index, and the tree of a commit.

use super::open::failed;
use crate::error::Result;
use crate::snapshot::{BlobId, Entry, Snapshot, Unreadable, find_listed};
use git2::{ObjectType, Oid, TreeWalkMode, TreeWalkResult};
use std::cell::OnceCell;
use std::sync::Arc;

/// The files of the index at stage 0. Submodules and symbolic links are no text of the production and are left out.
pub struct IndexTree<'a> {
    repository: &'a git2::Repository,
    entries: Vec<Entry>,
}

impl<'a> IndexTree<'a> {
    pub(super) fn new(repository: &'a git2::Repository, index: git2::Index) -> Result<IndexTree<'a>> {
        let mut entries: Vec<Entry> = index
            .iter()
            .filter(|entry| entry.mode & 0o170000 == 0o100000 && entry.flags >> 12 & 3 == 0)
            // An entry made by `git add -N` has no content yet.
            .filter(|entry| entry.flags_extended & (1 << 13) == 0)
            .map(|entry| Entry { path: path_text(&entry.path), blob: blob_id(entry.id), size: None })
            .collect();
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(IndexTree { repository, entries })
    }
}

impl Snapshot for IndexTree<'_> {
    fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn read(&self, entry: &Entry) -> std::result::Result<Arc<[u8]>, Unreadable> {
        read_blob(self.repository, entry)
    }
}

/// Bytes of an object's id, as libgit2 is built here.
const ID_BYTES: usize = 20;

fn blob_id(id: Oid) -> Option<BlobId> {
    let mut bytes = [0; 32];
    bytes.get_mut(..id.as_bytes().len())?.copy_from_slice(id.as_bytes());
    Some(BlobId(bytes))
}

/// The tree of a commit; listed only when it is asked for.
pub struct ObjectTree<'a> {
    repository: &'a git2::Repository,
    tree: git2::Tree<'a>,
    entries: OnceCell<Vec<Entry>>,
}

impl<'a> ObjectTree<'a> {
    pub(super) fn new(repository: &'a git2::Repository, tree: git2::Tree<'a>) -> ObjectTree<'a> {
        ObjectTree { repository, tree, entries: OnceCell::new() }
    }

    pub(super) fn tree(&self) -> &git2::Tree<'a> {
        &self.tree
    }

    /// The id of the tree: equal ids are equal trees.
    pub fn id(&self) -> String {
        self.tree.id().to_string()
    }
}

impl Snapshot for ObjectTree<'_> {
    fn entries(&self) -> &[Entry] {
        self.entries.get_or_init(|| walk(&self.tree, ""))
    }

    /// Goes down the folders of the path, so that one file does not cost a walk over all.
    fn find(&self, path: &str) -> Option<Entry> {
        if let Some(entries) = self.entries.get() {
            return find_listed(entries, path);
        }
        // A `%` may stand for a byte that is no UTF-8: only the list knows.
        if path.contains('%') {
            return find_listed(self.entries(), path);
        }
        let entry = self.tree.get_path(std::path::Path::new(path)).ok()?;
        (entry.kind() == Some(ObjectType::Blob) && entry.filemode() & 0o170000 == 0o100000).then(|| Entry {
            path: path.into(),
            blob: blob_id(entry.id()),
            size: None,
        })
    }

    fn below(&self, folder: &str) -> Vec<Entry> {
        let path = std::path::Path::new(folder.trim_end_matches('/'));
        let tree = self.tree.get_path(path).and_then(|entry| entry.to_object(self.repository)).and_then(|object| object.peel_to_tree());
        tree.map(|tree| walk(&tree, folder)).unwrap_or_default()
    }

    fn read(&self, entry: &Entry) -> std::result::Result<Arc<[u8]>, Unreadable> {
        read_blob(self.repository, entry)
    }
}

/// The files of a tree that stands at `folder`, sorted by path.
fn walk(tree: &git2::Tree<'_>, folder: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    let walked = tree.walk(TreeWalkMode::PreOrder, |inner, entry| {
        if entry.kind() == Some(ObjectType::Blob) && entry.filemode() & 0o170000 == 0o100000 {
            let mut path = folder.as_bytes().to_vec();
            path.extend(inner.as_bytes());
            path.extend(entry.name_bytes());
            entries.push(Entry { path: path_text(&path), blob: blob_id(entry.id()), size: None });
        }
        TreeWalkResult::Ok
    });
    // A tree that cannot be walked to its end shows what could be reached; reading a file says what is missing.
    let _ = walked.map_err(failed);
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    entries
}

fn read_blob(repository: &git2::Repository, entry: &Entry) -> std::result::Result<Arc<[u8]>, Unreadable> {
    let id = entry.blob.and_then(|BlobId(bytes)| Oid::from_bytes(&bytes[..ID_BYTES]).ok());
    match id.map(|id| repository.find_blob(id)) {
        Some(Ok(blob)) => Ok(blob.content().into()),
        _ => Err(Unreadable(
            "its content is not in this clone (a partial clone fetches it later); run `git checkout` of the file or `git fetch --refetch`, then try again"
                .to_owned(),
        )),
    }
}

/// A path of git as text: bytes that are no UTF-8 are written as `%XX`, so that two different paths stay different.
pub(super) fn path_text(bytes: &[u8]) -> Arc<str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(_) => {
            let mut out = String::new();
            for chunk in bytes.utf8_chunks() {
                out.push_str(chunk.valid());
                for byte in chunk.invalid() {
                    out.push_str(&format!("%{byte:02X}"));
                }
            }
            out.into()
        }
    }
}
