//! One report goes through every reporter, and so does an empty one.

use super::*;
use crate::document::{Kind, Role};
use crate::policy::Level;
use crate::report::{Disposition, FileRead, FileState, Finding, Identity, Notice, Place, Scene};
use crate::source::Source;
use std::collections::BTreeMap;

const SCRIPT: &str = "INT. NEWSROOM - NIGHT #12A#\n\nDONNA VALE (ON TV)\nGood evening.\n\nA paragraph of a script is one long line, and this one goes on for \
                      a good while before it comes to the Fizzlo\u{1b}[31m billboard over the door, and then it goes on again, since nobody \
                      wraps what they write.\n";

const NOTES: &str = "shot,note\nHL_020,replace the face of Ida\nMorrow in all plates\n";

fn finding(source: &Source, words: &str, rule: &str, level: Level, disposition: Disposition) -> Finding {
    let start = source.text().find(words).unwrap() as u32;
    let span = start..start + words.len() as u32;
    let script = source.path.starts_with("scripts");
    Finding {
        rule: rule.into(),
        name: "sample-rule".into(),
        level,
        subject: words.to_owned(),
        message: format!("{words} is named here"),
        why: "A viewer may take it for the real one.".to_owned(),
        help: "invent one, or ask for approval: clearslate request".to_owned(),
        place: Place {
            path: source.path.clone(),
            member: None,
            start: source.position(span.start),
            end: source.position(span.end),
            span,
            role: if script { Role::Cue } else { Role::Cell },
            kind: if script { Kind::Screenplay } else { Kind::Note },
            scene: script.then(|| Scene { number: Some("12A".to_owned()), heading: "INT. NEWSROOM - NIGHT".to_owned() }),
            cue: (words == "DONNA VALE").then(|| "DONNA VALE".to_owned()),
            item: (!script).then(|| "HL_020".to_owned()),
            column: (!script).then(|| "note".to_owned()),
        },
        identity: Identity(format!("1:{rule}")),
        wording: None,
        disposition,
        basis: vec!["Sample guidance".to_owned()],
    }
}

fn file(path: &str, state: FileState, remarks: &[&str]) -> FileRead {
    let read = state == FileState::Read;
    FileRead {
        path: path.into(),
        format: read.then_some("fountain"),
        kind: read.then_some(Kind::Screenplay),
        roles: if read { BTreeMap::from([(Role::SceneHeading, 1), (Role::Cue, 1)]) } else { BTreeMap::new() },
        bytes: if read { 2048 } else { 0 },
        state,
        remarks: remarks.iter().map(|&r| r.to_owned()).collect(),
    }
}

fn sample() -> Report {
    let script = Source::from_text("scripts/103.fountain", SCRIPT);
    let notes = Source::from_text("vfx/notes.csv", NOTES);
    let refused = Disposition::Refused { reasons: vec!["record 2026-02-01-morrow-11aa ended on 2026-05-31".to_owned()] };
    let cleared = Disposition::Cleared { records: vec!["2026-03-04-evening-7f3a".to_owned()], same_commit: true };
    Report {
        findings: vec![
            finding(&script, "DONNA VALE", "FAB-01", Level::Escalate, Disposition::Open),
            finding(&script, "Good evening", "IPR-02", Level::Escalate, cleared),
            finding(&script, "Fizzlo\u{1b}[31m", "IPR-04", Level::Clearance, Disposition::Open),
            finding(&notes, "Ida\nMorrow", "TAL-01", Level::Consent, refused),
        ],
        files: vec![
            file("img/board.png", FileState::NotOurs("no format reads files with this ending".to_owned()), &[]),
            file("scripts/103.fountain", FileState::Read, &["an unclosed boneyard runs to the end of the file"]),
            file("scripts/old.fdx", FileState::Failed("its text encoding is broken; save it again as UTF-8".to_owned()), &[]),
            file("vfx/notes.csv", FileState::Read, &[]),
        ],
        sources: [script, notes].into_iter().map(|source| (source.path.clone(), source)).collect(),
        notices: vec![Notice {
            code: "clearslate::records::unused",
            message: "the record `2026-01-01-old-00ff` clears nothing".to_owned(),
            path: Some("clearances/old.toml".into()),
            span: 0..0,
            help: Some("delete it, or correct its subject".to_owned()),
        }],
        known: 5,
        strict: false,
        rules: 54,
    }
}

/// All that one report looks like, format by format.
fn every_format(report: &Report, options: Options) -> String {
    let mut out = String::new();
    for reporter in REPORTERS {
        out.push_str(&format!("===== {}\n{}", reporter.id(), reporter.report(report, &options)));
        if let Some(list) = reporter.list(report, &options) {
            out.push_str(&format!("----- {} --list\n{list}", reporter.id()));
        }
    }
    out.replace(concat!("\"version\": \"", env!("CARGO_PKG_VERSION"), "\""), "\"version\": \"[version]\"")
}

#[test]
fn one_report_through_every_reporter() {
    insta::assert_snapshot!(every_format(&sample(), Options { occasion: Occasion::Commit, ..Options::default() }));
}

#[test]
fn an_empty_report_through_every_reporter() {
    insta::assert_snapshot!(every_format(&Report::default(), Options { occasion: Occasion::Commit, ..Options::default() }));
}

#[test]
fn machine_formats_carry_no_text_unless_asked() {
    for reporter in [find("json").unwrap(), find("sarif").unwrap()] {
        for (with_text, carried) in [(false, false), (true, true)] {
            let text = reporter.report(&sample(), &Options { with_text, ..Options::default() });
            // The words of the finding over two lines stand in the file only.
            assert_eq!(text.contains("\"text\": \"Ida\\nMorrow\""), carried, "{}", reporter.id());
            assert!(carried || !text.contains("NEWSROOM"), "{}", reporter.id());
        }
    }
}

#[test]
fn nothing_raw_reaches_a_terminal() {
    let mut report = sample();
    report.findings[0].place.path = "scripts/\u{1b}[2Jx.fountain".into();
    report.findings[0].message = "a\u{7}b\r\nc".to_owned();
    for verbose in [false, true] {
        for id in ["human", "short"] {
            let text = find(id).unwrap().report(&report, &Options { verbose, ..Options::default() });
            assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{id}: {text:?}");
        }
    }
}

#[test]
fn the_first_line_is_a_sentence_that_names_what_is_needed() {
    let mut report = sample();
    report.files.retain(|file| !matches!(file.state, FileState::Failed(_)));
    let line = |report: &Report, occasion| headline::headline(report, occasion);
    assert_eq!(
        line(&report, Occasion::Commit),
        "2 items stop this commit: 1 needs signed consent and written approval, 1 needs written approval."
    );
    report.findings.truncate(3);
    assert_eq!(line(&report, Occasion::Commit), "1 item needs written approval before this commit.");
    assert_eq!(line(&report, Occasion::Files), "1 item needs written approval.");
    report.findings.remove(0);
    assert_eq!(line(&report, Occasion::Merge), "Nothing in this merge still needs approval; 1 item is cleared by a record.");
    report.findings.remove(0);
    assert_eq!(line(&report, Occasion::Commit), "Nothing in this commit needs approval.");
    report.files.truncate(1);
    assert_eq!(line(&report, Occasion::Commit), "Nothing was checked: this commit changes no screenplay, prompt file or VFX notes.");
}
