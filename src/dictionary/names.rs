//! The index of names: a table in bytes that is read in place, so that loading it costs nothing.
//!
//! How a name is found, from word `i` of a text on:
//!
//! 1. The word's hash is looked up in a filter of beginnings of names (one bit), which turns nearly all words away.
//! 2. A small table says how many words the longest name that begins so has.
//! 3. Word by word the hash of the letters so far is continued, asked of the filter again, and looked up in the table of forms.
//!    Spaces do not count, so that `MargotRobbie`, `margot_robbie` and `Margot  Robbie` are one.
//! 4. A hit is compared with the form letter by letter, and where its word borders lie is checked.
//!
//! The longest name wins. The cost does not depend on how many names there are.

use super::classes::ClassSet;
use super::rows::Ambiguity;
use crate::text::words::{Caps, Gap, WordHash, Words};
use std::borrow::Cow;

/// Bits of the filter of first words.
pub const FILTER_BITS: u64 = 1 << 21;
/// Bytes of the header: magic, then six counts.
pub const HEADER: usize = 28;
pub const MAGIC: &[u8; 4] = b"CSN3";
pub const FORM_SIZE: usize = 20;
pub const TERM_SIZE: usize = 56;
/// A form that names its term only where a style is meant.
pub const STYLE: u8 = 1;
/// A form that is also an ordinary word or a place.
pub const AMBIGUOUS: u8 = 2;
/// The name itself is written as one word, capitals inside or not: `MrBeast`.
pub const ONE_WORD: u8 = 4;
/// Two or three letters that are written in capitals: `DOE` is no doe.
pub const CAPITALS: u8 = 16;
/// A short handle, which counts behind its sign only.
pub const HANDLE: u8 = 64;
/// The next form has the same letters.
pub const MORE: u8 = 8;
/// No year.
pub const NO_YEAR: i16 = i16::MAX;
/// Bytes from which on a name of several words may be written as one.
const LONG: usize = 8;
/// The most words a name has.
pub const MOST_WORDS: usize = 12;

/// Names compiled by [`super::compile`].
#[derive(Debug, Clone)]
pub struct NameIndex {
    bytes: Cow<'static, [u8]>,
    firsts: Section,
    table: Section,
    forms: Section,
    terms: Section,
    strings: usize,
}

#[derive(Debug, Clone, Copy)]
struct Section {
    at: usize,
    count: usize,
}

/// A form found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    pub term: u32,
    /// Index past the last word.
    pub past: usize,
    pub style: bool,
    /// The form is also an ordinary word or a place, or one word written without a capital.
    pub weak: bool,
    /// A name of several words, written as one: a handle, a file name, or chance ("Florida" for Flo Rida).
    pub glued: bool,
}

/// An entry, read out of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term<'a> {
    pub name: &'a str,
    pub classes: ClassSet,
    pub born: Option<i16>,
    pub died: Option<i16>,
    pub ambiguous: Option<Ambiguity>,
    pub known_for: &'a str,
    /// `kind` or `type` of the entry.
    pub kind: &'a str,
}

impl NameIndex {
    /// Takes what [`super::compile::names`] made; `None` when it is not that, or cut short.
    pub fn new(bytes: Cow<'static, [u8]>) -> Option<NameIndex> {
        if bytes.get(..4)? != MAGIC {
            return None;
        }
        let count = |i: usize| Some(u32::from_le_bytes(bytes.get(4 + i * 4..8 + i * 4)?.try_into().ok()?) as usize);
        let filter = count(0)?;
        let firsts = Section { at: HEADER + filter * 8, count: count(1)? };
        let table = Section { at: firsts.at + firsts.count * 4, count: count(2)? };
        let forms = Section { at: table.at + table.count * 4, count: count(3)? };
        let terms = Section { at: forms.at + forms.count * FORM_SIZE, count: count(4)? };
        let strings = terms.at + terms.count * TERM_SIZE;
        let whole = filter as u64 == FILTER_BITS / 64
            && firsts.count.is_power_of_two()
            && table.count.is_power_of_two()
            && bytes.len() == strings + count(5)?;
        whole.then_some(NameIndex { bytes, firsts, table, forms, terms, strings })
    }

    pub fn term_count(&self) -> u32 {
        self.terms.count as u32
    }

