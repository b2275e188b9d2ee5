//! The ladder of levels (POLICY, "Ladder").

use serde::{Deserialize, Serialize};
use std::fmt;

/// How much a finding asks for, weakest first, so that levels compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// A line of the script clearance report.
    Clearance,
    /// The platform contact is told; no permission needed.
    Disclose,
    /// A named person decides and records why.
    Judgement,
    /// Written approval before going on.
    Escalate,
    /// The person, estate or guardian agrees in a signed, specific document, and written approval.
    Consent,
    /// Nothing clears it while its condition holds.
    Forbid,
}

impl Level {
    /// Strongest first, as reports list them.
    pub const ALL: [Level; 6] = [Level::Forbid, Level::Consent, Level::Escalate, Level::Judgement, Level::Disclose, Level::Clearance];

    pub fn name(self) -> &'static str {
        match self {
            Level::Forbid => "forbid",
            Level::Consent => "consent",
            Level::Escalate => "escalate",
            Level::Judgement => "judgement",
            Level::Disclose => "disclose",
            Level::Clearance => "clearance",
        }
    }

    pub fn from_name(name: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.name() == name)
    }

    /// Whether an open finding of this level stops a commit by itself (in `strict`, judgement does too).
    pub fn blocks(self) -> bool {
        self >= Level::Escalate
    }

    /// What the level asks for, in the words of reports.
    pub fn asks(self) -> &'static str {
        match self {
            Level::Forbid => "cannot be cleared while its condition holds",
            Level::Consent => "needs signed consent and written approval",
            Level::Escalate => "needs written approval",
            Level::Judgement => "needs a decision with a reason",
            Level::Disclose => "to be disclosed to the platform contact",
            Level::Clearance => "a line of the clearance report",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
