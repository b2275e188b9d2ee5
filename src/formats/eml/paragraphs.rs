//! Decoded text as notes: paragraphs, and items that begin with a bullet, a number or a shot code.

use super::super::letters::{Letter, mapped, text, trimmed};
use super::super::lines::lead;
use crate::document::{Builder, Role};

/// Adds the paragraphs of a text, each an item.
pub(super) fn push(source: &str, letters: &[Letter], out: &mut Builder) {
    let mut from = None;
    let mut name: Option<String> = None;
    let mut at = 0;
    let mut end = 0;
    for line in letters.split_inclusive(|letter| letter.c == '\n') {
        // The sign of a quotation does not make a paragraph; a change of it does, by its blank line.
        let content = text(trimmed(line));
        let begins = lead(&content);
        if let Some(start) = from.filter(|_| content.trim_matches(['>', ' ']).is_empty() || begins.begins) {
            paragraph(source, &letters[start..end], name.take(), out);
            from = None;
        }
        if !content.is_empty() {
            if from.is_none() {
                from = Some(at);
                name = begins.name.map(str::to_owned);
            }
            end = at + line.len();
        }
        at += line.len();
    }
    if let Some(start) = from {
        paragraph(source, &letters[start..end], name, out);
    }
}

fn paragraph(source: &str, letters: &[Letter], name: Option<String>, out: &mut Builder) {
    out.item(name.as_deref());
    out.push(Role::Note, mapped(source, letters));
}
