//! Facts of the production, gathered from the tree under check when a rule asks for them: its screenplays, its characters,
//! passages of its scripts, notes that the commit leaves alone.
//!
//! Nothing is read before it is asked for, and each document is read once.

use crate::dictionary::{ClassSet, Classes, Matcher, Mention, OwnNames};
use crate::document::{Kind, Role};
use crate::policy::Rule;
use crate::reading::Reading;
use crate::text::words::Words;
use std::cell::OnceCell;
use std::collections::HashSet;
use std::sync::Arc;

/// Classes that mechanisms need by name.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sets {
    pub person: ClassSet,
    pub read_aloud: ClassSet,
    pub method: ClassSet,
    pub news_role: ClassSet,
}

impl Sets {
    pub fn of(classes: &Classes) -> Sets {
        let set = |name: &str| classes.set(name).unwrap_or(ClassSet::EMPTY);
        Sets { person: set("person"), read_aloud: set("read-aloud"), method: set("digital-method"), news_role: set("news-role") }
    }
}

/// Reads the documents of the tree that are not under check, by kind.
pub trait Library {
    /// The readings of all documents of `kind` in the tree whose paths are not in the commit.
    fn unchanged(&self, kind: Kind) -> Vec<Arc<Reading>>;
}

/// One tree, seen by the rules.
pub struct World<'a> {
    pub matcher: &'a Matcher,
    pub classes: &'a Classes,
    pub sets: Sets,
    /// The documents under check.
    pub changed: &'a [Arc<Reading>],
    pub library: &'a dyn Library,
    pub today: jiff::civil::Date,
    scripts: OnceCell<Vec<Arc<Reading>>>,
    notes: OnceCell<Vec<Arc<Reading>>>,
    characters: OnceCell<OwnNames>,
    full_names: OnceCell<OwnNames>,
    passages: OnceCell<HashSet<u64>>,
    linked: OnceCell<HashSet<String>>,
}

impl<'a> World<'a> {
    pub fn new(
        matcher: &'a Matcher,
        classes: &'a Classes,
        changed: &'a [Arc<Reading>],
        library: &'a dyn Library,
        today: jiff::civil::Date,
    ) -> World<'a> {
        World {
            matcher,
            classes,
            sets: Sets::of(classes),
            changed,
            library,
            today,
            scripts: OnceCell::new(),
            notes: OnceCell::new(),
            characters: OnceCell::new(),
            full_names: OnceCell::new(),
            passages: OnceCell::new(),
            linked: OnceCell::new(),
        }
    }

    /// All screenplays of the tree.
    pub fn scripts(&self) -> &[Arc<Reading>] {
        self.scripts.get_or_init(|| {
            let mut all: Vec<Arc<Reading>> = self.changed.iter().filter(|r| r.kind() == Kind::Screenplay).cloned().collect();
            all.extend(self.library.unchanged(Kind::Screenplay));
            all
        })
    }

    /// Prompts and notes that the commit leaves alone.
    pub fn unchanged_notes(&self) -> &[Arc<Reading>] {
        self.notes.get_or_init(|| {
            let mut all = self.library.unchanged(Kind::Note);
            all.extend(self.library.unchanged(Kind::Prompt));
            all
        })
    }

    /// All documents of a kind: those under check, and those that the commit leaves alone.
    pub fn documents(&self, kind: Kind) -> impl Iterator<Item = &Reading> {
        let others = if kind == Kind::Screenplay { self.scripts() } else { self.unchanged_notes() };
        let changed = if kind == Kind::Screenplay { &[][..] } else { self.changed };
        changed.iter().chain(others).map(Arc::as_ref).filter(move |reading| reading.kind() == kind)
    }

    /// Whether a passage of a prompt under check stands in a screenplay of the tree.
    ///
    /// The prompts' passages are few, the scripts' many: so the scripts are held against the prompts.
    pub fn has_passage(&self, hash: u64) -> bool {
        self.passages
            .get_or_init(|| {
                let long = |words: &&Words| words.len() >= crate::checks::PASSAGE;
                let passages = |words: &Words| -> Vec<u64> {
                    (0..=words.len() - crate::checks::PASSAGE).map(|at| crate::checks::passage(words, at)).collect()
                };
                let prompts = self.changed.iter().filter(|reading| reading.kind() == Kind::Prompt);
                let wanted: HashSet<u64> = prompts.flat_map(|prompt| prompt.words.iter().filter(long).flat_map(passages)).collect();
                let mut found = HashSet::new();
                for script in self.scripts() {
                    for (element, words) in script.document.elements.iter().zip(&script.words) {
                        if matches!(element.role, Role::Action | Role::Dialogue | Role::Unknown) && long(&words) {
                            found.extend(passages(words).into_iter().filter(|hash| wanted.contains(hash)));
                        }
                    }
                }
                found
            })
            .contains(&hash)
    }

    /// The characters of the production: names that a script introduces with an age or a description, `EMMA STONE (62),
    /// postmistress`. Folded words joined by spaces.
    ///
    /// A cue alone introduces nobody: a real person who appears as themself has one too.
    pub fn characters(&self) -> &OwnNames {
        self.characters.get_or_init(|| {
            let mut all = HashSet::new();
            for script in self.scripts() {
                for (element, words) in script.document.elements.iter().zip(&script.words) {
                    if element.role == Role::Action {
                        introduced(element.text.as_str(), words, &mut all);
                    }
                }
            }
            OwnNames::new(all)
        })
    }

    /// The characters' names of two words and more, each also by its last two words.
    pub fn full_names(&self) -> &OwnNames {
        self.full_names.get_or_init(|| {
            let names = self.characters().names().iter().filter(|name| name.contains(' '));
            OwnNames::new(names.flat_map(|name| {
                let parts: Vec<&str> = name.split(' ').collect();
                [name.clone(), parts[parts.len() - 2..].join(" ")]
            }))
        })
    }

    /// The people to whom a prompt or note of the commit gives a digital method, by name.
    pub fn made_digitally(&self) -> &HashSet<String> {
        self.linked.get_or_init(|| {
            let mut all = HashSet::new();
            for reading in self.changed.iter().filter(|r| r.kind() != Kind::Screenplay) {
                for mention in reading.mentions.iter().filter(|m| m.classes.meets(self.sets.person) && !m.weak && !m.negated) {
                    let item = reading.document.elements_of(reading.element(mention).item);
                    if reading.kind() == Kind::Prompt
                        || reading.mentions_of(item).iter().any(|m| m.classes.meets(self.sets.method) && !m.negated)
                    {
                        all.insert(reading.subject(mention, self.matcher));
                    }
                }
            }
            all
        })
    }

    /// Whether a mention is explained by the production itself: a character of that name, a crew column.
    pub fn is_explained(&self, _rule: &Rule, reading: &Reading, mention: &Mention) -> bool {
        if reading.kind() == Kind::Screenplay {
            // A work or brand of one word that is a character's name here.
            return !mention.classes.meets(self.sets.person) && mention.words.len() == 1 && is_cue(reading, mention);
        }
        if !mention.classes.meets(self.sets.person) {
            return false;
        }
        if reading.element(mention).key.as_deref().is_some_and(is_crew_column) {
            return true;
        }
        let words = &reading.words[mention.element as usize];
        self.characters().has(&words.joined(mention.words.clone()))
    }
}

