//! TOML in folders of prompts and training: datasets, prompt libraries, configurations; their comments say where data is from.

use super::escapes::{Escapes, push_escaped};
use super::values::{Broken, Value, Values, hash_comments};
use super::{Format, claim, entries, loose};
use crate::document::{Builder, Kind};
use crate::source::Source;
use crate::text::MappedText;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub struct Toml;

impl Format for Toml {
    fn id(&self) -> &'static str {
        "toml"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["toml"]
    }

    fn kind_of(&self, source: &Source, by_path: Option<Kind>) -> Option<Kind> {
        claim::kind_of(source, by_path)
    }

    fn accepts(&self, source: &Source, by_path: Option<Kind>) -> bool {
        claim::accepts(source, by_path)
    }

    fn read(&self, source: &Source, out: &mut Builder) {
        match parse(source.text()) {
            Ok(values) => entries::read(source.text(), &values, out),
            Err(broken) => loose::read(source.text(), &broken, out),
        }
    }
}

fn parse(source: &str) -> Result<Values, Broken> {
    let table = DeTable::parse(source).map_err(|error| Broken {
        message: error.message().to_owned(),
        at: error.span().map_or(0, |span| span.start.min(source.len()) as u32),
    })?;
    let mut taken = Vec::new();
    let value = map(source, table.get_ref(), &mut taken);
    Ok(Values { documents: vec![value], comments: hash_comments(source, taken) })
}

/// The entries of a table in the order of the file; the parser sorts them by name.
fn map(source: &str, table: &DeTable<'_>, taken: &mut Vec<Range<u32>>) -> Value {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    let entry = |(key, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
        let span = short(key.span());
        taken.push(span.clone());
        (string(source, span), convert(source, value, taken))
    };
    Value::Map(entries.into_iter().map(entry).collect())
}

fn convert(source: &str, value: &Spanned<DeValue<'_>>, taken: &mut Vec<Range<u32>>) -> Value {
    match value.get_ref() {
        DeValue::String(_) => {
            taken.push(short(value.span()));
            Value::Text(string(source, short(value.span())))
        }
        DeValue::Array(array) => Value::List(array.iter().map(|value| convert(source, value, taken)).collect()),
        DeValue::Table(table) => map(source, table, taken),
        _ => Value::Plain(MappedText::verbatim(source, short(value.span()))),
    }
}

/// A string in any of the four kinds of quotes, or a bare key.
fn string(source: &str, span: Range<u32>) -> MappedText {
    let raw = &source[span.start as usize..span.end as usize];
    let quote = ["\"\"\"", "'''", "\"", "'"]
        .into_iter()
        .find(|quote| raw.len() >= 2 * quote.len() && raw.starts_with(quote) && raw.ends_with(quote));
    let Some(quote) = quote else {
        return MappedText::verbatim(source, span);
    };
    let mut inner = span.start + quote.len() as u32..span.end - quote.len() as u32;
    if quote.len() == 3 {
        // A line end right behind the opening quotes is not part of the text.
        let text = &source[inner.start as usize..inner.end as usize];
        inner.start += if text.starts_with("\r\n") { 2 } else { u32::from(text.starts_with('\n')) };
    }
    let mut out = MappedText::default();
    match quote.starts_with('"') {
        true => push_escaped(source, inner, Escapes::Data, &mut out),
        false => out.push(source, inner),
    }
    out
}

fn short(range: Range<usize>) -> Range<u32> {
    range.start as u32..range.end as u32
}

#[cfg(test)]
mod tests {
    use super::super::tests::{document, places};
    use crate::document::outline;

    const CONFIG: &str = "# style for the book\n[general]\npretrained_model_name_or_path = \"base.safetensors\"\n\n[[datasets]]\nresolution = 1024\n  [[datasets.subsets]]\n  image_dir = \"scans/ink_#1\"   # 40 pages, Jane Roe\n  caption = '''\nink fox, on \"paper\"'''\n# end\n";

    #[test]
    fn comments_stay_with_their_line() {
        let read = document("prompts/training/a.toml", CONFIG);
        insta::assert_snapshot!(outline(&read), @r#"
        comment          style for the book
        model            base.safetensors  [general.pretrained_model_name_or_path]
        metadata         1024  [datasets.resolution]
        reference        scans/ink_#1  [datasets.subsets.image_dir]
        comment          40 pages, Jane Roe
        prompt           ink fox, on "paper"
        comment          end
        "#);
        let item = |words: &str| read.elements.iter().find(|e| e.text.as_str().contains(words)).unwrap().item;
        assert_eq!(item("Jane Roe"), item("scans"));
        assert_eq!(places("prompts/training/a.toml", CONFIG, "on \"paper\""), ["on \"paper\""]);
    }

    #[test]
    fn broken_text_is_read_line_by_line() {
        let read = document("prompts/training/a.toml", &CONFIG.replace("'''\n", "'''\n<<<<<<< ours\n").replace("\"'''", "\""));
        assert_eq!(read.remarks.len(), 1);
        insta::assert_snapshot!(outline(&read), @r#"
        comment          style for the book
        unknown          [general]
        model            base.safetensors  [pretrained_model_name_or_path]
        unknown          [[datasets]]
        metadata         1024  [resolution]
        unknown          [[datasets.subsets]]
        reference        scans/ink_#1"   # 40 pages, Jane Roe  [image_dir]
        unknown          <<<<<<< ours
        unknown          ink fox, on "paper"
        unknown          <<<<<<< ours
        comment          end
        "#);
        for cut in 0..CONFIG.len() {
            document("prompts/training/a.toml", &CONFIG[..cut]);
        }
    }
}
