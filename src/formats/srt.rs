//! SubRip subtitles (`.srt`): a number, a timing line, lines of text.
//!
//! A caption begins at its timing line, whatever is missing round it: numbers are left out by some programs, blank lines stand
//! where they should not. A caption is known by its start time.

use super::Format;
use super::captions::{self, Captions, start_time};
use crate::document::{Builder, Kind};
use crate::source::Source;

pub struct Srt;

impl Format for Srt {
    fn id(&self) -> &'static str {
        "srt"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["srt"]
    }

    fn kind_of(&self, _: &Source, by_path: Option<Kind>) -> Option<Kind> {
        captions::kind(by_path)
    }

    fn read(&self, source: &Source, out: &mut Builder) {
        let captions = Captions::new(source, out.kind());
        let line = |number: u32| {
            let range = source.line_range(number);
            (source.text()[range.start as usize..range.end as usize].trim(), range)
        };
        let count = source.line_count();
        let mut text: Option<(u32, u32)> = None;
        for number in 0..count {
            let (content, range) = line(number);
            if let Some(start) = start_time(content) {
                if let Some((from, to)) = text.take() {
                    captions.push(from..to, out);
                }
                out.item(Some(start));
                continue;
            }
            let counts = !content.is_empty() && content.bytes().all(|b| b.is_ascii_digit());
            // Right below a time it is what is said.
            let said = number.checked_sub(1).is_some_and(|above| start_time(line(above).0).is_some());
            let numbers = counts && !said && number + 1 < count && start_time(line(number + 1).0).is_some();
            if !content.is_empty() && !numbers {
                text = Some((text.map_or(range.start, |(from, _)| from), range.end));
            }
        }
        if let Some((from, to)) = text {
            captions.push(from..to, out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{document, places};
    use crate::document::outline;

    const TEXT: &str = "\u{feff}1\r\n00:00:01,000 --> 00:00:02,500\r\n{\\an8}<i>Is it</i> <b>Wat</b>son\r\nat the door?\r\n\r\n\
        2\r\n00:00:03,000 --> 00:00:04,000\r\n[thunder]\r\n- TAM: Who?\r\n- No one. [sighs] Go\r\n\r\n\r\n00:00:05,000 --> 00:00:06,000\r\n1984\r\n";

    #[test]
    fn captions_have_speakers_and_sounds() {
        let read = document("scripts/subs.srt", TEXT);
        insta::assert_snapshot!(outline(&read), @r"
        dialogue         Is it Watson⏎at the door?
        parenthetical    [thunder]
        cue              TAM
        dialogue         Who?  (TAM)
        dialogue         No one.
        parenthetical    [sighs]
        dialogue         Go
        dialogue         1984
        ");
        let items: Vec<_> = read.items.iter().map(|item| item.name.as_deref().unwrap_or("-")).collect();
        assert_eq!(items, ["00:00:01,000", "00:00:03,000", "00:00:05,000"]);
        assert_eq!(places("scripts/subs.srt", &TEXT[3..], "Watson"), ["Wat</b>son"]);
        let close = "1\n00:00:01,000 --> 00:00:02,000\nTAM (O.S.): Listen\n\u{266a} Salt on the sill,\nsalt \u{266a}\n\u{2014}and then\n2\n00:00:03,000 --> 00:00:04,000\nGone.\n";
        insta::assert_snapshot!(outline(&document("scripts/subs.srt", close)), @r"
        cue              TAM
        cue-extension    (O.S.)  (TAM)
        dialogue         Listen  (TAM)
        lyric            ♪ Salt on the sill,⏎salt ♪  (TAM)
        dialogue         —and then  (TAM)
        dialogue         Gone.
        ");
        assert!(outline(&document("out/subs.srt", TEXT)).starts_with("note "));
    }
}
