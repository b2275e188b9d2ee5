//! What is new: findings of two versions compared as multisets by identity (DESIGN, "What is new, and what is the same").

use crate::check::Found;
use crate::checks::{Candidate, is_list_number};
use crate::document::{Kind, Role};
use crate::policy::{Level, Rule};
use crate::reading::Reading;
use crate::report::Identity;
use crate::text::Words;
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
    let words = Words::of(text);
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
    let mut known: BTreeMap<Key, Vec<Level>> = BTreeMap::new();
    for side in old {
        let mut here: BTreeMap<Key, Vec<Level>> = BTreeMap::new();
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
    // First the copies in the same file, then those that moved.
    for same_file in [true, false] {
        for slot in &mut left {
            let Some(found) = slot else { continue };
            let partner = if same_file {
                known.get_mut(&(found.identity.clone(), found.path.clone())).filter(|levels| !levels.is_empty())
            } else {
                known.iter_mut().find(|((identity, _), levels)| *identity == found.identity && !levels.is_empty()).map(|(_, levels)| levels)
            };
            take(partner, slot);
        }
    }
    let prompts = |slot: &&mut Option<Found>| slot.as_ref().is_some_and(|found| readings[found.candidate.reading].kind() == Kind::Prompt);
    let mut broken_anew = left.iter_mut().filter(prompts).peekable();
    if broken_anew.peek().is_some() {
        let mut before = OldLines::of(old);
        for slot in broken_anew {
            let Some(found) = slot else { continue };
            let partner = before.broken_as(found, readings, |key| known.get(key).is_some_and(|levels| !levels.is_empty()));
            take(partner.and_then(|key| known.get_mut(&key)), slot);
        }
    }
    left.into_iter().flatten().collect()
}

/// Lets go of a new finding that has a partner, and of the partner; not where it has risen over the blocking line.
fn take(partner: Option<&mut Vec<Level>>, slot: &mut Option<Found>) {
    let (Some(levels), Some(found)) = (partner, slot.as_ref()) else { return };
    let before = levels.remove(0);
    if before.blocks() || !found.candidate.level.blocks() {
        *slot = None;
    }
}

/// The key of old findings that are counted together.
type Key = (Identity, Arc<str>);

/// The old findings of prompts by rule and subject, and the words of documents in a row. A prompt of which only the ends of lines have
/// changed stands in its old document as it was, and what stood there stands in the new one.
struct OldLines<'a> {
    found: BTreeMap<(usize, String), Vec<OldLine<'a>>>,
    words: BTreeMap<*const Reading, String>,
}

struct OldLine<'a> {
    reading: &'a Reading,
    element: usize,
    key: Key,
}

impl<'a> OldLines<'a> {
    fn of(old: &'a [Before]) -> OldLines<'a> {
        let mut found: BTreeMap<(usize, String), Vec<OldLine<'_>>> = BTreeMap::new();
        for side in old {
            for before in &side.found {
                let reading = &side.readings[before.candidate.reading];
                if reading.kind() == Kind::Prompt {
                    let key = (before.identity.clone(), before.path.clone());
                    let line = OldLine { reading, element: before.candidate.element as usize, key };
                    found.entry((before.candidate.rule, fold(&before.candidate.subject))).or_default().push(line);
                }
            }
        }
        OldLines { found, words: BTreeMap::new() }
    }

    /// The key of an old finding of the same rule and subject, still without a partner, that is this one with its line broken anew. A
    /// few words may stand anywhere, and a prompt that has a name of its own is another prompt.
    fn broken_as(&mut self, found: &Found, readings: &[Arc<Reading>], is_free: impl Fn(&Key) -> bool) -> Option<Key> {
        const FEWEST: usize = 4;
        let (reading, index) = (&readings[found.candidate.reading], found.candidate.element as usize);
        let element = &reading.document.elements[index];
        let name = reading.document.items[element.item as usize].name.as_deref();
        if reading.words(index).len() < FEWEST || name.is_some_and(|name| !is_list_number(name, element.role)) {
            return None;
        }
        let OldLines { found: before, words } = self;
        let mut stands_in = |line: (&Reading, usize), document: &Reading| {
            let text = words.entry(std::ptr::from_ref(document)).or_insert_with(|| all_words(document));
            text.contains(&format!(" {} ", line.0.folded(line.1)))
        };
        let before = before.get(&(found.candidate.rule, fold(&found.candidate.subject)))?;
        let same = |old: &&OldLine<'_>| {
            is_free(&old.key) && stands_in((reading, index), old.reading) && stands_in((old.reading, old.element), reading)
        };
        before.iter().find(same).map(|old| old.key.clone())
    }
}

/// The folded words of a document, in a row.
fn all_words(reading: &Reading) -> String {
    let mut out = String::from(" ");
    let mut scratch = Words::default();
    for element in 0..reading.document.elements.len() {
        let words = reading.glance(element, &mut scratch);
        out.push_str(&words.joined(0..words.len() as u32));
        out.push(' ');
    }
    out
}
