//! Tables with separators: trackers, bids, lists, prompt collections (`.csv`, `.tsv`).
//!
//! The `csv` crate gives the place of a record and not that of a field, and a finding points into a field; so the fields are
//! split here (RFC 4180, with the leniency that spreadsheets have: a quote inside a bare field is a character, an unclosed quote
//! too, text behind a closing quote belongs to the field).

use super::columns::{Columns, is_header};
use super::{Format, kinds};
use crate::document::{Builder, Kind, Role};
use crate::source::Source;
use crate::text::MappedText;
use std::ops::Range;

pub struct Csv;

impl Format for Csv {
    fn id(&self) -> &'static str {
        "csv"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv", "tsv"]
    }

    /// A table with columns for a prompt and a negative prompt, as the web interfaces keep their styles, holds prompts.
    fn kind_of(&self, source: &Source, by_path: Option<Kind>) -> Option<Kind> {
        let first = source.text().lines().next().unwrap_or("").to_ascii_lowercase();
        let has = |name: &str| first.split([',', ';', '\t']).any(|cell| cell.trim_matches(['"', ' ']) == name);
        let styles = has("prompt") && has("negative_prompt");
        by_path.or_else(|| if styles { Some(Kind::Prompt) } else { kinds::by_content(source.text()) })
    }

    fn read(&self, source: &Source, out: &mut Builder) {
        let text = source.text();
        table(text, delimiter(text, source.path.to_ascii_lowercase().ends_with(".tsv")), None, out);
    }
}

/// Reads a table whose fields stand between `delimiter`s; `line_end` stands for a line end inside a field.
pub(super) fn table(text: &str, delimiter: u8, line_end: Option<char>, out: &mut Builder) {
    let rows: Vec<Vec<MappedText>> =
        Rows { text, at: 0, delimiter, line_end }.filter(|row| row.iter().any(|cell| !cell.is_empty())).collect();
    let header = rows.iter().take(10).position(|row| is_header(&row.iter().map(MappedText::as_str).collect::<Vec<_>>()));
    let ordinary = if out.kind() == Kind::Screenplay { Role::Note } else { Role::Cell };
    let mut columns = Columns::new(Vec::new(), out.kind(), ordinary);
    for (index, row) in rows.into_iter().enumerate() {
        if Some(index) == header {
            let titles = row.iter().map(|cell| cell.as_str().split_whitespace().collect::<Vec<_>>().join(" ")).collect();
            columns = Columns::new(titles, out.kind(), ordinary);
            Columns::push_titles(Role::Metadata, row, out);
        } else if header.is_some_and(|header| index < header) && row.iter().filter(|cell| !cell.is_empty()).count() == 1 {
            // A title above the table.
            out.item(None);
            for cell in row {
                out.push(Role::Heading, cell.trimmed());
            }
        } else {
            columns.push_row(text, row, out);
        }
    }
}

/// The fields of one line.
pub(super) fn fields(text: &str, line: Range<u32>, delimiter: u8) -> Vec<MappedText> {
    Rows { text: &text[..line.end as usize], at: line.start as usize, delimiter, line_end: None }.next().unwrap_or_default()
}

/// Returns the separator that divides the first rows into the most columns, as evenly as possible.
fn delimiter(text: &str, tabs: bool) -> u8 {
    if let Some(named) = text.strip_prefix("sep=").and_then(|rest| rest.bytes().next()).filter(|b| matches!(b, b',' | b';' | b'\t' | b'|'))
    {
        return named;
    }
    let candidates = if tabs { [b'\t', b',', b';', b'|'] } else { [b',', b';', b'\t', b'|'] };
    let score = |delimiter: u8| {
        let widths: Vec<usize> =
            Rows { text, at: 0, delimiter, line_end: None }.take(20).map(|row| row.len()).filter(|width| *width > 1).collect();
        let most = widths.iter().map(|width| widths.iter().filter(|other| *other == width).count()).max().unwrap_or(0);
        let width = widths.iter().find(|width| widths.iter().filter(|other| other == width).count() == most).copied().unwrap_or(0);
        (most, width)
    };
    let mut best = (candidates[0], (0, 0));
    for candidate in candidates {
        let score = score(candidate);
        if score > best.1 {
            best = (candidate, score);
        }
    }
    best.0
}

