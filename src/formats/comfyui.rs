//! ComfyUI workflows, in both forms: the API form (nodes by id, with `class_type` and `inputs`) and the form that its editor
//! saves (`nodes`, `links`, `groups`, subgraphs).
//!
//! A node is an item. Its text is a prompt, and a negative prompt when its output reaches a sampler's `negative` input or its
//! title says so; the files that it loads are models; pictures that it loads are references; notes are notes; its type describes it.

mod editor;
mod graph;

use super::fields::{Meaning, meaning};
use super::prompt_text::push_prompt;
use super::values::Value;
use super::{Format, entries, json, loose};
use crate::document::{Builder, Kind, Role};
use crate::source::Source;
use crate::text::MappedText;
use graph::Graph;

pub struct ComfyUi;

impl Format for ComfyUi {
    fn id(&self) -> &'static str {
        "comfyui"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn kind(&self) -> Option<Kind> {
        Some(Kind::Prompt)
    }

    fn accepts(&self, source: &Source, _: Option<Kind>) -> bool {
        let has = |word: &str| memchr::memmem::find(source.text().as_bytes(), word.as_bytes()).is_some();
        has("\"class_type\"") || has("\"nodes\"") && has("\"links\"") && (has("\"widgets_values\"") || has("\"last_node_id\""))
    }

    fn read(&self, source: &Source, out: &mut Builder) {
        match json::parse(source.text(), 0) {
            Ok(values) => {
                let mut reader = Reader { source: source.text(), out };
                values.documents.iter().for_each(|value| reader.any(None, value));
                for comment in values.comments {
                    reader.out.push(Role::Comment, comment.trimmed());
                }
            }
            Err(broken) => loose::read(source.text(), &broken, out),
        }
    }
}

struct Reader<'s, 'b> {
    source: &'s str,
    out: &'b mut Builder,
}

/// What is known of a node when one of its values is read.
#[derive(Clone, Copy)]
struct Node<'v> {
    class: &'v str,
    negative: bool,
}

impl Reader<'_, '_> {
    /// Reads a workflow, or a value that holds workflows beside other things, as some programs wrap them.
    fn any(&mut self, key: Option<&str>, value: &Value) {
        if is_api(value) {
            self.api(value);
        } else if value.get("nodes").is_some_and(|nodes| !nodes.list().is_empty()) {
            self.editor(value);
        } else if holds_workflow(value) {
            for (key, value) in value.entries() {
                self.any(Some(key.as_str()), value);
            }
        } else {
            entries::read_field(self.source, key.unwrap_or(""), value, self.out);
        }
    }

    fn api(&mut self, value: &Value) {
        let negative = Graph::of_api(value).negatives();
        for (id, node) in value.entries() {
            let Some(class) = node.get("class_type").and_then(Value::as_str) else {
                entries::read_field(self.source, id.as_str(), node, self.out);
                continue;
            };
            let title = node.get("_meta").and_then(|meta| meta.get("title")).and_then(Value::as_str);
            let known = Node { class, negative: negative.contains(id.as_str()) || title.is_some_and(says_negative) };
            self.out.item(Some(id.as_str()));
            for (key, value) in node.entries() {
                match key.as_str() {
                    "class_type" => self.class(value),
                    "inputs" => value.entries().iter().for_each(|(name, value)| self.input(name.as_str(), value, known)),
                    "_meta" => value.entries().iter().for_each(|(name, value)| self.about(name.as_str(), value)),
                    // What the run made of the node repeats its inputs.
                    "is_changed" => {}
                    name => self.about(name, value),
                }
            }
        }
    }

    fn class(&mut self, value: &Value) {
        if let Some(text) = value.scalar() {
            self.out.push_keyed(Role::Metadata, text.clone().trimmed(), Some("class_type"));
        }
    }

    fn about(&mut self, key: &str, value: &Value) {
        value.scalars(&mut |text| {
            self.out.push_keyed(Role::Metadata, text.clone().trimmed(), Some(key));
        });
    }

