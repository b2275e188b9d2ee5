//! Settling: each finding of a report gets its disposition.

use super::Ledger;
use super::cover::{Case, Withdrawn};
use super::needs::{Fit, Need};
use super::objection::Objection;
use super::read::is_rule;
use super::record::{Record, RecordKind, fold};
use crate::policy::Rule;
use crate::report::{Disposition, Finding, Notice, Report};
use jiff::Unit;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// How many days before its end a record in use is to be renewed.
pub const RENEWAL_DAYS: i32 = 42;

/// What the records make of one finding.
pub(crate) struct Settled<'a> {
    pub disposition: Disposition,
    /// The records that clear it.
    used: Vec<&'a Record>,
    /// Records that would speak for it and have ended.
    ended: Vec<&'a Record>,
    /// What is not on record.
    pub missing: Vec<Need>,
}

impl Ledger {
    /// Gives every finding of the report its disposition, and tells of records that ended or are soon to be renewed.
    pub fn settle(&self, report: &mut Report, rules: &[Rule], today: Date) {
        let rules: BTreeMap<&str, &Rule> = rules.iter().map(|rule| (rule.id.as_str(), rule)).collect();
        let mut notices: BTreeMap<&str, Notice> = BTreeMap::new();
        for finding in &mut report.findings {
            let Some(rule) = rules.get(&*finding.rule) else { continue };
            let settled = self.weigh(finding, rule, today);
            for record in &settled.used {
                if let Some(notice) = renewal(record, today) {
                    notices.insert(&record.id, notice);
                }
            }
            for record in &settled.ended {
                notices.insert(&record.id, ended(record));
            }
            finding.disposition = settled.disposition;
        }
        report.notices.extend(notices.into_values());
    }

    /// Weighs the records that speak of a finding.
    pub(crate) fn weigh<'a>(&'a self, finding: &Finding, rule: &Rule, today: Date) -> Settled<'a> {
        let case = Case { finding, rule, production: self.production.as_deref(), today };
        let needs = Need::of(finding.level, rule);
        let mut reasons = Vec::new();
        let mut ended = Vec::new();
        let mut holding = Vec::new();
        for record in self.speaking_of(finding) {
            let withdrawn = self.withdrawn.get(&record.id).map(|(by, on)| Withdrawn { by, on: *on });
            match case.objection(record, withdrawn) {
                None => holding.push(record),
                Some(objection) => {
                    if objection == Objection::Ended {
                        ended.push(record);
                    }
                    reasons.push(objection.sentence(record));
                }
            }
        }
        let mut met = vec![false; needs.len()];
        let mut used = Vec::new();
        for record in holding {
            match best_fit(&needs, &mut met, record) {
                None => used.push(record),
                Some(objection) => reasons.push(objection.sentence(record)),
            }
        }
        let missing: Vec<Need> = needs.iter().zip(&met).filter(|(_, met)| !**met).map(|(need, _)| need.clone()).collect();
        let approved = missing.is_empty() && !needs.is_empty();
        if approved {
            let mut records: Vec<String> = used.iter().map(|record| record.id.clone()).collect();
            records.sort();
            let same_commit = used.iter().any(|record| self.changed.contains(&record.path));
            let disposition = Disposition::Cleared { records, same_commit };
            return Settled { disposition, used, ended: Vec::new(), missing };
        }
        if !used.is_empty() {
            reasons.push(partly(&used, &missing));
        }
        let disposition = if reasons.is_empty() { Disposition::Open } else { Disposition::Refused { reasons } };
        Settled { disposition, used: Vec::new(), ended, missing }
    }

    /// The records that name the finding's rule and subject.
    fn speaking_of(&self, finding: &Finding) -> Vec<&Record> {
        let indices = self.by_subject.get(&fold(&finding.subject)).map_or(&[][..], Vec::as_slice);
        let named = |record: &&Record| record.rules.iter().any(|word| is_rule(word, &finding.rule, &finding.name));
        indices.iter().map(|&index| &self.records[index]).filter(named).collect()
    }
}

/// Marks the needs that a record meets; returns why it meets none. A licence stands beside an approval and needs one.
fn best_fit(needs: &[Need], met: &mut [bool], record: &Record) -> Option<Objection> {
    let mut objection = None;
    for (need, met) in needs.iter().zip(met) {
        match need.fit(record) {
            Fit::Meets => {
                *met = true;
                return None;
            }
            // A fault of the right kind says more than that another kind is wanted.
            Fit::Not(other) if objection.is_none() || !matches!(other, Objection::WrongKind { .. }) => objection = Some(other),
            Fit::Not(_) => {}
        }
    }
    let beside = record.kind == RecordKind::Licence && needs.iter().any(|need| matches!(need, Need::Approval(_)));
    if beside { None } else { Some(objection.unwrap_or(Objection::Forbidden)) }
}

/// "a consent is on record (`…`), an approval by the platform contact is still missing"
fn partly(used: &[&Record], missing: &[Need]) -> String {
    let there: Vec<String> = used.iter().map(|record| format!("{} is on record (`{}`)", record.kind.words(), record.id)).collect();
    let missing: Vec<String> = missing.iter().map(|need| format!("{} is still missing", need.words())).collect();
    format!("{}, {}", there.join(", "), missing.join(", "))
}

fn renewal(record: &Record, today: Date) -> Option<Notice> {
    let days = today.until((Unit::Day, record.until)).ok()?.get_days();
    (days <= RENEWAL_DAYS).then(|| Notice {
        code: "clearslate::records::renewal_due",
        message: match days {
            0 => format!("the {} `{}` ends today", record.kind, record.id),
            1 => format!("the {} `{}` ends tomorrow, {}", record.kind, record.id, record.until),
            _ => format!("the {} `{}` ends on {}, in {days} days", record.kind, record.id, record.until),
        },
        path: Some(record.path.clone()),
        span: record.span.clone(),
        help: Some("ask for its renewal now, and put the new one on record beside it".to_owned()),
    })
}

fn ended(record: &Record) -> Notice {
    Notice {
        code: "clearslate::records::ended",
        message: format!("the {} `{}` ended on {} and clears nothing any more", record.kind, record.id, record.until),
        path: Some(record.path.clone()),
        span: record.span.clone(),
        help: Some("draft a new one: clearslate request".to_owned()),
    }
}
