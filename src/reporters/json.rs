//! JSON for programs; `docs/json.md` describes it. The shapes here are the promise: the core may rename what it likes.

use super::{Options, Reporter, needs};
use crate::report::{Disposition, FileState, Finding, Notice, Place, Report, Verdict};
use serde::Serialize;
use std::collections::BTreeMap;

/// Version of the shape. Keys may be added within a version; none changes its meaning or goes.
const VERSION: u32 = 1;

pub struct Json;

impl Reporter for Json {
    fn id(&self) -> &'static str {
        "json"
    }

    fn title(&self) -> &'static str {
        "For programs; docs/json.md describes it"
    }

    fn report(&self, report: &Report, options: &Options) -> String {
        text(&log(report, options))
    }

    fn list(&self, report: &Report, _options: &Options) -> Option<String> {
        let files: Vec<ListedFile<'_>> = report
            .files
            .iter()
            .map(|file| ListedFile {
                path: &file.path,
                format: file.format,
                kind: file.kind.map(|kind| kind.name()),
                roles: file.roles.iter().map(|(role, number)| (role.name(), *number)).collect(),
                not_read: reason(&file.state),
            })
            .collect();
        Some(text(&files))
    }
}

fn text(value: &impl Serialize) -> String {
    let mut out = serde_json::to_string_pretty(value).expect("maps with text keys and numbers serialise");
    out.push('\n');
    out
}

fn reason(state: &FileState) -> Option<&str> {
    match state {
        FileState::NotOurs(reason) | FileState::Failed(reason) => Some(reason),
        FileState::Read | FileState::LookedThrough => None,
    }
}

#[derive(Serialize)]
struct Log<'a> {
    version: u32,
    tool: Tool,
    verdict: &'static str,
    strict: bool,
    /// Rules that were applied.
    rules: usize,
    checked: Checked,
    counts: Counts,
    findings: Vec<FindingOut<'a>>,
    files: Vec<FileOut<'a>>,
    notices: Vec<NoticeOut<'a>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Checked {
    files: usize,
    bytes: usize,
}

#[derive(Serialize)]
struct Counts {
    blocking: usize,
    open: usize,
    cleared: usize,
    /// Findings that an old side had already; they are not listed.
    known: usize,
}

#[derive(Serialize)]
struct FindingOut<'a> {
    rule: &'a str,
    name: &'a str,
    level: &'static str,
    blocks: bool,
    subject: &'a str,
    message: &'a str,
    why: &'a str,
    help: &'a str,
    basis: &'a [String],
    /// Kinds of records that clear it together; empty: none does.
    needs: &'static [&'static str],
    place: PlaceOut<'a>,
    fingerprint: &'a str,
    disposition: DispositionOut<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
}

#[derive(Serialize)]
struct PlaceOut<'a> {
    path: &'a str,
    kind: &'static str,
    role: &'static str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    scene: Option<&'a str>,
    item: Option<&'a str>,
    field: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    heading: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cue: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
enum DispositionOut<'a> {
    Open,
    Cleared { records: &'a [String], same_commit: bool },
    Refused { reasons: &'a [String] },
}

#[derive(Serialize)]
struct FileOut<'a> {
    path: &'a str,
    state: &'static str,
    format: Option<&'static str>,
    kind: Option<&'static str>,
    bytes: usize,
    reason: Option<&'a str>,
    remarks: &'a [String],
}

#[derive(Serialize)]
struct NoticeOut<'a> {
    code: &'static str,
    message: &'a str,
    path: Option<&'a str>,
    line: Option<u32>,
    help: Option<&'a str>,
}

#[derive(Serialize)]
struct ListedFile<'a> {
    path: &'a str,
    format: Option<&'static str>,
    kind: Option<&'static str>,
    roles: BTreeMap<&'static str, usize>,
    not_read: Option<&'a str>,
}

fn log<'a>(report: &'a Report, options: &Options) -> Log<'a> {
    let cleared = report.cleared().count();
    Log {
        version: VERSION,
        tool: Tool { name: "clearslate", version: env!("CARGO_PKG_VERSION") },
        verdict: match report.verdict() {
            Verdict::Incomplete => "incomplete",
            Verdict::Blocked => "blocked",
            Verdict::Nothing => "nothing",
            Verdict::Clear => "clear",
        },
        strict: report.strict,
        rules: report.rules,
        checked: Checked { files: report.checked_files(), bytes: report.checked_bytes() },
        counts: Counts { blocking: report.blocking().count(), open: report.findings.len() - cleared, cleared, known: report.known },
        findings: report.findings.iter().map(|finding| finding_out(finding, report, options.with_text)).collect(),
        files: report
            .files
            .iter()
            .map(|file| FileOut {
                path: &file.path,
                state: match &file.state {
                    FileState::Read => "read",
                    FileState::LookedThrough => "looked-through",
                    FileState::NotOurs(_) => "not-ours",
                    FileState::Failed(_) => "failed",
                },
                format: file.format,
                kind: file.kind.map(|kind| kind.name()),
                bytes: file.bytes,
                reason: reason(&file.state),
                remarks: &file.remarks,
            })
            .collect(),
        notices: report.notices.iter().map(|notice| notice_out(notice, report)).collect(),
    }
}

fn finding_out<'a>(finding: &'a Finding, report: &'a Report, with_text: bool) -> FindingOut<'a> {
    let span = finding.place.span.start as usize..finding.place.span.end as usize;
    FindingOut {
        rule: &finding.rule,
        name: &finding.name,
        level: finding.level.name(),
        blocks: report.blocks(finding),
        subject: &finding.subject,
        message: &finding.message,
        why: &finding.why,
        help: &finding.help,
        basis: &finding.basis,
        needs: needs::records(finding.level),
        place: place_out(&finding.place, with_text),
        fingerprint: &finding.identity.0,
        disposition: match &finding.disposition {
            Disposition::Open => DispositionOut::Open,
            Disposition::Cleared { records, same_commit } => DispositionOut::Cleared { records, same_commit: *same_commit },
            Disposition::Refused { reasons } => DispositionOut::Refused { reasons },
        },
        text: report.sources.get(&finding.place.name()).filter(|_| with_text).and_then(|source| source.text().get(span)),
    }
}

/// Heading and cue are text of the script; the scene's number is not.
fn place_out(place: &Place, with_text: bool) -> PlaceOut<'_> {
    PlaceOut {
        path: &place.path,
        kind: place.kind.name(),
        role: place.role.name(),
        line: place.start.line,
        column: place.start.column,
        end_line: place.end.line,
        end_column: place.end.column,
        scene: place.scene.as_ref().and_then(|scene| scene.number.as_deref()),
        item: place.item.as_deref(),
        field: place.column.as_deref(),
        heading: place.scene.as_ref().filter(|_| with_text).map(|scene| scene.heading.as_str()),
        cue: place.cue.as_deref().filter(|_| with_text),
    }
}

fn notice_out<'a>(notice: &'a Notice, report: &Report) -> NoticeOut<'a> {
    let source = notice.path.as_ref().and_then(|path| report.sources.get(path)).filter(|_| !notice.span.is_empty());
    NoticeOut {
        code: notice.code,
        message: &notice.message,
        path: notice.path.as_deref(),
        line: source.map(|source| source.position(notice.span.start).line),
        help: notice.help.as_deref(),
    }
}
