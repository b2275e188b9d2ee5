//! What describes a text file at its head: front matter between `---` lines, and `key: value` lines.

use super::lines::{Line, lines_from};
use super::prompt_text::push_prompt;
use crate::document::{Builder, Kind, Role};
use crate::source::Source;
use crate::text::MappedText;
use std::ops::Range;

/// Front matter longer than this is taken for text between two rules.
const LONGEST: usize = 400;

/// Fields of a prompt file that describe it wherever they stand.
const FIELDS: &[&str] = &[
    "purpose",
    "use",
    "usage",
    "production",
    "project",
    "show",
    "series",
    "tool",
    "tools",
    "model",
    "model id",
    "engine",
    "provider",
    "tier",
    "plan",
    "account",
    "licence",
    "license",
    "owner",
    "contact",
    "date",
    "created",
    "status",
    "version",
    "approved",
    "approved by",
    "approval",
    "reviewer",
    "client",
    "seed",
    "strength",
    "cfg",
    "cfg scale",
    "guidance",
    "steps",
    "sampler",
    "scheduler",
    "settings",
    "resolution",
    "size",
    "fps",
    "duration",
    "length",
    "aspect",
    "aspect ratio",
    "ar",
    "ratio",
    "quality",
    "checkpoint",
    "vae",
    "clip skip",
    "variations",
    "stability",
    "similarity",
    "denoise",
    "temperature",
    "zweck",
    "werkzeug",
    "outil",
    "projet",
    "herramienta",
];

/// Fields that describe the file at its head, and are words of a prompt further down.
const HEAD_FIELDS: &[&str] =
    &["title", "name", "id", "shot", "scene", "sc", "sequence", "seq", "episode", "ep", "author", "artist", "department", "tags"];

/// A line `key: value`.
pub(super) struct Field<'a> {
    pub key: &'a str,
    /// The key in lower case, with spaces for `_` and `-`.
    pub plain_key: String,
    /// Where the value starts in the line, white space skipped.
    pub value: usize,
}

/// Splits a line at its first colon, if what stands before it could be a key.
pub(super) fn field(text: &str) -> Option<Field<'_>> {
    let (key, rest) = text.split_once(':')?;
    let trimmed = key.trim();
    let fits = !trimmed.is_empty()
        && trimmed.len() <= 40
        && trimmed.starts_with(char::is_alphabetic)
        && trimmed.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '#' | '(' | ')' | '/'))
        && (rest.is_empty() || rest.starts_with([' ', '\t']));
    fits.then(|| Field {
        key: trimmed,
        plain_key: trimmed.to_lowercase().replace(['_', '-'], " "),
        value: text.len() - rest.trim_start().len(),
    })
}

/// Whether a field describes the file; `top` says that no text came before it.
pub(super) fn describes(field: &Field<'_>, text: &str, top: bool) -> bool {
    let value = &text[field.value..];
    let key = field.plain_key.as_str();
    !value.is_empty() && (FIELDS.contains(&key) || top && HEAD_FIELDS.contains(&key) && value.chars().count() <= 60)
}

/// Reads front matter at the top of a file into metadata; returns the byte at which the text behind it starts (0 without any).
///
/// Comment lines (`#`) may stand before it, as dotprompt files have them.
pub(super) fn front_matter(source: &Source, out: &mut Builder) -> u32 {
    let lines = lines_from(source, 0);
    let Some(open) = lines.iter().position(|line| !line.text.is_empty() && !line.text.starts_with('#')) else {
        return 0;
    };
    if lines[open].text != "---" {
        return 0;
    }
    let body = &lines[open + 1..];
    let Some(length) = body.iter().take(LONGEST).position(|line| matches!(line.text, "---" | "...")) else {
        return 0;
    };
    let body = &body[..length];
    let begins = body.iter().find(|line| !line.text.is_empty() && !line.text.starts_with('#'));
    if begins.is_none_or(|line| entry(line.text).is_none()) {
        return 0;
    }
    for line in lines[..open].iter().filter(|line| !line.text.is_empty()) {
        push_comment(source, line, out);
    }
    Entries { source, parents: Vec::new() }.read(body, out);
    let close = open + 1 + length;
    lines.get(close + 1).map_or(source.text().len() as u32, |line| source.line_range(source.line_of(line.range.start)).start)
}

