//! Reporters: a report in, text out. One file a format.
//!
//! A report is complete when it comes here. Reporters filter nothing away, open nothing and know neither git nor the terminal:
//! how wide the screen is and what was checked comes in [`Options`].

pub mod failure;
mod headline;
mod human;
mod json;
pub mod needs;
mod place;
pub mod rule_page;
mod sarif;
mod short;
#[cfg(test)]
mod tests;
pub mod visible;

pub use headline::Occasion;

use crate::report::Report;

/// One format of a report.
pub trait Reporter: Sync {
    /// The word for `--format`; stays for good.
    fn id(&self) -> &'static str;

    /// What it is for, in a few words.
    fn title(&self) -> &'static str;

    /// Writes what was found.
    fn report(&self, report: &Report, options: &Options) -> String;

    /// Writes what each file was read as (`--list`), or `None` where the format has no form for that.
    fn list(&self, _report: &Report, _options: &Options) -> Option<String> {
        None
    }
}

/// Every reporter, in the order `--help` shows them: for people first, then for machines.
pub const REPORTERS: &[&dyn Reporter] = &[&human::Human, &short::Short, &json::Json, &sarif::Sarif];

/// How to report.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    pub occasion: Occasion,
    /// Machine formats may carry text of the checked files.
    pub with_text: bool,
    /// Every finding in full, every file by name.
    pub verbose: bool,
    pub screen: Screen,
}

/// What the text is shown on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// Columns.
    pub width: usize,
    pub colour: bool,
}

impl Default for Screen {
    fn default() -> Screen {
        Screen { width: 100, colour: false }
    }
}

impl Screen {
    /// Makes text bold where the screen can; the text says everything without it.
    pub fn bold(self, text: &str) -> String {
        if self.colour { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// Wraps `text` behind `label`, the lines that follow below its beginning. Ends with a line end.
    pub fn field(self, indent: usize, label: &str, text: &str) -> String {
        let first = format!("{:indent$}{label} ", "");
        let rest = " ".repeat(textwrap::core::display_width(&first));
        self.wrap(&first, &rest, text)
    }

    /// Wraps `text` to the width. Ends with a line end.
    pub fn paragraph(self, text: &str) -> String {
        self.wrap("", "", text)
    }

    /// Wraps `text` as an item of a list: indented, what follows the first line a little more. Ends with a line end.
    pub fn item(self, text: &str) -> String {
        self.wrap("  ", "    ", text)
    }

    fn wrap(self, first: &str, rest: &str, text: &str) -> String {
        let options = textwrap::Options::new(self.width)
            .initial_indent(first)
            .subsequent_indent(rest)
            .break_words(false)
            .word_separator(textwrap::WordSeparator::AsciiSpace)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        let mut out = textwrap::fill(text, options);
        out.push('\n');
        out
    }
}

/// Returns the reporter of a `--format` word.
pub fn find(id: &str) -> Option<&'static dyn Reporter> {
    REPORTERS.iter().copied().find(|reporter| reporter.id() == id)
}

/// `1 file`, `2 files`.
fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
