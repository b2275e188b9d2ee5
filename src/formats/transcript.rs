//! Recorded conversations of a crew in plain text: `Name: what was said`, one speech a line or more.
//!
//! Who speaks here is crew, no character and no likeness: the name is a fact of the item (`speaker`), what is said is a note. A
//! speech belongs to the shot that was named last.

use super::columns;
use super::fields::{Meaning, meaning};
use super::kinds::is_shot_code;
use super::lines::Line;
use crate::document::{Builder, Role};
use crate::text::MappedText;
use std::collections::HashMap;
use std::ops::Range;

/// A label at the start of a line, in bytes of the line.
pub(super) struct Label<'a> {
    pub name: &'a str,
    /// Where the name starts.
    pub start: usize,
    /// What stands in brackets behind the name: `(sound)`.
    pub beside: Range<usize>,
    /// Where the text behind the colon starts.
    pub text: usize,
}

impl Label<'_> {
    pub fn is_capitals(&self) -> bool {
        self.name.chars().filter(|c| c.is_uppercase()).count() >= 2 && !self.name.chars().any(char::is_lowercase)
    }
}

/// Reads `Name:`, `**Name:**`, `[00:12] Name:`, `Name (sound):`: one to four words that begin with capitals.
pub(super) fn label(line: &str) -> Option<Label<'_>> {
    const MARKS: [char; 6] = ['*', '_', ' ', '\t', '-', '>'];
    let mut start = line.len() - line.trim_start_matches(MARKS).len();
    // A time before the name.
    let time = line[start..].split(' ').next().unwrap_or("");
    let clock = time.trim_matches(['[', ']', '(', ')']);
    if clock.contains(':')
        && clock.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b','))
        && line[start + time.len()..].starts_with(' ')
    {
        start += time.len();
        start += line[start..].len() - line[start..].trim_start_matches(MARKS).len();
    }
    let colon = start + line.get(start..)?.find(':')?;
    let after = &line[colon + 1..];
    if !(after.is_empty() || after.starts_with([' ', '\t', '*', '_', '\n', '\r'])) {
        return None;
    }
    let name = line[start..colon].trim_end_matches(['*', '_', ' ']);
    let called = name.split('(').next().unwrap_or(name).trim();
    let words: Vec<&str> = called.split_whitespace().collect();
    let fits = (1..=4).contains(&words.len())
        && name.chars().count() <= 40
        && words.iter().all(|word| word.starts_with(|c: char| c.is_uppercase() || c.is_alphabetic() && !c.is_lowercase()))
        && called.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '\'' | '\u{2019}' | '-' | '&'))
        && called.chars().filter(|c| c.is_alphabetic()).count() >= 2;
    // Marks right behind the colon close those before the name; others are of the text.
    let text = colon + 1 + after.len() - after.trim_start_matches(['*', '_']).trim_start_matches([' ', '\t']).len();
    let beside = start + name.len() - name[called.len()..].trim_start().len()..start + name.len();
    fits.then_some(Label { name: called, start, beside, text })
}

/// Whether lines of notes are a conversation: most begin with a name, no name is that of a field, and the names come back.
pub(super) fn is_conversation(lines: &[Line<'_>]) -> bool {
    let (mut speeches, mut filled) = (0, 0);
    let mut speakers: HashMap<&str, usize> = HashMap::new();
    for line in lines.iter().filter(|line| !line.text.is_empty() && !line.text.starts_with('#')) {
        filled += 1;
        let Some(label) = label(line.text) else { continue };
        if columns::is_title(label.name) || meaning(label.name) != Meaning::Open || is_shot_code(label.name) {
            return false;
        }
        if line.text[label.text..].split_whitespace().nth(1).is_some() {
            speeches += 1;
            *speakers.entry(label.name).or_default() += 1;
        }
    }
    let again = speakers.values().filter(|count| **count > 1).count();
    speeches >= 4 && speeches * 5 >= filled * 3 && again >= 1 && (2..=20).contains(&speakers.len()) && speakers.len() * 2 <= speeches
}

/// Reads the lines of a conversation; `said` gives the words of a stretch of the source.
pub(super) fn read(source: &str, lines: &[Line<'_>], said: fn(&str, Range<u32>) -> MappedText, out: &mut Builder) {
    let mut shot: Option<String> = None;
    let mut speech: Option<(u32, u32)> = None;
    for line in lines.iter().filter(|line| !line.text.is_empty()) {
        let named = line.text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-')).find(|word| is_shot_code(word));
        let label = label(line.text);
        let heading = line.text.starts_with('#');
        if label.is_none() && !heading {
            // The speech goes on.
            speech = Some((speech.map_or(line.range.start, |(from, _)| from), line.range.end));
            continue;
        }
        push(source, speech.take(), said, out);
        shot = named.map(str::to_owned).or(shot);
        out.item(shot.as_deref());
        let at = |offset: usize| line.range.start + offset as u32;
        match label.filter(|_| !heading) {
            Some(label) => {
                let name = at(label.start)..at(label.start + label.name.len());
                for part in [name, at(label.beside.start)..at(label.beside.end)] {
                    out.push_keyed(Role::Metadata, MappedText::verbatim(source, part), Some("speaker"));
                }
                speech = Some((at(label.text), line.range.end));
            }
            None => {
                let words = line.text.len() - line.text.trim_start_matches(['#', ' ']).len();
                out.push(Role::Heading, said(source, at(words)..line.range.end));
            }
        }
    }
    push(source, speech, said, out);
}

fn push(source: &str, speech: Option<(u32, u32)>, said: fn(&str, Range<u32>) -> MappedText, out: &mut Builder) {
    if let Some((from, to)) = speech {
        out.push(Role::Note, said(source, from..to).trimmed());
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::document;
    use crate::document::outline;

    #[test]
    fn crew_speak_about_shots() {
        let text = "Mara: First up KES_204_0010, the gull.\nTam Orrin: It reads soft\nto me.\n[00:12] Mara: Sharpen it then.\nTam Orrin: Will do.\n";
        for path in ["dailies/mon.txt", "dailies/mon.md"] {
            let read = document(path, text);
            insta::allow_duplicates! { insta::assert_snapshot!(outline(&read), @r"
            metadata         Mara  [speaker]
            note             First up KES_204_0010, the gull.
            metadata         Tam Orrin  [speaker]
            note             It reads soft⏎to me.
            metadata         Mara  [speaker]
            note             Sharpen it then.
            metadata         Tam Orrin  [speaker]
            note             Will do.
            "); }
            assert!(read.items.iter().all(|item| item.name.as_deref() == Some("KES_204_0010")));
        }
        let marked = "**Mara (edit):** *Not* **Ku**rt.\n\n**Tam:** Who then?\n\n**Mara:** The *other* one.\n\n**Tam:** Ah, him.\n";
        insta::assert_snapshot!(outline(&document("dailies/tue.md", marked)), @r"
        metadata         Mara  [speaker]
        metadata         (edit)  [speaker]
        note             Not Kurt.
        metadata         Tam  [speaker]
        note             Who then?
        metadata         Mara  [speaker]
        note             The other one.
        metadata         Tam  [speaker]
        note             Ah, him.
        ");
        let fields = "Shot: KES_0010\nArtist: Tam Orrin\nShot: KES_0020\nArtist: Mara Quill\nStatus: in review\nFix: roto the edge\n";
        assert!(!outline(&document("dailies/list.txt", fields)).contains("speaker"));
    }
}
