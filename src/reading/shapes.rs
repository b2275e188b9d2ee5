//! What is known by its shape: handles, quotations with and without a name behind them, telephone numbers, addresses.

use super::Reading;
use super::contact::{Contact, contacts};
use crate::dictionary::{ClassSet, Classes, Mention, Origin};
use crate::text::Words;
use std::ops::Range;

/// Finds the shapes of every element and adds them as mentions.
pub(super) fn find(reading: &mut Reading, classes: &Classes) {
    let set = |name: &str| classes.set(name).unwrap_or(ClassSet::EMPTY);
    let (handle, quoted, attribution) = (set("handle"), set("quoted-speech"), set("attribution"));
    let mut found = Vec::new();
    for (index, element) in reading.document.elements.iter().enumerate() {
        let text = element.text.as_str();
        for range in handles(text) {
            found.extend(mention(reading, index, range, handle));
        }
        for (contact, range) in contacts(text, &reading.words[index]) {
            found.extend(mention(reading, index, range, class_of(contact, classes)));
        }
        if let Some(at) = text.find("://") {
            found.extend(mention(reading, index, at as u32..text.len() as u32, set("link")));
        }
        for quote in quotations(text) {
            found.extend(mention(reading, index, quote.clone(), quoted));
            if let Some(credit) = credit_after(text, quote.end) {
                found.extend(mention(reading, index, credit, attribution));
            }
        }
    }
    reading.mentions.extend(found);
}

fn class_of(contact: Contact, classes: &Classes) -> ClassSet {
    let name = match contact {
        Contact::Phone => "phone-number",
        Contact::Mail => "mail-address",
        Contact::Web => "web-address",
        Contact::Street => "street-address",
    };
    classes.set(name).unwrap_or(ClassSet::EMPTY)
}

/// Whether raw text has a shape of one of `starts`: for the look before parsing.
pub(crate) fn may_start(text: &str, words: &Words, starts: ClassSet, classes: &Classes) -> bool {
    let set = |name: &str| classes.set(name).unwrap_or(ClassSet::EMPTY);
    starts.meets(set("handle")) && handles(text).next().is_some()
        || starts.meets(set("quoted-speech").and(set("attribution"))) && !quotations(text).is_empty()
        || contacts(text, words).iter().any(|(contact, _)| starts.meets(class_of(*contact, classes)))
}

/// `@name`, without the sign; not inside a mail address.
fn handles(text: &str) -> impl Iterator<Item = Range<u32>> {
    memchr::memchr_iter(b'@', text.as_bytes()).filter_map(|at| {
        let length = text[at + 1..].bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
        let before = text[..at].chars().next_back();
        (length >= 2 && before.is_none_or(|c| !c.is_alphanumeric())).then_some(at as u32 + 1..(at + 1 + length) as u32)
    })
}

/// What stands between quotation marks, two words or more: straight, typographic, German, French; single ones where they
/// open after a space and close before one.
pub(crate) fn quotations(text: &str) -> Vec<Range<u32>> {
    let mut out = Vec::new();
    let mut open: Option<(char, usize)> = None;
    for (at, c) in text.char_indices() {
        match open {
            Some((close, from)) if c == close && (close != '\'' || !followed_by_letter(text, at)) => {
                if text[from..at].trim().contains(' ') {
                    out.push(from as u32..at as u32);
                }
                open = None;
            }
            Some(_) => {}
            None => {
                let close = match c {
                    '"' => Some('"'),
                    '“' => Some('”'),
                    '„' => Some('“'),
                    '«' => Some('»'),
                    '‘' => Some('’'),
                    '\'' if !text[..at].ends_with(|c: char| c.is_alphanumeric()) => Some('\''),
                    _ => None,
                };
                open = close.map(|close| (close, at + c.len_utf8()));
            }
        }
    }
    out
}

fn followed_by_letter(text: &str, at: usize) -> bool {
    text[at + 1..].starts_with(|c: char| c.is_alphanumeric())
}

/// The name behind a quotation: `"…" - Ada Quell`, `"…" (Ada Quell)`.
fn credit_after(text: &str, end: u32) -> Option<Range<u32>> {
    let rest = &text[end as usize..];
    let after_quote = rest.char_indices().nth(1).map(|(at, _)| at)?;
    let name_part = rest[after_quote..].trim_start_matches([' ', '.', ',']);
    let name = name_part.strip_prefix(['-', '–', '—', '(', '~'])?.trim_start_matches(['-', ' ']);
    if !name.starts_with(|c: char| c.is_uppercase()) {
        return None;
    }
    let start = text.len() - name.len();
    let length = name.find([',', '.', ')', '\n', '|', ';']).unwrap_or(name.len());
    Some(start as u32..(start + length) as u32)
}

/// A mention of the words that lie in `range` of an element's text.
fn mention(reading: &Reading, element: usize, range: Range<u32>, classes: ClassSet) -> Option<Mention> {
    let words = &reading.words[element];
    let start = words.iter().position(|w| w.end > range.start)? as u32;
    let end = words.iter().take_while(|w| w.start < range.end).count() as u32;
    (start < end && !classes.is_empty()).then_some(Mention {
        element: element as u32,
        words: start..end,
        classes,
        origin: Origin::Shape,
        weak: false,
        style: false,
        glued: false,
        negated: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_of_many_hands_are_found() {
        for (text, quoted) in [
            ("says \"no one came\" twice", Some("no one came")),
            ("he says 'the road is gone', quietly", Some("the road is gone")),
            ("sagt „das Boot ist weg“.", Some("das Boot ist weg")),
            ("it's Anna's, isn't it", None),
        ] {
            let found = quotations(text).first().map(|r| text[r.start as usize..r.end as usize].to_owned());
            assert_eq!(found.as_deref(), quoted, "{text}");
        }
    }

    #[test]
    fn a_credit_is_a_name_behind_a_dash() {
        let text = "Text: \"A road is a promise\" - Margaret Atwood";
        let quote = quotations(text).remove(0);
        let credit = credit_after(text, quote.end).unwrap();
        assert_eq!(&text[credit.start as usize..credit.end as usize], "Margaret Atwood");
    }
}
