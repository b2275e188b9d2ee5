//! Prompt templates: text with tags of a template language in it, and chats of several roles.
//!
//! The tags are made blank in a copy of the text that keeps every offset, and the copy is read like any prompt file. What the tags
//! themselves say (a remark, a picture, the words given to a partial) becomes elements of its own behind the part they stand in.

mod tags;

use super::header::front_matter;
use super::lines::{Line, lines_from};
use super::prompt_text::push_prompt;
use super::{plain, yaml};
use crate::document::{Builder, Role};
use crate::source::Source;
use crate::text::MappedText;
use std::ops::Range;
pub(super) use tags::{Language, Tag, Tags, What};

/// A stretch of a template that one speaker of the chat says.
pub(super) struct Part {
    /// `system`, `user`, `model`; `None` where the template names no roles.
    pub role: Option<String>,
    /// What the speaker is called beside the role.
    pub name: Option<Range<u32>>,
    pub range: Range<u32>,
}

/// Reads front matter like any, and says where it is no well-formed YAML; returns where the body starts.
pub(super) fn head(source: &Source, out: &mut Builder) -> u32 {
    let start = front_matter(source, out);
    if start == 0 {
        return 0;
    }
    let text = &source.text()[..start as usize];
    let Some(open) = rule(text, 0) else { return start };
    let Some(close) = rule(text, open.end) else { return start };
    if let Err(broken) = yaml::parse(source.text(), open.end..close.start) {
        let message = format!("the front matter is no well-formed YAML ({}); read line by line", broken.message);
        out.remark(message, broken.at..broken.at);
    }
    start
}

/// The next line of `text` from `from` on that is `---` or `...`.
fn rule(text: &str, from: usize) -> Option<Range<usize>> {
    let mut at = from;
    for line in text[from..].split_inclusive('\n') {
        if matches!(line.trim(), "---" | "...") {
            return Some(at..at + line.len());
        }
        at += line.len();
    }
    None
}

/// Reads the parts of a template and what its tags say.
pub(super) fn read(source: &Source, parts: &[Part], tags: &Tags, out: &mut Builder) {
    for problem in &tags.problems {
        out.remark(problem.0.clone(), problem.1.clone());
    }
    let text = blanked(source.text(), &tags.tags);
    let copy = Source::from_text(&source.path, &text);
    let lines = lines_from(&copy, parts.first().map_or(0, |part| part.range.start));
    for part in parts {
        let first = lines.partition_point(|line| line.range.end < part.range.start);
        let last = lines.partition_point(|line| line.range.start < part.range.end).max(first);
        let lines: Vec<Line<'_>> = lines[first..last].iter().filter_map(|line| clipped(&copy, line, &part.range)).collect();
        if let Some(name) = &part.name {
            out.item(part.role.as_deref());
            out.push_keyed(Role::Metadata, MappedText::verbatim(source.text(), name.clone()), Some("name"));
        }
        match &part.role {
            Some(role) => plain::chat(&copy, &lines, role, out),
            None => plain::prompts(&copy, &lines, out),
        }
        let first = tags.tags.partition_point(|tag| tag.range.start < part.range.start);
        let last = tags.tags.partition_point(|tag| tag.range.start < part.range.end).max(first);
        tags.tags[first..last].iter().for_each(|tag| push_tag(source.text(), tag, out));
    }
}

/// The part of a line that lies in `range`: a tag of a role may stand within a line.
fn clipped<'a>(source: &'a Source, line: &Line<'a>, range: &Range<u32>) -> Option<Line<'a>> {
    if line.range.start >= range.start && line.range.end <= range.end {
        return Some(line.clone());
    }
    let (start, end) = (line.range.start.max(range.start), line.range.end.min(range.end));
    let raw = source.text().get(start as usize..end as usize)?;
    let text = raw.trim();
    let start = start + (raw.len() - raw.trim_start().len()) as u32;
    Some(Line { text, range: start..start + text.len() as u32, indent: line.indent })
}

/// The text with its tags blank, as long as before.
fn blanked(text: &str, tags: &[Tag]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for tag in tags.iter().filter(|tag| tag.what != What::Variable) {
        out.push_str(&text[at..tag.range.start as usize]);
        at = tag.range.end as usize;
        out.extend(text[tag.range.start as usize..at].bytes().map(|b| if matches!(b, b'\n' | b'\r') { b as char } else { ' ' }));
    }
    out.push_str(&text[at..]);
    out
}

/// Adds what a tag says to the part that was read last.
fn push_tag(source: &str, tag: &Tag, out: &mut Builder) {
    let inner = MappedText::verbatim(source, tag.inner.clone()).trimmed();
    match tag.what {
        What::Comment => {
            out.push(Role::Comment, inner);
        }
        What::Media => {
            out.push_keyed(Role::Reference, inner, Some("image"));
        }
        What::Partial => {
            let name = inner.as_str().split(char::is_whitespace).next().unwrap_or("").len() as u32;
            out.push_keyed(Role::Reference, inner.slice(0..name), Some("partial"));
            words(source, tag, out);
        }
        What::Block => words(source, tag, out),
        What::Role | What::Left | What::Variable => {}
    }
}

/// Reads the quoted words that a tag hands on: they end up in the prompt.
fn words(source: &str, tag: &Tag, out: &mut Builder) {
    let inner = &source[tag.inner.start as usize..tag.inner.end as usize];
    let mut at = 0;
    while let Some(open) = inner[at..].find(['"', '\'']).map(|skip| at + skip) {
        let quote = inner.as_bytes()[open] as char;
        let Some(length) = inner[open + 1..].find(quote) else { return };
        let start = tag.inner.start + open as u32 + 1;
        push_prompt(source, MappedText::verbatim(source, start..start + length as u32), false, out);
        at = open + length + 2;
    }
}
