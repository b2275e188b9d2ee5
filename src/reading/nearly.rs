//! Names of known people that are nearly written: a wrong letter (`Leonardo DiCarpio`), a letter for the first name
//! (`R. Downey Jr.`).
//!
//! Polish, Czech and their kin inflect names (`w stylu Zdzisława Beksińskiego`): in an element with letters of theirs, two words in
//! capitals are also looked up by what they may be inflected from.
//!
//! Only in prompts, and misspellings in notes; in a story a name like another is another's. What is written must not be
//! anybody's name itself: a misspelt word that others are called by is theirs, and a full name that the production gives to a
//! character is explained where rules ask for it. Names marked as shared by many prove nothing.

use super::Reading;
use crate::dictionary::names::MOST_WORDS;
use crate::dictionary::people::{Given, Half, halves_of, squeeze};
use crate::dictionary::{Matcher, Mention, Origin};
use crate::document::{Kind, Role};
use crate::text::words::{Caps, Gap, Words};
use std::ops::Range;

/// Fewest letters of a name whose misspelling is taken for it.
const FEWEST: usize = 8;
/// Fewest letters of a surname that an initial may stand before.
const FEWEST_BEHIND_INITIAL: usize = 5;

/// Adds the mentions of a document; the others must be there, sorted.
pub(super) fn find(reading: &mut Reading, matcher: &Matcher) {
    let kind = reading.document.kind;
    if kind == Kind::Screenplay || matcher.names.is_empty() {
        return;
    }
    let mut found = Vec::new();
    for (index, element) in reading.document.elements.iter().enumerate() {
        if !matches!(element.role, Role::Prompt | Role::NegativePrompt | Role::Note | Role::Cell | Role::Model | Role::Voice) {
            continue;
        }
        let words = reading.words(index);
        let inflects = element.text.as_str().contains(SLAVIC);
        for at in 0..words.len() {
            let hit = inflects.then(|| inflected(words, at, matcher)).flatten().or_else(|| match kind {
                Kind::Prompt => misspelt(words, at, matcher, true).or_else(|| behind_initial(element.text.as_str(), words, at, matcher)),
                _ => misspelt(words, at, matcher, false),
            });
            let Some((range, term)) = hit else { continue };
            // A word alone may be a name of its own: the first name, "Jr".
            let here = reading.mentions_of(index..index + 1);
            let from = here.partition_point(|m| (m.words.start as usize) + MOST_WORDS < range.start as usize);
            let taken = here[from..].iter().take_while(|m| m.words.start < range.end).any(|m| {
                matches!(m.origin, Origin::Name { .. })
                    && m.words.end > range.start
                    && (m.words.len() > 1 || !m.weak && m.words.start > range.start)
            });
            if !taken {
                found.push(Mention {
                    element: index as u32,
                    words: range,
                    classes: matcher.names[0].term(term).classes,
                    origin: Origin::Name { index: 0, term },
                    weak: false,
                    style: false,
                    glued: false,
                    negated: false,
                });
            }
        }
    }
    reading.mentions.extend(found);
}

/// Letters of West Slavic languages that their neighbours do not have.
const SLAVIC: &[char] = &['ą', 'ę', 'ł', 'ń', 'ś', 'ź', 'ż', 'ć', 'č', 'ř', 'ě', 'ů', 'š', 'ž', 'ý', 'ť', 'ď', 'ľ'];

/// Endings of inflected names in West Slavic languages, each with what may stand for it in the name itself.
const INFLECTED: &[(&str, &str)] = &[
    ("iego", "i"),
    ("ego", ""),
    ("ego", "y"),
    ("iemu", "i"),
    ("emu", "y"),
    ("owi", ""),
    ("iem", ""),
    ("em", ""),
    ("im", "i"),
    ("ym", "y"),
    ("ej", "a"),
    ("a", ""),
    ("y", "a"),
    ("i", "a"),
    ("e", "a"),
    ("u", ""),
    ("", ""),
];

/// Two words in capitals that are forms of a known name of two words.
fn inflected(words: &Words, at: usize, matcher: &Matcher) -> Option<(Range<u32>, u32)> {
    let (first, last) = (words.get(at)?, words.get(at + 1)?);
    let capitals = first.caps == Caps::Title && last.caps == Caps::Title && last.gap == Gap::Space;
    if !capitals || words.folded(at + 1).len() < FEWEST_BEHIND_INITIAL {
        return None;
    }
    let forms = |word: &str| -> Vec<String> {
        INFLECTED.iter().filter_map(|(ending, base)| Some(format!("{}{base}", word.strip_suffix(ending)?))).collect()
    };
    let lasts = forms(words.folded(at + 1));
    let mut found = None;
    for first in forms(words.folded(at)) {
        for last in &lasts {
            if first.len() < 3 || last.len() < 3 || first == words.folded(at) && last == words.folded(at + 1) {
                continue;
            }
            matcher.names[0].lookup(&format!("{first} {last}"), |term| {
                let entry = matcher.names[0].term(term);
                // The name itself has these two halves; no place, no title.
                if entry.ambiguous.is_none() && halves_of(entry.name).is_some_and(|(known, rest)| known == first && rest == *last) {
                    found.get_or_insert(term);
                }
            });
        }
    }
    found.map(|term| (at as u32..at as u32 + 2, term))
}

