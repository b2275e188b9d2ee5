//! The lines around a finding as miette draws them: our own `SourceCode` over the line index of [`Source`].
//!
//! An excerpt holds only what is shown: the lines of the finding and, where it has words, the line before and the line after.
//! A paragraph of a script is one long line, so a line that is wider than the screen is cut around the finding. The cost of an
//! excerpt is that of its lines, whatever the length of the file.

use crate::report::Place;
use crate::reporters::visible::visible;
use crate::source::{Source, floor_boundary};
use miette::{Diagnostic, LabeledSpan, MietteError, Severity, SourceCode, SourceSpan, SpanContents};
use std::fmt;
use std::ops::Range;
use textwrap::core::display_width;

/// Lines of one finding that are shown; of a longer one the beginning.
const MOST_LINES: u32 = 3;

/// A finding's sentence and its lines.
#[derive(Debug)]
pub(super) struct Excerpt {
    message: String,
    severity: Severity,
    /// The address and the place in its author's words.
    name: String,
    text: String,
    /// Of the first line, from 0.
    line: usize,
    labels: Vec<Range<usize>>,
}

impl Excerpt {
    /// `width` is that of the screen. Without a source there is no excerpt, and the sentence stands alone.
    pub(super) fn new(message: String, severity: Severity, name: &str, place: &Place, source: Option<&Source>, width: usize) -> Excerpt {
        let mut out = Excerpt { message, severity, name: String::new(), text: String::new(), line: 0, labels: Vec::new() };
        if let Some(source) = source {
            out.fill(source, place.span.clone(), width);
            out.name = cut(name, 0..0, width.saturating_sub(12)).0;
        }
        out
    }

    pub(super) fn has_text(&self) -> bool {
        !self.labels.is_empty()
    }

    fn fill(&mut self, source: &Source, span: Range<u32>, width: usize) {
        let words = |line: u32| !slice(source, source.line_range(line)).trim().is_empty();
        let first = source.line_of(span.start);
        let end = source.line_of(span.end.max(span.start + 1) - 1).max(first);
        let last = end.min(first + MOST_LINES - 1);
        let from = if first > 0 && words(first - 1) { first - 1 } else { first };
        let to = if last == end && last + 1 < source.line_count() && words(last + 1) { last + 1 } else { last };
        // Two spaces, the number, a bar and a space on either side.
        let room = width.saturating_sub((to + 1).to_string().len() + 5).max(20);
        self.line = from as usize;
        for line in from..=to {
            let range = source.line_range(line);
            let inside = (first..=last).contains(&line);
            let start = span.start.clamp(range.start, range.end) - range.start;
            let stop = span.end.clamp(range.start, range.end) - range.start;
            let focus = if inside { start as usize..stop as usize } else { 0..0 };
            let (text, focus) = cut(slice(source, range), focus, room);
            if inside {
                self.labels.push(self.text.len() + focus.start..self.text.len() + focus.end);
            }
            self.text.push_str(&text);
            if line < to {
                self.text.push('\n');
            }
        }
    }
}

fn slice(source: &Source, range: Range<u32>) -> &str {
    source.text().get(range.start as usize..range.end as usize).unwrap_or_default()
}

/// Cuts a line around `focus` to at most `width` columns, makes it fit for a terminal, and gives the new place of the focus.
///
/// Looks at no more of the line than it shows.
fn cut(line: &str, focus: Range<usize>, width: usize) -> (String, Range<usize>) {
    let start = floor_boundary(line, focus.start as u32) as usize;
    let end = (floor_boundary(line, focus.end as u32) as usize).max(start);
    let whole = line.len() <= width || (line.len() <= 4 * width && display_width(&visible(line)) <= width);
    let (from, middle, to) = if whole {
        (0, end, line.len())
    } else {
        let room = width.saturating_sub(2);
        let middle = start + prefix(&line[start..end], room);
        let left = room.saturating_sub(columns(&line[start..middle]));
        // The text behind takes half of what is left, more where there is little text before.
        let before = columns(&line[suffix(&line[..start], left)..start]);
        let behind = left.saturating_sub(before.min(left / 2));
        let to = middle + prefix(&line[middle..], behind);
        let from = suffix(&line[..start], left.saturating_sub(columns(&line[middle..to])));
        (from, middle, to)
    };
    let mut out = String::new();
    if from > 0 {
        out.push('…');
    }
    out.push_str(&visible(&line[from..start]));
    let begin = out.len();
    out.push_str(&visible(&line[start..middle]));
    let finish = out.len();
    out.push_str(&visible(&line[middle..to]));
    if to < line.len() {
        out.push('…');
    }
    (out, begin..finish)
}

fn columns(text: &str) -> usize {
    text.chars().map(column).sum()
}

fn column(c: char) -> usize {
    display_width(&visible(c.encode_utf8(&mut [0; 4])))
}

/// The length in bytes of the longest beginning of `text` that is at most `width` columns wide.
fn prefix(text: &str, width: usize) -> usize {
    let mut used = 0;
    text.char_indices()
        .find(|&(_, c)| {
            used += column(c);
            used > width
        })
        .map_or(text.len(), |(at, _)| at)
}

/// Where the longest end of `text` begins that is at most `width` columns wide.
fn suffix(text: &str, width: usize) -> usize {
    let mut used = 0;
    text.char_indices()
        .rev()
        .find(|&(_, c)| {
            used += column(c);
            used > width
        })
        .map_or(0, |(at, c)| at + c.len_utf8())
}

impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Excerpt {}

impl Diagnostic for Excerpt {
    fn severity(&self) -> Option<Severity> {
        Some(self.severity)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.has_text().then_some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let label = |range: &Range<usize>| LabeledSpan::new_with_span(None, (range.start, range.len()));
        Some(Box::new(self.labels.iter().map(label)))
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(&'a self, _: &SourceSpan, _: usize, _: usize) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        Ok(Box::new(All(self, (0, self.text.len()).into())))
    }
}

/// The whole excerpt, whichever part miette asks for: more of it does not exist.
struct All<'a>(&'a Excerpt, SourceSpan);

impl<'a> SpanContents<'a> for All<'a> {
    fn data(&self) -> &'a [u8] {
        self.0.text.as_bytes()
    }

    fn span(&self) -> &SourceSpan {
        &self.1
    }

    fn name(&self) -> Option<&str> {
        Some(&self.0.name)
    }

    fn line(&self) -> usize {
        self.0.line
    }

    fn column(&self) -> usize {
        0
    }

    fn line_count(&self) -> usize {
        self.0.text.lines().count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn shows(line: &str, word: &str, width: usize, expected: &str) {
        let at = line.find(word).unwrap();
        let (text, focus) = cut(line, at..at + word.len(), width);
        assert_eq!(text, expected);
        assert!(display_width(&text) <= width);
        let shown = &text[focus];
        assert!(visible(word).starts_with(shown) && !shown.is_empty(), "{shown}");
    }

    #[test]
    fn long_lines_are_cut_around_the_finding() {
        shows("ANNA waits.", "ANNA", 20, "ANNA waits.");
        shows("one two three four five six seven", "four", 17, "…hree four five …");
        shows("one two three four five six seven", "one", 12, "one two th…");
        shows("one two three four five six seven", "seven", 12, "… six seven");
        shows("a fifteen-letter-word b", "fifteen-letter-word", 12, "…fifteen-le…");
        shows("你好你好你好 ANNA 你好你好", "ANNA", 12, "…好 ANNA 你…");
        shows("\u{1b}[31mANNA\u{1b}[0m", "ANNA", 40, "␛[31mANNA␛[0m");
    }
}
