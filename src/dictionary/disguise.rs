//! Second readings: names that are written so that a search would miss them.
//!
//! The matcher notes spots where something is odd while it passes over the words. Here each spot is read again, as a person
//! would read it:
//!
//! * digits and signs for letters, look-alikes of another script (`M4rg0t R0bbie`, `$wift`, a word all of Cyrillic letters);
//! * letters set apart (`T o m  H a n k s`, `T.o.m`);
//! * the last name first (`Hanks, Tom`);
//! * an initial between (`Tom J. Hanks`);
//! * a choice of words before the rest (`[Tom|Bob] Hanks`).
//!
//! Nothing is guessed: a reading counts only when the dictionary has it, with its words where the text has them. The cost is
//! a few table look-ups a spot, so that ordinary text pays next to nothing.

use super::matcher::{Mention, Origin};
use super::names::{Hit, MOST_WORDS, NameIndex};
use crate::text::fold::{is_other_script, look_alike};
use crate::text::words::{Caps, Gap, WordHash, Words};
use std::ops::Range;

/// Fewest letters of a name that is told by a second reading.
const FEWEST: usize = 5;
/// The most words that a second reading takes together; a spaced letter is a word.
const MOST: usize = 40;

/// Whether something about word `at`, folded to `folded`, calls for a second reading.
pub(super) fn is_odd(words: &Words, at: usize, folded: &str) -> bool {
    let Some(word) = words.get(at) else { return false };
    let first = folded.as_bytes().first().copied().unwrap_or(b'a');
    folded.len() == 1
        || matches!(word.gap, Gap::Comma | Gap::Pause)
        || first >= 0x80
        || first.is_ascii_digit() && (word.gap == Gap::Glued || words.get(at + 1).is_some_and(|next| next.gap == Gap::Glued))
}

/// Looks at the `spots` of an element again and adds what it finds to `out`, where the element's mentions begin at `from`.
pub(super) fn find(words: &Words, spots: &[u32], names: &NameIndex, index: u8, element: u32, from: usize, out: &mut Vec<Mention>) {
    let plain = from..out.len();
    let mut past = 0;
    for &spot in spots {
        let at = spot as usize;
        if at < past {
            continue;
        }
        let Some((range, hit)) = at_spot(words, at, names) else {
            if is_disguised(words, at) {
                past = token_end(words, at);
            }
            continue;
        };
        past = range.end as usize;
        // The names in plain writing that overlap; they stand in the order of their first words.
        let here = &out[plain.clone()];
        let first = here.partition_point(|m| (m.words.start as usize) + MOST_WORDS < range.start as usize);
        let mut overlapping = here[first..]
            .iter()
            .take_while(|m| m.words.start < range.end)
            .filter(|m| m.words.end > range.start && matches!(m.origin, Origin::Name { .. }));
        // The words of a name in another order must not be the halves of two names.
        let reversed = words.get(at).is_some_and(|w| w.gap == Gap::Comma);
        if overlapping.any(|m| m.origin == (Origin::Name { index, term: hit.term }) || reversed && m.words.len() > 1) {
            continue;
        }
        out.push(Mention {
            element,
            words: range,
            classes: names.term(hit.term).classes,
            origin: Origin::Name { index, term: hit.term },
            weak: hit.weak,
            style: hit.style,
            glued: false,
            negated: false,
        });
    }
}

/// Where the word that is in parts at `at` ends.
fn token_end(words: &Words, at: usize) -> usize {
    (at + 1..words.len()).find(|&i| words.get(i).is_some_and(|w| w.gap != Gap::Glued)).unwrap_or(words.len())
}

fn at_spot(words: &Words, at: usize, names: &NameIndex) -> Option<(Range<u32>, Hit)> {
    let word = words.get(at)?;
    match word.gap {
        Gap::Comma => {
            if let Some(found) = last_name_first(words, at, names) {
                return Some(found);
            }
        }
        Gap::Pause => {
            if let Some(found) = choice(words, at, names) {
                return Some(found);
            }
        }
        _ => {}
    }
    if is_disguised(words, at) {
        return unmasked(words, at, names);
    }
    if is_single(words, at) {
        return spaced(words, at, names).or_else(|| middle_initial(words, at, names));
    }
    None
}

/// Whether a word wants its signs read as letters; `tOm` is one too, a capital parts it.
fn is_disguised(words: &Words, at: usize) -> bool {
    let parted = is_single(words, at) && words.get(at + 1).is_some_and(|next| next.gap == Gap::Glued);
    parted || is_mixed(words, at) || is_masked(words.folded(at))
}

/// Digits or signs beside letters of one word.
fn is_mixed(words: &Words, at: usize) -> bool {
    let glued = words.get(at).is_some_and(|w| w.gap == Gap::Glued) || words.get(at + 1).is_some_and(|w| w.gap == Gap::Glued);
    glued && words.folded(at).bytes().all(|b| !b.is_ascii_alphabetic() && b < 0x80)
}

