//! Prompty files (`.prompty`): front matter in YAML, and a chat whose roles stand alone on a line (`system:`).
//!
//! The body is a Jinja or Mustache template; a Markdown picture in it is a picture given to the model.

use super::Format;
use super::template::{self, Language, Part, Tag, Tags, What};
use crate::document::{Builder, Kind};
use crate::source::Source;
use std::ops::Range;

const ROLES: &[&str] = &["system", "user", "assistant", "developer", "tool", "function", "model", "instructions"];

pub struct Prompty;

impl Format for Prompty {
    fn id(&self) -> &'static str {
        "prompty"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["prompty"]
    }

    fn kind(&self) -> Option<Kind> {
        Some(Kind::Prompt)
    }

    fn read(&self, source: &Source, out: &mut Builder) {
        let start = template::head(source, out);
        let text = source.text();
        let mut tags = Tags::of(text, start, Language::Jinja);
        pictures(text, start, &mut tags);
        let end = text.len() as u32;
        let mut parts = vec![Part { role: None, name: None, range: start..end }];
        for line in source.line_of(start)..source.line_count() {
            let range = source.line_range(line);
            if range.start < start {
                continue;
            }
            let line = &text[range.start as usize..range.end as usize];
            let Some(role) = role(line) else { continue };
            let name = speaker(line).map(|name| range.start + name.start as u32..range.start + name.end as u32);
            if let Some(last) = parts.last_mut() {
                last.range.end = range.start;
            }
            parts.push(Part { role: Some(role.to_owned()), name, range: range.end..end });
        }
        template::read(source, &parts, &tags, out);
    }
}

/// The role that a line names: `system:`, `# user:`, `assistant[name="x"]:`.
fn role(line: &str) -> Option<&str> {
    let name = line.trim().trim_start_matches(['#', ' ']).strip_suffix(':')?.trim_end();
    let bare = name.split('[').next().unwrap_or(name).trim_end();
    let known = ROLES.iter().any(|role| role.eq_ignore_ascii_case(bare));
    (known && (bare.len() == name.len() || name.ends_with(']'))).then_some(bare)
}

/// Where the name stands in `user[name="Ada"]:`.
fn speaker(line: &str) -> Option<Range<usize>> {
    let start = line.find("name=")? + "name=".len();
    let length = line[start..].find([']', ',']).unwrap_or(0);
    let quotes: &[char] = &['"', '\'', ' '];
    let name = line[start..start + length].trim_matches(quotes);
    let skip = line[start..].find(name).unwrap_or(0);
    (!name.is_empty()).then_some(start + skip..start + skip + name.len())
}

/// Finds Markdown pictures (`![words](address)`) between the tags. The words stay in the text; only the address is cut.
fn pictures(text: &str, from: u32, tags: &mut Tags) {
    let mut found = Vec::new();
    let mut start = from as usize;
    for line in text[start..].split_inclusive(['\n', '\r']) {
        let mut at = 0;
        while let Some(middle) = line[at..].find("![").and_then(|open| Some(at + open + line[at + open..].find("](")?)) {
            let Some(length) = line[middle + 2..].find(')') else { break };
            let range = (start + middle) as u32 + 1..(start + middle + 3 + length) as u32;
            let next = tags.tags.partition_point(|tag| tag.range.end <= range.start);
            if tags.tags.get(next).is_none_or(|tag| tag.range.start >= range.end) {
                found.push(Tag { what: What::Media, inner: range.start + 1..range.end - 1, range });
            }
            at = middle + 3 + length;
        }
        start += line.len();
    }
    tags.tags.extend(found);
    tags.tags.sort_by_key(|tag| tag.range.start);
}

#[cfg(test)]
mod tests {
    use super::super::tests::document;
    use crate::document::outline;

    const CHAT: &str = "---\nname: boat\nmodel:\n  id: own-one\n  provider: house\nsample:\n  name: Ada Loveridge\n  scene: ${file:scene.txt}\n  key: ${env:KEY}\n  text: > # folded\n    a tin\n    boat, wet\n\n    rope\n  long: \"two\n    lines\"\ninputs:\n  - name: look\n    default: ink wash\n---\nsystem:\nYou draw boats.\n{# ask Tam #}\n# Rules\n{% if look %}\nIn the look {{look}}.\n{% endif %}\n\nuser:\n![a pier](refs/pier.png) wet rope\nTool: {{tool}}\nassistant:\nuser[name=\"ada\"]:\nLater.\n";

    #[test]
    fn roles_and_pictures() {
        let read = document("x/boat.prompty", CHAT);
        insta::assert_snapshot!(outline(&read), @r"
        metadata         boat  [name]
        metadata         own-one  [model]
        metadata         house  [model.provider]
        prompt           Ada Loveridge
        reference        scene.txt  [sample.scene]
        metadata         ${env:KEY}  [sample.key]
        prompt           a tin boat, wet⏎rope
        prompt           two lines
        metadata         look  [inputs.name]
        prompt           ink wash
        prompt           You draw boats.
        heading          Rules
        prompt           In the look look.
        comment          ask Tam
        prompt           !a pier                wet rope
        prompt           Tool: tool
        reference        refs/pier.png  [image]
        metadata         ada  [name]
        prompt           Later.
        ");
        assert_eq!(read.remarks, []);
        for cut in (0..CHAT.len()).filter(|&at| CHAT.is_char_boundary(at)) {
            document("x/boat.prompty", &CHAT[..cut]);
        }
    }
}
