//! What a check found: findings with their places and dispositions, the files that were read, and the verdict.
//!
//! A report is complete when it leaves the core: sorted, counted, nothing left to decide. Reporters only write it.

use crate::document::{Kind, Role};
use crate::policy::Level;
use crate::source::{Position, Source};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// A rule's statement about a place.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Catalogue id, `FAB-01`.
    pub rule: Arc<str>,
    /// Readable name of the rule, `real-journalist-speaks`.
    pub name: Arc<str>,
    pub level: Level,
    /// What the finding is about, as a record names it: a person, a work, a tool, a prop.
    pub subject: String,
    /// One sentence: what was found.
    pub message: String,
    /// One sentence: why it matters to the production.
    pub why: String,
    /// What to do next.
    pub help: String,
    pub place: Place,
    pub identity: Identity,
    /// The folded words that a record of one exact wording is compared with: the whole speech, elsewhere the item's text.
    pub wording: Option<String>,
    pub disposition: Disposition,
    /// Titles of the texts that the rule rests on.
    pub basis: Vec<String>,
}

impl Finding {
    /// Whether the finding still asks for something.
    pub fn is_open(&self) -> bool {
        !matches!(self.disposition, Disposition::Cleared { .. })
    }
}

/// Where a finding stands: bytes for machines, and the words by which its author knows the place.
#[derive(Debug, Clone)]
pub struct Place {
    pub path: Arc<str>,
    /// The part of a container, whose lines are then meant.
    pub member: Option<Arc<str>>,
    /// Bytes of [`Source::text`].
    pub span: Range<u32>,
    pub start: Position,
    pub end: Position,
    pub role: Role,
    pub kind: Kind,
    /// The scene's number and heading, `12A` and `INT. BAR - NIGHT`.
    pub scene: Option<Scene>,
    /// The cue of the speech the finding stands in.
    pub cue: Option<String>,
    /// Shot code, node id or list number.
    pub item: Option<String>,
    /// Column or field.
    pub column: Option<String>,
}

impl Place {
    /// What the text is called, as in [`Report::sources`]: the path, and behind `!` the part of a container.
    pub fn name(&self) -> Arc<str> {
        match &self.member {
            Some(member) => format!("{}!{member}", self.path).into(),
            None => self.path.clone(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scene {
    pub number: Option<String>,
    pub heading: String,
}

/// What makes two findings of two versions the same: rule, subject, role and the folded words around it.
///
/// No path and no line. Equal identities are counted: the second copy of an old item is new. The recipe has a version
/// ([`Identity::VERSION`]) that is part of the value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity(pub String);

impl Identity {
    /// Version of the recipe.
    pub const VERSION: u32 = 1;
}

/// What has become of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Disposition {
    /// No record speaks of it.
    Open,
    /// Records settle it.
    Cleared {
        /// Ids of the records.
        records: Vec<String>,
        /// A record that is brought in by the very commit under check.
        same_commit: bool,
    },
    /// Records speak of it and do not settle it; one sentence each says why.
    Refused { reasons: Vec<String> },
}

/// One file of the check.
#[derive(Debug, Clone)]
pub struct FileRead {
    pub path: Arc<str>,
    /// Format id; `None` for a file that no format claims or that could not be read.
    pub format: Option<&'static str>,
    pub kind: Option<Kind>,
    /// Number of elements by role.
    pub roles: BTreeMap<Role, usize>,
    pub bytes: usize,
    pub state: FileState,
    pub remarks: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileState {
    /// Read and parsed.
    Read,
    /// Looked through; nothing in it could start a finding, so it was not parsed.
    LookedThrough,
    /// No format claims it: counted, and no error.
    NotOurs(String),
    /// Claimed, and could not be read: a reason and a way out. The check is incomplete.
    Failed(String),
}

/// The result of a check.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Sorted by path, place, rule.
    pub findings: Vec<Finding>,
    /// Sorted by path.
    pub files: Vec<FileRead>,
    /// The sources that findings point into, by [`Source::name`].
    pub sources: BTreeMap<Arc<str>, Source>,
    /// Records that no finding needed, expired or broken ones, and whatever else a person should know.
    pub notices: Vec<Notice>,
    /// How many findings an old side had already.
    pub known: usize,
    /// Whether `judgement` blocks.
    pub strict: bool,
    /// Rules that were applied.
    pub rules: usize,
}

/// Something that is no finding and must be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// `clearslate::module::problem`.
    pub code: &'static str,
    pub message: String,
    pub path: Option<Arc<str>>,
    /// Bytes of the file; empty for the whole.
    pub span: Range<u32>,
    pub help: Option<String>,
}

/// What the run comes to, strongest reason first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Something that was claimed could not be checked.
    Incomplete,
    /// An open finding blocks.
    Blocked,
    /// Nothing was checked at all.
    Nothing,
    Clear,
}

impl Report {
    /// Whether a finding stops the commit.
    pub fn blocks(&self, finding: &Finding) -> bool {
        finding.is_open() && (finding.level.blocks() || (self.strict && finding.level == Level::Judgement))
    }

    pub fn blocking(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| self.blocks(finding))
    }

    pub fn cleared(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| !finding.is_open())
    }

    /// Files that were read or looked through.
    pub fn checked_files(&self) -> usize {
        self.files.iter().filter(|file| matches!(file.state, FileState::Read | FileState::LookedThrough)).count()
    }

    /// Bytes of the files that were read or looked through.
    pub fn checked_bytes(&self) -> usize {
        self.files.iter().filter(|f| matches!(f.state, FileState::Read | FileState::LookedThrough)).map(|f| f.bytes).sum()
    }

    pub fn verdict(&self) -> Verdict {
        if self.files.iter().any(|file| matches!(file.state, FileState::Failed(_))) {
            Verdict::Incomplete
        } else if self.blocking().next().is_some() {
            Verdict::Blocked
        } else if self.checked_files() == 0 {
            Verdict::Nothing
        } else {
            Verdict::Clear
        }
    }
}
