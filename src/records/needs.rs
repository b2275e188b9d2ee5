//! What each level needs on record (DESIGN, "Records"; POLICY, "Ladder").

use super::objection::Objection;
use super::record::{Record, RecordKind};
use super::role::{PersonRole, any_of};
use crate::policy::{Level, Rule};

/// One record that must be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// By one of these roles.
    Consent(Vec<PersonRole>),
    /// By one of these roles.
    Approval(Vec<PersonRole>),
    /// With a reason.
    Decision,
    Disclosure,
    /// An item of the clearance report: its status was set.
    Status,
}

/// What a record does for a need.
pub(crate) enum Fit {
    Meets,
    Not(Objection),
}

impl Need {
    /// Returns what a finding of `level` needs: all of it. Nothing clears `forbid`, so it has no needs.
    pub fn of(level: Level, rule: &Rule) -> Vec<Need> {
        match level {
            Level::Forbid => Vec::new(),
            // Here the person, and who stands for the person, consents; the others approve.
            Level::Consent => vec![
                Need::Consent(named(rule, PersonRole::CONSENTERS, |role| PersonRole::CONSENTERS.contains(role))),
                Need::Approval(named(rule, PersonRole::APPROVERS, |role| !PersonRole::CONSENTERS.contains(role))),
            ],
            Level::Escalate => vec![Need::Approval(named(rule, PersonRole::APPROVERS, |_| true))],
            Level::Judgement => vec![Need::Decision],
            Level::Disclose => vec![Need::Disclosure],
            Level::Clearance => vec![Need::Status],
        }
    }

    /// The kind of record that `request` drafts for it.
    pub fn kind(&self) -> RecordKind {
        match self {
            Need::Consent(_) => RecordKind::Consent,
            Need::Approval(_) => RecordKind::Approval,
            Need::Decision | Need::Status => RecordKind::Decision,
            Need::Disclosure => RecordKind::Disclosure,
        }
    }

    /// Who may decide; empty: any role.
    pub fn roles(&self) -> &[PersonRole] {
        match self {
            Need::Consent(roles) | Need::Approval(roles) => roles,
            Need::Decision | Need::Disclosure | Need::Status => &[],
        }
    }

    /// The need in a sentence: "an approval by the platform contact or production counsel".
    pub fn words(&self) -> String {
        match self {
            Need::Consent(roles) => format!("a consent by {}", any_of(roles)),
            Need::Approval(roles) => format!("an approval by {}", any_of(roles)),
            Need::Decision => "a decision with a reason".to_owned(),
            Need::Disclosure => "a disclosure".to_owned(),
            Need::Status => "a decision, licence or approval".to_owned(),
        }
    }

    pub(crate) fn fit(&self, record: &Record) -> Fit {
        use RecordKind::{Approval, Consent, Decision, Disclosure, Licence, Withdrawal};
        let (right, wanted): (bool, &'static str) = match self {
            Need::Consent(_) => (record.kind == Consent, "signed consent and written approval"),
            Need::Approval(_) => (record.kind == Approval, "written approval"),
            Need::Decision => (matches!(record.kind, Decision | Approval), "a decision with a reason"),
            Need::Disclosure => (matches!(record.kind, Disclosure | Decision | Licence | Approval | Consent), "a disclosure"),
            Need::Status => (matches!(record.kind, Decision | Licence | Approval | Consent), "a decision, licence or approval"),
        };
        if !right || record.kind == Withdrawal {
            return Fit::Not(Objection::WrongKind { wanted });
        }
        if !self.roles().is_empty() && !self.roles().contains(&record.decided_by.role) {
            return Fit::Not(Objection::NotEntitled { entitled: self.roles().to_vec() });
        }
        if *self == Need::Decision && record.note.is_none() {
            return Fit::Not(Objection::NoReason);
        }
        Fit::Meets
    }
}

/// The roles that a rule names, those that `counts` lets through; where it names none of them, the usual ones.
fn named(rule: &Rule, usual: &[PersonRole], counts: impl Fn(&PersonRole) -> bool) -> Vec<PersonRole> {
    let named: Vec<PersonRole> = rule.decided_by.iter().filter_map(|name| PersonRole::from_name(name)).filter(counts).collect();
    if named.is_empty() { usual.to_vec() } else { named }
}
