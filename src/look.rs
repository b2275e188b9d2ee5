//! The look before parsing: one pass over the words of the raw text. A file in which nothing could start a finding is never
//! parsed.
//!
//! It must be sound: whatever the parsed document would give, the look lets through. So it asks less than the rules do (any
//! mention of a class that starts a match, weak or not), and where a format can hide words from a plain pass (emphasis inside a
//! word, escapes, entities, runs) the file is parsed.

use crate::dictionary::{ClassSet, Classes, Matcher, Mention};
use crate::document::Kind;
use crate::formats::Recognised;
use crate::policy::Rule;
use crate::source::Source;
use crate::text::words::{Caps, Gap, Words};

/// The classes of mentions that start a match of one of `rules` in a screenplay, and those that a mechanism starts from.
///
/// `None` where a rule starts from no mention (a name that nobody has cleared): then every file is parsed.
pub(crate) fn starts(rules: &[Rule], classes: &Classes) -> Option<ClassSet> {
    let mut starts = classes.set("read-aloud").unwrap_or(ClassSet::EMPTY);
    for rule in rules {
        for found in rule.matches.iter().filter(|m| m.kinds.contains(&Kind::Screenplay)) {
            if found.find.is_empty() {
                return None;
            }
            starts = starts.and(found.find);
        }
    }
    Some(starts)
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
    let tool = classes.set("generative-tool").unwrap_or(ClassSet::EMPTY);
    let mut words = Words::default();
    let mut mentions = Vec::new();
    portions(text).any(|portion| {
        words.read(portion);
        mentions.clear();
        matcher.scan(&words, 0, &mut mentions);
        mentions.iter().any(|mention| mention.classes.meets(starts) && !is_hopeless(mention, &words, tool))
            || crate::reading::shapes::may_start(portion, &words, starts, classes)
    })
}

/// A name that is also an ordinary word counts with capitals only, and the first word of a sentence has one anyway.
fn is_hopeless(mention: &Mention, words: &Words, tool: ClassSet) -> bool {
    let lower = mention.words.clone().any(|i| words.get(i as usize).is_some_and(|w| w.caps == Caps::Lower));
    let opens = mention.words.len() == 1 && words.get(mention.words.start as usize).is_some_and(|w| w.gap == Gap::Stop);
    mention.weak && !mention.style && !mention.classes.meets(tool) && (lower || opens)
}

/// Bytes of a portion from which on the next blank line ends it.
const PORTION: usize = 2048;

/// A text in portions that end at blank lines, where every mention ends too: so the look stops where it first finds something.
fn portions(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let from = rest.len().min(PORTION);
        let blank = memchr::memmem::find(&rest.as_bytes()[from..], b"\n\n").map_or(rest.len(), |at| from + at + 2);
        let (portion, after) = rest.split_at(blank);
        rest = after;
        (!portion.is_empty()).then_some(portion)
    })
}

/// Emphasis marks at or inside words, notes, boneyards, escapes: a plain pass would see words apart that the reader sees together.
fn hides_words(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_word = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 0x80);
    memchr::memmem::find(bytes, b"[[").is_some()
        || memchr::memmem::find(bytes, b"/*").is_some()
        || memchr::memchr3_iter(b'*', b'_', b'\\', bytes).any(|at| is_word(at.checked_sub(1)) || is_word(Some(at + 1)))
}
