//! Nuke scripts and gizmos (`.nk`, `.gizmo`): notes, labels and texts of the nodes, and the files that they read.
//!
//! The syntax is that of Tcl: a command is words up to the end of its line; a word is bare, in quotes with escapes, or in nested
//! braces. A node is the command `Class {knobs}`, each knob a command of its own inside the braces. Curves, numbers and code are
//! not text; every other value that reads like words is a comment.

mod words;

use self::words::{Form, Word, commands};
use super::Format;
use super::letters::{mapped, without_tags};
use crate::document::{Builder, Kind, Role};
use crate::source::Source;
use crate::text::MappedText;

pub struct Nuke;

impl Format for Nuke {
    fn id(&self) -> &'static str {
        "nuke"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["nk", "gizmo"]
    }

    fn kind(&self) -> Option<Kind> {
        Some(Kind::Note)
    }

    fn read(&self, source: &Source, out: &mut Builder) {
        let text = source.text();
        for command in commands(text, 0..text.len() as u32) {
            match command.as_slice() {
                [comment] if comment.form == Form::Comment => {
                    out.item(None);
                    out.push(Role::Comment, mapped(text, &comment.letters(text)));
                }
                [class, body] if body.form == Form::Braced && class.form == Form::Bare => {
                    let class = &text[class.range.start as usize..class.range.end as usize];
                    // The layout of the windows is no node.
                    if !class.starts_with("define_window_layout") {
                        node(text, class, body, out);
                    }
                }
                // `push`, `set`, `add_layer` are not for people; a knob stands here where a brace is missing.
                words => knob(text, words, Role::Comment, out),
            }
        }
    }
}

/// Knobs that hold a file.
const FILES: &[&str] = &["file", "proxy", "project_directory", "vfield_file", "dataDirectory", "font", "afile", "script"];

/// Knobs in which people write, beside those that every node has.
const WRITTEN: &[&str] =
    &["message", "help", "tooltip", "comment", "comments", "note", "notes", "description", "title", "author", "artist"];

/// Nodes that run a trained model; the class says so wherever the file of the model is not told.
const LEARNED: &[&str] = &["CopyCat", "Inference", "MLClient", "MLServer", "BigCat"];

fn node(text: &str, class: &str, body: &Word, out: &mut Builder) {
    let knobs = commands(text, body.range.clone());
    let is = |knob: &[Word], name: &str| knob.first().is_some_and(|key| text[key.range.start as usize..key.range.end as usize] == *name);
    let name = knobs.iter().find(|knob| is(knob, "name")).and_then(|knob| knob.get(1)).map(|word| plain(text, word));
    out.item(name.as_deref());
    if LEARNED.contains(&class) {
        let start = body.range.start as usize;
        if let Some(at) = text[..start].rfind(class) {
            out.push_keyed(Role::Model, MappedText::verbatim(text, at as u32..(at + class.len()) as u32), Some("class"));
        }
    }
    let label = if matches!(class, "StickyNote" | "BackdropNode") { Role::Note } else { Role::Comment };
    for words in &knobs {
        knob(text, words, label, out);
    }
}

/// Adds the values of one knob; `label` is the role that its node gives a label.
fn knob(text: &str, words: &[Word], label: Role, out: &mut Builder) {
    let [key, values @ ..] = words else { return };
    if key.form == Form::Comment {
        out.push(Role::Comment, mapped(text, &key.letters(text)));
        return;
    }
    let key = &text[key.range.start as usize..key.range.end as usize];
    for word in values {
        match key {
            "label" => value(text, word, label, key, out),
            "name" => value(text, word, Role::Metadata, key, out),
            "modelFile" | "checkpoint" | "checkpointFile" => value(text, word, Role::Model, key, out),
            "addUserKnob" => user_knob(text, word, out),
            _ if FILES.contains(&key) => value(text, word, Role::Cell, key, out),
            _ if WRITTEN.contains(&key) || word.form == Form::Quoted && reads_like_words(&plain(text, word)) => {
                value(text, word, Role::Comment, key, out);
            }
            _ => {}
        }
    }
}

fn plain(text: &str, word: &Word) -> String {
    word.letters(text).iter().map(|letter| letter.c).collect()
}

/// Adds the text of a value; HTML in it is left out.
fn value(text: &str, word: &Word, role: Role, key: &str, out: &mut Builder) {
    let letters = without_tags(&word.letters(text));
    // `[value mix]` alone is code for a number.
    let plain: String = letters.iter().map(|letter| letter.c).collect();
    let is_code = role == Role::Comment && plain.trim().starts_with('[') && plain.trim().ends_with(']');
    if !is_code && plain.chars().any(char::is_alphabetic) {
        out.push_keyed(role, mapped(text, &letters), (!key.is_empty()).then_some(key));
    }
}

