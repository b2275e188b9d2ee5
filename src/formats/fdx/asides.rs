//! What stands beside a paragraph: notes, and the title, summary and arc beats of a scene.

use super::super::xml::At;
use super::Reader;
use crate::document::Role;
use crate::text::MappedText;

impl Reader<'_, '_> {
    /// A note: its text, then the name, the type and the author that stand in attributes.
    pub(super) fn note(&mut self, node: At<'_, '_>) {
        let mut parts = vec![(Role::Note, None, joined(node).trimmed())];
        for (attribute, role, key) in [
            ("Name", Role::Note, "name"),
            ("Type", Role::Note, "type"),
            ("Author", Role::Metadata, "author"),
            ("WriterName", Role::Metadata, "author"),
        ] {
            // Ids and colours are no words.
            if let Some(text) = node.attribute(attribute).filter(|text| text.as_str().chars().any(char::is_alphabetic)) {
                parts.push((role, Some(key), text.trimmed()));
            }
        }
        self.asides.push(parts);
    }

    /// Title, summary and arc beats of a scene.
    pub(super) fn properties(&mut self, node: At<'_, '_>) {
        for attribute in ["Title", "Description"] {
            if let Some(text) = node.attribute(attribute) {
                self.asides.push(vec![(Role::Note, Some("title"), text.trimmed())]);
            }
        }
        for part in node.children() {
            if part.name() == "Summary" {
                self.asides.push(vec![(Role::Synopsis, None, joined(part).trimmed())]);
            } else {
                let beats: Vec<At<'_, '_>> = if part.name() == "SceneArcBeats" { part.children().collect() } else { vec![part] };
                for beat in beats {
                    let mut parts = vec![(Role::Note, None, joined(beat).trimmed())];
                    if let Some(name) = beat.attribute("Name") {
                        parts.insert(0, (Role::Note, Some("character"), name.trimmed()));
                    }
                    self.asides.push(parts);
                }
            }
        }
    }
}

/// The text below a node; paragraphs get a line end between them.
fn joined(node: At<'_, '_>) -> MappedText {
    let mut out = MappedText::default();
    for part in node.children() {
        let text = match part.name() {
            "Paragraph" => part.text(),
            "" => part.text().trimmed(),
            _ => joined(part),
        };
        append_line(&mut out, &text);
    }
    if node.name() == "Text" { node.text() } else { out }
}

pub(super) fn append_line(out: &mut MappedText, text: &MappedText) {
    if text.is_empty() {
        return;
    }
    if !out.is_empty() {
        let (from, to) = (out.span().end, text.span().start);
        out.push_instead("\n", from..to.max(from));
    }
    out.append(text);
}
