//! How the values of a structured file become items and elements.
//!
//! An item is an entry of a list, a part of a map whose parts are prompts, or the file. An item's own fields stand together,
//! before the items that are nested in it, so that what is said of the whole is one item. A comment belongs to the value on
//! its line, or to the next one when it stands alone.

use super::fields::{Meaning, NAMES, is_of_diffusion, meaning, names_checkpoint, nested};
use super::prompt_text::{push_compel, push_prompt};
use super::values::{Value, Values};
use crate::document::{Builder, Kind, Role};
use crate::text::MappedText;
use std::collections::HashMap;

/// Reads all documents of a file.
pub(super) fn read(source: &str, values: &Values, out: &mut Builder) {
    let mut reader =
        Reader { source, kind: out.kind(), out, comments: HashMap::new(), waiting: Vec::new(), diffusion: false, compel: false };
    let rest = reader.place_comments(values);
    for document in &values.documents {
        reader.document(document);
    }
    for comment in rest {
        reader.out.push(Role::Comment, comment.clone().trimmed());
    }
}

/// Reads one field of a file as an item of its own, with the items nested in it.
pub(super) fn read_field(source: &str, key: &str, value: &Value, out: &mut Builder) {
    let mut reader =
        Reader { source, kind: out.kind(), out, comments: HashMap::new(), waiting: Vec::new(), diffusion: false, compel: false };
    reader.item(None, key, value);
    reader.nested();
}

