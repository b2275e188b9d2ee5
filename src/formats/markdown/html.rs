//! HTML inside Markdown: what of it is text, comment and address.

use std::ops::Range;

/// What a stretch of HTML is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Text,
    Comment,
    /// The value of `href` or `src`, with the key of the reference.
    Address(&'static str),
    /// The value of another attribute that people read.
    Words,
    /// A tag that ends a line or a block (`<br>`, `<td>`).
    Break,
}

/// Takes HTML apart; ranges are of the source, where `html` starts at `base`. Tags themselves are left out.
pub(super) fn parts(html: &str, base: u32) -> Vec<(Part, Range<u32>)> {
    let mut out = Vec::new();
    let mut push = |part: Part, range: Range<usize>| {
        if part == Part::Break || !html[range.clone()].trim().is_empty() {
            out.push((part, base + range.start as u32..base + range.end as u32));
        }
    };
    let mut at = 0;
    while at < html.len() {
        let rest = &html[at..];
        if let Some(inner) = rest.strip_prefix("<!--") {
            let length = inner.find("-->");
            let end = length.map_or(html.len(), |length| at + 4 + length);
            push(Part::Comment, at + 4..end);
            at = if length.is_some() { end + 3 } else { end };
        } else if is_tag(rest) {
            let end = rest.find('>').map_or(html.len(), |length| at + length);
            for (part, range) in attributes(&html[at..end]) {
                push(part, at + range.start..at + range.end);
            }
            if divides(&html[at..end]) {
                push(Part::Break, at..end);
            }
            at = (end + 1).min(html.len());
        } else {
            let skip = rest.chars().next().map_or(1, char::len_utf8);
            let end = rest[skip..].find('<').map_or(html.len(), |length| at + skip + length);
            push(Part::Text, at..end);
            at = end;
        }
    }
    out
}

/// Whether a tag stands between words, not inside one.
fn divides(tag: &str) -> bool {
    const INLINE: &[&str] =
        &["b", "i", "u", "s", "em", "strong", "span", "a", "sub", "sup", "small", "mark", "font", "code", "kbd", "del", "ins"];
    let name = tag.trim_start_matches(['<', '/']);
    let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
    !INLINE.contains(&name.to_ascii_lowercase().as_str())
}

fn is_tag(text: &str) -> bool {
    text.strip_prefix('<').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')))
}

/// The quoted values of a tag.
fn attributes(tag: &str) -> Vec<(Part, Range<usize>)> {
    const READ: &[&str] = &["alt", "title", "content", "aria-label", "label", "value", "placeholder", "data-prompt", "name", "summary"];
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(equals) = tag[at..].find('=').map(|offset| at + offset) {
        let name = tag[..equals].trim_end().rsplit([' ', '\t', '\n', '\r']).next().unwrap_or("").to_ascii_lowercase();
        let rest = &tag[equals + 1..];
        let start = equals + 1 + rest.len() - rest.trim_start().len();
        let quote = tag[start..].chars().next().filter(|c| matches!(c, '"' | '\''));
        let (from, length) = match quote {
            Some(quote) => (start + 1, tag[start + 1..].find(quote).unwrap_or(tag.len() - start - 1)),
            None => (start, tag[start..].find([' ', '\t', '\n', '\r']).unwrap_or(tag.len() - start)),
        };
        let part = match name.as_str() {
            "href" => Some(Part::Address("link")),
            "src" => Some(Part::Address("image")),
            other if READ.contains(&other) => Some(Part::Words),
            _ => None,
        };
        out.extend(part.map(|part| (part, from..from + length)));
        at = (from + length + usize::from(quote.is_some())).min(tag.len());
    }
    out
}
