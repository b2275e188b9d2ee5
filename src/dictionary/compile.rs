//! Dictionaries into a [`NameIndex`](super::names::NameIndex): run by the build script for the built-in ones, and at run time
//! for those of a production.

use super::classes::{ClassSet, Classes};
use super::names::{
    self, AMBIGUOUS, CAPITALS, FILTER_BITS, FORM_SIZE, HANDLE, MAGIC, MORE, MOST_WORDS, NO_YEAR, ONE_WORD, STYLE, TERM_SIZE,
};
use super::people::GIVEN_NAME;
use super::rows::{Ambiguity, Dictionary, Row};
use crate::text::words::{WordHash, Words};

/// Most letters of a handle that may be another word without its sign.
const SHORT_HANDLE: usize = 6;

struct Form {
    /// Folded words joined by spaces.
    folded: String,
    letters: u64,
    words: usize,
    flags: u8,
    term: u32,
    /// Hashes of what a text's first word may be.
    firsts: Vec<WordHash>,
}

/// Compiles dictionaries. Their classes, and the `also` classes of their rows, are added to `classes`.
///
/// # Errors
/// A sentence, when there are more classes than a set can hold.
pub fn names(dictionaries: &[Dictionary], classes: &mut Classes) -> Result<Vec<u8>, String> {
    let mut strings = Strings::default();
    let mut terms = Vec::new();
    let mut forms = Vec::new();
    let mut count = 0u32;
    // A name of one word that is a given name proves little (`Eve`).
    let given: std::collections::BTreeSet<String> =
        dictionaries.iter().filter(|d| d.class == GIVEN_NAME).flat_map(|d| &d.rows).map(|row| folded(&row.name)).collect();
    for dictionary in dictionaries.iter().filter(|d| d.class != GIVEN_NAME) {
        for row in &dictionary.rows {
            let mut set = ClassSet::EMPTY;
            for class in std::iter::once(&dictionary.class).chain(&row.also).chain(dictionary.class_of_kind(&row.kind)) {
                let id = classes.intern(class).ok_or_else(|| format!("more than {} classes", Classes::MOST))?;
                set = set.and(ClassSet::of(id));
            }
            write_term(&mut terms, &mut strings, row, set);
            write_forms(&mut forms, row, count, &given);
            count += 1;
        }
    }
    Ok(assemble(forms, &terms, count, strings))
}

fn write_term(out: &mut Vec<u8>, strings: &mut Strings, row: &Row, set: ClassSet) {
    let start = out.len();
    out.extend(strings.place(&row.name));
    out.extend(row.born.unwrap_or(NO_YEAR).to_le_bytes());
    out.extend(row.died.unwrap_or(NO_YEAR).to_le_bytes());
    out.push(match row.ambiguous {
        None => 0,
        Some(Ambiguity::Word) => 1,
        Some(Ambiguity::Shared) => 2,
        Some(Ambiguity::Place) => 3,
    });
    out.push(0);
    for part in set.0 {
        out.extend(part.to_le_bytes());
    }
    out.extend(strings.place(&row.known_for));
    out.extend(strings.place(&row.kind));
    debug_assert_eq!(out.len() - start, TERM_SIZE);
}

fn folded(name: &str) -> String {
    let words = Words::of(name);
    words.joined(0..words.len() as u32)
}

fn write_forms(out: &mut Vec<Form>, row: &Row, term: u32, given: &std::collections::BTreeSet<String>) {
    let name_words = Words::of(&row.name).len();
    let mut push = |text: &str, flags: u8| {
        let words = Words::of(text);
        // "8½", "V", "24": too little to know a name by.
        let letters_in = text.chars().filter(|c| c.is_alphabetic()).count();
        let whole_word = text.chars().any(crate::text::fold::is_word_by_itself);
        if words.is_empty() || words.len() > MOST_WORDS || letters_in < if whole_word { 1 } else { 2 } {
            return;
        }
        let letters = (0..words.len()).fold(WordHash::EMPTY, |h, i| h.and(words.folded(i)));
        // A text may write the first words as one: `McKellen` in capitals, `O’Brien` without its apostrophe, a whole handle.
        let mut firsts = Vec::new();
        let mut so_far = WordHash::EMPTY;
        for index in 0..words.len() {
            so_far = so_far.and(words.folded(index));
            firsts.push(so_far);
        }
        let folded = words.joined(0..words.len() as u32);
        let flags = if flags == 0 && given.contains(&folded) { AMBIGUOUS } else { flags };
        let flags = if words.len() > 1 && text.chars().all(char::is_alphabetic) { flags | ONE_WORD } else { flags };
        let handle = text.starts_with('@') && words.len() == 1 && letters_in <= SHORT_HANDLE;
        let flags = if handle { flags | HANDLE } else { flags };
        let capitals = text.chars().count() <= 3 && text.chars().all(|c| c.is_ascii_uppercase());
        let flags = if capitals { flags | CAPITALS } else { flags };
        if out.iter().rev().take_while(|form| form.term == term).any(|form| form.letters == letters.0) {
            return;
        }
        out.push(Form { folded, letters: letters.0, words: words.len(), flags, term, firsts });
    };
    let doubtful = matches!(row.ambiguous, Some(Ambiguity::Word | Ambiguity::Place));
    push(&row.name, if doubtful { AMBIGUOUS } else { 0 });
    for alias in &row.aliases {
        // A longer alias of a doubtful name says which is meant: `Apple Inc.`
        let words = Words::of(alias).len();
        push(alias, if doubtful && (words <= 1 || words < name_words) { AMBIGUOUS } else { 0 });
    }
    for style in &row.style {
        push(style, STYLE);
    }
    if !row.kind.is_empty() {
        let flags = |words: usize| if doubtful && words < name_words { AMBIGUOUS } else { 0 };
        for counted in std::iter::once(&row.name).chain(&row.aliases).filter_map(|title| counted_otherwise(title)) {
            push(&counted, flags(Words::of(&counted).len()));
        }
    }
}

