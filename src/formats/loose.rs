//! JSON, YAML and TOML that are broken: a missing quote, a colon inside a plain YAML text, a merge conflict.
//!
//! Read line by line: a line that begins with a key is that field, strings between quotes belong to the key before them,
//! every other line goes on with the field above it when it is indented deeper. No text is lost.

use super::entries::push_field;
use super::escapes::{Escapes, push_escaped};
use super::fields::{Meaning, meaning, nested};
use super::values::Broken;
use crate::document::{Builder, Role};
use crate::text::MappedText;
use std::ops::Range;

/// Reads a whole text and says what is wrong with it.
pub(super) fn read(source: &str, broken: &Broken, out: &mut Builder) {
    read_lines(source, 0..source.len() as u32, broken, out);
}

/// Reads some lines of a text and says what is wrong with them.
pub(super) fn read_lines(source: &str, lines: Range<u32>, broken: &Broken, out: &mut Builder) {
    out.remark(format!("the text is broken ({}); read line by line", broken.message), broken.at..broken.at);
    out.item(None);
    let mut reader = Reader { source, out, key: String::new(), awaits: false, above: Vec::new(), open: Vec::new(), fresh: true };
    let mut start = lines.start;
    for line in source[lines.start as usize..lines.end as usize].split_inclusive(['\n', '\r']) {
        let content = line.trim_end();
        reader.line(start..start + content.len() as u32);
        start += line.len() as u32;
    }
}

struct Reader<'s, 'b> {
    source: &'s str,
    out: &'b mut Builder,
    /// The field that is being read.
    key: String,
    /// The field has no value yet.
    awaits: bool,
    /// The keys that the line stands under, each with its indentation.
    above: Vec<(usize, String)>,
    /// The brackets that are open, each with the key before it and what it holds.
    open: Vec<(String, Meaning)>,
    /// Nothing was written to the current item yet.
    fresh: bool,
}

impl Reader<'_, '_> {
    fn line(&mut self, range: Range<u32>) {
        let line = &self.source[range.start as usize..range.end as usize];
        let content = line.trim_start();
        let indent = line.len() - content.len();
        let start = range.start + indent as u32;
        if let Some(comment) = content.strip_prefix("//").or_else(|| content.strip_prefix('#')) {
            self.push(Role::Comment, range.end - comment.len() as u32..range.end);
            return;
        }
        if content.starts_with(['"', '{', '}', '[', ']', ',']) {
            return self.strings(start..range.end);
        }
        let rest = content.strip_prefix("- ").map_or(content, str::trim_start);
        let is_entry = rest.len() < content.len();
        if is_entry || content.starts_with("[[") {
            self.item();
        }
        // A list may stand as deep as its key.
        self.above.retain(|(key_indent, _)| *key_indent < indent + usize::from(is_entry));
        match split_key(rest) {
            Some((key, value)) => {
                self.key = key.to_owned();
                self.above.push((indent + content.len() - rest.len(), key.to_owned()));
                self.value(range.end - value.len() as u32..range.end);
            }
            None if self.above.is_empty() => self.push(Role::Unknown, start..range.end),
            None => {
                self.key = self.above.last().map_or_else(String::new, |(_, key)| key.clone());
                self.value(range.end - rest.len() as u32..range.end);
            }
        }
    }

    fn item(&mut self) {
        if !self.fresh {
            self.out.item(None);
            self.fresh = true;
        }
    }

    /// A plain or quoted value behind its key, or on a line of its own.
    fn value(&mut self, range: Range<u32>) {
        let raw = self.source[range.start as usize..range.end as usize].trim_end_matches([',', ' ']);
        let bare = raw.trim_start_matches(['"', '\'']);
        let start = range.start + (raw.len() - bare.len()) as u32;
        let end = start + bare.trim_end_matches(['"', '\'']).len() as u32;
        let is_mark = matches!(bare, "|" | ">" | "|-" | ">-" | "|+" | ">+");
        if !is_mark && start < end {
            self.field(start..end);
        }
    }

    /// A line of JSON: its strings, each a key when a colon follows, and whatever stands outside them.
    fn strings(&mut self, range: Range<u32>) {
        let line = &self.source[range.start as usize..range.end as usize];
        let (mut at, mut outside) = (0, 0);
        while let Some(open) = line[at..].find('"').map(|skip| at + skip) {
            self.outside(range.start, outside..open);
            let close = end_of_string(line, open + 1);
            let string = range.start + open as u32 + 1..range.start + close as u32;
            at = (close + 1).min(line.len());
            outside = at;
            if line[at..].trim_start().starts_with(':') {
                self.key = line[open + 1..close].to_owned();
                self.awaits = true;
            } else {
                self.field(string);
            }
        }
        self.outside(range.start, outside..line.len());
    }

    fn outside(&mut self, base: u32, range: Range<usize>) {
        let part = base + range.start as u32..base + range.end as u32;
        let text = &self.source[part.start as usize..part.end as usize];
        if text.contains('{') {
            self.item();
        }
        for bracket in text.bytes() {
            match bracket {
                b'{' | b'[' => {
                    // A bracket behind a value belongs to no key.
                    let key = if self.awaits { std::mem::take(&mut self.key) } else { String::new() };
                    let told = if self.awaits { told(&key, self.above()) } else { self.above() };
                    self.key.clear();
                    self.awaits = false;
                    self.open.push((key, told));
                }
                b'}' | b']' => self.key = self.open.pop().map_or_else(String::new, |(key, _)| key),
                _ => {}
            }
        }
        let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '.').filter(|word| word.chars().any(char::is_alphabetic));
        if words.any(|word| !matches!(word, "true" | "false" | "null" | "NaN" | "Infinity")) {
            self.push(Role::Unknown, part);
        }
    }

    fn field(&mut self, range: Range<u32>) {
        self.fresh = false;
        let mut text = MappedText::default();
        push_escaped(self.source, range, Escapes::Data, &mut text);
        let told = told(&self.key, self.above());
        self.awaits = false;
        let key = self.open.last().filter(|_| self.key.is_empty()).map_or(&self.key, |(key, _)| key);
        push_field(self.source, self.out.kind(), key, told, &text, false, self.out);
    }

    /// What the field holds that the current one stands in.
    fn above(&self) -> Meaning {
        self.open.last().map_or(Meaning::Open, |(_, told)| *told)
    }

    fn push(&mut self, role: Role, range: Range<u32>) {
        self.fresh = false;
        self.out.push(role, MappedText::verbatim(self.source, range).trimmed());
    }
}

/// What a field holds: by its key, and by the field that it stands in.
fn told(key: &str, above: Meaning) -> Meaning {
    if key.is_empty() { above } else { nested(meaning(key), above, key) }
}

/// Splits `key: value` and `key = value`; a key is at most four words of letters, digits, `_`, `-`, `.`, perhaps quoted.
fn split_key(line: &str) -> Option<(&str, &str)> {
    let at = line.find([':', '='])?;
    let (key, value) = (line[..at].trim().trim_matches(['"', '\'']), &line[at + 1..]);
    let fits =
        !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ')) && key.split(' ').count() <= 4;
    let apart = line.as_bytes()[at] == b'=' || value.is_empty() || value.starts_with([' ', '\t']);
    (fits && apart).then(|| (key, value.trim_start()))
}

/// Where the string that began before `from` ends: at its closing quote, or at the end of the line.
fn end_of_string(line: &str, from: usize) -> usize {
    let mut escaped = false;
    for (at, c) in line[from..].char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return from + at,
            _ => {}
        }
    }
    line.len()
}
