//! Open Screenplay Format (`.osf`, `.xml`), which is also what lies inside a Fade In file.
//!
//! A paragraph names its style, in one of three spellings of the attribute (`basestylename` in versions 1.2, 2.0 and 30,
//! `baseStyleName` in 2.1, `basestyle` in 50), and a style that a production made itself says what it is based on. Text runs
//! are joined without anything between them, since revision marks cut words. Version 1.2 writes its marks as escaped tags
//! inside the text; they are left out. The reference files of each version are in `severdia/Open-Screenplay-Format`.

mod marks;

use super::Format;
use super::paragraphs::{Script, role_of};
use super::xml::{At, What, Xml};
use crate::document::{Builder, Kind, Role};
use crate::source::Source;
use crate::text::MappedText;
use std::collections::BTreeMap;

pub struct Osf;

impl Format for Osf {
    fn id(&self) -> &'static str {
        "osf"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["osf", "xml"]
    }

    fn kind(&self) -> Option<Kind> {
        Some(Kind::Screenplay)
    }

    /// Most XML files are something else.
    fn accepts(&self, source: &Source, _: Option<Kind>) -> bool {
        let head = &source.text()[..crate::source::floor_boundary(source.text(), 4096) as usize];
        super::extension(&source.path) == "osf" || head.contains("Open Screenplay Format")
    }

    fn read(&self, source: &Source, out: &mut Builder) {
        read(source, out);
    }
}

/// Reads the XML of a script.
pub(super) fn read(source: &Source, out: &mut Builder) {
    let xml = Xml::read(source.text());
    if let Some((problem, at)) = &xml.problem {
        out.remark(format!("the file is no well-formed XML ({problem}); read as far as paragraphs can be told apart"), *at..*at);
    }
    let mut styles = BTreeMap::new();
    collect_styles(xml.root(), &mut styles);
    let mut reader = Reader { source: source.text(), styles, script: Script::new(out) };
    xml.root().children().for_each(|node| reader.part(node));
    reader.script.end();
}

/// The spellings differ between versions in case and underscores alone.
fn is_named(written: &str, name: &str) -> bool {
    written.bytes().filter(|b| *b != b'_').map(|b| b.to_ascii_lowercase()).eq(name.bytes())
}

/// The value of an attribute, by its name in lower case without underscores.
fn attribute(node: At<'_, '_>, name: &str) -> Option<MappedText> {
    let (written, _) = node.attributes().iter().find(|(written, _)| is_named(written, name))?;
    node.attribute(written).filter(|text| !text.is_empty())
}

fn style_of(node: At<'_, '_>) -> Option<String> {
    let text = attribute(node, "basestylename").or_else(|| attribute(node, "basestyle"))?;
    Some(text.as_str().trim().to_owned())
}

/// Which style each style is based on.
fn collect_styles(node: At<'_, '_>, out: &mut BTreeMap<String, String>) {
    for child in node.children() {
        if is_named(child.name(), "styles") {
            for style in child.children() {
                if let (Some(name), Some(base)) = (attribute(style, "name"), style_of(style)) {
                    out.insert(name.as_str().trim().to_owned(), base);
                }
            }
        } else if is_named(child.name(), "document") {
            collect_styles(child, out);
        }
    }
}

struct Reader<'s, 'b> {
    source: &'s str,
    styles: BTreeMap<String, String>,
    script: Script<'b>,
}

impl Reader<'_, '_> {
    fn part(&mut self, node: At<'_, '_>) {
        match node.what() {
            What::Text(_) => self.script.single(Role::Unknown, None, node.text()),
            What::Comment(range) => self.script.single(Role::Comment, None, MappedText::verbatim(self.source, range.clone())),
            What::Element { name, .. } => match *name {
                "para" | "text" => self.paragraph(node),
                "info" => self.info(node),
                // How paragraphs look; the texts of page headers are set there too.
                "settings" => {
                    for (name, _) in node.attributes() {
                        let plain = name.to_ascii_lowercase().replace('_', "");
                        if matches!(plain.as_str(), "pageheader" | "pagefooter" | "watermark")
                            && let Some(text) = node.attribute(name)
                        {
                            self.script.single(Role::Metadata, Some("header"), text);
                        }
                    }
                }
                "styles" | "style" | "marks" | "mark" => {}
                name if is_named(name, "titlepage") => node.children().for_each(|para| self.title(para)),
                "lists" => node.children().for_each(|list| self.list(list, list.name())),
                "spelling" => self.list(node, "spelling"),
                _ => node.children().for_each(|child| self.part(child)),
            },
        }
    }