    /// Reads a value of a node: an input of the API form, a widget of the editor's.
    fn input(&mut self, name: &str, value: &Value, node: Node<'_>) {
        match value {
            Value::Text(text) => self.text(name, text, node),
            Value::Map(entries) => entries.iter().for_each(|(name, value)| self.input(name.as_str(), value, node)),
            Value::List(values) if !is_link(value) => values.iter().for_each(|value| self.input(name, value, node)),
            // Links, numbers, switches.
            _ => {}
        }
    }

    fn text(&mut self, name: &str, text: &MappedText, node: Node<'_>) {
        let told = meaning(name);
        let prose = entries::is_prose(text);
        let role = if is_note(node.class) {
            Role::Note
        } else if text.as_str().starts_with("urn:") {
            // The number of a model in a catalogue is no name.
            Role::Metadata
        } else if is_model_file(text.as_str()) || told == Meaning::Model || name.ends_with("_name") && node.class.contains("Loader") {
            Role::Model
        } else if !prose && is_media_file(text.as_str()) || told == Meaning::Reference && node.class.contains("Load") {
            Role::Reference
        } else if told == Meaning::Voice {
            Role::Voice
        } else if told == Meaning::Negative || node.negative && (told == Meaning::Prompt || prose) {
            Role::NegativePrompt
        } else if matches!(told, Meaning::Prompt | Meaning::Described | Meaning::Spoken) || prose {
            Role::Prompt
        } else {
            Role::Metadata
        };
        match role {
            Role::Prompt | Role::NegativePrompt => push_prompt(self.source, text.clone(), role == Role::NegativePrompt, self.out),
            role => {
                self.out.push_keyed(role, text.clone().trimmed(), Some(name));
            }
        }
    }
}

fn is_api(value: &Value) -> bool {
    value.entries().iter().any(|(_, node)| node.get("class_type").is_some())
}

fn holds_workflow(value: &Value) -> bool {
    let is_workflow = |value: &Value| is_api(value) || value.get("nodes").is_some_and(|nodes| !nodes.list().is_empty());
    value.entries().iter().any(|(_, inner)| is_workflow(inner) || inner.entries().iter().any(|(_, inner)| is_workflow(inner)))
}

/// `["6", 0]`: the output of another node.
fn is_link(value: &Value) -> bool {
    matches!(value.list(), [Value::Text(_) | Value::Plain(_), Value::Plain(slot)] if slot.as_str().parse::<u32>().is_ok())
}

fn is_note(class: &str) -> bool {
    matches!(class, "Note" | "MarkdownNote") || class.starts_with("Note ") || class.starts_with("Label (") || class.ends_with("StickyNote")
}

fn says_negative(title: &str) -> bool {
    let title = title.to_ascii_lowercase();
    !title.contains("positive") && title.split(|c: char| !c.is_alphabetic()).any(|word| matches!(word, "negative" | "neg" | "negativ"))
}

fn is_model_file(text: &str) -> bool {
    const ENDINGS: &[&str] = &["safetensors", "ckpt", "pt", "pth", "onnx", "gguf", "bin", "sft", "engine", "pkl"];
    ends_with_one(text, ENDINGS)
}

fn is_media_file(text: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "png", "jpg", "jpeg", "webp", "tif", "tiff", "exr", "dpx", "bmp", "gif", "psd", "mp4", "mov", "mkv", "webm", "avi", "wav", "mp3",
        "flac", "m4a", "ogg",
    ];
    ends_with_one(text.split([' ', '?', '#']).next().unwrap_or(text), ENDINGS)
}

