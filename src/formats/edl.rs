//! Edit decision lists (`.edl`, CMX 3600): a title, events, and below each event what a person or a program says of it.
//!
//! An event line is number, reel, track, transition and four timecodes; only the reel is text. Lines that begin with `*` carry
//! the names of clips and the notes. A line of no known shape is read as a note, so that nothing said in a list is lost.

use super::Format;
use crate::document::{Builder, Kind, Role};
use crate::source::Source;
use crate::text::MappedText;
use std::ops::Range;

pub struct Edl;

impl Format for Edl {
    fn id(&self) -> &'static str {
        "edl"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["edl"]
    }

    fn kind(&self) -> Option<Kind> {
        Some(Kind::Note)
    }

    fn read(&self, source: &Source, out: &mut Builder) {
        let mut event = "";
        for number in 0..source.line_count() {
            let range = source.line_range(number);
            let line = Part::of(source.text(), range).trimmed();
            if line.text.is_empty() {
                continue;
            }
            if let Some((name, reel, rest)) = event_line(line) {
                if name != event {
                    out.item(Some(name));
                    event = name;
                }
                reel.push(Role::Cell, "reel", out);
                rest.push(Role::Note, "", out);
            } else if let Some(comment) = line.text.strip_prefix('*') {
                remark(line.tail(comment.trim_start_matches(['*', ' ', '\t'])), out);
            } else {
                statement(line, out);
            }
        }
    }
}

/// A stretch of the source.
#[derive(Clone, Copy)]
struct Part<'a> {
    source: &'a str,
    text: &'a str,
    start: u32,
}

impl<'a> Part<'a> {
    fn of(source: &'a str, range: Range<u32>) -> Part<'a> {
        Part { source, text: &source[range.start as usize..range.end as usize], start: range.start }
    }

    /// The end of this part that is `text`.
    fn tail(self, text: &'a str) -> Part<'a> {
        Part { text, start: self.start + (self.text.len() - text.len()) as u32, ..self }
    }

    fn trimmed(self) -> Part<'a> {
        let tail = self.tail(self.text.trim_start());
        Part { text: tail.text.trim_end(), ..tail }
    }

    /// The first word, and what stands behind it.
    fn word(self) -> (Part<'a>, Part<'a>) {
        let length = self.text.find(char::is_whitespace).unwrap_or(self.text.len());
        (Part { text: &self.text[..length], ..self }, self.tail(self.text[length..].trim_start()))
    }

    fn push(self, role: Role, key: &str, out: &mut Builder) {
        let range = self.start..self.start + self.text.len() as u32;
        out.push_keyed(role, MappedText::verbatim(self.source, range).trimmed(), (!key.is_empty()).then_some(key));
    }
}

/// The number and reel of an event line, and whatever is neither track, transition nor time in it.
fn event_line(line: Part<'_>) -> Option<(&str, Part<'_>, Part<'_>)> {
    let (number, rest) = line.word();
    let digits = number.text.bytes().take_while(u8::is_ascii_digit).count();
    // `001A` and `M001` stand for events that were split.
    if digits == 0 || number.text.len() > 8 || !number.text.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    let times = rest.text.split_whitespace().filter(|word| is_timecode(word)).count();
    if times < 2 {
        return None;
    }
    let (reel, mut rest) = rest.word();
    // Track, transition, its length, times: a few letters and digits each.
    while !rest.text.is_empty() {
        let (word, behind) = rest.word();
        if !(is_timecode(word.text) || word.text.len() <= 6 && word.text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'/')) {
            break;
        }
        rest = behind;
    }
    Some((number.text, reel, rest))
}

