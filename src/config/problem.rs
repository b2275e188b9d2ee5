//! What is wrong in a file that a production wrote, told all at once, each with its place.

use crate::error::Failure;
use crate::source::Source;
use miette::{Diagnostic, LabeledSpan, NamedSource, Severity, SourceCode};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// One problem of a file.
#[derive(Debug, Clone)]
pub struct Problem {
    /// One sentence, without a full stop.
    pub message: String,
    /// `clearslate::config::unknown_key`.
    pub code: String,
    /// The places, in bytes of the text, each with two to four words; at least one.
    pub labels: Vec<(Range<usize>, String)>,
    pub help: Option<String>,
    file: Arc<NamedSource<Arc<str>>>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Problem {}

impl Diagnostic for Problem {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.code))
    }

    fn severity(&self) -> Option<Severity> {
        Some(Severity::Error)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.file)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().map(|(at, label)| LabeledSpan::new_with_span(Some(label.clone()), at.clone()))))
    }
}

/// Everything that is wrong with a production's files.
#[derive(Debug)]
pub struct Problems(Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} problems in the configuration and the records", self.0.len())
    }
}

impl std::error::Error for Problems {}

impl Diagnostic for Problems {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new("clearslate::config::invalid"))
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new("nothing was checked; correct what is underlined, then run it again"))
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        Some(Box::new(self.0.iter().map(|problem| problem as &dyn Diagnostic)))
    }
}

/// Makes one failure of all problems, a single one as itself; `None` where there is none.
pub fn failure(mut problems: Vec<Problem>) -> Option<Failure> {
    match problems.len() {
        0 => None,
        1 => problems.pop().map(|problem| Failure::Configuration(Box::new(problem))),
        _ => Some(Failure::Configuration(Box::new(Problems(problems)))),
    }
}

/// A file under reading, and what was found wrong in it so far.
pub(crate) struct Sheet {
    file: Arc<NamedSource<Arc<str>>>,
    length: usize,
    /// The module that problems are named after: `config`, `records`.
    module: &'static str,
    problems: Vec<Problem>,
    /// Keys whose text is empty, with their places, until [`Sheet::report_empty`] tells them together.
    empty: Vec<(String, Range<usize>)>,
}

impl Sheet {
    pub fn new(source: &Source, module: &'static str) -> Sheet {
        let text: Arc<str> = source.text().into();
        let length = text.len();
        let file = Arc::new(NamedSource::new(&source.path, text));
        Sheet { file, length, module, problems: Vec::new(), empty: Vec::new() }
    }

    /// Notes a problem: `name` is the last part of its code.
    pub fn report(&mut self, name: &str, at: Range<usize>, message: impl Into<String>, label: impl Into<String>, help: Option<String>) {
        self.report_all(name, vec![(at, label.into())], message.into(), help);
    }

    fn report_all(&mut self, name: &str, labels: Vec<(Range<usize>, String)>, message: String, help: Option<String>) {
        let inside = |at: Range<usize>| at.start.min(self.length)..at.end.clamp(at.start.min(self.length), self.length);
        let labels = labels.into_iter().map(|(at, label)| (inside(at), label)).collect();
        self.problems.push(Problem {
            message,
            code: format!("clearslate::{}::{name}", self.module),
            labels,
            help,
            file: self.file.clone(),
        });
    }

    /// Notes that the text of a key is empty.
    pub fn note_empty(&mut self, key: String, at: Range<usize>) {
        self.empty.push((key, at));
    }

    /// Tells all empty texts of one owner as one problem.
    pub fn report_empty(&mut self, owner: &str, help: &str) {
        if self.empty.is_empty() {
            return;
        }
        let empty = std::mem::take(&mut self.empty);
        let keys: Vec<String> = empty.iter().map(|(key, _)| format!("`{key}`")).collect();
        let are = if keys.len() == 1 { "is" } else { "are" };
        let labels = empty.into_iter().map(|(_, at)| (at, "to fill in".to_owned())).collect();
        self.report_all("empty", labels, format!("{} of {owner} {are} empty", keys.join(", ")), Some(help.to_owned()));
    }

    /// How many problems there are so far.
    pub fn count(&self) -> usize {
        self.problems.len()
    }

    /// The problems in the order of the file.
    pub fn finish(mut self) -> Vec<Problem> {
        self.problems.sort_by_key(|problem| problem.labels.first().map_or(0, |(at, _)| at.start));
        self.problems
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// What a person reads on a narrow terminal without colour.
    pub(crate) fn shown(problems: &[Problem]) -> String {
        let handler = miette::GraphicalReportHandler::new_themed(miette::GraphicalTheme::none()).with_width(72);
        let mut out = String::new();
        for problem in problems {
            handler.render_report(&mut out, problem).expect("a string takes all text");
        }
        out.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    }
}
