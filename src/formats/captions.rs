//! What subtitles have in common (`.srt`, `.vtt`): speakers, sounds and words inside the text of one caption.
//!
//! `<v NAME>`, a label in capitals (`NAME:`) and, in a recorded conversation, any label say who speaks. Speakers of a
//! conversation are crew: they are facts about the note, not cues.

use super::letters::{Letter, letters, mapped, tag, text, trimmed, without_tags};
use super::transcript;
use crate::document::{Builder, Kind, Role};
use crate::source::Source;
use std::ops::Range;

/// Subtitles belong to a script where a folder of scripts holds them; elsewhere they are notes.
pub(super) fn kind(by_path: Option<Kind>) -> Option<Kind> {
    Some(by_path.filter(|kind| *kind == Kind::Screenplay).unwrap_or(Kind::Note))
}

/// The start of a timing line (`00:02:17,250 --> …`); `None` for every other line.
pub(super) fn start_time(line: &str) -> Option<&str> {
    let (start, _) = line.split_once("-->")?;
    Some(start.trim())
}

/// Signs before what a speaker says whose name is not told.
const DASHES: [char; 3] = ['-', '\u{2013}', '\u{2014}'];

/// Signs round what is sung.
const NOTES: [char; 2] = ['\u{266a}', '\u{266b}'];

/// Writes captions.
pub(super) struct Captions<'a> {
    source: &'a str,
    /// Speakers are the crew of a recorded conversation.
    conversation: bool,
}

impl<'a> Captions<'a> {
    pub fn new(source: &'a Source, kind: Kind) -> Captions<'a> {
        let lines = source.text().lines().filter(|line| !line.contains("-->") && !line.trim().is_empty());
        let spoken = lines.map(|line| match line.trim_start().strip_prefix("<v ") {
            Some(named) => named.split_once('>').map_or(named, |(name, _)| name),
            None => transcript::label(line).map_or("", |label| label.name),
        });
        let (mut crew, mut lines) = (0, 0);
        for name in spoken {
            lines += 1;
            crew += usize::from(name.chars().any(char::is_lowercase));
        }
        Captions { source: source.text(), conversation: kind == Kind::Note && crew >= 3 && crew * 4 >= lines }
    }

    /// Adds the text of one caption, lines of `source[range]`. Who spoke in the caption before it is no word on who speaks here.
    pub fn push(&self, range: Range<u32>, out: &mut Builder) {
        out.end_speech();
        let letters = without_positions(letters(self.source, range));
        let mut from = 0;
        let mut at = 0;
        while at < letters.len() {
            if let Some(voice) = tag(&letters[at..]).filter(|tag| tag.name == "v" || tag.name.starts_with("v.")) {
                self.lines(&without_tags(&letters[from..at]), out);
                self.speaker(&without_tags(&letters[at + voice.rest..at + voice.length - 1]), out);
                at += voice.length;
                from = at;
            } else {
                at += 1;
            }
        }
        self.lines(&without_tags(&letters[from..]), out);
    }

    /// Adds lines: labels, sounds and songs apart, the words between them together.
    fn lines(&self, letters: &[Letter], out: &mut Builder) {
        let mut words: Vec<Letter> = Vec::new();
        for line in letters.split_inclusive(|letter| letter.c == '\n') {
            let mut rest = line;
            let plain = text(line);
            let dash = plain.len() - plain.trim_start_matches(DASHES).trim_start_matches([' ', '>']).len();
            let letters_to = |bytes: usize| plain[..bytes].chars().count();
            if let Some(label) = transcript::label(&plain[dash..]).filter(|label| self.conversation || label.is_capitals()) {
                self.words(&mut words, out);
                let start = letters_to(dash + label.start);
                self.speaker(&line[start..start + label.name.chars().count()], out);
                self.beside(&line[letters_to(dash + label.beside.start)..letters_to(dash + label.beside.end)], out);
                rest = &line[letters_to(dash + label.text)..];
            } else if plain.starts_with(DASHES) && !plain[dash..].starts_with(char::is_lowercase) {
                // Somebody else speaks; a small letter behind the dash goes on with a sentence.
                self.words(&mut words, out);
                out.end_speech();
                rest = &line[letters_to(dash)..];
            }
            if text(trimmed(rest)).starts_with(NOTES) {
                self.words(&mut words, out);
            }
            self.sounds(rest, &mut words, out);
            if text(trimmed(rest)).ends_with(NOTES) {
                self.words(&mut words, out);
            }
        }
        self.words(&mut words, out);
    }

    /// Cuts `[..]`, and `(..)` at the start of a line, out of the words.
    fn sounds(&self, line: &[Letter], words: &mut Vec<Letter>, out: &mut Builder) {
        let mut at = 0;
        let first = line.iter().position(|letter| !letter.c.is_whitespace() && letter.c != '-');
        while at < line.len() {
            let close = match line[at].c {
                '[' => ']',
                '(' if Some(at) == first => ')',
                _ => {
                    words.push(line[at]);
                    at += 1;
                    continue;
                }
            };
            let Some(length) = line[at..].iter().position(|letter| letter.c == close) else {
                words.extend_from_slice(&line[at..]);
                return;
            };
            self.words(words, out);
            out.push(Role::Parenthetical, mapped(self.source, &line[at..=at + length]));
            at += length + 1;
        }
    }

    fn words(&self, words: &mut Vec<Letter>, out: &mut Builder) {
        let role = match (out.kind(), trimmed(words).first()) {
            (Kind::Screenplay, Some(first)) if NOTES.contains(&first.c) => Role::Lyric,
            (Kind::Screenplay, _) => Role::Dialogue,
            _ => Role::Note,
        };
        out.push(role, mapped(self.source, words));
        words.clear();
    }

    fn speaker(&self, name: &[Letter], out: &mut Builder) {
        let name = mapped(self.source, name);
        if self.conversation {
            out.push_keyed(Role::Metadata, name, Some("speaker"));
        } else {
            out.push(Role::Cue, name);
        }
    }

    /// Adds what stands in brackets behind the name of a speaker.
    fn beside(&self, words: &[Letter], out: &mut Builder) {
        let words = mapped(self.source, words);
        if self.conversation {
            out.push_keyed(Role::Metadata, words, Some("speaker"));
        } else {
            out.push(Role::CueExtension, words);
        }
    }
}

/// The letters without positions on the screen (`{\an8}`).
fn without_positions(letters: Vec<Letter>) -> Vec<Letter> {
    let mut out = Vec::with_capacity(letters.len());
    let mut at = 0;
    while at < letters.len() {
        let opens = letters[at].c == '{' && letters.get(at + 1).is_some_and(|next| next.c == '\\');
        match letters[at..].iter().take(40).position(|letter| letter.c == '}').filter(|_| opens) {
            Some(length) => at += length + 1,
            None => {
                out.push(letters[at]);
                at += 1;
            }
        }
    }
    out
}
