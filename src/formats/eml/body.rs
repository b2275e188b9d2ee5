//! The body of a mail: its text, or its parts.

use super::super::letters::{Letter, letters, tag, without_tags};
use super::decode::decoded;
use super::{Headers, paragraphs};
use crate::document::{Builder, Role};
use std::ops::Range;

/// Parts inside parts inside parts: what lies deeper is read as text.
const DEEPEST: usize = 12;

/// Adds the text of a part, `text[body]`, that has these headers.
pub(super) fn push(text: &str, headers: &Headers<'_>, body: Range<usize>, depth: usize, out: &mut Builder) {
    let kind = headers.content_type(text);
    let boundary = headers.parameter(text, "content-type", "boundary").filter(|boundary| !boundary.is_empty());
    if let Some(boundary) = boundary.filter(|_| kind.starts_with("multipart/") && depth < DEEPEST) {
        return parts(text, kind == "multipart/alternative", boundary, body, depth, out);
    }
    if kind == "message/rfc822" && depth < DEEPEST {
        let (inner, rest) = Headers::read(text, body.clone());
        out.item(None);
        inner.push(text, out);
        return push(text, &inner, rest..body.end, depth + 1, out);
    }
    let attached = headers.value(text, "content-disposition").to_ascii_lowercase().starts_with("attachment");
    if attached || !(kind.is_empty() || kind.starts_with("text/") || kind.starts_with("multipart/")) {
        return attachment(text, headers, out);
    }
    let transfer = headers.value(text, "content-transfer-encoding");
    let letters = decoded(text, body, transfer, headers.charset(text));
    if kind == "text/html" {
        paragraphs::push(text, &without_tags(&without_styles(letters)), out);
    } else {
        paragraphs::push(text, &letters, out);
    }
}

/// Reads the parts between boundaries; of several forms of one text, the plain one alone.
fn parts(text: &str, alternative: bool, boundary: &str, body: Range<usize>, depth: usize, out: &mut Builder) {
    let mut found: Vec<(Headers<'_>, Range<usize>)> = Vec::new();
    let mut start = None;
    let mut at = body.start;
    let mut before = body.start;
    while at <= body.end {
        let line = &text[at..body.end];
        let length = memchr::memchr(b'\n', line.as_bytes()).map_or(line.len(), |length| length + 1);
        let mark = line[..length].trim_end().strip_prefix("--").and_then(|rest| rest.strip_prefix(boundary));
        let ends = length == 0 && at == body.end;
        if ends || mark.is_some_and(|rest| rest.is_empty() || rest == "--") {
            match start {
                Some(from) => {
                    let (headers, rest) = Headers::read(text, from..at);
                    found.push((headers, rest..at));
                }
                // What stands before the first part is for programs that know no parts.
                None if ends => before = body.end,
                None => {}
            }
            start = Some(at + length).filter(|_| mark.is_some_and(str::is_empty));
            if start.is_none() {
                break;
            }
        }
        if ends {
            break;
        }
        at += length;
    }
    if found.is_empty() {
        // No boundary was found: the text is not in parts after all.
        return paragraphs::push(text, &letters(text, body.start as u32..before.max(body.start) as u32), out);
    }
    let plain = alternative && found.iter().any(|(headers, _)| headers.content_type(text) == "text/plain");
    for (headers, part) in found {
        if !(plain && headers.content_type(text) == "text/html") {
            push(text, &headers, part, depth + 1, out);
        }
    }
}

fn attachment(text: &str, headers: &Headers<'_>, out: &mut Builder) {
    let name = headers.written(text, "content-disposition", "filename");
    let name = if name.is_empty() { headers.written(text, "content-type", "name") } else { name };
    if !name.is_empty() {
        out.item(None);
        out.push_keyed(Role::Reference, name, Some("attachment"));
    }
}

/// HTML without its style sheets and programs.
fn without_styles(letters: Vec<Letter>) -> Vec<Letter> {
    let mut out = Vec::with_capacity(letters.len());
    let mut inside: Option<&str> = None;
    let mut at = 0;
    while at < letters.len() {
        if letters[at].c == '<'
            && let Some(tag) = tag(&letters[at..])
        {
            match inside {
                Some(name) if tag.name.strip_prefix('/') == Some(name) => inside = None,
                None => {
                    inside = ["style", "script", "head"].into_iter().find(|name| *name == tag.name);
                    if inside.is_none() {
                        out.extend_from_slice(&letters[at..at + tag.length]);
                    }
                }
                Some(_) => {}
            }
            at += tag.length;
            continue;
        }
        if inside.is_none() {
            out.push(letters[at]);
        }
        at += 1;
    }
    out
}
