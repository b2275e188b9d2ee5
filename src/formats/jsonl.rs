//! JSON lines: one value a line, as training captions and logs of prompts are kept.

use super::values::Values;
use super::{Format, claim, entries, json, loose};
use crate::document::{Builder, Kind};
use crate::source::Source;

pub struct JsonLines;

impl Format for JsonLines {
    fn id(&self) -> &'static str {
        "jsonl"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["jsonl", "ndjson"]
    }

    fn kind_of(&self, source: &Source, by_path: Option<Kind>) -> Option<Kind> {
        claim::kind_of(source, by_path)
    }

    fn accepts(&self, source: &Source, by_path: Option<Kind>) -> bool {
        claim::accepts(source, by_path)
    }

    /// A line that is broken is read loosely and does not touch the others.
    fn read(&self, source: &Source, out: &mut Builder) {
        let text = source.text();
        for line in 0..source.line_count() {
            let range = source.line_range(line);
            if text[range.start as usize..range.end as usize].trim().is_empty() {
                continue;
            }
            match json::parse_part(text, range.start as usize, range.end as usize) {
                Ok(Values { documents, comments }) => entries::read(text, &Values { documents, comments }, out),
                Err(broken) => loose::read_lines(source.text(), range, &broken, out),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::document;
    use crate::document::outline;

    #[test]
    fn a_broken_line_does_not_touch_the_others() {
        let text = "{\"prompt\": \"a lamp in the fog\"}\r\n{\"prompt\": \"a pier at\n\n{\"id\": 3, \"prompt\": \"a boat on the mud\"}\n";
        let read = document("prompts/a.jsonl", text);
        insta::assert_snapshot!(outline(&read), @r"
        prompt           a lamp in the fog
        prompt           a pier at
        metadata         3  [id]
        prompt           a boat on the mud
        ");
        assert_eq!((read.items.len(), read.remarks.len()), (3, 1));
    }
}
