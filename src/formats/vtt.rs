//! WebVTT subtitles (`.vtt`): a heading, then blocks between blank lines: captions, `NOTE`, `STYLE`, `REGION`.
//!
//! W3C WebVTT, section 4. A block that is none of these is read as text: nothing said in it is lost. A caption is known by its
//! start time.

use super::Format;
use super::captions::{self, Captions, start_time};
use super::lines::{Line, join, lines_from};
use crate::document::{Builder, Kind, Role};
use crate::source::Source;
use crate::text::MappedText;

pub struct Vtt;

impl Format for Vtt {
    fn id(&self) -> &'static str {
        "vtt"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["vtt"]
    }

    fn kind_of(&self, _: &Source, by_path: Option<Kind>) -> Option<Kind> {
        captions::kind(by_path)
    }

    fn read(&self, source: &Source, out: &mut Builder) {
        let captions = Captions::new(source, out.kind());
        let lines = lines_from(source, 0);
        for block in lines.split(|line| line.text.is_empty()).filter(|block| !block.is_empty()) {
            block_of(source.text(), block, &captions, out);
        }
    }
}

fn block_of(source: &str, block: &[Line<'_>], captions: &Captions<'_>, out: &mut Builder) {
    let first = &block[0];
    let behind = |word: &str| {
        let rest = first.text.strip_prefix(word).filter(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))?;
        Some(first.range.end - rest.len() as u32)
    };
    if let Some(timing) = block.iter().take(2).position(|line| start_time(line.text).is_some()) {
        out.item(start_time(block[timing].text));
        // A caption may have a name of its own above its time.
        if timing == 1 && !first.text.bytes().all(|b| b.is_ascii_digit()) {
            out.push_keyed(Role::Metadata, MappedText::verbatim(source, first.range.clone()), Some("id"));
        }
        push_lines(&block[timing + 1..], captions, out);
    } else if let Some(start) = behind("WEBVTT").filter(|_| first.range.start == 0) {
        out.item(None);
        let title = &source[start as usize..first.range.end as usize];
        let start = first.range.end - title.trim_start_matches(['-', ' ', '\t']).len() as u32;
        out.push(Role::Heading, MappedText::verbatim(source, start..first.range.end).trimmed());
        for line in &block[1..] {
            out.push(Role::Metadata, join(source, [line]));
        }
    } else if let Some(start) = behind("NOTE") {
        out.item(None);
        out.push(Role::Note, MappedText::verbatim(source, start..block[block.len() - 1].range.end).trimmed());
    } else if behind("STYLE").or_else(|| behind("REGION")).is_some() {
        out.item(None);
        out.push_keyed(Role::Metadata, join(source, &block[1..]), Some(first.text));
    } else {
        out.item(None);
        push_lines(block, captions, out);
    }
}

fn push_lines(lines: &[Line<'_>], captions: &Captions<'_>, out: &mut Builder) {
    if let (Some(first), Some(last)) = (lines.first(), lines.last()) {
        captions.push(first.range.start..last.range.end, out);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{document, places};
    use crate::document::outline;

    #[test]
    fn blocks_are_told_apart() {
        let text = "WEBVTT - reel two\nKind: captions\n\nNOTE\nvoices are temp\n\nSTYLE\n::cue { color: red }\n\nq-4\n00:01.000 --> 00:02.000 align:start\n\
            <v.loud Old Tam>Rope &amp; tar, <c.low>please</c>\n\n00:03.000 --> 00:04.000\n<v Mara>Here</v>\nand there\n\nadrift\n";
        let read = document("cut/r2.vtt", text);
        insta::assert_snapshot!(outline(&read), @r"
        heading          reel two
        metadata         Kind: captions
        note             voices are temp
        metadata         ::cue { color: red }  [STYLE]
        metadata         q-4  [id]
        cue              Old Tam
        note             Rope & tar, please
        cue              Mara
        note             Here⏎and there
        note             adrift
        ");
        assert_eq!(places("cut/r2.vtt", text, "Rope & tar"), ["Rope &amp; tar"]);
    }

    #[test]
    fn speakers_of_a_meeting_are_crew() {
        let text = "WEBVTT\n\n1\n00:01.000 --> 00:02.000\nMara Quill: The sky is too blue.\n\n2\n00:02.000 --> 00:03.000\n<v Tam Orrin>I can cool it.</v>\n\n\
            3\n00:04.000 --> 00:05.000\nMara Quill: Good.\n";
        insta::assert_snapshot!(outline(&document("dailies/mon.vtt", text)), @r"
        metadata         Mara Quill  [speaker]
        note             The sky is too blue.
        metadata         Tam Orrin  [speaker]
        note             I can cool it.
        metadata         Mara Quill  [speaker]
        note             Good.
        ");
    }
}
