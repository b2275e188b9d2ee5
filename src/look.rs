//! The look before parsing: one pass over the words of the raw text. A file in which nothing could start a finding is never
//! parsed.
//!
//! It must be sound: whatever the parsed document would give, the look lets through. So it asks less than the rules do (any
//! mention of a class that starts a match, weak or not), and where a format can hide words from a plain pass (emphasis inside a
//! word, escapes, entities, runs) the file is parsed.

use crate::dictionary::{ClassSet, Classes, Matcher};
use crate::document::Kind;
use crate::formats::Recognised;
use crate::policy::Rule;
use crate::source::Source;
use crate::text::words::Words;

/// The classes of mentions that start a match of one of `rules` in a screenplay, and those that a mechanism starts from.
pub(crate) fn starts(rules: &[Rule], classes: &Classes) -> ClassSet {
    let mut starts = classes.set("read-aloud").unwrap_or(ClassSet::EMPTY);
    for rule in rules {
        for found in rule.matches.iter().filter(|m| m.kinds.contains(&Kind::Screenplay)) {
            starts = starts.and(found.find);
        }
    }
    starts
}

/// Whether a document of this text could give a finding: `starts` is what [`starts`] gives.
pub(crate) fn may_speak(source: &Source, recognised: Recognised, matcher: &Matcher, starts: ClassSet, classes: &Classes) -> bool {
    if recognised.format.id() != "fountain" {
        return true;
    }
    let text = source.text();
    if hides_words(text) {
        return true;
    }
    let words = Words::of(text);
    let mut mentions = Vec::new();
    matcher.scan(&words, 0, &mut mentions);
    mentions.iter().any(|mention| mention.classes.meets(starts)) || crate::reading::shapes::may_start(text, &words, starts, classes)
}

/// Emphasis marks, notes or escapes inside a word: a plain pass would see two words where the reader sees one.
fn hides_words(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr3_iter(b'*', b'_', b'\\', bytes)
        .chain(memchr::memmem::find_iter(bytes, b"[["))
        .chain(memchr::memmem::find_iter(bytes, b"]]"))
        .chain(memchr::memmem::find_iter(bytes, b"/*"))
        .chain(memchr::memmem::find_iter(bytes, b"*/"))
        .any(|at| {
            let before = bytes[..at].iter().rev().find(|b| !matches!(b, b'*' | b'_' | b'\\' | b'[' | b']' | b'/'));
            let after = bytes[at..].iter().find(|b| !matches!(b, b'*' | b'_' | b'\\' | b'[' | b']' | b'/'));
            let is_word = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 0x80);
            is_word(before) && is_word(after)
        })
}