/// The title of a sequel with its number in the other figures: `Diablo II` is `Diablo 2`.
fn counted_otherwise(title: &str) -> Option<String> {
    const ROMAN: &[&str] = &["II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI"];
    let (before, number) = title.rsplit_once(' ')?;
    match number.parse::<usize>() {
        Ok(arabic) => ROMAN.get(arabic.checked_sub(2)?).map(|roman| format!("{before} {roman}")),
        Err(_) => ROMAN.iter().position(|&roman| roman == number).map(|at| format!("{before} {}", at + 2)),
    }
}

fn assemble(mut forms: Vec<Form>, terms: &[u8], count: u32, mut strings: Strings) -> Vec<u8> {
    forms.sort_by(|a, b| (a.letters, &a.folded, a.flags & STYLE, a.term).cmp(&(b.letters, &b.folded, b.flags & STYLE, b.term)));
    let mut filter = vec![0u8; (FILTER_BITS / 8) as usize];
    let mut most: std::collections::BTreeMap<u64, usize> = std::collections::BTreeMap::new();
    for form in &forms {
        for first in &form.firsts {
            let mixed = first.mixed();
            let bit = mixed % FILTER_BITS;
            filter[(bit / 8) as usize] |= 1 << (bit % 8);
            let longest = most.entry(mixed).or_default();
            *longest = (*longest).max(form.words);
        }
    }
    let firsts_count = (most.len() * 2).next_power_of_two().max(16);
    let mut firsts = vec![0u32; firsts_count];
    for (&mixed, &words) in &most {
        let mut slot = (mixed >> 20) as usize & (firsts_count - 1);
        while firsts[slot] != 0 {
            slot = (slot + 1) & (firsts_count - 1);
        }
        firsts[slot] = names::first_tag(mixed) << 4 | words as u32;
    }
    let table_count = (forms.len() * 2).next_power_of_two().max(16);
    let mut table = vec![0u32; table_count];
    let mut records = Vec::with_capacity(forms.len() * FORM_SIZE);
    for (index, form) in forms.iter().enumerate() {
        let same = |other: Option<&Form>| other.is_some_and(|o| o.folded == form.folded);
        let first = index == 0 || !same(forms.get(index - 1));
        if first {
            let mut slot = WordHash(form.letters).mixed() as usize & (table_count - 1);
            while table[slot] != 0 {
                slot = (slot + 1) & (table_count - 1);
            }
            table[slot] = index as u32 + 1;
        }
        let more = if same(forms.get(index + 1)) { MORE } else { 0 };
        records.extend(strings.place(&form.folded));
        records.push(form.words as u8);
        records.push(form.flags | more);
        records.extend(form.term.to_le_bytes());
        records.extend(form.letters.to_le_bytes());
    }
    let mut out = Vec::new();
    out.extend(MAGIC);
    for n in [filter.len() / 8, firsts_count, table_count, forms.len(), count as usize, strings.bytes.len()] {
        out.extend((n as u32).to_le_bytes());
    }
    out.extend(filter);
    out.extend(firsts.iter().flat_map(|n| n.to_le_bytes()));
    out.extend(table.iter().flat_map(|n| n.to_le_bytes()));
    out.extend(records);
    out.extend(terms);
    out.extend(&strings.bytes);
    out
}

/// Strings one after the other; equal ones are kept once.
#[derive(Default)]
struct Strings {
    bytes: Vec<u8>,
    known: std::collections::BTreeMap<String, u32>,
}

impl Strings {
    /// Returns offset (four bytes) and length (two).
    fn place(&mut self, text: &str) -> [u8; 6] {
        let text = &text[..text.floor_char_boundary(u16::MAX as usize)];
        let at = *self.known.entry(text.to_owned()).or_insert_with(|| {
            let at = self.bytes.len() as u32;
            self.bytes.extend(text.as_bytes());
            at
        });
        let (offset, length) = (at.to_le_bytes(), (text.len() as u16).to_le_bytes());
        [offset[0], offset[1], offset[2], offset[3], length[0], length[1]]
    }
}