    /// Reads a paragraph of the script: its note and synopsis are attributes, in some programs elements.
    fn paragraph(&mut self, node: At<'_, '_>) {
        let mut text = MappedText::default();
        let mut style = String::new();
        let mut asides = Vec::new();
        let mut inner = Vec::new();
        let whole = [node];
        let parts: Vec<At<'_, '_>> = if node.name() == "para" { node.children().collect() } else { whole.to_vec() };
        for part in parts {
            match part.name() {
                "style" => style = style_of(part).unwrap_or_default(),
                "marks" => {}
                // A paragraph or text that was never closed holds the paragraphs behind it.
                "para" => inner.push(part),
                "text" => part.children().for_each(|child| match child.name() {
                    "para" => inner.push(child),
                    _ => child.text_into(&mut text),
                }),
                "note" | "notes" => asides.push((Role::Note, part.text())),
                "synopsis" => asides.push((Role::Synopsis, part.text())),
                // The white space between the parts of a paragraph is the file's, not the script's.
                "" if part.text().is_empty() => {}
                _ => part.text_into(&mut text),
            }
        }
        for (name, role) in [("note", Role::Note), ("synopsis", Role::Synopsis)] {
            if let Some(text) = attribute(node, name) {
                asides.push((role, text));
            }
        }
        let role = self.role(&style);
        let text = marks::without(self.source, text);
        let number = attribute(node, "scenenumber").or_else(|| attribute(node, "number"));
        match (role, number) {
            (Role::SceneHeading, Some(number)) => self.script.heading(text, number.as_str()),
            _ => self.script.paragraph(role, text),
        }
        for (role, text) in asides {
            self.script.aside(role, None, text);
        }
        inner.into_iter().for_each(|para| self.paragraph(para));
    }

    /// What a style is, if need be by what it is based on.
    fn role(&self, style: &str) -> Role {
        let mut name = style;
        for _ in 0..16 {
            if let Some(role) = role_of(name) {
                return role;
            }
            match self.styles.get(name) {
                Some(base) => name = base,
                None => break,
            }
        }
        Role::Action
    }

    /// A line of the title page; its bookmark says which.
    fn title(&mut self, node: At<'_, '_>) {
        if let What::Text(_) = node.what() {
            return self.script.single(Role::TitlePage, None, node.text());
        }
        let mut text = MappedText::default();
        for part in node.children().filter(|part| part.name() == "text") {
            part.text_into(&mut text);
        }
        if node.name() == "text" {
            node.text_into(&mut text);
        }
        let key = attribute(node, "bookmark");
        self.script.single(Role::TitlePage, key.as_ref().map(|key| key.as_str().trim()), marks::without(self.source, text));
        if let Some(note) = attribute(node, "note") {
            self.script.single(Role::Note, None, note);
        }
    }

    /// Version 1.2 keeps the title page here.
    fn info(&mut self, node: At<'_, '_>) {
        const TITLES: &[&str] = &["title", "subtitle", "writtenby", "author", "copyright", "contact", "drafts", "draft"];
        for (name, _) in node.attributes() {
            let plain = name.to_ascii_lowercase().replace('_', "");
            let Some(text) = node.attribute(name) else { continue };
            if TITLES.contains(&plain.as_str()) {
                self.script.single(Role::TitlePage, Some(name), text);
            } else if matches!(plain.as_str(), "note" | "notes" | "comments" | "description" | "synopsis") {
                self.script.single(Role::Note, Some(name), text);
            }
        }
    }

