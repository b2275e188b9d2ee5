//! Why a record that speaks of a finding does not settle it, one sentence each.

use super::record::Record;
use super::role::{PersonRole, any_of};
use jiff::civil::Date;

/// One reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Objection {
    NotYet,
    Ended,
    Withdrawn {
        by: String,
        on: Date,
    },
    /// The production's own code, if `clearslate.toml` gives one.
    OtherProduction {
        ours: Option<String>,
    },
    OtherPath {
        path: String,
    },
    OtherScene {
        scene: Option<String>,
    },
    OtherWording {
        hash: String,
    },
    /// The rule wants one exact wording and the record names none.
    NoWording {
        hash: String,
    },
    /// Who decided is who asked.
    SamePerson,
    NotEntitled {
        entitled: Vec<PersonRole>,
    },
    /// What the level asks for instead, "a decision with a reason".
    WrongKind {
        wanted: &'static str,
    },
    NoReason,
    /// Nothing clears the level.
    Forbidden,
}

impl Objection {
    /// Says it of a record: no full stop, nothing that sounds like blame.
    pub fn sentence(&self, record: &Record) -> String {
        let the = format!("the {} `{}`", record.kind, record.id);
        match self {
            Objection::NotYet => format!("{the} counts from {} on", record.on),
            Objection::Ended => format!("{the} ended on {}", record.until),
            Objection::Withdrawn { by, on } => format!("{the} was withdrawn on {on} by `{by}`"),
            Objection::OtherProduction { ours } => {
                let theirs = record.scope.production.as_deref().unwrap_or_default();
                match ours {
                    Some(ours) => format!("{the} is for the production `{theirs}`, this is `{ours}`"),
                    None => format!("{the} is for the production `{theirs}`, and clearslate.toml names no production code"),
                }
            }
            Objection::OtherPath { path } => {
                let globs: Vec<String> = record.scope.paths.iter().map(|glob| format!("`{}`", glob.glob())).collect();
                format!("{the} is for {}, which leaves out `{path}`", globs.join(", "))
            }
            Objection::OtherScene { scene } => {
                let scenes = record.scope.scenes.join(", ");
                match scene {
                    Some(scene) => format!("{the} is for scene {scenes}, this is scene {scene}"),
                    None => format!("{the} is for scene {scenes}, and this stands in no numbered scene"),
                }
            }
            Objection::OtherWording { hash } => format!("{the} is for another wording; these words are {hash}"),
            Objection::NoWording { hash } => {
                format!("{the} does not say which words it covers; if it covers these, write text = \"{hash}\" in its scope")
            }
            Objection::SamePerson => format!("{the} was asked for and decided by the same person"),
            Objection::NotEntitled { entitled } => {
                format!("{the} is by {}; this is for {} to decide", record.decided_by.role.words(), any_of(entitled))
            }
            Objection::WrongKind { wanted } => format!("{the} is on record, and this needs {wanted}"),
            Objection::NoReason => format!("{the} gives no reason in `note`"),
            Objection::Forbidden => format!("{the} is on record, and nothing clears this while its condition holds"),
        }
    }
}
