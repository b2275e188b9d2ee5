//! For people at a terminal: the verdict first, then what blocks with its place, reason and next step, then the rest in short.
//!
//! miette draws the excerpts, over [`Excerpt`]; everything around them is written here.

mod excerpt;
mod list;

use super::place::{address, capital, parts, sentence};
use super::short::records;
use super::visible::visible;
use super::{Options, Reporter, count, headline, needs};
use crate::policy::Level;
use crate::report::{Disposition, FileState, Finding, Report};
use excerpt::Excerpt;
use miette::{GraphicalReportHandler, GraphicalTheme, Severity};
use std::collections::BTreeMap;

/// How many items of a level that does not block are listed without `--verbose`.
const SHORT_LIST: usize = 20;

pub struct Human;

impl Reporter for Human {
    fn id(&self) -> &'static str {
        "human"
    }

    fn title(&self) -> &'static str {
        "For people at a terminal"
    }

    fn report(&self, report: &Report, options: &Options) -> String {
        let mut page = Page::new(report, options);
        page.headline();
        page.blocking();
        page.failed();
        page.quiet();
        page.cleared();
        page.notices();
        if options.verbose {
            page.blank_line();
            page.out.push_str(&list::files(report, options.screen));
        }
        page.blank_line();
        page.out.push_str(&options.screen.paragraph(&headline::summary(report)));
        page.out
    }

    fn list(&self, report: &Report, options: &Options) -> Option<String> {
        Some(list::files(report, options.screen))
    }
}

/// A report while it is written.
struct Page<'a> {
    report: &'a Report,
    options: &'a Options,
    handler: GraphicalReportHandler,
    out: String,
}

