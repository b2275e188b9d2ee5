//! Trelby scripts (`.trelby`).
//!
//! Every line of the script begins with two signs: how the line ends (`>` and `+` at a space, `&` inside a word, `|` at a line
//! end of the writer's own, `.` at the end of the element) and what the element is. Lines that begin with `#` describe the file.

use super::Format;
use super::paragraphs::Script;
use crate::document::{Builder, Kind, Role};
use crate::source::Source;
use crate::text::MappedText;
use std::ops::Range;

pub struct Trelby;

impl Format for Trelby {
    fn id(&self) -> &'static str {
        "trelby"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["trelby"]
    }

    fn kind(&self) -> Option<Kind> {
        Some(Kind::Screenplay)
    }

    fn read(&self, source: &Source, out: &mut Builder) {
        let mut reader = Reader { text: source.text(), script: Script::new(out), open: None, block: None };
        for number in 0..source.line_count() {
            reader.line(source.line_range(number));
        }
        reader.close();
        reader.script.end();
    }
}

struct Reader<'s, 'b> {
    text: &'s str,
    script: Script<'b>,
    /// The element whose last line has not come yet, and how its last line so far ends.
    open: Option<(Role, MappedText, char)>,
    /// The block of settings that is open (`#Begin-Config`).
    block: Option<String>,
}

impl Reader<'_, '_> {
    fn line(&mut self, range: Range<u32>) {
        let line = &self.text[range.start as usize..range.end as usize];
        if let Some(rest) = line.strip_prefix('#') {
            self.close();
            return self.setting(rest, range);
        }
        if self.block.is_some() {
            return self.within_block(line, range);
        }
        let mut signs = line.chars();
        let (end, kind) = (signs.next(), signs.next());
        // A kind that is new to us; two signs alike are a conflict mark.
        let unknown = kind.filter(|kind| kind.is_ascii_punctuation() && Some(*kind) != end).map(|_| Role::Unknown);
        match (end, kind.and_then(role).or(unknown)) {
            (Some(end @ ('>' | '+' | '&' | '|' | '.')), Some(role)) => self.element(role, end, range.start + 2..range.end),
            // A conflict mark, or a line that an editor broke: it goes on with what is open.
            _ if !line.trim().is_empty() => match self.open.take() {
                Some((role, text, _)) => {
                    self.open = Some((role, text, '>'));
                    self.element(role, '>', range);
                }
                None => self.script.single(Role::Unknown, None, MappedText::verbatim(self.text, range)),
            },
            _ => {}
        }
    }

    fn element(&mut self, role: Role, end: char, range: Range<u32>) {
        let (mut text, before) = match self.open.take() {
            Some((open, text, end)) if open == role => (text, end),
            Some((open, text, _)) => {
                self.script.paragraph(open, text);
                (MappedText::default(), '.')
            }
            None => (MappedText::default(), '.'),
        };
        if !text.as_str().is_empty() {
            let at = text.span().end..range.start;
            match before {
                '&' => {}
                '|' => text.push_instead("\n", at),
                _ => text.push_instead(" ", at),
            }
        }
        text.push(self.text, range);
        if end == '.' { self.script.paragraph(role, text) } else { self.open = Some((role, text, end)) }
    }

    /// Writes an element whose last line is missing.
    fn close(&mut self) {
        if let Some((role, text, _)) = self.open.take() {
            self.script.paragraph(role, text);
        }
    }

    fn setting(&mut self, rest: &str, range: Range<u32>) {
        let (name, value) = rest.split_once(' ').unwrap_or((rest, ""));
        let value_at = range.end - value.len() as u32;
        // The text stands behind its place on the page, its size, style and font.
        let (role, key, commas) = match name {
            _ if name.starts_with("Begin-") => return self.block = Some(name["Begin-".len()..].to_owned()),
            _ if name.starts_with("End-") => return self.block = None,
            "Title-String" => (Role::TitlePage, None, 6),
            "Header-String" => (Role::Metadata, Some("header"), 4),
            "Version" | "Start-Script" | "Title-Page" | "Header-Empty-Lines" => return,
            _ => (Role::Unknown, None, 0),
        };
        let fields = value.splitn(commas + 1, ',');
        let skip = value.len() - fields.last().map_or(0, str::len);
        self.script.single(role, key, MappedText::verbatim(self.text, value_at + skip as u32..range.end));
    }

    /// Settings are no text, except for the words that a writer keeps in lists.
    fn within_block(&mut self, line: &str, range: Range<u32>) {
        let is_settings = matches!(self.block.as_deref(), Some("Config" | "PDF-Font"));
        let value_at = match line.split_once(':') {
            Some((name, _)) if is_settings && name.contains("AutoCompletionList/") => name.len() + 1,
            _ if is_settings => return,
            _ => 0,
        };
        self.script.single(Role::Metadata, Some("lists"), MappedText::verbatim(self.text, range.start + value_at as u32..range.end));
    }
}

/// What the second sign of a line says.
fn role(sign: char) -> Option<Role> {
    Some(match sign {
        '\\' => Role::SceneHeading,
        '.' | '=' => Role::Action,
        '@' => Role::Section,
        '_' => Role::Cue,
        ':' => Role::Dialogue,
        '(' => Role::Parenthetical,
        '/' => Role::Transition,
        '%' => Role::Note,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{document, places};
    use crate::document::outline;

    const PAGE: &str = r"#Version 3
#Begin-Auto-Completion Character
HILDA
#End-Auto-Completion 
#Begin-Config 
FontSize:12
Element/Transition/AutoCompletionList/1:SMASH TO:
#End-Config 
#Title-String 0.000000,80.000000,32,cb,Times,,SALT, AND SAND
#Header-String 1,0,r,,${PAGE}.
#Start-Script 
.\int. net loft - night
>.Rain on the slates. The sign reads Margaret
&.Ander
..son, chandler.
.%Read by a cloned voice in the animatic.
._HILDA (o.s.)
.((low)
|:One for the sea,
.:one for the house.
./CUT TO:
<<<<<<< HEAD
.=THE LAMP
.@END OF PART ONE
>?a kind
.?to come
>>>>>>> theirs
";

    #[test]
    fn a_page() {
        insta::assert_snapshot!(outline(&document("a.trelby", PAGE)), @r"
        metadata         HILDA  [lists]
        metadata         SMASH TO:  [lists]
        title-page       SALT, AND SAND
        metadata         ${PAGE}.  [header]
        scene-heading    int. net loft - night
        action           Rain on the slates. The sign reads Margaret Anderson, chandler.
        note             Read by a cloned voice in the animatic.
        cue              HILDA
        cue-extension    (o.s.)  (HILDA)
        parenthetical    (low)  (HILDA)
        dialogue         One for the sea,⏎one for the house.  (HILDA)
        transition       CUT TO:
        unknown          <<<<<<< HEAD
        action           THE LAMP
        section          END OF PART ONE
        unknown          a kind to come
        unknown          >>>>>>> theirs
        ");
        assert_eq!(places("a.trelby", PAGE, "Margaret Anderson"), ["Margaret\n&.Ander\n..son"]);
    }

    #[test]
    fn an_element_without_its_end_is_kept() {
        let text = "#Start-Script \n>.The tide\n>:turns\n_\n";
        insta::assert_snapshot!(outline(&document("a.trelby", text)), @r"
        action           The tide
        dialogue         turns _
        ");
    }
}
