//! The tags of Handlebars (`{{role "user"}}`, `{{#if x}}`, `{{! remark }}`) and of Jinja (`{% if x %}`, `{# remark #}`).

use std::ops::Range;

/// The language that a template is written in; both write variables as `{{name}}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::formats) enum Language {
    Handlebars,
    Jinja,
}

/// What a tag is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::formats) enum What {
    /// A remark that the model never sees.
    Comment,
    /// `{{role "user"}}`: what follows is said by this role.
    Role,
    /// `{{media url=…}}`: a picture, clip or sound.
    Media,
    /// `{{>name}}`, `{% include "name" %}`: another template.
    Partial,
    /// A condition, a loop, a helper.
    Block,
    /// `{{history}}`, `{{section …}}`: they say nothing themselves.
    Left,
    /// `{{name}}`; its name stays in the text as a word.
    Variable,
}

#[derive(Debug)]
pub(in crate::formats) struct Tag {
    pub what: What,
    /// With its braces.
    pub range: Range<u32>,
    /// What the tag says: the remark, the address, the name and what is handed on.
    pub inner: Range<u32>,
}

/// The tags of a template in order, and what is wrong with them.
#[derive(Debug, Default)]
pub(in crate::formats) struct Tags {
    pub tags: Vec<Tag>,
    pub problems: Vec<(String, Range<u32>)>,
}

impl Tags {
    /// Finds the tags of `text` from byte `from` on.
    pub fn of(text: &str, from: u32, language: Language) -> Tags {
        let mut out = Tags::default();
        let mut open: Vec<(String, Range<u32>)> = Vec::new();
        let mut finder = Finder { language, absent: Vec::new() };
        let mut at = from as usize;
        while let Some(skip) = memchr::memchr2(b'{', b'}', &text.as_bytes()[at..]) {
            at += skip;
            let rest = &text[at..];
            if rest.starts_with("}}") {
                out.problem("a closing `}}` has nothing that it closes", at, 2);
                at += 2;
                continue;
            }
            if at > 0 && text.as_bytes()[at - 1] == b'\\' && rest.starts_with("{{") {
                // `\{{name}}` is text.
                at += 2;
                let close = rest[2..].find(['{', '}', '\n']).filter(|&close| rest[2 + close..].starts_with("}}"));
                at += close.map_or(0, |close| close + 2);
                continue;
            }
            let Some((length, inner)) = finder.extent(rest) else {
                if rest.starts_with("{{") || language == Language::Jinja && rest.starts_with("{%") {
                    out.problem("a tag is never closed; it is read as text", at, 2);
                    at += 1;
                }
                at += 1;
                continue;
            };
            let range = at as u32..(at + length) as u32;
            let inner = (at + inner.start) as u32..(at + inner.end) as u32;
            out.nest(text, &inner, &range, &mut open);
            let (what, inner) = classify(text, range.clone(), inner);
            out.tags.push(Tag { what, range, inner });
            at += length;
        }
        for (name, range) in open {
            out.problems.push((format!("the block `{name}` is never closed"), range));
        }
        out
    }

    /// Keeps the blocks that are open (`{{#if}}` … `{{/if}}`, `{{^name}}` … `{{/name}}`).
    fn nest(&mut self, text: &str, inner: &Range<u32>, range: &Range<u32>, open: &mut Vec<(String, Range<u32>)>) {
        let said = text[inner.start as usize..inner.end as usize].trim_matches(|c: char| c.is_whitespace() || c == '~');
        // `{{^name}}` begins a block; `{{^}}` is the other half of the one that is open.
        let inverse = said.strip_prefix('^').filter(|name| !name.is_empty());
        if let Some(begun) = said.strip_prefix('#').or(inverse) {
            open.push((first_word(begun.trim_start_matches(['>', '*'])).to_owned(), range.clone()));
        } else if let Some(name) = said.strip_prefix('/') {
            // Blocks nest a few deep; a longer look would cost too much in a broken file.
            let near = open.len().saturating_sub(50);
            match open[near..].iter().rposition(|(begun, _)| begun == name.trim()).map(|at| near + at) {
                Some(at) => {
                    let inside = open.split_off(at).into_iter().skip(1);
                    self.problems.extend(inside.map(|(name, range)| (format!("the block `{name}` is never closed"), range)));
                }
                None => self.problems.push((format!("`/{}` closes a block that was never opened", name.trim()), range.clone())),
            }
        }
    }

    fn problem(&mut self, message: &str, at: usize, length: usize) {
        self.problems.push((message.to_owned(), at as u32..(at + length) as u32));
    }
}

/// Finds where tags end.
struct Finder {
    language: Language,
    /// Closing marks that stand nowhere in the rest of the text.
    absent: Vec<&'static str>,
}

