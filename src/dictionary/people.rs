//! Names of people by their halves, and given names: for names that stand in no dictionary as they are written.
//!
//! Tables in bytes that are read in place. They are consulted where a text has a likely place for a name, never for each word:
//!
//! * people of two words and more by their first word and by the rest, with doubled letters as one (`Scarlet Johanson`), and
//!   with length and first letter of the other half, so that few have to be compared letter by letter;
//! * given names by their hash, with those that are also words or places marked.

use super::rows::Dictionary;
use crate::text::words::{WordHash, Words};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// The class of given names: no terms of their own.
pub const GIVEN_NAME: &str = "given-name";

/// Classes of files whose names are people's.
const PEOPLE: &[&str] =
    &["performer", "musician", "politician", "journalist", "athlete", "director", "artist", "deceased", "public-figure"];

/// Hash (four bytes), term (four), length and first letter of the other half.
const HALF_SIZE: usize = 10;
const HEADER: usize = 12;

/// What stands in the tables.
#[derive(Debug, Clone, Default)]
pub struct People {
    bytes: Cow<'static, [u8]>,
    firsts: usize,
    rests: usize,
    given: usize,
}

/// Whether a word is a given name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    No,
    Yes,
    /// It is also an ordinary word or a place.
    Doubtful,
}

/// Which half of a name is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    First,
    Rest,
}

impl People {
    /// Takes what [`compile`] made; `None` when it is not that, or cut short.
    pub fn new(bytes: Cow<'static, [u8]>) -> Option<People> {
        let count = |at: usize| Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?) as usize);
        let (firsts, rests, given) = (count(0)?, count(4)?, count(8)?);
        let whole = bytes.len() == HEADER + (firsts + rests) * HALF_SIZE + given * 4;
        whole.then_some(People { bytes, firsts, rests, given })
    }

    /// How many given names there are.
    pub fn given_count(&self) -> usize {
        self.given
    }

    /// Whether the folded letters are a given name.
    pub fn given(&self, folded: &str) -> Given {
        let at = HEADER + (self.firsts + self.rests) * HALF_SIZE;
        let wanted = short(folded) & !1;
        match self.position(at, self.given, 4, wanted) {
            Some(index) if self.u32(at + index * 4) == wanted => Given::Yes,
            Some(index) if self.u32(at + index * 4) == wanted | 1 => Given::Doubtful,
            _ => Given::No,
        }
    }

    /// Whether the letters, doubled ones taken as one, are a half of somebody's name.
    pub fn knows(&self, half: Half, squeezed: &str) -> bool {
        self.halves(half, squeezed).next().is_some()
    }

    /// The terms with this half, whose other half begins with `letter` and has a length near `length`.
    pub fn with(&self, half: Half, squeezed: &str, letter: u8, length: usize) -> impl Iterator<Item = u32> {
        self.halves(half, squeezed)
            .filter(move |entry| entry[9] == letter && entry[8].abs_diff(length.min(255) as u8) <= 1)
            .map(|entry| u32::from_le_bytes([entry[4], entry[5], entry[6], entry[7]]))
    }

    /// The terms with this half, whose other half begins with `letter`.
    pub fn beginning(&self, half: Half, squeezed: &str, letter: u8) -> impl Iterator<Item = u32> {
        self.halves(half, squeezed)
            .filter(move |entry| entry[9] == letter)
            .map(|entry| u32::from_le_bytes([entry[4], entry[5], entry[6], entry[7]]))
    }

    fn halves(&self, half: Half, squeezed: &str) -> impl Iterator<Item = &[u8]> {
        let (at, count) = match half {
            Half::First => (HEADER, self.firsts),
            Half::Rest => (HEADER + self.firsts * HALF_SIZE, self.rests),
        };
        let wanted = short(squeezed);
        let first = self.position(at, count, HALF_SIZE, wanted).unwrap_or(count);
        (first..count)
            .map(move |index| &self.bytes[at + index * HALF_SIZE..at + (index + 1) * HALF_SIZE])
            .take_while(move |entry| entry.first_chunk().is_some_and(|hash| u32::from_le_bytes(*hash) == wanted))
    }

    /// The first entry of a sorted table whose hash is not below `wanted`.
    fn position(&self, at: usize, count: usize, size: usize, wanted: u32) -> Option<usize> {
        let (mut low, mut high) = (0, count);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.u32(at + middle * size) < wanted { low = middle + 1 } else { high = middle }
        }
        (low < count).then_some(low)
    }

    fn u32(&self, at: usize) -> u32 {
        self.bytes.get(at..).and_then(|bytes| bytes.first_chunk()).map_or(0, |bytes| u32::from_le_bytes(*bytes))
    }
}