/// `01:00:00:01`, `01:00:00;01`, `01:00:00.01`.
fn is_timecode(word: &str) -> bool {
    let parts: Vec<&str> = word.split([':', ';', '.']).collect();
    parts.len() == 4 && parts.iter().all(|part| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
}

/// Labels of remarks that name a clip or a file.
const CLIPS: &[&str] = &[
    "FROM CLIP NAME",
    "TO CLIP NAME",
    "KEY CLIP NAME",
    "CLIP NAME",
    "FROM CLIP",
    "TO CLIP",
    "SOURCE FILE",
    "SOURCE FILE PATH",
    "FROM FILE",
    "TO FILE",
    "FINAL CUT PRO REEL",
    "SOURCE TAPE NAME",
    "SOURCE TAPE",
    "TAPE",
    "REEL",
];

/// Labels of remarks in which a person writes.
const WRITTEN: &[&str] = &["COMMENT", "COMMENTS", "DESCRIPT", "DESCRIPTION", "NOTE", "NOTES"];

/// A line that began with `*`, without its sign.
fn remark(line: Part<'_>, out: &mut Builder) {
    let Some((label, value)) = line.text.split_once(':') else {
        let (first, rest) = line.word();
        return match first.text {
            "ASC_SOP" | "ASC_SAT" | "FRMC" => rest.push(Role::Metadata, first.text, out),
            "COMMENT" | "COMMENTS" => rest.push(Role::Note, "", out),
            _ => line.push(Role::Note, "", out),
        };
    };
    let value = line.tail(value).trimmed();
    let upper = label.trim().to_ascii_uppercase();
    match upper.as_str() {
        "LOC" => marker(value, out),
        _ if CLIPS.contains(&upper.as_str()) => value.push(Role::Cell, "clip", out),
        _ if WRITTEN.contains(&upper.as_str()) => value.push(Role::Note, "", out),
        "EFFECT NAME" | "OPTICAL" | "AUDIO LEVEL AT" | "ASC_SOP" | "ASC_SAT" => value.push(Role::Metadata, label.trim(), out),
        _ if upper.starts_with("PATCH ") || upper.starts_with("AUDIO LEVEL") => line.push(Role::Metadata, "patch", out),
        _ => line.push(Role::Note, "", out),
    }
}

/// A marker: time, colour, text. The colour of a marker may be missing.
fn marker(value: Part<'_>, out: &mut Builder) {
    const COLOURS: &[&str] = &["RED", "GREEN", "BLUE", "CYAN", "MAGENTA", "YELLOW", "BLACK", "WHITE", "PINK", "PURPLE", "ORANGE"];
    let (time, mut rest) = value.word();
    if !is_timecode(time.text) {
        return value.push(Role::Note, "", out);
    }
    let (colour, behind) = rest.word();
    if COLOURS.contains(&colour.text) {
        rest = behind;
    }
    rest.push(Role::Note, "", out);
}

/// A line that is neither event nor remark.
fn statement(line: Part<'_>, out: &mut Builder) {
    let (first, rest) = line.word();
    match first.text {
        "TITLE:" => {
            out.item(None);
            rest.push(Role::Heading, "title", out);
        }
        "FCM:" => rest.push(Role::Metadata, "fcm", out),
        "M2" | "AUD" | "SPLIT:" | "FRMC" => rest.push(Role::Metadata, first.text.trim_end_matches(':'), out),
        "REM" => rest.push(Role::Comment, "", out),
        ">>>" => rest.push(Role::Cell, "clip", out),
        "FINAL" if line.text.starts_with("FINAL CUT PRO REEL:") => {
            line.tail(&line.text["FINAL CUT PRO REEL:".len()..]).push(Role::Cell, "clip", out);
        }
        _ => match line.text.strip_prefix("TITLE:") {
            Some(title) => {
                out.item(None);
                line.tail(title).push(Role::Heading, "title", out);
            }
            None => line.push(Role::Note, "", out),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{document, places};
    use crate::document::outline;

    const LIST: &str = "TITLE:   KESTREL R2 LOCK\r\nFCM: NON-DROP FRAME\r\n\r\n\
        001  KES_A012 V     C        01:00:01:05 01:00:03:00 01:00:00:00 01:00:01:19\r\n\
        * FROM CLIP NAME:  GANNET_TAKE 2\r\n*LOC: 01:00:00:12 RED     paint out the rig\r\n*ASC_SOP (1 1 1)(0 0 0)(1 1 1)\r\n\
        002  AX       V     D    024 00:00:00:00 00:00:00:00 01:00:01:19 01:00:01:19\r\n\
        002  KES_A013 V     C        01:00:01:05 01:00:03:00 01:00:01:19 01:00:03:00\r\n\
        M2   KES_A013       047.9                01:00:01:05\r\n* COMMENT: Ros\u{e9} asks for fog\r\n*Descript: \r\n* * FREEZE FRAME\r\n\
        >>> SOURCE gull.mov AX 0\r\nsee the temp mix\r\n";

    #[test]
    fn events_carry_their_remarks() {
        let read = document("cut/r2.edl", LIST);
        insta::assert_snapshot!(outline(&read), @r"
        heading          KESTREL R2 LOCK  [title]
        metadata         NON-DROP FRAME  [fcm]
        cell             KES_A012  [reel]
        cell             GANNET_TAKE 2  [clip]
        note             paint out the rig
        metadata         (1 1 1)(0 0 0)(1 1 1)  [ASC_SOP]
        cell             AX  [reel]
        cell             KES_A013  [reel]
        metadata         KES_A013       047.9                01:00:01:05  [M2]
        note             Rosé asks for fog
        note             FREEZE FRAME
        cell             SOURCE gull.mov AX 0  [clip]
        note             see the temp mix
        ");
        let items: Vec<_> = read.items.iter().map(|item| item.name.as_deref()).collect();
        assert_eq!(items, [None, Some("001"), Some("002")]);
        assert_eq!(places("cut/r2.edl", LIST, "rig"), ["rig"]);
    }
}
