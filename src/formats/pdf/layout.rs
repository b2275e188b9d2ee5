//! A script by its layout: headings and action at the margin, dialogue further in, cues further still.
//!
//! The lines become Fountain, with marks where the layout says what the shape does not, and are read as such. What a program put
//! on the page for the reader of paper (page numbers, `(MORE)`, `CONTINUED:`) is left out.

use super::super::paragraphs::replay;
use super::super::{fountain, page};
use crate::document::{Builder, Role};
use crate::source::Source;
use crate::text::MappedText;
use std::ops::Range;

/// A line without the white space at its ends.
struct Line<'a> {
    text: &'a str,
    at: Range<u32>,
    indent: usize,
}

impl<'a> Line<'a> {
    fn again(&self) -> Line<'a> {
        Line { text: self.text, at: self.at.clone(), indent: self.indent }
    }
}

pub(super) fn script(text: &str, out: &mut Builder, page: &dyn Fn(u32) -> Option<String>) {
    let pages = pages(text);
    let headed = |lines: &[Line<'_>]| lines.iter().any(|line| heading(line).is_some());
    let title = pages.len() > 1 && !headed(&pages[0]) && pages[1..].iter().any(|lines| headed(lines)) && pages[0].len() < 60;
    let margin = margin(&pages);
    let mut typed = MappedText::default();
    for (index, lines) in pages.iter().enumerate() {
        if index == 0 && title {
            for line in lines.iter().filter(|line| !line.text.is_empty()) {
                out.item(page(line.at.start).as_deref());
                out.push(Role::TitlePage, MappedText::verbatim(text, line.at.clone()));
            }
        } else {
            add_page(text, lines, margin, &mut typed);
        }
    }
    let mut inner = Builder::new(out.kind(), "pdf");
    fountain::read(&Source::from_text("pdf", typed.as_str()), &mut inner);
    replay(inner.finish(), &typed, out, |offset| page(typed.source_range(offset..offset + 1).start));
    out.remark("the parts of a script are guessed from the layout of a PDF; an FDX or Fountain file is read exactly", 0..0);
}

/// Whether the text is laid out as a script: headings, and names in capitals far from the margin.
pub(super) fn is_script(text: &str) -> bool {
    let pages = pages(text);
    let margin = margin(&pages);
    let lines = || pages.iter().flatten();
    let headings = lines().filter(|line| heading(line).is_some()).count();
    let cue = |line: &Line<'_>| line.indent >= margin + 12 && line.text.len() < 40 && is_capitals(line.text);
    headings >= 3 || headings >= 1 && lines().any(cue)
}

/// Whether the letters before a bracket are capitals.
fn is_capitals(text: &str) -> bool {
    let name = text.split('(').next().unwrap_or("");
    name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase)
}

fn pages(text: &str) -> Vec<Vec<Line<'_>>> {
    let mut pages = Vec::new();
    let mut at = 0;
    for page in text.split('\x0c') {
        let mut lines = Vec::new();
        for line in page.split('\n') {
            let body = line.trim();
            let indent = line.len() - line.trim_start().len();
            let start = at + if body.is_empty() { 0 } else { indent as u32 };
            lines.push(Line { text: body, at: start..start + body.len() as u32, indent });
            at += line.len() as u32 + 1;
        }
        pages.push(columns_apart(lines));
    }
    pages
}

