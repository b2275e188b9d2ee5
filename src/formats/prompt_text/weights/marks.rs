//! Weights without brackets, and what stands at the head of a choice.
//!
//! Compel (InvokeAI) writes `word++`, `word--`, `.swap(a, b)` and `("a", "b").blend(0.7, 0.3)`; NovelAI `1.3::word::`, where a
//! weight below zero keeps something out; Midjourney's old multi-prompts `word::2` and `word::-0.5`; dynamic prompts `{2$$a|b}`,
//! `{2$$, $$a|b}` and `{3::a|b}`.

use std::ops::Range;

/// What is to be done at a place.
pub(super) enum Mark {
    /// So many bytes are syntax.
    Cut(usize),
    /// So many bytes are syntax that ends a part of the prompt.
    Part(usize),
    /// The same, with a weight below zero for the part that it ends.
    UnwantedPart(usize),
    /// `-1::words::`, `length` bytes long.
    Unwanted { words: Range<usize>, length: usize },
}

/// What was looked for and stands nowhere in the rest of the text.
#[derive(Default)]
pub(super) struct Closers {
    no_colons: bool,
}

/// Returns the mark that stands at `at` of `text[range]`, if one does.
pub(super) fn at(text: &str, at: usize, range: Range<usize>, closers: &mut Closers) -> Option<Mark> {
    let bytes = &text.as_bytes()[..range.end];
    let first = at == range.start;
    let before = if first { b' ' } else { bytes[at - 1] };
    match bytes[at] {
        b'+' | b'-' if before.is_ascii_alphanumeric() || matches!(before, b'"' | b')') => {
            let length = signs(bytes, at);
            (length > 0).then_some(Mark::Cut(length))
        }
        b'.' if matches!(before, b'"' | b')') || before.is_ascii_alphanumeric() => {
            let names = [".swap(", ".blend(", ".and("];
            let name = names.iter().find(|name| bytes[at..].starts_with(name.as_bytes()))?;
            let words = at + name.len();
            Some(Mark::Cut(name.len() - 1 + numbers_in_brackets(&bytes[words - 1..])))
        }
        b'-' if before == b':' => weight(text, at, range, closers),
        b'0'..=b'9' | b'.' | b'-' if !before.is_ascii_alphanumeric() && !matches!(before, b'.' | b'-' | b':') => {
            weight(text, at, range, closers)
        }
        b':' if bytes.get(at + 1) == Some(&b':') => Some(weight_behind(&bytes[at..])),
        b'$' if bytes.get(at + 1) == Some(&b'$') && is_choice_of_several(&bytes[range.start..at]) => Some(Mark::Cut(2)),
        _ => None,
    }
}

/// The length of `++` or `--` at `at`, if a word ends behind it.
pub(super) fn signs(bytes: &[u8], at: usize) -> usize {
    let Some(&sign) = bytes.get(at).filter(|sign| matches!(sign, b'+' | b'-')) else { return 0 };
    let length = bytes[at..].iter().take(12).take_while(|b| **b == sign).count();
    let ends = bytes.get(at + length).is_none_or(|b| b.is_ascii_whitespace() || b",;)]}|\"".contains(b));
    let counts = length >= 2 || sign == b'+';
    if ends && counts { length } else { 0 }
}

/// The length of `(0.7, 0.3)` at the start of `bytes`: what parts weigh, and no words.
fn numbers_in_brackets(bytes: &[u8]) -> usize {
    let length = bytes.iter().take(40).position(|b| *b == b')').map_or(0, |close| close + 1);
    if bytes[..length].iter().all(|b| b.is_ascii_digit() || b"(., )".contains(b)) { length } else { 0 }
}

/// `::`, `::2`, `::-0.5`; a number that `::` follows is the weight of the next words.
fn weight_behind(bytes: &[u8]) -> Mark {
    let sign = usize::from(bytes.get(2) == Some(&b'-'));
    let digits = number(&bytes[2 + sign..]);
    let length = 2 + sign + digits;
    let ends = digits > 0 && !bytes.get(length).is_some_and(u8::is_ascii_alphanumeric) && !bytes[length..].starts_with(b"::");
    match (ends, sign) {
        (true, 1) => Mark::UnwantedPart(length),
        (true, _) => Mark::Part(length),
        _ => Mark::Part(2),
    }
}

/// `1.3::`, `-0.8::words::`, `{2$$`, `{2-3$$, $$`.
fn weight(text: &str, at: usize, range: Range<usize>, closers: &mut Closers) -> Option<Mark> {
    let in_choice = text[range.start..at].trim_end().ends_with(['{', '|']);
    let bytes = &text.as_bytes()[at..range.end];
    let negative = bytes[0] == b'-';
    let digits = usize::from(negative) + number(&bytes[usize::from(negative)..]);
    if digits == usize::from(negative) {
        return None;
    }
    let rest = &bytes[digits..];
    if rest.starts_with(b"::") && negative {
        let start = digits + 2;
        let end = if closers.no_colons { None } else { memchr::memmem::find(&bytes[start..], b"::") };
        closers.no_colons |= end.is_none();
        let (length, end) = end.map_or((bytes.len(), bytes.len()), |end| (start + end + 2, start + end));
        return Some(Mark::Unwanted { words: at + start..at + end, length });
    }
    if rest.starts_with(b"::") {
        return Some(Mark::Cut(digits + 2));
    }
    // A choice of several, and the signs that are put between them.
    let upto = if rest.first() == Some(&b'-') { 1 + number(&rest[1..]) } else { 0 };
    let marks = digits + upto;
    if negative || !in_choice || !bytes[marks..].starts_with(b"$$") {
        return None;
    }
    let between =
        bytes[marks + 2..].iter().take(12).take_while(|b| b.is_ascii() && !b.is_ascii_alphanumeric() && !b"|{}$".contains(b)).count();
    let again = bytes[marks + 2 + between..].starts_with(b"$$");
    Some(Mark::Cut(marks + 2 + if again { between + 2 } else { 0 }))
}

/// Whether `before`, the text up to a `$$`, stands in a choice that began with `2$$`: the words between are put between others.
fn is_choice_of_several(before: &[u8]) -> bool {
    let recent = &before[before.len().saturating_sub(80)..];
    let Some(open) = recent.iter().rposition(|b| matches!(b, b'{' | b'|')) else { return false };
    let said = recent[open + 1..].trim_ascii_start();
    let digits = said.iter().take_while(|b| b.is_ascii_digit() || **b == b'-').count();
    digits > 0 && said[digits..].starts_with(b"$$")
}

/// How many bytes at the start are a number.
fn number(bytes: &[u8]) -> usize {
    let length = bytes.iter().take(12).take_while(|b| b.is_ascii_digit() || **b == b'.').count();
    if bytes[..length].iter().any(u8::is_ascii_digit) { length } else { 0 }
}