/// Whether a cue of the document begins with the words of the mention.
fn is_cue(reading: &Reading, mention: &Mention) -> bool {
    let name = reading.words[mention.element as usize].folded(mention.words.start as usize);
    reading
        .document
        .elements
        .iter()
        .zip(&reading.words)
        .any(|(element, words)| element.role == Role::Cue && (0..words.len()).any(|i| words.folded(i) == name))
}

/// Columns and fields that name the people who do the work.
fn is_crew_column(key: &str) -> bool {
    const CREW: &[&str] = &[
        "artist",
        "lead",
        "owner",
        "supervisor",
        "assignee",
        "assigned",
        "editor",
        "author",
        "from",
        "by",
        "reviewer",
        "coordinator",
        "producer",
        "vendor",
        "contact",
        "requested",
        "approved by",
        "user",
        "created by",
        "credit",
        "written by",
        "director",
        "photographer",
        "crew",
    ];
    let key = key.rsplit('.').next().unwrap_or(key).to_lowercase();
    CREW.iter().any(|c| key == *c || key.starts_with(&format!("{c} ")) || key.ends_with(&format!(" {c}")))
}

/// Adds the names that an action line introduces: capitals followed by an age, a description in brackets or after a comma.
fn introduced(text: &str, words: &Words, out: &mut HashSet<String>) {
    use crate::text::words::{Caps, Gap};
    let mut start = 0;
    while start < words.len() {
        let mut end = start;
        while words.get(end).is_some_and(|w| w.caps == Caps::Upper && (end == start || w.gap <= Gap::Space)) {
            end += 1;
        }
        if end > start {
            let range = words.range(start as u32..end as u32);
            let after = text[range.end as usize..].trim_start();
            let age = after
                .strip_prefix('(')
                .and_then(|rest| rest.split(')').next())
                .is_some_and(|inside| inside.contains(|c: char| c.is_ascii_digit()) || inside.to_lowercase().contains("teen"));
            if age {
                out.insert(words.joined(start as u32..end as u32));
            }
        }
        start = end.max(start + 1);
    }
}