/// A word all of letters that look like Latin ones.
fn is_masked(folded: &str) -> bool {
    folded.chars().next().is_some_and(is_other_script) && folded.chars().all(|c| look_alike(c).is_some())
}

fn is_single(words: &Words, at: usize) -> bool {
    words.folded(at).len() == 1
}

/// Reads signs as letters, from the word of the spot or one of the two before it on.
fn unmasked(words: &Words, at: usize, names: &NameIndex) -> Option<(Range<u32>, Hit)> {
    let mut best: Option<(Range<u32>, Hit)> = None;
    for start in starts(words, at, 2) {
        let ell = if (start..(start + MOST).min(words.len())).any(|i| words.folded(i).contains('1')) { &['i', 'l'][..] } else { &['i'] };
        for &one in ell {
            for past in ends(words, start, at, names, one) {
                let Some(hit) = read(words, start..past, one, names) else { continue };
                if is_told(words, start..past) && best.as_ref().is_none_or(|(range, _)| range.len() < past - start) {
                    best = Some((start as u32..past as u32, hit));
                }
            }
        }
        if best.is_some() {
            return best;
        }
    }
    None
}

/// Whether a stretch that is a name when unmasked looks like one: a single word has more letters than signs, and a stretch all of
/// another script stands beside Latin words.
fn is_told(words: &Words, range: Range<usize>) -> bool {
    let ascii = |i: usize| words.folded(i).starts_with(|c: char| c.is_ascii_alphabetic());
    let beside = |i: usize| words.get(i).is_some() && ascii(i);
    if range.clone().all(|i| is_masked(words.folded(i))) {
        let before = range.start.checked_sub(1);
        let foreign = |i: usize| words.folded(i).chars().next().is_some_and(is_other_script) && !is_masked(words.folded(i));
        return (before.is_some_and(beside) || beside(range.end)) && !before.is_some_and(foreign) && !foreign(range.end);
    }
    let one_word = (range.start + 1..range.end).all(|i| words.get(i).is_some_and(|w| w.gap == Gap::Glued));
    let (mut letters, mut signs) = (0, 0);
    for c in range.flat_map(|i| words.folded(i).chars()) {
        if c.is_alphabetic() { letters += 1 } else { signs += 1 }
    }
    !one_word || letters > signs
}

/// Letters that stand apart, with what stands before and behind them in whole words.
fn spaced(words: &Words, at: usize, names: &NameIndex) -> Option<(Range<u32>, Hit)> {
    let joined = |i: usize| words.get(i).is_some_and(|w| w.gap <= Gap::Space);
    let mut run = at + 1;
    while run < at + MOST && joined(run) && is_single(words, run) {
        run += 1;
    }
    if run - at < 3 {
        return None;
    }
    let mut best: Option<(Range<u32>, Hit)> = None;
    for start in starts(words, at, 2) {
        for past in ends(words, start, (start + 2).max(at + 2), names, 'i') {
            if let Some(hit) = read(words, start..past, 'i', names)
                && best.as_ref().is_none_or(|(range, _)| range.len() < past - start)
            {
                best = Some((start as u32..past as u32, hit));
            }
        }
    }
    best
}

/// The beginnings to try: the word of `at`, and up to `back` words before it in the same stretch, the first one first, so that a
/// whole name wins over a half of it. None where a word is parted too often to be a name.
fn starts(words: &Words, at: usize, back: usize) -> Vec<usize> {
    let mut out = Vec::with_capacity(back + 1);
    let mut start = at;
    while out.len() <= back {
        while start > 0 && words.get(start).is_some_and(|w| w.gap == Gap::Glued) {
            start -= 1;
            if at - start > MOST {
                return Vec::new();
            }
        }
        out.push(start);
        if start == 0 || words.get(start).is_none_or(|w| w.gap > Gap::Space) {
            break;
        }
        start -= 1;
    }
    out.reverse();
    out
}

/// The ends, past `at`, of stretches from `start` on that have the letters of a name.
fn ends(words: &Words, start: usize, at: usize, names: &NameIndex, one: char) -> Vec<usize> {
    let mut out = Vec::new();
    if start < at
        && !is_single(words, start)
        && !names.may_begin(words.hash(start))
        && words.get(start + 1).is_none_or(|w| w.gap != Gap::Glued)
    {
        return out;
    }
    let mut letters = WordHash::EMPTY;
    let mut count = 0;
    for index in start..(start + MOST).min(words.len()) {
        if index > start && words.get(index).is_none_or(|w| w.gap > Gap::Space) {
            break;
        }
        for c in words.folded(index).chars().map(|c| plain(c, one)) {
            letters = letters.and(c.encode_utf8(&mut [0; 4]));
            count += 1;
        }
        let whole = words
            .get(index + 1)
            .is_none_or(|next| next.gap != Gap::Glued || words.folded(index + 1).starts_with(|c: char| c.is_ascii_digit()));
        if index >= at && whole && count >= FEWEST && names.has_letters(letters) {
            out.push(index + 1);
        }
    }
    out
}

