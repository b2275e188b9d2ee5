//! The dictionaries that ship with the program, compiled when it is built and read in place.

use super::classes::{ClassSet, Classes};
use super::matcher::Matcher;
use super::names::NameIndex;
use super::people::People;
use super::phrases::{CapsNeeded, FlatFirst, FlatPattern, FlatStart, FlatStep, FlatWhat, PhraseTable};
use std::borrow::Cow;

include!(concat!(env!("OUT_DIR"), "/classes.rs"));

#[allow(clippy::unreadable_literal)]
mod phrases {
    use super::{CapsNeeded, Cow, FlatFirst, FlatPattern, FlatStart, FlatStep, FlatWhat};
    include!(concat!(env!("OUT_DIR"), "/phrases.rs"));
    pub(super) fn table() -> super::PhraseTable {
        super::PhraseTable {
            patterns: Cow::Borrowed(&PATTERNS),
            steps: Cow::Borrowed(&STEPS),
            words: Cow::Borrowed(&WORDS),
            prefixes: Cow::Borrowed(PREFIXES),
            firsts: Cow::Borrowed(&FIRSTS),
            starts: Cow::Borrowed(&STARTS),
            filter: Cow::Borrowed(&FILTER),
        }
    }
}

/// Returns the classes and groups of the shipped dictionaries.
pub fn classes() -> Classes {
    let mut classes = Classes::default();
    for name in CLASS_NAMES {
        classes.intern(name);
    }
    for (name, set) in GROUPS {
        classes.define_group(name, set);
    }
    classes
}

/// Returns a matcher over the shipped names and phrases. Takes microseconds: nothing is built.
///
/// # Panics
/// Never in a program that was built: the build script wrote the index.
pub fn matcher() -> Matcher {
    let names =
        NameIndex::new(Cow::Borrowed(include_bytes!(concat!(env!("OUT_DIR"), "/names.bin")))).expect("the build script wrote this index");
    let people =
        People::new(Cow::Borrowed(include_bytes!(concat!(env!("OUT_DIR"), "/people.bin")))).expect("the build script wrote this table");
    Matcher { names: vec![names], phrases: vec![phrases::table()], people }
}