/// Puts the columns of dual dialogue below each other: neighbouring lines with a wide gap in most of them.
fn columns_apart(lines: Vec<Line<'_>>) -> Vec<Line<'_>> {
    let mut out = Vec::new();
    for block in lines.chunk_by(|a, b| a.text.is_empty() == b.text.is_empty()) {
        let gaps: Vec<Option<(Line<'_>, Line<'_>)>> = block.iter().map(parted).collect();
        let right = gaps.iter().flatten().map(|(_, right)| right.indent).min();
        let dual = gaps.iter().flatten().count() >= 2 && block.iter().all(|line| heading(line).is_none());
        let Some(right) = right.filter(|_| dual) else {
            out.extend(block.iter().map(Line::again));
            continue;
        };
        let mut second = vec![Line { text: "", at: 0..0, indent: 0 }];
        for (line, parts) in block.iter().zip(gaps) {
            match parts {
                Some((left, right)) => {
                    out.push(left);
                    second.push(right);
                }
                None if line.indent + 3 >= right => second.push(line.again()),
                None => out.push(line.again()),
            }
        }
        out.append(&mut second);
    }
    out
}

/// The two parts of a line that three spaces or more divide.
fn parted<'a>(line: &Line<'a>) -> Option<(Line<'a>, Line<'a>)> {
    let (left, rest) = line.text.split_once("   ")?;
    let right = rest.trim_start();
    let skip = line.text.len() - right.len();
    let start = line.at.start;
    Some((
        Line { text: left, at: start..start + left.len() as u32, indent: line.indent },
        Line { text: right, at: start + skip as u32..line.at.end, indent: line.indent + line.text[..skip].chars().count() },
    ))
}

/// The indent of headings and action: the least that is common.
fn margin(pages: &[Vec<Line<'_>>]) -> usize {
    let mut indents: Vec<usize> =
        pages.iter().flatten().filter(|line| heading(line).is_some_and(|(number, _)| number.is_none())).map(|line| line.indent).collect();
    if indents.is_empty() {
        indents = pages.iter().flatten().filter(|line| !line.text.is_empty()).map(|line| line.indent).collect();
        indents.sort_unstable();
        return indents.get(indents.len() / 10).copied().unwrap_or(0);
    }
    indents.sort_unstable();
    indents[indents.len() / 2]
}

/// The scene number and the place of the words of a heading, numbers in the margins left out.
fn heading<'a>(line: &Line<'a>) -> Option<(Option<&'a str>, Range<u32>)> {
    let (number, words) = page::heading(line.text)?;
    Some((number, line.at.start + words.start as u32..line.at.start + words.end as u32))
}

/// Whether a line stands on the page for the reader of paper alone.
fn is_furniture(line: &Line<'_>, first: bool) -> bool {
    page::is_number(line.text) && (first || line.text.ends_with('.')) || page::is_continued(line.text)
}

fn add_page(source: &str, lines: &[Line<'_>], margin: usize, out: &mut MappedText) {
    let mut blank = true;
    let mut first = true;
    for (index, line) in lines.iter().enumerate() {
        if line.text.is_empty() || is_furniture(line, first) {
            blank |= line.text.is_empty();
            first &= line.text.is_empty();
            continue;
        }
        // A paragraph that goes on over the page.
        let goes_on =
            first && line.text.starts_with(char::is_lowercase) && !out.as_str().trim_end().ends_with(['.', '!', '?', ':', '"', ')']);
        let gap = if blank && !goes_on { "\n\n" } else { "\n" };
        first = false;
        blank = false;
        let followed = lines.get(index + 1).is_some_and(|next| !next.text.is_empty());
        let inset = line.indent.saturating_sub(margin);
        let capitals = is_capitals(line.text);
        let before = |out: &mut MappedText, sign: &str| {
            let end = out.span().end;
            if !out.is_empty() {
                out.push_instead(gap, end..line.at.start.max(end));
            }
            out.push_instead(sign, line.at.start..line.at.start);
        };
        if let Some((number, words)) = heading(line) {
            before(out, "");
            out.push(source, words);
            if let Some(number) = number {
                out.push_instead(&format!(" #{number}#"), line.at.end..line.at.end);
            }
            continue;
        }
        let sign = match () {
            () if capitals && inset <= 4 && followed && gap == "\n\n" => "!",
            // What stands below a cue begins further left; a title card is set in the middle.
            () if capitals
                && gap == "\n\n"
                && lines
                    .get(index + 1)
                    .is_some_and(|next| !next.text.starts_with('(') && is_capitals(next.text) && next.indent + 3 > line.indent) =>
            {
                "!"
            }
            () if capitals && inset >= 28 && !followed && line.text.ends_with(['.', ':']) => "> ",
            () => "",
        };
        before(out, sign);
        out.push(source, line.at.clone());
    }
}
