//! Finds dictionary names and phrases in words.

use super::classes::ClassSet;
use super::disguise;
use super::names::NameIndex;
use super::people::People;
use super::phrases::PhraseTable;
use crate::text::words::{WordHash, Words};
use std::ops::Range;

/// What a mention rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A name: which index of the [`Matcher`], which term in it.
    Name { index: u8, term: u32 },
    /// A phrase.
    Phrase,
    /// A shape of the text (a telephone number, an address, a name that no list knows).
    Shape,
}

/// A dictionary entry, phrase or shape found in an element.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// Index of the element.
    pub element: u32,
    /// Words of the element.
    pub words: Range<u32>,
    pub classes: ClassSet,
    pub origin: Origin,
    /// Proves little alone: an ordinary word, or one word without its capital.
    pub weak: bool,
    /// A form that names its term only where a style is meant.
    pub style: bool,
    /// A name of several words, written as one.
    pub glued: bool,
    /// Stands in a negative prompt, or behind a word of denial.
    pub negated: bool,
}

/// Everything that names and phrases are looked up in.
#[derive(Debug, Clone, Default)]
pub struct Matcher {
    /// The built-in index first, then the production's.
    pub names: Vec<NameIndex>,
    pub phrases: Vec<PhraseTable>,
    /// The people of the built-in index by the halves of their names, and given names.
    pub people: People,
}

impl Matcher {
    /// Adds the mentions of one element to `out`: those in plain writing in the order of their first words, then the disguised; of
    /// phrases those of the classes `asked`.
    pub fn scan(&self, words: &Words, element: u32, asked: ClassSet, out: &mut Vec<Mention>) {
        // Where the last match ends, and whether it was a doubtful one.
        let mut name_past = vec![(0usize, false); self.names.len()];
        let first = out.len();
        let mut spots = Vec::new();
        for at in 0..words.len() {
            let folded = words.folded(at);
            let hash = words.hash(at);
            if disguise::is_odd(words, at, folded) {
                spots.push(at as u32);
            }
            for (index, names) in self.names.iter().enumerate() {
                // Inside a name only one that runs beyond a doubtful one counts: "the Daily", and `Daily Nation`.
                let (hidden, doubtful) = name_past[index];
                if at < hidden && !doubtful {
                    continue;
                }
                let before = out.len();
                let past = names.at(words, at, hash, |hit| {
                    if hit.past > hidden {
                        out.push(Mention {
                            element,
                            words: at as u32..named(words, at, &hit) as u32,
                            classes: names.classes(hit.term),
                            origin: Origin::Name { index: index as u8, term: hit.term },
                            weak: hit.weak || hit.glued,
                            style: hit.style,
                            glued: hit.glued,
                            negated: false,
                        });
                    }
                });
                if let Some(past) = past.filter(|&past| past > hidden) {
                    // A doubtful single word does not hide a name that begins inside it; a longer match does.
                    let weak = out[before..].iter().all(|m| m.weak);
                    if past > at + 1 || !weak {
                        name_past[index] = (past, weak);
                    }
                }
                if past.is_none()
                    && at >= hidden
                    && let Some(stem) = esque_stem(folded)
                {
                    self.scan_stem(index, stem, at, element, out);
                }
            }
            self.phrases_at(words, at, hash, element, asked, out);
        }
        for (index, names) in self.names.iter().enumerate().filter(|_| !spots.is_empty()) {
            disguise::find(words, &spots, names, index as u8, element, first, out);
        }
    }

    /// Adds the mentions of phrases alone.
    pub fn scan_phrases(&self, words: &Words, element: u32, asked: ClassSet, out: &mut Vec<Mention>) {
        for at in 0..words.len() {
            self.phrases_at(words, at, words.hash(at), element, asked, out);
        }
    }

    fn phrases_at(&self, words: &Words, at: usize, hash: WordHash, element: u32, asked: ClassSet, out: &mut Vec<Mention>) {
        for phrases in &self.phrases {
            phrases.at(words, at, hash, asked, |class, past| {
                out.push(Mention {
                    element,
                    words: at as u32..past as u32,
                    classes: ClassSet::of(super::classes::ClassId(class)),
                    origin: Origin::Phrase,
                    weak: false,
                    style: false,
                    glued: false,
                    negated: false,
                });
            });
        }
    }

    /// "Kubrickesque": the stem is a surname that stands for one artist.
    fn scan_stem(&self, index: usize, stem: &str, at: usize, element: u32, out: &mut Vec<Mention>) {
        let names = &self.names[index];
        names.lookup(stem, |term| {
            out.push(Mention {
                element,
                words: at as u32..at as u32 + 1,
                classes: names.classes(term),
                origin: Origin::Name { index: index as u8, term },
                weak: false,
                style: true,
                glued: false,
                negated: false,
            });
        });
    }

    /// Returns the entry behind a mention of a name.
    pub fn term(&self, origin: Origin) -> Option<super::names::Term<'_>> {
        match origin {
            Origin::Name { index, term } => self.names.get(index as usize).map(|names| names.term(term)),
            _ => None,
        }
    }
}

/// Past the name itself: the last word of `Wes Anderson-esque` says what is wanted of it.
fn named(words: &Words, at: usize, hit: &super::names::Hit) -> usize {
    let last = hit.past - 1;
    if hit.style && last > at && words.folded(last) == "esque" { last } else { hit.past }
}

fn esque_stem(word: &str) -> Option<&str> {
    word.strip_suffix("esque").filter(|stem| stem.len() >= 3)
}
