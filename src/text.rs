//! Text that was decoded, joined or stripped, with a way back to the bytes it came from.
//!
//! A reader builds a [`MappedText`] piece by piece: verbatim stretches of the source, replacements (an entity, an escape) and
//! additions (the space for a line end). Findings are made on the reading text and point at the source through
//! [`MappedText::source_range`]. Nothing is ever searched for again to find its place.

pub mod fold;
pub mod words;

use smallvec::SmallVec;
use std::ops::Range;

pub use words::{Caps, Gap, Word, Words};

/// Reading text with a map to offsets of [`crate::source::Source::text`].
#[derive(Debug, Clone, Default)]
pub struct MappedText {
    text: String,
    /// In order of `at`; each piece runs to the next one's `at`. Nearly every text has one.
    pieces: SmallVec<[Piece; 1]>,
}

#[derive(Debug, Clone, Copy)]
struct Piece {
    /// Offset in the reading text.
    at: u32,
    /// Range in the source.
    from: u32,
    to: u32,
    /// The reading text repeats the source byte for byte; otherwise the whole piece stands for the whole range.
    verbatim: bool,
}

impl MappedText {
    /// Reading text that is exactly `source[range]`.
    pub fn verbatim(source: &str, range: Range<u32>) -> MappedText {
        let mut text = MappedText::default();
        text.push(source, range);
        text
    }

    /// Adds `source[range]` as it stands.
    pub fn push(&mut self, source: &str, range: Range<u32>) {
        if range.is_empty() {
            return;
        }
        let at = self.text.len() as u32;
        self.text.push_str(&source[range.start as usize..range.end as usize]);
        if let Some(last) = self.pieces.last_mut()
            && last.verbatim
            && last.to == range.start
        {
            last.to = range.end;
            return;
        }
        self.pieces.push(Piece { at, from: range.start, to: range.end, verbatim: true });
    }

    /// Adds `reading`, which stands for the whole of the source range (an entity, an escape, a line end read as a space).
    pub fn push_instead(&mut self, reading: &str, range: Range<u32>) {
        if reading.is_empty() {
            return;
        }
        self.pieces.push(Piece { at: self.text.len() as u32, from: range.start, to: range.end, verbatim: false });
        self.text.push_str(reading);
    }

