//! promptfoo configurations (`promptfooconfig.yaml`): prompts, the models they are tried on, and what the answers are tested for.
//!
//! Prompts and the values of variables are prompts; providers say which service is used; what is asserted about an answer, and
//! descriptions, are comments.

use super::prompt_text::push_prompt;
use super::values::Value;
use super::{Format, claim, entries, loose, yaml};
use crate::document::{Builder, Kind, Role};
use crate::source::Source;
use crate::text::MappedText;

pub struct Promptfoo;

impl Format for Promptfoo {
    fn id(&self) -> &'static str {
        "promptfoo"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["yaml", "yml"]
    }

    fn kind_of(&self, _: &Source, by_path: Option<Kind>) -> Option<Kind> {
        by_path.or(Some(Kind::Prompt))
    }

    fn accepts(&self, source: &Source, kind: Option<Kind>) -> bool {
        let has = |key: &str| source.text().lines().any(|line| line.strip_prefix(key).is_some_and(|rest| rest.starts_with(':')));
        let asks = has("providers") || has("targets");
        matches!(kind, None | Some(Kind::Prompt)) && !claim::is_of_program(&source.path) && asks && (has("prompts") || has("tests"))
    }

    fn read(&self, source: &Source, out: &mut Builder) {
        match yaml::parse(source.text(), 0..source.text().len()) {
            Ok(values) => {
                let mut reader = Reader { source: source.text(), out };
                values.documents.iter().for_each(|value| reader.top(value));
                for comment in values.comments {
                    reader.out.item(None);
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

impl Reader<'_, '_> {
    fn top(&mut self, value: &Value) {
        for (key, value) in value.entries() {
            match key.as_str() {
                "prompts" => self.each(value, |reader, prompt| reader.prompt(prompt)),
                "providers" | "targets" => self.each(value, |reader, provider| reader.provider(provider)),
                "tests" | "scenarios" => self.each(value, |reader, test| reader.test(test)),
                "defaultTest" => {
                    self.out.item(Some("defaultTest"));
                    self.test(value);
                }
                "description" => self.push(Role::Comment, value, None),
                name => entries::read_field(self.source, name, value, self.out),
            }
        }
    }

    /// Reads every entry of a list, or the one value that stands in place of a list, as an item.
    fn each(&mut self, value: &Value, mut read: impl FnMut(&mut Self, &Value)) {
        let one = std::slice::from_ref(value);
        for value in if let Value::List(values) = value { values } else { one } {
            self.out.item(value.get("id").or_else(|| value.get("label")).and_then(Value::as_str));
            read(self, value);
        }
    }

    fn prompt(&mut self, value: &Value) {
        match value {
            Value::Map(entries) => {
                for (key, value) in entries {
                    match key.as_str() {
                        "raw" | "prompt" | "content" | "template" => self.prompt(value),
                        "id" if value.as_str().is_some_and(is_file) => self.prompt(value),
                        key => self.push(Role::Metadata, value, Some(key)),
                    }
                }
            }
            value => value.scalars(&mut |text| self.said(text)),
        }
    }

    /// A text for the model, or the file that it stands in.
    fn said(&mut self, text: &MappedText) {
        if is_file(text.as_str()) {
            // The ending says what kind of file it is, and nothing about what is in it.
            let path = text.clone().trimmed();
            let end = path.as_str().rfind('.').filter(|&dot| path.len() - dot <= 6).unwrap_or(path.len());
            self.out.push_keyed(Role::Reference, path.slice(0..end as u32), Some("prompt"));
        } else {
            push_prompt(self.source, text.clone(), false, self.out);
        }
    }

    fn provider(&mut self, value: &Value) {
        match value {
            Value::Map(entries) => {
                for (key, value) in entries {
                    match key.as_str() {
                        "id" | "label" => self.push(Role::Metadata, value, Some("provider")),
                        "config" | "prompts" => self.settings(key.as_str(), value),
                        // `openai:gpt: {config…}`: the provider is the key.
                        name => {
                            if matches!(value, Value::Map(_)) {
                                self.out.push_keyed(Role::Metadata, key.clone().trimmed(), Some("provider"));
                            }
                            self.settings(name, value);
                        }
                    }
                }
            }
            value => self.push(Role::Metadata, value, Some("provider")),
        }
    }

    /// Settings of a provider: a text of several words among them is said to the model.
    fn settings(&mut self, key: &str, value: &Value) {
        match value {
            Value::Map(entries) => entries.iter().for_each(|(key, value)| self.settings(key.as_str(), value)),
            Value::List(values) => values.iter().for_each(|value| self.settings(key, value)),
            Value::Text(text) if entries::is_prose(text) => self.said(text),
            value => self.push(Role::Metadata, value, Some(key)),
        }
    }

    fn test(&mut self, value: &Value) {
        if value.as_str().is_some() {
            return self.push(Role::Reference, value, Some("tests"));
        }
        for (key, value) in value.entries() {
            match key.as_str() {
                "vars" => value.scalars(&mut |text| self.said(text)),
                "assert" => self.asserts(value),
                "provider" | "providers" => self.provider(value),
                "config" | "tests" => value.list().iter().for_each(|value| self.test(value)),
                "options" | "metadata" => self.settings(key.as_str(), value),
                key => self.push(Role::Comment, value, Some(key)),
            }
        }
    }

    fn asserts(&mut self, value: &Value) {
        match value {
            Value::List(values) => values.iter().for_each(|value| self.asserts(value)),
            Value::Map(entries) => {
                for (key, value) in entries {
                    match key.as_str() {
                        "provider" => self.provider(value),
                        "assert" => self.asserts(value),
                        "value" | "contextTransform" | "rubricPrompt" => self.push(Role::Comment, value, Some("assert")),
                        key => self.push(Role::Metadata, value, Some(key)),
                    }
                }
            }
            value => self.push(Role::Comment, value, Some("assert")),
        }
    }

    fn push(&mut self, role: Role, value: &Value, key: Option<&str>) {
        value.scalars(&mut |text| {
            self.out.push_keyed(role, text.clone().trimmed(), key);
        });
    }
}

fn is_file(text: &str) -> bool {
    let text = text.trim();
    text.starts_with("file://") || text.starts_with("exec:") || text.starts_with("https://") && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::super::tests::document;
    use crate::document::outline;

    #[test]
    fn prompts_providers_and_tests() {
        let text = "description: boats\nprompts:\n  - file://boat.txt\n  - |\n    A tin boat in {{light}}\n    on {{water}}\n  - id: second\n    raw: wet rope\nproviders:\n  - house:own-one\n  - id: house:own-two\n    config:\n      temperature: 0.2\n      instructions: draw like a harbour pilot\ndefaultTest:\n  assert:\n    - type: not-contains\n      value: gull\ntests:\n  - description: dusk\n    vars:\n      light: low sun\n      water: file://water.txt\n    assert:\n      - type: llm-rubric\n        value: |\n          No gulls are seen\n        provider: house:judge\noutputPath: out.html # Ada\n";
        let read = document("eval/boats.yaml", text);
        insta::assert_snapshot!(outline(&read), @r"
        comment          boats
        reference        file://boat  [prompt]
        prompt           A tin boat in light⏎on water
        metadata         second  [id]
        prompt           wet rope
        metadata         house:own-one  [provider]
        metadata         house:own-two  [provider]
        metadata         0.2  [temperature]
        prompt           draw like a harbour pilot
        metadata         not-contains  [type]
        comment          gull  [assert]
        comment          dusk  [description]
        prompt           low sun
        reference        file://water  [prompt]
        metadata         llm-rubric  [type]
        comment          No gulls are seen  [assert]
        metadata         house:judge  [provider]
        metadata         out.html  [outputPath]
        comment          Ada
        ");
        assert_eq!((read.format, read.remarks.len()), ("promptfoo", 0));
        let broken = document("eval/boats.yaml", &text.replace("  - file", "  - 'file"));
        assert_eq!(broken.remarks.len(), 1);
    }
}
