//! The bytes of one file in one version, decoded to text, and the only place that makes lines and columns.
//!
//! Everything inside the program counts bytes of [`Source::text`]. Positions for people and machines (lines, columns, byte
//! offsets of the file as it lies on disk) are made here, at the edge.

use std::ops::Range;
use std::sync::Arc;

/// How the bytes of a file became text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    Windows1252,
    MacRoman,
}

/// Why a file's bytes are not text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undecodable {
    /// Bytes that no text has: a picture, an archive, a program.
    Binary,
    /// Claimed by an encoding (a byte order mark) and broken.
    Broken,
}

/// One file in one version, decoded.
#[derive(Debug, Clone)]
pub struct Source {
    /// Path inside the repository, with `/` on every system.
    pub path: Arc<str>,
    /// The part of a container that this is the text of (`document.xml` of a `.fadein` file).
    pub member: Option<Arc<str>>,
    text: Arc<str>,
    /// Byte offsets in `text` at which a line starts; the first is 0.
    lines: Arc<[u32]>,
    pub encoding: Encoding,
    /// Whether a byte order mark stood before the text (it is not part of `text`).
    pub bom: bool,
}

/// A place for people: both count from 1; the column is in Unicode scalar values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: u32,
    pub column: u32,
}

impl Source {
    /// Decodes `bytes`: UTF-8 (with or without a byte order mark), UTF-16 (with one, or by its zero bytes), else a
    /// one-byte encoding, MacRoman where the bytes speak for it, Windows-1252 otherwise.
    ///
    /// # Errors
    /// [`Undecodable`] for bytes that are no text.
    pub fn decode(path: &str, bytes: &[u8]) -> Result<Source, Undecodable> {
        let (text, encoding, bom) = decode(bytes)?;
        Ok(Source::assemble(path, text.into(), encoding, bom))
    }

    /// Text that is text already: an editor's buffer, a test.
    pub fn from_text(path: &str, text: &str) -> Source {
        let (text, bom) = match text.strip_prefix('\u{feff}') {
            Some(rest) => (rest, true),
            None => (text, false),
        };
        Source::assemble(path, text.into(), Encoding::Utf8, bom)
    }

    fn assemble(path: &str, text: Arc<str>, encoding: Encoding, bom: bool) -> Source {
        let lines = line_starts(&text).into();
        Source { path: path.into(), member: None, text, lines, encoding, bom }
    }

    /// The same text as a part of a container.
    #[must_use]
    pub fn inside(mut self, member: &str) -> Source {
        self.member = Some(member.into());
        self
    }

    /// What the text is called: its path, and behind `!` the part of a container.
    pub fn name(&self) -> Arc<str> {
        match &self.member {
            Some(member) => format!("{}!{member}", self.path).into(),
            None => self.path.clone(),
        }
    }

    /// The decoded text; every offset in the program counts its bytes.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the line of `offset`, from 0. Lines end at LF, CRLF and lone CR. O(log lines).
    pub fn line_of(&self, offset: u32) -> u32 {
        self.lines.partition_point(|&start| start <= offset).saturating_sub(1) as u32
    }

    /// Returns the byte range of a line (from 0) without its line end; empty past the last line.
    pub fn line_range(&self, line: u32) -> Range<u32> {
        let Some(&start) = self.lines.get(line as usize) else {
            let end = self.text.len() as u32;
            return end..end;
        };
        let end = self.lines.get(line as usize + 1).map_or(self.text.len() as u32, |&next| next);
        let content = self.text[start as usize..end as usize].trim_end_matches(['\n', '\r']);
        start..start + content.len() as u32
    }

    /// How many lines the text has; at least one.
    pub fn line_count(&self) -> u32 {
        self.lines.len() as u32
    }

    /// Returns the place of `offset` as people count.
    pub fn position(&self, offset: u32) -> Position {
        let offset = floor_boundary(&self.text, offset);
        let line = self.line_of(offset);
        let start = self.lines[line as usize];
        let column = self.text[start as usize..offset as usize].chars().count() as u32;
        Position { line: line + 1, column: column + 1 }
    }
}

/// Returns what to say of a Git LFS pointer that stands in for a file whose object is not here.
pub fn lfs_pointer(bytes: &[u8]) -> Option<String> {
    bytes
        .starts_with(b"version https://git-lfs.github.com/spec/v1")
        .then(|| "its content is in Git LFS and not on this machine; run `git lfs pull`, then commit again".to_owned())
}

/// Returns the largest character boundary at or below `offset`, at most the length of `text`.
pub fn floor_boundary(text: &str, offset: u32) -> u32 {
    text.floor_char_boundary(offset as usize) as u32
}

fn line_starts(text: &str) -> Vec<u32> {
    let bytes = text.as_bytes();
    let mut starts = Vec::with_capacity(text.len() / 32 + 1);
    starts.push(0);
    for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
        if bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n') {
            starts.push(at as u32 + 1);
        }
    }
    starts
}

