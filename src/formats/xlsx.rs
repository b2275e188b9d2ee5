//! Spreadsheets (`.xlsx`, `.xlsm`, `.ods`): ZIP archives of XML. Each sheet is a part, and so are the remarks on its cells.
//!
//! A sheet is handed over as a table with a line for each of its rows, so that line 14 of `list.xlsx!Shots` is row 14 of the
//! sheet `Shots`, and is read as any other table is. A line end inside a cell is written as `␤`. Of a formula its
//! last value counts. Hidden sheets, rows and columns are read like others.

mod book;
mod ods;
mod sheet;

use super::archive::Archive;
use super::{Container, Member};

pub struct Xlsx;

impl Container for Xlsx {
    fn id(&self) -> &'static str {
        "xlsx"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["xlsx", "xlsm", "xltx", "ods"]
    }

    fn accepts(&self, _: &[u8]) -> bool {
        true
    }

    fn open(&self, bytes: &[u8], limit: u64) -> Result<Vec<Member>, String> {
        // A document that Office encrypted is no archive but an older kind of container.
        if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
            return Err(format!("it is protected by a password, or an old Excel file; {WAY_OUT}"));
        }
        let mut archive = Archive::open(bytes, limit).map_err(|said| of_sheets(&said))?;
        let mut part = |name: &str| archive.read(name).map_err(|said| of_sheets(&said));
        let sheets = match part("content.xml")? {
            Some(content) => ods::read(&content),
            None => book::read(&mut part)?,
        };
        if sheets.is_empty() {
            return Err(format!("there is no sheet in it; {WAY_OUT}"));
        }
        Ok(sheets.into_iter().flat_map(sheet::Sheet::members).collect())
    }
}

const WAY_OUT: &str = "save it again without protection, or export the sheets as CSV and commit those";

/// What is wrong with an archive, with the way out that spreadsheets have.
fn of_sheets(said: &str) -> String {
    let (problem, way_out) = said.split_once("; ").unwrap_or((said, ""));
    if way_out.contains("limits.size-mb") { said.to_owned() } else { format!("{problem}; {WAY_OUT}") }
}

#[cfg(test)]
mod tests {
    use super::super::Recognised;
    use super::super::archive::tests::packed;
    use super::*;
    use crate::document::{Kind, outline};
    use crate::source::Source;

    const SHEET: &str = r#"<worksheet xmlns="m"><sheetData>
<row r="1"><c r="A1" t="s"><v>0</v></c></row>
<row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3" t="inlineStr"><is><t>Notes</t></is></c><c r="D3" t="inlineStr"><is><t>Status</t></is></c></row>
<row r="4"><c r="A4" t="s"><v>2</v></c><c r="B4" t="str"><f>A1&amp;"x"</f><v>rope
"wet"</v></c><c r="C4"><v>12.5</v></c><c r="D4" t="b"><v>1</v></c></row>
</sheetData></worksheet>"#;

    #[test]
    fn sheets_and_the_remarks_on_their_cells() {
        let book = packed(&[
            (
                "xl/workbook.xml",
                r#"<workbook xmlns:r="r"><sheets><sheet name="Shots &amp; bids" sheetId="1" r:id="rId7"/></sheets></workbook>"#,
            ),
            (
                "xl/_rels/workbook.xml.rels",
                r#"<Relationships><Relationship Id="rId7" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
            ),
            (
                "xl/sharedStrings.xml",
                "<sst><si><t>Kestrel 204</t></si><si><t>Shot</t></si><si><r><t>KES_</t></r><r><t>0010</t></r><rPh><t>x</t></rPh></si></sst>",
            ),
            ("xl/worksheets/sheet1.xml", SHEET),
            (
                "xl/worksheets/_rels/sheet1.xml.rels",
                r#"<Relationships><Relationship Id="a" Target="../comments1.xml"/><Relationship Id="b" Target="/xl/threadedComments/t1.xml"/></Relationships>"#,
            ),
            (
                "xl/comments1.xml",
                r#"<comments><authors><author>Mara</author></authors><commentList><comment ref="B4" authorId="0"><text><r><t>as in</t></r><r><t xml:space="preserve"> 203</t></r></text></comment><comment ref="D4" authorId="0"><text><t>[Threaded comment] old program</t></text></comment></commentList></comments>"#,
            ),
            (
                "xl/threadedComments/t1.xml",
                r#"<ThreadedComments><threadedComment ref="D4" personId="{1}"><text>who says so?</text></threadedComment></ThreadedComments>"#,
            ),
        ]);
        insta::assert_snapshot!(outlines(&book), @r#"
        == Shots & bids: - | - | KES_0010
        heading          Kestrel 204
        metadata         Shot  [column]
        metadata         Notes  [column]
        metadata         Status  [column]
        cell             KES_0010  [Shot]
        cell             rope⏎"wet"  [Notes]
        cell             12.5
        cell             TRUE  [Status]
        == Shots & bids, remarks: KES_0010 | KES_0010
        metadata         Mara  [author]
        note             as in 203  [B4]
        note             who says so?  [D4]
        "#);
        let line = |name: &str| {
            let members = Xlsx.open(&book, 1 << 20).unwrap();
            let member = members.into_iter().find(|member| member.name == name).unwrap();
            String::from_utf8(member.content).unwrap().lines().nth(3).unwrap().to_owned()
        };
        assert!(line("Shots & bids").contains("KES_0010") && line("Shots & bids, remarks").contains("who says so?"));
    }

    #[test]
    fn sheets_of_an_open_document() {
        let content = r#"<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:dc="d"><office:body><office:spreadsheet>
<table:table table:name="Bids"><table:table-row><table:table-cell><text:p>Shot</text:p></table:table-cell><table:table-cell><text:p>Note</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="9"/></table:table-row>
<table:table-row><table:table-cell><text:p>KES_0020</text:p><office:annotation><dc:creator>Tam</dc:creator><text:p>ask <text:span>Mara</text:span></text:p></office:annotation></table:table-cell><table:table-cell><text:p>fog</text:p><text:p>and rain</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1048572"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#;
        insta::assert_snapshot!(outlines(&packed(&[("content.xml", content)])), @r"
        == Bids: - | KES_0020
        metadata         Shot  [column]
        metadata         Note  [column]
        cell             KES_0020  [Shot]
        cell             fog⏎and rain  [Note]
        == Bids, remarks: KES_0020
        metadata         Tam  [author]
        note             ask Mara  [A4]
        ");
    }

    #[test]
    fn what_cannot_be_opened_names_the_way_out() {
        for bytes in [&b"\xd0\xcf\x11\xe0\xa1\xb1"[..], b"", b"PK\x03\x04", &packed(&[("a.txt", "x")])] {
            assert!(Xlsx.open(bytes, 1 << 20).err().unwrap().contains("as CSV"));
        }
        let bomb = "<row/>".repeat(2_000_000);
        assert!(Xlsx.open(&packed(&[("content.xml", &bomb)]), 64 << 20).is_err());
    }

    /// The outlines of the parts, as in a folder of notes.
    fn outlines(bytes: &[u8]) -> String {
        let mut out = String::new();
        for member in Xlsx.open(bytes, 1 << 20).unwrap() {
            let source = Source::decode("a", &member.content).unwrap();
            let format = member.format.unwrap();
            let document = Recognised { format: &*format, kind: format.kind_of(&source, Some(Kind::Note)).unwrap() }.read(&source);
            let names: Vec<&str> = document.items.iter().map(|item| item.name.as_deref().unwrap_or("-")).collect();
            out += &format!("== {}: {}\n{}", member.name, names.join(" | "), outline(&document));
        }
        out
    }
}
