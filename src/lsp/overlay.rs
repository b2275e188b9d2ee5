//! What the editor has open, laid over the files of another tree.

use crate::snapshot::{Entry, Snapshot, Unreadable};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A tree in which open buffers stand in place of the files below, or beside them.
///
/// The list of files is kept merged, so that typing costs nothing that grows with the number of files.
pub(crate) struct Overlay {
    under: Box<dyn Snapshot>,
    /// Those of `under`, with the buffers among them. Sorted by path.
    entries: Vec<Entry>,
    buffers: BTreeMap<Arc<str>, Buffer>,
}

struct Buffer {
    text: Arc<[u8]>,
    /// Counts up with every text that is laid over, so that an id never names two contents.
    edition: u64,
}

impl Overlay {
    pub(crate) fn new(under: Box<dyn Snapshot>) -> Overlay {
        let mut overlay = Overlay { under, entries: Vec::new(), buffers: BTreeMap::new() };
        overlay.merge();
        overlay
    }

    /// Puts another tree below the buffers.
    pub(crate) fn set_under(&mut self, under: Box<dyn Snapshot>) {
        self.under = under;
        self.merge();
    }

    /// Lays a buffer over the file at `path`, which need not exist.
    pub(crate) fn put(&mut self, path: &Arc<str>, text: Arc<[u8]>, edition: u64) {
        let entry = entry_of(path, &text);
        match self.entries.binary_search_by(|entry| entry.path.cmp(path)) {
            Ok(at) => self.entries[at] = entry,
            Err(at) => self.entries.insert(at, entry),
        }
        self.buffers.insert(path.clone(), Buffer { text, edition });
    }

    /// Takes the buffer away: the file below, if there is one, is seen again.
    pub(crate) fn take(&mut self, path: &str) {
        if self.buffers.remove(path).is_none() {
            return;
        }
        if let Ok(at) = self.entries.binary_search_by(|entry| entry.path.as_ref().cmp(path)) {
            match self.under.find(path) {
                Some(below) => self.entries[at] = below,
                None => drop(self.entries.remove(at)),
            }
        }
    }

    /// The ids of buffers whose paths `wanted` picks.
    pub(crate) fn buffer_ids(&self, wanted: impl Fn(&str) -> bool) -> Vec<String> {
        self.buffers.iter().filter(|(path, _)| wanted(path)).map(|(path, buffer)| id_of(path, buffer.edition)).collect()
    }

    fn merge(&mut self) {
        let Overlay { under, entries, buffers } = self;
        *entries = under.entries().iter().filter(|entry| !buffers.contains_key(&entry.path)).cloned().collect();
        entries.extend(buffers.iter().map(|(path, buffer)| entry_of(path, &buffer.text)));
        entries.sort_by(|a, b| a.path.cmp(&b.path));
    }
}

fn id_of(path: &str, edition: u64) -> String {
    format!("buffer:{edition}:{path}")
}

fn entry_of(path: &Arc<str>, text: &[u8]) -> Entry {
    Entry { path: path.clone(), blob: None, size: Some(text.len() as u64) }
}

impl Snapshot for Overlay {
    fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn read(&self, entry: &Entry) -> Result<Arc<[u8]>, Unreadable> {
        match self.buffers.get(&entry.path) {
            Some(buffer) => Ok(buffer.text.clone()),
            None => self.under.read(entry),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::Memory;

    fn listing(overlay: &Overlay) -> String {
        let line = |entry: &Entry| format!("{}={}", entry.path, String::from_utf8_lossy(&overlay.read(entry).unwrap()));
        overlay.entries().iter().map(line).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn buffers_hide_files_until_they_close() {
        let files = |names: &[&str]| Box::new(Memory::new(names.iter().map(|name| ((*name).to_owned(), b"disk".to_vec()))));
        let mut overlay = Overlay::new(files(&["a", "c"]));
        let (a, b): (Arc<str>, Arc<str>) = ("a".into(), "b".into());
        overlay.put(&b, (*b"new").into(), 1);
        overlay.put(&a, (*b"typed").into(), 2);
        assert_eq!(listing(&overlay), "a=typed b=new c=disk");
        overlay.set_under(files(&["a", "c", "d"]));
        assert_eq!(listing(&overlay), "a=typed b=new c=disk d=disk");
        overlay.take("a");
        overlay.take("b");
        assert_eq!(listing(&overlay), "a=disk c=disk d=disk");
    }
}
