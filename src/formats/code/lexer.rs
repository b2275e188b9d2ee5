//! The strings and comments of a program, found without understanding the rest of it.

use crate::formats::escapes;
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
}

/// Expressions in strings nest no deeper than this.
const DEEPEST: usize = 20;

/// Returns the strings and comments in the order in which they begin; a string inside another stands behind it.
pub(super) fn tokens(source: &str, language: Language) -> Vec<Token> {
    let mut lexer = Lexer { source, language, out: Vec::new() };
    lexer.code(0..source.len(), 0);
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
    /// The index of the string that the next one would go on.
    joins: Option<usize>,
    /// Brackets that are open.
    depth: usize,
    /// Nothing stands before on this line.
    line_begins: bool,
    /// The last character that is no white space.
    before: u8,
}

impl Lexer<'_> {
    fn code(&mut self, range: Range<usize>, depth: usize) {
        let mut state = Between { line_begins: true, ..Between::default() };
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
        if let Some(quote) = Quote::at(bytes, at, self.language) {
            return self.string(at, end, quote, depth, state);
        }
        let byte = rest[0];
        match byte {
            b'\n' | b'\r' => {
                state.line_begins = true;
                if state.depth == 0 {
                    // JavaScript goes on in the next line behind a `+`.
                    if state.before != b'+' {
                        state.joins = None;
                        if !matches!(state.before, b'=' | b':' | b'\\') {
                            state.target = None;
                        }
                    }
                }
            }
            b' ' | b'\t' | b'\\' => {}
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'$' | 0x80.. => {
                let is_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$') || *b >= 0x80;
                let length = rest.iter().take_while(|b| is_name(b)).count();
                state.last = Some(self.source[at..at + length].to_owned());
                *state = Between { joins: None, line_begins: false, before: b'a', ..std::mem::take(state) };
                if matches!(&bytes[at..at + length], b"return" | b"case" | b"typeof" | b"in" | b"of" | b"yield" | b"await") {
                    state.before = b'=';
                    state.last = None;
                }
                return at + length;
            }
            _ => {
                match byte {
                    b'=' | b':' if !matches!(rest.get(1), Some(b'=')) => {
                        state.target = state.last.take().or_else(|| state.target.take());
                    }
                    b',' | b';' => {
                        if byte == b';' || self.language == Language::JavaScript || state.depth == 0 {
                            state.target = None;
                        }
                        state.last = None;
                    }
                    b'(' | b'[' | b'{' => state.depth += 1,
                    b')' | b']' | b'}' => {
                        state.depth = state.depth.saturating_sub(1);
                        if byte != b')' {
                            state.target = None;
                        }
                    }
                    _ => {}
                }
                if byte != b'+' {
                    state.joins = None;
                }
                state.line_begins = false;
                state.before = byte;
            }
        }
        at + 1
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
        if state.line_begins && state.depth == 0 && self.language == Language::Python && quote.marks == 3 {
            // A string alone on its lines explains the code.
            self.out.push(Token::Comment(MappedText::verbatim(self.source, start as u32..stop as u32)));
        } else if self.source[next..end].trim_start_matches([' ', '\t']).starts_with(':') && is_key(text.as_str()) {
            // The quoted key of an object.
            state.last = Some(text.as_str().to_owned());
        } else if let Some(Token::Text { text: joined, .. }) = state.joins.and_then(|index| self.out.get_mut(index)) {
            joined.append(&text);
        } else if !text.is_empty() {
            state.joins = Some(self.out.len());
            self.out.push(Token::Text { text, name: state.target.clone() });
        }
        state.line_begins = false;
        state.before = b'a';
        if depth < DEEPEST {
            inner.into_iter().for_each(|range| self.code(range, depth + 1));
        }
        next
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
                escapes::push_escaped(self.source, range, false, text);
            }
        };
        while at < end {
            match bytes[at] {
                // Behind a sign of several bytes stands no boundary; the escape ends with the sign.
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
                    inner.push(at + 1..close);
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