/// Compiles the people and given names of dictionaries. Terms have the numbers that [`super::compile::names`] gives them.
pub fn compile(dictionaries: &[Dictionary]) -> Vec<u8> {
    let (mut firsts, mut rests) = (Vec::new(), Vec::new());
    let mut given = BTreeSet::new();
    let mut term = 0u32;
    for dictionary in dictionaries {
        if dictionary.class == GIVEN_NAME {
            for row in &dictionary.rows {
                given.insert(short(&letters(&row.name)) & !1 | u32::from(row.ambiguous.is_some()));
            }
            continue;
        }
        for row in &dictionary.rows {
            if PEOPLE.contains(&dictionary.class.as_str())
                && let Some((first, rest)) = halves_of(&row.name)
            {
                let (first, rest) = (squeeze(&first), squeeze(&rest));
                firsts.push(entry(&first, term, &rest));
                rests.push(entry(&rest, term, &first));
            }
            term += 1;
        }
    }
    firsts.sort_unstable();
    rests.sort_unstable();
    // Where a name is marked in one file and not in another, the doubt stays.
    let given: Vec<u32> = given.iter().copied().filter(|&name| name & 1 == 1 || !given.contains(&(name | 1))).collect();
    let mut out = Vec::new();
    for count in [firsts.len(), rests.len(), given.len()] {
        out.extend((count as u32).to_le_bytes());
    }
    for (hash, rest) in firsts.iter().chain(&rests) {
        out.extend(hash.to_le_bytes());
        out.extend(rest);
    }
    out.extend(given.iter().flat_map(|name| name.to_le_bytes()));
    out
}

fn entry(half: &str, term: u32, other: &str) -> (u32, [u8; 6]) {
    let number = term.to_le_bytes();
    let letter = other.bytes().next().unwrap_or(0);
    (short(half), [number[0], number[1], number[2], number[3], other.len().min(255) as u8, letter])
}

/// The folded first word of a name, and the letters of the others; `None` for one word, and for names of other scripts.
pub fn halves_of(name: &str) -> Option<(String, String)> {
    let words = Words::of(name);
    if words.len() < 2 || words.len() > 4 {
        return None;
    }
    let rest: String = (1..words.len()).map(|i| words.folded(i)).collect();
    let first = words.folded(0).to_owned();
    let plain = |text: &str| text.bytes().all(|b| b.is_ascii_lowercase());
    (plain(&first) && plain(&rest)).then_some((first, rest))
}

/// The letters with doubled ones as one.
pub fn squeeze(letters: &str) -> String {
    let mut out = String::with_capacity(letters.len());
    for c in letters.chars() {
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

fn letters(name: &str) -> String {
    let words = Words::of(name);
    (0..words.len()).map(|i| words.folded(i)).collect()
}

/// Thirty-two bits of a hash.
fn short(text: &str) -> u32 {
    (WordHash::of(text).mixed() >> 16) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::rows::read;

    #[test]
    fn people_are_found_by_either_half() {
        let people = read("# id: performers\n# class: performer\nname\nAda Quell\nBo\nScarlett Vannes\n").unwrap();
        let given = read("# id: given-names\n# class: given-name\nname,ambiguous\nJean-Luc,\nRose,word\nZoë,\n").unwrap();
        let people = People::new(Cow::Owned(compile(&[given, people]))).unwrap();
        assert_eq!(people.with(Half::First, "scarlet", b'v', 4).collect::<Vec<_>>(), [2]);
        assert_eq!(people.beginning(Half::Rest, "quel", b'a').collect::<Vec<_>>(), [0]);
        assert!(!people.knows(Half::First, "bo"));
        assert_eq!(
            [people.given("zoe"), people.given("jeanluc"), people.given("rose"), people.given("quay")],
            [Given::Yes, Given::Yes, Given::Doubtful, Given::No]
        );
    }
}
