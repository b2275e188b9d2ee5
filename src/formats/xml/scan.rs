//! Reading XML that is broken.

use super::{Tree, What, inside, local_name};
use std::ops::Range;

/// Reads tags, attributes and text; whatever does not look like a tag is text.
pub(super) fn scan<'a>(source: &'a str, tree: &mut Tree<'a>) {
    let (mut from, mut at) = (0, 0);
    while let Some(skip) = memchr::memchr(b'<', &source.as_bytes()[at..]) {
        at += skip;
        let rest = &source[at..];
        if rest.starts_with("<![CDATA[") {
            // Stays part of the text around it; `push_decoded` knows the marks.
            at += rest.find("]]>").map_or(rest.len(), |end| end + 3);
            continue;
        }
        let letter = |at: usize| rest.as_bytes().get(at).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_' || *b >= 0x80);
        let is_tag = letter(1) || rest.starts_with("</") && letter(2) || rest.starts_with("<?") || rest.starts_with("<!");
        if !is_tag {
            at += 1;
            continue;
        }
        if from < at {
            tree.add(What::Text(from as u32..at as u32));
        }
        at = if rest.starts_with("<!--") {
            let end = at + rest.find("-->").map_or(rest.len(), |end| end + 3);
            tree.add(What::Comment(inside(source, at..end, "<!--", "-->")));
            end
        } else if rest.starts_with("<?") {
            at + rest.find("?>").map_or_else(|| to_bracket(rest), |end| end + 2)
        } else if rest.starts_with("<!") {
            let subset = rest.find('[').filter(|&open| rest[..open].find('>').is_none());
            let start = subset.and_then(|open| rest[open..].find(']').map(|close| open + close)).unwrap_or(0);
            if let Some(open) = subset {
                values(source, at + open..at + start.max(open), tree);
            }
            at + start + to_bracket(&rest[start..])
        } else if let Some(name) = rest.strip_prefix("</") {
            let length = to_bracket(rest);
            let name = name.get(..length.saturating_sub(2)).unwrap_or(name).trim_end_matches('>').trim();
            tree.close_named(local_name(name));
            at + length
        } else {
            tag(source, at, tree)
        };
        from = at;
    }
    if from < source.len() {
        tree.add(What::Text(from as u32..source.len() as u32));
    }
}

/// The quoted values of a document type (`<!ENTITY ship "the Lantern">`): nothing is put into the text, and nobody is to hide there.
fn values<'a>(source: &'a str, part: Range<usize>, tree: &mut Tree<'a>) {
    let mut at = part.start;
    while let Some(skip) = source[at..part.end].find(['"', '\'']) {
        let from = at + skip + 1;
        let quote = source.as_bytes()[from - 1] as char;
        let to = source[from..part.end].find(quote).map_or(part.end, |length| from + length);
        tree.add(What::Comment(from as u32..to as u32));
        at = (to + 1).min(part.end);
    }
}

/// The length up to and with the next `>`, or up to the next `<` or the end where there is none before it.
fn to_bracket(text: &str) -> usize {
    match memchr::memchr2(b'>', b'<', &text.as_bytes()[1..]) {
        Some(skip) if text.as_bytes()[skip + 1] == b'>' => skip + 2,
        Some(skip) => skip + 1,
        None => text.len(),
    }
}

/// Reads the tag at `at`; returns where it ends.
fn tag<'a>(source: &'a str, at: usize, tree: &mut Tree<'a>) -> usize {
    let end_of = |from: usize, stop: &dyn Fn(char) -> bool| source[from..].find(stop).map_or(source.len(), |skip| from + skip);
    let after_name = end_of(at + 1, &|c| c.is_whitespace() || matches!(c, '>' | '/' | '<' | '='));
    let name = local_name(&source[at + 1..after_name]);
    let mut attributes = Vec::new();
    let mut here = after_name;
    loop {
        here = end_of(here, &|c| !c.is_whitespace());
        match source.as_bytes().get(here) {
            None | Some(b'<') => break,
            Some(b'>') => {
                here += 1;
                break;
            }
            Some(b'/') if source[here..].starts_with("/>") => {
                tree.add(What::Element { name, attributes });
                return here + 2;
            }
            Some(b'/' | b'=' | b'"' | b'\'') => here += 1,
            Some(_) => {
                let after = end_of(here, &|c| c.is_whitespace() || matches!(c, '>' | '/' | '<' | '=' | '"' | '\''));
                let key = &source[here..after];
                here = end_of(after, &|c| !c.is_whitespace());
                if source[here..].starts_with('=') {
                    here = end_of(here + 1, &|c| !c.is_whitespace());
                    if let Some(quote) = source[here..].chars().next().filter(|c| matches!(c, '"' | '\'')) {
                        let end = end_of(here + 1, &|c| c == quote || c == '<');
                        if key != "xmlns" && !key.starts_with("xmlns:") {
                            attributes.push((local_name(key), here as u32 + 1..end as u32));
                        }
                        here = if source[end..].starts_with(quote) { end + 1 } else { end };
                    }
                }
            }
        }
    }
    tree.open(name, attributes);
    here
}
