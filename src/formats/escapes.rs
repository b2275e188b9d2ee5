//! Strings with `\` escapes, as JSON, TOML, double-quoted YAML and programs write them.

use crate::text::MappedText;
use std::ops::Range;

/// Whose escapes a string has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Escapes {
    /// JSON and TOML: a line end behind `\` and the white space after it are left out.
    Data,
    /// As `Data`; a line end is read as a space and an empty line as a line end.
    Yaml,
    /// Python and JavaScript: a line end behind `\` is left out, the white space after it stays.
    Program,
}

/// Adds what stands between the quotes, `source[range]`, with its escapes replaced, each mapped to where it stands.
///
/// An escape that the language does not know stays as it is.
pub(super) fn push_escaped(source: &str, range: Range<u32>, escapes: Escapes, out: &mut MappedText) {
    let raw = &source[range.start as usize..range.end as usize];
    let mapped = |from: usize, to: usize| range.start + from as u32..range.start + to as u32;
    let (mut from, mut at) = (0, 0);
    while let Some(skip) = memchr::memchr3(b'\\', b'\n', b'\r', &raw.as_bytes()[at..]) {
        at += skip;
        let (start, reading, length) = if raw.as_bytes()[at] == b'\\' {
            let (reading, length) = escape(&raw[at..], escapes);
            (at, reading, length)
        } else if escapes == Escapes::Yaml {
            let start = from.max(raw[..at].trim_end_matches([' ', '\t']).len());
            let length = raw[start..].len() - raw[start..].trim_start().len();
            let lines = raw[start..start + length].replace("\r\n", "\n").matches(['\n', '\r']).count();
            (start, if lines > 1 { "\n".repeat(lines - 1) } else { " ".to_owned() }, length)
        } else {
            at += 1;
            continue;
        };
        out.push(source, mapped(from, start));
        out.push_instead(&reading, mapped(start, start + length));
        at = start + length;
        from = at;
    }
    if from < raw.len() {
        out.push(source, mapped(from, raw.len()));
    }
}

/// What the escape at the start of `text` stands for, and its length.
fn escape(text: &str, escapes: Escapes) -> (String, usize) {
    let Some(sign) = text[1..].chars().next() else {
        return (text.to_owned(), text.len());
    };
    if escapes == Escapes::Program
        && let Some(found) = of_program(text, sign)
    {
        return found;
    }
    let simple = match sign {
        'n' => "\n",
        't' | '\t' => "\t",
        'r' => "\r",
        'b' => "\u{8}",
        'f' => "\u{c}",
        'v' => "\u{b}",
        'a' => "\u{7}",
        'e' => "\u{1b}",
        '0' => "\0",
        'N' => "\u{85}",
        '_' => "\u{a0}",
        'L' => "\u{2028}",
        'P' => "\u{2029}",
        ' ' => " ",
        '"' | '\\' | '/' | '\'' => return (sign.to_string(), 1 + sign.len_utf8()),
        '\n' | '\r' => {
            let rest = &text[1..];
            return (String::new(), 1 + rest.len() - rest.trim_start().len());
        }
        'u' | 'U' | 'x' => return numbered(text, sign).unwrap_or_else(|| (text[..2].to_owned(), 2)),
        other => return (text[..1 + other.len_utf8()].to_owned(), 1 + other.len_utf8()),
    };
    (simple.to_owned(), 1 + sign.len_utf8())
}

/// The escapes that programs have and data has not, or has otherwise.
fn of_program(text: &str, sign: char) -> Option<(String, usize)> {
    let close = || text.bytes().take(100).position(|b| b == b'}').map(|close| close + 1);
    let kept = || Some((text[..1 + sign.len_utf8()].to_owned(), 1 + sign.len_utf8()));
    match sign {
        '`' | '$' => Some((sign.to_string(), 2)),
        '\n' => Some((String::new(), 2)),
        '\r' => Some((String::new(), if text[2..].starts_with('\n') { 3 } else { 2 })),
        'u' if text[2..].starts_with('{') => {
            let end = close()?;
            let code = u32::from_str_radix(&text[3..end - 1], 16).ok()?;
            Some((char::from_u32(code).unwrap_or('\u{fffd}').to_string(), end))
        }
        // `\N{BULLET}`: a character by its name, which is no word of the text.
        'N' if text[2..].starts_with('{') => Some((" ".to_owned(), close()?)),
        'N' | 'L' | 'P' | '_' | 'e' | ' ' => kept(),
        _ => None,
    }
}

/// `\xE9`, `\u00e9`, `\U000000e9`; two halves of a UTF-16 pair are one character.
fn numbered(text: &str, sign: char) -> Option<(String, usize)> {
    let digits = match sign {
        'x' => 2,
        'u' => 4,
        _ => 8,
    };
    let code = |at: usize| u32::from_str_radix(text.get(at..at + digits)?, 16).ok();
    let first = code(2)?;
    let length = 2 + digits;
    if (0xd800..0xdc00).contains(&first)
        && text[length..].starts_with("\\u")
        && let Some(second) = code(length + 2).filter(|second| (0xdc00..0xe000).contains(second))
    {
        let both = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
        return Some((char::from_u32(both)?.to_string(), 2 * length));
    }
    // A half without its other half is no character.
    Some((char::from_u32(first).unwrap_or('\u{fffd}').to_string(), length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &str, escapes: Escapes) -> MappedText {
        let mut out = MappedText::default();
        push_escaped(raw, 0..raw.len() as u32, escapes, &mut out);
        out
    }

    #[test]
    fn every_escape_is_mapped_to_itself() {
        let raw = r"line\none \ud83c\udfac Beyonc\u00e9 \x41\q\";
        let text = read(raw, Escapes::Data);
        assert_eq!(text.as_str(), "line\none 🎬 Beyoncé A\\q\\");
        let at = text.as_str().find("one").unwrap() as u32;
        assert_eq!(text.source_range(at..at + 3), 6..9);
        let at = text.as_str().find("Beyoncé").unwrap() as u32;
        assert_eq!(&raw[text.source_range(at..at + 8).start as usize..text.source_range(at..at + 8).end as usize], r"Beyonc\u00e9");
    }

    #[test]
    fn yaml_folds_lines() {
        let text = read("one \n   two\n\n three\\\n  !", Escapes::Yaml);
        assert_eq!(text.as_str(), "one two\nthree!");
        assert_eq!(text.source_range(4..7), 8..11);
    }

    #[test]
    fn programs_have_escapes_of_their_own() {
        for (raw, expected) in [
            ("a\\\n  b\\\r\nc", "a  bc"),
            (r"\u{1F56F}\u{e9} \u{z} \`ink\` \${x}", "\u{1f56f}\u{e9} \\u{z} `ink` ${x}"),
            (r"wet\N{BULLET}ink \N \_ \x41\u00e9", "wet ink \\N \\_ A\u{e9}"),
        ] {
            assert_eq!(read(raw, Escapes::Program).as_str(), expected);
        }
    }
}