    /// Returns the entry with number `term`, which a [`Hit`] of this index gave.
    pub fn term(&self, term: u32) -> Term<'_> {
        let at = self.terms.at + term as usize * TERM_SIZE;
        let year =
            |offset: usize| Some(i16::from_le_bytes([self.bytes[at + offset], self.bytes[at + offset + 1]])).filter(|&y| y != NO_YEAR);
        Term {
            name: self.string(at),
            born: year(6),
            died: year(8),
            ambiguous: match self.bytes[at + 10] {
                1 => Some(Ambiguity::Word),
                2 => Some(Ambiguity::Shared),
                3 => Some(Ambiguity::Place),
                _ => None,
            },
            classes: self.classes(term),
            known_for: self.string(at + 44),
            kind: self.string(at + 50),
        }
    }

    /// The classes of an entry, without the rest of it.
    pub(super) fn classes(&self, term: u32) -> ClassSet {
        let at = self.terms.at + term as usize * TERM_SIZE;
        ClassSet([self.u64(at + 12), self.u64(at + 20), self.u64(at + 28), self.u64(at + 36)])
    }

    /// Calls `found` for every form of the longest name that begins at word `at`, whose hash is `hash`.
    pub fn at(&self, words: &Words, at: usize, hash: WordHash, mut found: impl FnMut(Hit)) -> Option<usize> {
        // "Vespas": nothing begins so, but a name of one word has it as its plural.
        let stem = if self.may_begin(hash) { None } else { Some(plural_stem(words.folded(at))?) };
        let hash = stem.map_or(hash, WordHash::of);
        if !self.may_begin(hash) {
            return None;
        }
        let most = if stem.is_some() { 1 } else { self.most_words(hash.mixed())? };
        let mut best: Option<(usize, usize)> = None;
        let mut letters = hash;
        let mut paused = false;
        for past in at + 1..=(at + most).min(words.len()) {
            if past > at + 1 {
                let word = words.get(past - 1)?;
                // `Dune: Part Two` has its colon.
                if !matches!(word.gap, Gap::Glued | Gap::Apostrophe | Gap::Hyphen | Gap::Space | Gap::Pause) {
                    break;
                }
                paused |= word.gap == Gap::Pause;
                letters = letters.and(words.folded(past - 1));
            }
            // Every beginning of a name is in the filter, so the first that is not ends the search.
            let goes_on = past == at + 1 || self.may_begin(letters);
            if stem.is_some() {
                best = self.form_with(hash, words, at, past, stem).map(|form| (form, past));
            } else if goes_on && let Some(form) = self.form(letters, words, at, past).filter(|_| !paused || past >= at + 3) {
                best = Some((form, past));
            } else if let Some(stem) = plural_stem(words.folded(past - 1)).filter(|_| !paused) {
                let before = (at..past - 1).fold(WordHash::EMPTY, |h, i| h.and(words.folded(i))).and(stem);
                if self.may_begin(before)
                    && let Some(form) = self.form_with(before, words, at, past, Some(stem))
                {
                    best = Some((form, past));
                }
            }
            if !goes_on {
                break;
            }
        }
        let (mut form, past) = best?;
        let single = past == at + 1;
        let lower = words.get(at).is_some_and(|word| word.caps == Caps::Lower);
        loop {
            let record = self.forms.at + form * FORM_SIZE;
            let flags = self.bytes[record + 7];
            // `TheShy` set apart is two words, unless both have their capitals.
            let apart = flags & ONE_WORD != 0
                && (at + 1..past).any(|i| words.get(i).is_some_and(|w| w.gap == Gap::Space))
                && (at..past).any(|i| words.get(i).is_some_and(|w| w.caps == Caps::Lower));
            // `@sama` without its sign is a word of Polish.
            let unsigned = flags & HANDLE != 0 && words.get(at).is_none_or(|word| word.gap < Gap::Sign);
            if flags & CAPITALS != 0 && lower || apart || unsigned {
                if flags & MORE == 0 {
                    return Some(past);
                }
                form += 1;
                continue;
            }
            found(Hit {
                term: self.u32(record + 8),
                past,
                style: flags & STYLE != 0,
                weak: flags & AMBIGUOUS != 0 || (single && lower),
                glued: single && self.bytes[record + 6] > 1 && flags & ONE_WORD == 0,
            });
            if flags & MORE == 0 {
                return Some(past);
            }
            form += 1;
        }
    }

    /// Calls `found` with each term one of whose forms has exactly these letters.
    pub fn lookup(&self, name: &str, mut found: impl FnMut(u32)) {
        let words = Words::of(name);
        if words.is_empty() {
            return;
        }
        let letters = (0..words.len()).fold(WordHash::EMPTY, |h, i| h.and(words.folded(i)));
        let Some(mut form) = self.form(letters, &words, 0, words.len()) else { return };
        loop {
            let record = self.forms.at + form * FORM_SIZE;
            found(self.u32(record + 8));
            if self.bytes[record + 7] & MORE == 0 {
                return;
            }
            form += 1;
        }
    }

    /// Whether some name begins with these letters; rarely says yes where none does.
    #[inline]
    pub(super) fn may_begin(&self, letters: WordHash) -> bool {
        let bit = letters.mixed() % FILTER_BITS;
        self.bytes[HEADER + (bit / 8) as usize] >> (bit % 8) & 1 == 1
    }

    /// Whether some form has these letters.
    pub(super) fn has_letters(&self, letters: WordHash) -> bool {
        if !self.may_begin(letters) {
            return false;
        }
        let mut slot = letters.mixed() as usize & (self.table.count - 1);
        loop {
            let entry = self.u32(self.table.at + slot * 4) as usize;
            if entry == 0 {
                return false;
            }
            if self.u64(self.forms.at + (entry - 1) * FORM_SIZE + 12) == letters.0 {
                return true;
            }
            slot = (slot + 1) & (self.table.count - 1);
        }
    }

    fn most_words(&self, mixed: u64) -> Option<usize> {
        let tag = first_tag(mixed);
        let mut slot = (mixed >> 20) as usize & (self.firsts.count - 1);
        loop {
            let entry = self.u32(self.firsts.at + slot * 4);
            if entry == 0 {
                return None;
            }
            if entry >> 4 == tag {
                return Some((entry & 15) as usize);
            }
            slot = (slot + 1) & (self.firsts.count - 1);
        }
    }

    fn form(&self, letters: WordHash, words: &Words, at: usize, past: usize) -> Option<usize> {
        self.form_with(letters, words, at, past, None)
    }

    fn form_with(&self, letters: WordHash, words: &Words, at: usize, past: usize, last: Option<&str>) -> Option<usize> {
        let mixed = letters.mixed();
        let mut slot = mixed as usize & (self.table.count - 1);
        let mut joined = None;
        loop {
            let entry = self.u32(self.table.at + slot * 4) as usize;
            if entry == 0 {
                return joined;
            }
            let record = self.forms.at + (entry - 1) * FORM_SIZE;
            if self.u64(record + 12) == letters.0 {
                // "Midjourney" is first of all Midjourney, and only then "Mid Journey" written as one.
                match borders_fit(self.string_bytes(record), words, at, past, last) {
                    Some(Fit::AsWritten) => return Some(entry - 1),
                    Some(Fit::Joined) => joined = joined.or(Some(entry - 1)),
                    None => {}
                }
            }
            slot = (slot + 1) & (self.table.count - 1);
        }
    }

    #[inline]
    fn u32(&self, at: usize) -> u32 {
        self.bytes[at..].first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes))
    }

    #[inline]
    fn u64(&self, at: usize) -> u64 {
        self.bytes[at..].first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
    }

    /// A string by its offset (four bytes) and length (two).
    fn string(&self, at: usize) -> &str {
        std::str::from_utf8(self.string_bytes(at)).unwrap_or_default()
    }

    fn string_bytes(&self, at: usize) -> &[u8] {
        let start = self.strings + self.u32(at) as usize;
        let length = u16::from_le_bytes([self.bytes[at + 4], self.bytes[at + 5]]) as usize;
        &self.bytes[start..start + length]
    }
}

