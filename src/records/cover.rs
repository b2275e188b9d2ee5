//! Whether a record holds for a finding on a day: dates, withdrawal, scope, who asked.

use super::objection::Objection;
use super::record::{Record, fold, text_hash};
use crate::document::Kind;
use crate::policy::{Level, Rule};
use crate::report::Finding;
use jiff::civil::Date;

/// A finding with what records are held against.
pub(crate) struct Case<'a> {
    pub finding: &'a Finding,
    pub rule: &'a Rule,
    /// The production's code.
    pub production: Option<&'a str>,
    pub today: Date,
}

/// A withdrawal that names a record.
pub(crate) struct Withdrawn<'a> {
    pub by: &'a str,
    pub on: Date,
}

impl Case<'_> {
    /// The first thing that keeps a record from counting here at all, whatever its kind.
    pub fn objection(&self, record: &Record, withdrawn: Option<Withdrawn<'_>>) -> Option<Objection> {
        if let Some(withdrawn) = withdrawn.filter(|withdrawn| withdrawn.on <= self.today) {
            return Some(Objection::Withdrawn { by: withdrawn.by.to_owned(), on: withdrawn.on });
        }
        if self.today < record.on {
            return Some(Objection::NotYet);
        }
        if self.today > record.until {
            return Some(Objection::Ended);
        }
        self.outside(record).or_else(|| self.same_person(record))
    }

    /// What of the record's scope leaves the finding out.
    fn outside(&self, record: &Record) -> Option<Objection> {
        let scope = &record.scope;
        if let Some(theirs) = &scope.production
            && self.production.is_none_or(|ours| !ours.eq_ignore_ascii_case(theirs))
        {
            return Some(Objection::OtherProduction { ours: self.production.map(str::to_owned) });
        }
        let path = &self.finding.place.path;
        if !scope.paths.is_empty() && !scope.paths.iter().any(|glob| glob.compile_matcher().is_match(path.as_ref())) {
            return Some(Objection::OtherPath { path: path.to_string() });
        }
        if !scope.scenes.is_empty() && !scope.scenes.iter().any(|scene| self.is_in_scene(scene)) {
            let scene = self.finding.place.scene.as_ref();
            return Some(Objection::OtherScene { scene: scene.map(|scene| scene.number.clone().unwrap_or_else(|| scene.heading.clone())) });
        }
        self.outside_wording(record)
    }

    /// A scene is named by its number, or by its heading.
    fn is_in_scene(&self, written: &str) -> bool {
        let Some(scene) = &self.finding.place.scene else { return false };
        let plain = |number: &str| number.trim_matches(['#', '.', ' ']).to_uppercase();
        scene.number.as_deref().is_some_and(|number| plain(number) == plain(written)) || fold(&scene.heading) == fold(written)
    }

    fn outside_wording(&self, record: &Record) -> Option<Objection> {
        let texts = &record.scope.texts;
        let exact = self.needs_exact_text();
        let hash = || self.finding.wording.as_deref().map(text_hash);
        match (texts.is_empty(), exact) {
            (true, false) => None,
            (true, true) => Some(Objection::NoWording { hash: hash()? }),
            (false, _) => match hash() {
                Some(hash) if texts.contains(&hash) => None,
                hash => Some(Objection::OtherWording { hash: hash.unwrap_or_else(|| "without a hash".to_owned()) }),
            },
        }
    }

    /// Whether only a record of these very words clears the finding: in a script, where the rule says so.
    pub fn needs_exact_text(&self) -> bool {
        self.rule.exact_text && self.finding.place.kind == Kind::Screenplay && self.finding.wording.is_some()
    }

    /// Where approval is asked for, nobody approves what they asked for themselves.
    fn same_person(&self, record: &Record) -> Option<Objection> {
        let requested_by = record.requested_by.as_deref()?;
        let same = fold(requested_by) == fold(&record.decided_by.name);
        (same && matches!(self.finding.level, Level::Escalate | Level::Consent)).then_some(Objection::SamePerson)
    }
}
