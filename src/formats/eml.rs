//! E-mails (`.eml`): who wrote to whom, the subject, the text, and the texts inside its parts.
//!
//! RFC 5322 for the headers, RFC 2045 to 2047 for bodies and encoded words. Of the forms of one text (`multipart/alternative`)
//! the plain one is read, HTML where there is no other. Attachments are named and not opened.

mod body;
mod decode;
mod paragraphs;

use self::decode::{charset_of, encoded_words};
use super::letters::{Letter, letters, mapped};
use super::{Format, percent};
use crate::document::{Builder, Kind, Role};
use crate::source::Source;
use crate::text::MappedText;
use std::ops::Range;

pub struct Eml;

impl Format for Eml {
    fn id(&self) -> &'static str {
        "eml"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["eml"]
    }

    fn kind(&self) -> Option<Kind> {
        Some(Kind::Note)
    }

    fn read(&self, source: &Source, out: &mut Builder) {
        let text = source.text();
        let (headers, rest) = Headers::read(text, 0..text.len());
        out.item(None);
        headers.push(text, out);
        body::push(text, &headers, rest..text.len(), 0, out);
    }
}

/// The headers of a mail or of a part of one.
struct Headers<'a> {
    /// Names, and where the values stand, with the lines they go on over.
    fields: Vec<(&'a str, Range<usize>)>,
}

/// Headers that people write or read, and what they are known as.
const SHOWN: &[&str] = &["from", "sender", "reply-to", "to", "cc", "bcc", "date", "keywords", "comments", "organization"];

impl<'a> Headers<'a> {
    /// Reads headers from the start of a part; returns where the text behind the blank line begins.
    fn read(text: &'a str, part: Range<usize>) -> (Headers<'a>, usize) {
        let mut fields: Vec<(&str, Range<usize>)> = Vec::new();
        let mut at = part.start;
        while at < part.end {
            let line = &text[at..part.end];
            let length = memchr::memchr(b'\n', line.as_bytes()).map_or(line.len(), |length| length + 1);
            let content = line[..length].trim_end();
            let next = at + length;
            if content.is_empty() {
                return (Headers { fields }, next);
            }
            let continued = content.starts_with([' ', '\t']);
            let first = fields.is_empty();
            match (fields.last_mut().filter(|_| continued), content.split_once(':')) {
                (Some((_, value)), _) => value.end = at + content.len(),
                // The line with which a mailbox begins a mail.
                (None, _) if first && content.starts_with("From ") => {}
                (None, Some((name, value))) if !name.is_empty() && name.bytes().all(|b| b.is_ascii_graphic()) => {
                    fields.push((name, at + content.len() - value.len()..at + content.len()));
                }
                // No header: the blank line is missing, or this is no mail.
                (None, _) => return (Headers { fields }, at),
            }
            at = next;
        }
        (Headers { fields }, part.end)
    }

    fn value<'t>(&self, text: &'t str, name: &str) -> &'t str {
        let found = self.fields.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map_or("", |(_, range)| text[range.clone()].trim())
    }

    /// Adds what is shown of the headers to the current item.
    fn push(&self, text: &str, out: &mut Builder) {
        for (name, range) in &self.fields {
            let lower = name.to_ascii_lowercase();
            let range = range.start as u32..range.end as u32;
            let read = || mapped(text, &encoded_words(&unfolded(text, range.clone())));
            if lower == "subject" {
                out.push_keyed(Role::Heading, read(), Some("subject"));
            } else if SHOWN.contains(&lower.as_str()) {
                out.push_keyed(Role::Metadata, read(), Some(&lower));
            }
        }
    }

    /// The content type in lower case (`text/plain`), and a parameter of it or of another header.
    fn content_type(&self, text: &str) -> String {
        self.value(text, "content-type").split(';').next().unwrap_or("").trim().to_ascii_lowercase()
    }

    /// A parameter behind the value of a header: `boundary="x"`.
    fn parameter<'t>(&self, text: &'t str, header: &str, name: &str) -> Option<&'t str> {
        self.parameters(text, header).find(|(key, _)| key.trim_end_matches('*').eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    fn parameters<'t>(&self, text: &'t str, header: &str) -> impl Iterator<Item = (&'t str, &'t str)> {
        let parts = self.value(text, header).split(';').skip(1).filter_map(|part| part.split_once('='));
        parts.map(|(key, value)| (key.trim(), value.trim().trim_matches('"')))
    }

    /// The words of a parameter: encoded (`name*=UTF-8''k%C3%BCste`), in pieces (`name*0=`, `name*1*=`), or as they stand.
    fn written(&self, text: &str, header: &str, name: &str) -> MappedText {
        let mut pieces: Vec<(&str, &str)> = Vec::new();
        for (key, value) in self.parameters(text, header) {
            let rest = key.get(..name.len()).filter(|start| start.eq_ignore_ascii_case(name)).map(|_| &key[name.len()..]);
            pieces.extend(rest.filter(|rest| rest.is_empty() || rest.starts_with('*')).map(|rest| (rest, value)));
        }
        // The plain form beside it is for programs that do not know this one.
        if pieces.iter().any(|(rest, _)| !rest.is_empty()) {
            pieces.retain(|(rest, _)| !rest.is_empty());
        }
        pieces.sort_by_key(|(rest, _)| rest.trim_matches('*').parse::<u32>().unwrap_or(0));
        let mut charset = encoding_rs::UTF_8;
        let mut out = MappedText::default();
        for (rest, value) in pieces {
            let encoded = rest.ends_with('*');
            let marks =
                value.split_once('\'').filter(|_| encoded && out.is_empty()).and_then(|(set, rest)| Some((set, rest.split_once('\'')?.1)));
            let words = marks.map_or(value, |(set, words)| {
                charset = charset_of(set);
                words
            });
            let at = (words.as_ptr() as usize - text.as_ptr() as usize) as u32;
            let range = at..at + words.len() as u32;
            if encoded {
                out.append(&percent::decoded(MappedText::verbatim(text, range), charset));
            } else {
                out.append(&mapped(text, &encoded_words(&unfolded(text, range))));
            }
        }
        out.trimmed()
    }

    fn charset(&self, text: &str) -> &'static encoding_rs::Encoding {
        charset_of(self.parameter(text, "content-type", "charset").unwrap_or("utf-8"))
    }
}

