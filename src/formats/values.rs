//! What JSON, YAML and TOML have in common: a tree of texts, lists and maps that knows its places.

use crate::text::MappedText;
use std::ops::Range;

/// A value of a structured file.
#[derive(Debug)]
pub(super) enum Value {
    Text(MappedText),
    /// A number, a truth value, a date.
    Plain(MappedText),
    List(Vec<Value>),
    /// In the order of the file; a key may stand twice.
    Map(Vec<(MappedText, Value)>),
    /// Nothing, or a pointer to a value that stands elsewhere.
    Null,
}

/// One file: its documents (one, except in YAML and JSON lines) and its comments, in order.
#[derive(Debug, Default)]
pub(super) struct Values {
    pub documents: Vec<Value>,
    pub comments: Vec<MappedText>,
}

/// Why a text could not be read as what its ending says.
#[derive(Debug)]
pub(super) struct Broken {
    pub message: String,
    pub at: u32,
}

impl Value {
    pub fn entries(&self) -> &[(MappedText, Value)] {
        match self {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    pub fn list(&self) -> &[Value] {
        match self {
            Value::List(values) => values,
            _ => &[],
        }
    }

    /// The value of a key of a map.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.entries().iter().find(|(name, _)| name.as_str() == key).map(|(_, value)| value)
    }

    /// The text of a text, a number or a truth value.
    pub fn scalar(&self) -> Option<&MappedText> {
        match self {
            Value::Text(text) | Value::Plain(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_str(&self) -> Option<&str> {
        self.scalar().map(MappedText::as_str)
    }

    /// Calls `each` with every text and number below, in the order of the tree.
    pub fn scalars<'v>(&'v self, each: &mut impl FnMut(&'v MappedText)) {
        match self {
            Value::Text(text) | Value::Plain(text) => each(text),
            Value::List(values) => values.iter().for_each(|value| value.scalars(each)),
            Value::Map(entries) => entries.iter().for_each(|(_, value)| value.scalars(each)),
            Value::Null => {}
        }
    }
}

/// Finds the comments (`#` to the end of the line) outside the ranges that texts and keys take up.
pub(super) fn hash_comments(source: &str, mut taken: Vec<Range<u32>>) -> Vec<MappedText> {
    taken.sort_by_key(|range| range.start);
    let mut out = Vec::new();
    let mut next = 0;
    let mut at = 0;
    while let Some(skip) = memchr::memchr(b'#', &source.as_bytes()[at..]) {
        at += skip;
        while taken.get(next).is_some_and(|range| range.end as usize <= at) {
            next += 1;
        }
        if let Some(range) = taken.get(next).filter(|range| range.start as usize <= at) {
            at = range.end as usize;
            continue;
        }
        let opens = source[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, '"' | '\'' | ']' | '}' | ','));
        if !opens {
            at += 1;
            continue;
        }
        let end = memchr::memchr2(b'\n', b'\r', &source.as_bytes()[at..]).map_or(source.len(), |skip| at + skip);
        let start = end - source[at..end].trim_start_matches('#').len();
        out.push(MappedText::verbatim(source, start as u32..end as u32));
        at = end;
    }
    out
}
