//! Drafts: records for a finding, with everything filled in that is known, and the rest left empty.
//!
//! An empty field is an error when records are read, so a draft clears nothing until a person has filled it in.

use super::cover::Case;
use super::needs::Need;
use super::record::{RecordKind, fold, text_hash};
use super::{FOLDER, Ledger};
use crate::policy::Rule;
use crate::report::Finding;
use jiff::ToSpan;
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// A record that waits to be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub id: String,
    /// The file, TOML.
    pub text: String,
    /// What a person must still fill in: key, and what belongs there.
    pub to_fill: Vec<(&'static str, String)>,
}

impl Draft {
    /// The file that it is written to.
    pub fn path(&self) -> String {
        format!("{FOLDER}{}.toml", self.id)
    }

    /// What two drafts that say the same share: all but the id and the remark above.
    pub fn content(&self) -> &str {
        self.text.split_once("\nkind = ").map_or(&self.text, |(_, rest)| rest)
    }
}

impl Ledger {
    /// Drafts the records that a finding still needs; none for one that nothing clears.
    pub fn drafts(&self, finding: &Finding, rule: &Rule, today: Date) -> Vec<Draft> {
        let case = Case { finding, rule, production: self.production.as_deref(), today };
        self.weigh(finding, rule, today).missing.iter().map(|need| draft(&case, need)).collect()
    }
}

fn draft(case: &Case<'_>, need: &Need) -> Draft {
    let kind = need.kind();
    let id = id(case.finding, kind, case.today);
    let mut page = Page::default();
    page.remark(&headline(case.finding));
    page.text.push_str("[[record]]\n");
    page.line("id", &quoted(&id));
    page.line("kind", &quoted(kind.name()));
    page.line("rules", &format!("[{}]", quoted(&case.finding.rule)));
    page.line("subject", &quoted(&case.finding.subject));
    page.line("on", &format!("{}  # the day of the decision", case.today));
    let last = case.today.saturating_add(1.year()).saturating_sub(1.day());
    page.line("until", &format!("{last}  # the last day on which it counts, at most a year later"));
    if matches!(kind, RecordKind::Approval | RecordKind::Consent) {
        page.fill("requested_by", "who asks; not who decides");
    }
    if kind == RecordKind::Consent {
        page.fill("description", "what is agreed to: which replica, doing and saying what, for which use");
    }
    if kind == RecordKind::Decision {
        page.fill("note", "the reason for the decision");
    }
    scope(case, &mut page);
    page.text.push_str("[record.decided_by]\n");
    page.fill_in("decided_by.name", "name", "the person who decides");
    let roles: Vec<&str> = need.roles().iter().map(|role| role.name()).collect();
    let roles = if roles.is_empty() { "the person's role, for example production-counsel".to_owned() } else { roles.join(", or ") };
    page.fill_in("decided_by.role", "role", &roles);
    if kind == RecordKind::Approval {
        page.fill_in("decided_by.organisation", "organisation", "for whom the person decides");
    }
    if matches!(kind, RecordKind::Approval | RecordKind::Consent) {
        page.text.push_str("[[record.evidence]]\n");
        page.fill_in("evidence.ref", "ref", "where it is in writing: a mail with its date, a ticket, a contract number");
        page.fill_in("evidence.sha256", "sha256", "hash of that document: sha256sum FILE");
    }
    Draft { id, text: page.text, to_fill: page.to_fill }
}

fn scope(case: &Case<'_>, page: &mut Page) {
    let place = &case.finding.place;
    page.text.push_str("[record.scope]\n");
    if let Some(code) = case.production {
        page.line("production", &quoted(code));
    }
    page.line("paths", &format!("[{}]", quoted(&globset::escape(&place.path))));
    if let Some(number) = place.scene.as_ref().and_then(|scene| scene.number.as_deref()) {
        page.line("scenes", &format!("[{}]", quoted(number)));
    }
    if let Some(wording) = case.finding.wording.as_deref().filter(|_| case.needs_exact_text()) {
        page.line("text", &quoted(&text_hash(wording)));
    }
}

/// `FAB-01 real-journalist-speaks: Anderson Cooper, scripts/103.fountain, line 12, scene 12A`
fn headline(finding: &Finding) -> String {
    let place = &finding.place;
    let mut out = format!("{} {}: {}, {}, line {}", finding.rule, finding.name, finding.subject, place.path, place.start.line);
    if let Some(number) = place.scene.as_ref().and_then(|scene| scene.number.as_deref()) {
        let _ = write!(out, ", scene {number}");
    }
    out
}

/// Date, subject and four digits of a hash: the same finding gets the same id on the same day, two findings differ.
fn id(finding: &Finding, kind: RecordKind, today: Date) -> String {
    let mut slug = String::new();
    for word in fold(&finding.subject).split(' ') {
        let word: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
        if !word.is_empty() && slug.len() + word.len() < 40 {
            slug.push_str(&word);
            slug.push('-');
        }
    }
    let hash = Sha256::digest(format!("{}\0{kind}", finding.identity.0).as_bytes());
    format!("{today}-{slug}{:02x}{:02x}", hash[0], hash[1])
}

/// A TOML basic string; JSON writes the same escapes.
fn quoted(text: &str) -> String {
    let clean: String = text.chars().filter(|c| *c != '\u{7f}').collect();
    serde_json::Value::String(clean).to_string()
}

/// The text of a draft as it grows.
#[derive(Default)]
struct Page {
    text: String,
    to_fill: Vec<(&'static str, String)>,
}

impl Page {
    fn remark(&mut self, remark: &str) {
        let one_line: String = remark.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let _ = writeln!(self.text, "# {one_line}");
    }

    fn line(&mut self, key: &str, value: &str) {
        let _ = writeln!(self.text, "{key} = {value}");
    }

    fn fill(&mut self, key: &'static str, what: &str) {
        self.fill_in(key, key, what);
    }

    /// An empty field; `path` is its key from the record on.
    fn fill_in(&mut self, path: &'static str, key: &str, what: &str) {
        let _ = writeln!(self.text, "{key} = \"\"  # to fill in: {what}");
        self.to_fill.push((path, what.to_owned()));
    }
}
