//! What a production brings itself: dictionaries, phrases and packs of its own, and the names it has cleared.
//!
//! | file | holds |
//! | --- | --- |
//! | `clearances/dictionaries/*.csv` | names, in the form of `dictionaries/README.md` |
//! | `clearances/dictionaries/*.txt` | phrases |
//! | `clearances/packs/*.toml` | packs of rules |
//! | `clearances/names.csv` | names that are the production's own, and the rules that they silence |
//!
//! Dictionaries and packs are policy: where the base has a file, its version counts, and one that the commit deletes still
//! counts for it. Names are facts, and come from the tree under check.

use super::cache::Cache;
use crate::config::names::{self, ClearedName};
use crate::config::problem::{Problem, Sheet};
use crate::dictionary::phrases::{self, PhraseTable};
use crate::dictionary::{Classes, Matcher, NameIndex, compile, rows};
use crate::error::Result;
use crate::error::nearest::did_you_mean;
use crate::policy::pack::{self, Pack};
use crate::records::{DICTIONARIES, PACKS};
use crate::snapshot::{Entry, Snapshot};
use crate::source::Source;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// What was found, with everything that is wrong in it.
#[derive(Default)]
pub struct Own {
    pub packs: Vec<Pack>,
    pub cleared: Vec<ClearedName>,
    pub problems: Vec<Problem>,
}

/// The files of a folder: those of the base as they are there, and those that only the tree has.
struct Files(Vec<Source>);

impl Files {
    fn list(tree: &dyn Snapshot, base: Option<&dyn Snapshot>, folder: &str) -> Result<Files> {
        let mut found: BTreeMap<Arc<str>, (&dyn Snapshot, Entry)> = BTreeMap::new();
        for side in [Some(tree), base].into_iter().flatten() {
            found.extend(side.below(folder).into_iter().map(|entry| (entry.path.clone(), (side, entry))));
        }
        found.values().map(|(side, entry)| super::read(*side, entry)).collect::<Result<Vec<Source>>>().map(Files)
    }

    fn with(&self, ending: &str) -> impl Iterator<Item = &Source> {
        self.0.iter().filter(move |source| source.path.ends_with(ending))
    }
}

/// Loads what the production brings, adding names and phrases to `matcher` and their classes to `classes`.
///
/// `cache` is a folder in which compiled lists may be kept. `known` are the packs that ship with the program: no pack of the production may have a rule of the same id.
///
/// # Errors
/// When a file cannot be read at all; what is wrong inside them is in [`Own::problems`].
pub fn load(
    tree: &dyn Snapshot,
    base: Option<&dyn Snapshot>,
    known: &[Pack],
    cache: Option<&Path>,
    matcher: &mut Matcher,
    classes: &mut Classes,
) -> Result<Own> {
    let mut own = Own::default();
    let lists = Files::list(tree, base, DICTIONARIES)?;
    let packs = Files::list(tree, base, PACKS)?;
    let shipped = classes.names().len();
    if !lists.0.is_empty() {
        read_names(&lists, cache, matcher, classes, &mut own.problems);
        read_phrases(&lists, matcher, classes, &mut own.problems);
    }
    for source in packs.with(".toml") {
        read_pack(source, classes, known, &mut own);
    }
    for source in packs.with(".toml") {
        unknown_extensions(source, known, &mut own);
    }
    // A pack that cannot be read may be the one that asks.
    if !lists.0.is_empty() && own.problems.is_empty() {
        unused_classes(&lists, shipped, classes, &packs, &mut own.problems);
    }
    if let Some(entry) = tree.find(names::FILE) {
        let source = super::read(tree, &entry)?;
        let rules: Vec<&str> = known.iter().chain(&own.packs).flat_map(|pack| &pack.rules).map(|rule| rule.id.as_str()).collect();
        match names::read(&source, &rules) {
            Ok(cleared) => own.cleared = cleared,
            Err(problems) => own.problems.extend(problems),
        }
    }
    Ok(own)
}

fn read_names(lists: &Files, folder: Option<&Path>, matcher: &mut Matcher, classes: &mut Classes, problems: &mut Vec<Problem>) {
    let cache = Cache::of(folder, &lists.with(".csv").collect::<Vec<_>>(), classes);
    if let Some(index) = cache.as_ref().and_then(|cache| cache.load(classes))
        && let Some(names) = NameIndex::new(Cow::Owned(index))
    {
        matcher.names.push(names);
        return;
    }
    let mut dictionaries = Vec::new();
    let mut ids: BTreeSet<String> = BTreeSet::new();
    for source in lists.with(".csv") {
        match rows::read(source.text()) {
            Ok(dictionary) => {
                if !ids.insert(dictionary.id.clone()) {
                    let mut sheet = Sheet::new(source, "dictionary");
                    let message = format!("two dictionaries have the id `{}`", dictionary.id);
                    sheet.report("double_id", line(source, 1), message, "the second", Some("give this one another id".to_owned()));
                    problems.extend(sheet.finish());
                }
                dictionaries.push(dictionary);
            }
            Err(errors) => {
                let mut sheet = Sheet::new(source, "dictionary");
                for error in errors {
                    let help = (!error.known.is_empty()).then(|| did_you_mean(&error.name, error.known.iter().copied()));
                    sheet.report("bad_row", line(source, error.line), error.message, "here", help);
                }
                problems.extend(sheet.finish());
            }
        }
    }
    if !problems.is_empty() || dictionaries.is_empty() {
        return;
    }
    // A class is interned with its dictionary; too many of them is a problem of the last file.
    match compile::names(&dictionaries, classes) {
        Ok(bytes) => {
            if let Some(cache) = cache {
                cache.store(&bytes, classes);
            }
            matcher.names.extend(NameIndex::new(Cow::Owned(bytes)));
        }
        Err(message) => {
            if let Some(source) = lists.with(".csv").last() {
                let mut sheet = Sheet::new(source, "dictionary");
                sheet.report("too_many_classes", line(source, 1), message, "with this one", None);
                problems.extend(sheet.finish());
            }
        }
    }
}