/// The rows of a table, each a list of fields.
struct Rows<'a> {
    text: &'a str,
    at: usize,
    delimiter: u8,
    line_end: Option<char>,
}

impl Iterator for Rows<'_> {
    type Item = Vec<MappedText>;

    fn next(&mut self) -> Option<Vec<MappedText>> {
        let bytes = self.text.as_bytes();
        if self.at >= bytes.len() {
            return None;
        }
        let mut row = Vec::new();
        loop {
            row.push(self.field());
            match bytes.get(self.at) {
                Some(&b) if b == self.delimiter => self.at += 1,
                Some(b'\r') if bytes.get(self.at + 1) == Some(&b'\n') => {
                    self.at += 2;
                    return Some(row);
                }
                Some(_) => {
                    self.at += 1;
                    return Some(row);
                }
                None => return Some(row),
            }
        }
    }
}

impl Rows<'_> {
    /// Reads one field; stops at the delimiter, the line end or the end of the text.
    fn field(&mut self) -> MappedText {
        let mut out = MappedText::default();
        let bytes = self.text.as_bytes();
        let blanks = bytes[self.at..].iter().take_while(|b| **b == b' ').count();
        if bytes.get(self.at + blanks) == Some(&b'"')
            && let Some((quoted, end)) = self.quoted(self.at + blanks + 1)
        {
            out = quoted;
            // Text behind the closing quote keeps the quote between.
            let closed = bytes.get(end).is_none_or(|b| *b == self.delimiter || matches!(b, b'\n' | b'\r'));
            self.at = if closed { end } else { end - 1 };
        }
        let rest = &bytes[self.at..];
        let length = memchr::memchr3(self.delimiter, b'\n', b'\r', rest).unwrap_or(rest.len());
        self.push(self.at..self.at + length, &mut out);
        self.at += length;
        out
    }

    fn push(&self, range: Range<usize>, out: &mut MappedText) {
        push_lines(self.text, range.start as u32..range.end as u32, self.line_end, out);
    }

    /// Reads up to the closing quote; returns the text and where it ends behind the quote, or `None` if the quote is never closed.
    fn quoted(&self, start: usize) -> Option<(MappedText, usize)> {
        let bytes = self.text.as_bytes();
        let mut out = MappedText::default();
        let mut from = start;
        let mut at = start;
        loop {
            at += memchr::memchr2(b'"', b'\r', bytes.get(at..)?)?;
            self.push(from..at, &mut out);
            let (reading, size) = match (bytes[at], bytes.get(at + 1)) {
                (b'"', Some(b'"')) => ("\"", 2),
                (b'"', _) => return Some((out, at + 1)),
                (_, Some(b'\n')) => ("\n", 2),
                _ => ("\n", 1),
            };
            out.push_instead(reading, at as u32..at as u32 + size);
            at += size as usize;
            from = at;
        }
    }
}

