//! Avid log exchange (`.ale`): a block of settings, a line of column names, rows of clips.
//!
//! Rows are split at tabs, where a field has no quotes, or at commas where the heading says so, as in a CSV file. No field has a
//! line end. A row is known by its `Name`.

use super::columns::Columns;
use super::{Format, csv};
use crate::document::{Builder, Kind, Role};
use crate::source::Source;
use crate::text::MappedText;
use std::ops::Range;

pub struct Ale;

impl Format for Ale {
    fn id(&self) -> &'static str {
        "ale"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["ale"]
    }

    fn kind(&self) -> Option<Kind> {
        Some(Kind::Note)
    }

    fn read(&self, source: &Source, out: &mut Builder) {
        let text = source.text();
        let mut part = Part::Heading;
        let mut delimiter = '\t';
        let mut titles: Vec<String> = Vec::new();
        out.item(None);
        for number in 0..source.line_count() {
            let range = source.line_range(number);
            let line = &text[range.start as usize..range.end as usize];
            match line.trim() {
                "" => continue,
                "Heading" => part = Part::Heading,
                "Column" => part = Part::Columns,
                "Data" => part = Part::Rows,
                _ => match part {
                    Part::Heading => {
                        let (key, value) = line.split_once(['\t', ' ']).unwrap_or(("", line));
                        if key == "FIELD_DELIM" && value.trim().eq_ignore_ascii_case("COMMAS") {
                            delimiter = ',';
                        }
                        let value = range.end - value.len() as u32..range.end;
                        out.push_keyed(Role::Metadata, MappedText::verbatim(text, value).trimmed(), (!key.is_empty()).then_some(key));
                    }
                    Part::Columns => {
                        let cells = fields(text, range, delimiter);
                        titles = cells.iter().map(|cell| cell.as_str().trim().to_owned()).collect();
                        Columns::push_titles(Role::Metadata, cells, out);
                    }
                    Part::Rows => row(&titles, fields(text, range, delimiter), out),
                },
            }
        }
    }
}

/// What the lines stand under.
#[derive(Clone, Copy)]
enum Part {
    Heading,
    Columns,
    Rows,
}

fn row(titles: &[String], cells: Vec<MappedText>, out: &mut Builder) {
    let name = titles.iter().position(|title| title.eq_ignore_ascii_case("name")).unwrap_or(0);
    let name = cells.get(name).map(|cell| cell.as_str().trim());
    out.item(name.filter(|name| !name.is_empty()));
    for (index, cell) in cells.into_iter().enumerate() {
        let title = titles.get(index).map(String::as_str).filter(|title| !title.is_empty());
        out.push_keyed(Role::Cell, cell.trimmed(), title);
    }
}

/// The fields of a line.
fn fields(text: &str, line: Range<u32>, delimiter: char) -> Vec<MappedText> {
    if delimiter == ',' {
        return csv::fields(text, line, b',');
    }
    let mut at = line.start;
    let fields = text[line.start as usize..line.end as usize].split(delimiter).map(|field| {
        let range = at..at + field.len() as u32;
        at = range.end + 1;
        MappedText::verbatim(text, range)
    });
    fields.collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{document, places};
    use crate::document::outline;

    #[test]
    fn rows_are_known_by_their_name() {
        let text = "Heading\rFIELD_DELIM\tTABS\rFPS\t24\r\rColumn\rScene\tName\tComments\r\rData\r12A\tA004_C002\tgull in frame,\u{20}wanted\r\tA004_C003\t\r";
        let read = document("dailies/d4.ale", text);
        insta::assert_snapshot!(outline(&read), @r"
        metadata         TABS  [FIELD_DELIM]
        metadata         24  [FPS]
        metadata         Scene  [column]
        metadata         Name  [column]
        metadata         Comments  [column]
        cell             12A  [Scene]
        cell             A004_C002  [Name]
        cell             gull in frame, wanted  [Comments]
        cell             A004_C003  [Name]
        ");
        let items: Vec<_> = read.items.iter().filter_map(|item| item.name.as_deref()).collect();
        assert_eq!(items, ["A004_C002", "A004_C003"]);
        assert_eq!(places("dailies/d4.ale", text, "gull"), ["gull"]);
    }
}
