//! `new-name`: a full name of a character, business, school, hospital or product, or a title, that nobody has cleared.
//!
//! A negative check makes sure that an invented name is nobody's in life; it is done for each draft. What the draft before had is
//! not told again, since what an old side had is not new, and what `clearances/names.csv` or `[names]` list is cleared. First names
//! alone, names that the lists know as real (other rules speak of them) and cue variants are left alone.

use super::{Candidate, Check, Job};
use crate::document::{Kind, Role};
use crate::text::words::{Caps, Gap, Words};
use std::collections::BTreeSet;
use std::ops::Range;

pub struct NewNameCheck;

/// Last words of a name that make it a business, a school, a hospital, a paper.
const BODIES: &[&str] = &[
    "academy",
    "airlines",
    "airways",
    "bakery",
    "bank",
    "bistro",
    "brewery",
    "cab",
    "cabs",
    "cafe",
    "clinic",
    "college",
    "corp",
    "corporation",
    "courier",
    "diner",
    "foods",
    "gazette",
    "grill",
    "herald",
    "hospital",
    "hotel",
    "inc",
    "industries",
    "inn",
    "institute",
    "laboratories",
    "labs",
    "lines",
    "llc",
    "logistics",
    "ltd",
    "motel",
    "motors",
    "news",
    "pharma",
    "pharmacy",
    "pictures",
    "plc",
    "post",
    "pub",
    "records",
    "restaurant",
    "school",
    "seminary",
    "solutions",
    "studios",
    "supermarket",
    "systems",
    "tavern",
    "taxis",
    "technologies",
    "telegraph",
    "times",
    "toys",
    "tribune",
    "university",
];

impl Check for NewNameCheck {
    fn name(&self) -> &'static str {
        "new-name"
    }

    fn run(&self, job: &Job<'_>, out: &mut Vec<Candidate>) {
        let reading = job.reading;
        if reading.kind() != Kind::Screenplay {
            return;
        }
        let mut told: BTreeSet<String> = BTreeSet::new();
        let mut scratch = Words::default();
        for (index, element) in reading.document.elements.iter().enumerate() {
            let words = reading.glance(index, &mut scratch);
            let ranges: Vec<Range<u32>> = match element.role {
                Role::TitlePage if element.key.as_deref().is_some_and(|key| key.trim().eq_ignore_ascii_case("title")) => {
                    std::iter::once(0..words.len() as u32).collect()
                }
                Role::Cue => full_name(words).into_iter().collect(),
                Role::Action | Role::Dialogue | Role::SceneHeading => bodies(words),
                _ => continue,
            };
            for range in ranges.into_iter().filter(|range| !range.is_empty()) {
                let name = words.joined(range.clone());
                let known = reading.mentions_of(index..index + 1).iter().any(|mention| {
                    matches!(mention.origin, crate::dictionary::Origin::Name { .. })
                        && mention.words.start < range.end
                        && mention.words.end > range.start
                });
                let cleared = job.world.cleared.iter().any(|cleared| cleared.folded == name && cleared.rules.contains(&job.rule.id));
                if known || cleared || !told.insert(name.clone()) {
                    continue;
                }
                let text = element.text.as_str();
                let span = words.range(range);
                out.push(Candidate {
                    rule: job.rule_index,
                    level: job.found.level.unwrap_or(job.rule.level),
                    reading: job.reading_index,
                    element: index as u32,
                    span: element.text.source_range(span.clone()),
                    subject: text[span.start as usize..span.end as usize].split_whitespace().collect::<Vec<_>>().join(" "),
                    phrase: false,
                    near: if element.role == Role::TitlePage { "title" } else { "name" }.to_owned(),
                    // The name alone: a scene that moves or changes makes no new name.
                    context: String::new(),
                    found: job.found_index,
                });
            }
        }
    }
}

/// A cue of two to four words that are a name: `ILSE VARGA (V.O.)`, not `GUARD #2`, `OLD MAN` or `MRS. VARGA`.
fn full_name(words: &Words) -> Option<Range<u32>> {
    const PARTS: &[&str] = &[
        "mr",
        "mrs",
        "ms",
        "dr",
        "old",
        "young",
        "little",
        "big",
        "first",
        "second",
        "third",
        "the",
        "a",
        "an",
        "man",
        "woman",
        "boy",
        "girl",
        "guard",
        "officer",
        "cop",
        "nurse",
        "doctor",
        "driver",
        "voice",
        "crowd",
        "all",
        "both",
        "and",
        "tv",
        "radio",
        "news",
        "police",
        "captain",
        "sergeant",
        "lieutenant",
        "detective",
        "agent",
        "professor",
        "judge",
        "lawyer",
        "waiter",
        "waitress",
        "bartender",
        "reporter",
        "anchor",
        "announcer",
        "narrator",
        "soldier",
        "student",
        "teacher",
        "priest",
        "father",
        "mother",
        "sister",
        "brother",
        "s",
        "of",
        "in",
        "at",
        "on",
        "with",
        "phone",
        "computer",
        "robot",
        "desk",
        "clerk",
        "shop",
        "store",
        "male",
        "female",
        "another",
        "other",
        "kid",
        "lady",
    ];
    let end = (0..words.len()).find(|&at| words.get(at).is_some_and(|word| at > 0 && word.gap > Gap::Space)).unwrap_or(words.len());
    let plain = |at: usize| {
        let word = words.folded(at);
        word.len() > 1 && word.chars().all(char::is_alphabetic) && !PARTS.contains(&word)
    };
    ((2..=4).contains(&end) && (0..end).all(plain)).then_some(0..end as u32)
}

/// Runs of capitalised words that end in a word for a business or institution.
fn bodies(words: &Words) -> Vec<Range<u32>> {
    let capital = |at: usize| words.get(at).is_some_and(|word| word.caps == Caps::Title);
    let mut out = Vec::new();
    let mut start = 0;
    while start < words.len() {
        let mut end = start;
        while capital(end) && (end == start || words.get(end).is_some_and(|word| word.gap <= Gap::Space)) {
            end += 1;
        }
        let from = if matches!(words.folded(start), "the" | "a" | "an" | "at" | "in" | "from") { start + 1 } else { start };
        if end >= from + 2 && BODIES.contains(&words.folded(end - 1)) {
            out.push(from as u32..end as u32);
        }
        start = end.max(start + 1);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_bodies_are_told_apart_from_roles() {
        let cue = |text: &str| {
            let words = Words::of(text);
            full_name(&words).map(|range| words.joined(range))
        };
        assert_eq!(cue("ILSE VARGA (V.O.)").as_deref(), Some("ilse varga"));
        for text in ["ILSE", "OLD MAN", "GUARD #2", "MRS. VARGA", "MAN ON PHONE"] {
            assert_eq!(cue(text), None, "{text}");
        }
        let words = Words::of("They pass the Tern Valley Diner. Times change at Gull Street School.");
        let found: Vec<String> = bodies(&words).into_iter().map(|range| words.joined(range)).collect();
        assert_eq!(found, ["tern valley diner", "gull street school"]);
    }
}