impl<'a> Page<'a> {
    fn new(report: &'a Report, options: &'a Options) -> Page<'a> {
        Page { report, options, handler: handler(options), out: String::new() }
    }

    fn headline(&mut self) {
        let line = headline::headline(self.report, self.options.occasion);
        self.out.push_str(&self.options.screen.bold(&line));
        self.out.push('\n');
    }

    /// What blocks, in full, grouped by file; findings are sorted by path already.
    fn blocking(&mut self) {
        let report = self.report;
        let blocking: Vec<&Finding> = report.blocking().collect();
        for group in blocking.chunk_by(|a, b| a.place.path == b.place.path) {
            self.heading(&format!("{}: {}", visible(&group[0].place.path), count(group.len(), "item")));
            for finding in group {
                self.finding(finding);
            }
        }
    }

    /// Claimed files that could not be read, each with the reason and the way out.
    fn failed(&mut self) {
        let report = self.report;
        let failed: Vec<_> = report
            .files
            .iter()
            .filter_map(|file| match &file.state {
                FileState::Failed(reason) => Some((&file.path, reason)),
                _ => None,
            })
            .collect();
        if failed.is_empty() {
            return;
        }
        self.heading("Could not be read, so not checked:");
        for (path, reason) in failed {
            self.line(&format!("{}:", visible(path)), &visible(reason));
        }
    }

    /// What does not block: by level, one line each.
    fn quiet(&mut self) {
        let report = self.report;
        for level in Level::ALL {
            let found: Vec<&Finding> = report.findings.iter().filter(|f| f.level == level && f.is_open() && !report.blocks(f)).collect();
            if found.is_empty() {
                continue;
            }
            self.heading(&format!("Does not block: {} of level {level} ({})", count(found.len(), "item"), level.asks()));
            let shown = if self.options.verbose { found.len() } else { found.len().min(SHORT_LIST) };
            for finding in &found[..shown] {
                if self.options.verbose {
                    self.finding(finding);
                } else {
                    self.brief(finding);
                }
            }
            if shown < found.len() {
                self.line("", &format!("and {} more; --verbose shows them all", found.len() - shown));
            }
        }
    }

    /// What records settle stays in the report.
    fn cleared(&mut self) {
        let report = self.report;
        if report.cleared().next().is_some() {
            self.heading("Cleared by records:");
            for finding in report.cleared() {
                self.brief(finding);
            }
        }
    }

    /// What is no finding and must be said: of records, and of how files were read.
    fn notices(&mut self) {
        let report = self.report;
        let remarks: Vec<_> = report.files.iter().flat_map(|file| file.remarks.iter().map(|remark| (&file.path, remark))).collect();
        if report.notices.is_empty() && remarks.is_empty() {
            return;
        }
        self.heading("Please note:");
        for notice in &report.notices {
            let at = notice.path.as_deref().map(|path| {
                let line = report.sources.get(path).filter(|_| !notice.span.is_empty()).map(|s| s.position(notice.span.start).line);
                line.map_or_else(|| format!("{}:", visible(path)), |line| format!("{}:{line}:", visible(path)))
            });
            let help = notice.help.as_deref().map(|help| format!("; {}", visible(help))).unwrap_or_default();
            self.line(&at.unwrap_or_default(), &format!("{}{help}", sentence(&notice.message)));
        }
        // The same remark about many files is said once a file.
        let mut by_path: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (path, remark) in remarks {
            let of_path = by_path.entry(path).or_default();
            if !of_path.contains(&remark.as_str()) {
                of_path.push(remark);
            }
        }
        for (path, remarks) in by_path {
            for remark in remarks {
                self.line(&format!("{}:", visible(path)), &visible(remark));
            }
        }
    }

    /// A finding on one line, below a heading that says its level.
    fn brief(&mut self, finding: &Finding) {
        // Not wrapped: addresses stay whole, and one line is one item.
        let (at, message) = (address(&finding.place), sentence(&finding.message));
        self.out.push_str(&format!("  {at}: {} {message}{}\n", finding.rule, records(finding)));
    }

    fn heading(&mut self, text: &str) {
        self.blank_line();
        self.out.push_str(&self.options.screen.bold(text));
        self.out.push('\n');
    }

    fn blank_line(&mut self) {
        if !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// One indented line, wrapped below its text.
    fn line(&mut self, label: &str, text: &str) {
        let screen = self.options.screen;
        let line = if label.is_empty() { screen.item(text) } else { screen.item(&format!("{label} {text}")) };
        self.out.push_str(&line);
    }

    /// A finding in full: what, where, why, next step, and what clears it.
    fn finding(&mut self, finding: &Finding) {
        let head = capital(finding.level.name());
        let message = format!("{head}: {} ({} {}).", sentence(&finding.message), finding.rule, finding.name);
        let at = std::iter::once(address(&finding.place)).chain(parts(&finding.place)).collect::<Vec<_>>().join(" · ");
        let severity = if self.report.blocks(finding) { Severity::Error } else { Severity::Advice };
        let excerpt =
            Excerpt::new(message, severity, &at, &finding.place, self.report.sources.get(&finding.place.name()), self.options.screen.width);
        // Writing to a string cannot fail, and an excerpt answers for all of its spans.
        let _ = self.handler.render_report(&mut self.out, &excerpt);
        if !excerpt.has_text() {
            self.field("at", &at);
        }
        self.field("why", &visible(&finding.why));
        self.field("next", &visible(&finding.help));
        self.field("clears", needs::cleared_by(finding.level));
        if let Disposition::Refused { reasons } = &finding.disposition {
            for reason in reasons {
                self.field("record", &visible(reason));
            }
        }
        self.out.push('\n');
    }

    fn field(&mut self, label: &str, text: &str) {
        if !text.is_empty() {
            self.out.push_str(&self.options.screen.field(4, &format!("{label:<6}"), text));
        }
    }
}

fn handler(options: &Options) -> GraphicalReportHandler {
    let mut theme = if options.screen.colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    // One finding, one colour: over a line break the underline goes on.
    theme.styles.highlights = vec![theme.styles.error];
    GraphicalReportHandler::new_themed(theme)
        .with_width(options.screen.width)
        .with_links(false)
        .with_context_lines(1)
        .with_break_words(false)
        .with_word_separator(textwrap::WordSeparator::AsciiSpace)
        .with_word_splitter(textwrap::WordSplitter::NoHyphenation)
        .without_primary_span_start()
}