    /// Adds a decoded value whose characters occur in `source[range]` in the same order, with other characters between
    /// them (quotes, indentation, the signs of an escape): each is mapped to where it stands.
    pub fn push_aligned(&mut self, source: &str, range: Range<u32>, decoded: &str) {
        let raw = &source[range.start as usize..range.end as usize];
        if raw == decoded {
            return self.push(source, range);
        }
        let mut at = 0usize;
        for character in decoded.chars() {
            let rest = &raw[at..];
            let found = if character.is_whitespace() {
                rest.find(|c: char| c.is_whitespace() || c == '\\').filter(|&skip| skip == 0)
            } else {
                // A far jump means the character was escaped or is not there: stay, rather than lose the rest.
                rest.find(character).filter(|&skip| rest[..skip].chars().all(|c| !c.is_alphanumeric()))
            };
            match found {
                Some(skip) if !character.is_whitespace() => {
                    let from = range.start + (at + skip) as u32;
                    self.push(source, from..from + character.len_utf8() as u32);
                    at += skip + character.len_utf8();
                }
                _ => {
                    let from = range.start + at as u32;
                    let step = rest.chars().next().map_or(0, char::len_utf8);
                    let mut buffer = [0; 4];
                    if character.is_whitespace() {
                        // A run of white space in the source is one here.
                        let run: usize = rest.chars().take_while(|c| c.is_whitespace()).map(char::len_utf8).sum();
                        self.push_instead(character.encode_utf8(&mut buffer), from..from + run as u32);
                        at += run;
                    } else {
                        let run = escape_length(rest).unwrap_or(step);
                        self.push_instead(character.encode_utf8(&mut buffer), from..from + run as u32);
                        at += run;
                    }
                }
            }
        }
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Returns the source range that `range` of the reading text came from; a range over joined pieces covers all
    /// between them. An empty text gives `0..0`.
    pub fn source_range(&self, range: Range<u32>) -> Range<u32> {
        let start = self.source_offset(range.start, false);
        let end = if range.end > range.start { self.source_offset(range.end - 1, true) } else { start };
        start..end.max(start)
    }

    /// The source range of the whole text.
    pub fn span(&self) -> Range<u32> {
        match (self.pieces.first(), self.pieces.last()) {
            (Some(first), Some(last)) => first.from..last.to.max(first.from),
            _ => 0..0,
        }
    }

    /// Removes white space at both ends.
    #[must_use]
    pub fn trimmed(self) -> MappedText {
        let start = self.text.len() - self.text.trim_start().len();
        let end = self.text.trim_end().len();
        if start == 0 && end == self.text.len() { self } else { self.slice(start as u32..end.max(start) as u32) }
    }

    /// Returns the part `range` (offsets of the reading text, on character boundaries), still mapped to the source.
    #[must_use]
    pub fn slice(&self, range: Range<u32>) -> MappedText {
        let mut out = MappedText { text: self.text[range.start as usize..range.end as usize].to_owned(), pieces: SmallVec::new() };
        let first = self.pieces.partition_point(|piece| piece.at <= range.start).saturating_sub(1);
        for (index, piece) in self.pieces.iter().enumerate().skip(first) {
            if piece.at >= range.end {
                break;
            }
            let end = self.pieces.get(index + 1).map_or(self.text.len() as u32, |next| next.at);
            let (from, to) = (piece.at.max(range.start), end.min(range.end));
            if from >= to {
                continue;
            }
            let (source_from, source_to) =
                if piece.verbatim { (piece.from + from - piece.at, piece.from + to - piece.at) } else { (piece.from, piece.to) };
            out.pieces.push(Piece { at: from - range.start, from: source_from, to: source_to, verbatim: piece.verbatim });
        }
        out
    }

    /// Adds another mapped text at the end.
    pub fn append(&mut self, other: &MappedText) {
        let base = self.text.len() as u32;
        self.text.push_str(&other.text);
        self.pieces.extend(other.pieces.iter().map(|piece| Piece { at: piece.at + base, ..*piece }));
    }

    /// Returns the text with its places in the source of `outer`, for a text whose source is the reading text of `outer`.
    #[must_use]
    pub fn through(&self, outer: &MappedText) -> MappedText {
        let mut out = MappedText::default();
        for (index, piece) in self.pieces.iter().enumerate() {
            if piece.verbatim {
                out.append(&outer.slice(piece.from..piece.to));
            } else {
                let end = self.pieces.get(index + 1).map_or(self.text.len() as u32, |next| next.at);
                out.push_instead(&self.text[piece.at as usize..end as usize], outer.source_range(piece.from..piece.to));
            }
        }
        out
    }

    fn source_offset(&self, offset: u32, past: bool) -> u32 {
        let index = self.pieces.partition_point(|piece| piece.at <= offset);
        let Some(piece) = index.checked_sub(1).and_then(|i| self.pieces.get(i)) else { return 0 };
        match (piece.verbatim, past) {
            (true, false) => piece.from + (offset - piece.at),
            (true, true) => (piece.from + (offset - piece.at) + 1).min(piece.to),
            (false, false) => piece.from,
            (false, true) => piece.to,
        }
    }
}

/// The length of a `\` escape at the start of `raw` (`\u00e9`, `\x41`, `\n`), or `None`.
fn escape_length(raw: &str) -> Option<usize> {
    let bytes = raw.as_bytes();
    if bytes.first() != Some(&b'\\') {
        return None;
    }
    let digits = match bytes.get(1)? {
        b'u' => 4,
        b'x' => 2,
        b'U' => 8,
        _ => 0,
    };
    let length = 2 + digits;
    (raw.is_char_boundary(length.min(raw.len()))).then_some(length.min(raw.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_over_removed_marks_points_at_all_of_it() {
        let source = "**EL**ON MUSK speaks";
        let mut text = MappedText::default();
        text.push(source, 2..4);
        text.push(source, 6..20);
        assert_eq!(text.as_str(), "ELON MUSK speaks");
        assert_eq!(text.source_range(0..9), 2..13);
        assert_eq!(text.source_range(5..9), 9..13);
    }

    #[test]
    fn an_escape_is_one_character() {
        let source = r#""Beyonc\u00e9 sings""#;
        let mut text = MappedText::default();
        text.push_aligned(source, 1..19, "Beyoncé sings");
        assert_eq!(text.as_str(), "Beyoncé sings");
        assert_eq!(&source[text.source_range(0..8).start as usize..text.source_range(0..8).end as usize], r"Beyonc\u00e9");
        assert_eq!(text.source_range(9..14), 14..19);
    }

    #[test]
    fn folded_lines_map_to_their_own_lines() {
        let source = ">\n  portrait of\n  IDRA";
        let mut text = MappedText::default();
        text.push_aligned(source, 4..22, "portrait of IDRA");
        assert_eq!(text.source_range(12..16), 18..22);
    }

    #[test]
    fn a_text_read_twice_points_at_the_first_source() {
        let source = "A &amp; **B** C";
        let mut outer = MappedText::default();
        outer.push(source, 0..2);
        outer.push_instead("&", 2..7);
        outer.push(source, 7..15);
        let mut inner = MappedText::default();
        inner.push(outer.as_str(), 2..4);
        inner.push(outer.as_str(), 6..7);
        inner.push_instead("-", 9..10);
        let text = inner.through(&outer);
        assert_eq!((text.as_str(), text.span()), ("& B-", 2..14));
        assert_eq!((text.source_range(2..3), text.source_range(3..4)), (10..11, 13..14));
    }

    #[test]
    fn slices_keep_the_way_back() {
        let mut text = MappedText::default();
        text.push("abcdef", 1..3);
        text.push_instead(" ", 3..4);
        text.push("abcdef", 4..6);
        let part = text.slice(1..4);
        assert_eq!(part.as_str(), "c e");
        assert_eq!(part.source_range(2..3), 4..5);
        assert_eq!(part.span(), 2..5);
    }
}
