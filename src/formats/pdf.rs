//! PDF files that hold text.
//!
//! A PDF knows glyphs and places, no paragraphs. Its text is laid out again as lines with spaces before them and a form feed
//! behind each page (`extract`), and a script's parts are told by how far they are indented (`layout`). Bytes of the file mean
//! nothing to a person, so that places are lines of that text, and items are known by their page. Scans hold no text.

mod extract;
mod layout;
mod resources;

use super::paragraphs::replay;
use super::plain::Plain;
use super::{Container, Format, Member, MemberFormat, kinds};
use crate::document::{Builder, Kind, Role};
use crate::source::Source;
use crate::text::MappedText;
use extract::Extracted;

pub struct Pdf;

impl Container for Pdf {
    fn id(&self) -> &'static str {
        "pdf"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["pdf"]
    }

    fn accepts(&self, _: &[u8]) -> bool {
        true
    }

    fn open(&self, bytes: &[u8], limit: u64) -> Result<Vec<Member>, String> {
        // What a foreign parser does with a broken file is not left to chance.
        let read = std::panic::catch_unwind(|| extract::text(bytes, limit));
        let Extracted { text, notes } = read.unwrap_or_else(|_| Err(extract::BROKEN.to_owned()))?;
        let kind = if layout::is_script(&text) { Some(Kind::Screenplay) } else { kinds::by_content(&text) };
        let format: &'static dyn Format = match kind {
            Some(Kind::Screenplay) => &Text(Some(Kind::Screenplay)),
            Some(Kind::Prompt) => &Text(Some(Kind::Prompt)),
            Some(Kind::Note) => &Text(Some(Kind::Note)),
            None => &Text(None),
        };
        let mut members =
            vec![Member { name: "text".to_owned(), content: text.into_bytes(), format: Some(MemberFormat::Known(format)), kind: None }];
        if !notes.is_empty() {
            members.push(Member {
                name: NOTES.to_owned(),
                content: notes.into_bytes(),
                format: Some(MemberFormat::Known(format)),
                kind: None,
            });
        }
        Ok(members)
    }
}

/// The part that holds the notes which readers put on the pages.
const NOTES: &str = "annotations";

/// The text of a PDF that speaks for a kind; no file on disk is of this format.
struct Text(Option<Kind>);

impl Format for Text {
    fn id(&self) -> &'static str {
        "pdf"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &[]
    }

    fn kind_of(&self, _: &Source, by_path: Option<Kind>) -> Option<Kind> {
        by_path.or(self.0)
    }

    fn read(&self, source: &Source, out: &mut Builder) {
        let text = source.text();
        if source.member.as_deref() == Some(NOTES) {
            return annotations(text, out);
        }
        let page = |offset: u32| {
            let before = &text.as_bytes()[..offset as usize];
            Some(format!("page {}", memchr::memchr_iter(b'\x0c', before).count() + 1))
        };
        if out.kind() == Kind::Screenplay {
            return layout::script(text, out, &page);
        }
        let whole = MappedText::verbatim(text, 0..text.len() as u32);
        let mut inner = Builder::new(out.kind(), self.id());
        Plain.read(&Source::from_text(&source.path, text), &mut inner);
        replay(inner.finish(), &whole, out, page);
    }
}

