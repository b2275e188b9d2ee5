//! The prompt syntax of Stable Diffusion programs: weights, alternatives, model tags, wildcards.
//!
//! Brackets go where they are syntax: `(word:1.2)`, `((word))`, `(word)1.3`, `(word)++`, `[…]`, `{…}`. Round brackets round a remark
//! ("(our postmistress)") stay, since they keep the remark apart from the words beside it. `marks` knows the rest: `word++`,
//! `1.3::word::`, `{2$$a|b}`, `.swap(a, b)`; `tags` what stands in `<…>`.

mod marks;
mod tags;

use super::Cutter;
use crate::document::{Builder, Role};
use crate::text::MappedText;
use marks::Mark;
use std::collections::BTreeSet;
use std::ops::Range;

/// Adds the words of the `kept` stretches of `written` as one element, then its models and wildcards.
pub(super) fn push(cutter: &Cutter<'_>, written: &str, kept: &[Range<usize>], role: Role, out: &mut Builder) {
    let mut parts = Parts::default();
    for range in kept {
        strip(cutter, written, range.clone(), &mut parts);
    }
    parts.end(true);
    out.push(role, parts.wanted.trimmed());
    for (key, name) in parts.models {
        out.push_keyed(Role::Model, cutter.cut(name), Some(key));
    }
    for name in parts.wildcards {
        out.push_keyed(Role::Reference, cutter.cut(name), Some("wildcard"));
    }
    for text in parts.unwanted {
        out.push(Role::NegativePrompt, text.trimmed());
    }
}

/// What a prompt was taken apart into.
#[derive(Default)]
struct Parts {
    wanted: MappedText,
    /// The words since the last `::`; the weight behind them says where they go.
    words: MappedText,
    /// What a weight below zero keeps out of the picture.
    unwanted: Vec<MappedText>,
    models: Vec<(&'static str, Range<usize>)>,
    wildcards: Vec<Range<usize>>,
}

impl Parts {
    fn ends_in_word(&self) -> bool {
        let last = if self.words.as_str().is_empty() { &self.wanted } else { &self.words };
        last.as_str().ends_with(char::is_alphanumeric)
    }

    /// Ends a part of the prompt.
    fn end(&mut self, wanted: bool) {
        let words = std::mem::take(&mut self.words);
        if wanted {
            self.wanted.append(&words);
        } else {
            self.unwanted.push(words);
        }
    }
}

/// Reads one stretch without its syntax.
fn strip(cutter: &Cutter<'_>, written: &str, range: Range<usize>, parts: &mut Parts) {
    let bytes = written.as_bytes();
    let syntax = brackets(&bytes[..range.end], range.start);
    let mut closers = marks::Closers::default();
    let mut tags = tags::Open::default();
    let mut from = range.start;
    let mut at = range.start;
    while at < range.end {
        let skip = if syntax.contains(&at) {
            1
        } else {
            match bytes[at] {
                b'\\' if bytes.get(at + 1).is_some_and(|b| b"()[]{}<>:|_\\,\"".contains(b)) && at + 1 < range.end => {
                    // The escaped character stays, whatever it is.
                    cutter.add(from..at, &mut parts.words);
                    (from, at) = (at + 1, at + 2);
                    continue;
                }
                b'<' => tags.begin(written, at, range.end, parts).unwrap_or(0),
                b'>' => tags.end(at),
                b'e' | b'E' => embedding(written, at, range.clone(), parts).unwrap_or(0),
                b'_' => wildcard(bytes, at, range.clone(), parts).unwrap_or(0),
                _ => 0,
            }
        };
        let mark = if skip > 0 { Some(Mark::Cut(skip)) } else { marks::at(written, at, range.clone(), &mut closers) };
        let Some(mark) = mark else {
            at += 1;
            continue;
        };
        cutter.add(from..at, &mut parts.words);
        let length = match mark {
            Mark::Cut(length) => length,
            Mark::Part(length) | Mark::UnwantedPart(length) => {
                parts.end(matches!(mark, Mark::Part(_)));
                length
            }
            Mark::Unwanted { words, length } => {
                parts.unwanted.push(cutter.cut(words));
                length
            }
        };
        let brackets = syntax.contains(&at);
        at += length;
        from = at;
        if !brackets && parts.ends_in_word() && written[at..].starts_with(char::is_alphanumeric) {
            // Words do not grow together over a mark.
            cutter.apart(at - length..at, &mut parts.words);
        }
    }
    cutter.add(from..range.end, &mut parts.words);
}

/// The bytes that are brackets of the syntax, and the numbers of weights.
fn brackets(bytes: &[u8], start: usize) -> BTreeSet<usize> {
    let mut out = BTreeSet::new();
    let mut open = Vec::new();
    let mut pairs = Vec::new();
    let mut at = start;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'(' => open.push(at),
            b')' => {
                if let Some(opened) = open.pop() {
                    pairs.push((opened, at));
                }
            }
            b'[' | b'{' => {
                out.insert(at);
            }
            b']' | b'}' => {
                out.insert(at);
                out.extend(weight_before(bytes, start, at));
            }
            _ => {}
        }
        at += 1;
    }
    let known: BTreeSet<(usize, usize)> = pairs.iter().copied().collect();
    for &(opened, closed) in &pairs {
        let before = weight_before(bytes, opened, closed);
        let behind = number_length(&bytes[closed + 1..]);
        let behind = if behind == 0 { marks::signs(bytes, closed + 1) } else { behind };
        let behind = if bytes.get(closed + 1 + behind).is_some_and(|b| b.is_ascii_alphanumeric()) { 0 } else { behind };
        let doubled = opened > start && known.contains(&(opened - 1, closed + 1)) || known.contains(&(opened + 1, closed.wrapping_sub(1)));
        if !before.is_empty() || behind > 0 || doubled {
            out.extend([opened, closed]);
            out.extend(before);
            out.extend(closed + 1..closed + 1 + behind);
        }
    }
    out
}

