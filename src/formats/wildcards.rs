//! Lists for wildcards: what `__name__` in a prompt draws from. One term a line in a text file, lists in a YAML file.
//!
//! Such a list counts wherever it lies in a folder that is called so; each term is a prompt of its own.

use super::prompt_text::push_prompt;
use super::values::Value;
use super::{Format, kinds, loose, plain, prompt_lines, yaml};
use crate::document::{Builder, Kind, Role};
use crate::formats::header::comment_text;
use crate::formats::lines::lines_from;
use crate::source::Source;
use crate::text::MappedText;

pub struct Wildcards;

impl Format for Wildcards {
    fn id(&self) -> &'static str {
        "wildcards"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["txt", "yaml", "yml"]
    }

    fn kind_of(&self, _: &Source, by_path: Option<Kind>) -> Option<Kind> {
        by_path.or(Some(Kind::Prompt))
    }

    fn accepts(&self, source: &Source, kind: Option<Kind>) -> bool {
        matches!(kind, None | Some(Kind::Prompt))
            && lies_in_wildcards(&source.path)
            && !prompt_lines::is_prose(&source.path)
            && !plain::is_infotext(source.text())
    }

    fn read(&self, source: &Source, out: &mut Builder) {
        if !source.path.to_ascii_lowercase().ends_with(".txt") {
            return match yaml::parse(source.text(), 0..source.text().len()) {
                Ok(values) => {
                    values.documents.iter().for_each(|value| terms(source.text(), None, value, out));
                    for comment in values.comments {
                        out.item(None);
                        out.push(Role::Comment, comment.trimmed());
                    }
                }
                Err(broken) => loose::read(source.text(), &broken, out),
            };
        }
        for line in lines_from(source, 0).into_iter().filter(|line| !line.text.is_empty()) {
            out.item(None);
            if line.text.starts_with('#') || line.text.starts_with("//") {
                out.push(Role::Comment, comment_text(source.text(), line.range));
            } else {
                push_prompt(source.text(), MappedText::verbatim(source.text(), line.range), false, out);
            }
        }
    }
}

/// Whether a folder above the file is called after wildcards: `wildcards/`, `our_wildcards/`, `wildcard-lists/`.
fn lies_in_wildcards(path: &str) -> bool {
    let words = |part: &str| {
        let part = part.to_ascii_lowercase();
        part.split(|c: char| !c.is_ascii_alphabetic()).any(|word| matches!(word, "wildcard" | "wildcards"))
    };
    let mut folders: Vec<&str> = path.split('/').collect();
    folders.pop();
    // A department above decides before the list: notes that lie in `vfx/wildcards/` are notes.
    folders.iter().any(|part| words(part)) && kinds::by_path(path).is_none_or(|kind| kind == Kind::Prompt)
}

/// Reads each text of a tree as a term, named by the list that it stands in; a key without a value is a term too.
fn terms(source: &str, list: Option<&str>, value: &Value, out: &mut Builder) {
    match value {
        Value::Text(text) | Value::Plain(text) => {
            out.item(list);
            push_prompt(source, text.clone(), false, out);
        }
        Value::List(values) => values.iter().for_each(|value| terms(source, list, value, out)),
        Value::Map(entries) => {
            for (key, value) in entries {
                out.item(list);
                out.push_keyed(
                    if matches!(value, Value::Null) { Role::Prompt } else { Role::Heading },
                    key.clone().trimmed(),
                    Some("list"),
                );
                terms(source, Some(key.as_str()), value, out);
            }
        }
        Value::Null => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::document;

    use crate::document::outline;

    #[test]
    fn every_line_is_a_term() {
        let read = document(
            "our-wildcards/look.txt",
            "# for Ada\nink wash\n\n2::low sun, (mist:1.2)\nINK AND GOLD\nstyle: flat\n{red|blue} __rope__\n",
        );
        insta::assert_snapshot!(outline(&read), @r"
        comment          for Ada
        prompt           ink wash
        prompt           low sun, mist
        prompt           INK AND GOLD
        prompt           style: flat
        prompt           red|blue
        reference        rope  [wildcard]
        ");
        assert_eq!((read.format, read.items.len()), ("wildcards", 6));
        assert_eq!(document("prompts/wildcards/readme.txt", "how we use these lists").format, "plain");
    }

    #[test]
    fn lists_in_yaml_are_named() {
        let text = "boats:\n  small:\n    - tin boat\n    - '{reed|paper} boat' # Tam's\n  large: [grain barge, 12]\n  lone:\n";
        let read = document("prompts/wildcards/all.yaml", text);
        insta::assert_snapshot!(outline(&read), @r"
        heading          boats  [list]
        heading          small  [list]
        prompt           tin boat
        prompt           reed|paper boat
        heading          large  [list]
        prompt           grain barge
        prompt           12
        prompt           lone  [list]
        ");
        assert_eq!(read.items[2].name.as_deref(), Some("small"));
        assert_eq!(document("prompts/wildcards/all.yaml", "a: [b\nc: 'd").remarks.len(), 1);
    }
}