/// Notes on the pages, one a paragraph.
fn annotations(text: &str, out: &mut Builder) {
    let role = if out.kind() == Kind::Prompt { Role::Comment } else { Role::Note };
    let mut at = 0;
    for note in text.split_inclusive("\n\n") {
        let range = at..at + note.len() as u32;
        at = range.end;
        out.item(None);
        out.push(role, MappedText::verbatim(text, range).trimmed());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::outline;
    use lopdf::content::{Content, Operation};
    use lopdf::{Document, Object, Stream, dictionary};

    /// A PDF whose pages show these lines, each at its column, row after row; an empty text leaves the row empty.
    fn printed(pages: &[&[(i64, &str)]], note: &str) -> Vec<u8> {
        let mut document = Document::with_version("1.5");
        let tree = document.new_object_id();
        let font = document
            .add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Courier", "Encoding" => "WinAnsiEncoding" });
        let mut kids: Vec<Object> = Vec::new();
        for lines in pages {
            let mut operations = vec![Operation::new("BT", vec![]), Operation::new("Tf", vec!["F1".into(), 12.into()])];
            for (row, (column, text)) in lines.iter().enumerate() {
                let place: Vec<Object> =
                    vec![1.into(), 0.into(), 0.into(), 1.into(), (*column as f32 * 7.2).into(), (720 - 12 * row as i64).into()];
                operations.push(Operation::new("Tm", place));
                // Two strings with a small move between them are one word.
                let (head, tail) = text.split_at(text.len() / 2);
                operations.push(Operation::new(
                    "TJ",
                    vec![vec![Object::string_literal(head), Object::Integer(-20), Object::string_literal(tail)].into()],
                ));
            }
            operations.push(Operation::new("ET", vec![]));
            let content = document.add_object(Stream::new(dictionary! {}, Content { operations }.encode().unwrap()));
            let annotation =
                document.add_object(dictionary! { "Type" => "Annot", "Subtype" => "Text", "Contents" => Object::string_literal(note) });
            let page = document.add_object(dictionary! {
                "Type" => "Page", "Parent" => tree, "Contents" => content, "Annots" => vec![annotation.into()],
                "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
            });
            kids.push(page.into());
        }
        let count = kids.len() as i64;
        document.objects.insert(tree, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into());
        let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
        document.trailer.set("Root", catalog);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    }

    fn read_as(bytes: &[u8], by_path: Option<Kind>) -> String {
        let mut out = String::new();
        for member in Pdf.open(bytes, 16 << 20).unwrap() {
            let source = Source::decode("a.pdf", &member.content).unwrap().inside(&member.name);
            let format = member.format.unwrap();
            let Some(kind) = format.kind_of(&source, by_path) else { continue };
            let mut builder = Builder::new(kind, format.id());
            format.read(&source, &mut builder);
            let document = builder.finish();
            let names: Vec<&str> = document.items.iter().filter_map(|item| item.name.as_deref()).collect();
            let numbers: String =
                document.scenes.iter().filter_map(|scene| scene.number.as_deref()).map(|number| format!("#{number} ")).collect();
            out += &format!("== {}: {}\n{}{numbers}{}\n", member.name, kind.name(), outline(&document), names.join(", "));
        }
        out
    }

    const SCRIPT: &[&[(i64, &str)]] = &[
        &[(30, "TIDE TABLES"), (0, ""), (31, "written by"), (32, "K. Lund")],
        &[
            (70, "1."),
            (0, ""),
            (10, "12   INT. CUSTOMS SHED - NIGHT    12"),
            (0, ""),
            (15, "THE CLOCK"),
            (15, "strikes. Margaret"),
            (15, "Anderson looks up."),
            (0, ""),
            (37, "VERA (O.S.)"),
            (31, "(low)"),
            (25, "Count it again, and this time"),
            (25, "aloud."),
            (0, ""),
            (37, "(MORE)"),
        ],
        &[
            (70, "2."),
            (0, ""),
            (15, "CONTINUED:"),
            (0, ""),
            (37, "VERA (CONT'D)"),
            (25, "Please."),
            (0, ""),
            (60, "FADE OUT."),
            (0, ""),
            (15, "She runs to the"),
        ],
        &[
            (15, "door and is gone."),
            (0, ""),
            (22, "VERA                      NILS"),
            (17, "Stop.                     Listen to"),
            (43, "her."),
            (0, ""),
            (37, "HIGH"),
            (36, "WATER"),
        ],
    ];

    #[test]
    fn a_script_is_read_by_its_layout() {
        insta::assert_snapshot!(read_as(&printed(SCRIPT, ""), None), @r"
        == text: screenplay
        title-page       TIDE TABLES
        title-page       written by
        title-page       K. Lund
        scene-heading    INT. CUSTOMS SHED - NIGHT
        action           THE CLOCK⏎strikes. Margaret⏎Anderson looks up.
        cue              VERA
        cue-extension    (O.S.)  (VERA)
        parenthetical    (low)  (VERA)
        dialogue         Count it again, and this time⏎aloud.  (VERA)
        cue              VERA
        cue-extension    (CONT'D)  (VERA)
        dialogue         Please.  (VERA)
        transition       FADE OUT.
        action           She runs to the⏎door and is gone.
        cue              VERA
        dialogue         Stop.  (VERA)
        cue              NILS
        dialogue         Listen to⏎her.  (NILS)
        action           HIGH⏎WATER
        #12 page 1, page 1, page 1, page 2, page 2, page 2, page 3, page 3, page 3, page 4, page 4, page 4
        ");
    }

    #[test]
    fn pages_of_notes_and_what_readers_wrote_on_them() {
        let bytes =
            printed(&[&[(10, "LMP_010_0020  lamp flicker")], &[(10, "the grade is too warm, see the cloned voice")]], "who approved this?");
        insta::assert_snapshot!(read_as(&bytes, Some(Kind::Note)), @r"
        == text: note
        note             LMP_010_0020  lamp flicker
        note             the grade is too warm, see the cloned voice
        LMP_010_0020, page 2
        == annotations: note
        note             who approved this?
        note             who approved this?
        ");
        assert_eq!(read_as(&bytes, None), "");
    }

    #[test]
    fn text_in_forms_and_what_was_typed_into_fields() {
        let mut document = Document::with_version("1.5");
        let tree = document.new_object_id();
        let form = document.new_object_id();
        let font = document
            .add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Courier", "Encoding" => "WinAnsiEncoding" });
        // The form stands at the top of the page, shows its line where its matrix says, and draws itself again.
        let shown = "q BT /L 12 Tf 1 0 0 1 0 0 Tm (GULL_020_0040 spray pass) Tj ET Q /Again Do";
        let content = Stream::new(
            dictionary! {
                "Type" => "XObject", "Subtype" => "Form", "Matrix" => vec![1.into(), 0.into(), 0.into(), 1.into(), 72.into(), 600.into()],
                "Resources" => dictionary! { "Font" => dictionary! { "L" => font }, "XObject" => dictionary! { "Again" => form } },
            },
            shown.as_bytes().to_vec(),
        );
        document.objects.insert(form, content.into());
        let page_content = "q 1 0 0 1 0 100 cm /Head Do Q BT /F1 12 Tf 1 0 0 1 72 500 Tm (the spray is hand painted) Tj ET";
        let page_content = document.add_object(Stream::new(dictionary! {}, page_content.as_bytes().to_vec()));
        let whole = document.add_object(dictionary! { "V" => Object::string_literal("Cleared by the line producer") });
        let fields: Vec<Object> = vec![
            dictionary! { "Subtype" => "Widget", "V" => Object::string_literal("Who scans her?") }.into(),
            dictionary! { "Subtype" => "Widget", "Parent" => whole }.into(),
            dictionary! { "Subtype" => "Widget", "V" => "Yes" }.into(),
        ];
        let page = document.add_object(dictionary! {
            "Type" => "Page", "Parent" => tree, "Contents" => page_content, "Annots" => fields,
            "Resources" => dictionary! { "Font" => dictionary! { "F1" => font }, "XObject" => dictionary! { "Head" => form } },
        });
        document.objects.insert(tree, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }.into());
        let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
        document.trailer.set("Root", catalog);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        let read = read_as(&bytes, Some(Kind::Note));
        assert!(read.contains("GULL_020_0040 spray pass") && read.contains("the spray is hand painted"), "{read}");
        assert!(read.contains("Who scans her?") && read.contains("Cleared by the line producer"), "{read}");
        // What the forms unpack to counts as the pages do.
        assert!(Pdf.open(&bytes, 400).err().is_some_and(|said| said.contains("limits.size-mb")));
    }

    #[test]
    fn what_cannot_be_read_says_what_to_do() {
        let scan = printed(&[&[]], "");
        let whole = printed(SCRIPT, "note");
        assert!(Pdf.open(&scan, 1 << 20).err().is_some_and(|said| said.contains("pictures of pages")));
        assert!(Pdf.open(b"%PDF-1.5", 1 << 20).err().is_some_and(|said| said.contains("FDX or Fountain")));
        for cut in (0..whole.len()).step_by(7) {
            let _ = Pdf.open(&whole[..cut], 1 << 20);
            let mut broken = whole.clone();
            broken[cut] ^= 0x15;
            let _ = Pdf.open(&broken, 1 << 20);
        }
    }
}
