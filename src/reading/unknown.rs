//! Names that no dictionary knows: a given name and what may be a surname, where a prompt asks for a person.
//!
//! In a prompt `Ilse Varga` in capitals counts anywhere; in small letters behind "portrait of", "by", "looks like" and the like, in
//! the name of a model or voice, as a handle or hashtag. In notes it counts only in capitals behind such phrases. A given name
//! that is also a word or a place (`Rose`, `Florence`) wants a phrase before it, or a surname that somebody has.
//!
//! That the name is nobody's is for a person to say: such a mention is of class `unknown-name`, and rules give it `judgement`.

use super::Reading;
use crate::dictionary::people::{Given, Half, People, squeeze};
use crate::dictionary::{ClassSet, Classes, Matcher, Mention, Origin};
use crate::document::{Element, Kind, Role};
use crate::text::words::{Caps, Gap, Words};
use std::ops::Range;

/// Phrases behind which a person, an artist or a voice is named.
const BEFORE: &[&str] = &["style-before", "look-alike-before", "portrait-of", "read-by", "feature-of"];

/// Words before a surname that belong to it.
const PARTICLES: &[&str] = &[
    "de", "da", "di", "do", "dos", "del", "della", "den", "der", "du", "la", "le", "van", "von", "vom", "zu", "ter", "ten", "bin", "ibn",
    "al", "el", "st", "mac", "mc", "o", "y", "ben",
];

/// Words that make a place of the capitals before them.
const PLACES: &[&str] = &[
    "street",
    "road",
    "avenue",
    "lane",
    "drive",
    "station",
    "cathedral",
    "church",
    "opera",
    "bridge",
    "square",
    "house",
    "castle",
    "palace",
    "river",
    "lake",
    "mountain",
    "mountains",
    "mount",
    "beach",
    "bay",
    "island",
    "islands",
    "harbour",
    "harbor",
    "airport",
    "university",
    "college",
    "school",
    "hospital",
    "hotel",
    "museum",
    "tower",
    "gate",
    "market",
    "garden",
    "gardens",
    "valley",
    "falls",
    "county",
    "city",
    "coast",
    "desert",
    "forest",
    "park",
    "woods",
    "pier",
    "quay",
    "docks",
    "line",
    "railway",
];

/// Other words that follow a given name and are no surname: things, cameras, colours, seasons, words of sentences.
const THINGS: &[&str] = &[
    "cup",
    "prize",
    "award",
    "awards",
    "day",
    "night",
    "eve",
    "mini",
    "lf",
    "lt",
    "sxt",
    "lens",
    "lenses",
    "prime",
    "primes",
    "camera",
    "film",
    "films",
    "style",
    "era",
    "age",
    "gothic",
    "revival",
    "terrace",
    "table",
    "chair",
    "dress",
    "collar",
    "gown",
    "hat",
    "coat",
    "doll",
    "cake",
    "sauce",
    "tea",
    "cat",
    "dog",
    "bear",
    "horse",
    "bird",
    "tree",
    "rose",
    "lily",
    "blossom",
    "orchid",
    "portrait",
    "photo",
    "photograph",
    "painting",
    "poster",
    "logo",
    "font",
    "bold",
    "sans",
    "pro",
    "studio",
    "studios",
    "records",
    "press",
    "gallery",
    "theatre",
    "theater",
    "cafe",
    "bar",
    "restaurant",
    "and",
    "or",
    "in",
    "on",
    "at",
    "as",
    "with",
    "of",
    "the",
    "a",
    "is",
    "was",
    "from",
    "by",
    "for",
    "to",
    "his",
    "her",
    "wearing",
    "holding",
    "v",
    "xl",
    "sdxl",
    "flux",
    "pony",
    "lora",
    "model",
    "woman",
    "man",
    "girl",
    "boy",
    "character",
    "anime",
    "face",
    "outfit",
    "real",
    "concept",
    "art",
    "voice",
    "spring",
    "summer",
    "autumn",
    "winter",
    "north",
    "south",
    "east",
    "west",
    "blue",
    "red",
    "green",
    "black",
    "white",
    "gold",
    "golden",
    "pink",
    "one",
    "two",
];

