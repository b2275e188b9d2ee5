//! Lines of plain text and what they begin with: bullets, list numbers, shot codes, timecodes, dates.

use super::kinds::is_shot_code;
use crate::source::Source;
use crate::text::MappedText;
use std::ops::Range;

/// A line without the white space at its ends.
#[derive(Debug, Clone)]
pub(super) struct Line<'a> {
    pub text: &'a str,
    /// Bytes of the source that `text` is.
    pub range: Range<u32>,
    /// Columns of white space before the text; a tab goes to the next multiple of four.
    pub indent: usize,
}

impl Line<'_> {
    /// Whether nothing but white space or a drawn rule (`-----`, `=====`) stands here.
    pub fn is_empty(&self) -> bool {
        self.text.chars().all(|c| "=-_*~#+.\u{2013}\u{2014} ".contains(c))
    }

    /// Whether the line underlines the one above it.
    pub fn is_underline(&self) -> bool {
        self.text.len() >= 3 && self.text.bytes().all(|b| matches!(b, b'=' | b'-' | b'~' | b'_'))
    }
}

/// Returns the lines from byte `from` on, the last one included though it be empty.
pub(super) fn lines_from(source: &Source, from: u32) -> Vec<Line<'_>> {
    let first = source.line_of(from);
    (first..source.line_count()).map(|number| line_at(source.text(), source.line_range(number))).collect()
}

fn line_at(text: &str, range: Range<u32>) -> Line<'_> {
    let raw = &text[range.start as usize..range.end as usize];
    let body = raw.trim();
    let lead = raw.len() - raw.trim_start().len();
    let indent = raw[..lead].chars().fold(0, |column, c| if c == '\t' { (column / 4 + 1) * 4 } else { column + 1 });
    let start = range.start + if body.is_empty() { 0 } else { lead as u32 };
    Line { text: body, range: start..start + body.len() as u32, indent }
}

/// Joins lines into one reading text, with a line end between them.
pub(super) fn join<'a>(source: &str, lines: impl IntoIterator<Item = &'a Line<'a>>) -> MappedText {
    let mut out = MappedText::default();
    let mut last: Option<u32> = None;
    for line in lines {
        if let Some(end) = last {
            out.push_instead("\n", end..line.range.start);
        }
        out.push(source, line.range.clone());
        last = Some(line.range.end);
    }
    out
}

/// Returns how many bytes at the start of `text` are a bullet, a number or a letter of a list, and the number or letter.
pub(super) fn list_mark(text: &str) -> Option<(usize, Option<&str>)> {
    let first = text.chars().next()?;
    if "-*+\u{2022}\u{2013}\u{2014}\u{b7}\u{25cb}\u{25aa}\u{2023}\u{25e6}\u{25cf}\u{25a0}".contains(first) {
        let rest = &text[first.len_utf8()..];
        let glued = matches!(first, '\u{2022}' | '\u{b7}' | '\u{25aa}' | '\u{2023}' | '\u{25cf}' | '\u{25a0}');
        if !rest.starts_with([' ', '\t']) && !glued {
            return None;
        }
        let mut length = text.len() - rest.trim_start().len();
        // The box of a task list belongs to the bullet.
        for check in ["[ ] ", "[x] ", "[X] "] {
            if text[length..].starts_with(check) {
                length += check.len();
            }
        }
        return Some((length, None));
    }
    let open = usize::from(matches!(first, '(' | '#'));
    let body = &text[open..];
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    let size = match digits {
        0 if first != '#' && body.bytes().next().is_some_and(|b| b.is_ascii_alphabetic()) => 1,
        1..=3 => digits,
        _ => return None,
    };
    let after = &body[size..];
    let sign = usize::from(match first {
        '(' => after.starts_with(')'),
        '#' => after.starts_with([')', '.', ':']),
        // `A. Brewis` is a name: a letter wants a bracket or a colon.
        _ if digits == 0 => after.starts_with([')', ':']),
        _ => after.starts_with([')', '.', ':']),
    });
    if sign == 0 && first != '#' || !after[sign..].starts_with([' ', '\t']) {
        return None;
    }
    let length = text.len() - after[sign..].trim_start().len();
    Some((length, Some(&body[..size])))
}

/// Returns the length of a date, with the time if one follows, and the white space behind it at the start of `text`.
pub(super) fn date_mark(text: &str) -> Option<usize> {
    let word = text.split_whitespace().next()?;
    let parts: Vec<&str> = word.trim_end_matches(':').split(['/', '-', '.']).collect();
    let numeric = parts.iter().all(|part| matches!(part.len(), 1 | 2 | 4) && part.bytes().all(|b| b.is_ascii_digit()));
    let slashed = parts.len() == 2 && word.contains('/');
    if !numeric || !(parts.len() == 3 || slashed) {
        return None;
    }
    let mut length = word.len();
    for next in text[word.len()..].split_whitespace().take(2) {
        let time = next.len() <= 8 && next.contains(':') && next.bytes().all(|b| b.is_ascii_digit() || b == b':');
        if !time && !matches!(next, "AM" | "PM" | "am" | "pm") {
            break;
        }
        length = length + text[length..].find(next)? + next.len();
    }
    let rest = text[length..].trim_start();
    (!rest.is_empty() && text[length..].starts_with([' ', '\t'])).then(|| text.len() - rest.len())
}

