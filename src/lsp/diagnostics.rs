//! Findings as the marks of an editor.
//!
//! Drafting is not a crime: what would stop the commit is a warning, the rest is information or a hint, and nothing is an
//! error. What records have cleared is not marked. Editors often hide the code, so the message says what to do.

use super::position::PositionEncoding;
use crate::policy::Level;
use crate::report::{FileState, Finding, Report};
use crate::source::Source;
use gen_lsp_types::{Code, Diagnostic, DiagnosticSeverity, Range};

/// The marks of one document. `source` is its text; `None` for a file that is none of ours.
pub(crate) fn of_report(report: &Report, source: &Source, encoding: PositionEncoding) -> Option<Vec<Diagnostic>> {
    let mut marks = Vec::new();
    for file in report.files.iter().filter(|file| file.path == source.path) {
        match &file.state {
            FileState::NotOurs(_) => return None,
            FileState::Failed(reason) => marks.push(not_checked(reason)),
            FileState::Read | FileState::LookedThrough => {}
        }
    }
    let source = report.sources.get(&source.name()).unwrap_or(source);
    let mine = report.findings.iter().filter(|finding| finding.place.path == source.path && finding.is_open());
    marks.extend(mine.map(|finding| mark(finding, report.blocks(finding), source, encoding)));
    Some(marks)
}

/// A mark at the top that says why there are no others.
pub(crate) fn not_checked(reason: &str) -> Diagnostic {
    Diagnostic {
        range: Range::default(),
        severity: Some(DiagnosticSeverity::Information),
        code: Some(Code::String("not-checked".to_owned())),
        source: Some("clearslate".to_owned()),
        message: format!("this file was not checked: {reason}").into(),
        ..Diagnostic::default()
    }
}

fn mark(finding: &Finding, blocks: bool, source: &Source, encoding: PositionEncoding) -> Diagnostic {
    let severity = match finding.level {
        _ if blocks => DiagnosticSeverity::Warning,
        Level::Clearance => DiagnosticSeverity::Hint,
        _ => DiagnosticSeverity::Information,
    };
    Diagnostic {
        range: range(finding, source, encoding),
        severity: Some(severity),
        code: Some(Code::String(finding.rule.to_string())),
        source: Some("clearslate".to_owned()),
        message: format!("{}. {}", finding.message.trim_end_matches('.'), finding.help).trim_end().into(),
        ..Diagnostic::default()
    }
}

/// The place of a finding, at most to the end of its first line: the cue of a speech, not the whole speech.
fn range(finding: &Finding, source: &Source, encoding: PositionEncoding) -> Range {
    let span = &finding.place.span;
    let first_line = source.line_range(source.line_of(span.start)).end;
    let end = span.end.min(first_line.max(span.start));
    Range { start: source.lsp_position(span.start, encoding), end: source.lsp_position(end, encoding) }
}
