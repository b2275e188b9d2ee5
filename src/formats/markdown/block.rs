//! A block of Markdown on its way to elements: its lines, and what stood in it that is no text.

use super::{Manner, script};
use crate::document::{Builder, Role};
use crate::formats::header::field;
use crate::formats::lines::{is_wrapped, lead};
use crate::formats::prompt_lines::{PromptLines, goes_on};
use crate::formats::values::Values;
use crate::formats::{entries, json};
use crate::text::MappedText;
use std::ops::Range;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockKind {
    Heading,
    Paragraph,
    ListItem,
    /// Between ``` or ~~~ lines.
    Fenced,
    Indented,
    Cell,
}

/// One line of the source, marks removed.
#[derive(Debug, Default)]
pub(super) struct BlockLine {
    pub text: MappedText,
    /// The bytes between this line and the one before.
    gap: Range<u32>,
    /// How many bytes at its start are bold.
    pub bold: usize,
}

impl BlockLine {
    /// Whether the line begins in the first column: Markdown counts it to the list item above, its writer seldom does.
    fn is_outdented(&self) -> bool {
        self.text.span().start == self.gap.end
    }
}

pub(super) struct Block {
    kind: BlockKind,
    lines: Vec<BlockLine>,
    /// A bold stretch that began at the start of a line is still open.
    strong: bool,
    /// Addresses of links and pictures, with the index of their line.
    references: Vec<(usize, &'static str, MappedText)>,
    /// Comments and words of HTML.
    pub asides: Vec<(Role, MappedText)>,
}

impl Block {
    pub(super) fn new(kind: BlockKind) -> Block {
        Block { kind, lines: vec![BlockLine::default()], strong: false, references: Vec::new(), asides: Vec::new() }
    }

    fn line(&mut self) -> &mut BlockLine {
        if self.lines.is_empty() {
            self.lines.push(BlockLine::default());
        }
        let last = self.lines.len() - 1;
        &mut self.lines[last]
    }

    /// The text of the current line.
    pub(super) fn text(&mut self) -> &mut MappedText {
        &mut self.line().text
    }

    /// Ends the current line; `gap` is the line end.
    pub(super) fn new_line(&mut self, gap: Range<usize>) {
        self.lines.push(BlockLine { gap: gap.start as u32..gap.end as u32, ..BlockLine::default() });
    }

    /// Adds the address of a link or picture in the current line.
    pub(super) fn reference(&mut self, key: &'static str, address: MappedText) {
        let line = self.lines.len().saturating_sub(1);
        self.references.push((line, key, address));
    }

    pub(super) fn strong_begins(&mut self) {
        self.strong = self.line().text.is_empty();
    }

    pub(super) fn strong_ends(&mut self) {
        if std::mem::take(&mut self.strong) {
            let line = self.line();
            line.bold = line.text.len();
        }
    }

