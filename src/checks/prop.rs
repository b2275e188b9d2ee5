//! `prop` and `story-prop`: a prop made with AI, and whether the story leans on it.
//!
//! Netflix's guidance asks for judgement on background elements and for escalation when an element is relevant to the story:
//! read aloud, shown in an insert, seen close. `prop` finds the prop where its making is described and raises it when a
//! screenplay of the tree uses the same prop. `story-prop` is the other end: a screenplay under check that begins to use a
//! prop whose note the commit leaves alone.
//!
//! The same prop is one of the same name (`Harbour Courier`, `ration card`), or of a noun that means one thing in a scene and is
//! read or shown there by that word (`reads the telegram`). Another poster is not the generated poster.

use super::{Candidate, Check, Job, near::holds, roles_fit};
use crate::dictionary::Mention;
use crate::document::Kind;
use crate::policy::Level;
use crate::reading::Reading;
use crate::text::words::{Caps, Gap, Words};
use crate::world::Aloud;
use std::collections::{BTreeMap, BTreeSet};

pub struct PropCheck;

impl Check for PropCheck {
    fn name(&self) -> &'static str {
        "prop"
    }

    fn run(&self, job: &Job<'_>, out: &mut Vec<Candidate>) {
        // One finding an item, whatever nouns it uses: the strongest level, at the first noun.
        let mut items: BTreeMap<u32, Candidate> = BTreeMap::new();
        for mention in props(job, job.reading) {
            let mut level = job.found.level.unwrap_or(job.rule.level);
            for change in &job.found.raise {
                if holds(job.reading, mention, &change.near).is_some() {
                    level = level.max(change.to);
                }
            }
            if level < Level::Escalate {
                let names = names_of(job.reading, mention);
                if !names.is_empty() && job.world.aloud().has(&names) {
                    level = Level::Escalate;
                }
            }
            for change in &job.found.lower {
                if holds(job.reading, mention, &change.near).is_some() {
                    level = level.min(change.to);
                }
            }
            let candidate = items.entry(job.reading.element(mention).item).or_insert_with(|| job.at(mention, level, None));
            candidate.level = candidate.level.max(level);
        }
        out.extend(items.into_values());
    }
}

pub struct StoryPropCheck;

impl Check for StoryPropCheck {
    fn name(&self) -> &'static str {
        "story-prop"
    }

    fn run(&self, job: &Job<'_>, out: &mut Vec<Candidate>) {
        if job.reading.kind() != Kind::Screenplay || !job.reading.has(job.world.sets.said_aloud) {
            return;
        }
        let script = [job.world.changed[job.reading_index].clone()];
        let aloud = Aloud::of(&script, job.world.sets.read_aloud);
        for note in job.world.unchanged_notes() {
            let mut items = BTreeSet::new();
            for prop in props(job, note) {
                if items.contains(&note.element(prop).item) {
                    continue;
                }
                if let Some(used) = aloud.first(&names_of(note, prop)) {
                    items.insert(note.element(prop).item);
                    let mut candidate = job.at(used, job.found.level.unwrap_or(job.rule.level), None);
                    candidate.subject = note.subject(prop, job.world.matcher);
                    candidate.near = names_of(note, prop).join(", ");
                    out.push(candidate);
                }
            }
        }
    }
}

/// The props of a document that the match speaks of: nouns with a sign of AI near, not taken back.
fn props<'a>(job: &Job<'_>, reading: &'a Reading) -> Vec<&'a Mention> {
    reading
        .mentions
        .iter()
        .filter(|mention| {
            mention.classes.meets(job.found.find)
                && !mention.negated
                && !mention.weak
                && job.found.kinds.iter().any(|&kind| kind == reading.kind() || job.reading.kind() == Kind::Screenplay)
                && roles_fit(&job.found.roles, reading.element(mention).role, reading.kind())
                && (reading.kind() == Kind::Prompt || job.found.near.iter().all(|near| holds(reading, mention, near).is_some()))
                && !job.found.unless.iter().any(|near| holds(reading, mention, near).is_some())
        })
        .collect()
}

