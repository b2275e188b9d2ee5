//! Scripts whose paragraphs say what they are: the part that Open Screenplay Format, Celtx, Trelby and Word files share.
//!
//! As in Fountain and Final Draft files, the parts of a speech are one item, dialogue paragraphs that follow each other are one
//! element, and notes stand behind the paragraph or speech that they are attached to.

use crate::document::{Builder, Document, Role};
use crate::text::MappedText;

/// Returns what a paragraph of the style `name` is; `None` for a name that no screenwriting program uses.
///
/// Case, spaces, hyphens and underscores do not matter: `Scene Heading`, `sceneheading` and `scene-heading` are one.
pub(super) fn role_of(name: &str) -> Option<Role> {
    let plain: String = name.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let plain = plain.strip_prefix("screenplay").or_else(|| plain.strip_prefix("script")).unwrap_or(&plain);
    let plain = plain.strip_suffix("style").unwrap_or(plain);
    Some(match plain {
        "sceneheading"
        | "slugline"
        | "slug"
        | "sceneheader"
        | "szenenüberschrift"
        | "szenenkopf"
        | "szenentitel"
        | "intitulé"
        | "intitulédescène"
        | "entêtedescène"
        | "titredescène"
        | "encabezadodeescena"
        | "encabezado"
        | "títulodeescena"
        | "intestazionescena"
        | "intestazionediscena"
        | "intestazione"
        | "cabeçalhodecena"
        | "títulodecena" => Role::SceneHeading,
        "action" | "shot" | "description" | "scenedescription" | "actbreak" | "act" | "sceneaction" | "handlung" | "regieanweisung"
        | "acción" | "azione" | "ação" => Role::Action,
        "character" | "charactername" | "charactercue" | "cue" | "figur" | "rolle" | "personnage" | "personaje" | "personaggio"
        | "personagem" => Role::Cue,
        "dialog" | "dialogue" | "speech" | "diálogo" | "dialogo" | "réplique" | "battuta" => Role::Dialogue,
        "parenthetical" | "parentheses" | "wryly" | "parenthèse" | "didascalie" | "acotación" | "paréntesis" | "parentetica"
        | "parêntese" | "klammer" => Role::Parenthetical,
        "lyric" | "lyrics" | "singing" => Role::Lyric,
        "transition" | "übergang" | "transición" | "transizione" | "transição" => Role::Transition,
        "synopsis" | "summary" | "outline" | "outlinebody" => Role::Synopsis,
        "section" => Role::Section,
        "note" | "notes" | "scriptnote" => Role::Note,
        _ => return None,
    })
}

/// Writes the paragraphs of a script.
pub(super) struct Script<'b> {
    out: &'b mut Builder,
    /// The dialogue paragraphs since the cue or the last parenthetical.
    dialogue: MappedText,
    speech: bool,
    /// Notes and summaries met; each becomes an item behind the paragraph or speech.
    asides: Vec<(Role, Option<&'static str>, MappedText)>,
}

impl<'b> Script<'b> {
    pub(super) fn new(out: &'b mut Builder) -> Script<'b> {
        Script { out, dialogue: MappedText::default(), speech: false, asides: Vec::new() }
    }

    /// Adds a paragraph.
    pub(super) fn paragraph(&mut self, role: Role, text: MappedText) {
        if text.is_empty() {
            return;
        }
        match role {
            Role::Cue => {
                self.end();
                self.cue(text.trimmed());
            }
            Role::Dialogue | Role::Parenthetical | Role::Lyric => {
                if !self.speech {
                    self.out.end_speech();
                    self.out.item(None);
                    self.speech = true;
                }
                if role == Role::Dialogue {
                    append_line(&mut self.dialogue, &text.trimmed());
                } else {
                    self.end_dialogue();
                    self.out.push(role, text.trimmed());
                }
            }
            _ => {
                self.end();
                self.out.item(None);
                self.out.push(role, text.trimmed());
            }
        }
    }

    /// Adds a scene heading with the number that is printed beside it.
    pub(super) fn heading(&mut self, text: MappedText, number: &str) {
        if text.is_empty() {
            return;
        }
        self.end();
        self.out.item(None);
        self.out.push(Role::SceneHeading, text.trimmed());
        if !number.trim().is_empty() {
            self.out.scene_number(number.trim());
        }
    }

    /// Adds something that is attached to the paragraph that came last, or to the speech that it stands in.
    pub(super) fn aside(&mut self, role: Role, key: Option<&'static str>, text: MappedText) {
        if !text.is_empty() {
            self.asides.push((role, key, text.trimmed()));
        }
    }

    /// Adds an element that is an item of its own and belongs to no scene's text.
    pub(super) fn single(&mut self, role: Role, key: Option<&str>, text: MappedText) {
        if !text.is_empty() {
            self.end();
            self.out.item(None);
            self.out.push_keyed(role, text.trimmed(), key);
        }
    }

    /// Ends the speech, if one is open, and writes what is attached to it.
    pub(super) fn end(&mut self) {
        self.end_dialogue();
        self.speech = false;
        for (role, key, text) in std::mem::take(&mut self.asides) {
            self.out.item(None);
            self.out.push_keyed(role, text, key);
        }
    }

    fn end_dialogue(&mut self) {
        let text = std::mem::take(&mut self.dialogue);
        self.out.push(Role::Dialogue, text);
    }

    /// Splits `ANNA (V.O.) (CONT'D)`.
    fn cue(&mut self, text: MappedText) {
        self.out.item(None);
        self.speech = true;
        let length = text.len() as u32;
        let end = text.as_str().find('(').filter(|at| *at > 0).map_or(length, |at| at as u32);
        self.out.push(Role::Cue, text.slice(0..end).trimmed());
        let mut from = end;
        for (at, _) in text.as_str().match_indices(')').filter(|(at, _)| *at as u32 >= end) {
            self.out.push(Role::CueExtension, text.slice(from..at as u32 + 1).trimmed());
            from = at as u32 + 1;
        }
        self.out.push(Role::CueExtension, text.slice(from..length).trimmed());
    }
}

/// Adds a paragraph to a text, with a line end between.
pub(super) fn append_line(out: &mut MappedText, text: &MappedText) {
    if text.is_empty() {
        return;
    }
    if !out.is_empty() {
        let (from, to) = (out.span().end, text.span().start);
        out.push_instead("\n", from..to.max(from));
    }
    out.append(text);
}

/// Writes a document that was read from `outer` as text into `out`, so that its places are those of the source of `outer`.
///
/// `name` gives an item its name by the offset in `outer` at which its first element begins.
pub(super) fn replay(document: Document, outer: &MappedText, out: &mut Builder, name: impl Fn(u32) -> Option<String>) {
    let numbers: Vec<(u32, Box<str>)> = document.scenes.into_iter().filter_map(|scene| Some((scene.heading, scene.number?))).collect();
    let mut item = None;
    for (index, element) in document.elements.into_iter().enumerate() {
        if item != Some(element.item) {
            item = Some(element.item);
            let own = document.items[element.item as usize].name.as_deref().map(str::to_owned);
            out.item(own.or_else(|| name(element.text.span().start)).as_deref());
        }
        if element.role.is_spoken() && element.speaker.is_none() {
            out.end_speech();
        }
        out.push_keyed(element.role, element.text.through(outer), element.key.as_deref());
        if let Some((_, number)) = numbers.iter().find(|(heading, _)| *heading == index as u32) {
            out.scene_number(number);
        }
    }
    for remark in document.remarks {
        out.remark(remark.text, outer.source_range(remark.span));
    }
}