    /// The text of a table cell, and its addresses.
    pub(super) fn into_cell(self) -> (MappedText, Vec<(&'static str, MappedText)>) {
        let mut text = join(&self.lines);
        for (_, aside) in &self.asides {
            if !text.is_empty() {
                text.push_instead(" ", aside.span().start..aside.span().start);
            }
            text.append(aside);
        }
        (text, self.references.into_iter().map(|(_, key, address)| (key, address)).collect())
    }

    /// Writes the elements; returns the name that the block gives its list item.
    pub(super) fn push(
        self,
        source: &str,
        manner: Manner,
        name: Option<&str>,
        prompts: &mut PromptLines<'_>,
        out: &mut Builder,
    ) -> Option<String> {
        let items = items(&self.lines, self.kind);
        let mut given = None;
        match (self.kind, manner) {
            (BlockKind::Heading, Manner::Script) => {
                script::heading(join(&self.lines), out);
                self.push_references(0..self.lines.len(), out);
            }
            (BlockKind::Heading, _) => {
                let text = join(&self.lines).trimmed();
                prompts.heading(text.as_str());
                out.item(None);
                out.push(Role::Heading, text);
                self.push_references(0..self.lines.len(), out);
            }
            // What is set apart in a script is for a tool.
            (BlockKind::Fenced, Manner::Script) | (BlockKind::Fenced | BlockKind::Indented, Manner::Prompts) => {
                prompts.blank();
                match self.json(source) {
                    Some(values) => entries::read(source, &values, out),
                    None => self.prompts(name, prompts, out),
                }
                prompts.blank();
            }
            (_, Manner::Script) => {
                script::lines(&self.lines, out);
                self.push_references(0..self.lines.len(), out);
            }
            (_, Manner::Prompts) => {
                if self.kind != BlockKind::ListItem {
                    prompts.blank();
                }
                self.prompts(name, prompts, out);
            }
            _ => {
                let role = if manner == Manner::Prose { Role::Comment } else { Role::Note };
                for range in items {
                    let inherits = range.start == 0 || !self.lines[range.start].is_outdented();
                    let lines = &self.lines[range.clone()];
                    let own = name_of(lines);
                    out.item(own.as_deref().or(name.filter(|_| inherits)));
                    out.push(role, join(lines).trimmed());
                    self.push_references(range, out);
                    given = given.or(own);
                }
            }
        }
        for (role, text) in self.asides.into_iter().filter(|(_, text)| !text.is_empty()) {
            out.item(None);
            out.push(role, text);
        }
        given
    }

    /// The values of a block that is JSON.
    fn json(&self, source: &str) -> Option<Values> {
        let filled = || self.lines.iter().filter(|line| !line.text.is_empty());
        let start = filled().next().filter(|line| line.text.as_str().trim_start().starts_with(['{', '[']))?.text.span().start;
        let end = filled().next_back()?.text.span().end;
        json::parse_part(source, start as usize, end as usize).ok()
    }

    fn prompts(&self, name: Option<&str>, prompts: &mut PromptLines<'_>, out: &mut Builder) {
        let mut at = 0;
        while at < self.lines.len() {
            let mut end = at + 1;
            while end < self.lines.len() && self.continues(at, end) {
                end += 1;
            }
            let text = join(&self.lines[at..end]);
            if text.is_empty() {
                prompts.blank();
                if self.references.binary_search_by_key(&at, |(line, ..)| *line).is_ok() {
                    out.item(name);
                }
            } else {
                prompts.line(text, name.filter(|_| at == 0), out);
            }
            self.push_references(at..end, out);
            at = end;
        }
    }

    /// Adds the addresses that stand in a range of lines, beside the words they stand in.
    fn push_references(&self, lines: Range<usize>, out: &mut Builder) {
        let first = self.references.partition_point(|(line, ..)| *line < lines.start);
        for (_, key, address) in self.references[first..].iter().take_while(|(line, ..)| *line < lines.end) {
            out.push_keyed(Role::Reference, address.clone(), Some(key));
        }
    }

    /// Whether line `at` belongs to the prompt that began at line `first`.
    fn continues(&self, first: usize, at: usize) -> bool {
        let (before, line) = (self.lines[at - 1].text.as_str(), self.lines[at].text.as_str());
        let apart = line.trim().is_empty() || self.lines[first].text.is_empty() || field(line.trim()).is_some();
        let inside = self.kind == BlockKind::ListItem && !self.lines[at].is_outdented();
        !apart && (inside || goes_on(before.trim_end()))
    }
}

/// Divides the lines of notes: a line that begins with a shot, a number or bold words begins an item.
fn items(lines: &[BlockLine], kind: BlockKind) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    for at in 1..lines.len() {
        let written = lines[at].text.as_str();
        let lead = lead(written);
        let before = lines[at - 1].text.as_str().trim_end();
        let outdented = kind == BlockKind::ListItem && lines[at].is_outdented() && !is_wrapped(before, written);
        if lines[at].bold > 0 && lines[0].bold > 0 || lead.begins && !lead.bare_number || outdented {
            out.push(start..at);
            start = at;
        }
    }
    out.push(start..lines.len());
    out
}

/// What an item is known by: the shot at its start, else its bold first words.
fn name_of(lines: &[BlockLine]) -> Option<String> {
    let first = lines.first()?;
    let written = first.text.as_str();
    if let Some(name) = lead(written.trim()).name {
        return Some(name.to_owned());
    }
    let bold = written.get(..first.bold)?.trim().trim_end_matches(':');
    (!bold.is_empty() && bold.chars().count() <= 40).then(|| bold.to_owned())
}

/// Joins lines with line ends.
pub(super) fn join(lines: &[BlockLine]) -> MappedText {
    let mut out = MappedText::default();
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            out.push_instead("\n", line.gap.clone());
        }
        out.append(&line.text);
    }
    out
}
