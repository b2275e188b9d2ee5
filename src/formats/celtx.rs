//! Celtx files of the old desktop program (`.celtx`): a ZIP archive of HTML pages.
//!
//! `script-*.html` has a paragraph an element, whose class says what it is; `scratch-*.html` has notes. The other parts tell
//! how the pages hang together.

use super::archive::Archive;
use super::paragraphs::{Script, role_of};
use super::xml::{At, What, Xml};
use super::{Container, Format, Member, MemberFormat};
use crate::document::{Builder, Kind, Role};
use crate::source::Source;
use crate::text::MappedText;

pub struct Celtx;

impl Container for Celtx {
    fn id(&self) -> &'static str {
        "celtx"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["celtx"]
    }

    fn kind(&self) -> Option<Kind> {
        Some(Kind::Screenplay)
    }

    fn accepts(&self, _: &[u8]) -> bool {
        true
    }

    fn open(&self, bytes: &[u8], limit: u64) -> Result<Vec<Member>, String> {
        let mut archive = Archive::open(bytes, limit)?;
        let names: Vec<String> = archive.names().iter().filter(|name| is_page(name)).cloned().collect();
        let mut members = Vec::new();
        for name in names {
            if let Some(content) = archive.read(&name)? {
                let scratch = file_name(&name).starts_with("scratch");
                let format: &'static dyn Format = if scratch { &Scratch } else { &Page };
                members.push(Member { name, content, format: Some(MemberFormat::Known(format)), kind: Some(Kind::Screenplay) });
            }
        }
        if members.is_empty() {
            return Err("there is no script in it, as Celtx files have; export the script as FDX or Fountain".to_owned());
        }
        Ok(members)
    }
}

fn file_name(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

fn is_page(name: &str) -> bool {
    let file = file_name(name).to_ascii_lowercase();
    (file.starts_with("script") || file.starts_with("scratch")) && file.ends_with(".html")
}

/// A page of the script; no file on disk is of this format.
struct Page;

impl Format for Page {
    fn id(&self) -> &'static str {
        "celtx"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &[]
    }

    fn read(&self, source: &Source, out: &mut Builder) {
        read(source, None, out);
    }
}

/// A page of notes.
struct Scratch;

impl Format for Scratch {
    fn id(&self) -> &'static str {
        "celtx"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &[]
    }

    fn read(&self, source: &Source, out: &mut Builder) {
        read(source, Some(Role::Note), out);
    }
}

fn read(source: &Source, role: Option<Role>, out: &mut Builder) {
    let xml = Xml::read(source.text());
    let mut reader = Reader { source: source.text(), role, script: Script::new(out), text: MappedText::default(), current: None };
    reader.part(xml.root());
    reader.flush();
    reader.script.end();
}

struct Reader<'s, 'b> {
    source: &'s str,
    /// What every paragraph is, whatever its class.
    role: Option<Role>,
    script: Script<'b>,
    /// The paragraph that is being read.
    text: MappedText,
    current: Option<Role>,
}

impl Reader<'_, '_> {
    fn part(&mut self, node: At<'_, '_>) {
        match node.what() {
            What::Text(range) => self.words(range.start, range.end),
            What::Comment(_) => {}
            What::Element { name, .. } => match name.to_ascii_lowercase().as_str() {
                "style" | "script" => {}
                "title" => {
                    self.flush();
                    self.script.single(Role::TitlePage, Some("title"), node.text());
                }
                // In HTML nothing closes these, so that what follows may hang below them.
                "br" => {
                    let at = self.text.span().end;
                    if !self.text.is_empty() {
                        self.text.push_instead("\n", at..at);
                    }
                    node.children().for_each(|child| self.part(child));
                }
                "meta" | "link" => {
                    let attribute = |name| node.attribute(name).filter(|text| !text.is_empty());
                    if let (Some(name), Some(content)) = (attribute("name"), attribute("content")) {
                        self.script.single(Role::Metadata, Some(name.as_str()), content);
                    }
                    node.children().for_each(|child| self.part(child));
                }
                "p" | "div" | "h1" | "h2" | "h3" | "li" | "td" | "tr" | "table" | "body" => {
                    self.flush();
                    let class = node.attribute("class").unwrap_or_default();
                    let role = class.as_str().split_whitespace().find_map(role_of);
                    let before = std::mem::replace(&mut self.current, self.role.or(role));
                    node.children().for_each(|child| self.part(child));
                    self.flush();
                    self.current = before;
                }
                // A note is a mark in the text that carries its words.
                _ => {
                    let note = ["text", "note", "title"].iter().find_map(|name| node.attribute(name)).filter(|text| !text.is_empty());
                    node.children().for_each(|child| self.part(child));
                    if let Some(note) = note {
                        self.script.aside(Role::Note, None, note);
                    }
                }
            },
        }
    }

    /// Adds text as HTML reads it: line ends and runs of white space are one space.
    fn words(&mut self, from: u32, to: u32) {
        let mut decoded = MappedText::default();
        super::xml::push_decoded(self.source, from..to, &mut decoded);
        let text = decoded.as_str();
        let is_blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{a0}');
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            let blank = rest.find(|c| !is_blank(c)).unwrap_or(rest.len());
            if blank > 0 {
                if !self.text.as_str().is_empty() && !self.text.as_str().ends_with([' ', '\n']) {
                    let place = decoded.source_range(at as u32..(at + blank) as u32);
                    self.text.push_instead(" ", place);
                }
                at += blank;
            } else {
                let word = rest.find(is_blank).unwrap_or(rest.len());
                self.text.append(&decoded.slice(at as u32..(at + word) as u32));
                at += word;
            }
        }
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        self.script.paragraph(self.current.unwrap_or(if self.role.is_some() { Role::Note } else { Role::Action }), text);
    }
}

#[cfg(test)]
mod tests {
    use super::super::archive::tests::packed;
    use super::super::tests::member_outlines;
    use super::*;

    #[test]
    fn classes_are_roles() {
        let script = r#"<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01//EN"><html><head><title>Slack Tide</title>
<meta name="Author" content="M. Dahl"><style>p { margin: 0 }</style></head><body>
<p class="sceneheading" id="a1" scenestr="1">INT. ICE HOUSE -
 DAY<br></p>
<p class="action">The crate says Ander<i>son</i> &amp; <b>Sons.</b><br>Cold.</p>
<p class="character">IRIS (O.S.)</p><p class="parenthetical">(calls)</p><p class="dialog">Shut&nbsp;it, Andr&eacute;.<br></p>
<p class="shot">THE LATCH</p><p class="transition">CUT TO:</p><p class="dialog_2">Odd.
</body></html>"#;
        let scratch = "<html><body><p>Iris: cloned voice?<br>Ask.</body></html>";
        let whole = packed(&[("project.rdf", "<x/>"), ("script-4f.html", script), ("scratch-1.html", scratch)]);
        insta::assert_snapshot!(member_outlines(&Celtx, &whole), @r"
        == script-4f.html: celtx
        title-page       Slack Tide  [title]
        metadata         M. Dahl  [Author]
        scene-heading    INT. ICE HOUSE - DAY
        action           The crate says Anderson & Sons.⏎Cold.
        cue              IRIS
        cue-extension    (O.S.)  (IRIS)
        parenthetical    (calls)  (IRIS)
        dialogue         Shut it, André.  (IRIS)
        action           THE LATCH
        transition       CUT TO:
        dialogue         Odd.
        == scratch-1.html: celtx
        note             Iris: cloned voice?⏎Ask.
        ");
        assert!(Celtx.open(&packed(&[("project.rdf", "<x/>")]), 1 << 20).is_err());
    }
}
