//! YAML: prompt libraries, prompt files, configurations.
//!
//! The parser's events carry places in characters; texts are laid over the source again, so that each word of a folded or
//! quoted text knows where it stands. An alias says nothing that its anchor does not.

use super::escapes::{Escapes, push_escaped};
use super::values::{Broken, Value, Values, hash_comments};
use super::{Format, claim, entries, loose};
use crate::document::{Builder, Kind};
use crate::source::Source;
use crate::text::MappedText;
use saphyr_parser::{Event, Parser, ScalarStyle, Span};
use std::ops::Range;

/// Collections deeper than this are taken for broken.
const DEEPEST: usize = 200;

pub struct Yaml;

impl Format for Yaml {
    fn id(&self) -> &'static str {
        "yaml"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["yaml", "yml"]
    }

    fn kind_of(&self, source: &Source, by_path: Option<Kind>) -> Option<Kind> {
        claim::kind_of(source, by_path)
    }

    fn accepts(&self, source: &Source, by_path: Option<Kind>) -> bool {
        claim::accepts(source, by_path)
    }

    fn read(&self, source: &Source, out: &mut Builder) {
        match parse(source.text(), 0..source.text().len()) {
            Ok(values) => entries::read(source.text(), &values, out),
            Err(broken) => loose::read(source.text(), &broken, out),
        }
    }
}

/// Reads the YAML text `source[part]`; places count from the start of `source`.
pub(super) fn parse(source: &str, part: Range<usize>) -> Result<Values, Broken> {
    let offsets = Offsets::new(source, part.clone());
    let mut tree = Tree::default();
    let mut taken = Vec::new();
    for event in Parser::new_from_str(&source[part]) {
        let (event, span) = event.map_err(|error| Broken { message: error.info().to_owned(), at: offsets.byte(error.marker().index()) })?;
        match event {
            Event::Scalar(value, style, ..) => {
                let value = scalar(source, &value, style, offsets.range(span), &mut taken);
                tree.add(value);
            }
            Event::Alias(_) => tree.add(Value::Null),
            Event::SequenceStart(..) => tree.open.push(Open::List(Vec::new())),
            Event::MappingStart(..) => tree.open.push(Open::Map(Vec::new(), None)),
            Event::SequenceEnd | Event::MappingEnd => tree.close(),
            _ => {}
        }
        if tree.open.len() > DEEPEST {
            return Err(Broken { message: "lists and maps nest too deep".to_owned(), at: offsets.range(span).start });
        }
    }
    Ok(Values { documents: tree.documents, comments: hash_comments(source, taken) })
}

fn scalar(source: &str, value: &str, style: ScalarStyle, span: Range<u32>, taken: &mut Vec<Range<u32>>) -> Value {
    let span = without_properties(source, span);
    let raw = &source[span.start as usize..span.end as usize];
    let mut text = MappedText::default();
    match style {
        ScalarStyle::DoubleQuoted => {
            let inner = span.start + 1..span.end.saturating_sub(1).max(span.start + 1);
            push_escaped(source, inner, Escapes::Yaml, &mut text);
            taken.push(span);
        }
        ScalarStyle::SingleQuoted => {
            let inner = span.start + 1..span.end.saturating_sub(1).max(span.start + 1);
            text.push_aligned(source, inner, value);
            taken.push(span);
        }
        ScalarStyle::Literal | ScalarStyle::Folded => {
            // The line of the mark (`>-`) is not part of the text and may end in a comment.
            let header = if raw.starts_with(['|', '>']) { raw.find('\n').map_or(raw.len(), |end| end + 1) } else { 0 };
            let body = raw[header..].len() - raw[header..].trim_start().len();
            let start = span.start + (header + body) as u32;
            text.push_aligned(source, start..span.end.max(start), value.trim());
            let end = if text.is_empty() { start } else { text.span().end };
            taken.push(start..end);
        }
        _ => {
            text.push_aligned(source, span.clone(), value);
            taken.push(span);
            if is_plain(value) {
                return if matches!(value, "" | "~" | "null" | "Null" | "NULL") { Value::Null } else { Value::Plain(text) };
            }
        }
    }
    Value::Text(text)
}

/// The range without the anchor and tag in front of the text.
fn without_properties(source: &str, mut span: Range<u32>) -> Range<u32> {
    while source[span.start as usize..span.end as usize].starts_with(['&', '!']) {
        let raw = &source[span.start as usize..span.end as usize];
        let rest = raw.find(char::is_whitespace).map_or("", |end| raw[end..].trim_start());
        span.start = span.end - rest.len() as u32;
    }
    span
}

/// Numbers, truth values and nothing (YAML 1.2, core schema).
fn is_plain(value: &str) -> bool {
    matches!(value, "" | "~" | "null" | "Null" | "NULL" | "true" | "True" | "TRUE" | "false" | "False" | "FALSE")
        || value.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'))
            && (value.parse::<f64>().is_ok() || value.strip_prefix("0x").is_some_and(|hex| u64::from_str_radix(hex, 16).is_ok()))
}