/// The letters of a header; a line end and the white space behind it are one space.
fn unfolded(text: &str, range: Range<u32>) -> Vec<Letter> {
    let mut out: Vec<Letter> = Vec::new();
    for letter in letters(text, range) {
        let space = letter.c.is_whitespace();
        match out.last_mut().filter(|last| space && last.c == ' ') {
            Some(last) => last.to = letter.to,
            None => out.push(Letter { c: if space { ' ' } else { letter.c }, ..letter }),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::tests::{document, places};
    use crate::document::outline;

    const MAIL: &str = "Received: by x\r\nFrom: =?utf-8?Q?Ren=C3=A9e_Quill?= <rq@kestrel.example>\r\nTo: Tam <tam@kestrel.example>,\r\n Mara <mara@kestrel.example>\r\n\
Subject: =?UTF-8?B?S0VTXzAwMTA6IA==?=\r\n =?UTF-8?B?Zm9n?= and gulls\r\nContent-Type: multipart/mixed; boundary=\"b1\"\r\n\r\nThis is a mail in parts.\r\n--b1\r\n\
Content-Type: multipart/alternative; boundary=b2\r\n\r\n--b2\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
Ren=E9e wants the f=\r\nog thicker.\r\n\r\n- KES_0010 slower\r\n- KES_0020 ok\r\n\r\n> what about rain?\r\n--b2\r\nContent-Type: text/html\r\n\r\n<p>not read</p>\r\n--b2--\r\n\
--b1\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+VGhlIDxiPnNj\r\naMO2bmU8L2I+IGdhdGU8L3A+\r\n--b1\r\n\
Content-Type: image/png; name=\"gate.png\"\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--b1--\r\n";

    #[test]
    fn parts_are_decoded() {
        let read = document("mail/a.eml", MAIL);
        insta::assert_snapshot!(outline(&read), @r"
        metadata         Renée Quill <rq@kestrel.example>  [from]
        metadata         Tam <tam@kestrel.example>, Mara <mara@kestrel.example>  [to]
        heading          KES_0010: fog and gulls  [subject]
        note             Renée wants the fog thicker.
        note             - KES_0010 slower
        note             - KES_0020 ok
        note             > what about rain?
        note             The schöne gate
        reference        gate.png  [attachment]
        ");
        let names: Vec<_> = read.items.iter().filter_map(|item| item.name.as_deref()).collect();
        assert_eq!(names, ["KES_0010", "KES_0020"]);
        assert_eq!(places("mail/a.eml", MAIL, "Renée"), ["Ren=C3=A9e", "Ren=E9e"]);
        assert_eq!(places("mail/a.eml", MAIL, "fog thicker"), ["f=\r\nog thicker"]);
        assert_eq!(places("mail/a.eml", MAIL, "schöne"), ["nNj\r\naMO2bmU"]);
    }

    #[test]
    fn attachments_are_named() {
        for (written, read) in [
            ("filename*=UTF-8''still%20k%C3%BCste.png", "still k\u{fc}ste.png"),
            ("filename=\"x.png\"; filename*=iso-8859-1'de'k%FCste.png", "k\u{fc}ste.png"),
            ("filename*1=\"ste.png\"; filename*0*=utf-8''k%C3%BC", "k\u{fc}ste.png"),
            ("filename=\"=?utf-8?Q?k=C3=BCste.png?=\"", "k\u{fc}ste.png"),
        ] {
            let mail = format!("Content-Type: image/png\nContent-Disposition: attachment; {written}\n\nAAAA\n");
            assert_eq!(document("mail/a.eml", &mail).elements[0].text.as_str(), read, "{written}");
        }
    }

    #[test]
    fn any_text_is_a_mail() {
        for cut in (0..MAIL.len()).filter(|&at| MAIL.is_char_boundary(at)) {
            document("mail/a.eml", &MAIL[..cut]);
        }
        insta::assert_snapshot!(outline(&document("mail/a.eml", "see you at the quay\n")), @"note             see you at the quay");
        let nested = "Content-Type: multipart/mixed; boundary=a\n\n--a\n".repeat(5000);
        document("mail/a.eml", &nested);
    }
}
