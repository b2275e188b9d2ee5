//! Highland files (`.highland`): a ZIP archive with a TextBundle in it, whose text is Fountain.
//!
//! Highland adds macros to Fountain (`{{timestamp}}`, `{{page-break}}`); they stand for what the program puts there when it
//! prints, and are left out where they name one.

use super::archive::Archive;
use super::paragraphs::replay;
use super::{Container, Format, Member, MemberFormat, fountain};
use crate::document::{Builder, Kind};
use crate::source::Source;
use crate::text::MappedText;
use std::ops::Range;

pub struct Highland;

impl Container for Highland {
    fn id(&self) -> &'static str {
        "highland"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["highland"]
    }

    fn kind(&self) -> Option<Kind> {
        Some(Kind::Screenplay)
    }

    fn accepts(&self, _: &[u8]) -> bool {
        true
    }

    fn open(&self, bytes: &[u8], limit: u64) -> Result<Vec<Member>, String> {
        let mut archive = Archive::open(bytes, limit)?;
        let is_text = |name: &&String| {
            let file = name.rsplit('/').next().unwrap_or(name);
            matches!(file, "text.fountain" | "text.md" | "text.markdown" | "text.txt") && !name.starts_with("__MACOSX")
        };
        let names: Vec<String> = archive.names().iter().filter(is_text).cloned().collect();
        let mut members = Vec::new();
        for name in names {
            if let Some(content) = archive.read(&name)? {
                members.push(Member { name, content, format: Some(MemberFormat::Known(&Text)), kind: Some(Kind::Screenplay) });
            }
        }
        if members.is_empty() {
            return Err("there is no text in it, as Highland files have; export the script as FDX or Fountain".to_owned());
        }
        Ok(members)
    }
}

/// The text of a Highland file; no file on disk is of this format.
struct Text;

impl Format for Text {
    fn id(&self) -> &'static str {
        "highland"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &[]
    }

    fn kind(&self) -> Option<Kind> {
        Some(Kind::Screenplay)
    }

    fn read(&self, source: &Source, out: &mut Builder) {
        let text = source.text();
        let (mut kept, mut at) = (MappedText::default(), 0);
        for range in macros(text) {
            kept.push(text, at..range.start);
            at = range.end;
        }
        kept.push(text, at..text.len() as u32);
        let mut inner = Builder::new(out.kind(), self.id());
        fountain::read(&Source::from_text(&source.path, kept.as_str()), &mut inner);
        replay(inner.finish(), &kept, out, |_| None);
    }
}

/// The places of macros: one line, no longer than a name with its arguments, in double braces.
fn macros(text: &str) -> Vec<Range<u32>> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(skip) = text[at..].find("{{") {
        let from = at + skip;
        let Some(length) = text[from..].find("}}") else { break };
        let inside = &text[from + 2..from + length];
        let is_macro = inside.len() <= 80 && !inside.contains(['\n', '\r', '{']);
        at = from + if is_macro { length + 2 } else { 2 };
        if is_macro {
            out.push(from as u32..at as u32);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::archive::tests::packed;
    use super::super::tests::member_outlines;
    use super::*;

    #[test]
    fn the_text_is_fountain_without_macros() {
        let text = "Title: Low Water\n\nINT. PUMP ROOM - DAY\n\nA gauge.{{page-break}} Steam. [[ask the bot]]\n\nOLA\n(at {{timestamp}} now)\nSh\u{fc}t it.\n\nThe braces {{ are\n\nnot closed }} here.\n";
        let whole =
            packed(&[("Low Water.textbundle/info.json", "{}"), ("Low Water.textbundle/text.fountain", text), ("__MACOSX/text.md", "x")]);
        insta::assert_snapshot!(member_outlines(&Highland, &whole), @r"
        == Low Water.textbundle/text.fountain: highland
        title-page       Low Water  [Title]
        scene-heading    INT. PUMP ROOM - DAY
        action           A gauge. Steam.
        note             ask the bot
        cue              OLA
        parenthetical    (at  now)  (OLA)
        dialogue         Shüt it.  (OLA)
        action           The braces {{ are
        action           not closed }} here.
        ");
        assert!(Highland.open(&packed(&[("info.json", "{}")]), 1 << 20).is_err());
    }
}