fn push_comment(source: &Source, line: &Line<'_>, out: &mut Builder) {
    out.item(None);
    out.push(Role::Comment, comment_text(source.text(), line.range.clone()));
}

/// The words of a `#` comment.
pub(super) fn comment_text(text: &str, range: Range<u32>) -> MappedText {
    let raw = &text[range.start as usize..range.end as usize];
    let skip = raw.len() - raw.trim_start_matches(['#', '/', ' ', '\t']).len();
    MappedText::verbatim(text, range.start + skip as u32..range.end)
}

/// A key of the front matter and where its value starts; quoted keys count without their quotes.
fn entry(text: &str) -> Option<(&str, usize)> {
    let colon = if text.ends_with(':') && !text[..text.len() - 1].contains(": ") { text.len() - 1 } else { text.find(": ")? };
    let key = text[..colon].trim().trim_matches(['"', '\'']);
    let fits = !key.is_empty() && key.len() <= 60 && !key.contains(['{', '[', '"']);
    fits.then(|| (key, text.len() - text[colon + 1..].trim_start().len()))
}

/// The entries of front matter: a subset of YAML that every line of it can be read with.
struct Entries<'a> {
    source: &'a Source,
    /// Keys that the line is nested in, with their indent.
    parents: Vec<(usize, String)>,
}

impl Entries<'_> {
    fn read(&mut self, lines: &[Line<'_>], out: &mut Builder) {
        for line in lines.iter().filter(|line| !line.text.is_empty()) {
            if line.text.starts_with('#') {
                push_comment(self.source, line, out);
                continue;
            }
            let dash =
                if line.text == "-" || line.text.starts_with("- ") { line.text.len() - line.text[1..].trim_start().len() } else { 0 };
            let (text, indent) = (&line.text[dash..], line.indent + dash);
            let start = line.range.start + dash as u32;
            while self.parents.last().is_some_and(|(at, _)| *at >= indent) {
                self.parents.pop();
            }
            let value = match entry(text) {
                Some((key, value)) => {
                    self.parents.push((indent, key.to_owned()));
                    value
                }
                None => 0,
            };
            self.push(unquoted(text, value, start), out);
        }
    }

    fn push(&self, range: Range<u32>, out: &mut Builder) {
        let text = MappedText::verbatim(self.source.text(), range);
        if text.as_str().chars().all(|c| !c.is_alphanumeric()) {
            return;
        }
        let path = self.parents.iter().map(|(_, key)| key.as_str()).collect::<Vec<_>>().join(".");
        // The model that a prompt is for, whether its front matter spells it in one line or several.
        let key = if matches!(path.as_str(), "model.id" | "model.name") { "model" } else { path.as_str() };
        // What stands in for a variable becomes part of the prompt.
        let stands_in =
            self.parents.iter().any(|(_, key)| matches!(key.as_str(), "default" | "sample" | "samples" | "example" | "examples"));
        let last = self.parents.last().map_or("", |(_, key)| key.as_str()).to_lowercase().replace(['_', '-'], " ");
        out.item(None);
        let is_prompt = stands_in || last == "prompt" || last == "negative prompt" || last == "positive prompt";
        if out.kind() == Kind::Prompt && is_prompt {
            push_prompt(self.source.text(), text, last == "negative prompt", out);
        } else {
            // Above a script it is the title page.
            let role = if out.kind() == Kind::Screenplay { Role::TitlePage } else { Role::Metadata };
            out.push_keyed(role, text, Some(key));
        }
    }
}

/// The range of a value without the quotes round it and without the sign of a block (`>`, `|`).
fn unquoted(text: &str, value: usize, start: u32) -> Range<u32> {
    let raw = text[value..].trim_end();
    let quoted = raw.len() >= 2 && (raw.starts_with('"') && raw.ends_with('"') || raw.starts_with('\'') && raw.ends_with('\''));
    let (from, to) = if quoted { (value + 1, value + raw.len() - 1) } else { (value, value + raw.len()) };
    start + from as u32..start + to as u32
}

/// The same text with its first `end` bytes blank: for a reader that begins at the beginning, with offsets kept.
pub(super) fn blanked(source: &Source, end: u32) -> Source {
    let (head, rest) = source.text().split_at(end as usize);
    let mut text: String = head.bytes().map(|b| if matches!(b, b'\n' | b'\r') { b as char } else { ' ' }).collect();
    text.push_str(rest);
    Source::from_text(&source.path, &text)
}
