//! Tags in angle brackets: `<lora:NAME:0.8>` loads a model, `<wildcard:NAME>` draws from a list, `<random:a|b>` and
//! `<segment:lamp>` (SwarmUI) say what to do with the words in them.

use super::Parts;

/// Tags that load a model.
const MODELS: &[&str] = &["lora", "lyco", "lycoris", "hypernet", "embedding", "embed", "ti", "locon", "loha"];

/// Tags that draw from a list.
const WILDCARDS: &[&str] = &["wildcard", "wc"];

/// Tags whose words belong to the prompt.
const WORDS: &[&str] = &[
    "random",
    "rand",
    "alternate",
    "alt",
    "segment",
    "object",
    "region",
    "fromto",
    "repeat",
    "base",
    "refiner",
    "video",
    "clear",
    "extend",
];

/// Tags longer than this are no tags.
const LONGEST: usize = 1000;

/// Ends of tags that are open, the innermost last.
#[derive(Default)]
pub(super) struct Open {
    ends: Vec<usize>,
}

impl Open {
    /// Reads the tag at `at`; returns how many bytes of it are no words.
    pub fn begin(&mut self, written: &str, at: usize, end: usize, parts: &mut Parts) -> Option<usize> {
        let inner = &written[at + 1..end];
        let head = inner.bytes().take(40).position(|b| matches!(b, b':' | b'<' | b'>')).filter(|&head| inner.as_bytes()[head] == b':')?;
        let kind = inner[..head].split('[').next().unwrap_or("").trim().to_ascii_lowercase();
        let known = |tags: &[&'static str]| tags.iter().find(|tag| **tag == kind).copied();
        let close = close(inner)?;
        if known(WORDS).is_some() {
            self.ends.push(at + 1 + close);
            return Some(head + 2);
        }
        let start = at + head + 2;
        if known(WILDCARDS).is_some() {
            parts.wildcards.push(start..at + 1 + close);
            return Some(close + 2);
        }
        let name = inner[head + 1..close].split(':').next().unwrap_or("");
        parts.models.push((known(MODELS)?, start..start + name.len()));
        Some(close + 2)
    }

    /// How many bytes at `at` end a tag.
    pub fn end(&mut self, at: usize) -> usize {
        usize::from(self.ends.pop_if(|end| *end == at).is_some())
    }
}

/// Where the tag ends whose inside `inner` begins with.
fn close(inner: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, byte) in inner.bytes().take(LONGEST).enumerate() {
        match byte {
            b'<' => depth += 1,
            b'>' if depth == 0 => return Some(at),
            b'>' => depth -= 1,
            _ => {}
        }
    }
    None
}