impl Finder {
    /// The length of the tag that `text` begins with, and the range between its braces; `None` if it begins with none, or with
    /// one that is never closed.
    fn extent(&mut self, text: &str) -> Option<(usize, Range<usize>)> {
        if self.language == Language::Jinja && text.starts_with("{#") {
            return self.closed(text, 2, "#}");
        }
        if self.language == Language::Jinja && text.starts_with("{%") {
            return self.closed(text, 2, "%}");
        }
        let braces = text.bytes().take(3).take_while(|b| *b == b'{').count();
        if braces < 2 {
            return None;
        }
        let said = text[braces..].trim_start_matches('~');
        if self.language == Language::Handlebars
            && said.starts_with("!--")
            && let Some(found) = self.closed(text, braces, "--}}").or_else(|| self.closed(text, braces, "--~}}"))
        {
            return Some(found);
        }
        if said.starts_with('!') {
            return self.closed(text, braces, "}}");
        }
        // A tag that another one begins in was never closed.
        let mut at = braces;
        loop {
            at += memchr::memchr2(b'{', b'}', &text.as_bytes()[at..])?;
            match &text[at..] {
                rest if rest.starts_with("}}") => {
                    let close = rest.bytes().take(braces).take_while(|b| *b == b'}').count();
                    return Some((at + close, braces..at));
                }
                rest if rest.starts_with("{{") => return None,
                _ => at += 1,
            }
        }
    }

    fn closed(&mut self, text: &str, open: usize, close: &'static str) -> Option<(usize, Range<usize>)> {
        if self.absent.contains(&close) {
            return None;
        }
        let end = memchr::memmem::find(&text.as_bytes()[open..], close.as_bytes());
        if end.is_none() {
            self.absent.push(close);
        }
        end.map(|end| (open + end + close.len(), open..open + end))
    }
}

/// What a tag is for, and which part of it says so.
fn classify(text: &str, range: Range<u32>, inner: Range<u32>) -> (What, Range<u32>) {
    let said = &text[inner.start as usize..inner.end as usize];
    let part = |from: usize, to: usize| inner.start + from as u32..inner.start + to.max(from) as u32;
    let lead = said.len() - said.trim_start_matches(['~', '-', ' ', '\t', '\n', '\r']).len();
    let end = said.trim_end_matches(['~', '-', ' ', '\t', '\n', '\r']).len();
    let body = &said[lead.min(end)..end];
    match text.as_bytes()[range.start as usize + 1] {
        b'#' => return (What::Comment, inner),
        b'%' => {
            let what = if matches!(first_word(body), "include" | "import" | "extends" | "from") { What::Partial } else { What::Block };
            let skip = if what == What::Partial { first_word(body).len() } else { 0 };
            return (what, part(lead + skip + blanks(&body[skip..]), end));
        }
        _ => {}
    }
    if let Some(remark) = body.strip_prefix('!') {
        let marks = 1 + remark.len() - remark.trim_start_matches('-').len();
        return (What::Comment, part(lead + marks, end));
    }
    if let Some(name) = body.strip_prefix('>').or_else(|| body.strip_prefix("#>")) {
        return (What::Partial, part(end - name.trim_start().len(), end));
    }
    let word = first_word(body);
    let more = lead + word.len() + blanks(&body[word.len()..]);
    match word {
        "role" if more < end => (What::Role, unquoted(said, &inner, more, end)),
        "media" if more < end => (What::Media, address(said, &inner, more, end)),
        "history" | "section" | "else" => (What::Left, part(lead, end)),
        _ if body.starts_with(['#', '/', '^', '&']) || more < end => (What::Block, part(lead, end)),
        _ => (What::Variable, part(lead, end)),
    }
}

/// The value of `url=` in what is said to `media`, without quotes; all of it where there is none.
fn address(said: &str, inner: &Range<u32>, from: usize, to: usize) -> Range<u32> {
    let start = said[from..to].find("url=").map_or(from, |at| from + at + 4);
    unquoted(said, inner, start, to)
}

/// The first quoted text or word of `said[from..to]`.
fn unquoted(said: &str, inner: &Range<u32>, from: usize, to: usize) -> Range<u32> {
    let rest = &said[from..to];
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let (start, length) = match quote.and_then(|quote| rest[1..].find(quote)) {
        Some(length) => (from + 1, length),
        None => (from, first_word(rest).len()),
    };
    inner.start + start as u32..inner.start + (start + length) as u32
}

fn first_word(text: &str) -> &str {
    text.trim_start().split(|c: char| c.is_whitespace() || matches!(c, '(' | '|')).next().unwrap_or("")
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start().len()
}
