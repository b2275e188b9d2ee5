//! Tags inside the text of version 1.2: `<b>`, `<rev="1">`, `<font="Times New Roman">`, escaped as text.

use crate::text::MappedText;

const TAGS: &[&str] = &["b", "i", "u", "s", "rev", "font", "size", "color", "bgcolor", "strike", "strikethrough", "link", "lang"];

/// Returns the text without such tags; words that only look like a tag stay.
pub(super) fn without(source: &str, text: MappedText) -> MappedText {
    let written = text.as_str();
    let head = &source[..crate::source::floor_boundary(source, 1024) as usize];
    let head = head.find("<document").map_or("", |at| &head[at..]);
    if !written.contains('<') || !head.contains("version=\"1") {
        return text;
    }
    let mut out = MappedText::default();
    let (mut from, mut at) = (0, 0);
    while let Some(skip) = written[at..].find('<') {
        at += skip;
        match tag_length(&written[at..]) {
            Some(length) => {
                out.append(&text.slice(from as u32..at as u32));
                at += length;
                from = at;
            }
            None => at += 1,
        }
    }
    out.append(&text.slice(from as u32..written.len() as u32));
    out
}

/// The length of the tag at the start of `text`.
fn tag_length(text: &str) -> Option<usize> {
    let end = text.bytes().take(200).position(|b| b == b'>')?;
    let inside = text[1..end].trim_start_matches('/');
    let name = inside.split('=').next().unwrap_or(inside).trim();
    TAGS.contains(&name).then_some(end + 1)
}
