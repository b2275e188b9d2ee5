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
    "court",
    "way",
    "row",
    "place",
    "crescent",
    "boulevard",
    "mews",
    "hills",
    "head",
    "point",
    "cove",
    "creek",
    "farm",
    "mill",
    "wharf",
    "stadium",
    "arena",
    "cemetery",
    "chapel",
    "abbey",
    "monastery",
    "temple",
    "mosque",
    "monument",
    "memorial",
    "statue",
    "fountain",
    "plaza",
    "piazza",
    "building",
    "center",
    "centre",
    "mall",
    "tunnel",
    "canal",
    "cliff",
    "cliffs",
    "peak",
    "glacier",
    "canyon",
    "cape",
    "sea",
    "ocean",
    "strait",
    "region",
    "province",
    "state",
    "district",
    "town",
    "village",
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
    "png",
    "jpg",
    "jpeg",
    "webp",
    "gif",
    "exr",
    "tif",
    "tiff",
    "mp4",
    "mov",
    "wav",
    "mp3",
    "pdf",
    "safetensors",
    "pt",
    "ckpt",
    "bin",
    "loader",
    "gouache",
    "watercolour",
    "watercolor",
    "sketch",
    "ink",
    "oil",
    "palette",
    "swatch",
    "texture",
    "plate",
    "ref",
    "sheet",
    "turnaround",
    "test",
    "draft",
    "final",
    "look",
    "hair",
    "pose",
    "tag",
    "type",
    "skirt",
    "boots",
    "shoes",
    "shirt",
    "jacket",
    "suit",
    "bag",
    "ring",
    "necklace",
    "bikini",
    "lingerie",
];

/// Given names that are titles, or words of programs, where another name follows.
const NO_GIVEN: &[&str] = &[
    "prince", "princess", "king", "queen", "saint", "san", "santa", "sir", "lady", "lord", "duke", "earl", "baron", "pope", "lora", "al",
    "el",
];

