//! The core: inputs in, report out. Opens nothing; what it reads comes through [`Snapshot`].
//!
//! 1. Read the documents under check ([`formats`]), find their words and mentions.
//! 2. Let the rules speak over them, with the facts of the whole tree at hand ([`World`]).
//! 3. While something was found: do the same for the old side, and take away what it had ([`fresh`]).
//! 4. Let the records settle what is left ([`Ledger`]).

use crate::checks::{CHECKS, Candidate, Job};
use crate::config::Production;
use crate::dictionary::{Classes, Matcher};
use crate::document::{Kind, Role};
use crate::formats;
use crate::fresh;
use crate::intake::Intake;
use crate::look::Wants;
use crate::policy::{Level, Match, Rule};
use crate::reading::{Asked, Reading};
use crate::records::Ledger;
use crate::report::{Disposition, FileRead, Finding, Identity, Place, Report, Scene};
use crate::snapshot::{Entry, Snapshot};
use crate::text::Words;
use crate::world::{Library, World};
use std::collections::HashSet;
use std::sync::Arc;

/// The largest file that is read, in bytes, where the configuration says nothing.
pub const SIZE_LIMIT: u64 = 20 * 1024 * 1024;

/// One side of a comparison: a tree, and the files of it that are looked at.
pub struct Side<'a> {
    pub tree: &'a dyn Snapshot,
    /// Sorted. On the new side the files under check; on an old side what became of them: the old versions of changed, renamed
    /// and deleted files.
    pub paths: Vec<Arc<str>>,
}

/// All that a check depends on.
pub struct Inputs<'a> {
    pub new: Side<'a>,
    /// What was there before: the parents of a commit, the merge base; none where all findings are wanted.
    pub old: Vec<Side<'a>>,
    /// The selected rules.
    pub rules: &'a [Rule],
    pub matcher: &'a Matcher,
    pub classes: &'a Classes,
    pub production: &'a Production,
    pub ledger: &'a Ledger,
    /// Records expire against this day.
    pub today: jiff::civil::Date,
    /// Whether a file is looked through before it is parsed, and only those phrases are looked for that some rule asks for; only
    /// tests and `--list` turn it off.
    pub look: bool,
}

/// Checks, and reports.
pub fn check(inputs: &Inputs<'_>) -> Report {
    let mut report = Report { strict: inputs.production.strict, rules: inputs.rules.len(), ..Report::default() };
    let asked = if inputs.look { Asked::of(inputs.rules, inputs.classes) } else { Asked::everything() };
    let new = read_side(inputs, &asked, &inputs.new, Some(&mut report.files));
    let mut found = findings(inputs, &asked, &new, inputs.new.tree);
    if !found.is_empty() && !inputs.old.is_empty() {
        let old: Vec<fresh::Before> = inputs
            .old
            .iter()
            .map(|side| {
                let readings = read_side(inputs, &asked, side, None);
                let found = findings(inputs, &asked, &readings, side.tree);
                fresh::Before { readings, found }
            })
            .collect();
        let before = found.len();
        found = fresh::new_only(found, &new, &old);
        report.known = before - found.len();
    }
    for found in found {
        let reading = &new[found.candidate.reading];
        report.sources.entry(reading.source.name()).or_insert_with(|| reading.source.clone());
        report.findings.push(finding(inputs, reading, found));
    }
    report.findings.sort_by(|a, b| {
        (&a.place.path, &a.place.member, a.place.span.start, &a.rule, &a.subject).cmp(&(
            &b.place.path,
            &b.place.member,
            b.place.span.start,
            &b.rule,
            &b.subject,
        ))
    });
    inputs.ledger.settle(&mut report, inputs.rules, inputs.today);
    report
}

/// A candidate with its identity.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub candidate: Candidate,
    pub identity: Identity,
    /// For the order in which copies are counted.
    pub path: Arc<str>,
}

fn intake<'a>(inputs: &Inputs<'a>, asked: &'a Asked, look: Option<&'a Wants>) -> Intake<'a> {
    Intake { matcher: inputs.matcher, classes: inputs.classes, production: inputs.production, asked, look }
}

/// Reads the files of a side. With `files`, what was read and what was not is told there.
fn read_side(inputs: &Inputs<'_>, asked: &Asked, side: &Side<'_>, mut files: Option<&mut Vec<FileRead>>) -> Vec<Arc<Reading>> {
    let mut readings = Vec::new();
    let entries: Vec<Entry> = side.paths.iter().filter_map(|path| side.tree.find(path)).collect();
    let entries: Vec<&Entry> = entries.iter().collect();
    let wants = inputs.look.then(|| Wants::of(inputs.rules, inputs.classes, asked, side.paths.len() == 1)).flatten();
    for (file, read) in intake(inputs, asked, wants.as_ref()).read_all(side.tree, &entries) {
        if let Some(files) = files.as_deref_mut() {
            files.push(file);
        }
        readings.extend(read.into_iter().map(Arc::new));
    }
    readings
}

