//! One sheet, whatever program it is from: cells by row and column, remarks on cells.

use super::super::kinds::{self, is_shot_code};
use super::super::{Format, Member, MemberFormat, csv};
use crate::document::{Builder, Kind, Role};
use crate::source::Source;
use crate::text::MappedText;
use std::collections::BTreeMap;

/// Rows and columns that programs know; what claims to lie beyond them is not read.
const ROWS: u32 = 1_048_576;
const COLUMNS: u32 = 16_384;

/// Stands for a line end inside a cell, so that a row stays one line: the sign for it, which people can read.
const LINE_END: char = '\u{2424}';

/// A remark on a cell.
#[derive(Debug)]
pub(super) struct Remark {
    pub author: String,
    pub text: String,
}

/// Rows and columns count from 0.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub name: String,
    cells: BTreeMap<(u32, u32), String>,
    remarks: BTreeMap<(u32, u32), Vec<Remark>>,
}

impl Sheet {
    pub fn new(name: String) -> Sheet {
        Sheet { name, ..Sheet::default() }
    }

    pub fn set(&mut self, row: u32, column: u32, text: String) {
        if row < ROWS && column < COLUMNS && !text.trim().is_empty() {
            self.cells.insert((row, column), text);
        }
    }

    pub fn remark(&mut self, row: u32, column: u32, remark: Remark) {
        if row < ROWS && column < COLUMNS && !remark.text.trim().is_empty() {
            self.remarks.entry((row, column)).or_default().push(remark);
        }
    }

    /// The sheet and, if there are any, the remarks on its cells as parts of the file.
    pub fn members(self) -> Vec<Member> {
        let mut out = Vec::new();
        let mut ours = false;
        if !self.cells.is_empty() {
            let table = self.table();
            ours = kinds::by_content(&table).is_some();
            out.push(Member {
                name: self.name.clone(),
                content: table.into_bytes(),
                format: Some(MemberFormat::Known(&Table)),
                kind: None,
            });
        }
        if !self.remarks.is_empty() {
            let name = format!("{}, remarks", self.name);
            // Whether a file is ours may be told by its table alone.
            let kind = ours.then_some(Kind::Note);
            out.push(Member { name, content: self.written_remarks().into_bytes(), format: Some(MemberFormat::Known(&Remarks)), kind });
        }
        out
    }

    /// A line for each row, a tab before each further column.
    fn table(&self) -> String {
        let mut out = String::new();
        let (mut row, mut column) = (0, 0);
        for (&(at_row, at_column), text) in &self.cells {
            if at_row > row {
                out.extend(std::iter::repeat_n('\n', (at_row - row) as usize));
                (row, column) = (at_row, 0);
            }
            // A cell far to the right of all others is not worth a line of tabs.
            out.extend(std::iter::repeat_n('\t', (at_column - column).min(256) as usize));
            column = at_column;
            let text = one_line(text);
            if text.contains('"') {
                out.push('"');
                out.push_str(&text.replace('"', "\"\""));
                out.push('"');
            } else {
                out.push_str(&text);
            }
        }
        out
    }

    /// A line for each row; on it, for each remark, the cell, what the row is known by, the author, the text.
    fn written_remarks(&self) -> String {
        let mut out = String::new();
        let mut row = 0;
        for (&(at_row, column), remarks) in &self.remarks {
            out.extend(std::iter::repeat_n('\n', (at_row - row) as usize));
            row = at_row;
            for remark in remarks {
                if !out.is_empty() && !out.ends_with('\n') {
                    out.push('\t');
                }
                let cell = format!("{}{}", letters_of(column), at_row + 1);
                let fields = [cell, self.name_of(at_row), one_line(&remark.author), one_line(&remark.text)];
                out.push_str(&fields.join("\t"));
            }
        }
        out
    }

    /// A shot code in the row, else its first short entry.
    fn name_of(&self, row: u32) -> String {
        let cells = || self.cells.range((row, 0)..(row + 1, 0)).map(|(_, text)| text.trim());
        let name = cells().find(|text| is_shot_code(text)).or_else(|| cells().find(|text| text.chars().count() <= 32));
        name.map(one_line).unwrap_or_default()
    }
}

/// Reads `AB12` as row 11, column 27.
pub(super) fn cell_of(name: &str) -> Option<(u32, u32)> {
    let digits = name.find(|c: char| c.is_ascii_digit())?;
    let column = name[..digits].bytes().try_fold(0u32, |sum, b| {
        b.is_ascii_alphabetic().then(|| sum.saturating_mul(26).saturating_add(u32::from(b.to_ascii_uppercase() - b'A') + 1))
    })?;
    Some((name[digits..].parse::<u32>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}

fn letters_of(column: u32) -> String {
    let mut out = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        out.push(char::from(b'A' + ((left - 1) % 26) as u8));
        left = (left - 1) / 26;
    }
    out.iter().rev().collect()
}

/// The text without what would end a field or a line of the table.
fn one_line(text: &str) -> String {
    let plain = |c| match c {
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{2028}' => LINE_END,
        '\t' => ' ',
        c => c,
    };
    text.trim().replace("\r\n", "\n").chars().map(plain).collect()
}

/// The table of a sheet; no file on disk is of this format.
struct Table;

impl Format for Table {
    fn id(&self) -> &'static str {
        "xlsx"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &[]
    }

    fn kind_of(&self, source: &Source, by_path: Option<Kind>) -> Option<Kind> {
        by_path.or_else(|| kinds::by_content(source.text()))
    }

    fn read(&self, source: &Source, out: &mut Builder) {
        csv::table(source.text(), b'\t', Some(LINE_END), out);
    }
}

/// The remarks on the cells of a sheet; no file on disk is of this format.
struct Remarks;

impl Format for Remarks {
    fn id(&self) -> &'static str {
        "xlsx"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &[]
    }

    /// What people say to each other about cells is a note, beside prompts and scripts too.
    fn kind_of(&self, _: &Source, by_path: Option<Kind>) -> Option<Kind> {
        by_path.map(|_| Kind::Note)
    }

    fn read(&self, source: &Source, out: &mut Builder) {
        let text = source.text();
        for number in 0..source.line_count() {
            let line = source.line_range(number);
            let mut at = line.start;
            let mut fields = text[line.start as usize..line.end as usize].split('\t').map(|field| {
                let range = at..at + field.len() as u32;
                at = range.end + 1;
                range
            });
            while let (Some(cell), Some(name), Some(author), Some(said)) = (fields.next(), fields.next(), fields.next(), fields.next()) {
                let [cell, name] = [cell, name].map(|range| &text[range.start as usize..range.end as usize]);
                out.item(Some(if name.is_empty() { cell } else { name }));
                out.push_keyed(Role::Metadata, MappedText::verbatim(text, author), Some("author"));
                let mut lines = MappedText::default();
                csv::push_lines(text, said, Some(LINE_END), &mut lines);
                out.push_keyed(Role::Note, lines, Some(cell));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_names() {
        for (name, place) in [("A1", Some((0, 0))), ("AB12", Some((11, 27))), ("12", None), ("A0", None), ("Ä1", None), ("A", None)] {
            assert_eq!(cell_of(name), place, "{name}");
        }
        assert_eq!(letters_of(27), "AB");
    }
}
