//! SARIF 2.1.0, for code-scanning tools.
//!
//! `properties.level` is the ladder's word, `partialFingerprints` carries the identity, cleared findings carry `suppressions`.

use super::place::{capital, sentence};
use super::{Options, Reporter};
use crate::policy::Level;
use crate::report::{Disposition, FileState, Finding, Report, Verdict};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub struct Sarif;

impl Reporter for Sarif {
    fn id(&self) -> &'static str {
        "sarif"
    }

    fn title(&self) -> &'static str {
        "SARIF 2.1.0, for code-scanning tools"
    }

    fn report(&self, report: &Report, options: &Options) -> String {
        render(report, options.with_text)
    }
}

/// Writes the report. Text of the checked files is left out unless `with_text`.
fn render(report: &Report, with_text: bool) -> String {
    let mut rules: BTreeMap<&str, Value> = BTreeMap::new();
    for finding in &report.findings {
        rules.entry(&finding.rule).or_insert_with(|| {
            json!({
                "id": &*finding.rule,
                "name": &*finding.name,
                "shortDescription": { "text": finding.why },
                "help": { "text": finding.help },
                "properties": { "basis": finding.basis },
            })
        });
    }
    let ids: Vec<&str> = rules.keys().copied().collect();
    let some_cleared = report.cleared().next().is_some();
    let results: Vec<Value> = report.findings.iter().map(|finding| result(finding, &ids, report, some_cleared, with_text)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "clearslate",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.into_values().collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": report.verdict() != Verdict::Incomplete,
                "toolExecutionNotifications": notifications(report),
            }],
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&log).expect("JSON values serialise");
    text.push('\n');
    text
}

fn result(finding: &Finding, ids: &[&str], report: &Report, some_cleared: bool, with_text: bool) -> Value {
    let place = &finding.place;
    let mut region = json!({
        "startLine": place.start.line,
        "startColumn": place.start.column,
        "endLine": place.end.line,
        "endColumn": place.end.column,
    });
    if with_text
        && let Some(source) = report.sources.get(&place.name())
        && let Some(text) = source.text().get(place.span.start as usize..place.span.end as usize)
    {
        region["snippet"] = json!({ "text": text });
    }
    let mut result = json!({
        "ruleId": &*finding.rule,
        "ruleIndex": ids.iter().position(|id| *id == &*finding.rule),
        "level": level(finding.level, report.blocks(finding)),
        "message": { "text": format!("{}. {}.", capital(&sentence(&finding.message)), capital(&sentence(&finding.help))) },
        "locations": [{ "physicalLocation": { "artifactLocation": { "uri": uri(&place.path) }, "region": region } }],
        "partialFingerprints": { "clearslate/v1": finding.identity.0 },
        "properties": { "level": finding.level.name(), "subject": finding.subject, "role": place.role.name() },
    });
    match &finding.disposition {
        Disposition::Cleared { records, .. } => {
            let justification = format!("cleared by {}", records.join(", "));
            result["suppressions"] = json!([{ "kind": "external", "status": "accepted", "justification": justification }]);
        }
        // Where one result has the property, all have (SARIF 2.1.0, 3.27.23).
        _ if some_cleared => result["suppressions"] = json!([]),
        _ => {}
    }
    result
}

/// Files that could not be read, and what else a person should know.
fn notifications(report: &Report) -> Vec<Value> {
    let at = |path: &str| json!([{ "physicalLocation": { "artifactLocation": { "uri": uri(path) } } }]);
    let mut out = Vec::new();
    for file in &report.files {
        if let FileState::Failed(reason) = &file.state {
            let text = format!("{} could not be read: {reason}", file.path);
            out.push(json!({ "level": "error", "message": { "text": text }, "locations": at(&file.path) }));
        }
    }
    for notice in &report.notices {
        let text = [Some(notice.message.as_str()), notice.help.as_deref()].into_iter().flatten().collect::<Vec<_>>().join("; ");
        let mut value = json!({ "level": "note", "descriptor": { "id": notice.code }, "message": { "text": text } });
        if let Some(path) = &notice.path {
            value["locations"] = at(path);
        }
        out.push(value);
    }
    out
}

/// SARIF knows three levels; the ladder's word is in `properties.level`.
fn level(level: Level, blocks: bool) -> &'static str {
    match (level, blocks) {
        (_, true) => "error",
        (Level::Forbid | Level::Consent | Level::Escalate | Level::Judgement, _) => "warning",
        _ => "note",
    }
}

/// A path as a relative URI: each byte that a URI cannot hold is escaped.
fn uri(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.' | b'~') {
            out.push(byte as char);
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
