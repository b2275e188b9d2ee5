//! Fountain screenplays, read from the tree of our tree-sitter grammar (`grammars/fountain`).
//!
//! This is the only module that sees tree-sitter nodes. The grammar says what each line is; here its leaves become elements:
//! lines of one paragraph or speech are joined, emphasis marks and escapes are left out, notes and boneyards inside a line
//! become elements of their own behind it.

mod settings;

use super::Format;
use super::emphasis::push_plain;
use crate::document::{Builder, Kind, Role};
use crate::source::Source;
use crate::text::MappedText;
use std::ops::Range;
use tree_sitter::{Node, Parser, TreeCursor};
use tree_sitter_language::LanguageFn;

unsafe extern "C" {
    fn tree_sitter_fountain() -> *const ();
}

/// The grammar, compiled into the program.
///
/// # Safety of the binding
/// `tree_sitter_fountain` is the function that the generated `parser.c` defines; it returns a static language.
const LANGUAGE: LanguageFn = unsafe { LanguageFn::from_raw(tree_sitter_fountain) };

/// Returns the grammar as tree-sitter knows it: for tests, and for programs that highlight Fountain.
pub fn language() -> tree_sitter::Language {
    LANGUAGE.into()
}

pub struct Fountain;

impl Format for Fountain {
    fn id(&self) -> &'static str {
        "fountain"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["fountain", "spmd"]
    }

    fn kind(&self) -> Option<Kind> {
        Some(Kind::Screenplay)
    }

    fn read(&self, source: &Source, out: &mut Builder) {
        read(source, out);
    }
}

