//! Notes in plain text: headings, and items that begin with a bullet, a number, a timecode or a shot code.

use super::begins_item;
use crate::document::{Builder, Role};
use crate::formats::header::field;
use crate::formats::kinds::is_shot_code;
use crate::formats::lines::{Line, is_wrapped, join, lead, list_mark};
use crate::source::Source;

/// Reads lines of notes; `role` is what an item's text is.
pub(super) fn read(source: &Source, lines: &[Line<'_>], role: Role, out: &mut Builder) {
    let mut names: Vec<(usize, Option<String>)> = Vec::new();
    // The shot of a line `Shot: …`; the lines right below it are its fields.
    let mut shot: Option<String> = None;
    let mut at = 0;
    while at < lines.len() {
        let line = &lines[at];
        if line.is_empty() {
            shot = None;
            at += 1;
            continue;
        }
        if is_heading(lines, at) {
            names.clear();
            out.item(None);
            out.push(Role::Heading, join(source.text(), [line]));
            at += 1;
            continue;
        }
        let end = item_end(lines, at);
        while names.last().is_some_and(|(indent, _)| *indent >= line.indent) {
            names.pop();
        }
        // What stands deeper below a shot belongs to the shot.
        let own = lead(line.text).name.map(str::to_owned);
        if own.as_deref().is_some_and(is_shot_code) && field(line.text).is_some_and(|field| !is_shot_code(field.key)) {
            shot.clone_from(&own);
        }
        let name = own.or_else(|| names.last().and_then(|(_, name)| name.clone())).or_else(|| shot.clone());
        out.item(name.as_deref());
        out.push(role, join(source.text(), &lines[at..end]));
        names.push((line.indent, name));
        at = end;
    }
}

/// Returns the index behind the last line of the item that begins at `at`.
fn item_end(lines: &[Line<'_>], at: usize) -> usize {
    let mut end = at + 1;
    while let Some(line) = lines.get(end).filter(|line| !line.is_empty()) {
        let before = &lines[end - 1];
        let answer = line.text.starts_with(['>', '\u{2192}', '\u{21b3}']) || line.text.starts_with("->") || line.text.starts_with("=>");
        let goes_on = line.indent > lines[at].indent || answer || is_wrapped(before.text, line.text) && fills(lines, end - 1);
        if begins_item(Some(before), line) || counts_on(lines, end) || !goes_on {
            break;
        }
        end += 1;
    }
    end
}

/// Whether a line is one of a numbered list without signs: `2 weatherman` below `1 goat`, or above `3 …`.
fn counts_on(lines: &[Line<'_>], at: usize) -> bool {
    let number = |line: &Line<'_>| {
        let (digits, rest) = line.text.split_once(' ')?;
        let count = digits.parse::<u8>().ok().filter(|_| digits.len() <= 2)?;
        rest.starts_with(char::is_alphabetic).then_some(count)
    };
    let Some(here) = number(&lines[at]) else { return false };
    let before = at.checked_sub(1).and_then(|at| number(&lines[at]));
    let after = lines.get(at + 1).and_then(number);
    before.is_some_and(|count| count.checked_add(1) == Some(here)) || after.is_some_and(|count| here.checked_add(1) == Some(count))
}

/// Whether the first word of the next line would not have fitted into line `at`, as far as the longest line near it tells; a
/// label (`props: …`) begins something of its own.
fn fills(lines: &[Line<'_>], at: usize) -> bool {
    let width = |text: &str| text.chars().count();
    let near = lines[at.saturating_sub(10)..].iter().take(20);
    let widest = near.map(|line| line.indent + width(line.text)).max().unwrap_or(0).min(100);
    let next = &lines[at + 1].text;
    let word = next.split(' ').next().map_or(0, width);
    lines[at].indent + width(lines[at].text) + 1 + word > widest && field(next).is_none()
}

/// Whether a line is a heading: underlined, or short, alone above its text, and in capitals or the first of the file.
pub(super) fn is_heading(lines: &[Line<'_>], at: usize) -> bool {
    let line = &lines[at];
    let above_blank = at == 0 || lines[at - 1].is_empty();
    let Some(next) = lines.get(at + 1) else { return false };
    let something_follows = lines[at + 1..].iter().any(|line| !line.is_empty());
    if !above_blank || !something_follows || line.text.chars().count() > 80 {
        return false;
    }
    if next.is_underline() {
        return true;
    }
    let first = lines[..at].iter().all(|line| line.is_empty());
    let ends_sentence = line.text.ends_with(['.', '!', '?', ',', ';']);
    let known = lead(line.text);
    let begins = list_mark(line.text).is_some() || known.name.is_some_and(|name| is_shot_code(name) || name.contains(':'));
    if first && next.text.is_empty() && !ends_sentence && !begins {
        return true;
    }
    let begins = begins || known.bare_number;
    let introduces = next.text.is_empty() || begins_item(None, next);
    let label = line.text.ends_with(':') && line.text.chars().count() <= 40;
    introduces && !begins && !ends_sentence && (is_capitals(line.text) || label)
}

/// Whether most letters of a short line are capitals.
pub(super) fn is_capitals(text: &str) -> bool {
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    let small = text.chars().filter(|c| c.is_lowercase()).count();
    capitals >= 3 && capitals > small && text.chars().count() <= 80
}
