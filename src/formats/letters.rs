//! Text that is decoded in several steps (escapes, then tags, then entities), letter by letter, so that each letter keeps the
//! bytes it came from however many steps it went through.

use crate::text::MappedText;
use std::ops::Range;

/// One letter of the reading text and the bytes of the source that it stands for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Letter {
    pub c: char,
    pub from: u32,
    pub to: u32,
}

/// The letters of `source[range]`, line ends as LF.
pub(super) fn letters(source: &str, range: Range<u32>) -> Vec<Letter> {
    let raw = &source[range.start as usize..range.end as usize];
    let mut out: Vec<Letter> = Vec::with_capacity(raw.len());
    let mut after_cr = false;
    for (at, c) in raw.char_indices() {
        let from = range.start + at as u32;
        let to = from + c.len_utf8() as u32;
        match (c, out.last_mut()) {
            ('\n', Some(last)) if after_cr => last.to = to,
            _ => out.push(Letter { c: if c == '\r' { '\n' } else { c }, from, to }),
        }
        after_cr = c == '\r';
    }
    out
}

/// The reading text of letters, still knowing its bytes; white space at the ends is left out.
pub(super) fn mapped(source: &str, letters: &[Letter]) -> MappedText {
    let mut out = MappedText::default();
    let mut buffer = [0; 4];
    for letter in trimmed(letters) {
        let reading = letter.c.encode_utf8(&mut buffer);
        if source.get(letter.from as usize..letter.to as usize) == Some(&*reading) {
            out.push(source, letter.from..letter.to);
        } else {
            out.push_instead(reading, letter.from..letter.to);
        }
    }
    out
}

/// The letters without white space at the ends.
pub(super) fn trimmed(letters: &[Letter]) -> &[Letter] {
    let start = letters.iter().position(|letter| !letter.c.is_whitespace()).unwrap_or(letters.len());
    let end = letters.iter().rposition(|letter| !letter.c.is_whitespace()).map_or(start, |last| last + 1);
    &letters[start..end]
}

pub(super) fn text(letters: &[Letter]) -> String {
    letters.iter().map(|letter| letter.c).collect()
}

/// The letters without tags (`<i>`, `</font>`, `<00:01.000>`) and with entities as the letters they stand for. A tag that ends
/// a line or a block is read as a line end, one round a reading (`<rt>`) as a space. What only looks like the beginning of a tag stays.
pub(super) fn without_tags(letters: &[Letter]) -> Vec<Letter> {
    let mut out = Vec::with_capacity(letters.len());
    let mut at = 0;
    while at < letters.len() {
        if let Some(tag) = tag(&letters[at..]) {
            if let Some(c) = tag.divides() {
                out.push(Letter { c, from: letters[at].from, to: letters[at + tag.length - 1].to });
            }
            at += tag.length;
        } else if let Some((c, length)) = entity(&letters[at..]) {
            out.push(Letter { c, from: letters[at].from, to: letters[at + length - 1].to });
            at += length;
        } else {
            out.push(letters[at]);
            at += 1;
        }
    }
    out
}

/// A tag at the start of letters.
pub(super) struct Tag {
    /// Its name in lower case, with the `/` of a closing tag.
    pub name: String,
    /// Where the text behind the name starts, in letters.
    pub rest: usize,
    /// All of it, in letters.
    pub length: usize,
}

impl Tag {
    /// What the tag puts between the texts before and behind it: a line end, a space round the reading of a word.
    fn divides(&self) -> Option<char> {
        const BLOCKS: &[&str] =
            &["br", "p", "div", "tr", "td", "th", "li", "ul", "ol", "h1", "h2", "h3", "h4", "hr", "table", "blockquote"];
        match self.name.trim_matches('/') {
            "rt" | "rp" => Some(' '),
            name => BLOCKS.contains(&name).then_some('\n'),
        }
    }
}

/// Tags longer than this are taken for text.
const LONGEST_TAG: usize = 2000;

/// Reads the tag at the start of `letters`, if one is there.
pub(super) fn tag(letters: &[Letter]) -> Option<Tag> {
    if letters.first()?.c != '<' {
        return None;
    }
    let second = letters.get(1)?.c;
    if !(second.is_ascii_alphanumeric() || matches!(second, '/' | '!' | '?')) {
        return None;
    }
    let length = letters.iter().take(LONGEST_TAG).skip(1).position(|letter| matches!(letter.c, '>' | '<')).map(|at| at + 1)?;
    if letters[length].c != '>' {
        return None;
    }
    let rest = letters[1..length].iter().position(|letter| letter.c.is_whitespace()).map_or(length, |at| at + 1);
    let name = text(&letters[1..rest]).to_ascii_lowercase();
    Some(Tag { name, rest, length: length + 1 })
}

/// The letter that an entity at the start of `letters` stands for, and the entity's length.
fn entity(letters: &[Letter]) -> Option<(char, usize)> {
    if letters.first()?.c != '&' {
        return None;
    }
    let length = letters.iter().take(12).position(|letter| letter.c == ';')?;
    let name = text(&letters[1..length]);
    let c = match name.as_str() {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "lrm" => '\u{200e}',
        "rlm" => '\u{200f}',
        "ndash" => '\u{2013}',
        "mdash" => '\u{2014}',
        "hellip" => '\u{2026}',
        "lsquo" => '\u{2018}',
        "rsquo" => '\u{2019}',
        "ldquo" => '\u{201c}',
        "rdquo" => '\u{201d}',
        "auml" => 'ä',
        "ouml" => 'ö',
        "uuml" => 'ü',
        "Auml" => 'Ä',
        "Ouml" => 'Ö',
        "Uuml" => 'Ü',
        "szlig" => 'ß',
        "eacute" => 'é',
        "egrave" => 'è',
        "agrave" => 'à',
        "ccedil" => 'ç',
        "ntilde" => 'ñ',
        "oslash" => 'ø',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some((c, length + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_over_tags_and_entities_points_at_all_of_it() {
        let source = "<b>Ren</b>&eacute;e A < B<br/>two &amp; <odd";
        let read = mapped(source, &without_tags(&letters(source, 0..source.len() as u32)));
        assert_eq!(read.as_str(), "Renée A < B\ntwo & <odd");
        let name = read.source_range(0..6);
        assert_eq!(&source[name.start as usize..name.end as usize], "Ren</b>&eacute;e");
    }
}
