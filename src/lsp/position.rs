//! Positions as the protocol counts them: lines from 0, columns from 0 in units that editor and server agree on.

use crate::source::{Source, floor_boundary};
use gen_lsp_types::{Position, PositionEncodingKind};

/// The unit of columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum PositionEncoding {
    /// Bytes.
    Utf8,
    /// What an editor means that says nothing.
    #[default]
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

impl PositionEncoding {
    pub(crate) fn from_name(name: &str) -> Option<PositionEncoding> {
        match name {
            "utf-8" => Some(PositionEncoding::Utf8),
            "utf-16" => Some(PositionEncoding::Utf16),
            "utf-32" => Some(PositionEncoding::Utf32),
            _ => None,
        }
    }

    pub(crate) fn kind(self) -> PositionEncodingKind {
        match self {
            PositionEncoding::Utf8 => PositionEncodingKind::UTF8,
            PositionEncoding::Utf16 => PositionEncodingKind::UTF16,
            PositionEncoding::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    /// How many units a character takes.
    fn width(self, c: char) -> u32 {
        match self {
            PositionEncoding::Utf8 => c.len_utf8() as u32,
            PositionEncoding::Utf16 => c.len_utf16() as u32,
            PositionEncoding::Utf32 => 1,
        }
    }
}

impl Source {
    /// Returns the place of `offset` (bytes of [`Source::text`]) as the protocol counts.
    ///
    /// A byte order mark is no part of the text here, but a character of the first line in an editor that keeps it.
    pub(crate) fn lsp_position(&self, offset: u32, encoding: PositionEncoding) -> Position {
        let offset = floor_boundary(self.text(), offset);
        let line = self.line_of(offset);
        let start = self.line_range(line).start;
        let mark = self.mark_before(line, encoding);
        let units: u32 = self.text()[start as usize..offset as usize].chars().map(|c| encoding.width(c)).sum();
        Position { line, character: mark + units }
    }

    /// Returns the byte of [`Source::text`] that a position of the protocol means.
    ///
    /// A column past the end of its line is the line's end, a line past the last is the end of the text, and a column inside
    /// a character is the character's start.
    pub(crate) fn lsp_offset(&self, position: Position, encoding: PositionEncoding) -> u32 {
        if position.line >= self.line_count() {
            return self.text().len() as u32;
        }
        let range = self.line_range(position.line);
        let mut left = position.character.saturating_sub(self.mark_before(position.line, encoding));
        let mut offset = range.start;
        for c in self.text()[range.start as usize..range.end as usize].chars() {
            let width = encoding.width(c);
            if left < width {
                break;
            }
            left -= width;
            offset += c.len_utf8() as u32;
        }
        offset
    }

    fn mark_before(&self, line: u32, encoding: PositionEncoding) -> u32 {
        if self.bom && line == 0 { encoding.width('\u{feff}') } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [PositionEncoding; 3] = [PositionEncoding::Utf8, PositionEncoding::Utf16, PositionEncoding::Utf32];

    #[test]
    fn columns_after_an_emoji_in_each_encoding() {
        let source = Source::from_text("a", "é\r\n🎬 ANNA\n");
        let anna = source.text().find("ANNA").unwrap() as u32;
        let columns = ALL.map(|encoding| source.lsp_position(anna, encoding));
        assert_eq!(columns.map(|p| p.line), [1, 1, 1]);
        assert_eq!(columns.map(|p| p.character), [5, 3, 2]);
    }

    #[test]
    fn every_offset_comes_back() {
        for text in ["", "plain\n", "é🎬\r\nz\u{301}\rlast", "\u{feff}ab\ncd"] {
            let source = Source::from_text("a", text);
            for (offset, c) in source.text().char_indices() {
                // Between CR and LF there is no position.
                let inside = c == '\n' && source.text()[..offset].ends_with('\r');
                for encoding in ALL {
                    let position = source.lsp_position(offset as u32, encoding);
                    assert!(inside || source.lsp_offset(position, encoding) == offset as u32, "{text:?} {offset} {encoding:?}");
                }
            }
        }
    }

    #[test]
    fn positions_outside_the_text_are_brought_inside() {
        let source = Source::from_text("a", "ab🎬\ncd");
        let at = |line, character| source.lsp_offset(Position { line, character }, PositionEncoding::Utf16);
        assert_eq!(at(0, 99), 6);
        assert_eq!(at(9, 0), 9);
        assert_eq!(at(0, 3), 2, "between the halves of a surrogate pair");
    }
}