fn read_phrases(lists: &Files, matcher: &mut Matcher, classes: &mut Classes, problems: &mut Vec<Problem>) {
    let mut sets = phrases::Sets::new();
    let files: Vec<(&Source, phrases::PhraseFile)> =
        lists.with(".txt").map(|source| (source, phrases::read_file(source.text(), &mut sets))).collect();
    let mut patterns = Vec::new();
    for (source, file) in &files {
        let mut sheet = Sheet::new(source, "dictionary");
        for (number, class, pattern) in &file.patterns {
            let parsed = match classes.intern(class) {
                _ if class.is_empty() => Err("a pattern stands before the first `# class:` line".to_owned()),
                None => Err(format!("there are more than {} classes", Classes::MOST)),
                Some(id) => phrases::parse_line(pattern, id.0, &sets),
            };
            match parsed {
                Ok(parsed) => patterns.extend(parsed),
                Err(message) => sheet.report("bad_pattern", line(source, *number), message, "this pattern", None),
            }
        }
        problems.extend(sheet.finish());
    }
    if !patterns.is_empty() {
        matcher.phrases.push(PhraseTable::build(patterns));
    }
}

fn read_pack(source: &Source, classes: &Classes, known: &[Pack], own: &mut Own) {
    let mut sheet = Sheet::new(source, "policy");
    match pack::read(source.text(), classes, &crate::checks::names()) {
        Ok(pack) => {
            let taken = |id: &str| known.iter().chain(&own.packs).find(|other| other.id == id);
            if let Some(other) = taken(&pack.id) {
                let message = format!("there is a pack `{}` already: {}", pack.id, other.title);
                sheet.report(
                    "double_pack",
                    place(source, &pack.id),
                    message,
                    "the same id",
                    Some("give the pack an id of its own".to_owned()),
                );
            }
            let others = || known.iter().chain(&own.packs).flat_map(|other| &other.rules);
            for rule in &pack.rules {
                if others().any(|other| other.id == rule.id || other.name == rule.name) {
                    let message = format!("there is a rule {} {} already", rule.id, rule.name);
                    let help = "give the rule an id and a name of its own, for example `HSE-01`".to_owned();
                    sheet.report("double_rule", place(source, &rule.id), message, "the same rule", Some(help));
                }
            }
            if sheet.count() == 0 {
                own.packs.push(pack);
            }
        }
        Err(errors) => {
            for error in errors {
                let help = (!error.known.is_empty()).then(|| did_you_mean(&error.name, error.known.iter().map(String::as_str)));
                sheet.report("bad_pack", error.span, error.message, "here", help);
            }
        }
    }
    own.problems.extend(sheet.finish());
}

/// Reports what a pack says of rules that no pack has.
fn unknown_extensions(source: &Source, known: &[Pack], own: &mut Own) {
    let rules: Vec<&str> = known.iter().chain(&own.packs).flat_map(|pack| &pack.rules).map(|rule| rule.id.as_str()).collect();
    let mut sheet = Sheet::new(source, "policy");
    for pack in own.packs.iter().filter(|pack| source.text().contains(&format!("\"{}\"", pack.id))) {
        for extension in &pack.extends {
            for rule in extension.rules.iter().filter(|rule| !rules.contains(&rule.as_str())) {
                let at = extension.span.clone();
                sheet.report(
                    "unknown_rule",
                    at,
                    format!("there is no rule `{rule}`"),
                    "not known",
                    Some(did_you_mean(rule, rules.iter().copied())),
                );
            }
        }
    }
    own.problems.extend(sheet.finish());
}

/// Reports a class of a production's list that neither ships nor is asked for: its names would be found for nothing.
fn unused_classes(lists: &Files, shipped: usize, classes: &Classes, packs: &Files, problems: &mut Vec<Problem>) {
    let asked: Vec<&str> = packs.with(".toml").map(Source::text).collect();
    for name in &classes.names()[shipped..] {
        let quoted = format!("\"{name}\"");
        if asked.iter().any(|text| text.contains(&quoted)) {
            continue;
        }
        for source in &lists.0 {
            let Some(at) = source.text().find(&format!("class: {name}")).or_else(|| source.text().find(name.as_str())) else { continue };
            let mut sheet = Sheet::new(source, "dictionary");
            let message = format!("no rule asks for the class `{name}`");
            let known = classes.names()[..shipped].iter().map(String::as_str).filter(|name| !name.is_empty());
            let help = format!("{}; or write a rule in {PACKS} that asks for it", did_you_mean(name, known.collect::<Vec<_>>()));
            let end = at + source.text()[at..].find('\n').unwrap_or(source.text().len() - at);
            sheet.report("unknown_class", at..end, message, "asked for by none", Some(help));
            problems.extend(sheet.finish());
            break;
        }
    }
}

/// The bytes of a line, from 1.
fn line(source: &Source, number: u64) -> std::ops::Range<usize> {
    let number = (number.max(1) as u32).min(source.line_count().max(1));
    let range = source.line_range(number - 1);
    range.start as usize..range.end as usize
}

/// Where a value stands in quotation marks.
fn place(source: &Source, value: &str) -> std::ops::Range<usize> {
    let quoted = format!("\"{value}\"");
    source.text().find(&quoted).map_or(0..0, |at| at..at + quoted.len())
}
