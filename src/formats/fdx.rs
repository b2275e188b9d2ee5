//! Final Draft scripts (`.fdx`).
//!
//! A paragraph's text runs are joined without anything between them, since revision marks cut words. The parts of a speech are
//! one item and its notes follow it, as in Fountain: the same script in both forms gives the same document. Fountain's marks
//! are plain text here. There is no published schema; open-fdx-toolkit's FDX_SPEC.md describes what is known.

mod asides;
mod tables;

use super::Format;
use super::xml::{At, What, Xml};
use crate::document::{Builder, Kind, Role};
use crate::source::Source;
use crate::text::MappedText;
use asides::append_line;
use tables::{LISTS, TYPES, WRITTEN};

pub struct Fdx;

impl Format for Fdx {
    fn id(&self) -> &'static str {
        "fdx"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["fdx", "fdxt"]
    }

    fn kind(&self) -> Option<Kind> {
        Some(Kind::Screenplay)
    }

    fn read(&self, source: &Source, out: &mut Builder) {
        let xml = Xml::read(source.text());
        if let Some((problem, at)) = &xml.problem {
            out.remark(format!("the file is no well-formed XML ({problem}); read as far as paragraphs can be told apart"), *at..*at);
        }
        let mut reader = Reader { source: source.text(), out, asides: Vec::new(), dialogue: MappedText::default(), speech: false };
        xml.root().children().for_each(|node| reader.part(node));
        reader.end_speech();
    }
}

struct Reader<'s, 'b> {
    source: &'s str,
    out: &'b mut Builder,
    /// Notes and summaries of the paragraph or speech that is being read; each becomes an item behind it.
    asides: Vec<Vec<(Role, Option<&'static str>, MappedText)>>,
    /// The dialogue paragraphs since the cue or the last parenthetical; together they are one element, as lines are in Fountain.
    dialogue: MappedText,
    speech: bool,
}

impl Reader<'_, '_> {
    /// Reads a part of the file that is no script paragraph, or holds them.
    fn part(&mut self, node: At<'_, '_>) {
        match node.what() {
            What::Text(_) => self.single(Role::Unknown, None, node.text()),
            What::Comment(range) => self.single(Role::Comment, None, MappedText::verbatim(self.source, range.clone())),
            What::Element { name, .. } => match *name {
                "Paragraph" | "Text" => self.paragraph(node),
                "TitlePage" => self.list(node, Role::TitlePage, None),
                "ScriptNote" => {
                    self.note(node);
                    self.end_speech();
                }
                // How the elements look, what the keyboard does; the scratch list of deleted places holds no text.
                "ElementSettings" | "Macros" | "DeletedText" | "Revisions" | "MoresAndContinueds" | "SpellCheckIgnoreLists" => {}
                name => match LISTS.iter().find(|(list, ..)| *list == name) {
                    Some(&(_, role, key)) => self.list(node, role, Some(key)),
                    None => node.children().for_each(|child| self.part(child)),
                },
            },
        }
    }

    /// One element that is an item of its own.
    fn single(&mut self, role: Role, key: Option<&str>, text: MappedText) {
        if !text.is_empty() {
            self.end_speech();
            self.out.item(None);
            self.out.push_keyed(role, text.trimmed(), key);
        }
    }

    /// The entries of a list: its paragraphs, the texts of its elements, and the attributes that people write in.
    fn list(&mut self, node: At<'_, '_>, role: Role, key: Option<&str>) {
        for (name, _) in node.attributes().iter().filter(|(name, _)| WRITTEN.contains(name)) {
            if let Some(text) = node.attribute(name) {
                self.single(if role == Role::TitlePage { Role::Metadata } else { role }, key.or(Some("layout")), text);
            }
        }
        // Who is to speak the part when the program reads the script aloud.
        if let Some(text) = node.attribute("Actor") {
            self.single(Role::Voice, key, text);
        }
        for child in node.children() {
            match child.what() {
                What::Element { name: "Paragraph" | "Text", .. } => self.single(role, key, child.text()),
                What::Element { name, .. } => match LISTS.iter().find(|(list, ..)| list == name) {
                    Some(&(_, role, key)) => self.list(child, role, Some(key)),
                    None => self.list(child, role, key),
                },
                _ => self.single(role, key, child.text()),
            }
        }
    }

