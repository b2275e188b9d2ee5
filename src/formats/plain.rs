//! Plain text: notes, prompts, and scripts typed into a text file.

mod notes;

use super::header::{blanked, comment_text, front_matter};
use super::lines::{Line, is_wrapped, join, lead, lines_from, list_mark};
use super::prompt_lines::{PromptLines, goes_on, is_prose};
use super::{Format, page, transcript};
use crate::document::{Builder, Kind, Role};
use crate::source::Source;
use crate::text::MappedText;

pub struct Plain;

impl Format for Plain {
    fn id(&self) -> &'static str {
        "plain"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["txt", "prompt"]
    }

    fn read(&self, source: &Source, out: &mut Builder) {
        let start = front_matter(source, out);
        match out.kind() {
            Kind::Screenplay if start > 0 => page::read(&blanked(source, start), out),
            Kind::Screenplay => page::read(source, out),
            Kind::Prompt if is_prose(&source.path) => notes::read(source, &lines_from(source, start), Role::Comment, out),
            Kind::Prompt => prompts(source, &lines_from(source, start), out),
            Kind::Note => {
                let lines = lines_from(source, start);
                if transcript::is_conversation(&lines) {
                    transcript::read(source.text(), &lines, MappedText::verbatim, out);
                } else {
                    notes::read(source, &lines, Role::Note, out);
                }
            }
        }
    }
}