/// From characters, as the parser counts them, to bytes.
struct Offsets {
    base: usize,
    end: usize,
    /// The byte of each character; empty for ASCII, where both are the same.
    bytes: Vec<u32>,
}

impl Offsets {
    fn new(source: &str, part: Range<usize>) -> Offsets {
        let text = &source[part.clone()];
        let bytes = if text.is_ascii() { Vec::new() } else { text.char_indices().map(|(at, _)| at as u32).collect() };
        Offsets { base: part.start, end: part.end, bytes }
    }

    fn byte(&self, character: usize) -> u32 {
        let within =
            if self.bytes.is_empty() { character } else { self.bytes.get(character).map_or(self.end - self.base, |&at| at as usize) };
        (self.base + within).min(self.end) as u32
    }

    fn range(&self, span: Span) -> Range<u32> {
        let start = self.byte(span.start.index());
        start..self.byte(span.end.index()).max(start)
    }
}

/// The tree that the events build.
#[derive(Default)]
struct Tree {
    documents: Vec<Value>,
    open: Vec<Open>,
}

enum Open {
    List(Vec<Value>),
    /// The entries, and a key that waits for its value.
    Map(Vec<(MappedText, Value)>, Option<MappedText>),
}

impl Tree {
    fn add(&mut self, value: Value) {
        match self.open.last_mut() {
            None => self.documents.push(value),
            Some(Open::List(values)) => values.push(value),
            Some(Open::Map(entries, waiting)) => match (waiting.take(), value) {
                (Some(key), value) => entries.push((key, value)),
                (None, Value::Text(text) | Value::Plain(text)) => *waiting = Some(text),
                // A collection as a key: its texts are kept as a value without one.
                (None, value) => {
                    entries.push((MappedText::default(), value));
                    *waiting = Some(MappedText::default());
                }
            },
        }
    }

    fn close(&mut self) {
        match self.open.pop() {
            Some(Open::List(values)) => self.add(Value::List(values)),
            Some(Open::Map(entries, _)) => self.add(Value::Map(entries)),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{document, places};
    use crate::document::outline;

    const LIBRARY: &str = "# héro looks\nproduction: Tideline # S1\npurpose: ideation\nbase: &look 'it''s low sun'\nprompts:\n  - name: cliff\n    prompt: >-\n      sea cliff\n      at dawn,   # no comment\n\n      ORRIN FALLS\n    negative_prompt: |\n      text, # hands\n      logo\n  # second\n  - name: lamp\n    style: *look\n    prompt: \"a \\\"lamp\\\" in\n      the f\\u00f6g\"\n    seed: 12\n---\nprompts: [a boat on the mud, a gull over the mud]\n";

    #[test]
    fn a_library() {
        let read = document("prompts/a.yaml", LIBRARY);
        insta::assert_snapshot!(outline(&read), @r#"
        comment          héro looks
        metadata         Tideline  [production]
        comment          S1
        metadata         ideation  [purpose]
        metadata         it's low sun  [base]
        metadata         cliff  [prompts.name]
        prompt           sea cliff at dawn,   # no comment⏎ORRIN FALLS
        negative-prompt  text, # hands⏎logo
        comment          second
        metadata         lamp  [prompts.name]
        prompt           a "lamp" in the fög
        metadata         12  [prompts.seed]
        prompt           a boat on the mud
        prompt           a gull over the mud
        "#);
        let items: Vec<_> = read.items.iter().map(|item| item.name.as_deref()).collect();
        assert_eq!(items, [None, Some("cliff"), Some("lamp"), None, None, None]);
    }

    #[test]
    fn places_are_those_of_the_file() {
        let place = |words: &str| places("prompts/a.yaml", LIBRARY, words);
        assert_eq!(place("cliff at dawn"), ["cliff\n      at dawn"]);
        assert_eq!(place("ORRIN FALLS"), ["ORRIN FALLS"]);
        assert_eq!(place("hands\nlogo"), ["hands\n      logo"]);
        assert_eq!(place("lamp\" in the fög"), ["lamp\\\" in\n      the f\\u00f6g"]);
        assert_eq!(place("it's low"), ["it''s low"]);
        assert_eq!(place("gull over"), ["gull over"]);
    }

    #[test]
    fn broken_text_is_read_line_by_line() {
        let text = "purpose: ideation\nprompts:\n  - prompt: close-up: a lamp in the fog\n    negative_prompt: text\n  - \"unclosed lamp by the pier\nnote: ask\n";
        let read = document("prompts/a.yaml", text);
        assert_eq!(read.remarks.len(), 1);
        insta::assert_snapshot!(outline(&read), @r"
        metadata         ideation  [purpose]
        prompt           close-up: a lamp in the fog
        negative-prompt  text
        prompt           unclosed lamp by the pier
        note             ask  [note]
        ");
        for cut in (0..LIBRARY.len()).filter(|&at| LIBRARY.is_char_boundary(at)) {
            document("prompts/a.yaml", &LIBRARY[..cut]);
        }
        document("prompts/a.yaml", &"[".repeat(100_000));
        document("prompts/a.yaml", &"- ".repeat(10_000));
    }
}
