//! The words of Tcl, as far as Nuke writes it.

use super::super::letters::{Letter, letters};
use std::ops::Range;

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Bare,
    Quoted,
    Braced,
    /// From `#` to the end of the line.
    Comment,
}

/// One word; its range leaves quotes and the outer braces out.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub form: Form,
    pub range: Range<u32>,
}

impl Word {
    /// Its letters, escapes replaced.
    pub fn letters(&self, source: &str) -> Vec<Letter> {
        let raw = letters(source, self.range.clone());
        if matches!(self.form, Form::Braced | Form::Comment) {
            return raw;
        }
        let mut out: Vec<Letter> = Vec::with_capacity(raw.len());
        let mut at = 0;
        while at < raw.len() {
            let letter = raw[at];
            match raw.get(at + 1).filter(|_| letter.c == '\\') {
                // Labels are escaped twice over.
                Some(next) if next.c == '\\' => {
                    let line = raw.get(at + 2).is_some_and(|third| third.c == 'n');
                    let last = if line { raw[at + 2] } else { *next };
                    out.push(Letter { c: if line { '\n' } else { '\\' }, from: letter.from, to: last.to });
                    at += if line { 3 } else { 2 };
                }
                Some(next) => {
                    let c = match next.c {
                        'n' | 'r' => '\n',
                        't' => '\t',
                        other => other,
                    };
                    out.push(Letter { c, from: letter.from, to: next.to });
                    at += 2;
                }
                None => {
                    out.push(letter);
                    at += 1;
                }
            }
        }
        out
    }
}

/// Reads the commands of a part of the source. An open quote runs to the end of the part; what stands behind an open brace is
/// read as commands of the part, so that a script that was cut short loses nothing.
pub(super) fn commands(source: &str, part: Range<u32>) -> Vec<Vec<Word>> {
    let bytes = &source.as_bytes()[..part.end as usize];
    let mut out = Vec::new();
    let mut command: Vec<Word> = Vec::new();
    let mut at = part.start as usize;
    let pairs = pairs(bytes, at);
    while at < bytes.len() {
        match bytes[at] {
            b'\n' | b'\r' | b';' => {
                if !command.is_empty() {
                    out.push(std::mem::take(&mut command));
                }
                at += 1;
            }
            b' ' | b'\t' | b'}' => at += 1,
            b'#' if command.is_empty() => {
                let end = memchr::memchr2(b'\n', b'\r', &bytes[at..]).map_or(bytes.len(), |length| at + length);
                let start = at + bytes[at..end].iter().take_while(|b| matches!(b, b'#' | b'!' | b' ')).count();
                out.push(vec![Word { form: Form::Comment, range: start as u32..end as u32 }]);
                at = end;
            }
            b'"' => {
                let end = quote_end(bytes, at + 1);
                command.push(Word { form: Form::Quoted, range: at as u32 + 1..end as u32 });
                at = end + 1;
            }
            b'{' => match pairs.binary_search_by_key(&at, |pair| pair.0) {
                Ok(pair) => {
                    let end = pairs[pair].1;
                    command.push(Word { form: Form::Braced, range: at as u32 + 1..end as u32 });
                    at = end + 1;
                }
                Err(_) => at += 1,
            },
            _ => {
                let end = bare_end(bytes, at);
                command.push(Word { form: Form::Bare, range: at as u32..end as u32 });
                at = end;
            }
        }
    }
    if !command.is_empty() {
        out.push(command);
    }
    out
}

fn quote_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(skip) = memchr::memchr2(b'"', b'\\', bytes.get(at..).unwrap_or_default()) {
        at += skip;
        if bytes[at] == b'"' {
            return at;
        }
        at += 2;
    }
    bytes.len()
}

/// Where each brace is opened and closed, in order; those that are never closed are left out.
fn pairs(bytes: &[u8], from: usize) -> Vec<(usize, usize)> {
    let (mut open, mut out) = (Vec::new(), Vec::new());
    let mut at = from;
    while let Some(skip) = bytes.get(at..).and_then(|rest| memchr::memchr3(b'{', b'}', b'\\', rest)) {
        at += skip;
        match bytes[at] {
            b'{' => open.push(at),
            b'}' => out.extend(open.pop().map(|start| (start, at))),
            _ => at += 1,
        }
        at += 1;
    }
    out.sort_unstable();
    out
}

fn bare_end(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b' ' | b'\t' | b'\n' | b'\r' | b';' => return at,
            _ => at += 1,
        }
    }
    bytes.len()
}
