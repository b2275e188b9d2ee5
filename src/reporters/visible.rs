//! Text of checked files, made fit for a terminal: what would move the cursor, change colours or turn the direction of
//! writing is shown as a picture of itself.

use std::borrow::Cow;

/// Returns `text` on one line and without characters that a terminal obeys.
///
/// Control characters become their pictures (`␛`, `␊`), a tab becomes a space, and what only turns the direction of writing or
/// belongs to the second set of controls becomes `�`.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| picture(c) == c) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(picture).collect())
}

fn picture(c: char) -> char {
    match c {
        '\t' => ' ',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}' => '\u{fffd}',
        c => c,
    }
}

/// Returns a text of several lines with each line made visible; tabs become four spaces.
pub fn visible_lines(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    text.lines().map(|line| match line.contains('\t') {
        true => Cow::Owned(visible(&line.replace('\t', "    ")).into_owned()),
        false => visible(line),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_obeys_nothing() {
        assert_eq!(visible("a\u{1b}[31mb\r\nc\td\u{7f}\u{9b}\u{202e}"), "a␛[31mb␍␊c d␡��");
        assert!(matches!(visible("RENÉ – “…” 你好"), Cow::Borrowed(_)));
    }
}
