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
    let skip = raw.len() - raw.trim_start_matches(['#', '/', ';', ' ', '\t']).len();
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
        let mut at = 0;
        while at < lines.len() {
            let line = &lines[at];
            at += 1;
            if line.text.is_empty() {
                continue;
            }
            if line.text.starts_with('#') {
                push_comment(self.source, line, out);
                continue;
            }
            let dash =
                if line.text == "-" || line.text.starts_with("- ") { line.text.len() - line.text[1..].trim_start().len() } else { 0 };
            let (text, indent) = (&line.text[dash..], line.indent + dash);
            while self.parents.last().is_some_and(|(at, _)| *at >= indent) {
                self.parents.pop();
            }
            let (value, above) = match entry(text) {
                Some((key, value)) => {
                    self.parents.push((indent, key.to_owned()));
                    (value, indent)
                }
                None => (0, line.indent),
            };
            let mut first = line.clone();
            first.range.start += (dash + value) as u32;
            first.text = &text[value..];
            let (text, more) = value_of(self.source.text(), &first, &lines[at..], above);
            at += more;
            self.push(text, out);
        }
    }

    fn push(&self, text: MappedText, out: &mut Builder) {
        if text.as_str().chars().all(|c| !c.is_alphanumeric()) {
            return;
        }
        let path = self.parents.iter().map(|(_, key)| key.as_str()).collect::<Vec<_>>().join(".");
        // The model that a prompt is for, whether its front matter spells it in one line or several.
        let key = if matches!(path.as_str(), "model.id" | "model.name") { "model" } else { path.as_str() };
        let below = |names: &[&str]| self.parents.iter().any(|(_, key)| names.contains(&key.as_str()));
        let last = self.parents.last().map_or("", |(_, key)| key.as_str()).to_lowercase().replace(['_', '-'], " ");
        // What stands in for a variable becomes part of the prompt; a schema describes what is called so.
        let stands_in = below(&["default", "sample", "samples", "example", "examples"]);
        let is_prompt = stands_in || matches!(last.as_str(), "prompt" | "negative prompt" | "positive prompt") && !below(&["schema"]);
        out.item(None);
        if let Some(outside) = named_outside(&text) {
            let role = if outside.as_str().starts_with("file:") { Role::Reference } else { Role::Metadata };
            let name = if role == Role::Reference { outside.slice("file:".len() as u32..outside.len() as u32) } else { text };
            out.push_keyed(role, name.trimmed(), Some(key));
        } else if out.kind() == Kind::Prompt && is_prompt {
            push_prompt(self.source.text(), text, last == "negative prompt", out);
        } else {
            // Above a script it is the title page.
            let role = if out.kind() == Kind::Screenplay { Role::TitlePage } else { Role::Metadata };
            out.push_keyed(role, text, Some(key));
        }
    }
}

/// `${file:scene.txt}`, `${env:NAME}`: what stands between the braces.
fn named_outside(text: &MappedText) -> Option<MappedText> {
    let inner = text.as_str().strip_prefix("${")?.strip_suffix('}')?;
    let (kind, _) = inner.split_once(':')?;
    matches!(kind, "file" | "env").then(|| text.slice(2..2 + inner.len() as u32))
}

/// Reads the value that begins in `first` and may go on in the lines below it; returns the text and how many lines of `below` it
/// takes. `above` is the indent that its own lines stand deeper than.
fn value_of(source: &str, first: &Line<'_>, below: &[Line<'_>], above: usize) -> (MappedText, usize) {
    let deeper = || below.iter().take_while(|line| line.text.is_empty() || line.indent > above);
    let sign = first.text.strip_prefix(['>', '|']).map(|rest| rest.split(" #").next().unwrap_or(rest));
    if sign.is_some_and(|sign| sign.trim_end().bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-'))) {
        let count = deeper().count();
        return (joined(source, below[..count].iter(), first.text.starts_with('>')), count);
    }
    let quote = first.text.chars().next().filter(|c| matches!(c, '"' | '\''));
    let closes = |text: &str| quote.is_some_and(|quote| text.ends_with(quote));
    let count = match quote {
        _ if first.text.is_empty() || first.text.starts_with(['[', '{']) => 0,
        Some(_) if first.text.len() > 1 && closes(first.text) => 0,
        Some(_) => deeper().position(|line| closes(line.text)).map_or(0, |last| last + 1),
        None => {
            deeper().take_while(|line| !line.text.is_empty() && !line.text.starts_with(['#', '-']) && entry(line.text).is_none()).count()
        }
    };
    let text = joined(source, std::iter::once(first).chain(&below[..count]), true);
    let written = text.as_str();
    let quoted = written.len() > 1 && closes(written);
    let inside = if quoted { 1..written.len() as u32 - 1 } else { 0..written.len() as u32 };
    (text.slice(inside), count)
}

/// Joins lines as YAML does: `fold` reads a line end as a space, and an empty line as a line end.
fn joined<'a>(source: &str, lines: impl Iterator<Item = &'a Line<'a>>, fold: bool) -> MappedText {
    let mut out = MappedText::default();
    let (mut last, mut apart) = (None, false);
    for line in lines {
        if line.text.is_empty() {
            apart = true;
            continue;
        }
        if let Some(end) = last {
            out.push_instead(if fold && !apart { " " } else { "\n" }, end..line.range.start);
        }
        out.push(source, line.range.clone());
        (last, apart) = (Some(line.range.end), false);
    }
    out
}

/// The same text with its first `end` bytes blank: for a reader that begins at the beginning, with offsets kept.
pub(super) fn blanked(source: &Source, end: u32) -> Source {
    let (head, rest) = source.text().split_at(end as usize);
    let mut text: String = head.bytes().map(|b| if matches!(b, b'\n' | b'\r') { b as char } else { ' ' }).collect();
    text.push_str(rest);
    Source::from_text(&source.path, &text)
}
