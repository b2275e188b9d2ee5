//! The strings and comments of a program, found without understanding the rest of it.

use crate::formats::escapes::{Escapes, push_escaped};
use crate::source::floor_boundary;
use crate::text::MappedText;
use std::ops::Range;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    Python,
    JavaScript,
}

#[derive(Debug)]
pub(super) enum Token {
    Comment(MappedText),
    /// A string, or several that are joined; `name` is what it is assigned to.
    Text {
        text: MappedText,
        name: Option<String>,
    },
    /// The quoted key of an object or a list.
    Key(MappedText),
}

/// Expressions in strings nest no deeper than this.
const DEEPEST: usize = 20;

/// Returns the strings and comments in the order in which they begin; a string inside another stands behind it.
pub(super) fn tokens(source: &str, language: Language) -> Vec<Token> {
    let mut lexer = Lexer { source, language, out: Vec::new() };
    lexer.code(0..source.len(), None, 0);
    lexer.out
}

struct Lexer<'s> {
    source: &'s str,
    language: Language,
    out: Vec<Token>,
}

/// What stands between the last string and the next.
#[derive(Default)]
struct Between {
    /// The last name or quoted key that was read.
    last: Option<String>,
    /// The name in front of `=` or `:`, until the value ends.
    target: Option<String>,
    /// A quoted key whose value comes next.
    key: Option<MappedText>,
    /// The string that the next one would go on.
    joins: Option<Join>,
    /// What is joined outside each bracket that is open.
    outside: Vec<Option<Join>>,
    /// Nothing stands before on this line.
    line_begins: bool,
    /// The last character that is no white space.
    before: u8,
}

/// A text that may go on: `"a " "b"`, `"a " + "b"`, `"a " + name(x) + "b"`.
#[derive(Debug, Clone, Copy)]
struct Join {
    /// The index of its token.
    token: usize,
    /// A `+` stands behind the last string.
    plus: bool,
    /// Something that is no string stands behind the last `+`.
    operand: bool,
}

impl Join {
    /// What becomes of a join at a sign or name that is no string.
    fn over(self, byte: u8) -> Option<Join> {
        match byte {
            b'+' => Some(Join { plus: true, operand: false, ..self }),
            _ if self.plus && (byte.is_ascii_alphanumeric() || b"_$.([".contains(&byte) || byte >= 0x80) => {
                Some(Join { operand: true, ..self })
            }
            _ => None,
        }
    }
}

