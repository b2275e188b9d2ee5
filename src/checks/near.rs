//! `near`: a mention in a place, with others near it.

use super::{Candidate, Check, Job};
use crate::dictionary::{Mention, Origin};
use crate::document::{Kind, Role};
use crate::policy::Level;
use crate::policy::rule::{Near, Polarity, Scope, Strength};
use crate::reading::Reading;
use crate::text::words::Gap;
use std::ops::Range;

pub struct NearCheck;

impl Check for NearCheck {
    fn name(&self) -> &'static str {
        "near"
    }

    fn run(&self, job: &Job<'_>, out: &mut Vec<Candidate>) {
        for (mention, near) in matching(job) {
            out.push(job.at(mention, level(job, mention), near));
        }
    }
}

/// The mentions of the document that the match speaks of, each with the first of those that stand near it.
pub(crate) fn matching<'a>(job: &'a Job<'_>) -> impl Iterator<Item = (&'a Mention, Option<&'a Mention>)> {
    let (reading, found) = (job.reading, job.found);
    let mentions = if reading.has(found.find) { &reading.mentions[..] } else { &[] };
    mentions.iter().filter_map(move |mention| {
        let speaks = mention.classes.meets(found.find)
            && !mention.classes.meets(found.except)
            && counts(mention, found.strength, found.polarity)
            && roles_fit(&found.roles, reading.element(mention).role, reading.kind())
            && !job.world.is_explained(job.rule, reading, mention);
        if !speaks {
            return None;
        }
        let mut first = None;
        for near in &found.near {
            let other = holds(reading, mention, near)?;
            first = first.or(Some(other));
        }
        let taken_back = found.unless.iter().any(|near| holds(reading, mention, near).is_some());
        (!taken_back).then_some((mention, first))
    })
}

/// The level of a match at a mention, with what raises and lowers it.
pub(crate) fn level(job: &Job<'_>, mention: &Mention) -> Level {
    let mut level = job.found.level.unwrap_or(job.rule.level);
    for change in &job.found.raise {
        if holds(job.reading, mention, &change.near).is_some() {
            level = level.max(change.to);
        }
    }
    for change in &job.found.lower {
        if holds(job.reading, mention, &change.near).is_some() {
            level = level.min(change.to);
        }
    }
    level
}

fn counts(mention: &Mention, strength: Strength, polarity: Polarity) -> bool {
    (strength == Strength::Any || !mention.weak) && (polarity == Polarity::Any || !mention.negated)
}

/// Whether a rule looks at elements of `role`: those it names, else those that method or story gives.
pub(crate) fn roles_fit(roles: &[Role], role: Role, kind: Kind) -> bool {
    if roles.is_empty() { kind != Kind::Screenplay || Role::METHOD.contains(&role) } else { roles.contains(&role) }
}

/// Returns a mention that fulfils `near` for `mention`, or `None`.
pub(crate) fn holds<'a>(reading: &'a Reading, mention: &Mention, near: &Near) -> Option<&'a Mention> {
    let (elements, words) = reach(reading, mention, near);
    if !near.without.is_empty() {
        let item = reading.document.elements_of(reading.element(mention).item);
        // A double that ends a way of saying ("digi double") is what is said, and nobody beside it.
        let own = |other: &Mention| {
            other.origin == Origin::Phrase
                && lies_in(other, mention)
                && other.words.end == mention.words.end
                && other.words != mention.words
        };
        let stands = |other: &Mention| other.classes.meets(near.without) && !other.weak && !own(other);
        if reading.mentions_of(item).iter().any(stands) {
            return None;
        }
    }
    reading.mentions_of(elements).iter().find(|other| {
        other.classes.meets(near.any)
            && counts(other, near.strength, near.polarity)
            && !std::ptr::eq(*other, mention)
            && (other.element != mention.element || other.words != mention.words || other.classes != mention.classes)
            && !is_inside(other, mention)
            && (!near.other || !reading.same(other, mention))
            && (!near.clause || same_clause(reading, mention, other))
            && words.as_ref().is_none_or(|w| other.element == mention.element && other.words.start >= w.start && other.words.end <= w.end)
            && {
                let element = reading.element(other);
                (near.roles.is_empty() || near.roles.contains(&element.role))
                    && (near.columns.is_empty() || element.key.as_deref().is_some_and(|key| column_fits(key, &near.columns)))
            }
    })
}

/// Whether a way of saying is part of a name: the tube in YouTube is no television.
fn is_inside(other: &Mention, name: &Mention) -> bool {
    matches!(name.origin, Origin::Name { .. }) && other.origin == Origin::Phrase && lies_in(other, name)
}

/// Whether one mention lies in the words of another.
fn lies_in(inner: &Mention, outer: &Mention) -> bool {
    inner.element == outer.element && inner.words.start >= outer.words.start && inner.words.end <= outer.words.end
}

/// Whether nothing wider than a bracket stands between two mentions of one element.
fn same_clause(reading: &Reading, a: &Mention, b: &Mention) -> bool {
    let words = reading.words(a.element as usize);
    let between = a.words.end.min(b.words.end)..=a.words.start.max(b.words.start);
    a.element == b.element && between.into_iter().all(|i| words.get(i as usize).is_none_or(|w| w.gap <= Gap::Sign))
}

fn column_fits(key: &str, columns: &[String]) -> bool {
    let key = key.to_lowercase();
    columns.iter().any(|column| key.contains(column.as_str()))
}

/// The elements to look in and, where words are counted, the words of the mention's own element.
fn reach(reading: &Reading, mention: &Mention, near: &Near) -> (Range<usize>, Option<Range<u32>>) {
    let at = mention.element as usize;
    if near.after.is_some() || near.before.is_some() {
        let start = mention.words.start.saturating_sub(near.before.map_or(0, u32::from));
        let end = mention.words.end + near.after.map_or(0, u32::from);
        // A condition on one side looks neither at the other nor into the mention itself ("Chin" is no feature of Ms Chin).
        let start = if near.before.is_none() { mention.words.end } else { start };
        let end = if near.after.is_none() { mention.words.start } else { end };
        return (at..at + 1, Some(start..end));
    }
    let document = &reading.document;
    let element = &document.elements[at];
    let elements = match near.within {
        Scope::Element => at..at + 1,
        Scope::Item => document.elements_of(element.item),
        Scope::Section => {
            let heading = document.items[element.item as usize].heading;
            let same = |item: u32| document.items[item as usize].heading == heading;
            let mut range = document.elements_of(element.item);
            while range.start > 0 && same(document.elements[range.start - 1].item) {
                range.start -= 1;
            }
            while range.end < document.elements.len() && same(document.elements[range.end].item) {
                range.end += 1;
            }
            if let Some(heading) = heading {
                range.start = range.start.min(heading as usize);
            }
            range
        }
        Scope::Scene => {
            let mut range = at..at + 1;
            while range.start > 0 && document.elements[range.start - 1].scene == element.scene {
                range.start -= 1;
            }
            while range.end < document.elements.len() && document.elements[range.end].scene == element.scene {
                range.end += 1;
            }
            range
        }
        Scope::Document => 0..document.elements.len(),
    };
    (elements, None)
}
