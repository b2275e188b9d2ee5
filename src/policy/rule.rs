//! A rule, checked and resolved: after loading, nothing doubts it any more.
//!
//! What a rule says about text is one or more [`Match`]es. Each names what it looks for (classes of the dictionaries), where
//! (kinds of documents, roles of elements), what must stand near it, what takes it back and what raises its level.

use super::level::Level;
use crate::dictionary::classes::ClassSet;
use crate::document::role::{Kind, Role};
use serde::{Deserialize, Serialize};

/// One rule of a pack.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Rule {
    /// Catalogue id, `FAB-01`.
    pub id: String,
    /// Readable name, kebab-case.
    pub name: String,
    /// Id of the pack.
    pub pack: String,
    pub title: String,
    /// The level where a match gives none of its own.
    pub level: Level,
    /// The sentence a person reads; `{subject}` and `{near}` are filled in.
    pub message: String,
    /// Why it matters to the production, one sentence.
    pub why: String,
    /// What to do next.
    pub help: String,
    /// The texts it rests on.
    pub basis: Vec<String>,
    /// Roles of `people` that may approve; empty: the platform contact or production counsel.
    pub decided_by: Vec<String>,
    /// Whether a record must hold the exact wording (its hash), as for invented words of a real journalist.
    pub exact_text: bool,
    /// Only in these strictness profiles; empty: in all.
    pub profiles: Vec<String>,
    /// Ids of weaker rules that have nothing to add where this one speaks of the same subject in the same item.
    pub covers: Vec<String>,
    pub matches: Vec<Match>,
    pub examples: Vec<Example>,
}

impl Rule {
    /// Who may decide, in words: the roles of the record, or the platform contact and production counsel where it names none.
    pub fn deciders(&self) -> String {
        if self.decided_by.is_empty() {
            "the platform contact or production counsel".to_owned()
        } else {
            self.decided_by.iter().map(|role| role.replace('-', " ")).collect::<Vec<_>>().join(" or ")
        }
    }
}

/// A small document that must, or must not, give a finding of the rule.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// File name, which says the kind: `scripts/a.fountain`, `prompts/a.txt`, `vfx/a.txt`.
    pub path: String,
    pub text: String,
    /// Further files of the same commit: path, text.
    #[serde(default)]
    pub with: Vec<(String, String)>,
    /// Whether the rule speaks.
    #[serde(default)]
    pub flags: bool,
    /// The level it must have, if it speaks.
    #[serde(default)]
    pub level: Option<Level>,
}

/// One way in which a rule applies.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Match {
    /// The mechanism, by its name in [`crate::checks`].
    pub check: String,
    pub level: Option<Level>,
    pub kinds: Vec<Kind>,
    /// Empty: the roles that method or story gives for the kind.
    pub roles: Vec<Role>,
    pub find: ClassSet,
    /// Mentions that are of one of these too do not count.
    pub except: ClassSet,
    pub strength: Strength,
    pub polarity: Polarity,
    /// All of them must hold.
    pub near: Vec<Near>,
    /// None of them may hold.
    pub unless: Vec<Near>,
    pub raise: Vec<Change>,
    pub lower: Vec<Change>,
    /// The words that the finding is about: the mention, or the whole item.
    pub subject: Subject,
    /// Report the first of equal subjects in a document only.
    pub once: bool,
    /// Only in items of which no earlier match of the rule has spoken: plain words that mean the same as a telling phrase.
    pub fallback: bool,
    /// Only in files below a folder of one of these names; empty: anywhere.
    pub folders: Vec<String>,
    /// Words for this match, where the rule's own do not fit.
    pub message: Option<String>,
}

/// Whether a name that is also an ordinary word counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Strength {
    #[default]
    Strong,
    Any,
}

/// Which side of "wanted or unwanted" counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Polarity {
    /// Not in negative prompts, not behind "no", "not", "without".
    #[default]
    Wanted,
    Any,
}

/// What the subject of a finding is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// The dictionary's name of the mention, or its words.
    #[default]
    Mention,
    /// The shot, item or prop, where there is one; else the words of the item.
    Item,
}

/// Another mention that must, or must not, stand near.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Near {
    pub any: ClassSet,
    pub within: Scope,
    /// At most so many words behind the mention (0: anywhere in the scope).
    pub after: Option<u8>,
    /// At most so many words before it.
    pub before: Option<u8>,
    /// Roles that the other element must have; empty: any.
    pub roles: Vec<Role>,
    /// Words that a column or field name must have; empty: any.
    pub columns: Vec<String>,
    pub strength: Strength,
    pub polarity: Polarity,
    /// Whether the other mention must be of another name.
    pub other: bool,
    /// Whether no comma, colon or full stop may stand between.
    pub clause: bool,
    /// None of these may stand in the item: "a thing, and nobody in it".
    pub without: ClassSet,
}

/// A condition with the level it leads to.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Change {
    pub to: Level,
    pub near: Near,
}

/// How far "near" reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// The same stretch of text.
    Element,
    /// The same bullet, row, prompt, paragraph or speech.
    #[default]
    Item,
    /// The same heading of a notes file.
    Section,
    /// The same scene.
    Scene,
    Document,
}