    /// A list of names beside the script; an entry may carry notes.
    fn list(&mut self, node: At<'_, '_>, key: &str) {
        const WRITTEN: &[&str] = &["name", "word", "label", "notes", "note", "description", "text", "alias", "actor", "voice"];
        for (name, _) in node.attributes() {
            let plain = name.to_ascii_lowercase().replace('_', "");
            if WRITTEN.contains(&plain.as_str())
                && let Some(text) = node.attribute(name)
            {
                let role = if plain.starts_with("note") || plain == "description" { Role::Note } else { Role::Metadata };
                self.script.single(role, Some(key), text);
            }
        }
        for child in node.children() {
            match child.what() {
                What::Element { .. } => self.list(child, key),
                What::Text(_) => self.script.single(Role::Metadata, Some(key), child.text()),
                What::Comment(_) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{document, places};
    use crate::document::outline;

    const PAGE: &str = r##"<?xml version="1.0" encoding="utf-8"?>
<document type="Open Screenplay Format document" version="50">
  <info uuid="X-1" pagecount="2"/>
  <settings page_width="2159" page_header="HARBOUR - blue draft" page_footer=""/>
  <styles>
    <style name="Action" builtin="1" basestyle="Normal Text"/>
    <style name="Overheard" basestyle="Whispered"/>
    <style name="Whispered" basestyle="Dialogue"/>
    <style name="Loop" basestyle="Loop"/>
  </styles>
  <paragraphs>
    <para number="4A" synopsis="The pilot boat returns."><style basestyle="Scene Heading"/><text>EXT. QUAY - DAWN</text></para>
    <para note="Who says that the voice was cloned?"><style basestyle="Action"/><text>The ferry AN</text><text revision="2">DERS</text><text> &amp; SONS.</text><marks><mark at="3"/></marks></para>
    <para><style basestyle="Character" dualdialogue="1"/><text>NILS (O.S.)</text></para>
    <para><style basestyle="Parenthetical"/><text>(hoarse)</text></para>
    <para note="Softer."><style basestyle="Dialogue"/><text>Cast off.</text></para>
    <para><style basestyle="Overheard"/><text>Now.</text></para>
    <para><style basestyle="Character"/><text>BRITA</text></para>
    <para><style basestyle="Dialogue"/><text>Wait.</text></para>
    <para><style basestyle="Loop"/><text>Fog.</text></para>
    <para><style basestyle="Transition"/><text>CUT TO:</text></para>
  </paragraphs>
  <titlepage>
    <para><style basestyle="Normal Text"/><text></text></para>
    <para bookmark="Title"><style basestyle="Normal Text" align="center"/><text>HARBOUR</text></para>
  </titlepage>
  <spelling language="en_US"><user_dictionary><entry word="Brita"/></user_dictionary></spelling>
  <lists><characters><character name="NILS" color="#112233"/></characters></lists>
</document>
"##;

    const OUTLINE: &str = "\
metadata         HARBOUR - blue draft  [header]
scene-heading    EXT. QUAY - DAWN
synopsis         The pilot boat returns.
action           The ferry ANDERS & SONS.
note             Who says that the voice was cloned?
cue              NILS
cue-extension    (O.S.)  (NILS)
parenthetical    (hoarse)  (NILS)
dialogue         Cast off.⏎Now.  (NILS)
note             Softer.
cue              BRITA
dialogue         Wait.  (BRITA)
action           Fog.
transition       CUT TO:
title-page       HARBOUR  [Title]
metadata         Brita  [spelling]
metadata         NILS  [characters]
";

    #[test]
    fn three_spellings_are_one_script() {
        assert_eq!(outline(&document("a.osf", PAGE)), OUTLINE);
        assert_eq!(document("a.osf", PAGE).scenes[0].number.as_deref(), Some("4A"));
        assert_eq!(places("a.xml", PAGE, "ANDERS & SONS"), [r#"AN</text><text revision="2">DERS</text><text> &amp; SONS"#]);
        let old = PAGE.replace("basestyle=", "basestylename=").replace(" number=", " scene_number=");
        let camel = PAGE
            .replace("basestyle=", "baseStyleName=")
            .replace(" number=", " sceneNumber=")
            .replace("titlepage", "titlePage")
            .replace("page_header", "pageHeader")
            .replace("dualdialogue", "dualDialogue");
        for text in [old, camel] {
            assert_eq!(outline(&document("a.xml", &text)), OUTLINE);
            assert_eq!(document("a.xml", &text).scenes[0].number.as_deref(), Some("4A"));
        }
    }

    #[test]
    fn escaped_tags_cut_no_words() {
        let text = r#"<document type="Open Screenplay Format document" version="12">
<info title="TIDE" written_by="K. Lund" uuid="1"/>
<paragraphs><para><style basestylename="Action"/><text>The &lt;b&gt;An&lt;/b&gt;ders &lt;rev="1"&gt;sign&lt;/rev&gt;, 3 &lt; 4 &amp; &lt;blank&gt;.</text></para></paragraphs></document>"#;
        insta::assert_snapshot!(outline(&document("a.xml", text)), @r"
        title-page       TIDE  [title]
        title-page       K. Lund  [written_by]
        action           The Anders sign, 3 < 4 & <blank>.
        ");
        assert_eq!(places("a.xml", text, "Anders"), ["An&lt;/b&gt;ders"]);
    }

    #[test]
    fn other_xml_is_left_alone() {
        let source = crate::source::Source::from_text("scripts/build.xml", "<project><para>text</para></project>");
        assert!(super::super::recognise(&source, None).is_none());
    }

    #[test]
    fn a_file_cut_short_keeps_its_paragraphs() {
        let read = document("a.osf", PAGE.split("<para><style basestyle=\"Loop\"/>").next().unwrap());
        assert_eq!(read.remarks.len(), 1);
        assert!(outline(&read).ends_with("cue              BRITA\ndialogue         Wait.  (BRITA)\n"));
        for open in ["BRITA</text>", "BRITA"] {
            let unclosed = PAGE.replace("BRITA</text></para>", open);
            assert_eq!(outline(&document("a.osf", &unclosed)), OUTLINE);
        }
    }
}
