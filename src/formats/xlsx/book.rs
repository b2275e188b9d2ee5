//! Office Open XML workbooks: `xl/workbook.xml` names the sheets, `.rels` parts say where everything lies (ECMA-376, part 1,
//! section 18).

use super::super::xml::{At, Xml};
use super::sheet::{Remark, Sheet, cell_of};

/// Takes a part out of the archive by its name; `None` if there is none.
type Part<'a> = dyn FnMut(&str) -> Result<Option<Vec<u8>>, String> + 'a;

/// Reads the sheets in the order of the workbook.
pub(super) fn read(part: &mut Part<'_>) -> Result<Vec<Sheet>, String> {
    let mut text = |name: &str| part(name).map(|content| content.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()));
    let Some(workbook) = text("xl/workbook.xml")? else { return Ok(Vec::new()) };
    let targets = targets(text("xl/_rels/workbook.xml.rels")?.as_deref().unwrap_or(""));
    let people = targets.iter().find(|(_, target)| target.contains("persons/")).map(|(_, target)| resolved("xl", target));
    let people = text(people.as_deref().unwrap_or("xl/persons/person.xml"))?.map_or_else(Vec::new, |xml| people_of(&xml));
    let shared = text("xl/sharedStrings.xml")?.map_or_else(Vec::new, |xml| strings(&xml));
    let mut out = Vec::new();
    for (index, (name, id)) in sheets(&workbook).into_iter().enumerate() {
        let target = targets.iter().find(|(known, _)| *known == id).map(|(_, target)| target.as_str());
        let path = target.map_or_else(|| format!("xl/worksheets/sheet{}.xml", index + 1), |target| resolved("xl", target));
        let Some(content) = text(&path)? else { continue };
        let mut sheet = Sheet::new(name);
        cells(&content, &shared, &mut sheet);
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", &path));
        let related = text(&format!("{folder}/_rels/{file}.rels"))?.map_or_else(Vec::new, |xml| self::targets(&xml));
        let mut threads = Vec::new();
        for (_, target) in related {
            let lower = target.to_ascii_lowercase();
            if lower.contains("threadedcomment") {
                threads.push(text(&resolved(folder, &target))?.unwrap_or_default());
            } else if lower.contains("comments") && lower.ends_with(".xml") {
                remarks(&text(&resolved(folder, &target))?.unwrap_or_default(), &mut sheet);
            }
        }
        threads.iter().for_each(|xml| threaded(xml, &people, &mut sheet));
        out.push(sheet);
    }
    Ok(out)
}

/// Calls `each` with every element below `node` that is called `name`, those inside such an element left out.
fn every<'x, 'a>(node: At<'x, 'a>, name: &str, each: &mut dyn FnMut(At<'x, 'a>)) {
    for child in node.children() {
        if child.name() == name { each(child) } else { every(child, name, each) }
    }
}

fn attribute(node: At<'_, '_>, name: &str) -> String {
    node.attribute(name).map_or_else(String::new, |value| value.as_str().to_owned())
}

/// The names and relationship ids of the sheets.
fn sheets(workbook: &str) -> Vec<(String, String)> {
    let xml = Xml::read(workbook);
    let mut out = Vec::new();
    every(xml.root(), "sheet", &mut |sheet| out.push((attribute(sheet, "name"), attribute(sheet, "id"))));
    out
}

/// Ids and targets of relationships.
fn targets(rels: &str) -> Vec<(String, String)> {
    let xml = Xml::read(rels);
    let mut out = Vec::new();
    every(xml.root(), "Relationship", &mut |link| out.push((attribute(link, "Id"), attribute(link, "Target"))));
    out
}

/// The path that a target means in a part that lies in `folder`.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').collect();
    for part in target.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// All text of a string, its runs joined; how it is pronounced left out.
fn written(node: At<'_, '_>) -> String {
    let mut out = String::new();
    for child in node.children() {
        match child.name() {
            "t" => out.push_str(&unescaped(child.text().as_str())),
            "r" | "is" | "text" => out.push_str(&written(child)),
            _ => {}
        }
    }
    out
}

