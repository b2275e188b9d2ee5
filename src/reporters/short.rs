//! One line a finding, as compilers write them: for editors, `grep` and long lists.

use super::place::{address, sentence};
use super::visible::visible;
use super::{Options, Reporter};
use crate::report::{Disposition, FileState, Finding, Report};

pub struct Short;

impl Reporter for Short {
    fn id(&self) -> &'static str {
        "short"
    }

    fn title(&self) -> &'static str {
        "One line for each item"
    }

    fn report(&self, report: &Report, options: &Options) -> String {
        let mut out = super::headline::headline(report, options.occasion);
        out.push('\n');
        for finding in &report.findings {
            out.push_str(&line(finding));
            out.push('\n');
        }
        for file in &report.files {
            if let FileState::Failed(reason) = &file.state {
                out.push_str(&format!("{}: not read: {}\n", visible(&file.path), visible(reason)));
            }
        }
        for notice in &report.notices {
            let path = notice.path.as_deref().map(|path| format!("{}: ", visible(path))).unwrap_or_default();
            let help = notice.help.as_deref().map(|help| format!("; {}", visible(help))).unwrap_or_default();
            out.push_str(&format!("{path}notice: {}{help}\n", sentence(&notice.message)));
        }
        out.push_str(&super::headline::summary(report));
        out.push('\n');
        out
    }

    fn list(&self, report: &Report, _options: &Options) -> Option<String> {
        let mut out = String::new();
        for file in &report.files {
            let what = match (&file.state, file.format, file.kind) {
                (FileState::NotOurs(reason), ..) => format!("not ours: {}", visible(reason)),
                (FileState::Failed(reason), ..) => format!("not read: {}", visible(reason)),
                (_, Some(format), Some(kind)) => format!("{format} {}", kind.name()),
                _ => "read".to_owned(),
            };
            out.push_str(&format!("{}: {what}\n", visible(&file.path)));
        }
        Some(out)
    }
}

/// `path:line:column: level rule subject: message`, with what records say of it.
fn line(finding: &Finding) -> String {
    let (at, subject, message) = (address(&finding.place), visible(&finding.subject), sentence(&finding.message));
    format!("{at}: {} {} {subject}: {message}{}", finding.level, finding.rule, records(finding))
}

/// What records say of a finding, in brackets; empty where they say nothing.
pub(super) fn records(finding: &Finding) -> String {
    match &finding.disposition {
        Disposition::Open => String::new(),
        Disposition::Cleared { records, same_commit } => {
            let own = if *same_commit { ", a record in this same commit" } else { "" };
            format!(" (cleared by {}{own})", visible(&records.join(", ")))
        }
        Disposition::Refused { reasons } => format!(" (not cleared: {})", visible(&reasons.join("; "))),
    }
}
