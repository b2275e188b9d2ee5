//! ZIP archives: taking named parts out of one, within limits.
//!
//! Nothing is written to disk. What a header says about sizes is not trusted: a part is read up to the limit and no further.
//! Archives inside an archive are not opened.

use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// The most parts of an archive; a long script with its pictures has a few hundred.
const MEMBERS: usize = 4096;
/// How many times larger than the archive what is read of it may be.
const RATIO: u64 = 100;
/// Below this size the ratio says nothing: a short script with much markup packs well.
const SMALL: u64 = 1024 * 1024;

/// An open archive.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    /// The most bytes of one part.
    limit: u64,
    /// How many bytes may still be unpacked.
    left: u64,
}

impl<'a> Archive<'a> {
    /// Opens an archive whose parts may each be `limit` bytes large.
    ///
    /// # Errors
    /// A sentence that says why it cannot be opened, and the way out.
    pub(super) fn open(bytes: &'a [u8], limit: u64) -> Result<Archive<'a>, String> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| said(&error))?;
        if zip.len() > MEMBERS {
            return Err(format!("the archive has {} parts, over the limit of {MEMBERS}; {WAY_OUT}", zip.len()));
        }
        if zip.has_duplicate_names() {
            return Err(format!("two parts of the archive have the same name, so that programs may read either; {WAY_OUT}"));
        }
        let mut names = Vec::new();
        for name in zip.file_names() {
            let name = name.map_err(|error| said(&error))?.into_owned();
            if name.split(['/', '\\']).any(|part| part == "..") || name.starts_with(['/', '\\']) {
                return Err(format!("a part of the archive is called `{name}`, which lies outside of it; {WAY_OUT}"));
            }
            names.push(name);
        }
        let left = (bytes.len() as u64).saturating_mul(RATIO).max(SMALL);
        Ok(Archive { zip, names, limit, left })
    }

    /// The names of the parts, in the order of the archive.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// Takes a part out; `None` if there is none of this name.
    ///
    /// # Errors
    /// A sentence, as for [`Archive::open`].
    pub(super) fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, String> {
        let Some(index) = self.names.iter().position(|known| known == name) else { return Ok(None) };
        let part = match self.zip.by_index(index) {
            Ok(part) => part,
            Err(error) => return Err(said(&error)),
        };
        let most = self.limit.min(self.left);
        let mut content = Vec::new();
        match part.take(most.saturating_add(1)).read_to_end(&mut content) {
            Ok(size) if size as u64 > most && most < self.limit => {
                Err(format!("the archive unpacks to more than {RATIO} times its size; {WAY_OUT}"))
            }
            Ok(size) if size as u64 > most => Err(format!(
                "the part `{name}` is over the limit of {} MB; split the file, or raise `limits.size-mb` in clearslate.toml",
                self.limit / (1024 * 1024)
            )),
            Ok(size) => {
                self.left -= size as u64;
                Ok(Some(content))
            }
            Err(_) => Err(format!("the part `{name}` of the archive is damaged; {WAY_OUT}")),
        }
    }
}

/// What helps with every archive.
const WAY_OUT: &str = "save it again in the program that it is from, or export the script as FDX or Fountain";

fn said(error: &ZipError) -> String {
    match error {
        ZipError::UnsupportedArchive(what) if what.to_ascii_lowercase().contains("password") => {
            "it is protected by a password; save it without one, or export the script as FDX or Fountain".to_owned()
        }
        ZipError::UnsupportedArchive(_) => format!("it is packed in a way that is not read here; {WAY_OUT}"),
        _ => format!("it is no whole ZIP archive; {WAY_OUT}"),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::io::Write;
    use zip::CompressionMethod;
    use zip::write::{SimpleFileOptions, ZipWriter};

    /// An archive of these parts.
    pub(in super::super) fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            let method = if text.len() % 2 == 0 { CompressionMethod::Stored } else { CompressionMethod::Deflated };
            writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    /// Opens an archive and reads all of it.
    fn all(bytes: &[u8], limit: u64) -> Result<usize, String> {
        let mut archive = Archive::open(bytes, limit)?;
        let mut size = 0;
        for name in archive.names().to_vec() {
            size += archive.read(&name)?.map_or(0, |content| content.len());
        }
        Ok(size)
    }

    const MB: u64 = 1024 * 1024;

    #[test]
    fn limits_are_kept() {
        assert_eq!(all(&packed(&[("a.txt", "fog"), ("b/c.txt", "gulls")]), MB), Ok(8));
        let large = "fog ".repeat(1_000_000) + ".";
        let bomb = packed(&[("a", &large), ("b", &large), ("c", &large)]);
        assert!(bomb.len() < 100_000);
        assert!(all(&bomb, 16 * MB).unwrap_err().contains("100 times"));
        assert!(all(&bomb, MB).unwrap_err().contains("limit of 1 MB"));
        for name in ["../x", "a/../../x", "..\\x", "/etc/x"] {
            assert!(all(&packed(&[(name, "fog")]), MB).unwrap_err().contains("outside"), "{name}");
        }
        let names: Vec<String> = (0..5000).map(|n| n.to_string()).collect();
        let many: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
        assert!(all(&packed(&many), MB).unwrap_err().contains("5000 parts"));
    }

    #[test]
    fn a_part_that_hides_behind_another_is_refused() {
        let mut bytes = packed(&[("document.xml", "fog"), ("document.xm_", "gull")]);
        while let Some(at) = memchr::memmem::find(&bytes, b"document.xm_") {
            bytes[at + 11] = b'l';
        }
        assert!(all(&bytes, MB).unwrap_err().contains("same name"));
    }

    #[test]
    fn broken_archives_are_refused_in_words() {
        let whole = packed(&[("a.txt", "the fog comes in and the gulls go out, all of them"), ("b.txt", "fog")]);
        for cut in 0..whole.len() {
            if let Err(said) = all(&whole[..cut], MB) {
                assert!(said.contains("FDX or Fountain"), "{said}");
            }
        }
        for at in 0..whole.len() {
            let mut broken = whole.clone();
            broken[at] ^= 0xff;
            let _ = all(&broken, MB);
        }
        assert!(all(b"", MB).is_err() && all(b"PK\x03\x04", MB).is_err());
    }
}
