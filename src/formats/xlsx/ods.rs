//! OpenDocument spreadsheets: all sheets in `content.xml`, rows and cells with how often they are repeated, remarks inside the
//! cells (OpenDocument 1.3, part 3, section 9).

use super::super::xml::{At, What, Xml};
use super::sheet::{Remark, Sheet};

/// Cells that are repeated more often than this are filled by a program.
const REPEATED: u32 = 64;

pub(super) fn read(content: &[u8]) -> Vec<Sheet> {
    let text = String::from_utf8_lossy(content);
    let xml = Xml::read(&text);
    let mut out = Vec::new();
    tables(xml.root(), &mut out);
    out
}

fn tables(node: At<'_, '_>, out: &mut Vec<Sheet>) {
    for child in node.children() {
        if child.name() == "table" {
            let name = child.attribute("name").map_or_else(|| "sheet".to_owned(), |name| name.as_str().to_owned());
            let mut sheet = Sheet::new(name);
            rows(child, &mut 0, &mut sheet);
            out.push(sheet);
        } else {
            tables(child, out);
        }
    }
}

/// Rows stand in the table or in groups of it.
fn rows(node: At<'_, '_>, row: &mut u32, sheet: &mut Sheet) {
    for child in node.children() {
        if child.name() == "table-row" {
            let mut column = 0u32;
            for cell in child.children().filter(|cell| matches!(cell.name(), "table-cell" | "covered-table-cell")) {
                let count = repeated(cell, "number-columns-repeated");
                self::cell(cell, *row, column..column.saturating_add(count.min(REPEATED)), sheet);
                column = column.saturating_add(count);
            }
            *row = row.saturating_add(repeated(child, "number-rows-repeated"));
        } else if matches!(child.name(), "table-row-group" | "table-rows" | "table-header-rows") {
            rows(child, row, sheet);
        }
    }
}

fn repeated(node: At<'_, '_>, name: &str) -> u32 {
    node.attribute(name).and_then(|count| count.as_str().trim().parse().ok()).unwrap_or(1).max(1)
}

fn cell(node: At<'_, '_>, row: u32, columns: std::ops::Range<u32>, sheet: &mut Sheet) {
    let text = paragraphs(node);
    for remark in node.children().filter(|child| child.name() == "annotation") {
        let author = remark.children().find(|child| child.name() == "creator").map(|author| author.text().as_str().to_owned());
        sheet.remark(row, columns.start, Remark { author: author.unwrap_or_default(), text: paragraphs(remark) });
    }
    for column in columns {
        sheet.set(row, column, text.clone());
    }
}

/// The paragraphs right below a node, a line each.
fn paragraphs(node: At<'_, '_>) -> String {
    let lines: Vec<String> = node
        .children()
        .filter(|child| child.name() == "p")
        .map(|line| {
            let mut out = String::new();
            spaced(line, &mut out);
            out
        })
        .collect();
    lines.join("\n")
}

/// Text with its spaces, tabs and line ends, which are elements here.
fn spaced(node: At<'_, '_>, out: &mut String) {
    for child in node.children() {
        match (child.what(), child.name()) {
            (What::Text(_), _) => out.push_str(child.text().as_str()),
            // As many spaces as it says, `text:c`.
            (_, "s") => out.extend(std::iter::repeat_n(' ', repeated(child, "c").min(REPEATED) as usize)),
            (_, "tab") => out.push(' '),
            (_, "line-break") => out.push('\n'),
            _ => spaced(child, out),
        }
    }
}
