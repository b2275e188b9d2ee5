//! `%20` and `%C3%BC`: bytes of a text as addresses and the names of attachments have them (RFC 3986, RFC 2231).

use crate::text::MappedText;
use encoding_rs::Encoding;

/// The text with its bytes as the letters that they are in `charset`; what is no text in it stays.
pub(super) fn decoded(text: MappedText, charset: &'static Encoding) -> MappedText {
    let written = text.as_str();
    let mut out = MappedText::default();
    let (mut from, mut at) = (0, 0);
    while let Some(skip) = written[at..].find('%') {
        at += skip;
        let bytes = bytes(&written[at..]);
        let end = at + bytes.len() * 3;
        let letters = charset.decode_without_bom_handling_and_without_replacement(&bytes);
        match letters.filter(|letters| !letters.is_empty() && !letters.contains(char::is_control)) {
            Some(letters) => {
                out.append(&text.slice(from as u32..at as u32));
                out.push_instead(&letters, text.source_range(at as u32..end as u32));
                (from, at) = (end, end);
            }
            None => at = end.max(at + 1),
        }
    }
    if from == 0 {
        return text;
    }
    out.append(&text.slice(from as u32..written.len() as u32));
    out
}

/// The bytes that stand at the start of a text.
fn bytes(text: &str) -> Vec<u8> {
    let of = |escape: &[u8]| match escape {
        [b'%', high, low] => {
            let digit = |sign: &u8| (*sign as char).to_digit(16);
            Some((digit(high)? * 16 + digit(low)?) as u8)
        }
        _ => None,
    };
    text.as_bytes().chunks(3).map_while(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_letters() {
        for (written, read) in
            [("still%20k%C3%BCste.png", "still k\u{fc}ste.png"), ("100% wool %2", "100% wool %2"), ("%FF%00 fog", "%FF%00 fog"), ("%", "%")]
        {
            assert_eq!(decoded(MappedText::verbatim(written, 0..written.len() as u32), encoding_rs::UTF_8).as_str(), read);
        }
        let text = decoded(MappedText::verbatim("a%20b", 0..5), encoding_rs::UTF_8);
        assert_eq!((text.source_range(1..2), text.source_range(2..3)), (1..4, 4..5));
    }
}
