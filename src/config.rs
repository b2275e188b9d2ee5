//! `clearslate.toml`: what a production says about itself.
//!
//! [`Production::read`] goes over the file key by key and tells all its problems at once. A check takes the policy (packs,
//! strictness, gate, what is left out, people) from the base and the facts (kinds of files, limits, tools, names) from the tree
//! under check: [`Production::judged_by`].

pub mod columns;
mod fields;
mod globs;
pub mod names;
pub mod problem;
mod read;

pub(crate) use fields::{Fields, parse};
pub(crate) use globs::glob;
pub(crate) use problem::Sheet;

use crate::document::Kind;
use crate::records::PersonRole;
use globs::Globs;

/// The file's path inside the repository.
pub const FILE: &str = "clearslate.toml";

/// The production, checked.
#[derive(Debug, Clone)]
pub struct Production {
    /// Short code that records name, `HL-S1`.
    pub code: Option<String>,
    pub title: Option<String>,
    pub kind: Option<ProductionKind>,
    /// Ids of packs; `None`: those that are selected by default.
    pub packs: Option<Vec<String>>,
    /// `judgement` blocks too.
    pub strict: bool,
    pub gate: Gate,
    /// Bytes.
    pub size_limit: u64,
    /// Generative tools that the production may use, as its policy names them.
    pub approved_tools: Vec<String>,
    pub people: Vec<Person>,
    pub characters: Vec<String>,
    pub crew: Vec<String>,
    /// Names that silence rules: those of `clearances/names.csv`, and of `[names]`.
    pub cleared_names: Vec<names::ClearedName>,
    /// What columns and fields of this site mean.
    pub columns: columns::SiteColumns,
    kinds: Globs<Kind>,
    exclude: Globs<()>,
}

/// What is produced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProductionKind {
    Series,
    Film,
    Documentary,
    Short,
    Commercial,
    MusicVideo,
    Game,
}

impl ProductionKind {
    pub const ALL: [ProductionKind; 7] = [
        ProductionKind::Series,
        ProductionKind::Film,
        ProductionKind::Documentary,
        ProductionKind::Short,
        ProductionKind::Commercial,
        ProductionKind::MusicVideo,
        ProductionKind::Game,
    ];

    pub fn name(self) -> &'static str {
        match self {
            ProductionKind::Series => "series",
            ProductionKind::Film => "film",
            ProductionKind::Documentary => "documentary",
            ProductionKind::Short => "short",
            ProductionKind::Commercial => "commercial",
            ProductionKind::MusicVideo => "music-video",
            ProductionKind::Game => "game",
        }
    }
}

/// Which step of git is stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Gate {
    #[default]
    Commit,
    /// Commits are reported on only; pushing and CI block.
    Push,
}

/// Someone of the production.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub name: String,
    pub role: PersonRole,
    /// Lower case.
    pub emails: Vec<String>,
}

impl Default for Production {
    fn default() -> Production {
        Production {
            code: None,
            title: None,
            kind: None,
            packs: None,
            strict: false,
            gate: Gate::Commit,
            size_limit: crate::check::SIZE_LIMIT,
            approved_tools: Vec::new(),
            people: Vec::new(),
            characters: Vec::new(),
            cleared_names: Vec::new(),
            crew: Vec::new(),
            columns: columns::SiteColumns::default(),
            kinds: Globs::default(),
            exclude: Globs::default(),
        }
    }
}

impl Production {
    /// The kind that the configuration gives a path; of several globs that fit, the last one counts.
    pub fn kind_of(&self, path: &str) -> Option<Kind> {
        self.kinds.last_match(path).copied()
    }

    /// Whether the configuration leaves a path out. Our own files, which name people and works by their nature, always are.
    pub fn is_excluded(&self, path: &str) -> bool {
        path == FILE || crate::records::is_own_file(path) || self.exclude.last_match(path).is_some()
    }

    /// This configuration with the policy of the base, so that no commit weakens what it is judged by.
    #[must_use]
    pub fn judged_by(self, base: Production) -> Production {
        Production {
            code: base.code,
            title: base.title,
            kind: base.kind,
            packs: base.packs,
            strict: base.strict,
            gate: base.gate,
            people: base.people,
            exclude: base.exclude,
            ..self
        }
    }
}