/// The range of `:1.2` right before `closed`; empty if there is none.
fn weight_before(bytes: &[u8], start: usize, closed: usize) -> Range<usize> {
    let digits = bytes[start..closed].iter().rev().take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b' ')).count();
    let colon = (closed - digits).wrapping_sub(1);
    let number = &bytes[closed - digits..closed];
    if colon >= start && colon < closed && bytes[colon] == b':' && number.iter().any(u8::is_ascii_digit) {
        colon..closed
    } else {
        closed..closed
    }
}

fn number_length(bytes: &[u8]) -> usize {
    let length = bytes.iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
    if bytes.first().is_some_and(u8::is_ascii_digit) && bytes[..length].contains(&b'.') { length } else { 0 }
}

/// Reads `embedding:NAME` at `at`; returns its length.
fn embedding(written: &str, at: usize, range: Range<usize>, parts: &mut Parts) -> Option<usize> {
    const WORD: &str = "embedding:";
    let bytes = written.as_bytes();
    let inside = at > range.start && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_');
    if inside || at + WORD.len() > range.end || !bytes[at..at + WORD.len()].eq_ignore_ascii_case(WORD.as_bytes()) {
        return None;
    }
    let start = at + WORD.len();
    let length =
        bytes[start..range.end].iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'/' | b'\\')).count();
    let length = written[start..start + length].trim_end_matches('.').len();
    if length == 0 {
        return None;
    }
    parts.models.push(("embedding", start..start + length));
    Some(WORD.len() + length)
}

/// Reads `__NAME__` at `at`; returns its length.
fn wildcard(bytes: &[u8], at: usize, range: Range<usize>, parts: &mut Parts) -> Option<usize> {
    let inside = at > range.start && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_');
    let rest = bytes[at..range.end].strip_prefix(b"__")?;
    if inside || rest.first().is_none_or(|b| !b.is_ascii_alphanumeric()) {
        return None;
    }
    let run = rest.iter().take(120).take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'/' | b'*')).count();
    let length = rest[..run].windows(2).position(|pair| pair == b"__")?;
    parts.wildcards.push(at + 2..at + 2 + length);
    Some(length + 4)
}
