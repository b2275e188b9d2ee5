//! The labelled cases of `tests/labelled/`: what should be found in them, and what is.
//!
//! Prints recall and precision of each rule, and fails when one falls by more than a point below `scores.toml`.
//! `CLEARSLATE_UPDATE=1` writes the scores and the table of `docs/detection.md` anew. How cases are labelled and counted
//! stands in `tests/labelled/README.md`.

use clearslate::check::{Inputs, Side, check};
use clearslate::config::Production;
use clearslate::dictionary::builtin;
use clearslate::policy::{Level, Rule, builtin::packs, select};
use clearslate::records::Ledger;
use clearslate::report::{Finding, Report};
use clearslate::snapshot::{Memory, Snapshot};
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::ops::Range;
use std::path::PathBuf;

/// The families, in the order of the catalogue.
const FAMILIES: &[&str] = &["aiu", "dat", "ipr", "lik", "tal", "fab", "work", "documents"];

/// Between these two lines of `docs/detection.md` stands the table.
const TABLE: [&str; 2] = ["<!-- table: begin -->", "<!-- table: end -->"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Family {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    path: String,
    /// `None`: the file of this path under `documents/`.
    text: Option<String>,
    #[serde(default)]
    with: Vec<Other>,
    #[serde(default)]
    expect: Vec<Expected>,
    #[serde(default)]
    allow: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Other {
    path: String,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    rule: String,
    level: Option<String>,
    words: String,
}

/// What was counted for one rule, or for the gate.
#[derive(Default, Clone, Copy)]
struct Count {
    expected: u32,
    found: u32,
    told: u32,
    right: u32,
}

/// Figures in per cent, one decimal. `None` where nothing was expected, or nothing told.
#[derive(Deserialize, Clone, Copy)]
struct Score {
    recall: Option<f64>,
    precision: Option<f64>,
}

impl Count {
    fn score(self) -> Score {
        let share = |part: u32, whole: u32| (whole > 0).then(|| (f64::from(part) / f64::from(whole) * 1000.0).round() / 10.0);
        Score { recall: share(self.found, self.expected), precision: share(self.right, self.told) }
    }
}

#[test]
fn labelled_cases_are_told_as_before() {
    let rules: Vec<Rule> = select(packs(), None, false);
    let levels: BTreeMap<&str, Level> = rules.iter().map(|rule| (&*rule.id, rule.level)).collect();
    let (mut counts, mut remarks) = (BTreeMap::<String, Count>::new(), String::new());
    for family in FAMILIES {
        for case in read_family(family) {
            let text = case.text();
            let report = case.check(&text, &rules);
            case.count(&text, &report, &levels, &mut counts, &mut remarks);
        }
    }
    println!("{remarks}\n{}", table(&counts));
    let scores: BTreeMap<String, Score> = counts.iter().map(|(rule, count)| (rule.clone(), count.score())).collect();
    if std::env::var_os("CLEARSLATE_UPDATE").is_some() {
        return update(&scores, &counts);
    }
    let accepted: BTreeMap<String, Score> = toml::from_str(&read("tests/labelled/scores.toml")).expect("scores.toml holds scores");
    let fallen = accepted.iter().flat_map(|(rule, was)| fallen(rule, *was, scores.get(rule).copied())).collect::<Vec<_>>();
    assert!(fallen.is_empty(), "figures fell: {fallen:#?}\nif that is meant: CLEARSLATE_UPDATE=1 cargo test --test labelled");
}

#[test]
fn ids_are_unique_and_labels_stand_in_their_texts() {
    let mut ids = HashSet::new();
    let rules: HashSet<String> = packs().into_iter().flat_map(|pack| pack.rules).map(|rule| rule.id.to_string()).collect();
    for case in FAMILIES.iter().flat_map(|family| read_family(family)) {
        let text = case.text();
        assert!(ids.insert(case.id.clone()), "`{}` is there twice", case.id);
        for row in &case.expect {
            assert!(text.contains(&row.words), "`{}`: `{}` is not in the text", case.id, row.words);
            assert!(row.level.as_deref().is_none_or(|name| level(name).is_some()), "`{}`: a level that does not exist", case.id);
        }
        for rule in case.expect.iter().map(|row| &row.rule).chain(&case.allow) {
            assert!(rules.contains(rule), "`{}`: no rule `{rule}`", case.id);
        }
    }
}

impl Case {
    fn text(&self) -> String {
        self.text.clone().unwrap_or_else(|| read(&format!("tests/labelled/documents/{}", self.path)))
    }

    /// Checks with the look before parsing and without it: both must find the same.
    fn check(&self, text: &str, rules: &[Rule]) -> Report {
        let told = |report: &Report| report.findings.iter().map(|f| (f.identity.0.clone(), f.place.span.clone())).collect::<Vec<_>>();
        let report = self.check_with(text, rules, true);
        assert_eq!(told(&report), told(&self.check_with(text, rules, false)), "the look before parsing hides something of {}", self.id);
        report
    }

    fn check_with(&self, text: &str, rules: &[Rule], look: bool) -> Report {
        let files = self.with.iter().map(|other| (other.path.clone(), other.text.as_str())).chain([(self.path.clone(), text)]);
        let tree = Memory::new(files.map(|(path, text)| (path, text.as_bytes().to_vec())));
        let paths = tree.entries().iter().map(|entry| entry.path.clone()).collect();
        check(&Inputs {
            new: Side { tree: &tree, paths },
            old: Vec::new(),
            rules,
            matcher: &builtin::matcher(),
            classes: &builtin::classes(),
            production: &Production::default(),
            ledger: &Ledger::default(),
            today: jiff::civil::date(2027, 3, 1),
            look,
        })
    }

    fn count(
        &self,
        text: &str,
        report: &Report,
        levels: &BTreeMap<&str, Level>,
        counts: &mut BTreeMap<String, Count>,
        remarks: &mut String,
    ) {
        let findings: Vec<&Finding> = report.findings.iter().filter(|finding| *finding.place.path == *self.path).collect();
        for row in &self.expect {
            let found = findings.iter().any(|finding| row.touches(finding, text) && row.has_level(finding.level, levels));
            let count = counts.entry(row.rule.clone()).or_default();
            count.expected += 1;
            count.found += u32::from(found);
            if !found {
                let _ = writeln!(remarks, "missed   {}  {}  `{}`", row.rule, self.id, row.words);
            }
        }
        for finding in &findings {
            let right = self.covers(finding, text);
            let count = counts.entry(finding.rule.to_string()).or_default();
            count.told += 1;
            count.right += u32::from(right);
            if !right {
                let _ = writeln!(remarks, "unasked  {}  {}  `{}` ({})", finding.rule, self.id, finding.subject, finding.level.name());
            }
        }
        let due = self.expect.iter().any(|row| row.stops(levels));
        let blocking: Vec<_> = findings.iter().filter(|finding| finding.level.blocks()).collect();
        let gate = counts.entry("gate".to_owned()).or_default();
        gate.expected += u32::from(due);
        gate.found += u32::from(due && !blocking.is_empty());
        gate.told += u32::from(!blocking.is_empty());
        gate.right += u32::from(!blocking.is_empty() && (due || blocking.iter().all(|finding| self.covers(finding, text))));
    }

    fn covers(&self, finding: &Finding, text: &str) -> bool {
        self.allow.iter().any(|rule| **rule == *finding.rule) || self.expect.iter().any(|row| row.touches(finding, text))
    }
}

impl Expected {
    fn touches(&self, finding: &Finding, text: &str) -> bool {
        let start = text.find(&self.words).map_or(0, |at| at as u32);
        let words = start..start + self.words.len() as u32;
        *self.rule == *finding.rule && overlap(&words, &finding.place.span)
    }

    fn has_level(&self, told: Level, levels: &BTreeMap<&str, Level>) -> bool {
        match self.level.as_deref().and_then(level) {
            Some(level) => told == level,
            None => told.blocks() == self.stops(levels),
        }
    }

    /// Whether the row should stop a commit: by its own level, or by that of its rule.
    fn stops(&self, levels: &BTreeMap<&str, Level>) -> bool {
        self.level.as_deref().and_then(level).or_else(|| levels.get(&*self.rule).copied()).is_some_and(Level::blocks)
    }
}

fn overlap(one: &Range<u32>, other: &Range<u32>) -> bool {
    one.start < other.end && other.start < one.end
}

fn level(name: &str) -> Option<Level> {
    Level::ALL.into_iter().find(|level| level.name() == name)
}

/// The figures that fell by more than a point, in words. A rule whose cases are gone has fallen too.
fn fallen(rule: &str, was: Score, is: Option<Score>) -> Vec<String> {
    let is = is.unwrap_or(Score { recall: None, precision: None });
    [("recall", was.recall, is.recall), ("precision", was.precision, is.precision)]
        .into_iter()
        .filter_map(|(what, was, is)| was.filter(|was| is.is_none_or(|is| is < was - 1.0)).map(|was| (what, was, is)))
        .filter(|(what, _, is)| *what == "recall" || is.is_some())
        .map(|(what, was, is)| format!("{rule}: {what} {was} is now {}", figure(is)))
        .collect()
}

fn update(scores: &BTreeMap<String, Score>, counts: &BTreeMap<String, Count>) {
    let head = "# Accepted figures of the labelled cases, in per cent. Written by: CLEARSLATE_UPDATE=1 cargo test --test labelled\n\n";
    let line = |(rule, score): (&String, &Score)| {
        let parts = [("recall", score.recall), ("precision", score.precision)];
        let parts: Vec<_> = parts.iter().filter_map(|(what, share)| share.map(|share| format!("{what} = {share:.1}"))).collect();
        format!("{rule} = {{ {} }}\n", parts.join(", "))
    };
    write("tests/labelled/scores.toml", &format!("{head}{}", scores.iter().map(line).collect::<String>()));
    let page = read("docs/detection.md");
    let before = page.split(TABLE[0]).next().unwrap_or_default();
    let after = page.split(TABLE[1]).nth(1).expect("docs/detection.md has the two lines around its table");
    write("docs/detection.md", &format!("{before}{}\n\n{}\n{}{after}", TABLE[0], table(counts), TABLE[1]));
}

/// Markdown, the gate first.
fn table(counts: &BTreeMap<String, Count>) -> String {
    let mut out = String::from("| rule | expected | recall | told | precision |\n| --- | --: | --: | --: | --: |\n");
    let (gate, rules): (Vec<_>, Vec<_>) = counts.iter().partition(|(rule, _)| *rule == "gate");
    for (rule, count) in gate.into_iter().chain(rules) {
        let Score { recall, precision } = count.score();
        let _ = writeln!(out, "| {rule} | {} | {} | {} | {} |", count.expected, figure(recall), count.told, figure(precision));
    }
    out
}

fn figure(share: Option<f64>) -> String {
    share.map_or("–".to_owned(), |share| format!("{share:.1}"))
}

fn read_family(name: &str) -> Vec<Case> {
    let path = format!("tests/labelled/{name}.toml");
    toml::from_str::<Family>(&read(&path)).unwrap_or_else(|error| panic!("{path}: {error}")).case
}

fn root(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn write(path: &str, text: &str) {
    std::fs::write(root(path), text).unwrap_or_else(|error| panic!("{path}: {error}"));
}