impl Lexer<'_> {
    /// Reads code; `target` is the name that what it gives is assigned to.
    fn code(&mut self, range: Range<usize>, target: Option<String>, depth: usize) {
        let mut state = Between { target, line_begins: true, ..Between::default() };
        let mut at = range.start;
        while at < range.end {
            at = self.step(at, range.end, depth, &mut state);
        }
    }

    /// Reads what stands at `at`; returns where the next thing stands.
    fn step(&mut self, at: usize, end: usize, depth: usize, state: &mut Between) -> usize {
        let bytes = &self.source.as_bytes()[..end];
        let rest = &bytes[at..];
        if let Some((body, next)) = self.comment(at, end, state.before) {
            self.out.push(Token::Comment(MappedText::verbatim(self.source, body.start as u32..body.end as u32)));
            return next;
        }
        if rest[0] == b'/' && self.language == Language::JavaScript && is_before_value(state.before) {
            state.before = b'/';
            return regex_end(bytes, at);
        }
        if let Some(quote) = Quote::at(bytes, at, self.language).filter(|quote| !self.is_apostrophe(bytes, at, *quote, state)) {
            return self.string(at, end, quote, depth, state);
        }
        let byte = rest[0];
        match byte {
            b'\n' | b'\r' => {
                state.line_begins = true;
                if state.outside.is_empty() && !self.goes_on(rest, state) {
                    state.joins = None;
                    if !matches!(state.before, b'=' | b':' | b'\\') {
                        state.target = None;
                    }
                }
            }
            b' ' | b'\t' | b'\\' => {}
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'$' | 0x80.. => {
                let is_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$') || *b >= 0x80;
                let length = rest.iter().take_while(|b| is_name(b)).count();
                state.last = Some(self.source[at..at + length].to_owned());
                state.joins = state.joins.and_then(|join| join.over(byte));
                state.key = None;
                (state.line_begins, state.before) = (false, b'a');
                if matches!(&bytes[at..at + length], b"return" | b"case" | b"typeof" | b"in" | b"of" | b"yield" | b"await") {
                    state.before = b'=';
                    state.last = None;
                }
                return at + length;
            }
            _ => self.sign(byte, rest, state),
        }
        at + 1
    }

    /// Reads a sign, or a digit.
    fn sign(&mut self, byte: u8, rest: &[u8], state: &mut Between) {
        match byte {
            b'=' | b':' if !matches!(rest.get(1), Some(b'=')) => {
                state.target = state.last.take().or_else(|| state.target.take());
            }
            b',' | b';' => {
                if byte == b';' || self.language == Language::JavaScript || state.outside.is_empty() {
                    state.target = None;
                }
                state.last = None;
            }
            b']' | b'}' => state.target = None,
            _ => {}
        }
        if byte != b':'
            && let Some(key) = state.key.take()
            && matches!(byte, b'{' | b'[')
        {
            self.out.push(Token::Key(key));
        }
        state.joins = state.joins.and_then(|join| join.over(byte));
        match byte {
            b'(' | b'[' | b'{' => state.outside.push(state.joins.take()),
            b')' | b']' | b'}' => state.joins = state.outside.pop().flatten(),
            _ => {}
        }
        (state.line_begins, state.before) = (false, byte);
    }

    /// Whether JavaScript goes on in the next line: a `+` stands before or behind the line end.
    fn goes_on(&self, rest: &[u8], state: &Between) -> bool {
        // Further away than a few lines, a `+` begins something else.
        let leads = || rest.iter().take(400).find(|b| !b.is_ascii_whitespace()) == Some(&b'+');
        state.before == b'+' || self.language == Language::JavaScript && state.joins.is_some() && leads()
    }

    /// Whether a quote stands inside a word, as in text between JSX tags.
    fn is_apostrophe(&self, bytes: &[u8], at: usize, quote: Quote, state: &Between) -> bool {
        const BEFORE_STRINGS: &[&str] = &["else", "from", "import", "default", "throw", "void", "do", "as", "instanceof"];
        let inside = quote.mark == b'\'' && at > 0 && bytes[at - 1].is_ascii_alphanumeric();
        let word = state.last.as_deref().is_some_and(|last| !BEFORE_STRINGS.contains(&last));
        self.language == Language::JavaScript && inside && word && state.before == b'a'
    }

    /// The body of a comment at `at`, and where it ends.
    fn comment(&self, at: usize, end: usize, before: u8) -> Option<(Range<usize>, usize)> {
        let rest = &self.source.as_bytes()[at..end];
        let line = |skip: usize| {
            let stop = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
            let body = rest[skip..stop].iter().take_while(|b| matches!(b, b'#' | b'/' | b'!')).count();
            (at + skip + body..at + stop, at + stop)
        };
        match (self.language, rest) {
            (Language::Python, [b'#', ..]) => Some(line(1)),
            (Language::JavaScript, [b'/', b'/', ..]) if before != b'\\' => Some(line(2)),
            (Language::JavaScript, [b'/', b'*', ..]) => {
                let stop = memchr::memmem::find(&rest[2..], b"*/").map_or(rest.len(), |stop| stop + 2);
                Some((at + 2..at + stop, at + (stop + 2).min(rest.len())))
            }
            _ => None,
        }
    }

    fn string(&mut self, at: usize, end: usize, quote: Quote, depth: usize, state: &mut Between) -> usize {
        let start = at + quote.prefix + quote.marks;
        let mut text = MappedText::default();
        let mut inner = Vec::new();
        let (stop, next) = self.body(start, end, quote, &mut text, &mut inner);
        state.key = None;
        state.joins = state.joins.filter(|join| !join.operand);
        if self.explains(quote, text.as_str(), state) {
            self.out.push(Token::Comment(MappedText::verbatim(self.source, start as u32..stop as u32)));
        } else if matches!(state.before, 0 | b'{' | b',' | b';')
            && self.source[next..end].trim_start_matches([' ', '\t']).starts_with(':')
            && is_key(text.as_str())
        {
            state.last = Some(text.as_str().to_owned());
            state.key = Some(text);
        } else if let Some(Token::Text { text: joined, .. }) = state.joins.and_then(|join| self.out.get_mut(join.token)) {
            joined.append(&text);
            state.joins = state.joins.map(|join| Join { plus: false, ..join });
        } else if !text.is_empty() {
            state.joins = Some(Join { token: self.out.len(), plus: false, operand: false });
            self.out.push(Token::Text { text, name: state.target.clone() });
        }
        state.line_begins = false;
        state.before = b'a';
        if depth < DEEPEST {
            inner.into_iter().for_each(|range| self.code(range, state.target.clone(), depth + 1));
        }
        next
    }

    /// Whether a string alone on its lines speaks to people or to the program: a docstring, `'use strict'`.
    fn explains(&self, quote: Quote, text: &str, state: &Between) -> bool {
        state.line_begins
            && match self.language {
                Language::Python => state.outside.is_empty() && quote.marks == 3,
                Language::JavaScript => text.starts_with("use ") && matches!(state.before, 0 | b';' | b'{' | b'}'),
            }
    }

    /// Reads a string up to its closing quote: its text without what is put in when the program runs, and where that stands.
    /// Returns where the text ends and where the code goes on.
    fn body(&self, start: usize, end: usize, quote: Quote, text: &mut MappedText, inner: &mut Vec<Range<usize>>) -> (usize, usize) {
        let bytes = &self.source.as_bytes()[..end];
        let (mut from, mut at) = (start, start);
        let add = |range: Range<usize>, text: &mut MappedText| {
            let range = range.start as u32..range.end as u32;
            if quote.raw {
                text.push(self.source, range);
            } else {
                push_escaped(self.source, range, Escapes::Program, text);
            }
        };
        while at < end {
            match bytes[at] {
                // Behind a sign of several bytes stands no boundary; the escape ends with the sign.
                b'\\' if bytes[at + 1..].starts_with(b"\r\n") => at += 3,
                b'\\' => at += 1 + self.source[at + 1..end].chars().next().map_or(0, char::len_utf8),
                b'\n' | b'\r' if quote.marks == 1 && quote.mark != b'`' => break,
                mark if mark == quote.mark && bytes[at..].iter().take(quote.marks).filter(|b| **b == mark).count() == quote.marks => {
                    add(from..at, text);
                    return (at, at + quote.marks);
                }
                b'{' | b'}' if quote.formatted && bytes.get(at + 1) == Some(&bytes[at]) => {
                    add(from..at + 1, text);
                    at += 2;
                    from = at;
                }
                b'{' if quote.formatted || quote.mark == b'`' && at > from && bytes[at - 1] == b'$' => {
                    add(from..at - usize::from(quote.mark == b'`'), text);
                    let close = floor_boundary(self.source, closing(bytes, at, quote) as u32).max(at as u32 + 1) as usize;
                    match self.literal(at + 1..close) {
                        Some(range) => push_escaped(self.source, range, Escapes::Program, text),
                        None => inner.push(at + 1..close),
                    }
                    at = close + usize::from(bytes.get(close) == Some(&b'}'));
                    from = at;
                }
                _ => at += 1,
            }
        }
        let at = at.min(end);
        add(from.min(at)..at, text);
        (at, at)
    }
}

