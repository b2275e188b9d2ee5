//! What a finding is about, and which record would clear it.

use super::position::PositionEncoding;
use crate::policy::{Level, Rule};
use crate::report::{Disposition, Finding, Report};
use crate::source::Source;
use gen_lsp_types::{Contents, Hover, MarkupContent, MarkupKind, Position, Range};

/// Whether the editor shows Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Markdown,
    Plain,
}

/// The explanation of every finding that covers a position; `None` where there is none.
pub(crate) fn at<'a>(
    position: Position,
    report: &Report,
    source: &Source,
    encoding: PositionEncoding,
    markdown: bool,
    rule: impl Fn(&str) -> Option<&'a Rule>,
) -> Option<Hover> {
    let source = report.sources.get(&source.name())?;
    let offset = source.lsp_offset(position, encoding);
    let covers = |finding: &&Finding| {
        let span = &finding.place.span;
        finding.place.path == source.path && (span.contains(&offset) || span.is_empty() && span.start == offset)
    };
    let here: Vec<&Finding> = report.findings.iter().filter(covers).collect();
    let span = &here.first()?.place.span;
    let style = if markdown { Style::Markdown } else { Style::Plain };
    let parts: Vec<String> = here.iter().map(|finding| explain(finding, rule(&finding.rule), style)).collect();
    let value = parts.join(if markdown { "\n\n---\n\n" } else { "\n\n" });
    let kind = if markdown { MarkupKind::Markdown } else { MarkupKind::PlainText };
    Some(Hover {
        contents: Contents::MarkupContent(MarkupContent { kind, value }),
        range: Some(Range { start: source.lsp_position(span.start, encoding), end: source.lsp_position(span.end, encoding) }),
    })
}

fn explain(finding: &Finding, rule: Option<&Rule>, style: Style) -> String {
    let mut parts = vec![
        format!("{} ({})", style.strong(&format!("{} {}", finding.rule, finding.name)), finding.level.asks()),
        style.text(&finding.message),
        style.text(&finding.why),
    ];
    match &finding.disposition {
        Disposition::Cleared { records, same_commit } => {
            let where_from = if *same_commit { ", brought in by the same commit" } else { "" };
            parts.push(format!("{} {}{where_from}", style.strong("Cleared by:"), style.text(&records.join(", "))));
        }
        open => {
            parts.push(format!("{} {}", style.strong("What to do:"), style.text(&finding.help)));
            if let Disposition::Refused { reasons } = open {
                parts.push(format!("{} {}", style.strong("Records that do not settle it:"), style.text(&reasons.join("; "))));
            }
            parts.push(format!("{} {}", style.strong("What clears it:"), what_clears(finding, rule, style)));
        }
    }
    if !finding.basis.is_empty() {
        parts.push(format!("{} {}", style.strong("Rests on:"), style.text(&finding.basis.join("; "))));
    }
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

/// What each level needs (`clearances/` holds the records).
fn what_clears(finding: &Finding, rule: Option<&Rule>, style: Style) -> String {
    let roles = rule.map_or(&[][..], |rule| &rule.decided_by);
    let who = match roles {
        [] => "the platform contact or production counsel".to_owned(),
        roles => format!("the {}", roles.join(" or the ").replace('-', " ")),
    };
    let exact = if rule.is_some_and(|rule| rule.exact_text) { "; it holds for this exact wording only" } else { "" };
    let (what, kinds): (String, &[&str]) = match finding.level {
        Level::Forbid => return "nothing does while its condition holds; change the text".to_owned(),
        Level::Clearance => return "the clearance researcher or counsel, in the clearance report; it does not stop a commit".to_owned(),
        Level::Disclose => ("a disclosure on record".to_owned(), &["disclosure"]),
        Level::Judgement => ("a decision on record, with its reason".to_owned(), &["decision"]),
        Level::Escalate => (format!("a written approval by {who}"), &["approval"]),
        Level::Consent => (format!("a signed consent, and a written approval by {who}"), &["consent", "approval"]),
    };
    let records: Vec<String> = kinds.iter().map(|kind| record(kind, finding)).collect();
    format!("{what}{exact}. In {}:\n\n{}", style.code("clearances/"), style.block(&records.join("\n")))
}

/// The fields of a record that name the finding. A JSON string is a TOML string too.
fn record(kind: &str, finding: &Finding) -> String {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    format!("[[record]]\nkind = {}\nrules = [{}]\nsubject = {}\n", quoted(kind), quoted(&finding.rule), quoted(&finding.subject))
}

impl Style {
    /// Text in which nothing is taken for a mark.
    fn text(self, text: &str) -> String {
        match self {
            Style::Plain => text.to_owned(),
            Style::Markdown => {
                let mut out = String::with_capacity(text.len());
                for c in text.chars() {
                    if matches!(c, '\\' | '`' | '*' | '_' | '<' | '>' | '[' | ']' | '#' | '|' | '~') {
                        out.push('\\');
                    }
                    out.push(c);
                }
                out
            }
        }
    }

    fn strong(self, text: &str) -> String {
        if self == Style::Markdown { format!("**{}**", self.text(text)) } else { text.to_owned() }
    }

    fn code(self, text: &str) -> String {
        if self == Style::Markdown { format!("`{text}`") } else { text.to_owned() }
    }

    fn block(self, text: &str) -> String {
        if self == Style::Markdown { format!("```toml\n{text}```") } else { text.to_owned() }
    }
}
