//! OpenTimelineIO (`.otio`): JSON in which each object says what it is (`OTIO_SCHEMA`).
//!
//! A timeline, a track and a clip are items, each with its markers, its media and what programs keep in `metadata`; what a
//! composition holds follows it. Numbers and truth values are settings. In an `.otioz` archive the timeline lies beside its media.

use super::archive::Archive;
use super::entries::is_prose;
use super::fields::{Meaning, meaning};
use super::paragraphs::replay;
use super::values::Value;
use super::{Container, Format, Member, MemberFormat, json, loose, percent};
use crate::document::{Builder, Kind, Role};
use crate::source::Source;
use crate::text::MappedText;

pub struct Otio;

impl Format for Otio {
    fn id(&self) -> &'static str {
        "otio"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["otio"]
    }

    fn kind(&self) -> Option<Kind> {
        Some(Kind::Note)
    }

    fn read(&self, source: &Source, out: &mut Builder) {
        match json::parse(source.text(), 0) {
            Ok(values) => {
                for document in &values.documents {
                    thing(document, out);
                }
                for comment in &values.comments {
                    out.push(Role::Comment, comment.clone().trimmed());
                }
            }
            Err(broken) => {
                let text = source.text();
                let mut inner = Builder::new(out.kind(), self.id());
                loose::read(text, &broken, &mut inner);
                let mut document = inner.finish();
                document.elements.retain(|element| element.key.as_deref() != Some("OTIO_SCHEMA"));
                replay(document, &MappedText::verbatim(text, 0..text.len() as u32), out, |_| None);
            }
        }
    }
}

pub struct Otioz;

impl Container for Otioz {
    fn id(&self) -> &'static str {
        "otio"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["otioz"]
    }

    fn kind(&self) -> Option<Kind> {
        Some(Kind::Note)
    }

    fn accepts(&self, _: &[u8]) -> bool {
        true
    }

    fn open(&self, bytes: &[u8], limit: u64) -> Result<Vec<Member>, String> {
        let way_out = |said: &str| format!("{}; export the timeline as OTIO without its media", said.split("; ").next().unwrap_or(said));
        let timeline = Archive::open(bytes, limit).and_then(|mut archive| archive.read("content.otio")).map_err(|said| way_out(&said))?;
        let content = timeline.ok_or_else(|| way_out("there is no timeline in it"))?;
        Ok(vec![Member { name: "content.otio".to_owned(), content, format: Some(MemberFormat::Known(&Otio)), kind: Some(Kind::Note) }])
    }
}

/// Fields whose objects are items of their own.
const PARTS: &[&str] = &["tracks", "children"];

/// Reads a timeline, a composition or a clip as an item, then what it holds.
fn thing(value: &Value, out: &mut Builder) {
    let name = value.get("name").and_then(Value::as_str).map(str::trim).filter(|name| !name.is_empty());
    out.item(name);
    let schema = value.get("OTIO_SCHEMA").and_then(Value::as_str).unwrap_or("");
    if let Value::Map(entries) = value {
        for (key, value) in entries.iter().filter(|(key, _)| !PARTS.contains(&key.as_str())) {
            let role = if key.as_str() == "name" && schema.starts_with("Timeline") { Role::Heading } else { Role::Cell };
            field(key.as_str(), value, role, out);
        }
    } else {
        field("", value, Role::Cell, out);
    }
    for part in value.entries().iter().filter(|(key, _)| PARTS.contains(&key.as_str())).map(|(_, value)| value) {
        match part {
            Value::List(values) => values.iter().for_each(|value| thing(value, out)),
            value => thing(value, out),
        }
    }
}

