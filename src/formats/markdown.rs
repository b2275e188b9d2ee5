//! Markdown: notes, prompt files and scripts.
//!
//! `pulldown-cmark` says what each stretch is and where it stands. Here its events become blocks of lines (a paragraph, a list
//! item, a heading, a code block), and each kind of document makes its own elements of a block: notes keep a paragraph together,
//! prompts are read line by line, scripts by `NAME: text`. Marks go, link texts stay, addresses become references.

mod block;
mod html;
mod script;

use self::block::{Block, BlockKind};
use super::columns::Columns;
use super::header::{blanked, front_matter};
use super::lines::lines_from;
use super::prompt_lines::{PromptLines, is_prose};
use super::{Format, emphasis, fountain, transcript};
use crate::document::{Builder, Kind, Role};
use crate::source::Source;
use crate::text::MappedText;
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};
use std::ops::Range;

pub struct Markdown;

impl Format for Markdown {
    fn id(&self) -> &'static str {
        "markdown"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["md", "markdown"]
    }

    fn read(&self, source: &Source, out: &mut Builder) {
        let start = front_matter(source, out);
        if out.kind() == Kind::Screenplay && script::is_fountain(source, start) {
            return fountain::read(&blanked(source, start), out);
        }
        if out.kind() == Kind::Note {
            let lines = lines_from(source, start);
            if transcript::is_conversation(&lines) {
                return transcript::read(source.text(), &lines, emphasis::plain, out);
            }
        }
        let manner = match out.kind() {
            Kind::Screenplay => Manner::Script,
            Kind::Prompt if is_prose(&source.path) => Manner::Prose,
            Kind::Prompt => Manner::Prompts,
            Kind::Note => Manner::Notes,
        };
        Reader::new(source.text(), start as usize, manner, out).read();
    }
}

/// What becomes of the blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    Notes,
    Prompts,
    /// Text about prompts: nothing in it is one.
    Prose,
    Script,
}

struct Reader<'a> {
    text: &'a str,
    start: usize,
    manner: Manner,
    out: &'a mut Builder,
    prompts: PromptLines<'a>,
    block: Option<Block>,
    lists: Vec<List>,
    table: Option<Table>,
    links: Vec<Link>,
    /// Inside a code block, or inside an address in angle brackets.
    verbatim: bool,
}

/// A list that is open, and what its current item is known by.
struct List {
    number: Option<u64>,
    name: Option<String>,
}

#[derive(Default)]
struct Table {
    columns: Option<Columns>,
    row: Vec<MappedText>,
    references: Vec<(&'static str, MappedText)>,
}

/// A link or picture that is open.
struct Link {
    key: &'static str,
    address: String,
    title: String,
    range: Range<usize>,
    /// Where its text ends.
    inner_end: usize,
    /// `<https://…>`: the text is the address.
    bare: bool,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, start: usize, manner: Manner, out: &'a mut Builder) -> Reader<'a> {
        let prompts = PromptLines::new(text);
        Reader { text, start, manner, out, prompts, block: None, lists: Vec::new(), table: None, links: Vec::new(), verbatim: false }
    }

    fn read(mut self) {
        let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
        let parser = Parser::new_ext(&self.text[self.start..], options);
        let mut definitions: Vec<Range<usize>> =
            parser.reference_definitions().iter().map(|(_, definition)| definition.span.clone()).collect();
        for (event, range) in parser.into_offset_iter() {
            self.event(event, range.start + self.start..range.end + self.start);
        }
        self.flush();
        // `[//]: # (a remark)`: what no link uses is shown to nobody, and read all the same.
        definitions.sort_by_key(|span| span.start);
        for span in definitions {
            let range = (span.start + self.start) as u32..(span.end + self.start) as u32;
            self.out.item(None);
            self.out.push(Role::Comment, MappedText::verbatim(self.text, range).trimmed());
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.open(tag, range),
            Event::End(tag) => self.close(tag),
            Event::Text(text) if self.verbatim => self.code(&text, range),
            Event::Text(text) => self.words(&text, range),
            Event::Code(text) => {
                let marks = self.text[range.clone()].bytes().take_while(|b| *b == b'`').count();
                let inner = range.start + marks..range.end.saturating_sub(marks).max(range.start + marks);
                self.words(&text, inner);
            }
            Event::SoftBreak | Event::HardBreak => self.block().new_line(range),
            Event::InlineHtml(_) => self.html(range),
            Event::Rule => {
                self.flush();
                self.prompts.blank();
            }
            // HTML blocks are read at their start; the box of a task needs no words; the rest is not enabled.
            _ => {}
        }
    }

