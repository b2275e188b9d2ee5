//! What a typed page has beside the script, for the reader of paper: scene numbers in the margins, page numbers, `(MORE)`,
//! `CONTINUED:`.

use super::lines::{Line, lines_from};
use super::paragraphs::replay;
use super::{fountain, kinds};
use crate::document::{Builder, Role};
use crate::source::Source;
use crate::text::MappedText;
use std::ops::Range;

/// The scene number and the place of the words of a heading, numbers in the margins left out; `None` for any other line.
pub(super) fn heading(line: &str) -> Option<(Option<&str>, Range<usize>)> {
    let (mut start, mut end) = (0, line.len());
    let mut number = None;
    if let Some((first, rest)) = line.split_once([' ', '\t'])
        && is_scene_number(first)
    {
        number = Some(first.trim_end_matches('.'));
        start = end - rest.trim_start().len();
    }
    if !kinds::is_scene_heading(&line[start..]) {
        return None;
    }
    let words = &line[start..];
    let gap = words.rfind("   ").map(|at| at + 3).max(words.rfind('\t').map(|at| at + 1));
    if let Some(gap) = gap
        && is_scene_number(words[gap..].trim())
    {
        number = number.or(Some(words[gap..].trim().trim_end_matches('.')));
        end = start + words[..gap].trim_end().len();
    }
    Some((number, start..end))
}

/// `12`, `2A`, `12-B.2`.
fn is_scene_number(word: &str) -> bool {
    word.len() <= 6 && word.chars().any(|c| c.is_ascii_digit()) && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.')
}

/// `(MORE)`, `CONTINUED:`, `(CONTINUED)`, `CONTINUED: (2)`.
pub(super) fn is_continued(line: &str) -> bool {
    let plain = line.trim_matches(['(', ')', ' ', ':', '.']);
    plain == "MORE" && line.starts_with('(')
        || plain.eq_ignore_ascii_case("continued")
        || plain.to_ascii_uppercase().starts_with("CONTINUED: (")
}

/// `2.`, `14A.`, `(3)`.
pub(super) fn is_number(line: &str) -> bool {
    let plain = line.trim_matches(['(', ')', ' ', ':', '.']);
    plain.len() <= 5 && plain.starts_with(|c: char| c.is_ascii_digit()) && plain.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Reads a script that somebody typed as Fountain, without what stands on its pages for the reader of paper.
pub(super) fn read(source: &Source, out: &mut Builder) {
    let text = source.text();
    let lines = lines_from(source, 0);
    let title = title_end(&lines);
    for line in lines[..title].iter().filter(|line| !line.text.is_empty()) {
        out.item(None);
        out.push(Role::TitlePage, MappedText::verbatim(text, line.range.clone()));
    }
    let (mut kept, mut at) = (MappedText::default(), lines[title].range.start);
    for (index, line) in lines.iter().enumerate().skip(title) {
        let start = source.line_range(index as u32).start;
        if let Some((Some(number), words)) = heading(line.text) {
            kept.push(text, at.min(start)..start);
            kept.push(text, line.range.start + words.start as u32..line.range.start + words.end as u32);
            kept.push_instead(&format!(" #{number}#"), line.range.end..line.range.end);
            at = line.range.end;
        } else if is_continued(line.text) || is_page_number(&lines, index) {
            kept.push(text, at..start);
            at = line.range.end;
        }
    }
    kept.push(text, at..text.len() as u32);
    if kept.as_str() == text {
        return fountain::read(source, out);
    }
    let mut inner = Builder::new(out.kind(), "plain");
    fountain::read(&Source::from_text(&source.path, kept.as_str()), &mut inner);
    replay(inner.finish(), &kept, out, |_| None);
}

/// A number with a full stop between blank lines.
fn is_page_number(lines: &[Line<'_>], at: usize) -> bool {
    let blank = |at: Option<usize>| at.and_then(|at| lines.get(at)).is_none_or(|line| line.text.is_empty());
    is_number(lines[at].text) && lines[at].text.ends_with('.') && blank(at.checked_sub(1)) && blank(Some(at + 1))
}

/// Where the title of a treatment ends: a first block that looks like a speech, above text that has neither scenes nor other
/// speeches. Else 0.
fn title_end(lines: &[Line<'_>]) -> usize {
    let begins = |at: usize| !lines[at].text.is_empty() && (at == 0 || lines[at - 1].text.is_empty());
    let speaks = |at: usize| kinds::is_cue_like(lines[at].text) && lines.get(at + 1).is_some_and(|next| !next.text.is_empty());
    let Some(first) = (0..lines.len()).find(|&at| begins(at)) else { return 0 };
    let end = lines[first..].iter().position(|line| line.text.is_empty()).map_or(lines.len(), |length| first + length);
    let rest = || (end..lines.len()).filter(|&at| begins(at));
    let prose = rest().next().is_some() && rest().all(|at| heading(lines[at].text).is_none() && !speaks(at));
    if speaks(first) && prose { end } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{document, places};
    use super::*;
    use crate::document::outline;

    #[test]
    fn numbers_in_the_margins_are_no_words() {
        for (line, number, words) in [
            ("1    INT. TOLL BOOTH - NIGHT      1", Some("1"), "INT. TOLL BOOTH - NIGHT"),
            ("2A\tEXT. ROAD - DAWN\t2A", Some("2A"), "EXT. ROAD - DAWN"),
            ("12. INT. HALL", Some("12"), "INT. HALL"),
            ("EXT. QUAY - DAY     7", Some("7"), "EXT. QUAY - DAY"),
            ("INT. ROOM 12", None, "INT. ROOM 12"),
        ] {
            let (found, range) = heading(line).unwrap();
            assert_eq!((found, &line[range]), (number, words));
        }
        assert!(heading("12 interviews").is_none() && heading("").is_none());
    }

    #[test]
    fn what_is_for_paper_is_left_out() {
        let text = "  3   INT. TOLL BOOTH - NIGHT      3\r\n\r\n     Rain.\r\n\r\n                DRIVER\r\n          How much?\r\n                (MORE)\r\n\r\n\
            \x20                       2.\r\n\r\nCONTINUED: (2)\r\n\r\n                DRIVER (CONT'D)\r\n          Free.\r\n";
        let read = document("pages.txt", text);
        insta::assert_snapshot!(outline(&read), @r"
        scene-heading    INT. TOLL BOOTH - NIGHT
        action           Rain.
        cue              DRIVER
        dialogue         How much?  (DRIVER)
        cue              DRIVER
        cue-extension    (CONT'D)  (DRIVER)
        dialogue         Free.  (DRIVER)
        ");
        assert_eq!(read.scenes[0].number.as_deref(), Some("3"));
        assert_eq!(places("pages.txt", text, "Free."), ["Free."]);
    }

    #[test]
    fn the_title_of_a_treatment_is_no_speech() {
        insta::assert_snapshot!(outline(&document("scripts/t.txt", "LOW WATER\nTreatment, draft 2\n\nThe pilot sleeps.\n\nHe wakes.\n")), @r"
        title-page       LOW WATER
        title-page       Treatment, draft 2
        action           The pilot sleeps.
        action           He wakes.
        ");
        for speech in ["TAM\nRope.\n", "TAM\nRope.\n\nHe waits.\n\nOLA\nTar.\n"] {
            assert!(outline(&document("scripts/t.txt", speech)).starts_with("cue "), "{speech}");
        }
    }
}
