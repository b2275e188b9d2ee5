//! What is new: findings of two versions compared as multisets by identity (DESIGN, "What is new, and what is the same").

use crate::check::Found;
use crate::checks::Candidate;
use crate::document::{Kind, Role};
use crate::policy::{Level, Rule};
use crate::reading::Reading;
use crate::report::Identity;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Returns the identity of a candidate: rule, subject, role and the folded words around it; no path and no line.
pub(crate) fn identity(rule: &str, candidate: &Candidate, role: Role, kind: Kind) -> Identity {
    let mut hasher = Sha256::new();
    // A cell of a table and a line of notes are one role: the same notes may be kept either way.
    let role = match (kind, role) {
        (Kind::Note, Role::Cell | Role::Note | Role::Unknown | Role::Heading | Role::Comment) => "note",
        (Kind::Screenplay, Role::Unknown) => "action",
        (_, role) => role.name(),
    };
    for part in [rule, &fold(&candidate.subject), role, &candidate.context] {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    let hash = hasher.finalize();
    let hex: String = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    Identity(format!("{}:{hex}", Identity::VERSION))
}

fn fold(text: &str) -> String {
    let words = crate::text::Words::of(text);
    words.joined(0..words.len() as u32)
}

/// Of the candidates from `first` on (one document), keeps one for each rule, subject and item: the strongest, then the
/// earliest. Ways of saying are one subject within a stretch of text: "face swap, her head onto the double" is one thing. Where a match reports equal subjects once, one for the document.
pub(crate) fn merge_alike(candidates: &mut Vec<Candidate>, first: usize, readings: &[Arc<Reading>], rules: &[Rule]) {
    let mut best: BTreeMap<(usize, String, u32), Candidate> = BTreeMap::new();
    for candidate in candidates.drain(first..) {
        let reading = &readings[candidate.reading];
        let element = &reading.document.elements[candidate.element as usize];
        let once = rules[candidate.rule].matches[candidate.found].once;
        let subject = if candidate.phrase && !once { String::new() } else { fold(&candidate.subject) };
        let place = if once {
            u32::MAX
        } else if candidate.phrase {
            candidate.element
        } else {
            element.item
        };
        let key = (candidate.rule, subject, place);
        match best.get_mut(&key) {
            Some(known) => {
                if (candidate.level, std::cmp::Reverse(candidate.span.start)) > (known.level, std::cmp::Reverse(known.span.start)) {
                    *known = candidate;
                }
            }
            None => {
                best.insert(key, candidate);
            }
        }
    }
    let mut kept: Vec<Candidate> = best.into_values().collect();
    kept.sort_by_key(|candidate| (candidate.span.start, candidate.rule));
    candidates.extend(kept);
}

/// Leaves out what another finding says already: the same subject in the same item, under a rule that covers the weaker one (who
/// is asked for by name and feature is not asked for by name as well).
pub(crate) fn drop_covered(candidates: &mut Vec<Candidate>, readings: &[Arc<Reading>], rules: &[Rule]) {
    let item = |candidate: &Candidate| readings[candidate.reading].document.elements[candidate.element as usize].item;
    let key = |candidate: &Candidate| (candidate.reading, item(candidate), fold(&candidate.subject));
    let mut strongest: BTreeMap<(usize, u32, String), Vec<(usize, Level)>> = BTreeMap::new();
    for candidate in candidates.iter().filter(|candidate| !rules[candidate.rule].covers.is_empty()) {
        strongest.entry(key(candidate)).or_default().push((candidate.rule, candidate.level));
    }
    if strongest.is_empty() {
        return;
    }
    candidates.retain(|candidate| {
        let id = &rules[candidate.rule].id;
        !strongest.get(&key(candidate)).is_some_and(|others| {
            others.iter().any(|&(rule, level)| level >= candidate.level && rule != candidate.rule && rules[rule].covers.contains(id))
        })
    });
}

/// An old side: its documents, and what was found in them.
pub(crate) struct Before {
    pub readings: Vec<Arc<Reading>>,
    pub found: Vec<Found>,
}

/// Takes away what an old side had.
///
/// With several old sides (the parents of a merge) each identity counts as often as the side that has it most. Old copies are
/// matched with new ones in the order of the text, a copy in the same file before others, so that what is left is the copy that
/// was put there later. Last come texts whose lines were only broken anew. A finding that was below the blocking line and is above
/// it now is new.
pub(crate) fn new_only(new: Vec<Found>, readings: &[Arc<Reading>], old: &[Before]) -> Vec<Found> {
    let mut known: BTreeMap<(Identity, Arc<str>), Vec<Level>> = BTreeMap::new();
    for side in old {
        let mut here: BTreeMap<(Identity, Arc<str>), Vec<Level>> = BTreeMap::new();
        for found in &side.found {
            here.entry((found.identity.clone(), found.path.clone())).or_default().push(found.candidate.level);
        }
        for (key, levels) in here {
            let most = known.entry(key).or_default();
            if levels.len() > most.len() {
                *most = levels;
            }
        }
    }
    let mut left: Vec<Option<Found>> = new.into_iter().map(Some).collect();
    for pass in [Pass::SameFile, Pass::Moved, Pass::Rewrapped] {
        for slot in &mut left {
            let Some(found) = slot else { continue };
            let key = match pass {
                Pass::SameFile => Some((found.identity.clone(), found.path.clone())),
                Pass::Moved => known
                    .iter()
                    .find(|((identity, _), levels)| *identity == found.identity && !levels.is_empty())
                    .map(|(key, _)| key.clone()),
                Pass::Rewrapped => rewrapped(found, readings, old, &known),
            };
            let Some(levels) = key.and_then(|key| known.get_mut(&key)).filter(|levels| !levels.is_empty()) else { continue };
            let before = levels.remove(0);
            if before.blocks() || !found.candidate.level.blocks() {
                *slot = None;
            }
        }
    }
    left.into_iter().flatten().collect()
}

#[derive(Clone, Copy)]
enum Pass {
    SameFile,
    Moved,
    Rewrapped,
}

/// The old finding of the same rule and subject whose document has the words of this one in a row: only where lines begin and end
/// has changed.
fn rewrapped(
    found: &Found,
    readings: &[Arc<Reading>],
    old: &[Before],
    known: &BTreeMap<(Identity, Arc<str>), Vec<Level>>,
) -> Option<(Identity, Arc<str>)> {
    let reading = &readings[found.candidate.reading];
    // What is said in a speech is whole in its identity, however its lines are broken.
    if reading.kind() == Kind::Screenplay {
        return None;
    }
    let words = reading.folded(found.candidate.element as usize);
    let subject = fold(&found.candidate.subject);
    old.iter().find_map(|side| {
        let partner = side.found.iter().find(|before| {
            before.candidate.rule == found.candidate.rule
                && fold(&before.candidate.subject) == subject
                && known.get(&(before.identity.clone(), before.path.clone())).is_some_and(|levels| !levels.is_empty())
                && all_words(&side.readings[before.candidate.reading]).contains(&format!(" {words} "))
        });
        partner.map(|before| (before.identity.clone(), before.path.clone()))
    })
}

/// The folded words of a document, in a row.
fn all_words(reading: &Reading) -> String {
    let mut out = String::from(" ");
    for element in 0..reading.document.elements.len() {
        out.push_str(&reading.folded(element));
        out.push(' ');
    }
    out
}