impl Lexer<'_> {
    /// The inside of a string that is all of an expression: `${"sill"}`.
    fn literal(&self, code: Range<usize>) -> Option<Range<u32>> {
        let raw = &self.source[code.clone()];
        let said = raw.trim();
        let start = code.start + raw.len() - raw.trim_start().len();
        let mark = said.chars().next().filter(|mark| matches!(mark, '"' | '\''))?;
        let inside = said[1..].strip_suffix(mark)?;
        (!inside.contains([mark, '\\'])).then(|| start as u32 + 1..(start + 1 + inside.len()) as u32)
    }
}

/// How a string is quoted.
#[derive(Debug, Clone, Copy)]
struct Quote {
    /// Letters in front of it (`f`, `rb`).
    prefix: usize,
    mark: u8,
    /// One or three.
    marks: usize,
    raw: bool,
    /// `{…}` in it is code.
    formatted: bool,
}

impl Quote {
    fn at(bytes: &[u8], at: usize, language: Language) -> Option<Quote> {
        let python = language == Language::Python;
        let inside = at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_');
        let prefix = if python && !inside { bytes[at..].iter().take(2).take_while(|b| b"fFrRbBuUtT".contains(b)).count() } else { 0 };
        let mark = *bytes.get(at + prefix)?;
        if !matches!(mark, b'"' | b'\'') && (python || mark != b'`') {
            return None;
        }
        let letters = bytes[at..at + prefix].to_ascii_lowercase();
        let three = python && bytes[at + prefix..].starts_with(&[mark; 3]);
        let has = |letter: u8| letters.contains(&letter);
        Some(Quote { prefix, mark, marks: if three { 3 } else { 1 }, raw: has(b'r'), formatted: has(b'f') || has(b't') })
    }
}

/// Where the code ends that begins with the brace at `open`: at the brace that closes it, or at the end of the line in a string of
/// one line. Strings in it may hold braces.
fn closing(bytes: &[u8], open: usize, quote: Quote) -> usize {
    let mut depth = 0usize;
    let mut at = open;
    // A longer expression in a string is a string that was never closed.
    let end = bytes.len().min(open + 4000);
    while at < end {
        match bytes[at] {
            b'{' => depth += 1,
            b'}' if depth <= 1 => return at,
            b'}' => depth -= 1,
            b'\n' | b'\r' if quote.marks == 1 && quote.mark != b'`' => return at,
            mark if mark == quote.mark && quote.mark != b'`' => return at,
            mark @ (b'"' | b'\'') => {
                let length = bytes[at + 1..end].iter().position(|b| *b == mark || *b == b'\n').unwrap_or(0);
                at += length + 1;
            }
            _ => {}
        }
        at += 1;
    }
    end
}

/// Whether a `/` behind this character begins a regular expression and divides nothing.
fn is_before_value(before: u8) -> bool {
    before == 0 || b"(=,:[!&|?{};+<>~^*%".contains(&before)
}

fn regex_end(bytes: &[u8], start: usize) -> usize {
    let (mut at, mut class) = (start + 1, false);
    // Longer than any that a person writes: the `/` was something else.
    let end = bytes.len().min(start + 1000);
    while at < end {
        match bytes[at] {
            b'\\' => at += 1,
            b'[' => class = true,
            b']' => class = false,
            b'/' if !class => return at + 1,
            b'\n' | b'\r' => return start + 1,
            _ => {}
        }
        at += 1;
    }
    start + 1
}

/// Whether a string could be a key: one word.
fn is_key(text: &str) -> bool {
    !text.is_empty() && text.len() <= 60 && !text.contains(char::is_whitespace)
}