fn ends_with_one(text: &str, endings: &[&str]) -> bool {
    text.trim().rsplit_once('.').is_some_and(|(_, ending)| endings.contains(&ending.to_ascii_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::super::tests::document;
    use crate::document::outline;

    #[test]
    fn a_negative_prompt_is_known_by_where_it_goes() {
        let api = r#"{
  "3": {"class_type": "KSampler", "inputs": {"seed": 7, "sampler_name": "euler", "positive": ["9", 0], "negative": ["9", 1], "model": ["4", 0]}},
  "4": {"class_type": "LoraLoader", "inputs": {"lora_name": "ink_fox.safetensors", "strength_model": 0.8}},
  "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a fox", "clip": ["4", 1]}, "_meta": {"title": "look"}},
  "7": {"class_type": "CLIPTextEncode", "inputs": {"text": ["8", 0], "clip": ["4", 1]}},
  "8": {"class_type": "StringConstant", "inputs": {"string": "wolf, text"}},
  "9": {"class_type": "ControlNetApplyAdvanced", "inputs": {"positive": ["6", 0], "negative": ["7", 0]}},
  "10": {"class_type": "LoadImage", "inputs": {"image": "fox ref.png", "upload": "image"}},
  "11": {"class_type": "CLIPTextEncode", "inputs": {"text": "blur"}, "_meta": {"title": "Negative 2"}}
}"#;
        let read = document("x/fox.json", api);
        insta::assert_snapshot!(outline(&read), @r"
        metadata         KSampler  [class_type]
        metadata         euler  [sampler_name]
        metadata         LoraLoader  [class_type]
        model            ink_fox.safetensors  [lora_name]
        metadata         CLIPTextEncode  [class_type]
        prompt           a fox
        metadata         look  [title]
        metadata         CLIPTextEncode  [class_type]
        metadata         StringConstant  [class_type]
        negative-prompt  wolf, text
        metadata         ControlNetApplyAdvanced  [class_type]
        metadata         LoadImage  [class_type]
        reference        fox ref.png  [image]
        metadata         image  [upload]
        metadata         CLIPTextEncode  [class_type]
        negative-prompt  blur
        metadata         Negative 2  [title]
        ");
        assert_eq!(read.items[3].name.as_deref(), Some("7"));
    }

    #[test]
    fn the_editors_form_with_a_subgraph() {
        let editor = r#"{"last_node_id": 9, "version": 0.4,
 "nodes": [
  {"id": 2, "type": "5e-sub", "title": "Encode both", "inputs": [], "widgets_values": []},
  {"id": 3, "type": "KSampler", "inputs": [{"name": "positive", "link": 1}, {"name": "negative", "link": 2}], "widgets_values": [7, "fixed", 20]},
  {"id": 4, "type": "MarkdownNote", "title": "for Ada", "widgets_values": ["ask before use"]},
  {"id": 5, "type": "CheckpointLoaderSimple", "widgets_values": ["base.safetensors"], "properties": {"Node name for S&R": "CheckpointLoaderSimple"}}
 ],
 "links": [[1, 2, 0, 3, 0, "CONDITIONING"], [2, 2, 1, 3, 1, "CONDITIONING"]],
 "groups": [{"title": "fox pass"}],
 "definitions": {"subgraphs": [{"id": "5e-sub", "name": "both", "nodes": [
   {"id": 1, "type": "CLIPTextEncode", "widgets_values": ["fox"]},
   {"id": 2, "type": "CLIPTextEncode", "widgets_values": ["wolf"]}],
  "links": [{"id": 1, "origin_id": 1, "origin_slot": 0, "target_id": -20, "target_slot": 0}, {"id": 2, "origin_id": 2, "origin_slot": 0, "target_id": -20, "target_slot": 1}]}]}}"#;
        insta::assert_snapshot!(outline(&document("x/fox.json", editor)), @r"
        metadata         Encode both  [title]
        metadata         KSampler  [class_type]
        metadata         fixed  [widgets_values]
        note             for Ada  [title]
        note             ask before use  [widgets_values]
        metadata         CheckpointLoaderSimple  [class_type]
        model            base.safetensors  [widgets_values]
        note             fox pass  [group]
        metadata         both  [title]
        metadata         CLIPTextEncode  [class_type]
        prompt           fox
        metadata         CLIPTextEncode  [class_type]
        negative-prompt  wolf
        ");
    }
}