/// A knob that a person added: `{26 name l "label" t "tooltip" T "text"}`.
fn user_knob(text: &str, word: &Word, out: &mut Builder) {
    if word.form != Form::Braced {
        return;
    }
    for command in commands(text, word.range.clone()) {
        // Behind its type and name; a label or tooltip of one word is written bare.
        for pair in command.get(2..).unwrap_or_default().windows(2) {
            let flag = &text[pair[0].range.start as usize..pair[0].range.end as usize];
            let said = match flag {
                "l" | "t" | "T" => !text[pair[1].range.start as usize..].starts_with(['+', '-']),
                "+INVISIBLE" | "+STARTLINE" | "-STARTLINE" => {
                    pair[1].form != Form::Bare && plain(text, &pair[1]).contains(char::is_whitespace)
                }
                _ => false,
            };
            if pair[0].form == Form::Bare && said {
                value(text, &pair[1], Role::Comment, "knob", out);
            }
        }
    }
}

/// Whether a value is words and no code or curve: four words or more, few signs.
fn reads_like_words(text: &str) -> bool {
    let words = text.split_whitespace().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() >= 2).count();
    let signs = text.chars().filter(|c| "=()[]{};$\\+*".contains(*c)).count();
    words >= 4 && signs * 12 <= text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{document, places};
    use crate::document::outline;

    const SCRIPT: &str = r#"#! nuke -nx
version 15.1 v2
define_window_layout_xml {<layout name="x"> { } </layout>}
Root {
 inputs 0
 name "shots/KES_010.nk"
}
BackdropNode {
 inputs 0
 name BackdropNode1
 label "<b>Sky</b>\n<font color=\"red\">repl</font>acement &amp; fog"
}
Read {
 file "plates/KES 010.%04d.exr"
 name Read2
}
 Group {
  name Keying
  addUserKnob {26 text l "" +STARTLINE T "pull the blue first"}
  knobChanged "n = nuke.thisNode()\nif k.name() == \"mute\":\n n\[\"x\"].setValue(1)"
 }
  Roto {
   curves {{{v x3f99999a}
    {a "some odd name"}}}
   label {two {nested} words}
   name Roto1
  }
 end_group
push $N1
Text2 {
 message "Mara \[value frame] of\\nall"
 name Text2
 cliptype no\ clip
}
CopyCat {
 name CopyCat1
 dataDirectory train/gull
 checkpointFile train/gull_3.cat
 addUserKnob {1 l l Remark t gulls}
 label "\[value mix]"
}
StickyNote {
 label open
"#;

    #[test]
    fn nodes_say_what_people_wrote() {
        let read = document("comp/a.nk", SCRIPT);
        insta::assert_snapshot!(outline(&read), @r"
        comment          nuke -nx
        metadata         shots/KES_010.nk  [name]
        metadata         BackdropNode1  [name]
        note             Sky⏎replacement & fog  [label]
        cell             plates/KES 010.%04d.exr  [file]
        metadata         Read2  [name]
        metadata         Keying  [name]
        comment          pull the blue first  [knob]
        comment          two {nested} words  [label]
        metadata         Roto1  [name]
        comment          Mara [value frame] of⏎all  [message]
        metadata         Text2  [name]
        model            CopyCat  [class]
        metadata         CopyCat1  [name]
        cell             train/gull  [dataDirectory]
        model            train/gull_3.cat  [checkpointFile]
        comment          Remark  [knob]
        comment          gulls  [knob]
        comment          open  [label]
        ");
        let names: Vec<_> = read.items.iter().map(|item| item.name.as_deref().unwrap_or("-")).collect();
        assert_eq!(names, ["-", "shots/KES_010.nk", "BackdropNode1", "Read2", "Keying", "Roto1", "Text2", "CopyCat1"]);
        assert_eq!(places("comp/a.nk", SCRIPT, "replacement"), ["repl</font>acement"]);
    }

    #[test]
    fn any_text_is_read_to_its_end() {
        for cut in (0..SCRIPT.len()).filter(|&at| SCRIPT.is_char_boundary(at)) {
            document("comp/a.nk", &SCRIPT[..cut]);
        }
        document("comp/a.gizmo", &"{".repeat(100_000));
        document("comp/a.gizmo", &"a {\n".repeat(50_000));
    }
}