/// Two words that are a known name but for a letter. Small letters count only where `loose`.
fn misspelt(words: &Words, at: usize, matcher: &Matcher, loose: bool) -> Option<(Range<u32>, u32)> {
    let (first, next) = (words.get(at)?, words.get(at + 1)?);
    if next.gap != Gap::Space || first.gap == Gap::Glued || first.caps != next.caps {
        return None;
    }
    match first.caps {
        Caps::Title => {}
        Caps::Lower if loose => {}
        _ => return None,
    }
    // A third capital beside them belongs to another name, or to a heading.
    let mut past = at + 2;
    while words.get(past).is_some_and(|w| w.gap == Gap::Glued && w.caps == Caps::Title) {
        past += 1;
    }
    let beside = |i: usize, gap: Gap| gap == Gap::Space && words.get(i).is_some_and(|w| w.caps == Caps::Title);
    let capitals =
        first.caps == Caps::Title && (at > 0 && beside(at - 1, first.gap) || words.get(past).is_some_and(|w| beside(past, w.gap)));
    let rest: String = (at + 1..past).map(|i| words.folded(i)).collect();
    let given = words.folded(at);
    if capitals || given.len() < 2 || given.len() + rest.len() + 1 < FEWEST || !rest.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let term = nearest(given, &rest, matcher, first.caps == Caps::Lower)?;
    Some((at as u32..past as u32, term))
}

/// The term that a first name and a rest are one letter from.
fn nearest(given: &str, rest: &str, matcher: &Matcher, small: bool) -> Option<u32> {
    let people = &matcher.people;
    let (first, last) = (squeeze(given), squeeze(rest));
    let fits = |term: &u32| {
        let entry = matcher.names[0].term(*term);
        let Some((known_first, known_rest)) = halves_of(entry.name) else { return false };
        if entry.ambiguous.is_some() || known_first.len() + known_rest.len() < FEWEST {
            return false;
        }
        let (doubled_first, doubled_last) = (squeeze(&known_first), squeeze(&known_rest));
        if doubled_first == first && doubled_last == last {
            return true;
        }
        if known_first == given {
            // The surname is another's where somebody has it.
            let others = people.knows(Half::Rest, &last) || people.given(rest) != Given::No || small && rest.len() < 6;
            return !others && is_one_off(&doubled_last, &last);
        }
        if known_rest == rest {
            let others = people.knows(Half::First, &first) || people.given(given) != Given::No;
            let dropped = known_first.len() != given.len() && given.len() >= 5;
            // "and will" is no Anne Will.
            return (!others || dropped && !small) && (!small || given.len() >= 5) && is_one_off(&doubled_first, &first);
        }
        false
    };
    people
        .with(Half::First, &first, last.bytes().next()?, last.len())
        .find(fits)
        .or_else(|| people.with(Half::Rest, &last, first.bytes().next()?, first.len()).find(fits))
}

/// `R. Downey Jr.`, where only one person of the lists is meant.
fn behind_initial(text: &str, words: &Words, at: usize, matcher: &Matcher) -> Option<(Range<u32>, u32)> {
    let word = words.get(at)?;
    let initial = words.folded(at);
    let shortened = initial.len() == 1 && word.caps == Caps::Title && text[word.end as usize..].starts_with('.');
    let capital = |i: usize| words.get(i).is_some_and(|w| w.caps == Caps::Title && w.gap <= Gap::Space);
    // One of several initials, or the middle one.
    if !shortened || word.gap == Gap::Hyphen || word.gap == Gap::Space && at > 0 && capital(at - 1) && words.folded(at - 1).len() == 1 {
        return None;
    }
    let mut past = at + 1;
    while past < at + 4 && capital(past) {
        past += 1;
    }
    let rest: String = (at + 1..past).map(|i| words.folded(i)).collect();
    if rest.len() < FEWEST_BEHIND_INITIAL || capital(past) {
        return None;
    }
    let is_meant = |term: &u32| {
        let entry = matcher.names[0].term(*term);
        halves_of(entry.name).is_some_and(|(_, known)| known == rest)
    };
    let squeezed = squeeze(&rest);
    let mut meant = matcher.people.beginning(Half::Rest, &squeezed, initial.as_bytes()[0]).filter(is_meant);
    let term = meant.next()?;
    let only = meant.next().is_none() && matcher.names[0].term(term).ambiguous.is_none();
    only.then_some((at as u32..past as u32, term))
}

/// Whether two words differ in one letter: another, one more, one less, or two changed round.
fn is_one_off(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same..], &b[same..]);
    match (a, b) {
        ([], [_]) | ([_], []) => true,
        ([_, x @ ..], [_, y @ ..]) if x == y => true,
        ([p, q, x @ ..], [r, s, y @ ..]) if p == s && q == r && x == y => true,
        ([_, x @ ..], y) if x == y => true,
        (x, [_, y @ ..]) if x == y => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_one_off;

    #[test]
    fn one_letter_and_no_more() {
        for (a, b, off) in [
            ("robie", "robye", true),
            ("hanks", "hank", true),
            ("dicaprio", "dicarpio", true),
            ("hanks", "hanks", false),
            ("hanks", "harps", false),
            ("pit", "pits", true),
            ("abc", "cab", false),
        ] {
            assert_eq!((is_one_off(a, b), is_one_off(b, a)), (off, off), "{a} {b}");
        }
    }
}
