//! The text of XML: references, CDATA sections, line ends.

use crate::text::MappedText;
use std::ops::Range;

/// Adds raw XML text with its references replaced, CDATA marks left out and line ends as LF.
pub(in super::super) fn push_decoded(source: &str, range: Range<u32>, out: &mut MappedText) {
    let raw = &source[range.start as usize..range.end as usize];
    let (mut from, mut at, mut cdata) = (0, 0, false);
    while let Some(skip) = memchr::memchr3(b'&', b'\r', if cdata { b']' } else { b'<' }, &raw.as_bytes()[at..]) {
        at += skip;
        let rest = &raw[at..];
        let (reading, length) = if !cdata && rest.starts_with("<![CDATA[") {
            cdata = true;
            (String::new(), 9)
        } else if cdata && rest.starts_with("]]>") {
            cdata = false;
            (String::new(), 3)
        } else if rest.starts_with('\r') {
            ("\n".to_owned(), if rest.starts_with("\r\n") { 2 } else { 1 })
        } else if let Some((character, length)) = (!cdata).then(|| reference(rest)).flatten() {
            (character.to_string(), length)
        } else {
            at += 1;
            continue;
        };
        out.push(source, range.start + from as u32..range.start + at as u32);
        out.push_instead(&reading, range.start + at as u32..range.start + (at + length) as u32);
        at += length;
        from = at;
    }
    out.push(source, range.start + from as u32..range.end);
}

/// The character that a reference at the start of `text` stands for, and the length of the reference.
fn reference(text: &str) -> Option<(char, usize)> {
    let length = text.bytes().take(12).position(|b| b == b';')?;
    let name = text.get(1..length)?;
    let character = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ if !name.starts_with('#') => NAMES.iter().find(|(known, _)| *known == name)?.1,
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some((character, length + 1))
}

/// References that HTML knows and XML does not, as far as scripts have them.
#[rustfmt::skip]
const NAMES: &[(&str, char)] = &[
    ("nbsp", '\u{a0}'), ("ndash", '\u{2013}'), ("mdash", '\u{2014}'), ("hellip", '\u{2026}'), ("lsquo", '\u{2018}'), ("rsquo", '\u{2019}'),
    ("ldquo", '\u{201c}'), ("rdquo", '\u{201d}'), ("laquo", '«'), ("raquo", '»'), ("shy", '\u{ad}'), ("copy", '©'), ("reg", '®'),
    ("trade", '™'), ("deg", '°'), ("iexcl", '¡'), ("iquest", '¿'), ("szlig", 'ß'),
    ("agrave", 'à'), ("aacute", 'á'), ("acirc", 'â'), ("atilde", 'ã'), ("auml", 'ä'), ("aring", 'å'), ("aelig", 'æ'), ("ccedil", 'ç'),
    ("egrave", 'è'), ("eacute", 'é'), ("ecirc", 'ê'), ("euml", 'ë'), ("igrave", 'ì'), ("iacute", 'í'), ("icirc", 'î'), ("iuml", 'ï'),
    ("ntilde", 'ñ'), ("ograve", 'ò'), ("oacute", 'ó'), ("ocirc", 'ô'), ("otilde", 'õ'), ("ouml", 'ö'), ("oslash", 'ø'),
    ("ugrave", 'ù'), ("uacute", 'ú'), ("ucirc", 'û'), ("uuml", 'ü'), ("Agrave", 'À'), ("Aacute", 'Á'), ("Auml", 'Ä'), ("Aring", 'Å'),
    ("AElig", 'Æ'), ("Ccedil", 'Ç'), ("Egrave", 'È'), ("Eacute", 'É'), ("Ecirc", 'Ê'), ("Ntilde", 'Ñ'), ("Oacute", 'Ó'), ("Ouml", 'Ö'),
    ("Oslash", 'Ø'), ("Uacute", 'Ú'), ("Uuml", 'Ü'),
];
