//! Transfer encodings and character sets: bytes that know where they stand, and letters made of them.

use super::super::letters::{Letter, letters};
use encoding_rs::{DecoderResult, Encoding, UTF_8};
use std::ops::Range;

/// A byte of a decoded text and the bytes of the source that it stands for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Byte {
    byte: u8,
    from: u32,
    to: u32,
}

pub(super) fn charset_of(name: &str) -> &'static Encoding {
    Encoding::for_label(name.trim().as_bytes()).unwrap_or(UTF_8)
}

/// The letters of a part with this transfer encoding.
pub(super) fn decoded(source: &str, part: Range<usize>, transfer: &str, charset: &'static Encoding) -> Vec<Letter> {
    let range = part.start as u32..part.end as u32;
    match transfer.trim().to_ascii_lowercase().as_str() {
        "quoted-printable" => one_line_ends(characters(&quoted_printable(&letters(source, range), false), charset)),
        "base64" => one_line_ends(characters(&base64(&letters(source, range)), charset)),
        _ => letters(source, range),
    }
}

/// `=E9` is a byte, `=` at the end of a line joins it with the next; `underscores` are spaces in a header.
fn quoted_printable(raw: &[Letter], underscores: bool) -> Vec<Byte> {
    let mut out = Vec::with_capacity(raw.len());
    let mut at = 0;
    while at < raw.len() {
        let letter = raw[at];
        let hex = |at: usize| raw.get(at).and_then(|letter| letter.c.to_digit(16));
        if letter.c == '=' {
            if let (Some(high), Some(low)) = (hex(at + 1), hex(at + 2)) {
                out.push(Byte { byte: (high * 16 + low) as u8, from: letter.from, to: raw[at + 2].to });
                at += 3;
                continue;
            }
            let blanks = raw[at + 1..].iter().take_while(|letter| matches!(letter.c, ' ' | '\t')).count();
            if raw.get(at + 1 + blanks).is_none_or(|letter| letter.c == '\n') {
                at += blanks + 2;
                continue;
            }
        }
        let c = if underscores && letter.c == '_' { ' ' } else { letter.c };
        push_letter(c, letter, &mut out);
        at += 1;
    }
    out
}

/// A letter that stands as it is, as the bytes of UTF-8.
fn push_letter(c: char, letter: Letter, out: &mut Vec<Byte>) {
    let mut buffer = [0; 4];
    out.extend(c.encode_utf8(&mut buffer).bytes().map(|byte| Byte { byte, from: letter.from, to: letter.to }));
}

/// Three bytes of four signs; whatever is no sign of the alphabet is passed over.
fn base64(raw: &[Letter]) -> Vec<Byte> {
    let mut out = Vec::with_capacity(raw.len() / 4 * 3);
    let (mut bits, mut count, mut from) = (0u32, 0u32, 0u32);
    for letter in raw {
        let value = match letter.c {
            'A'..='Z' => letter.c as u32 - 'A' as u32,
            'a'..='z' => letter.c as u32 - 'a' as u32 + 26,
            '0'..='9' => letter.c as u32 - '0' as u32 + 52,
            '+' | '-' => 62,
            '/' | '_' => 63,
            _ => continue,
        };
        bits = bits << 6 | value;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push(Byte { byte: (bits >> count) as u8, from, to: letter.to });
            bits &= (1 << count) - 1;
            from = letter.from;
        } else {
            from = letter.from;
        }
    }
    out
}

/// Bytes as letters of a character set, byte by byte, so that each letter knows its bytes.
fn characters(bytes: &[Byte], charset: &'static Encoding) -> Vec<Letter> {
    let mut decoder = charset.new_decoder_without_bom_handling();
    let mut out = Vec::with_capacity(bytes.len());
    let mut buffer = String::with_capacity(32);
    let mut from = None;
    for (index, byte) in bytes.iter().enumerate() {
        let start = *from.get_or_insert(byte.from);
        let last = index + 1 == bytes.len();
        buffer.clear();
        let mut rest: &[u8] = &[byte.byte];
        loop {
            let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut buffer, last);
            rest = &rest[read..];
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => buffer.reserve(32),
                DecoderResult::Malformed(..) => buffer.push('\u{fffd}'),
            }
        }
        for c in buffer.chars() {
            out.push(Letter { c, from: start, to: byte.to });
            from = None;
        }
    }
    out
}

/// Line ends as LF.
fn one_line_ends(letters: Vec<Letter>) -> Vec<Letter> {
    let mut out: Vec<Letter> = Vec::with_capacity(letters.len());
    let mut after_cr = false;
    for letter in letters {
        match out.last_mut().filter(|_| after_cr && letter.c == '\n') {
            Some(last) => last.to = letter.to,
            None => out.push(Letter { c: if letter.c == '\r' { '\n' } else { letter.c }, ..letter }),
        }
        after_cr = letter.c == '\r';
    }
    out
}

/// Letters of a header with its encoded words (`=?utf-8?Q?Ren=C3=A9e?=`) decoded; white space between two of them is left out.
pub(super) fn encoded_words(raw: &[Letter]) -> Vec<Letter> {
    let mut out = Vec::with_capacity(raw.len());
    let (mut at, mut behind_word) = (0, None);
    while at < raw.len() {
        if raw[at].c == '='
            && let Some((word, length)) = encoded_word(&raw[at..])
        {
            if let Some(mark) = behind_word.take() {
                out.truncate(mark);
            }
            out.extend(word);
            at += length;
            behind_word = Some(out.len());
        } else {
            behind_word = behind_word.filter(|_| raw[at].c.is_whitespace());
            out.push(raw[at]);
            at += 1;
        }
    }
    out
}

/// Longer than any encoded word may be.
const LONGEST: usize = 400;

fn encoded_word(raw: &[Letter]) -> Option<(Vec<Letter>, usize)> {
    let raw = &raw[..raw.len().min(LONGEST)];
    if raw.get(1)?.c != '?' {
        return None;
    }
    let mark = |from: usize| raw[from..].iter().position(|letter| letter.c == '?').map(|at| from + at);
    let charset_end = mark(2)?;
    let how = raw.get(charset_end + 1)?.c;
    if raw.get(charset_end + 2)?.c != '?' {
        return None;
    }
    let start = charset_end + 3;
    let end = mark(start).filter(|end| raw.get(end + 1).is_some_and(|letter| letter.c == '='))?;
    let name: String = raw[2..charset_end].iter().map(|letter| letter.c).collect();
    // A language may stand behind the name (RFC 2231).
    let charset = charset_of(name.split('*').next().unwrap_or(""));
    let bytes = match how {
        'q' | 'Q' => quoted_printable(&raw[start..end], true),
        'b' | 'B' => base64(&raw[start..end]),
        _ => return None,
    };
    Some((characters(&bytes, charset), end + 2))
}