/// Reads the value of a field; `path` is the names of the fields it lies in.
fn field(path: &str, value: &Value, role: Role, out: &mut Builder) {
    match value {
        Value::Null | Value::Plain(_) => {}
        Value::Text(text) => string(path, text, role, out),
        Value::List(values) => values.iter().for_each(|value| field(path, value, role, out)),
        Value::Map(entries) => {
            let is_marker = value.get("OTIO_SCHEMA").and_then(Value::as_str).is_some_and(|schema| schema.starts_with("Marker"));
            for (key, value) in entries {
                let path = if path.is_empty() { key.as_str().to_owned() } else { format!("{path}.{}", key.as_str()) };
                let role = if is_marker && matches!(key.as_str(), "name" | "comment") { Role::Note } else { Role::Cell };
                field(&path, value, role, out);
            }
        }
    }
}

fn string(path: &str, text: &MappedText, role: Role, out: &mut Builder) {
    let key = path.rsplit('.').next().unwrap_or(path);
    let mut text = text.clone();
    let (role, path) = match key {
        "OTIO_SCHEMA" => return,
        "target_url" | "target_url_base" => {
            text = percent::decoded(text, encoding_rs::UTF_8);
            (Role::Reference, key)
        }
        _ if role == Role::Cell && (is_prose(&text) || meaning(key) == Meaning::Remark) => (Role::Note, path),
        _ => (role, path),
    };
    // Numbers and truth values in quotes are settings too, as are the ids of programs.
    let says = text.as_str().chars().any(char::is_alphabetic) && !matches!(text.as_str(), "true" | "false" | "TRUE" | "FALSE");
    if says {
        out.push_keyed(role, text.trimmed(), Some(path));
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{document, places};
    use crate::document::outline;

    #[test]
    fn clips_carry_markers_and_metadata() {
        let text = r#"{"OTIO_SCHEMA": "Timeline.1", "name": "Kestrel R2", "global_start_time": null,
 "metadata": {"x": {"limit": -Infinity, "n": NaN, "big": 170141183460469231731687303715884105728, "note": "Ren\u00e9e's pass"}},
 "tracks": {"OTIO_SCHEMA": "Stack.1", "name": "tracks", "children": [
  {"OTIO_SCHEMA": "Track.1", "name": "V1", "kind": "Video", "children": [
   {"OTIO_SCHEMA": "Clip.2", "name": "KES_010", "media_references": {"DEFAULT_MEDIA": {"OTIO_SCHEMA": "ExternalReference.1", "target_url": "file:///plates/gull%20two.mov"}},
    "markers": [{"OTIO_SCHEMA": "Marker.2", "name": "fix", "comment": "", "color": "RED", "metadata": {"says": "paint the rig out here"}}], "enabled": true}]}]}}"#;
        let read = document("cut/r2.otio", text);
        insta::assert_snapshot!(outline(&read), @r"
        heading          Kestrel R2  [name]
        note             Renée's pass  [metadata.x.note]
        cell             tracks  [name]
        cell             V1  [name]
        cell             Video  [kind]
        cell             KES_010  [name]
        reference        file:///plates/gull two.mov  [target_url]
        note             fix  [markers.name]
        cell             RED  [markers.color]
        note             paint the rig out here  [markers.metadata.says]
        ");
        let names: Vec<_> = read.items.iter().map(|item| item.name.as_deref().unwrap_or("-")).collect();
        assert_eq!(names, ["Kestrel R2", "tracks", "V1", "KES_010"]);
        assert!(read.remarks.is_empty());
        assert_eq!(places("cut/r2.otio", text, "Renée"), [r"Ren\u00e9e"]);
        assert_eq!(document("cut/r2.otio", &text[..text.len() - 2]).remarks.len(), 1);
    }

    #[test]
    fn an_archive_holds_a_timeline() {
        use super::super::archive::tests::packed;
        use super::*;
        let whole = packed(&[
            ("version.txt", "1.0"),
            ("content.otio", r#"{"OTIO_SCHEMA": "Timeline.1", "name": "Kestrel"}"#),
            ("media/a.mov", "x"),
        ]);
        insta::assert_snapshot!(super::super::tests::member_outlines(&Otioz, &whole), @r"
        == content.otio: otio
        heading          Kestrel  [name]
        ");
        assert!(Otioz.open(b"PK", 1 << 20).err().is_some_and(|said| said.contains("without its media")));
    }
}
