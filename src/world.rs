//! Facts of the production, gathered from the tree under check when a rule asks for them: its screenplays, its characters,
//! passages of its scripts, notes that the commit leaves alone.
//!
//! Nothing is read before it is asked for, and each document is read once.

use crate::config::Production;
use crate::config::names::{ClearedName, NameKind};
use crate::dictionary::{ClassSet, Classes, Matcher, Mention, OwnNames};
use crate::document::{Kind, Role};
use crate::policy::Rule;
use crate::reading::{Reading, is_crew_column};
use crate::text::words::Words;
use std::cell::OnceCell;
use std::collections::HashSet;
use std::sync::Arc;

mod aloud;

pub use aloud::Aloud;

/// Classes that mechanisms need by name.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sets {
    pub person: ClassSet,
    pub unknown: ClassSet,
    /// A script reads something aloud or shows it.
    pub read_aloud: ClassSet,
    /// The same in so many words, which are few: for these the notes of the whole tree are read.
    pub said_aloud: ClassSet,
    pub method: ClassSet,
    pub news_role: ClassSet,
}

impl Sets {
    pub fn of(classes: &Classes) -> Sets {
        let set = |name: &str| classes.set(name).unwrap_or(ClassSet::EMPTY);
        Sets {
            person: set("person"),
            unknown: set("unknown-name"),
            read_aloud: set("read-aloud").and(set("reading-cue")),
            said_aloud: set("read-aloud"),
            method: set("digital-method"),
            news_role: set("news-role"),
        }
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
    /// Names that silence rules.
    pub cleared: &'a [ClearedName],
    /// Tools that the production may use; empty where it keeps no list.
    pub approved_tools: &'a [String],
    /// The code of the production, where its configuration gives one.
    pub production: Option<&'a str>,
    script_names: OnceCell<HashSet<String>>,
    scripts: OnceCell<Vec<Arc<Reading>>>,
    notes: OnceCell<Vec<Arc<Reading>>>,
    characters: OnceCell<OwnNames>,
    full_names: OnceCell<OwnNames>,
    passages: OnceCell<HashSet<u64>>,
    aloud: OnceCell<Aloud>,
    linked: OnceCell<HashSet<String>>,
}

impl<'a> World<'a> {
    pub fn new(
        matcher: &'a Matcher,
        classes: &'a Classes,
        changed: &'a [Arc<Reading>],
        library: &'a dyn Library,
        today: jiff::civil::Date,
        about: &'a Production,
    ) -> World<'a> {
        World {
            matcher,
            classes,
            sets: Sets::of(classes),
            changed,
            library,
            today,
            cleared: &about.cleared_names,
            approved_tools: &about.approved_tools,
            production: about.code.as_deref(),
            script_names: OnceCell::new(),
            scripts: OnceCell::new(),
            notes: OnceCell::new(),
            characters: OnceCell::new(),
            full_names: OnceCell::new(),
            passages: OnceCell::new(),
            aloud: OnceCell::new(),
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

    /// What the screenplays of the tree read aloud or show in an insert.
    pub fn aloud(&self) -> &Aloud {
        self.aloud.get_or_init(|| Aloud::of(self.scripts(), self.sets.read_aloud))
    }

    /// Whether a passage of a prompt under check stands in a screenplay of the tree.
    ///
    /// The prompts' passages are few, the scripts' many: so the scripts are held against the prompts.
    pub fn has_passage(&self, hash: u64) -> bool {
        self.passages
            .get_or_init(|| {
                let mut scratch = Words::default();
                let mut wanted = HashSet::new();
                for prompt in self.changed.iter().filter(|reading| reading.kind() == Kind::Prompt) {
                    for element in 0..prompt.document.elements.len() {
                        wanted.extend(crate::checks::passages(prompt.glance(element, &mut scratch)));
                    }
                }
                let mut found = HashSet::new();
                if wanted.is_empty() {
                    return found;
                }
                for script in self.scripts() {
                    for (index, element) in script.document.elements.iter().enumerate() {
                        if matches!(element.role, Role::Action | Role::Dialogue | Role::Unknown) {
                            let passages = crate::checks::passages(script.glance(index, &mut scratch));
                            found.extend(passages.into_iter().filter(|hash| wanted.contains(hash)));
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
            let mut scratch = Words::default();
            for script in self.scripts() {
                for (index, element) in script.document.elements.iter().enumerate() {
                    // An age stands in brackets or behind a comma or dash.
                    if element.role == Role::Action && element.text.as_str().contains(['(', ',', '-', '–', '—']) {
                        introduced(element.text.as_str(), script.glance(index, &mut scratch), &mut all);
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
    ///
    /// A name that the production has cleared explains what its row names, in every kind of document.
    pub fn is_explained(&self, rule: &Rule, reading: &Reading, mention: &Mention) -> bool {
        if self.is_cleared(rule, reading, mention) {
            return true;
        }
        if reading.kind() == Kind::Screenplay {
            // A work or brand of one word that is a character's name here.
            return !mention.classes.meets(self.sets.person)
                && mention.words.len() == 1
                && reading.is_in_cue(reading.words(mention.element as usize).folded(mention.words.start as usize));
        }
        let unknown = mention.classes.meets(self.sets.unknown);
        if !unknown && !mention.classes.meets(self.sets.person) {
            return false;
        }
        if reading.element(mention).key.as_deref().is_some_and(is_crew_column) {
            return true;
        }
        let name = reading.words(mention.element as usize).joined(mention.words.clone());
        self.characters().has(&name) || unknown && self.named_in_scripts().contains(&name)
    }

    fn is_cleared(&self, rule: &Rule, reading: &Reading, mention: &Mention) -> bool {
        if self.cleared.is_empty() {
            return false;
        }
        let written = reading.words(mention.element as usize).joined(mention.words.clone());
        let subject = Words::of(&reading.subject(mention, self.matcher));
        let subject = subject.joined(0..subject.len() as u32);
        self.cleared.iter().any(|name| {
            (name.folded == written || name.folded == subject)
                && name.rules.contains(&rule.id)
                // Who works on the production is named in its notes; a prompt that asks for a name asks for the face.
                && (name.kind != NameKind::Crew || reading.kind() == Kind::Note)
        })
    }

    /// Names of two words and more that the production's scripts give somebody: cues, and capitals side by side. That such a name
    /// is a character's is enough where no list knows it.
    fn named_in_scripts(&self) -> &HashSet<String> {
        self.script_names.get_or_init(|| {
            let mut all = HashSet::new();
            let mut scratch = Words::default();
            for script in self.scripts() {
                for (index, element) in script.document.elements.iter().enumerate() {
                    if matches!(element.role, Role::Cue | Role::Action | Role::Dialogue | Role::TitlePage) {
                        full_names_in(script.glance(index, &mut scratch), &mut all);
                    }
                }
            }
            all
        })
    }
}

/// Adds the runs of two to four capitalised words, and the pairs in them.
fn full_names_in(words: &Words, out: &mut HashSet<String>) {
    use crate::text::words::{Caps, Gap};
    let capital = |at: usize| words.get(at).is_some_and(|w| matches!(w.caps, Caps::Title | Caps::Upper));
    let mut start = 0;
    while start < words.len() {
        let mut end = start;
        while capital(end) && (end == start || words.get(end).is_some_and(|w| w.gap <= Gap::Space)) {
            end += 1;
        }
        if (2..=4).contains(&(end - start)) {
            out.insert(words.joined(start as u32..end as u32));
        }
        out.extend((start..end.saturating_sub(1)).map(|at| words.joined(at as u32..at as u32 + 2)));
        start = end.max(start + 1);
    }
}

/// Adds the names that an action line introduces: capitals followed by an age, in brackets or behind a comma.
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
            let bracket = after.strip_prefix('(').and_then(|rest| rest.split(')').next());
            if bracket.is_some_and(|inside| inside.contains(|c: char| c.is_ascii_digit()) || has_age_word(inside))
                || after.starts_with([',', '-', '–', '—']) && is_age(words, end)
            {
                out.insert(words.joined(start as u32..end as u32));
            }
        }
        start = end.max(start + 1);
    }
}

/// Ages in words.
const AGES: &[&str] = &["teen", "teens", "twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"];

fn has_age_word(text: &str) -> bool {
    text.split(|c: char| !c.is_alphabetic()).any(|word| AGES.contains(&word.to_lowercase().as_str()) || word.to_lowercase() == "teenage")
}

/// `63`, `40s`, `mid-fifties`, `in his late 30s`, with nothing else before it.
fn is_age(words: &Words, at: usize) -> bool {
    const AROUND: &[&str] = &["early", "mid", "late", "about", "around", "nearly", "barely", "aged", "age", "in", "his", "her", "their"];
    let last = (at..(at + 4).min(words.len())).find(|&i| !AROUND.contains(&words.folded(i)));
    last.is_some_and(|i| {
        let word = words.folded(i);
        let number = word.parse::<u8>().is_ok_and(|age| age < 110);
        // "12 guards" is a count.
        let ends = words.get(i + 1).is_none_or(|next| next.gap >= crate::text::words::Gap::Sign)
            || matches!(words.folded(i + 1), "s" | "years" | "year");
        number && ends || AGES.contains(&word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_introduces_a_character() {
        for (text, expected) in [
            ("CHRIS EVANS, 63, postmaster, stoops.", vec!["chris evans"]),
            ("EMMA STONE (62), postmistress", vec!["emma stone"]),
            ("Behind her TOM JONES (late fifties) waits.", vec!["tom jones"]),
            ("SAM SMITH - 40s - locksmith", vec!["sam smith"]),
            ("ADA QUELL, in her sixties, nods.", vec!["ada quell"]),
            ("ANDERSON COOPER, 12 guards behind him", vec![]),
            ("ANDERSON COOPER at the desk", vec![]),
        ] {
            let mut out = HashSet::new();
            introduced(text, &Words::of(text), &mut out);
            assert_eq!(out.into_iter().collect::<Vec<_>>(), expected, "{text}");
        }
    }
}
