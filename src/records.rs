//! The ledger: clearance records, and which findings they settle.
//!
//! 1. Find the records that speak of a finding: its rule, its subject.
//! 2. Leave out those that do not hold here and today ([`cover`]); each says why ([`objection`]).
//! 3. See whether what is left is all that the level needs ([`needs`]).
//!
//! Trust is `recorded`: a complete record is enough, in the same commit too, and the report says so.

mod cover;
pub mod draft;
mod needs;
mod objection;
mod read;
pub mod record;
pub mod role;
mod settle;

#[cfg(test)]
mod tests;

pub use needs::Need;
pub use read::Known;
pub use record::{Record, RecordKind, text_hash};
pub use role::PersonRole;

use crate::config::Sheet;
use crate::config::problem::Problem;
use crate::error::nearest::did_you_mean;
use crate::source::Source;
use jiff::civil::Date;
use record::fold;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The folder that holds records.
pub const FOLDER: &str = "clearances/";
/// The folder below it that holds packs of the production.
pub const PACKS: &str = "clearances/packs/";
/// The folder below it that holds dictionaries of the production.
pub const DICTIONARIES: &str = "clearances/dictionaries/";

/// Whether a path is a file of records.
pub fn is_record_file(path: &str) -> bool {
    path.starts_with(FOLDER) && path.ends_with(".toml") && !path.starts_with(PACKS)
}

/// Whether a path is one of our own files, which name people and works by their nature: records, packs, lists, cleared names.
pub fn is_own_file(path: &str) -> bool {
    path.strip_prefix(FOLDER)
        .is_some_and(|rest| rest.ends_with(".toml") || path == crate::config::names::FILE || rest.starts_with("dictionaries/"))
}

/// All records of the tree under check.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    records: Vec<Record>,
    /// Indices of the records by folded subject.
    by_subject: BTreeMap<String, Vec<usize>>,
    /// By the id of a withdrawn record: the id of the earliest withdrawal, and its date.
    withdrawn: BTreeMap<String, (String, Date)>,
    /// The production's code, which scopes are compared with.
    production: Option<String>,
    /// Paths that the commit under check brings in.
    changed: BTreeSet<Arc<str>>,
}

impl Ledger {
    /// Reads the files of records, in the order of their paths.
    ///
    /// # Errors
    /// Every problem of every file.
    pub fn read(files: &[Source], production: Option<&str>, known: Known<'_>) -> Result<Ledger, Vec<Problem>> {
        let mut ledger = Ledger { production: production.map(str::to_owned), ..Ledger::default() };
        let mut sheets: Vec<Sheet> = Vec::new();
        // For each record its file, so that problems between records are told in the right one.
        let mut homes: Vec<usize> = Vec::new();
        for file in files {
            let mut sheet = Sheet::new(file, "records");
            let records = read::read(file, known, &mut sheet);
            homes.extend(std::iter::repeat_n(sheets.len(), records.len()));
            ledger.records.extend(records);
            sheets.push(sheet);
        }
        ledger.report_same_ids(&homes, &mut sheets);
        ledger.withdraw(&homes, &mut sheets);
        let problems: Vec<Problem> = sheets.into_iter().flat_map(Sheet::finish).collect();
        if !problems.is_empty() {
            return Err(problems);
        }
        // A withdrawal speaks of records, not of findings.
        for (index, record) in ledger.records.iter().enumerate().filter(|(_, record)| record.kind != RecordKind::Withdrawal) {
            for subject in record.subjects.iter().map(|subject| fold(subject)).collect::<BTreeSet<_>>() {
                ledger.by_subject.entry(subject).or_default().push(index);
            }
        }
        Ok(ledger)
    }

    fn report_same_ids(&self, homes: &[usize], sheets: &mut [Sheet]) {
        let mut seen: BTreeMap<&str, &Record> = BTreeMap::new();
        for (record, &home) in self.records.iter().zip(homes) {
            if let Some(first) = seen.get(record.id.as_str()) {
                let message = format!("two records have the id `{}`", record.id);
                let help = format!("the other one is in `{}`; give each an id of its own", first.path);
                sheets[home].report("same_id", record.span.start as usize..record.span.end as usize, message, "the second one", Some(help));
            } else {
                seen.insert(&record.id, record);
            }
        }
    }

    fn withdraw(&mut self, homes: &[usize], sheets: &mut [Sheet]) {
        let whole = sheets.iter().all(|sheet| sheet.count() == 0);
        for (record, &home) in self.records.iter().zip(homes).filter(|(record, _)| record.kind == RecordKind::Withdrawal) {
            for id in &record.withdraws {
                // While other records could not be read, the one that is meant may be among them.
                if whole && !self.records.iter().any(|other| other.id == *id) {
                    let message = format!("the withdrawal `{}` names a record that is not there: `{id}`", record.id);
                    let help = did_you_mean(id, self.records.iter().map(|other| other.id.as_str()).filter(|other| *other != record.id));
                    sheets[home].report(
                        "unknown_record",
                        record.span.start as usize..record.span.end as usize,
                        message,
                        "in this record",
                        Some(help),
                    );
                }
                let entry = self.withdrawn.entry(id.clone()).or_insert_with(|| (record.id.clone(), record.on));
                if record.on < entry.1 {
                    *entry = (record.id.clone(), record.on);
                }
            }
        }
    }

    /// Tells which paths the commit under check brings in, so that a record among them is named as such.
    #[must_use]
    pub fn brought_in_by(mut self, changed: &[Arc<str>]) -> Ledger {
        self.changed = changed.iter().filter(|path| is_record_file(path)).cloned().collect();
        self
    }

    /// All records, in the order of their files.
    pub fn records(&self) -> &[Record] {
        &self.records
    }
}
