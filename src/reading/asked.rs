//! What is asked of a document: the classes of phrases that some rule or mechanism wants to know of. Others are not looked for.
//!
//! Most phrases are plain words that say something in notes and nothing in a story. In a screenplay most rules look at how it is
//! made (title page, notes, boneyards, sections); what tells the story is asked for little.

use crate::dictionary::{ClassSet, Classes};
use crate::document::{Document, Kind, Role};
use crate::policy::{Match, Rule, Scope};

/// Classes that the reading of a document and the mechanisms of rules ask for by name.
const BY_NAME: &[&str] = &[
    "ai-denied",
    "ai-word",
    "brand-signal",
    "digital-method",
    "face-replica",
    "feature-of",
    "film-word",
    "final-word",
    "list-of-rules",
    "look-alike-before",
    "news-container",
    "news-role",
    "outlet-story",
    "portrait-of",
    "read-aloud",
    "read-by",
    "reading-cue",
    "set-phrase",
    "song-signal",
    "song-style",
    "style-after",
    "style-before",
    "style-degree",
    "title-signal",
    "tool-signal",
    "training",
    "true-story",
    "turnover-word",
    "voice-replica",
];

/// The classes of phrases that are looked for, by where they may stand.
#[derive(Debug, Clone)]
pub struct Asked {
    /// In what a screenplay tells.
    story: ClassSet,
    /// Where a screenplay speaks of how it is made.
    method: ClassSet,
    prompt: ClassSet,
    note: ClassSet,
    /// What only takes back, beside what it takes back: looked for in an item once that was found there.
    late: ClassSet,
    /// What it takes back.
    taken_back: ClassSet,
}

impl Asked {
    /// Gathers what `rules` ask for.
    pub fn of(rules: &[Rule], classes: &Classes) -> Asked {
        let by_name = BY_NAME.iter().filter_map(|name| classes.set(name)).fold(ClassSet::EMPTY, ClassSet::and);
        let mut asked =
            Asked { story: by_name, method: by_name, prompt: by_name, note: by_name, late: ClassSet::EMPTY, taken_back: ClassSet::EMPTY };
        let first_name = classes.set("first-name").unwrap_or(ClassSet::EMPTY);
        let matches = || rules.iter().flat_map(|rule| &rule.matches);
        // What starts, supports or changes a finding is wanted at once, and what takes back from farther than the item.
        let at_once = matches().fold(by_name, |all, found| all.and(wanted_at_once(found)));
        for found in matches() {
            let wanted = wanted(found);
            let late = wanted.without(at_once);
            // Given names are looked for in the same items.
            if !late.is_empty() || wanted.meets(first_name) {
                asked.late = asked.late.and(late);
                asked.taken_back = asked.taken_back.and(found.find);
            }
            let wanted = wanted.without(late);
            for kind in &found.kinds {
                match kind {
                    Kind::Screenplay => {
                        asked.method = asked.method.and(wanted);
                        if !stays_in_method(found) {
                            asked.story = asked.story.and(wanted);
                        }
                    }
                    Kind::Prompt => asked.prompt = asked.prompt.and(wanted),
                    Kind::Note => asked.note = asked.note.and(wanted),
                }
            }
            // The other end of what a script does stands in a prompt or note.
            if found.kinds == [Kind::Screenplay] && !is_near(found) {
                asked.prompt = asked.prompt.and(wanted);
                asked.note = asked.note.and(wanted);
            }
        }
        asked
    }

    /// What is looked for only in items that have one of [`Asked::taken_back`].
    pub(super) fn late(&self) -> ClassSet {
        self.late
    }

    pub(super) fn taken_back(&self) -> ClassSet {
        self.taken_back
    }

    /// Every phrase there is.
    pub fn everything() -> Asked {
        Asked {
            story: ClassSet::ALL,
            method: ClassSet::ALL,
            prompt: ClassSet::ALL,
            note: ClassSet::ALL,
            late: ClassSet::EMPTY,
            taken_back: ClassSet::EMPTY,
        }
    }

    /// What is asked in what a screenplay tells.
    pub(crate) fn in_story(&self) -> ClassSet {
        self.story
    }

    /// What is asked where a screenplay speaks of how it is made.
    pub(crate) fn in_method(&self) -> ClassSet {
        self.method
    }

    /// What is asked of each element of `document`, by its item.
    pub(super) fn by_item(&self, document: &Document) -> ByItem {
        match document.kind {
            Kind::Prompt => ByItem { method: Vec::new(), inside: self.prompt, outside: self.prompt },
            Kind::Note => ByItem { method: Vec::new(), inside: self.note, outside: self.note },
            Kind::Screenplay => {
                // A note inside a paragraph is asked with the paragraph.
                let mut method = vec![false; document.items.len()];
                for element in document.elements.iter().filter(|element| Role::METHOD.contains(&element.role)) {
                    method[element.item as usize] = true;
                }
                ByItem { method, inside: self.method, outside: self.story }
            }
        }
    }
}

/// What is asked of the items of one document.
pub(super) struct ByItem {
    /// For each item, whether something in it speaks of method; empty where that makes no difference.
    method: Vec<bool>,
    inside: ClassSet,
    outside: ClassSet,
}

impl ByItem {
    pub(super) fn of(&self, item: u32) -> ClassSet {
        if self.method.get(item as usize).copied().unwrap_or(false) { self.inside } else { self.outside }
    }
}

fn is_near(found: &Match) -> bool {
    matches!(found.check.as_str(), "near" | "appearance")
}

/// Whether a match of a screenplay looks at method alone and no farther than the item.
fn stays_in_method(found: &Match) -> bool {
    is_near(found) && found.roles.iter().all(|role| Role::METHOD.contains(role)) && conditions(found).all(|near| near.within <= Scope::Item)
}

/// The classes that a match cannot do without from the beginning.
fn wanted_at_once(found: &Match) -> ClassSet {
    // Mechanisms of their own look at conditions in their own way.
    if !is_near(found) && found.check != "deceased" {
        return wanted(found);
    }
    let supports = found.near.iter().chain(found.raise.iter().chain(&found.lower).map(|change| &change.near));
    let far = found.unless.iter().filter(|near| near.within > Scope::Item);
    supports.chain(far).fold(found.find.and(found.except), |all, near| all.and(near.any))
}

fn conditions(found: &Match) -> impl Iterator<Item = &crate::policy::Near> {
    let changes = found.raise.iter().chain(&found.lower).map(|change| &change.near);
    found.near.iter().chain(&found.unless).chain(changes)
}

/// All classes that a match speaks of.
fn wanted(found: &Match) -> ClassSet {
    conditions(found).fold(found.find.and(found.except), |all, near| all.and(near.any).and(near.without))
}