/// Nouns of which a scene has many: alone they say nothing of which one is meant.
const COMMON: &[&str] = &[
    "sign",
    "signs",
    "signage",
    "poster",
    "posters",
    "letter",
    "letters",
    "document",
    "documents",
    "paper",
    "papers",
    "newspaper",
    "newspapers",
    "magazine",
    "magazines",
    "photo",
    "photos",
    "photograph",
    "photographs",
    "portrait",
    "map",
    "maps",
    "screen",
    "screens",
    "card",
    "label",
    "labels",
    "menu",
    "page",
    "pages",
    "graffiti",
    "mural",
    "banner",
    "banners",
    "billboard",
    "billboards",
    "packaging",
    "framed",
    "ticket",
    "tickets",
    "flyer",
    "flyers",
    "leaflet",
    "leaflets",
    "clipping",
    "clippings",
    "foto",
    "affiche",
    "journal",
];

/// The noun of a prop with the plain word before it (`ration card`), or alone where it is no common one (`telegram`).
fn noun_phrase(words: &Words, at: usize, past: usize) -> Option<String> {
    const NO_MODIFIER: &[&str] = &[
        "the",
        "a",
        "an",
        "this",
        "that",
        "his",
        "her",
        "their",
        "our",
        "my",
        "of",
        "for",
        "with",
        "on",
        "in",
        "and",
        "or",
        "to",
        "by",
        "from",
        "hero",
        "ai",
        "gen",
        "generated",
        "made",
        "new",
        "old",
        "big",
        "small",
        "final",
        "temp",
        "bg",
        "background",
        "prop",
        "fake",
        "same",
        "no",
        "as",
        "is",
        "are",
        "two",
        "three",
        "second",
        "first",
        "last",
        "all",
        "one",
        "printed",
        "insert",
        "close",
        "cu",
        "real",
    ];
    let noun = words.joined(at as u32..past as u32);
    let before = at.checked_sub(1).filter(|_| words.get(at).is_some_and(|w| w.gap == Gap::Space)).map(|i| words.folded(i));
    match before.filter(|word| word.len() >= 3 && word.chars().all(char::is_alphabetic) && !NO_MODIFIER.contains(word)) {
        Some(modifier) => Some(format!("{modifier} {noun}")),
        None if COMMON.contains(&noun.as_str()) || noun.len() < 5 => None,
        None => Some(noun),
    }
}

/// The names a note gives a prop: runs of two or more capitalised words in its item, and a possessive before the noun
/// (`the admiral's letter`).
fn names_of(reading: &Reading, prop: &Mention) -> Vec<String> {
    let mut out = Vec::new();
    for index in reading.document.elements_of(reading.element(prop).item) {
        let words = reading.words(index);
        let mut start = 0;
        while start < words.len() {
            let mut end = start;
            while end < words.len()
                && words.get(end).is_some_and(|w| {
                    matches!(w.caps, Caps::Title | Caps::Upper)
                        && (end == start || matches!(w.gap, Gap::Space | Gap::Apostrophe | Gap::Hyphen))
                })
            {
                end += 1;
            }
            if end - start >= 2 && words.joined(start as u32..end as u32).len() >= 8 {
                out.push(words.joined(start as u32..end as u32));
            }
            start = end.max(start + 1);
        }
    }
    let words = reading.words(prop.element as usize);
    let at = prop.words.start as usize;
    if at >= 2 && words.folded(at - 1) == "s" && words.get(at - 1).is_some_and(|w| w.gap == Gap::Apostrophe) {
        out.push(words.joined(at as u32 - 2..prop.words.end));
    }
    out.extend(noun_phrase(words, at, prop.words.end as usize));
    // "THE HARBOUR COURIER" and "Harbour Courier" are one.
    for name in &mut out {
        if let Some(rest) = name.strip_prefix("the ") {
            *name = rest.to_owned();
        }
    }
    out.sort();
    out.dedup();
    out
}