/// The text with its escapes replaced: `_x000D_` is the character of that code (ECMA-376, part 1, 22.9.2.19). Signs for
/// programs that no XML may hold are left out.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let digits = rest.get(at + 2..at + 6).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
        let code = digits.filter(|_| rest[at + 6..].starts_with('_')).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        match code.and_then(char::from_u32) {
            Some(c) => {
                out.push_str(&rest[..at]);
                out.extend(Some(c).filter(|c| !c.is_control() || c.is_whitespace()));
                rest = &rest[at + 7..];
            }
            None => {
                out.push_str(&rest[..at + 2]);
                rest = &rest[at + 2..];
            }
        }
    }
    out + rest
}

fn strings(xml: &str) -> Vec<String> {
    let xml = Xml::read(xml);
    let mut out = Vec::new();
    every(xml.root(), "si", &mut |string| out.push(written(string)));
    out
}

fn cells(xml: &str, shared: &[String], sheet: &mut Sheet) {
    let xml = Xml::read(xml);
    let mut row = 0;
    every(xml.root(), "row", &mut |line| {
        // Places may be left out; then rows and cells follow each other.
        row = attribute(line, "r").parse::<u32>().ok().and_then(|number| number.checked_sub(1)).unwrap_or(row);
        let mut column = 0;
        for cell in line.children().filter(|cell| cell.name() == "c") {
            column = cell_of(&attribute(cell, "r")).map_or(column, |(_, column)| column);
            let value = cell.children().find(|child| child.name() == "v").map(|value| unescaped(value.text().as_str()));
            let text = match (attribute(cell, "t").as_str(), value) {
                ("s", Some(index)) => index.trim().parse::<usize>().ok().and_then(|index| shared.get(index).cloned()).unwrap_or_default(),
                ("inlineStr", _) => written(cell),
                ("b", Some(truth)) => if truth.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned(),
                (_, value) => value.unwrap_or_else(|| written(cell)),
            };
            sheet.set(row, column, text);
            column += 1;
        }
        row += 1;
    });
}

/// Remarks of `xl/comments1.xml`; where a thread stands, an older program is only told that it cannot show it.
fn remarks(xml: &str, sheet: &mut Sheet) {
    let xml = Xml::read(xml);
    let mut authors = Vec::new();
    every(xml.root(), "author", &mut |author| authors.push(author.text().as_str().to_owned()));
    every(xml.root(), "comment", &mut |comment| {
        let text: String = comment.children().map(written).collect();
        let Some((row, column)) = cell_of(&attribute(comment, "ref")).filter(|_| !text.starts_with("[Threaded comment]")) else { return };
        let author = attribute(comment, "authorId").parse::<usize>().ok().and_then(|index| authors.get(index).cloned());
        sheet.remark(row, column, Remark { author: author.unwrap_or_default(), text });
    });
}

/// The ids and names of those who write in threads.
fn people_of(xml: &str) -> Vec<(String, String)> {
    let xml = Xml::read(xml);
    let mut out = Vec::new();
    every(xml.root(), "person", &mut |person| out.push((attribute(person, "id"), attribute(person, "displayName"))));
    out
}

fn threaded(xml: &str, people: &[(String, String)], sheet: &mut Sheet) {
    let xml = Xml::read(xml);
    every(xml.root(), "threadedComment", &mut |comment| {
        let text: String = comment.children().filter(|child| child.name() == "text").map(|text| text.text().as_str().to_owned()).collect();
        let id = attribute(comment, "personId");
        let author = people.iter().find(|(known, _)| *known == id).map(|(_, name)| name.clone()).unwrap_or_default();
        if let Some((row, column)) = cell_of(&attribute(comment, "ref")) {
            sheet.remark(row, column, Remark { author, text });
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_characters_are_replaced() {
        for (written, read) in [
            ("gull_x000D_\nrope", "gull\r\nrope"),
            ("cut_x005F_x0010_v2", "cut_x0010_v2"),
            ("fog_x0007_", "fog"),
            ("a_x00_b_xD800_ \u{e9}_x", "a_x00_b_xD800_ \u{e9}_x"),
        ] {
            assert_eq!(unescaped(written), read);
        }
    }
}