/// Reads Fountain text; plain-text scripts are read the same way.
pub(super) fn read(source: &Source, out: &mut Builder) {
    let mut parser = Parser::new();
    let tree = match parser.set_language(&language()) {
        Ok(()) => parser.parse(source.text(), None),
        Err(_) => None,
    };
    let Some(tree) = tree else {
        // Unreachable with the grammar this was built with; the text is still checked.
        out.push(Role::Unknown, MappedText::verbatim(source.text(), 0..source.text().len() as u32));
        return;
    };
    let mut reader = Reader { text: source.text(), out, asides: Vec::new() };
    let mut cursor = tree.walk();
    if cursor.goto_first_child() {
        loop {
            reader.block(cursor.node());
            if !cursor.goto_next_sibling() {
                break;
            }
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    out: &'a mut Builder,
    /// Notes and boneyards met inside the block that is being read.
    asides: Vec<(Role, Range<u32>)>,
}

impl Reader<'_> {
    fn block(&mut self, node: Node<'_>) {
        match node.kind() {
            "title_page" => {
                self.children(node, |reader, entry| reader.title_entry(entry));
            }
            "scene_heading" => self.heading(node),
            "action" | "centered" => self.paragraph(node, Role::Action),
            "transition" => self.paragraph(node, Role::Transition),
            // A lyric that stands alone is nobody's speech.
            "lyric" => {
                self.out.end_speech();
                self.paragraph(node, Role::Lyric);
            }
            "section" => self.paragraph(node, Role::Section),
            "synopsis" => self.paragraph(node, Role::Synopsis),
            "speech" | "dual_speech" => self.speech(node),
            "note" | "boneyard" | "unclosed_boneyard" => {
                self.aside(node);
                self.flush();
            }
            "page_break" => {
                self.leaves(node);
                self.flush();
            }
            // An ERROR node, should one ever come: its text is still checked.
            _ => self.paragraph(node, Role::Unknown),
        }
    }

    fn children<'t>(&mut self, node: Node<'t>, mut each: impl FnMut(&mut Self, Node<'t>)) {
        let mut cursor = node.walk();
        for child in node.children(&mut cursor) {
            each(self, child);
        }
    }

    fn title_entry(&mut self, node: Node<'_>) {
        let mut key = String::new();
        self.out.item(None);
        self.children(node, |reader, child| match child.kind() {
            "title_key" => key = reader.text[child.byte_range()].trim().to_owned(),
            "title_value" => {
                let text = reader.leaves(child);
                reader.out.push_keyed(Role::TitlePage, text.trimmed(), Some(&key));
            }
            _ => {}
        });
        self.flush();
    }

    fn heading(&mut self, node: Node<'_>) {
        let mut number = None;
        self.children(node, |reader, child| {
            if child.kind() == "scene_number" {
                number = Some(reader.text[child.byte_range()].trim().to_owned());
            }
        });
        let text = self.leaves(node);
        self.out.item(None);
        self.out.push(Role::SceneHeading, text.trimmed());
        if let Some(number) = number {
            self.out.scene_number(&number);
        }
        self.flush();
    }

    fn paragraph(&mut self, node: Node<'_>, role: Role) {
        let text = self.leaves(node);
        self.out.item(None);
        self.out.push(role, text.trimmed());
        self.flush();
    }

    fn speech(&mut self, node: Node<'_>) {
        self.out.item(None);
        self.children(node, |reader, part| match part.kind() {
            "cue" => reader.cue(part),
            "dialogue" => reader.part(part, Role::Dialogue),
            "parenthetical" => reader.part(part, Role::Parenthetical),
            "lyric" => reader.part(part, Role::Lyric),
            "note" | "boneyard" | "unclosed_boneyard" => reader.aside(part),
            _ => reader.part(part, Role::Unknown),
        });
        self.flush();
    }

    fn part(&mut self, node: Node<'_>, role: Role) {
        let text = self.leaves(node);
        self.out.push(role, text.trimmed());
    }

    fn cue(&mut self, node: Node<'_>) {
        let mut names: Vec<MappedText> = Vec::new();
        let mut joins = false;
        let mut extensions = Vec::new();
        let mut asides = Vec::new();
        self.children(node, |reader, child| match child.kind() {
            "cue_name" => {
                // A note inside a name parts it only as the white space beside it does.
                let range = child.byte_range();
                let mut name = if joins { names.pop().unwrap_or_default() } else { MappedText::default() };
                let between = name.span().end as usize..range.start;
                if !name.is_empty() && reader.text.get(between.clone()).is_some_and(|gap| !without_asides(gap).is_empty()) {
                    name.push_instead(" ", between.start as u32..between.end as u32);
                }
                joins = true;
                push_plain(reader.text, range, &mut name);
                names.push(name);
            }
            "cue_extension" => {
                joins = false;
                extensions.push(child.byte_range());
            }
            "note" | "boneyard" | "unclosed_boneyard" => asides.push(child),
            _ => {}
        });
        for name in names {
            // The mark of dual dialogue may stand before an extension.
            let length = name.as_str().trim_end_matches(['^', ' ', '\t']).len() as u32;
            self.out.push(Role::Cue, name.slice(0..length).trimmed());
        }
        for aside in asides {
            self.aside(aside);
        }
        for range in extensions {
            let mut text = MappedText::default();
            push_plain(self.text, range, &mut text);
            self.out.push(Role::CueExtension, text.trimmed());
        }
    }

    /// Joins the text leaves of a node; leaves on different lines get a line end between them.
    fn leaves(&mut self, node: Node<'_>) -> MappedText {
        let mut out = MappedText::default();
        let mut last_end: Option<usize> = None;
        let mut cursor = node.walk();
        self.visit(&mut cursor, &mut out, &mut last_end);
        out
    }

    fn visit(&mut self, cursor: &mut TreeCursor<'_>, out: &mut MappedText, last_end: &mut Option<usize>) {
        let node = cursor.node();
        match node.kind() {
            "note" | "boneyard" | "unclosed_boneyard" => self.aside(node),
            "text" | "ERROR" => {
                let range = node.byte_range();
                if let Some(end) = *last_end
                    && let Some(gap) = self.text.get(end..range.start)
                    && !out.as_str().is_empty()
                {
                    // A note between two words parts them as its white space does; inside a word it does not.
                    let between = without_asides(gap);
                    if between.contains(['\n', '\r']) {
                        out.push_instead("\n", end as u32..range.start as u32);
                    } else if between.contains(char::is_whitespace) {
                        out.push_instead(" ", end as u32..range.start as u32);
                    }
                }
                push_plain(self.text, range.clone(), out);
                *last_end = Some(range.end);
            }
            _ => {
                if cursor.goto_first_child() {
                    loop {
                        self.visit(cursor, out, last_end);
                        if !cursor.goto_next_sibling() {
                            break;
                        }
                    }
                    cursor.goto_parent();
                }
            }
        }
    }

    fn aside(&mut self, node: Node<'_>) {
        let range = node.byte_range();
        let raw = &self.text[range.clone()];
        let (role, open, close) = match node.kind() {
            "note" => (Role::Note, "[[", "]]"),
            _ => (Role::Boneyard, "/*", "*/"),
        };
        if node.kind() == "unclosed_boneyard" {
            self.out.remark(
                "a boneyard (/*) is opened and never closed, so that everything behind it counts as cut text",
                range.start as u32..range.start as u32 + 2,
            );
        }
        // Beat and ActOne keep their settings in a boneyard at the end: they repeat headings and notes of the script.
        let is_settings = role == Role::Boneyard
            && (raw.contains("END_BEAT") || raw.contains("ACTONE:") || raw.trim_start_matches(['/', '*', ' ']).starts_with("settings: {"));
        if is_settings {
            self.asides.extend(settings::reviews(self.text, range).into_iter().map(|review| (Role::Note, review)));
            return;
        }
        let start = range.start + if raw.starts_with(open) { 2 } else { 0 };
        let end = range.end - if raw.len() >= 4 && raw.ends_with(close) { 2 } else { 0 };
        self.asides.push((role, start as u32..end as u32));
    }

    /// Writes the asides that were met, each an item of its own.
    fn flush(&mut self) {
        for (role, range) in std::mem::take(&mut self.asides) {
            // A boneyard may hold many paragraphs; each is an item.
            for paragraph in paragraphs(self.text, range) {
                let mut text = MappedText::default();
                push_plain(self.text, paragraph.start as usize..paragraph.end as usize, &mut text);
                self.out.item(None);
                self.out.push(role, text.trimmed());
            }
        }
    }
}

/// What stands between two pieces of text, notes and boneyards taken out.
fn without_asides(gap: &str) -> String {
    let mut out = String::new();
    let mut rest = gap;
    while let Some((at, close)) =
        [("[[", "]]"), ("/*", "*/")].iter().filter_map(|(open, close)| rest.find(open).map(|at| (at, *close))).min()
    {
        out.push_str(&rest[..at]);
        let inside = &rest[at + 2..];
        rest = inside.find(close).map_or("", |end| &inside[end + 2..]);
    }
    out.push_str(rest);
    out
}

/// The parts of a range that blank lines divide.
fn paragraphs(text: &str, range: Range<u32>) -> Vec<Range<u32>> {
    let mut out = Vec::new();
    let mut start = range.start;
    let mut blank_since = None;
    let mut at = range.start;
    for line in text[range.start as usize..range.end as usize].split_inclusive(['\n', '\r']) {
        if line.trim().is_empty() && !(line == "\n" && at > range.start && text.as_bytes()[at as usize - 1] == b'\r') {
            blank_since.get_or_insert(at);
        } else if let Some(blank) = blank_since.take() {
            if blank > start {
                out.push(start..blank);
            }
            start = at;
        }
        at += line.len() as u32;
    }
    if start < range.end {
        out.push(start..range.end);
    }
    out
}