/// Adds the mentions of a document; the others must be there, sorted.
pub(super) fn find(reading: &mut Reading, matcher: &Matcher, classes: &Classes) {
    let kind = reading.document.kind;
    let class = classes.set("unknown-name").unwrap_or(ClassSet::EMPTY);
    if kind == Kind::Screenplay || class.is_empty() {
        return;
    }
    // A file that is named after a character says whose name it is: `ilse_turnaround.md`.
    let stem = reading.source.path.rsplit('/').next().unwrap_or_default();
    let stem = Words::of(stem.rsplit_once('.').map_or(stem, |(stem, _)| stem));
    let in_stem = |words: &Words, name: &Range<u32>| {
        name.clone().any(|i| words.folded(i as usize).len() >= 3 && (0..stem.len()).any(|s| stem.folded(s) == words.folded(i as usize)))
    };
    let before = BEFORE.iter().filter_map(|name| classes.set(name)).fold(ClassSet::EMPTY, ClassSet::and);
    let person = classes.set("person").unwrap_or(ClassSet::EMPTY);
    let set_phrase = classes.set("set-phrase").unwrap_or(ClassSet::EMPTY);
    let list_of_people = super::confirm::is_list_of(reading, person, |_| false);
    let mut found = Vec::new();
    for (index, element) in reading.document.elements.iter().enumerate() {
        let Some(place) = Place::of(kind, element.role) else { continue };
        let words = reading.words(index);
        let mentions = reading.mentions_of(index..index + 1);
        if place == Place::Note && !mentions.iter().any(|m| m.classes.meets(before)) {
            continue;
        }
        // What stands behind a phrase, and what is somebody or something known already.
        let (mut behind, mut known) = (vec![false; words.len() + 1], vec![false; words.len()]);
        for mention in mentions {
            let covered = mention.words.start as usize..mention.words.end as usize;
            if mention.origin == Origin::Phrase && mention.classes.meets(before) && !(place == Place::Note && is_by(words, mention)) {
                behind[covered.end] = true;
            }
            let named = matches!(mention.origin, Origin::Name { .. }) && (!mention.weak || covered.len() > 1);
            if named || mention.classes.meets(set_phrase) {
                known[covered].fill(true);
            }
        }
        // An entry of a list of people is a person, in small letters too.
        behind[0] |= list_of_people && element.role == Role::Prompt && (2..=4).contains(&words.len());
        let mut at = 0;
        while at < words.len() {
            let name = name_at(element, words, at, place, behind[at], &matcher.people);
            let is_new = |name: &Range<u32>| {
                !super::other_things::is_in_place_name(words, name)
                    && !known[name.start as usize..name.end as usize].contains(&true)
                    && !in_stem(words, name)
            };
            match name.filter(is_new) {
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
    /// The name of a model or voice.
    Label,
    Note,
}

impl Place {
    fn of(kind: Kind, role: Role) -> Option<Place> {
        match (kind, role) {
            (Kind::Prompt, Role::Prompt) => Some(Place::Prompt),
            (Kind::Prompt, Role::Model | Role::Voice) => Some(Place::Label),
            (Kind::Note, Role::Note | Role::Cell) => Some(Place::Note),
            _ => None,
        }
    }
}

/// In notes the name behind "by" is who did the work.
fn is_by(words: &Words, phrase: &Mention) -> bool {
    words.folded(phrase.words.end as usize - 1) == "by"
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
    if place != Place::Label && word.caps != Caps::Title && !phrase && !is_token(text, words, at) {
        return None;
    }
    let (given, last) = given_at(words, at, people);
    if NO_GIVEN.contains(&folded) || given == Given::No && !phrase {
        return None;
    }
    let past = match (place, word.caps) {
        (Place::Label, _) => label(words, last)?,
        (_, Caps::Title) => surnames(words, last)?,
        (Place::Prompt, Caps::Upper | Caps::Lower) if phrase => small(words, last)?,
        (Place::Prompt, Caps::Lower) if is_token(text, words, last) => label(words, last)?,
        _ => return None,
    };
    let rest: String = (last + 1..past)
        .filter(|&i| i + 1 == past || !PARTICLES.contains(&words.folded(i)) && words.folded(i).len() > 1)
        .map(|i| words.folded(i))
        .collect();
    let fits = match (place, given) {
        // Where a person is asked for, a surname that somebody has will do.
        (Place::Prompt | Place::Note, Given::No) => {
            word.caps == Caps::Title && may_be_surname(folded) && people.knows(Half::Rest, &squeeze(&rest))
        }
        (Place::Note, _) => phrase,
        (Place::Label, _) => given == Given::Yes,
        (Place::Prompt, Given::Yes) => true,
        (Place::Prompt, _) => {
            let title = word.caps == Caps::Title;
            title && phrase || (title || phrase) && people.knows(Half::Rest, &squeeze(&rest))
        }
    };
    (fits && rest.len() >= 2 && rest != folded).then_some(at as u32..past as u32)
}

/// Whether a given name begins at `at`, and its last word: `Jean-Baptiste` has two.
fn given_at(words: &Words, at: usize, people: &People) -> (Given, usize) {
    if words.get(at + 1).is_some_and(|next| next.gap == Gap::Hyphen && next.caps != Caps::None) {
        let joined = format!("{}{}", words.folded(at), words.folded(at + 1));
        let given = people.given(&joined);
        if given != Given::No {
            return (given, at + 1);
        }
    }
    (people.given(words.folded(at)), at)
}

fn may_be_surname(folded: &str) -> bool {
    folded.len() >= 2 && folded.chars().all(char::is_alphabetic) && !PLACES.contains(&folded) && !THINGS.contains(&folded)
}

/// One or two surnames in capitals, with their particles and initials. Longer runs of capitals are headings and titles.
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
        let initial = folded.len() == 1 && word.caps == Caps::Title;
        let particle =
            (PARTICLES.contains(&folded) || initial) && words.get(past + 1).is_some_and(|w| w.caps == Caps::Title && w.gap <= Gap::Space);
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
    let doubled = words.get(at + 2).is_some_and(|w| w.gap == Gap::Hyphen && w.caps == given.caps && may_be_surname(words.folded(at + 2)));
    let past = if doubled { at + 3 } else { at + 2 };
    let over = words.get(past).is_none_or(|w| w.gap >= Gap::Sign || GO_ON.contains(&words.folded(past)));
    over.then_some(past)
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
    folded.len() <= 40
        && (3..folded.len().saturating_sub(2))
            .any(|at| people.given(&folded[..at]) == Given::Yes && people.knows(Half::Rest, &squeeze(&folded[at..])))
}