/// What a line of notes is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lead<'a> {
    pub name: Option<&'a str>,
    /// Whether the line begins an item by itself.
    pub begins: bool,
    /// Whether all that speaks for it is a bare number, which a wrapped line may begin with too.
    pub bare_number: bool,
}

/// Reads the beginning of a line of notes: bullet or number, then shot code, timecode, camera roll or `sc 18`.
pub(super) fn lead(text: &str) -> Lead<'_> {
    let (mark, number) = list_mark(text).map_or((0, None), |(length, number)| (length, number));
    let marked = mark > 0;
    let mut counted = None;
    let mut words = text[mark..].split([' ', '\t', '|']).filter(|word| !word.is_empty()).take(4);
    let mut first = true;
    while let Some(raw) = words.next() {
        let word = raw.trim_matches(['*', ':', ',', '.', ')', '(', '[', ']', ';', '_']);
        if is_shot_code(word) || is_code(word) && (first || counted.is_some()) {
            return Lead { name: Some(word), begins: true, bare_number: false };
        }
        if first && NOUNS.contains(&word.to_ascii_lowercase().as_str()) {
            let next = words.next().map(|next| next.trim_matches([':', ',', '.', ')']));
            if let Some(code) = next.filter(|next| is_shot_code(next)) {
                return Lead { name: Some(code), begins: true, bare_number: false };
            }
            let digits = next.filter(|next| {
                next.len() <= 6 && next.starts_with(|c: char| c.is_ascii_digit()) && next.bytes().all(|b| b.is_ascii_alphanumeric())
            });
            if let Some(digits) = digits {
                let start = word.as_ptr() as usize - text.as_ptr() as usize;
                let end = digits.as_ptr() as usize + digits.len() - text.as_ptr() as usize;
                return Lead { name: text.get(start..end), begins: true, bare_number: false };
            }
        }
        let wide = raw.len() >= 3 || text[mark..].contains("  ");
        if is_timecode(word) || word.bytes().all(|b| b.is_ascii_digit()) && !word.is_empty() && wide && word.len() <= 5 {
            counted.get_or_insert(word);
            first = false;
            continue;
        }
        break;
    }
    let bare_number = !marked && counted.is_some_and(|word| !word.contains(':'));
    Lead { name: counted.or(number), begins: marked || counted.is_some(), bare_number }
}

/// Words that make a name of the number behind them.
const NOUNS: &[&str] = &["sc", "scene", "shot", "sh", "cue", "reel", "slate", "ep", "setup", "take", "plan", "szene", "bild"];

/// `02:01:10`, `03:14:02:11`, `00:10`.
fn is_timecode(word: &str) -> bool {
    let parts: Vec<&str> = word.split([':', ';']).collect();
    (2..=4).contains(&parts.len()) && parts.iter().all(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()))
}

/// `A081C001`, `TVI-3`, `AI-02`, `GFX014`: capitals and digits, the digits last.
fn is_code(word: &str) -> bool {
    word.len() >= 3
        && word.len() <= 24
        && word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.ends_with(|c: char| c.is_ascii_digit())
        && word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'))
}

/// Whether `line` goes on where `before` was broken by a full line: long, no end of a sentence, and then a small letter.
pub(super) fn is_wrapped(before: &str, line: &str) -> bool {
    before.chars().count() >= 55
        && !before.ends_with(['.', '!', '?', ':', ';', '"', '\u{201d}', ')'])
        && line.chars().next().is_some_and(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_lists() {
        for (text, expected) in [
            ("- wet quay", Some((2, None))),
            ("\u{2022}wet quay", Some((3, None))),
            ("- [x] done", Some((6, None))),
            ("12) gull", Some((4, Some("12")))),
            ("(3) gull", Some((4, Some("3")))),
            ("#4: gull", Some((4, Some("4")))),
            ("b) gull", Some((3, Some("b")))),
            ("B: gull", Some((3, Some("B")))),
            ("A. Brewis, grip", None),
            ("35mm, grain", None),
            ("-20 cents", None),
            ("2.39:1 frame", None),
        ] {
            assert_eq!(list_mark(text), expected, "{text}");
        }
    }

    #[test]
    fn names_of_lines() {
        for (text, name) in [
            ("- KIT_204_0150 roto", Some("KIT_204_0150")),
            ("007  02:40:19:05  4_0230 v006", Some("4_0230")),
            ("02:01:10  cab interior", Some("02:01:10")),
            ("- sc 18: slower", Some("sc 18")),
            ("Shot: KIT_204_0150", Some("KIT_204_0150")),
            ("B040C002  clock", Some("B040C002")),
            ("0150 rope", Some("0150")),
            ("3. rope", Some("3")),
            ("the rope 0150", None),
        ] {
            assert_eq!(lead(text).name, name, "{text}");
        }
    }

    #[test]
    fn dates_of_a_log() {
        assert_eq!(date_mark("10/12 a lamp"), Some(6));
        assert_eq!(date_mark("2026-11-03 14:02 a lamp"), Some(17));
        assert_eq!(date_mark("16:9 frame"), None);
        assert_eq!(date_mark("10/12"), None);
    }
}