struct Reader<'s, 'b, 'v> {
    source: &'s str,
    kind: Kind,
    out: &'b mut Builder,
    /// By the start of the value that they belong to: those before it, those behind it.
    comments: HashMap<u32, [Vec<&'v MappedText>; 2]>,
    /// Items met inside the one that is being read.
    waiting: Vec<(Option<String>, String, &'v Value)>,
    /// The settings of a diffusion program are being read.
    diffusion: bool,
    /// The settings of InvokeAI are being read, whose prompts have a language of their own.
    compel: bool,
}

impl<'v> Reader<'_, '_, 'v> {
    /// Gives each comment to a value; returns those for which there is none.
    fn place_comments(&mut self, values: &'v Values) -> Vec<&'v MappedText> {
        if values.comments.is_empty() {
            return Vec::new();
        }
        let mut starts = Vec::new();
        for document in &values.documents {
            document.scalars(&mut |text| {
                if !text.is_empty() {
                    starts.push(text.span().start);
                }
            });
        }
        starts.sort_unstable();
        let mut rest = Vec::new();
        for comment in &values.comments {
            let at = comment.span().start;
            let next = starts.partition_point(|&start| start < at);
            let before = next.checked_sub(1).map(|index| starts[index]);
            // A value and a comment behind it have no line end between them, unless the value has several lines.
            let same_line = before.filter(|&start| !self.source[start as usize..at as usize].contains(['\n', '\r']));
            match (same_line, starts.get(next), before) {
                (Some(start), _, _) | (None, None, Some(start)) => self.comments.entry(start).or_default()[1].push(comment),
                (None, Some(&start), _) => self.comments.entry(start).or_default()[0].push(comment),
                (None, None, None) => rest.push(comment),
            }
        }
        rest
    }

    fn document(&mut self, value: &'v Value) {
        match value {
            Value::List(values) => self.waiting.extend(values.iter().map(|value| (None, String::new(), value))),
            value => self.item(None, "", value),
        }
        self.nested();
    }

    /// Reads the items that wait, and those they bring, in the order of the file.
    fn nested(&mut self) {
        let mut stack: Vec<_> = std::mem::take(&mut self.waiting).into_iter().rev().collect();
        while let Some((name, key, value)) = stack.pop() {
            self.item(name.as_deref(), &key, value);
            stack.extend(std::mem::take(&mut self.waiting).into_iter().rev());
        }
    }

    fn item(&mut self, name: Option<&str>, key: &str, value: &'v Value) {
        let own = NAMES.iter().find_map(|name| value.entries().iter().find(|(key, _)| key.as_str().eq_ignore_ascii_case(name))?.1.as_str());
        let own = own.map(str::trim).filter(|own| !own.is_empty() && own.chars().count() <= 60);
        self.out.item(own.or(name));
        let told = if key.is_empty() { Meaning::Open } else { meaning(key) };
        self.value(key, told, value);
    }

    fn value(&mut self, path: &str, told: Meaning, value: &'v Value) {
        match value {
            Value::Null => {}
            Value::Text(text) => self.leaf(path, told, text, false),
            Value::Plain(text) => self.leaf(path, told, text, true),
            Value::List(values) => self.list(path, told, values),
            Value::Map(entries) => self.map(path, told, entries),
        }
    }

    fn list(&mut self, path: &str, told: Meaning, values: &'v [Value]) {
        let key = path.rsplit('.').next().unwrap_or(path);
        let of_prompts = told == Meaning::Prompt || told == Meaning::Open && self.kind == Kind::Prompt;
        // Pictures, models and voices of an item belong to it, in whatever form.
        let inside = matches!(told, Meaning::Reference | Meaning::Voice | Meaning::Model | Meaning::Tool | Meaning::Negative);
        for value in values {
            let apart = match value {
                Value::Map(_) => !inside,
                Value::Text(text) => of_prompts && values.len() > 1 && is_prose(text),
                _ => false,
            };
            match value {
                _ if apart => self.waiting.push((None, key.to_owned(), value)),
                // A model with its weight and its hash.
                Value::List(parts) if told == Meaning::Model => {
                    for (index, part) in parts.iter().enumerate() {
                        self.value(path, if index == 0 { told } else { Meaning::About }, part);
                    }
                }
                _ => self.value(path, told, value),
            }
        }
    }

    fn map(&mut self, path: &str, told: Meaning, entries: &'v [(MappedText, Value)]) {
        let has = |value: &Value, wanted: Meaning| value.entries().iter().any(|(key, _)| meaning(key.as_str()) == wanted);
        let prompts = entries.iter().filter(|(_, value)| has(value, Meaning::Prompt)).count() > 1;
        let outside = (self.diffusion, self.compel);
        let has_field = |wanted: Meaning| entries.iter().any(|(key, _)| meaning(key.as_str()) == wanted);
        self.diffusion |= entries.iter().any(|(key, value)| is_of_diffusion(key.as_str(), value.scalar().is_some()))
            || has_field(Meaning::Negative) && entries.iter().any(|(key, _)| is_called(key.as_str(), "seed"));
        let called = |name: &str| entries.iter().any(|(key, _)| is_called(key.as_str(), name));
        self.compel |= called("positive_prompt") && (called("app_version") || called("generation_mode"));
        let of_voice = has_field(Meaning::VoiceSettings) || has_field(Meaning::Voice);
        for (key, value) in entries {
            let name = key.as_str();
            let own = meaning(name);
            let field = match nested(own, told, name) {
                Meaning::Negative => Meaning::Negative,
                _ if own == Meaning::Name && of_voice && is_called(name, "name") => Meaning::Voice,
                _ if own == Meaning::Prompt && of_voice && is_called(name, "text") => Meaning::Spoken,
                Meaning::Tool if self.diffusion && names_checkpoint(name) => Meaning::Model,
                field => field,
            };
            if field == Meaning::Open && name.trim().contains(char::is_whitespace) {
                // A key of several words is text too: a name, a title.
                self.push(Role::Metadata, key, Some("key"));
            }
            if prompts && field != Meaning::Negative && has(value, Meaning::Prompt) {
                self.waiting.push((Some(name.to_owned()), String::new(), value));
                continue;
            }
            let path = match (path, told) {
                ("", _) => name.to_owned(),
                // The name and version of a program are known by the field that says it is one.
                (path, Meaning::Tool) if value.scalar().is_some() => path.to_owned(),
                (path, _) => format!("{path}.{name}"),
            };
            let field = if told == Meaning::Tool && value.scalar().is_some() { Meaning::Tool } else { field };
            self.value(&path, field, value);
        }
        (self.diffusion, self.compel) = outside;
    }

    fn leaf(&mut self, path: &str, told: Meaning, text: &'v MappedText, plain: bool) {
        let start = text.span().start;
        let [before, behind] = self.comments.remove(&start).unwrap_or_default();
        before.into_iter().for_each(|comment| self.push(Role::Comment, comment, None));
        if self.compel && told == Meaning::Prompt && path.rsplit('.').next().is_some_and(|name| is_called(name, "positive_prompt")) {
            push_compel(self.source, text, self.out);
        } else if !text.is_empty() {
            push_field(self.source, self.kind, path, told, text, plain, self.out);
        }
        behind.into_iter().for_each(|comment| self.push(Role::Comment, comment, None));
    }

    fn push(&mut self, role: Role, text: &MappedText, key: Option<&str>) {
        self.out.push_keyed(role, text.clone().trimmed(), key);
    }
}

/// Adds the value of a field with the role that its meaning has in a document of this kind.
pub(super) fn push_field(source: &str, kind: Kind, path: &str, told: Meaning, text: &MappedText, plain: bool, out: &mut Builder) {
    let in_prompt = kind == Kind::Prompt;
    let other = if in_prompt { Role::Metadata } else { Role::Cell };
    let (role, key) = match told {
        _ if plain => (other, path),
        Meaning::Prompt if in_prompt || is_prose(text) => return push_prompt(source, text.clone(), false, out),
        Meaning::Negative => return push_prompt(source, text.clone(), true, out),
        Meaning::Open if in_prompt && is_prose(text) => return push_prompt(source, text.clone(), false, out),
        Meaning::Described if in_prompt => (Role::Prompt, path),
        Meaning::Name if in_prompt && is_prose(text) => (Role::Prompt, path),
        Meaning::Spoken if in_prompt => (Role::Prompt, "dialogue"),
        Meaning::Voice => (Role::Voice, path),
        Meaning::Model if text.as_str().trim().eq_ignore_ascii_case("none") => (other, path),
        Meaning::Model => {
            // `name : 0.3`: a model and its weight.
            let length = text.as_str().split(" : ").next().map_or(text.len(), str::len);
            out.push_keyed(Role::Model, text.slice(0..length as u32).trimmed(), (!path.is_empty()).then_some(path));
            return;
        }
        Meaning::Reference => (Role::Reference, path),
        Meaning::Remark => (Role::Note, path),
        Meaning::Tool | Meaning::About => (Role::Metadata, path),
        _ => (other, path),
    };
    out.push_keyed(role, text.clone().trimmed(), (!key.is_empty()).then_some(key));
}

/// Longer than three words.
pub(super) fn is_prose(text: &MappedText) -> bool {
    text.as_str().split_whitespace().nth(3).is_some()
}

fn is_called(name: &str, wanted: &str) -> bool {
    name.eq_ignore_ascii_case(wanted)
}
