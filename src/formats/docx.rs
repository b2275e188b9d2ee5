//! Word files (`.docx`): a ZIP archive of XML parts.
//!
//! The text is `word/document.xml`; comments, footnotes, headers and the properties of the file are parts of their own. A script
//! is read by the styles of its paragraphs where it has those of a screenwriting program, by the shape of its lines where not.
//! What a tracked change took out is not read, and said to be there. ECMA-376 part 1 describes the elements.

mod body;
mod styles;
mod text;

use super::archive::Archive;
use super::xml::{At, Xml};
use super::{Container, Format, Member, MemberFormat, kinds};
use crate::document::{Builder, Kind, Role};
use crate::source::Source;
use std::sync::Arc;
use styles::Styles;
use text::{Paragraph, Tracked};

pub struct Docx;

/// The part that says what the styles are called.
const STYLES: &str = "word/styles.xml";

/// What the parts beside the text are called; numbered parts begin so.
const PARTS: &[&str] = &["word/document", "word/comments.xml", "word/footnotes.xml", "word/endnotes.xml", "word/header", "word/footer"];

impl Container for Docx {
    fn id(&self) -> &'static str {
        "docx"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["docx", "docm", "dotx"]
    }

    fn accepts(&self, _: &[u8]) -> bool {
        true
    }

    fn open(&self, bytes: &[u8], limit: u64) -> Result<Vec<Member>, String> {
        if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            return Err(
                "it is protected by a password, or an old Word file; save it as DOCX without a password, or export it as text".to_owned()
            );
        }
        let mut archive = Archive::open(bytes, limit)?;
        let is_part = |name: &&String| {
            name.ends_with(".xml") && !name[5.min(name.len())..].contains('/') && PARTS.iter().any(|part| name.starts_with(part))
                || *name == "docProps/core.xml"
        };
        let mut names: Vec<String> = archive.names().iter().filter(is_part).cloned().collect();
        // The text speaks for the kind of the file, and comes first.
        names.sort_by_key(|name| (!name.starts_with("word/document"), name.clone()));
        if !names.first().is_some_and(|name| name.starts_with("word/document")) {
            return Err(
                "there is no text in it, as Word files have; save it again in Word, or export it as FDX, Fountain or text".to_owned()
            );
        }
        let styles = Arc::new(match archive.read(STYLES) {
            Ok(Some(content)) => Styles::read(&content),
            _ => Styles::default(),
        });
        let mut members = Vec::new();
        let mut kind = None;
        for name in names {
            let Some(content) = archive.read(&name)? else { continue };
            if members.is_empty() {
                kind = Source::decode("document.xml", &content).ok().and_then(|source| by_content(&source, &styles));
            }
            let format = MemberFormat::Made(Box::new(Part { kind, styles: Arc::clone(&styles) }));
            members.push(Member { name, content, format: Some(format), kind: None });
        }
        Ok(members)
    }
}

/// What the text of a file speaks for.
fn by_content(source: &Source, styles: &Styles) -> Option<Kind> {
    let xml = Xml::read(source.text());
    let paragraphs = text::paragraphs(xml.root(), styles, &mut Tracked::default());
    if body::has_script_styles(&paragraphs) {
        return Some(Kind::Screenplay);
    }
    kinds::by_content(body::lines(&paragraphs, None).as_str())
}

/// A part of a Word file. No file on disk is of this format.
struct Part {
    /// What the text of the file speaks for; its comments are of that kind too.
    kind: Option<Kind>,
    styles: Arc<Styles>,
}

impl Format for Part {
    fn id(&self) -> &'static str {
        "docx"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &[]
    }

    fn kind_of(&self, _: &Source, by_path: Option<Kind>) -> Option<Kind> {
        by_path.or(self.kind)
    }

    fn read(&self, source: &Source, out: &mut Builder) {
        read(source, &self.styles, out);
    }
}

/// Reads a part by its outermost element.
fn read(source: &Source, styles: &Styles, out: &mut Builder) {
    let xml = Xml::read(source.text());
    if let Some((problem, at)) = &xml.problem {
        out.remark(format!("the file is no well-formed XML ({problem}); read as far as paragraphs can be told apart"), *at..*at);
    }
    let mut tracked = Tracked::default();
    for node in xml.root().children() {
        match node.name() {
            "comments" => node.children().for_each(|comment| note(comment, styles, &mut tracked, out)),
            "footnotes" | "endnotes" => node.children().for_each(|comment| note(comment, styles, &mut tracked, out)),
            "hdr" | "ftr" => {
                for paragraph in text::paragraphs(node, styles, &mut tracked) {
                    single(Role::Metadata, Some("header"), paragraph, out);
                }
            }
            "coreProperties" => {
                for property in node.children() {
                    // Dates and counts are no words.
                    if !matches!(property.name(), "created" | "modified" | "revision" | "lastPrinted" | "") {
                        out.item(None);
                        out.push_keyed(Role::Metadata, property.text().trimmed(), Some(property.name()));
                    }
                }
            }
            _ => body::read(source, text::paragraphs(node, styles, &mut tracked), out),
        }
    }
    if let Some(remark) = tracked.remark() {
        out.remark(remark, 0..0);
    }
}