/// Adds a stretch of the source in which a sign may stand for a line end.
pub(super) fn push_lines(source: &str, range: Range<u32>, line_end: Option<char>, out: &mut MappedText) {
    let mut from = range.start;
    if let Some(mark) = line_end {
        for (at, sign) in source[range.start as usize..range.end as usize].match_indices(mark) {
            let (at, end) = (range.start + at as u32, range.start + (at + sign.len()) as u32);
            out.push(source, from..at);
            out.push_instead("\n", at..end);
            from = end;
        }
    }
    out.push(source, from..range.end);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::outline;
    use insta::assert_snapshot;

    fn read(kind: Kind, text: &str) -> String {
        let source = Source::from_text("vfx/list.csv", text);
        let mut out = Builder::new(kind, "csv");
        Csv.read(&source, &mut out);
        let document = out.finish();
        let names: Vec<&str> = document.items.iter().map(|item| item.name.as_deref().unwrap_or("-")).collect();
        format!("{}items: {}", outline(&document), names.join(" | "))
    }

    #[test]
    fn semicolons_quotes_and_a_title_above() {
        assert_snapshot!(read(Kind::Note, "Kestrel 204, as of Monday;;\r\n\r\nEinstellung;Status;Notiz\r\nKES_204_0010;fertig;\"Regen, \"\"dichter\"\"\r\nals zuvor\"\r\nKES_204_0020;;ok\r\n"), @r#"
heading          Kestrel 204, as of Monday
metadata         Einstellung  [column]
metadata         Status  [column]
metadata         Notiz  [column]
cell             KES_204_0010  [Einstellung]
cell             fertig  [Status]
cell             Regen, "dichter"⏎als zuvor  [Notiz]
cell             KES_204_0020  [Einstellung]
cell             ok  [Notiz]
items: - | - | KES_204_0010 | KES_204_0020
"#);
    }

    #[test]
    fn an_unclosed_quote_costs_one_field() {
        assert_snapshot!(read(Kind::Note, "shot,note\nKES_0010,\"wet rope\nKES_0020,dry rope\n"), @r#"
metadata         shot  [column]
metadata         note  [column]
cell             KES_0010  [shot]
cell             "wet rope  [note]
cell             KES_0020  [shot]
cell             dry rope  [note]
items: - | KES_0010 | KES_0020
"#);
    }

    #[test]
    fn prompt_columns_are_prompts() {
        assert_snapshot!(read(Kind::Prompt, "name,prompt,negative_prompt\nQuay,\"wet stone, {prompt} --ar 3:2\",fog\n"), @r"
metadata         name  [column]
metadata         prompt  [column]
metadata         negative_prompt  [column]
cell             Quay  [name]
prompt           wet stone, prompt
metadata         3:2  [ar]
negative-prompt  fog
items: - | Quay
");
    }

    #[test]
    fn pictures_and_tools_of_a_prompt_table() {
        assert_snapshot!(read(Kind::Prompt, "Panel,Ref,Prompt,Engine,Init image\nquay,refs/a.png,wet stone,own-one,refs/b.png\n,the old pier,wet rope\n"), @r"
metadata         Panel  [column]
metadata         Ref  [column]
metadata         Prompt  [column]
metadata         Engine  [column]
metadata         Init image  [column]
cell             quay  [Panel]
reference        refs/a.png  [Ref]
prompt           wet stone
metadata         own-one  [Engine]
reference        refs/b.png  [Init image]
cell             the old pier  [Ref]
prompt           wet rope
items: - | quay | -
");
    }

    #[test]
    fn the_styles_of_a_web_interface_are_prompts_wherever_they_lie() {
        let read = super::super::tests::document("tools/webui/styles.csv", "name,prompt,negative_prompt\nInk,\"{prompt}, ink wash\",fog\n");
        assert_eq!((read.kind, read.count(Role::Prompt), read.count(Role::NegativePrompt)), (Kind::Prompt, 1, 1));
    }

    #[test]
    fn a_table_without_titles_keeps_its_first_row() {
        assert_snapshot!(read(Kind::Note, "KES_204_0010\tFIN\tgulls to the left\nKES_204_0020\tWTG\n"), @r"
cell             KES_204_0010
cell             FIN
cell             gulls to the left
cell             KES_204_0020
cell             WTG
items: KES_204_0010 | KES_204_0020
");
    }

    #[test]
    fn a_doubled_quote_is_one_sign_over_two_bytes() {
        let source = Source::from_text("a.csv", "shot,note\nA_001,\"the \"\"Adder\"\" sign\"\n");
        let mut out = Builder::new(Kind::Note, "csv");
        Csv.read(&source, &mut out);
        let document = out.finish();
        let note = &document.elements.last().unwrap().text;
        assert_eq!(note.as_str(), "the \"Adder\" sign");
        let range = note.source_range(5..10);
        assert_eq!(&source.text()[range.start as usize..range.end as usize], "Adder");
    }

    /// Every word of the file is in a cell.
    #[test]
    fn no_word_is_lost() {
        let pieces =
            ["shot", "rope", "KES_0010", ",", ",", ",", ";", "\t", "\"", "\"\"", "\n", "\r\n", "\r", " ", "a b", "12", "\u{e9}t\u{e9}"];
        let mut state = 11u32;
        for _ in 0..2000 {
            let mut text = String::new();
            for _ in 0..24 {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                text.push_str(pieces[(state >> 16) as usize % pieces.len()]);
            }
            let source = Source::from_text("vfx/x.csv", &text);
            let mut out = Builder::new(Kind::Note, "csv");
            Csv.read(&source, &mut out);
            let read: String =
                out.finish().elements.iter().flat_map(|element| [element.text.as_str().to_owned(), " ".to_owned()]).collect();
            let words = |text: &str| -> Vec<String> {
                text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
            };
            assert_eq!(words(&read), words(&text), "{text:?}");
        }
    }
}