    /// Reads a paragraph of the script.
    fn paragraph(&mut self, node: At<'_, '_>) {
        let kind = node.attribute("Type");
        let kind = kind.as_ref().map_or("", MappedText::as_str);
        let role = match TYPES.iter().find(|(name, _)| name.eq_ignore_ascii_case(kind)) {
            Some(&(_, role)) => role,
            None if kind.starts_with("Outline ") => Role::Synopsis,
            None => Role::Action,
        };
        let mut text = MappedText::default();
        let mut number = node.attribute("Number");
        let mut inner = Vec::new();
        let whole = [node];
        let parts: Vec<At<'_, '_>> = if node.name() == "Text" { whole.to_vec() } else { node.children().collect() };
        let mut asides = Vec::new();
        for part in parts {
            match part.name() {
                "ScriptNote" => asides.push(part),
                "SceneProperties" => {
                    number = number.or_else(|| part.attribute("Number"));
                    asides.push(part);
                }
                "DualDialogue" | "Paragraph" => inner.push(part),
                // A text that was never closed holds the paragraphs behind it.
                "Text" => part.children().for_each(|child| match child.name() {
                    "Paragraph" => inner.push(child),
                    _ => child.text_into(&mut text),
                }),
                _ => part.text_into(&mut text),
            }
        }
        match role {
            Role::Cue => {
                self.end_speech();
                self.cue(text.trimmed());
            }
            Role::Dialogue | Role::Parenthetical | Role::Lyric => {
                if !text.is_empty() && !self.speech {
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
                self.end_speech();
                if !text.is_empty() {
                    self.out.item(None);
                    let written = self.out.push(role, text.trimmed());
                    if role == Role::SceneHeading
                        && written.is_some()
                        && let Some(number) = number.filter(|number| !number.is_empty())
                    {
                        self.out.scene_number(number.as_str().trim());
                    }
                }
            }
        }
        for aside in asides {
            if aside.name() == "ScriptNote" { self.note(aside) } else { self.properties(aside) }
        }
        if !self.speech {
            self.end_speech();
        }
        for part in inner {
            if part.name() == "DualDialogue" {
                part.children().for_each(|child| self.part(child));
                self.end_speech();
            } else {
                self.paragraph(part);
            }
        }
    }

    /// Splits `ANNA (V.O.) (CONT'D)`.
    fn cue(&mut self, text: MappedText) {
        if text.is_empty() {
            return;
        }
        self.out.item(None);
        self.speech = true;
        let end = match text.as_str().find('(') {
            Some(at) if at > 0 => at as u32,
            _ => text.len() as u32,
        };
        self.out.push(Role::Cue, text.slice(0..end).trimmed());
        let mut from = end;
        for (at, _) in text.as_str().match_indices(')').filter(|(at, _)| *at as u32 >= end) {
            self.out.push(Role::CueExtension, text.slice(from..at as u32 + 1).trimmed());
            from = at as u32 + 1;
        }
        if from < text.len() as u32 {
            self.out.push(Role::CueExtension, text.slice(from..text.len() as u32).trimmed());
        }
    }

    fn end_dialogue(&mut self) {
        let text = std::mem::take(&mut self.dialogue);
        self.out.push(Role::Dialogue, text);
    }

    /// Ends the speech, if one is open, and writes the notes that were met.
    fn end_speech(&mut self) {
        self.end_dialogue();
        self.speech = false;
        for parts in std::mem::take(&mut self.asides) {
            if parts.iter().all(|(_, _, text)| text.is_empty()) {
                continue;
            }
            self.out.item(None);
            for (role, key, text) in parts {
                self.out.push_keyed(role, text, key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{document, places};
    use crate::document::outline;

    const PAGE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<FinalDraft DocumentType="Script" Version="5">
  <Content>
    <Paragraph Type="Scene Heading" Number="12A">
      <SceneProperties Title="the broadcast"><Summary><Paragraph><Text>She goes live.</Text></Paragraph></Summary></SceneProperties>
      <Text>INT. NEWSROOM - NIGHT</Text>
    </Paragraph>
    <Paragraph Type="Action"><Text>The set shows AN</Text><Text RevisionID="2">DERS</Text><Text> &amp; SONS.</Text></Paragraph>
    <Paragraph Type="Character"><Text>RUTH (V.O.) (CONT'D)</Text></Paragraph>
    <Paragraph Type="Parenthetical"><Text>(dry)</Text></Paragraph>
    <Paragraph Type="Dialogue">
      <ScriptNote Name="ask legal" Author="P. Holm" Type="2"><Paragraph><Text>Drafted with a chat bot?</Text></Paragraph><Paragraph><Text>Check.</Text></Paragraph></ScriptNote>
      <Text>*Good* evening.</Text>
    </Paragraph>
    <Paragraph Type="Dialogue"><Text>Again.</Text></Paragraph>
    <Paragraph Type="General">
      <DualDialogue>
        <Paragraph Type="Character"><Text>TOM</Text></Paragraph>
        <Paragraph Type="Dialogue"><Text>No.</Text></Paragraph>
        <Paragraph Type="Character"><Text>ADA</Text></Paragraph>
        <Paragraph Type="Dialogue"><Text>Yes.</Text></Paragraph>
      </DualDialogue>
    </Paragraph>
    <Paragraph Type="Shot"><Text>ON THE CLOCK</Text></Paragraph>
    <Paragraph Type="Transition"><Text>CUT TO:</Text></Paragraph>
  </Content>
  <TitlePage><Content><Paragraph Alignment="Center"><Text>LATE EDITION</Text></Paragraph></Content></TitlePage>
  <SmartType><Characters><Character>ruth</Character></Characters></SmartType>
  <Actors><Actor Name="Ralph" Pitch="Low"/></Actors>
</FinalDraft>
"#;

    #[test]
    fn a_page() {
        insta::assert_snapshot!(outline(&document("a.fdx", PAGE)), @r"
        scene-heading    INT. NEWSROOM - NIGHT
        note             the broadcast  [title]
        synopsis         She goes live.
        action           The set shows ANDERS & SONS.
        cue              RUTH
        cue-extension    (V.O.)  (RUTH)
        cue-extension    (CONT'D)  (RUTH)
        parenthetical    (dry)  (RUTH)
        dialogue         *Good* evening.⏎Again.  (RUTH)
        note             Drafted with a chat bot?⏎Check.
        note             ask legal  [name]
        metadata         P. Holm  [author]
        cue              TOM
        dialogue         No.  (TOM)
        cue              ADA
        dialogue         Yes.  (ADA)
        action           ON THE CLOCK
        transition       CUT TO:
        title-page       LATE EDITION
        metadata         ruth  [characters]
        voice            Ralph  [actors]
        ");
    }

    #[test]
    fn places_are_those_of_the_file() {
        assert_eq!(places("a.fdx", PAGE, "ANDERS & SONS"), [r#"AN</Text><Text RevisionID="2">DERS</Text><Text> &amp; SONS"#]);
        assert_eq!(places("a.fdx", PAGE, "ask legal"), ["ask legal"]);
        assert_eq!(document("a.fdx", PAGE).scenes[0].number.as_deref(), Some("12A"));
    }

    #[test]
    fn the_same_script_as_fountain_is_the_same_document() {
        let fountain = "INT. NEWSROOM - NIGHT #12A#\n\n= She goes live.\n\nThe set shows ANDERS & SONS.\n\nRUTH (V.O.) (CONT'D)\n(dry)\nGood evening. [[Drafted with a chat bot?\nCheck.]]\nAgain.\n\nTOM\nNo.\n\nADA ^\nYes.\n\nON THE CLOCK\n\n> CUT TO:\n";
        let fdx = PAGE.replace("*Good*", "Good");
        let fdx = fdx.split("  <TitlePage>").next().unwrap().to_owned() + "</FinalDraft>";
        let fdx = fdx.replace(r#" Name="ask legal" Author="P. Holm""#, "").replace(r#" Title="the broadcast""#, "");
        let shape = |path: &str, text: &str| {
            let document = document(path, text);
            document.elements.iter().map(|e| (e.role, e.text.as_str().to_owned(), e.item, e.scene, e.speaker)).collect::<Vec<_>>()
        };
        assert_eq!(shape("a.fdx", &fdx), shape("a.fountain", fountain));
    }

    #[test]
    fn a_text_that_is_not_closed_ends_with_its_paragraph() {
        let broken = PAGE.replace("TOM</Text></Paragraph>", "TOM");
        assert_eq!(outline(&document("a.fdx", &broken)), outline(&document("a.fdx", PAGE)));
    }

    #[test]
    fn a_merge_conflict_loses_no_text() {
        let broken = PAGE.replace(
            "    <Paragraph Type=\"Shot\">",
            "<<<<<<< HEAD\n    <Paragraph Type=\"Shot\"><Text>ON THE DOOR</Text>\n=======\n    <Paragraph Type=\"Shot\">",
        );
        let read = document("a.fdx", &broken);
        assert_eq!(read.remarks.len(), 1);
        let (before, after) = (outline(&document("a.fdx", PAGE)), outline(&read));
        let lost: Vec<&str> = before.lines().filter(|line| !after.contains(line)).collect();
        assert_eq!(lost, [""; 0]);
        assert!(after.contains("ON THE DOOR") && after.contains("<<<<<<< HEAD"));
    }
}