/// A comment or footnote: its text, then who wrote it.
fn note(node: At<'_, '_>, styles: &Styles, tracked: &mut Tracked, out: &mut Builder) {
    let role = if out.kind() == Kind::Prompt { Role::Comment } else { Role::Note };
    let mut text = crate::text::MappedText::default();
    for paragraph in text::paragraphs(node, styles, tracked) {
        super::paragraphs::append_line(&mut text, &paragraph.text);
    }
    if text.is_empty() {
        return;
    }
    out.item(None);
    out.push(role, text.trimmed());
    if let Some(author) = node.attribute("author") {
        out.push_keyed(Role::Metadata, author.trimmed(), Some("author"));
    }
}

fn single(role: Role, key: Option<&str>, paragraph: Paragraph, out: &mut Builder) {
    out.item(None);
    out.push_keyed(role, paragraph.text.trimmed(), key);
}

#[cfg(test)]
mod tests {
    use super::super::archive::tests::packed;
    use super::*;
    use crate::document::outline;

    /// A part of Word's XML; `P[...]` in `body` is a paragraph.
    fn part(root: &str, body: &str) -> String {
        format!(
            "<?xml version=\"1.0\"?><w:{root} xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">{body}</w:{root}>"
        )
    }

    fn p(style: &str, indent: u32, runs: &str) -> String {
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/><w:ind w:left=\"{indent}\"/></w:pPr>{}</w:p>",
            if runs.starts_with('<') { runs.to_owned() } else { format!("<w:r><w:t>{runs}</w:t></w:r>") }
        )
    }

    /// Reads an archive as the file at a path of this kind.
    fn read_as(parts: &[(&str, &str)], by_path: Option<Kind>) -> String {
        let mut out = String::new();
        for member in Docx.open(&packed(parts), 16 << 20).unwrap() {
            let source = Source::decode("a.docx", &member.content).unwrap();
            let format = member.format.unwrap();
            let Some(kind) = format.kind_of(&source, by_path) else { continue };
            let mut builder = Builder::new(kind, format.id());
            format.read(&source, &mut builder);
            let document = builder.finish();
            let remarks: String = document.remarks.iter().map(|remark| format!("! {}\n", remark.text)).collect();
            out += &format!("== {}: {}\n{}{remarks}", member.name, kind.name(), outline(&document));
        }
        out
    }

    #[test]
    fn styles_runs_and_tracked_changes() {
        let body = [
            p("SceneHeading", 0, "INT. CHAPEL - NIGHT"),
            p(
                "Action",
                0,
                "<w:r><w:t>The hymn board: Ander</w:t></w:r><w:ins w:id=\"1\" w:author=\"R\"><w:r><w:t>son &amp; </w:t></w:r></w:ins><w:del w:id=\"2\"><w:r><w:delText>Coo</w:delText></w:r></w:del><w:r><w:t>Sons.</w:t><w:br/><w:t>Dust.</w:t></w:r>",
            ),
            p("Character", 3600, "GRETE (V.O.)"),
            p("Parenthetical", 3000, "(hums)"),
            p("Dialogue", 2000, "Once more."),
            p("ActionCentered", 0, "THE BELL"),
        ];
        let document = part("document", &format!("<w:body>{}</w:body>", body.concat()));
        let comments = part(
            "comments",
            "<w:comment w:id=\"0\" w:author=\"P. Lie\"><w:p><w:r><w:t>Written by a chat bot?</w:t></w:r></w:p></w:comment>",
        );
        let core =
            "<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\"><dc:title>Vespers</dc:title><cp:revision>4</cp:revision></cp:coreProperties>";
        let parts = [
            ("docProps/core.xml", core),
            ("word/comments.xml", comments.as_str()),
            ("word/document.xml", document.as_str()),
            ("word/media/a.xml", "x"),
        ];
        insta::assert_snapshot!(read_as(&parts, None), @r"
        == word/document.xml: screenplay
        scene-heading    INT. CHAPEL - NIGHT
        action           The hymn board: Anderson & Sons.⏎Dust.
        cue              GRETE
        cue-extension    (V.O.)  (GRETE)
        parenthetical    (hums)  (GRETE)
        dialogue         Once more.  (GRETE)
        action           THE BELL
        ! 1 tracked deletion is still in the file (3 letters) and not read; accept or reject the changes in Word
        == docProps/core.xml: screenplay
        metadata         Vespers  [title]
        == word/comments.xml: screenplay
        note             Written by a chat bot?
        metadata         P. Lie  [author]
        ");
    }

    #[test]
    fn styles_are_known_by_their_names() {
        let style = |id: &str, name: &str, rest: &str| {
            format!("<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>{rest}</w:style>")
        };
        let styles = part(
            "styles",
            &[
                "<w:docDefaults/>".to_owned(),
                style("1", "Scene Heading", ""),
                style("2", "Szenentext", ""),
                style("6", "Intitul\u{e9} de sc\u{e8}ne", ""),
                style("a0", "Figur", ""),
                style("a1", "Figur leise", "<w:basedOn w:val=\"a0\"/>"),
                style("Dilogo", "Diálogo", ""),
                style("Titel", "Title", ""),
                style("x", "Round", "<w:basedOn w:val=\"y\"/>"),
                style("y", "And round", "<w:basedOn w:val=\"x\"/>"),
            ]
            .concat(),
        );
        let lines = [
            ("Titel", "Ebbe"),
            ("1", "INT. PILOT HOUSE - DAWN"),
            ("2", "The barometer falls."),
            ("a1", "Inga"),
            ("Dilogo", "Turn the lamp."),
            ("x", "Silence."),
            ("x", "EXT. SLIPWAY - DAWN"),
            ("6", "EXT. MOLE"),
        ];
        let body: String = lines.iter().map(|(style, text)| p(style, 0, text)).collect();
        let document = part("document", &format!("<w:body>{body}</w:body>"));
        insta::assert_snapshot!(read_as(&[("word/document.xml", &document), (STYLES, &styles)], None), @r"
        == word/document.xml: screenplay
        title-page       Ebbe
        scene-heading    INT. PILOT HOUSE - DAWN
        action           The barometer falls.
        cue              Inga
        dialogue         Turn the lamp.  (Inga)
        action           Silence.
        scene-heading    EXT. SLIPWAY - DAWN
        scene-heading    EXT. MOLE
        ");
        // A broken table of styles costs the names, not the text.
        let broken = read_as(&[("word/document.xml", &document), (STYLES, "<w:styles><w:sty")], Some(Kind::Screenplay));
        assert!(lines.iter().all(|(_, text)| broken.to_uppercase().contains(&text.to_uppercase())), "{broken}");
    }

    #[test]
    fn indents_of_styles_tell_speeches() {
        let styles = part(
            "styles",
            "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"N\"><w:name w:val=\"Normal\"/></w:style>\
             <w:style w:type=\"paragraph\" w:styleId=\"r\"><w:name w:val=\"Rede\"/><w:pPr><w:ind w:left=\"1440\"/></w:pPr></w:style>",
        );
        let plain = |style: &str, text: &str| {
            let style = if style.is_empty() { String::new() } else { format!("<w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>") };
            format!("<w:p>{style}<w:r><w:t>{text}</w:t></w:r></w:p>")
        };
        let body = [
            plain("", "INT. QUAY - DAY"),
            plain("", "Ropes."),
            plain("", "INGA"),
            plain("r", "Cast off, and"),
            plain("r", "mind the buoy."),
            plain("", "Nobody answers."),
        ];
        let document = part("document", &format!("<w:body>{}</w:body>", body.concat()));
        insta::assert_snapshot!(read_as(&[("word/document.xml", &document), (STYLES, &styles)], None), @r"
        == word/document.xml: screenplay
        scene-heading    INT. QUAY - DAY
        action           Ropes.
        cue              INGA
        dialogue         Cast off, and⏎mind the buoy.  (INGA)
        action           Nobody answers.
        ");
    }

    #[test]
    fn a_script_without_styles_is_read_by_its_shape() {
        let lines = [
            ("INT. MILL - DAY", 0),
            ("Flour hangs in the air.", 0),
            ("The wheel turns.", 0),
            ("ASTA (O.S.)", 3600),
            ("(over the noise)", 3000),
            ("Bring the other sack, the one that", 1440),
            ("they left.", 1440),
            ("She waits.", 0),
            ("JENS", 3600),
            ("No.", 1440),
            ("CUT TO:", 5000),
        ];
        let tight: String = lines.iter().map(|(text, indent)| p("Normal", *indent, text)).collect();
        let spaced: String = lines
            .iter()
            .map(|(text, indent)| {
                p("", *indent, text) + if matches!(*indent, 0 | 5000) || *text == "they left." || *text == "No." { "<w:p/>" } else { "" }
            })
            .collect();
        let read = |body: &str| read_as(&[("word/document.xml", &part("document", body))], None);
        insta::assert_snapshot!(read(&tight), @r"
        == word/document.xml: screenplay
        scene-heading    INT. MILL - DAY
        action           Flour hangs in the air.
        action           The wheel turns.
        cue              ASTA
        cue-extension    (O.S.)  (ASTA)
        parenthetical    (over the noise)  (ASTA)
        dialogue         Bring the other sack, the one that⏎they left.  (ASTA)
        action           She waits.
        cue              JENS
        dialogue         No.  (JENS)
        transition       CUT TO:
        ");
        assert_eq!(read(&tight), read(&spaced));
        assert_eq!(read(&tight), read(&tight.replace("w:left=\"1440\"", "w:left=\"1500\"")));
    }

    #[test]
    fn tables_are_cells_and_lines_are_notes_or_prompts() {
        let cell = |text: &str| format!("<w:tc>{}</w:tc>", p("", 0, text));
        let row = |cells: [&str; 2]| format!("<w:tr>{}</w:tr>", cells.map(cell).concat());
        let body = p("", 0, "LMP_010_0020 lamp flicker, temp voice is cloned")
            + "<w:tbl>"
            + &row(["Shot", "Note"])
            + &row(["LMP_010_0030", "wire"])
            + "</w:tbl>"
            + &p("", 0, "a lamp in fog");
        let document = part("document", &format!("<w:body>{body}</w:body>"));
        let parts = [("word/document.xml", document.as_str())];
        insta::assert_snapshot!(read_as(&parts, Some(Kind::Note)), @r"
        == word/document.xml: note
        note             LMP_010_0020 lamp flicker, temp voice is cloned
        metadata         Shot  [column]
        metadata         Note  [column]
        cell             LMP_010_0030  [Shot]
        cell             wire  [Note]
        note             a lamp in fog
        ");
        insta::assert_snapshot!(read_as(&parts, Some(Kind::Prompt)), @r"
        == word/document.xml: prompt
        prompt           LMP_010_0020 lamp flicker, temp voice is cloned
        metadata         Shot  [column]
        metadata         Note  [column]
        cell             LMP_010_0030  [Shot]
        cell             wire  [Note]
        prompt           a lamp in fog
        ");
        assert_eq!(read_as(&parts, None), "");
    }

    #[test]
    fn labels_belong_to_the_prompt_above_them() {
        let lines = [("berschrift1", "Round 2"), ("", "a lamp in fog, no people"), ("", "Negative prompt: text"), ("", "a quay")];
        let body: String = lines.iter().map(|(style, text)| p(style, 0, text)).collect();
        let document = part("document", &format!("<w:body>{body}</w:body>"));
        let styles = part("styles", "<w:style w:type=\"paragraph\" w:styleId=\"berschrift1\"><w:name w:val=\"heading 1\"/></w:style>");
        let parts = [("word/document.xml", document.as_str()), (STYLES, styles.as_str())];
        insta::assert_snapshot!(read_as(&parts, Some(Kind::Prompt)), @r"
        == word/document.xml: prompt
        heading          Round 2
        prompt           a lamp in fog, no people
        negative-prompt  text
        prompt           a quay
        ");
    }

    #[test]
    fn places_are_those_of_the_part() {
        let text = part("document", &p("", 0, "<w:r><w:t>Ander</w:t></w:r><w:r><w:t>son waits.</w:t></w:r>"));
        let source = Source::from_text("a.docx", &text);
        let mut builder = Builder::new(Kind::Screenplay, "docx");
        read(&source, &Styles::default(), &mut builder);
        let element = &builder.finish().elements[0].text;
        let range = element.source_range(0..8);
        assert_eq!(
            (element.as_str(), &text[range.start as usize..range.end as usize]),
            ("Anderson waits.", "Ander</w:t></w:r><w:r><w:t>son")
        );
    }

    #[test]
    fn what_is_no_word_file_says_what_to_do() {
        for bytes in [b"\xd0\xcf\x11\xe0rest".to_vec(), b"".to_vec(), packed(&[("word/styles.xml", "<x/>")])] {
            assert!(Docx.open(&bytes, 1 << 20).err().is_some_and(|said| said.contains("export")));
        }
    }
}
