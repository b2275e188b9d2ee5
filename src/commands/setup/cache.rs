//! A production's own dictionaries, compiled once and kept in git's own folder: a hundred thousand names take a second to
//! compile and a few milliseconds to read.
//!
//! `GIT_DIR/clearslate/names-KEY.bin` holds the names of the classes, then the compiled index. The key is made of the program's
//! version, the classes that ship with it and the text of every list, so that a file is never out of date; a sum over the content
//! tells a damaged one, which is ignored and made again. Nothing but speed depends on it.

use crate::dictionary::Classes;
use crate::source::Source;
use std::path::{Path, PathBuf};

/// Bytes of lists below which compiling is as quick as reading.
const WORTH_IT: usize = 50_000;

/// Where the compiled form of these lists is kept.
pub struct Cache {
    file: PathBuf,
}

impl Cache {
    /// Returns the place for `lists`; `None` without a folder, or where the lists are short.
    pub fn of(folder: Option<&Path>, lists: &[&Source], classes: &Classes) -> Option<Cache> {
        let folder = folder?;
        if lists.iter().map(|source| source.text().len()).sum::<usize>() < WORTH_IT {
            return None;
        }
        let mut sum = Sum::new();
        sum.add(env!("CARGO_PKG_VERSION").as_bytes());
        for name in classes.names() {
            sum.add(name.as_bytes());
        }
        for source in lists {
            sum.add(source.path.as_bytes());
            sum.add(source.text().as_bytes());
        }
        Some(Cache { file: folder.join(format!("names-{:016x}.bin", sum.0)) })
    }

    /// The compiled index, its classes added to `classes`; `None` when there is none or it is damaged.
    pub fn load(&self, classes: &mut Classes) -> Option<Vec<u8>> {
        let bytes = std::fs::read(&self.file).ok()?;
        let (head, body) = bytes.split_first_chunk::<8>()?;
        let mut sum = Sum::new();
        sum.add(body);
        if u64::from_le_bytes(*head) != sum.0 {
            return None;
        }
        let (names, index): (Vec<String>, Vec<u8>) = postcard::from_bytes(body).ok()?;
        names.iter().try_for_each(|name| classes.intern(name).map(drop))?;
        Some(index)
    }

    /// Keeps a compiled index in place of earlier ones. That it cannot be written is no error: the next run compiles again.
    pub fn store(&self, index: &[u8], classes: &Classes) {
        let Some(folder) = self.file.parent() else { return };
        let Ok(body) = postcard::to_allocvec(&(classes.names(), index)) else { return };
        let mut sum = Sum::new();
        sum.add(&body);
        let mut bytes = sum.0.to_le_bytes().to_vec();
        bytes.extend(body);
        let _ = std::fs::create_dir_all(folder);
        // Written beside, then moved: another run never reads half a file.
        let new = self.file.with_extension(format!("{}.new", std::process::id()));
        if std::fs::write(&new, bytes).and_then(|()| std::fs::rename(&new, &self.file)).is_err() {
            let _ = std::fs::remove_file(&new);
            return;
        }
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with("names-") && name.ends_with(".bin") && entry.path() != self.file {
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }
}

/// A sum over bytes, eight at a time: it tells damage, and is no defence against malice (who can write here can write hooks).
struct Sum(u64);

impl Sum {
    fn new() -> Sum {
        Sum(0xcbf2_9ce4_8422_2325)
    }

    fn add(&mut self, bytes: &[u8]) {
        let mut mix = |word: u64| self.0 = (self.0 ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
        let (words, rest) = bytes.as_chunks::<8>();
        words.iter().for_each(|word| mix(u64::from_le_bytes(*word)));
        rest.iter().for_each(|&byte| mix(u64::from(byte)));
        mix(bytes.len() as u64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_comes_back_and_what_is_damaged_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let list = Source::from_text("clearances/dictionaries/a.csv", &"Ada Quell\n".repeat(6000));
        let mut classes = Classes::default();
        classes.intern("performer");
        let cache = Cache::of(Some(folder.path()), &[&list], &classes).unwrap();
        assert!(cache.load(&mut classes.clone()).is_none());
        let mut grown = classes.clone();
        grown.intern("own");
        cache.store(b"index", &grown);
        let mut again = classes.clone();
        assert_eq!(cache.load(&mut again).as_deref(), Some(&b"index"[..]));
        assert_eq!(again.names(), grown.names());
        let mut bytes = std::fs::read(&cache.file).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        std::fs::write(&cache.file, bytes).unwrap();
        assert!(cache.load(&mut classes.clone()).is_none());
        let short = Source::from_text("clearances/dictionaries/a.csv", "Ada Quell\n");
        assert!(Cache::of(Some(folder.path()), &[&short], &classes).is_none());
    }
}
