//! A source parsed by its format into elements: stretches of text with a role.
//!
//! Parsing is total: any text becomes a document, and what a format does not understand is still an element. Nothing here
//! knows a format, a rule or a file.

pub mod role;

pub use role::{Kind, Role};

use crate::text::MappedText;
use std::ops::Range;

/// A stretch of text with a role.
#[derive(Debug, Clone)]
pub struct Element {
    pub role: Role,
    /// Marks, joins and escapes removed; knows its way back to the source.
    pub text: MappedText,
    /// The column, field or title-page key that the text is the value of, as the file writes it.
    pub key: Option<Box<str>>,
    /// Index into [`Document::items`].
    pub item: u32,
    /// Index into [`Document::scenes`]; `None` before the first heading and outside screenplays.
    pub scene: Option<u32>,
    /// For the parts of a speech, the index of the cue element it stands under.
    pub speaker: Option<u32>,
}

/// What belongs together within a document: a bullet, a row, a prompt, a speech, a paragraph.
#[derive(Debug, Clone, Default)]
pub struct Item {
    /// The shot code, node id or list number by which its author knows the item.
    pub name: Option<Box<str>>,
    /// Index of the heading element that the item stands under.
    pub heading: Option<u32>,
}

/// A scene of a screenplay.
#[derive(Debug, Clone)]
pub struct Scene {
    /// Index of the heading element.
    pub heading: u32,
    /// The number as printed, without `#`.
    pub number: Option<Box<str>>,
}

/// One source, read by one format.
#[derive(Debug, Clone)]
pub struct Document {
    pub kind: Kind,
    /// The id of the format that read it.
    pub format: &'static str,
    /// In the order of the source, except where a format has parts that stand elsewhere.
    pub elements: Vec<Element>,
    pub items: Vec<Item>,
    pub scenes: Vec<Scene>,
    /// What the reader noticed and a person should know ("an unclosed boneyard runs to the end of the file").
    pub remarks: Vec<Remark>,
}

/// Something about a file that is no finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    pub text: String,
    /// Source range; empty for the whole file.
    pub span: Range<u32>,
}

impl Document {
    pub fn new(kind: Kind, format: &'static str) -> Document {
        Document { kind, format, elements: Vec::new(), items: Vec::new(), scenes: Vec::new(), remarks: Vec::new() }
    }

    /// How many elements have `role`.
    pub fn count(&self, role: Role) -> usize {
        self.elements.iter().filter(|element| element.role == role).count()
    }

    /// The indices of the elements of an item; items are stretches of neighbouring elements.
    pub fn elements_of(&self, item: u32) -> Range<usize> {
        let start = self.elements.partition_point(|element| element.item < item);
        let end = self.elements.partition_point(|element| element.item <= item);
        start..end
    }

    /// The value of a metadata field of the whole file (`purpose`, `tool`), by its key in lower case.
    pub fn field(&self, key: &str) -> Option<&Element> {
        self.elements.iter().find(|element| {
            matches!(element.role, Role::Metadata | Role::TitlePage)
                && element.key.as_deref().is_some_and(|k| k.rsplit('.').next().is_some_and(|last| last.eq_ignore_ascii_case(key)))
        })
    }
}

/// Writes a document, keeping items, scenes and speakers right.
///
/// Items never decrease from one element to the next; that is what [`Document::elements_of`] rests on.
#[derive(Debug)]
pub struct Builder {
    document: Document,
    item_open: bool,
    heading: Option<u32>,
    scene: Option<u32>,
    cue: Option<u32>,
}

impl Builder {
    pub fn new(kind: Kind, format: &'static str) -> Builder {
        Builder { document: Document::new(kind, format), item_open: false, heading: None, scene: None, cue: None }
    }

    pub fn kind(&self) -> Kind {
        self.document.kind
    }

    /// Starts a new item; the elements that follow belong to it.
    pub fn item(&mut self, name: Option<&str>) {
        self.document.items.push(Item { name: name.map(Into::into), heading: self.heading });
        self.item_open = true;
    }

    /// Names the current item, if it has no name yet.
    pub fn name_item(&mut self, name: &str) {
        if let Some(item) = self.document.items.last_mut() {
            item.name.get_or_insert_with(|| name.into());
        }
    }

    /// Adds an element to the current item; an element without text is left out.
    pub fn push(&mut self, role: Role, text: MappedText) -> Option<u32> {
        self.push_keyed(role, text, None)
    }

    /// Adds an element that is the value of `key`.
    pub fn push_keyed(&mut self, role: Role, text: MappedText, key: Option<&str>) -> Option<u32> {
        if text.is_empty() {
            return None;
        }
        if !self.item_open {
            self.item(None);
        }
        let index = self.document.elements.len() as u32;
        match role {
            Role::SceneHeading => {
                self.cue = None;
                self.scene = Some(self.document.scenes.len() as u32);
                self.document.scenes.push(Scene { heading: index, number: None });
            }
            Role::Cue => self.cue = Some(index),
            Role::Action | Role::Transition | Role::Section | Role::Synopsis => self.cue = None,
            Role::Heading => self.heading = Some(index),
            _ => {}
        }
        let speaker = if role.is_spoken() || role == Role::CueExtension { self.cue } else { None };
        self.document.elements.push(Element {
            role,
            text,
            key: key.map(Into::into),
            item: self.document.items.len() as u32 - 1,
            scene: self.scene,
            speaker,
        });
        Some(index)
    }

    /// Ends the speech of the last cue: what is said next is said by nobody that is known.
    pub fn end_speech(&mut self) {
        self.cue = None;
    }

    /// Sets the printed number of the scene that was begun last.
    pub fn scene_number(&mut self, number: &str) {
        if let Some(scene) = self.document.scenes.last_mut() {
            scene.number = Some(number.into());
        }
    }

    pub fn remark(&mut self, text: impl Into<String>, span: Range<u32>) {
        self.document.remarks.push(Remark { text: text.into(), span });
    }

    pub fn finish(mut self) -> Document {
        self.document.elements.shrink_to_fit();
        self.document.items.shrink_to_fit();
        self.document
    }
}

/// Writes a document as an outline: one line an element, for tests and for `check --list -v`.
pub fn outline(document: &Document) -> String {
    use std::fmt::Write;
    let mut out = String::new();
    for element in &document.elements {
        let _ = write!(out, "{:<16} {}", element.role.name(), element.text.as_str().replace('\n', "⏎"));
        if let Some(key) = &element.key {
            let _ = write!(out, "  [{key}]");
        }
        if let Some(speaker) = element.speaker {
            let _ = write!(out, "  ({})", document.elements[speaker as usize].text.as_str());
        }
        out.push('\n');
    }
    out
}