/// Runs every rule over every reading.
fn findings(inputs: &Inputs<'_>, asked: &Asked, readings: &[Arc<Reading>], tree: &dyn Snapshot) -> Vec<Found> {
    let mut under_check: Vec<Arc<str>> = readings.iter().map(|reading| reading.path().clone()).collect();
    under_check.sort();
    let library = Shelf { inputs, asked, tree, under_check };
    let world = World::new(inputs.matcher, inputs.classes, readings, &library, inputs.today, inputs.production);
    let mut candidates: Vec<Candidate> = Vec::new();
    for (reading_index, reading) in readings.iter().enumerate() {
        let first = candidates.len();
        for (rule_index, rule) in inputs.rules.iter().enumerate() {
            for (found_index, found) in rule.matches.iter().enumerate().filter(|(_, m)| speaks_of(m, reading)) {
                let job = Job { rule_index, rule, found_index, found, reading_index, reading, world: &world };
                let before = candidates.len();
                if let Some(check) = CHECKS.iter().find(|check| check.name() == found.check) {
                    check.run(&job, &mut candidates);
                }
                if found.fallback {
                    drop_spoken_of(&mut candidates, first, before, reading);
                }
            }
        }
        fresh::merge_alike(&mut candidates, first, readings, inputs.rules);
    }
    for candidate in &mut candidates {
        raise_by_links(inputs, &world, candidate);
    }
    fresh::drop_covered(&mut candidates, readings, inputs.rules);
    candidates
        .into_iter()
        .map(|candidate| {
            let reading = &readings[candidate.reading];
            let role = reading.document.elements[candidate.element as usize].role;
            let identity = fresh::identity(&inputs.rules[candidate.rule].id, &candidate, role, reading.kind());
            Found { path: reading.path().clone(), candidate, identity }
        })
        .collect()
}

/// Whether a match is for documents like this one.
fn speaks_of(found: &Match, reading: &Reading) -> bool {
    let below = |folder: &String| reading.path().split('/').rev().skip(1).any(|part| part.eq_ignore_ascii_case(folder));
    found.kinds.contains(&reading.kind()) && (found.folders.is_empty() || found.folders.iter().any(below))
}

/// Of the candidates from `from` on, drops those in items of which an earlier one of the same rule and reading (from `first` on)
/// speaks already.
fn drop_spoken_of(candidates: &mut Vec<Candidate>, first: usize, from: usize, reading: &Reading) {
    let item = |candidate: &Candidate| (candidate.rule, reading.document.elements[candidate.element as usize].item);
    let late = candidates.split_off(from);
    let mut spoken: HashSet<_> = candidates[first..].iter().map(item).collect();
    candidates.extend(late.into_iter().filter(|candidate| spoken.insert(item(candidate))));
}

/// A real person in a screenplay, not a character of that name, whom a prompt or note of the same commit gives a digital method needs consent.
fn raise_by_links(inputs: &Inputs<'_>, world: &World<'_>, candidate: &mut Candidate) {
    let is_character = || {
        let words = Words::of(&candidate.subject);
        world.characters().has(&words.joined(0..words.len() as u32))
    };
    if inputs.rules[candidate.rule].id == "LIK-06" && world.made_digitally().contains(&candidate.subject) && !is_character() {
        candidate.level = candidate.level.max(Level::Consent);
    }
}

/// The documents of a tree that are not under check, read when asked for.
struct Shelf<'a> {
    inputs: &'a Inputs<'a>,
    asked: &'a Asked,
    tree: &'a dyn Snapshot,
    /// Sorted.
    under_check: Vec<Arc<str>>,
}

impl Library for Shelf<'_> {
    fn unchanged(&self, kind: Kind) -> Vec<Arc<Reading>> {
        let likely = |entry: &&Entry| {
            let by_path = self.inputs.production.kind_of(&entry.path).or_else(|| formats::kinds::by_path(&entry.path));
            (by_path.is_none_or(|k| k == kind) || formats::own_kind(&entry.path) == Some(kind))
                && self.under_check.binary_search(&entry.path).is_err()
        };
        let entries: Vec<&Entry> = self.tree.entries().iter().filter(likely).collect();
        // Facts are wanted of every script, also of one in which nothing could start a finding.
        let read = intake(self.inputs, self.asked, None).read_all(self.tree, &entries);
        let mut out: Vec<Arc<Reading>> = read.into_iter().flat_map(|(_, readings)| readings).map(Arc::new).collect();
        out.retain(|reading| reading.kind() == kind);
        out
    }
}

/// Words a candidate: place, message, next step.
fn finding(inputs: &Inputs<'_>, reading: &Reading, found: Found) -> Finding {
    let Found { candidate, identity, .. } = found;
    let rule = &inputs.rules[candidate.rule];
    let element = &reading.document.elements[candidate.element as usize];
    let fill = |text: &str| {
        text.replace("{subject}", &candidate.subject)
            .replace("{near}", &candidate.near)
            .replace("{rule}", &rule.id)
            .replace("{role}", &element.role.name().replace('-', " "))
    };
    let item = &reading.document.items[element.item as usize];
    let scene = element.scene.and_then(|index| reading.document.scenes.get(index as usize)).map(|scene| Scene {
        number: scene.number.as_deref().map(str::to_owned),
        heading: reading.document.elements[scene.heading as usize].text.as_str().trim().to_owned(),
    });
    let cue = match element.role {
        Role::Cue => Some(element.text.as_str().trim().to_owned()),
        _ => element.speaker.map(|cue| reading.document.elements[cue as usize].text.as_str().trim().to_owned()),
    };
    Finding {
        rule: rule.id.as_str().into(),
        name: rule.name.as_str().into(),
        level: candidate.level,
        message: fill(rule.matches[candidate.found].message.as_deref().unwrap_or(&rule.message)),
        why: fill(&rule.why),
        help: fill(&rule.help),
        subject: candidate.subject.clone(),
        place: Place {
            path: reading.path().clone(),
            member: reading.source.member.clone(),
            start: reading.source.position(candidate.span.start),
            end: reading.source.position(candidate.span.end),
            span: candidate.span,
            role: element.role,
            kind: reading.kind(),
            scene,
            cue,
            item: item.name.as_deref().map(str::to_owned),
            column: element.key.as_deref().map(str::to_owned),
        },
        identity,
        wording: Some(candidate.context),
        disposition: Disposition::Open,
        basis: rule.basis.clone(),
    }
}
