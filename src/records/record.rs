//! A clearance record, checked: after loading, nothing doubts its fields any more.

use super::role::PersonRole;
use crate::text::Words;
use globset::Glob;
use jiff::civil::Date;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// What a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordKind {
    /// Written approval by an entitled role.
    Approval,
    /// The person, or who stands for the person, agrees to what is described.
    Consent,
    /// The holder of a right lets it be used.
    Licence,
    /// A named person decided, and says why.
    Decision,
    /// The platform contact was told.
    Disclosure,
    /// Takes earlier records back.
    Withdrawal,
}

impl RecordKind {
    pub const ALL: [RecordKind; 6] = [
        RecordKind::Approval,
        RecordKind::Consent,
        RecordKind::Licence,
        RecordKind::Decision,
        RecordKind::Disclosure,
        RecordKind::Withdrawal,
    ];

    pub fn name(self) -> &'static str {
        match self {
            RecordKind::Approval => "approval",
            RecordKind::Consent => "consent",
            RecordKind::Licence => "licence",
            RecordKind::Decision => "decision",
            RecordKind::Disclosure => "disclosure",
            RecordKind::Withdrawal => "withdrawal",
        }
    }

    /// The kind with its article: "an approval".
    pub fn words(self) -> &'static str {
        match self {
            RecordKind::Approval => "an approval",
            RecordKind::Consent => "a consent",
            RecordKind::Licence => "a licence",
            RecordKind::Decision => "a decision",
            RecordKind::Disclosure => "a disclosure",
            RecordKind::Withdrawal => "a withdrawal",
        }
    }

    pub fn from_name(name: &str) -> Option<RecordKind> {
        RecordKind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl fmt::Display for RecordKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One record.
#[derive(Debug, Clone)]
pub struct Record {
    /// Unique among all records of the repository.
    pub id: String,
    pub kind: RecordKind,
    /// Ids or names of rules; empty for a withdrawal.
    pub rules: Vec<String>,
    /// As findings name them; empty for a withdrawal.
    pub subjects: Vec<String>,
    pub scope: Scope,
    pub decided_by: Decider,
    pub requested_by: Option<String>,
    pub on: Date,
    /// The last day on which it counts.
    pub until: Date,
    pub evidence: Vec<Evidence>,
    pub note: Option<String>,
    /// For a consent: the reasonably specific description of what is agreed to.
    pub description: Option<String>,
    pub conditions: Vec<String>,
    /// Ids of the records that a withdrawal takes back.
    pub withdraws: Vec<String>,
    /// The file it stands in.
    pub path: Arc<str>,
    /// Its head in that file, in bytes.
    pub span: Range<u32>,
}

/// Where a record counts; what is left out does not narrow.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    pub production: Option<String>,
    pub paths: Vec<Glob>,
    /// Scene numbers, or headings where a script has no numbers.
    pub scenes: Vec<String>,
    /// `sha256:…` of the folded wording.
    pub texts: Vec<String>,
}

#[derive(Debug, Clone)]
pub struct Decider {
    pub name: String,
    pub role: PersonRole,
    pub organisation: Option<String>,
}

/// A reference to a document, and its hash; never the document.
#[derive(Debug, Clone)]
pub struct Evidence {
    pub reference: String,
    /// 64 hexadecimal digits, lower case.
    pub sha256: Option<String>,
}

/// Folded words joined by a space: what subjects, names and headings are compared by.
pub(crate) fn fold(text: &str) -> String {
    let words = Words::of(text);
    words.joined(0..words.len() as u32)
}

/// The hash by which a record names one exact wording. `wording` is folded already.
pub fn text_hash(wording: &str) -> String {
    use sha2::{Digest, Sha256};
    let hex: String = Sha256::digest(wording.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{hex}")
}