fn decode(bytes: &[u8]) -> Result<(String, Encoding, bool), Undecodable> {
    use encoding_rs::{MACINTOSH, UTF_16BE, UTF_16LE, WINDOWS_1252};
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return match std::str::from_utf8(rest) {
            Ok(text) => Ok((text.to_owned(), Encoding::Utf8, true)),
            Err(_) => Err(Undecodable::Broken),
        };
    }
    for (mark, encoding, ours) in [(b"\xff\xfe", UTF_16LE, Encoding::Utf16Le), (b"\xfe\xff", UTF_16BE, Encoding::Utf16Be)] {
        if let Some(rest) = bytes.strip_prefix(mark) {
            let (text, broken) = encoding.decode_without_bom_handling(rest);
            return if broken { Err(Undecodable::Broken) } else { Ok((text.into_owned(), ours, true)) };
        }
    }
    // Some programs close a text with the zero that ends a string of C.
    let closed = bytes.len() - bytes.iter().rev().take_while(|&&byte| byte == 0).count();
    let bytes = if closed > 0 && memchr::memchr(0, &bytes[..closed]).is_none() { &bytes[..closed] } else { bytes };
    if memchr::memchr(0, bytes).is_none() {
        if let Ok(text) = std::str::from_utf8(bytes) {
            return if looks_binary(bytes) { Err(Undecodable::Binary) } else { Ok((text.to_owned(), Encoding::Utf8, false)) };
        }
        if looks_binary(bytes) {
            return Err(Undecodable::Binary);
        }
        let (encoding, ours) =
            if speaks_for_mac_roman(bytes) { (MACINTOSH, Encoding::MacRoman) } else { (WINDOWS_1252, Encoding::Windows1252) };
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        return Ok((text.into_owned(), ours, false));
    }
    match utf16_without_mark(bytes) {
        Some((encoding, ours)) => {
            let (text, broken) = encoding.decode_without_bom_handling(bytes);
            if broken { Err(Undecodable::Binary) } else { Ok((text.into_owned(), ours, false)) }
        }
        None => Err(Undecodable::Binary),
    }
}

/// Control characters that no text file uses, in the first 8 KB: more than one in fifty speaks for a binary.
fn looks_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(8192)];
    let odd = head.iter().filter(|&&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1a | 0x1b)).count();
    odd * 50 > head.len()
}

/// In UTF-16 of Latin text every second byte is zero, always the same half.
fn utf16_without_mark(bytes: &[u8]) -> Option<(&'static encoding_rs::Encoding, Encoding)> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    if head.len() < 4 || bytes.len() % 2 == 1 {
        return None;
    }
    let pairs = head.len() / 2;
    let high = head.iter().step_by(2).filter(|&&b| b == 0).count();
    let low = head.iter().skip(1).step_by(2).filter(|&&b| b == 0).count();
    if low * 10 > pairs * 6 && high * 20 < pairs {
        Some((encoding_rs::UTF_16LE, Encoding::Utf16Le))
    } else if high * 10 > pairs * 6 && low * 20 < pairs {
        Some((encoding_rs::UTF_16BE, Encoding::Utf16Be))
    } else {
        None
    }
}

/// MacRoman has its letters and typographic quotes where Windows-1252 has other signs: `0x8e` (é) and `0xd2..=0xd5` (quotes)
/// between letters or spaces in MacRoman, `0x91..=0x97` and `0xe0..=0xff` in Windows-1252.
fn speaks_for_mac_roman(bytes: &[u8]) -> bool {
    let mac = bytes.iter().filter(|&&b| matches!(b, 0x87 | 0x8a | 0x8e | 0x8f | 0x9a | 0x9f | 0xd0..=0xd5)).count();
    let windows = bytes.iter().filter(|&&b| matches!(b, 0x91..=0x97 | 0x85 | 0xe0..=0xff | 0xc0..=0xcf | 0xd6..=0xdf)).count();
    mac > windows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zero_at_the_end_closes_a_text() {
        assert_eq!(decode(b"{\"prompt\":\"rain\"}\0").unwrap().0, "{\"prompt\":\"rain\"}");
        assert!(decode(b"ra\0in\0").is_err());
        assert!(decode(b"\0\0\0\0").is_err());
    }

    #[test]
    fn every_line_end_starts_a_line() {
        let source = Source::from_text("a", "one\ntwo\r\nthree\rfour");
        let lines: Vec<&str> = (0..source.line_count())
            .map(|l| &source.text()[source.line_range(l).start as usize..source.line_range(l).end as usize])
            .collect();
        assert_eq!(lines, ["one", "two", "three", "four"]);
    }

    #[test]
    fn encodings_come_out_as_the_same_text() {
        let text = "INT. CAFÉ - DAY\n\nRené “waits”.\n";
        let utf16 = |le: bool, bom: bool| {
            let mut out = Vec::new();
            if bom {
                out.extend_from_slice(if le { b"\xff\xfe" } else { b"\xfe\xff" });
            }
            for unit in text.encode_utf16() {
                out.extend_from_slice(&if le { unit.to_le_bytes() } else { unit.to_be_bytes() });
            }
            out
        };
        let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(text);
        // encoding_rs decodes MacRoman but does not encode it.
        let mac = b"INT. CAF\x83 - DAY\n\nRen\x8e \xd2waits\xd3.\n".to_vec();
        let cases = [
            (text.as_bytes().to_vec(), Encoding::Utf8),
            ([b"\xef\xbb\xbf", text.as_bytes()].concat(), Encoding::Utf8),
            (utf16(true, true), Encoding::Utf16Le),
            (utf16(false, true), Encoding::Utf16Be),
            (utf16(true, false), Encoding::Utf16Le),
            (utf16(false, false), Encoding::Utf16Be),
            (windows.into_owned(), Encoding::Windows1252),
            (mac, Encoding::MacRoman),
        ];
        for (bytes, encoding) in cases {
            let source = Source::decode("a", &bytes).unwrap();
            assert_eq!(source.encoding, encoding);
            assert_eq!(source.text(), text, "{encoding:?}");
        }
    }

    #[test]
    fn pictures_are_not_text() {
        assert_eq!(Source::decode("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0").unwrap_err(), Undecodable::Binary);
        assert_eq!(Source::decode("a", b"\xef\xbb\xbf\xff\xff").unwrap_err(), Undecodable::Broken);
    }

    #[test]
    fn positions_count_characters_from_one() {
        let source = Source::from_text("a", "é\nzé!");
        assert_eq!(source.position(6), Position { line: 2, column: 3 });
    }
}