/// Reads lines of prompts: headings and comments apart, broken lines joined.
pub(super) fn prompts(source: &Source, lines: &[Line<'_>], out: &mut Builder) {
    said(source, lines, None, out);
}

/// Reads what one role of a chat says; a line that begins with `#` is a heading there, and the model sees it.
pub(super) fn chat(source: &Source, lines: &[Line<'_>], role: &str, out: &mut Builder) {
    said(source, lines, Some(role), out);
}

fn said(source: &Source, lines: &[Line<'_>], role: Option<&str>, out: &mut Builder) {
    let text = source.text();
    let mut reader = if role.is_some() { PromptLines::chat(text) } else { PromptLines::new(text) };
    let mut at = 0;
    while at < lines.len() {
        let line = &lines[at];
        if line.is_empty() {
            reader.blank();
        } else if is_comment(line.text) {
            let seen = role.is_some() && line.text.starts_with('#');
            out.item(role);
            out.push(if seen { Role::Heading } else { Role::Comment }, comment_text(text, line.range.clone()));
        } else if notes::is_heading(lines, at) && is_title(lines, at) {
            reader.heading(line.text);
            out.item(role);
            out.push(Role::Heading, join(text, [line]));
        } else {
            let end = block_end(lines, at);
            reader.line(join(text, &lines[at..end]), role, out);
            at = end;
            continue;
        }
        at += 1;
    }
}

/// Whether a text holds the settings that the Stable Diffusion web interfaces write under a prompt.
pub(super) fn is_infotext(text: &str) -> bool {
    text.lines().any(super::a1111::is_settings)
}

/// `# a remark`, `// a remark`, `; a remark`; `#4` numbers a prompt.
fn is_comment(text: &str) -> bool {
    // `#Zendaya` is a hashtag and belongs to the prompt.
    let hashtag = text.strip_prefix('#').is_some_and(|rest| rest.starts_with(char::is_uppercase));
    text.starts_with('#') && !hashtag && list_mark(text).is_none() || text.starts_with("// ") || text.starts_with("; ")
}

/// A heading above prompts is underlined or in capitals; a short first line may be the prompt itself.
fn is_title(lines: &[Line<'_>], at: usize) -> bool {
    notes::is_capitals(lines[at].text) || lines.get(at + 1).is_some_and(Line::is_underline)
}

/// Returns the index behind the last line that belongs to the prompt that begins at `at`.
fn block_end(lines: &[Line<'_>], at: usize) -> usize {
    let marked = list_mark(lines[at].text).is_some();
    let filled = filled_to(lines, at);
    let mut end = at + 1;
    while end < lines.len() {
        let (before, line) = (&lines[end - 1], &lines[end]);
        if line.is_empty() || is_comment(line.text) || list_mark(line.text).is_some() || super::header::field(line.text).is_some() {
            break;
        }
        let deeper = marked && line.indent > lines[at].indent;
        let wrapped = end < filled && is_wrapped(before.text, line.text) && !before.text.contains(" --");
        if !(deeper || goes_on(before.text) || wrapped) {
            break;
        }
        end += 1;
    }
    end
}

/// Returns the end of a paragraph that was broken to a width, else `at`: four lines or more, each so full that the first word
/// of the next did not fit.
fn filled_to(lines: &[Line<'_>], at: usize) -> usize {
    let width = |line: &Line<'_>| line.text.chars().count();
    // A width shows within a few lines; a longer look would cost too much in a long list.
    let end = at + lines[at..].iter().take(40).take_while(|line| !line.is_empty()).count();
    let paragraph = &lines[at..end];
    let widest = paragraph.iter().map(width).max().unwrap_or(0);
    let full = paragraph.len() >= 4
        && (55..=100).contains(&widest)
        && paragraph
            .windows(2)
            .all(|pair| width(&pair[0]) + 1 + pair[1].text.split(' ').next().map_or(0, |word| word.chars().count()) > widest);
    if full { end } else { at }
}

/// Whether a line of notes begins an item.
fn begins_item(before: Option<&Line<'_>>, line: &Line<'_>) -> bool {
    let lead = lead(line.text);
    // A number that a full line was broken before counts nothing.
    lead.begins
        && !(lead.bare_number
            && before.is_some_and(|before| before.text.chars().count() >= 55 && !before.text.ends_with(['.', '!', '?', ':'])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::outline;
    use insta::assert_snapshot;

    fn read(kind: Kind, path: &str, text: &str) -> String {
        let source = Source::from_text(path, text);
        let mut out = Builder::new(kind, "plain");
        Plain.read(&source, &mut out);
        let document = out.finish();
        let mut names = Vec::new();
        for element in &document.elements {
            let span = element.text.span();
            assert!(source.text().get(span.start as usize..span.end as usize).is_some());
        }
        for item in &document.items {
            names.push(item.name.as_deref().unwrap_or("-"));
        }
        format!("{}items: {}", outline(&document), names.join(" | "))
    }

    #[test]
    fn notes_know_their_shots() {
        let told = read(
            Kind::Note,
            "vfx/notes.txt",
            "KESTREL 204 notes\n\nQUAY\n- KES_204_0010 rope too clean, the one that runs along the whole of the\n  quay wall\n   - wet it\n02:01:10  bell, far\n   > lower\n0150 fog bank in front of the harbour light, as we had it in the old\nversion of the cut\n\nRoof\n====\nslates, later, when the tiler has been and the moss is off the north side\nprops: rope and bell\n",
        );
        assert_snapshot!(told, @r"
heading          KESTREL 204 notes
heading          QUAY
note             - KES_204_0010 rope too clean, the one that runs along the whole of the⏎quay wall
note             - wet it
note             02:01:10  bell, far⏎> lower
note             0150 fog bank in front of the harbour light, as we had it in the old⏎version of the cut
heading          Roof
note             slates, later, when the tiler has been and the moss is off the north side
note             props: rope and bell
items: - | - | KES_204_0010 | KES_204_0010 | 02:01:10 | 0150 | - | - | -
");
    }

    #[test]
    fn prompts_with_fields_labels_and_marks() {
        let told = read(
            Kind::Prompt,
            "prompts/quay.txt",
            "purpose: ideation\ntool: in-house model\n\n# second try\n\nPIER SET\n\n1. wet quay at dusk, a rope coiled on the stones,\n   no people\nP2: rope, macro\nNegative prompt: fog, text\nsettings: strength .4\nstyle: flat ink\nRef: refs/quay.png, refs/rope.png\nImage: a bell. No rope\nLoRA: own_ink_v2\nVoice: Old Tom\nVoice: an old man, out of breath\n; older: dry quay\n",
        );
        assert_snapshot!(told, @r"
metadata         ideation  [purpose]
metadata         in-house model  [tool]
comment          second try
heading          PIER SET
prompt           wet quay at dusk, a rope coiled on the stones,⏎no people
prompt           rope, macro
negative-prompt  fog, text
metadata         strength .4  [settings]
prompt           style: flat ink
reference        refs/quay.png, refs/rope.png  [Ref]
prompt           Image: a bell. No rope
model            own_ink_v2  [LoRA]
voice            Old Tom  [Voice]
prompt           Voice: an old man, out of breath
comment          older: dry quay
items: - | - | - | - | 1 | P2 | - | - | - | - | -
");
    }

    #[test]
    fn one_prompt_a_line_stays_one_prompt_a_line() {
        let told = read(
            Kind::Prompt,
            "prompts/list.txt",
            "valley at first light, a hundred paper lamps on the far ridge, quiet\nsix-legged mule, moss saddle, a lantern tied to its tail, mist behind\npaper boat on black water, the moon a smear --ar 2:3 --v 7\n\na long prompt that its writer broke by hand at the edge of a narrow\nwindow, so that every line of it is full and the words run on from\none line into the next, with no more than a comma here and there as\nit goes\n",
        );
        assert_snapshot!(told, @r"
prompt           valley at first light, a hundred paper lamps on the far ridge, quiet
prompt           six-legged mule, moss saddle, a lantern tied to its tail, mist behind
prompt           paper boat on black water, the moon a smear
metadata         2:3  [ar]
metadata         7  [v]
prompt           a long prompt that its writer broke by hand at the edge of a narrow⏎window, so that every line of it is full and the words run on from⏎one line into the next, with no more than a comma here and there as⏎it goes
items: - | - | - | -
");
    }

    #[test]
    fn front_matter_describes_the_file() {
        let told = read(
            Kind::Prompt,
            "prompts/x.prompt",
            "# ours\n---\nmodel: own/one\nconfig:\n  seed: \"12\"\n  names:\n    - rope\n---\n{{role \"user\"}}\nDraw {{thing}}.\n",
        );
        assert_snapshot!(told, @r#"
comment          ours
metadata         own/one  [model]
metadata         12  [config.seed]
metadata         rope  [config.names]
prompt           role "user"
prompt           Draw thing.
items: - | - | - | - | - | -
"#);
    }

    #[test]
    fn a_script_is_read_like_fountain() {
        assert_snapshot!(read(Kind::Screenplay, "scripts/x.txt", "INT. NET LOFT - DAY\n\nRope.\n\n          TAM\n     It holds.\n"), @r"
scene-heading    INT. NET LOFT - DAY
action           Rope.
cue              TAM
dialogue         It holds.  (TAM)
items: - | - | -
");
    }

    /// Every word of the file is in an element or in the name of an item.
    #[test]
    fn no_word_is_lost() {
        let pieces = [
            "- KES_0010 rope",
            "3) gull",
            "  deeper",
            "TITLE",
            "=====",
            "a: b",
            "10/12 fog",
            "",
            "\tx\ty",
            "(a) \u{2022} b",
            "> c",
            "# d",
            "Prompt: e",
            "\r",
            "02:00:01 f",
            "\u{feff}g",
        ];
        let mut state = 7u32;
        for _ in 0..400 {
            let mut text = String::new();
            for _ in 0..8 {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                text.push_str(pieces[(state >> 16) as usize % pieces.len()]);
                text.push(if state & 0x800 == 0 { '\n' } else { '\r' });
            }
            let source = Source::from_text("vfx/x.txt", &text);
            let mut out = Builder::new(Kind::Note, "plain");
            Plain.read(&source, &mut out);
            let document = out.finish();
            let read: String = document.elements.iter().map(|element| format!(" {} ", element.text.as_str())).collect();
            let read: Vec<&str> = read.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
            let written: Vec<&str> = source.text().split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
            assert_eq!(read, written, "{text:?}");
        }
    }
}
