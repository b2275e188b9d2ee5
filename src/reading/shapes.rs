//! What is known by its shape: handles, quotations with and without a name behind them, telephone numbers, addresses.

use super::contact::{Contact, contacts};
use crate::dictionary::{ClassSet, Classes, Mention, Origin};
use crate::text::Words;
use std::ops::Range;

/// The classes of shapes.
pub(crate) struct Shapes {
    handle: ClassSet,
    quoted: ClassSet,
    attribution: ClassSet,
    link: ClassSet,
    phone: ClassSet,
    mail: ClassSet,
    web: ClassSet,
    street: ClassSet,
    plate: ClassSet,
}

impl Shapes {
    pub(crate) fn of(classes: &Classes) -> Shapes {
        let set = |name: &str| classes.set(name).unwrap_or(ClassSet::EMPTY);
        Shapes {
            handle: set("handle"),
            quoted: set("quoted-speech"),
            attribution: set("attribution"),
            link: set("link"),
            phone: set("phone-number"),
            mail: set("mail-address"),
            web: set("web-address"),
            street: set("street-address"),
            plate: set("plate-number"),
        }
    }

    fn contact(&self, contact: Contact) -> ClassSet {
        match contact {
            Contact::Phone => self.phone,
            Contact::Mail => self.mail,
            Contact::Web => self.web,
            Contact::Street => self.street,
            Contact::Plate => self.plate,
        }
    }

    /// Adds the shapes of one element's text to `out`.
    pub(crate) fn find(&self, text: &str, words: &Words, element: u32, out: &mut Vec<Mention>) {
        let mut add = |range: Range<u32>, classes: ClassSet| out.extend(mention(words, element, range, classes));
        for range in handles(text) {
            add(range, self.handle);
        }
        for (contact, range) in contacts(text, words) {
            add(range, self.contact(contact));
        }
        if let Some(at) = memchr::memmem::find(text.as_bytes(), b"://") {
            add(at as u32..text.len() as u32, self.link);
        }
        for quote in quotations(text) {
            add(quote.clone(), self.quoted);
            if let Some(credit) = credit_after(text, quote.end) {
                add(credit, self.attribution);
            }
        }
    }
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
    if !text.bytes().any(|b| matches!(b, b'"' | b'\'') || b >= 0x80) {
        return out;
    }
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
fn mention(words: &Words, element: u32, range: Range<u32>, classes: ClassSet) -> Option<Mention> {
    let start = words.iter().position(|w| w.end > range.start)? as u32;
    let end = words.iter().take_while(|w| w.start < range.end).count() as u32;
    (start < end && !classes.is_empty()).then_some(Mention {
        element,
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
