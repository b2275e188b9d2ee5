//! Emphasis in Fountain and Markdown: `*italics*`, `**bold**`, `_underlined_`.
//!
//! An asterisk is a mark wherever it stands (`**EL**ON`), an underscore only at the edge of a word, since file names have them
//! inside. A mark opens before a letter and closes behind one, on one line; what opens nothing or is never closed stays, and so
//! does what is escaped.

use crate::text::MappedText;
use std::ops::Range;

/// Marks that may be open at once.
const DEEPEST: usize = 32;

/// The text of a stretch of the source without marks and escapes.
pub(super) fn plain(text: &str, range: Range<u32>) -> MappedText {
    let mut out = MappedText::default();
    push_plain(text, range.start as usize..range.end as usize, &mut out);
    out
}

/// Adds text without marks and escapes.
pub(super) fn push_plain(text: &str, range: Range<usize>, out: &mut MappedText) {
    let mut from = range.start;
    for cut in cuts(text, range.clone()) {
        out.push(text, from as u32..cut as u32);
        from = cut + 1;
    }
    out.push(text, from as u32..range.end as u32);
}

/// Signs that may open an emphasis, and those of them that nothing has closed yet.
struct Open {
    sign: u8,
    at: Range<usize>,
}

/// The bytes to leave out, in order.
fn cuts(text: &str, range: Range<usize>) -> Vec<usize> {
    let bytes = &text.as_bytes()[..range.end];
    let is_word = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 0x80);
    let is_space = |at: Option<usize>| at.filter(|at| *at >= range.start).and_then(|at| bytes.get(at)).is_none_or(u8::is_ascii_whitespace);
    let mut out = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut at = range.start;
    while let Some(skip) = bytes[at..].iter().position(|b| matches!(b, b'*' | b'_' | b'\\' | b'\n' | b'\r')) {
        at += skip;
        let sign = bytes[at];
        match sign {
            b'\n' | b'\r' => {
                open.clear();
                at += 1;
            }
            b'\\' => {
                let escapes = matches!(bytes.get(at + 1), Some(b'*' | b'_' | b'\\'));
                out.extend(escapes.then_some(at));
                at += if escapes { 2 } else { 1 };
            }
            _ => {
                let mut run = at..at + bytes[at..].iter().take_while(|b| **b == sign).count();
                at = run.end;
                let (before, behind) = (run.start.checked_sub(1), Some(run.end));
                let edge = |at| sign == b'*' || !is_word(at);
                if !is_space(before) && edge(behind) {
                    close(sign, &mut run, &mut open, &mut out);
                }
                if run.start < run.end && !is_space(behind) && edge(before) {
                    if open.len() == DEEPEST {
                        open.remove(0);
                    }
                    open.push(Open { sign, at: run });
                }
            }
        }
    }
    out.sort_unstable();
    out
}

/// Closes with a run of signs what such signs opened last.
fn close(sign: u8, run: &mut Range<usize>, open: &mut Vec<Open>, out: &mut Vec<usize>) {
    while let Some(last) = open.iter().rposition(|open| open.sign == sign).filter(|_| run.start < run.end) {
        let opened = &mut open[last].at;
        let count = opened.len().min(run.len());
        out.extend(opened.end - count..opened.end);
        out.extend(run.start..run.start + count);
        run.start += count;
        opened.end -= count;
        let spent = opened.start == opened.end;
        // What opened inside and was not closed is none.
        open.truncate(if spent { last } else { last + 1 });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_where_they_close() {
        for (written, read) in [
            ("**TOB**EN waits *in* the ***cold***", "TOBEN waits in the cold"),
            ("_every screw_ of KES_010_0020 _", "every screw of KES_010_0020 _"),
            ("a * lone star * and *one that opens\nand closes* there", "a * lone star * and *one that opens\nand closes* there"),
            ("5 \\* 4 \\*is\\* *2\\*10*", "5 * 4 *is* 2*10"),
            ("**bold and *both* words** *** _**all**_", "bold and both words *** all"),
            ("x**2 and 3*", "x*2 and 3"),
            ("*", "*"),
        ] {
            assert_eq!(plain(written, 0..written.len() as u32).as_str(), read, "{written}");
        }
    }
}