/// Adds the mentions of a document; the others must be there, sorted.
pub(super) fn find(reading: &mut Reading, matcher: &Matcher, classes: &Classes) {
    let kind = reading.document.kind;
    let class = classes.set("unknown-name").unwrap_or(ClassSet::EMPTY);
    if kind == Kind::Screenplay || class.is_empty() {
        return;
    }
    let before = BEFORE.iter().filter_map(|name| classes.set(name)).fold(ClassSet::EMPTY, ClassSet::and);
    let mut found = Vec::new();
    for (index, element) in reading.document.elements.iter().enumerate() {
        let Some(place) = Place::of(kind, element.role) else { continue };
        let words = &reading.words[index];
        let mentions = reading.mentions_of(index..index + 1);
        if place == Place::Note && !mentions.iter().any(|m| m.classes.meets(before)) {
            continue;
        }
        let mut at = 0;
        while at < words.len() {
            let phrase = mentions.iter().any(|m| {
                m.origin == Origin::Phrase
                    && m.classes.meets(before)
                    && m.words.end as usize == at
                    && !(place == Place::Note && is_by(words, m))
            });
            let name = name_at(element, words, at, place, phrase, &matcher.people);
            match name.filter(|name| !mentions.iter().any(|m| is_known(m, name))) {
                Some(name) => {
                    at = name.end as usize;
                    found.push(Mention {
                        element: index as u32,
                        words: name,
                        classes: class,
                        origin: Origin::Shape,
                        weak: false,
                        style: false,
                        glued: false,
                        negated: false,
                    });
                }
                None => at += 1,
            }
        }
    }
    reading.mentions.extend(found);
}

/// Where a name would stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Prompt,
    /// The name of a model, voice or picture.
    Label,
    Note,
}

impl Place {
    fn of(kind: Kind, role: Role) -> Option<Place> {
        match (kind, role) {
            (Kind::Prompt, Role::Prompt) => Some(Place::Prompt),
            (Kind::Prompt, Role::Model | Role::Voice | Role::Reference) => Some(Place::Label),
            (Kind::Note, Role::Note | Role::Cell) => Some(Place::Note),
            _ => None,
        }
    }
}

/// In notes the name behind "by" is who did the work.
fn is_by(words: &Words, phrase: &Mention) -> bool {
    words.folded(phrase.words.end as usize - 1) == "by"
}

/// Whether a mention says already what these words are. A first name that is also a title or brand says nothing.
fn is_known(mention: &Mention, name: &Range<u32>) -> bool {
    let overlaps = mention.words.start < name.end && name.start < mention.words.end;
    overlaps && matches!(mention.origin, Origin::Name { .. }) && (!mention.weak || mention.words.len() > 1)
}

/// The words of a name that begins at `at`.
fn name_at(element: &Element, words: &Words, at: usize, place: Place, phrase: bool, people: &People) -> Option<Range<u32>> {
    let word = words.get(at)?;
    let folded = words.folded(at);
    if word.gap == Gap::Glued || folded.len() < 3 || !folded.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let text = element.text.as_str();
    let sign = text[..word.start as usize].chars().next_back().filter(|c| matches!(c, '@' | '#'));
    if sign.is_some() && place != Place::Note && is_joined_name(folded, people) {
        return Some(at as u32..at as u32 + 1);
    }
    let given = people.given(folded);
    if given == Given::No {
        return None;
    }
    let past = match (place, word.caps) {
        (Place::Label, _) => label(words, at)?,
        (_, Caps::Title) => surnames(words, at)?,
        (Place::Prompt, Caps::Upper | Caps::Lower) if phrase => small(words, at)?,
        (Place::Prompt, Caps::Lower) if is_token(text, words, at) => label(words, at)?,
        _ => return None,
    };
    let rest: String =
        (at + 1..past).filter(|&i| !PARTICLES.contains(&words.folded(i)) || i + 1 == past).map(|i| words.folded(i)).collect();
    let fits = match (place, given) {
        (Place::Note, _) => phrase,
        (Place::Label, _) => given == Given::Yes,
        (Place::Prompt, Given::Yes) => true,
        (Place::Prompt, _) => word.caps == Caps::Title && (phrase || people.knows(Half::Rest, &squeeze(&rest))),
    };
    (fits && rest.len() >= 2).then_some(at as u32..past as u32)
}

