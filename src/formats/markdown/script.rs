//! Scripts in Markdown: either Fountain under another ending, or headings for scenes and `**NAME:** text` for speech.

use super::block::BlockLine;
use crate::document::{Builder, Role};
use crate::formats::kinds::is_scene_heading;
use crate::source::Source;
use crate::text::MappedText;

/// Whether a script is Fountain: by its name, by its front matter, or by scene headings that stand without Markdown marks.
pub(super) fn is_fountain(source: &Source, start: u32) -> bool {
    let (head, body) = source.text().split_at(start as usize);
    let path = source.path.to_ascii_lowercase();
    if path.ends_with(".fountain.md") || path.ends_with(".fountain.markdown") || head.to_ascii_lowercase().contains("fountain") {
        return true;
    }
    let bare = |line: &str| !line.starts_with(['#', '*', '_', '>', '|', '-']) && is_scene_heading(line);
    let spoken = |line: &str| line.starts_with("**") && line.contains(':');
    body.lines().any(|line| bare(line.trim_start())) && !body.lines().any(spoken)
}

/// A heading: a scene if it says so, else a section.
pub(super) fn heading(text: MappedText, out: &mut Builder) {
    let text = text.trimmed();
    let written = text.as_str();
    let numbered = ["scene ", "szene ", "sc. "].iter().any(|word| written.to_lowercase().starts_with(word));
    let role = if is_scene_heading(written) || numbered { Role::SceneHeading } else { Role::Section };
    out.item(None);
    out.push(role, text);
}

/// Lines of a paragraph: speech where a name and a colon begin a line, action where not.
pub(super) fn lines(lines: &[BlockLine], out: &mut Builder) {
    let mut in_speech = false;
    for line in lines {
        if line.text.is_empty() {
            in_speech = false;
            continue;
        }
        match speech(line) {
            Some((name, text)) => {
                in_speech = true;
                out.item(None);
                cue(line, name, out);
                dialogue(&line.text.slice(text as u32..line.text.len() as u32), out);
            }
            None if in_speech => dialogue(&line.text, out),
            None => {
                out.item(None);
                let role = if is_scene_heading(line.text.as_str().trim()) { Role::SceneHeading } else { Role::Action };
                out.push(role, line.text.clone().trimmed());
            }
        }
    }
}

/// The end of the name and the start of what is said, in a line `NAME: text` whose name is bold or in capitals.
fn speech(line: &BlockLine) -> Option<(usize, usize)> {
    let written = line.text.as_str();
    let colon = written.find(':')?;
    let name = written[..colon].trim();
    let capitals = name.chars().any(char::is_uppercase) && !name.split('(').next().unwrap_or("").chars().any(char::is_lowercase);
    let fits = !name.is_empty() && name.chars().count() <= 40 && !is_scene_heading(name) && !name.ends_with(" TO");
    (fits && (line.bold >= colon.min(name.len()) && line.bold > 0 || capitals)).then_some((colon, colon + 1))
}

/// The name, and the extension in brackets behind it.
fn cue(line: &BlockLine, end: usize, out: &mut Builder) {
    let written = &line.text.as_str()[..end];
    let open = written.find('(').unwrap_or(end);
    out.push(Role::Cue, line.text.slice(0..open as u32).trimmed());
    out.push(Role::CueExtension, line.text.slice(open as u32..end as u32).trimmed());
}

/// What is said, with directions at its start apart.
fn dialogue(text: &MappedText, out: &mut Builder) {
    let text = text.clone().trimmed();
    let written = text.as_str();
    let close = match written.chars().next() {
        Some('(') => written.find(')'),
        Some('[') => written.find(']'),
        _ => None,
    };
    let split = close.map_or(0, |close| close + 1) as u32;
    out.push(Role::Parenthetical, text.slice(0..split).trimmed());
    out.push(Role::Dialogue, text.slice(split..text.len() as u32).trimmed());
}