/// The part of a first word's hash that is kept; never zero with any count of words, since counts begin at one.
pub fn first_tag(mixed: u64) -> u32 {
    (mixed >> 36) as u32 & 0x0fff_ffff
}

/// "stormtroopers" for "stormtrooper".
fn plural_stem(word: &str) -> Option<&str> {
    let stem = word.strip_suffix('s')?;
    (stem.len() >= 4 && !stem.ends_with('s')).then_some(stem)
}

/// "I've" is not Ive, nor "we'll" a well.
fn is_contraction(words: &Words, index: usize) -> bool {
    words.get(index).is_some_and(|word| word.gap == Gap::Apostrophe)
        && matches!(words.folded(index), "ve" | "ll" | "d" | "s" | "t" | "re" | "m")
}

/// How a form fits words of a text.
enum Fit {
    /// With its own word borders.
    AsWritten,
    /// Written as one word.
    Joined,
}

/// What grows together with the word behind it.
const PARTICLES: &[&[u8]] = &[b"mc", b"mac", b"o", b"de", b"di", b"du", b"la", b"le", b"fitz", b"van", b"von", b"d", b"al", b"el", b"st"];

/// Compares a form (folded words joined by spaces) with words of the text.
///
/// The letters must be the same. A border that only one side has must be one that typing drops or adds: an apostrophe, a
/// hyphen, a change of case; or the text writes the whole name as one word, as handles and file names do.
fn borders_fit(form: &[u8], words: &Words, at: usize, past: usize, last: Option<&str>) -> Option<Fit> {
    let mut next = 0;
    let mut dropped = false;
    // Where the word of the form that is being read begins.
    let mut piece = 0;
    for index in at..past {
        if index > at {
            if form.get(next) == Some(&b' ') {
                next += 1;
                piece = next;
            } else if words.get(index).is_some_and(|word| word.gap == Gap::Space) || is_contraction(words, index) {
                return None;
            }
        }
        let folded = match last {
            Some(stem) if index + 1 == past => stem,
            _ => words.folded(index),
        };
        for &byte in folded.as_bytes() {
            if form.get(next) == Some(&b' ') {
                // `MCDONALD` is McDonald, whose capital D parts it in the list.
                dropped |= !PARTICLES.contains(&&form[piece..next]);
                next += 1;
                piece = next;
            }
            if form.get(next) != Some(&byte) {
                return None;
            }
            next += 1;
        }
    }
    // "did" is not D-ID: only a long name may be written as one word.
    let one_word = form.len() >= LONG && (at + 1..past).all(|i| words.get(i).is_some_and(|word| word.gap <= Gap::Hyphen));
    match (next == form.len(), dropped) {
        (true, false) => Some(Fit::AsWritten),
        (true, true) if one_word => Some(Fit::Joined),
        _ => None,
    }
}
