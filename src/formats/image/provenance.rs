//! What content credentials say, as lines `field: value`.

use crate::document::{Builder, Kind, Role};
use crate::formats::Format;
use crate::source::Source;
use crate::text::MappedText;

/// The lines that `c2pa` writes; no file has them as they are.
pub(in crate::formats) struct Provenance;

impl Format for Provenance {
    fn id(&self) -> &'static str {
        "provenance"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &[]
    }

    fn kind(&self) -> Option<Kind> {
        Some(Kind::Note)
    }

    fn read(&self, source: &Source, out: &mut Builder) {
        out.item(None);
        for line in 0..source.line_count() {
            let range = source.line_range(line);
            let text = &source.text()[range.start as usize..range.end as usize];
            let (key, value) = text.split_once(": ").map_or((None, 0), |(key, _)| (Some(key), key.len() as u32 + 2));
            out.push_keyed(Role::Metadata, MappedText::verbatim(source.text(), range.start + value..range.end).trimmed(), key);
        }
    }
}