/// The letter that a folded character is meant for.
fn plain(c: char, one: char) -> char {
    match c {
        '0' => 'o',
        '1' => one,
        '2' => 'z',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '6' | '9' => 'g',
        '7' => 't',
        '8' => 'b',
        _ => look_alike(c).unwrap_or(c),
    }
}

/// Reads a stretch with its masks off; the name must be all of it.
fn read(words: &Words, range: Range<usize>, one: char, names: &NameIndex) -> Option<Hit> {
    let mut text = String::new();
    for index in range.clone() {
        let letter_by_letter = index > range.start && is_single(words, index) && is_single(words, index - 1);
        if index > range.start && !letter_by_letter {
            text.push_str(match words.get(index)?.gap {
                Gap::Glued => "",
                Gap::Apostrophe => "'",
                Gap::Hyphen => "-",
                _ => " ",
            });
        }
        text.extend(words.folded(index).chars().map(|c| plain(c, one)));
    }
    whole_name(&text, names)
}

/// Reads words in an order of their own as one name.
fn in_order(words: &Words, order: &[usize], names: &NameIndex) -> Option<Hit> {
    let letters = order.iter().fold(WordHash::EMPTY, |h, &i| h.and(words.folded(i)));
    if !names.has_letters(letters) {
        return None;
    }
    let text: Vec<&str> = order.iter().map(|&i| words.folded(i)).collect();
    whole_name(&text.join(" "), names)
}

fn whole_name(text: &str, names: &NameIndex) -> Option<Hit> {
    // A capital, so that nothing is held against a name but its own doubts.
    let mut capital = text.get(..1)?.to_ascii_uppercase();
    capital.push_str(&text[1..]);
    let words = Words::of(&capital);
    let mut best = None;
    names.at(&words, 0, words.hash(0), |hit| {
        best = best.or((hit.past == words.len()).then_some(hit));
    });
    best
}

/// `Hanks, Tom`, `Downey Jr., Robert`: capitals on both sides, and no third one that belongs to either.
fn last_name_first(words: &Words, at: usize, names: &NameIndex) -> Option<(Range<u32>, Hit)> {
    let capital = |i: usize| words.get(i).is_some_and(|w| matches!(w.caps, Caps::Title | Caps::Upper));
    let joined = |i: usize| words.get(i).is_some_and(|w| w.gap <= Gap::Space);
    if at == 0 || !capital(at) || !capital(at - 1) || !names.may_begin(words.hash(at)) {
        return None;
    }
    let shouted = words.get(at).is_some_and(|w| w.caps == Caps::Upper);
    let belongs = |i: usize| capital(i) && words.get(i).is_some_and(|w| (w.caps == Caps::Upper) == shouted);
    let first_past = if joined(at + 1) && belongs(at + 1) { at + 2 } else { at + 1 };
    let last_start = if at >= 2 && joined(at - 1) && belongs(at - 2) { at - 2 } else { at - 1 };
    let more = joined(first_past) && belongs(first_past) || last_start > 0 && joined(last_start) && belongs(last_start - 1);
    let order: Vec<usize> = (at..first_past).chain(last_start..at).collect();
    (!more).then(|| in_order(words, &order, names)).flatten().map(|hit| (last_start as u32..first_past as u32, hit))
}

/// `Tom J. Hanks`: without the letter between.
fn middle_initial(words: &Words, at: usize, names: &NameIndex) -> Option<(Range<u32>, Hit)> {
    let letter = words.get(at).is_some_and(|w| w.gap == Gap::Space && w.caps == Caps::Title);
    let joined = words.get(at + 1).is_some_and(|w| matches!(w.gap, Gap::Hyphen | Gap::Space) && w.caps != Caps::Lower);
    if at == 0 || !letter || !joined || words.get(at - 1).is_some_and(|w| w.caps == Caps::Lower) {
        return None;
    }
    in_order(words, &[at - 1, at + 1], names).map(|hit| (at as u32 - 1..at as u32 + 2, hit))
}

/// `[Tom|Bob] Hanks`: the first of a choice, up to three of them, with the word behind it. The sign stands close between its
/// words; the bracket may have been read away.
fn choice(words: &Words, at: usize, names: &NameIndex) -> Option<(Range<u32>, Hit)> {
    let tight = |i: usize| match (i.checked_sub(1).and_then(|before| words.get(before)), words.get(i)) {
        (Some(before), Some(word)) => word.gap == Gap::Pause && word.start == before.end + 1,
        _ => false,
    };
    let mut last = at;
    while last < at + 2 && tight(last + 1) {
        last += 1;
    }
    if !tight(at) || words.get(last + 1).is_none_or(|w| !matches!(w.gap, Gap::Space | Gap::Sign)) {
        return None;
    }
    in_order(words, &[at - 1, last + 1], names).map(|hit| (at as u32 - 1..last as u32 + 2, hit))
}