fn may_be_surname(folded: &str) -> bool {
    folded.len() >= 2 && folded.chars().all(char::is_alphabetic) && !PLACES.contains(&folded) && !THINGS.contains(&folded)
}

/// One or two surnames in capitals, with their particles. Longer runs of capitals are headings and titles.
fn surnames(words: &Words, at: usize) -> Option<usize> {
    let mut past = at + 1;
    let mut count = 0;
    while let Some(word) = words.get(past) {
        let folded = words.folded(past);
        let joined = match word.gap {
            Gap::Space => true,
            Gap::Hyphen => count > 0,
            Gap::Apostrophe => folded.len() > 1,
            Gap::Glued => word.caps == Caps::Title,
            _ => false,
        };
        let particle = PARTICLES.contains(&folded) && words.get(past + 1).is_some_and(|w| w.caps == Caps::Title && w.gap <= Gap::Space);
        if !joined || count == 2 && !particle {
            break;
        }
        if !particle {
            if word.caps != Caps::Title || !may_be_surname(folded) {
                break;
            }
            count += 1;
        }
        past += 1;
    }
    let heading = count == 2 && words.get(past).is_some_and(|w| w.gap == Gap::Space && w.caps == Caps::Title);
    // "Emma Varga Street" is a street.
    let place = words.get(past).is_some_and(|w| w.gap == Gap::Space && w.caps == Caps::Title && PLACES.contains(&words.folded(past)));
    (count > 0 && !heading && !place).then_some(past)
}

/// A surname in the case of the given name, behind a phrase: the thought must end there, or go on with a word that no name has.
fn small(words: &Words, at: usize) -> Option<usize> {
    const GO_ON: &[&str] = &[
        "in", "on", "at", "as", "with", "and", "or", "by", "from", "wearing", "holding", "standing", "sitting", "for", "but", "s", "style",
    ];
    let (given, next) = (words.get(at)?, words.get(at + 1)?);
    let folded = words.folded(at + 1);
    let ends_so = ["ing", "ed", "ly"].iter().any(|end| folded.ends_with(end));
    if next.gap != Gap::Space || next.caps != given.caps || folded.len() < 3 || ends_so || !may_be_surname(folded) {
        return None;
    }
    let over = words.get(at + 2).is_none_or(|w| w.gap >= Gap::Sign || GO_ON.contains(&words.folded(at + 2)));
    over.then_some(at + 2)
}

/// `ilse_varga_v2`, `IlseVarga`: the given name and the next word of a label.
fn label(words: &Words, at: usize) -> Option<usize> {
    let next = words.get(at + 1)?;
    let folded = words.folded(at + 1);
    let joined = next.gap <= Gap::Space && next.gap != Gap::Apostrophe;
    (joined && folded.len() >= 3 && next.caps != Caps::None && may_be_surname(folded)).then_some(at + 2)
}

/// Whether an underscore joins a word with the next.
fn is_token(text: &str, words: &Words, at: usize) -> bool {
    words.get(at).is_some_and(|word| text[word.end as usize..].starts_with('_'))
}

/// `ilsevarga`: a given name, and the rest a surname that somebody has.
fn is_joined_name(folded: &str, people: &People) -> bool {
    (3..folded.len().saturating_sub(2))
        .any(|at| people.given(&folded[..at]) == Given::Yes && people.knows(Half::Rest, &squeeze(&folded[at..])))
}