    fn open(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Heading { .. } => self.begin(BlockKind::Heading),
            Tag::Paragraph => {
                let kind = if self.lists.is_empty() { BlockKind::Paragraph } else { BlockKind::ListItem };
                self.begin(kind);
            }
            Tag::CodeBlock(kind) => {
                self.begin(if kind.is_fenced() { BlockKind::Fenced } else { BlockKind::Indented });
                self.verbatim = true;
            }
            Tag::HtmlBlock => {
                self.flush();
                self.html(range);
                self.flush();
            }
            Tag::List(number) => {
                self.flush();
                let name = self.lists.last().and_then(|list| list.name.clone());
                self.lists.push(List { number, name });
            }
            Tag::Item => {
                self.flush();
                let above = self.lists.iter().rev().nth(1).and_then(|list| list.name.clone());
                if let Some(list) = self.lists.last_mut() {
                    list.name = list.number.map(|number| number.to_string()).or(above);
                    list.number = list.number.map(|number| number.saturating_add(1));
                }
            }
            Tag::BlockQuote(_) => self.flush(),
            Tag::Table(_) => {
                self.flush();
                self.table = Some(Table::default());
            }
            Tag::TableCell => self.begin(BlockKind::Cell),
            Tag::Strong => self.block().strong_begins(),
            Tag::Link { link_type, dest_url, title, .. } => self.link("link", link_type, &dest_url, &title, range),
            Tag::Image { link_type, dest_url, title, .. } => self.link("image", link_type, &dest_url, &title, range),
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::Item | TagEnd::BlockQuote(_) => self.flush(),
            TagEnd::CodeBlock => {
                self.verbatim = false;
                self.flush();
            }
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
            }
            TagEnd::TableCell => {
                let block = self.block.take();
                if let (Some(table), Some(block)) = (&mut self.table, block) {
                    let (text, references) = block.into_cell();
                    table.row.push(text);
                    table.references.extend(references);
                }
            }
            TagEnd::TableHead => self.titles(),
            TagEnd::TableRow => self.row(),
            TagEnd::Table => self.table = None,
            TagEnd::Strong => self.block().strong_ends(),
            TagEnd::Link | TagEnd::Image => self.end_link(),
            _ => {}
        }
    }

    /// The open block; text outside of any begins the block of a list item.
    fn block(&mut self) -> &mut Block {
        let kind = if self.lists.is_empty() { BlockKind::Paragraph } else { BlockKind::ListItem };
        self.block.get_or_insert_with(|| Block::new(kind))
    }

    fn begin(&mut self, kind: BlockKind) {
        self.flush();
        self.block = Some(Block::new(kind));
    }

    fn flush(&mut self) {
        let Some(block) = self.block.take() else { return };
        let name = self.lists.last().and_then(|list| list.name.clone());
        let given = block.push(self.text, self.manner, name.as_deref(), &mut self.prompts, self.out);
        // What is nested below a shot belongs to the shot.
        if let Some(list) = self.lists.last_mut() {
            list.name = given.or(list.name.take());
        }
    }

    fn words(&mut self, text: &str, range: Range<usize>) {
        if let Some(link) = self.links.last_mut() {
            link.inner_end = link.inner_end.max(range.end);
            if link.bare {
                return;
            }
        }
        let source = self.text;
        let line = self.block().text();
        let range = range.start as u32..range.end as u32;
        if source.get(range.start as usize..range.end as usize) == Some(text) {
            line.push(source, range);
        } else if text.chars().count() == 1 {
            line.push_instead(text, range);
        } else {
            line.push_aligned(source, range, text);
        }
    }

    fn code(&mut self, text: &str, range: Range<usize>) {
        let source = self.text;
        // Tabs that the parser took apart have no bytes of their own.
        let Some(raw) = source.get(range.clone()).filter(|raw| !raw.is_empty()) else {
            return self.block().text().push_instead(text, range.start as u32..range.end as u32);
        };
        let block = self.block();
        let mut at = range.start;
        for piece in raw.split_inclusive(['\n', '\r']) {
            let content = piece.trim_end_matches(['\n', '\r']);
            block.text().push(source, at as u32..(at + content.len()) as u32);
            if content.len() < piece.len() {
                block.new_line(at + content.len()..at + piece.len());
            }
            at += piece.len();
        }
    }

    fn html(&mut self, range: Range<usize>) {
        let source = self.text;
        let comment = if self.manner == Manner::Script { Role::Note } else { Role::Comment };
        let parts = html::parts(&source[range.clone()], range.start as u32);
        let block = self.block();
        for (part, range) in parts {
            if part == html::Part::Break {
                block.text().push_instead("\n", range);
                continue;
            }
            let text = MappedText::verbatim(source, range);
            match part {
                html::Part::Text => block.text().append(&text),
                html::Part::Comment => block.asides.push((comment, text.trimmed())),
                html::Part::Address(key) => block.reference(key, text.trimmed()),
                html::Part::Words | html::Part::Break => block.asides.push((Role::Comment, text.trimmed())),
            }
        }
    }

    fn link(&mut self, key: &'static str, kind: LinkType, address: &str, title: &str, range: Range<usize>) {
        // `<lora:name:0.8>` has the shape of an address and is a model tag.
        let is_tag = kind == LinkType::Autolink && !address.contains("://") && !address.starts_with("mailto:");
        if is_tag {
            let raw = self.text[range.clone()].to_owned();
            self.words(&raw, range.clone());
        }
        let bare = matches!(kind, LinkType::Autolink | LinkType::Email);
        let address = if is_tag { String::new() } else { address.to_owned() };
        self.links.push(Link { key, address, title: title.to_owned(), inner_end: range.start + 1, range, bare });
    }

    fn end_link(&mut self) {
        let Some(link) = self.links.pop() else { return };
        if let Some(outer) = self.links.last_mut() {
            outer.inner_end = outer.inner_end.max(link.range.end);
        }
        let source = self.text;
        let address = address_text(source, &link);
        let block = self.block();
        block.reference(link.key, address);
        if !link.title.is_empty() {
            let mut title = MappedText::default();
            title.push_instead(&link.title, link.range.start as u32..link.range.end as u32);
            block.asides.push((Role::Comment, title));
        }
    }

    fn titles(&mut self) {
        let Some(table) = &mut self.table else { return };
        let row = std::mem::take(&mut table.row);
        let titles = row.iter().map(|cell| cell.as_str().trim().to_owned()).collect();
        table.columns = Some(Columns::new(titles, self.out.kind(), self.manner.cell()));
        let role = if self.manner == Manner::Prose { Role::Comment } else { Role::Metadata };
        Columns::push_titles(role, row, self.out);
    }

    fn row(&mut self) {
        let Some(table) = &mut self.table else { return };
        let row = std::mem::take(&mut table.row);
        let references = std::mem::take(&mut table.references);
        if let Some(columns) = &table.columns {
            columns.push_row(self.text, row, self.out);
        }
        for (key, text) in references {
            self.out.push_keyed(Role::Reference, text, Some(key));
        }
    }
}

impl Manner {
    fn cell(self) -> Role {
        match self {
            Manner::Notes | Manner::Prompts => Role::Cell,
            Manner::Prose => Role::Comment,
            Manner::Script => Role::Note,
        }
    }
}

/// The address of a link where it stands: behind `](`, inside `<>`, or in a definition elsewhere, which the link then stands for.
fn address_text(source: &str, link: &Link) -> MappedText {
    let mut out = MappedText::default();
    if link.address.is_empty() {
        return out;
    }
    let whole = link.range.start as u32..link.range.end as u32;
    let from = if link.bare { link.range.start } else { link.inner_end };
    let tail = source.get(from..link.range.end).unwrap_or("");
    let skip = if link.bare { tail.len() - tail.trim_start_matches('<').len() } else { tail.find("](").map_or(tail.len(), |at| at + 2) };
    let rest = &tail[skip..];
    let start = from + skip + (rest.len() - rest.trim_start_matches([' ', '<', '\n', '\r', '\t']).len());
    if source.get(start..start + link.address.len()) == Some(&link.address) {
        out.push(source, start as u32..(start + link.address.len()) as u32);
    } else {
        out.push_instead(&link.address, whole);
    }
    out
}

#[cfg(test)]
mod tests;
