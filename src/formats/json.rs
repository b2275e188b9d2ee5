//! JSON: prompt libraries, shot prompts, configurations of voices, manifests beside media files.
//!
//! Comments, commas too many and `NaN` are tolerated, as programs write them.

mod infinities;

use super::escapes::{Escapes, push_escaped};
use super::values::{Broken, Value, Values};
use super::{Format, claim, entries, loose};
use crate::document::{Builder, Kind};
use crate::source::Source;
use crate::text::MappedText;
use jsonc_parser::ast;
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, CommentCollectionStrategy, ParseOptions, parse_to_ast};
use std::collections::BTreeMap;

pub struct Json;

impl Format for Json {
    fn id(&self) -> &'static str {
        "json"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json", "json5", "jsonc"]
    }

    fn kind_of(&self, source: &Source, by_path: Option<Kind>) -> Option<Kind> {
        claim::kind_of(source, by_path)
    }

    fn accepts(&self, source: &Source, by_path: Option<Kind>) -> bool {
        claim::accepts(source, by_path)
    }

    fn read(&self, source: &Source, out: &mut Builder) {
        match parse(source.text(), 0) {
            Ok(values) => entries::read(source.text(), &values, out),
            Err(broken) => loose::read(source.text(), &broken, out),
        }
    }
}

/// Reads one JSON text, `source[base..]`; places count from the start of `source`.
pub(super) fn parse(source: &str, base: usize) -> Result<Values, Broken> {
    parse_part(source, base, source.len())
}

/// Reads the JSON text `source[base..end]`.
pub(super) fn parse_part(source: &str, base: usize, end: usize) -> Result<Values, Broken> {
    let text = &source[base..end];
    match infinities::masked(text) {
        Some(masked) => parse_as(source, base, &masked),
        None => parse_as(source, base, text),
    }
}

/// Reads `text`, which has the length and the strings of `source[base..]`.
fn parse_as(source: &str, base: usize, text: &str) -> Result<Values, Broken> {
    let options = CollectOptions { comments: CommentCollectionStrategy::Separate, tokens: false };
    let parsed = parse_to_ast(text, &options, &ParseOptions::default())
        .map_err(|error| Broken { message: error.kind().to_string(), at: (base + error.range().start) as u32 })?;
    let mut comments = BTreeMap::new();
    for comment in parsed.comments.iter().flat_map(|all| all.values()).flat_map(|some| some.iter()) {
        let mark = if text[comment.range().start..comment.range().end].ends_with("*/") { 2 } else { 0 };
        let range = (base + comment.range().start + 2) as u32..(base + comment.range().end - mark) as u32;
        comments.insert(range.start, MappedText::verbatim(source, range.start..range.end.max(range.start)));
    }
    let documents = parsed.value.iter().map(|value| convert(source, base, value)).collect();
    Ok(Values { documents, comments: comments.into_values().collect() })
}

fn convert(source: &str, base: usize, value: &ast::Value<'_>) -> Value {
    match value {
        ast::Value::StringLit(string) => Value::Text(quoted(source, base, string)),
        ast::Value::NumberLit(number) => Value::Plain(verbatim(source, base, number.range)),
        ast::Value::BooleanLit(truth) => Value::Plain(verbatim(source, base, truth.range)),
        ast::Value::NullKeyword(_) => Value::Null,
        ast::Value::Array(array) => Value::List(array.elements.iter().map(|value| convert(source, base, value)).collect()),
        ast::Value::Object(object) => {
            let entry = |property: &ast::ObjectProp<'_>| {
                let key = match &property.name {
                    ast::ObjectPropName::String(string) => quoted(source, base, string),
                    ast::ObjectPropName::Word(word) => verbatim(source, base, word.range),
                };
                (key, convert(source, base, &property.value))
            };
            Value::Map(object.properties.iter().map(entry).collect())
        }
    }
}

fn quoted(source: &str, base: usize, string: &ast::StringLit<'_>) -> MappedText {
    let mut out = MappedText::default();
    let (start, end) = (base + string.range.start + 1, base + string.range.end - 1);
    push_escaped(source, start as u32..end.max(start) as u32, Escapes::Data, &mut out);
    out
}

fn verbatim(source: &str, base: usize, range: jsonc_parser::common::Range) -> MappedText {
    MappedText::verbatim(source, (base + range.start) as u32..(base + range.end) as u32)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{document, places};
    use crate::document::{Role, outline};

    const SHOTS: &str = r#"// set B
{
  "purpose": "ideation",
  "shots": [
    {"id": "HB_010", "prompt": "Beyonc\u00e9 \"sings\"\non a pier", "negativePrompt": "text, hands", "seed": NaN,
     "referenceImages": [{"uri": "refs/pier.png", "tag": "pier"}]}, // hero
    {"id": "HB_020", "subject": "a lamp", "audio": {"dialogue": "Is it late?"}}
  ],
  "model": {"name": "some-video", "version": "2"}
}"#;

    #[test]
    fn brackets_keep_out_in_invokeai_only() {
        for (beside, unwanted) in [(r#", "app_version": "3.1.0""#, vec!["fog"]), ("", vec![])] {
            let read = document("prompts/a.json", &format!(r#"{{"positive_prompt": "tin boat [fog], [ash:ink:4]"{beside}}}"#));
            let of = |role| read.elements.iter().filter(|e| e.role == role).map(|e| e.text.as_str()).collect::<Vec<_>>();
            assert_eq!(of(Role::NegativePrompt), unwanted);
            assert_eq!(of(Role::Prompt).concat().contains("fog"), unwanted.is_empty());
        }
    }

    #[test]
    fn a_shot_list() {
        let read = document("prompts/a.json", SHOTS);
        insta::assert_snapshot!(outline(&read), @r#"
        comment          set B
        metadata         ideation  [purpose]
        metadata         some-video  [model]
        metadata         2  [model]
        metadata         HB_010  [shots.id]
        prompt           Beyoncé "sings"⏎on a pier
        negative-prompt  text, hands
        metadata         NaN  [shots.seed]
        reference        refs/pier.png  [shots.referenceImages.uri]
        reference        pier  [shots.referenceImages.tag]
        comment          hero
        metadata         HB_020  [shots.id]
        prompt           a lamp  [shots.subject]
        prompt           Is it late?  [dialogue]
        "#);
        let items: Vec<_> = read.items.iter().map(|item| item.name.as_deref()).collect();
        assert_eq!(items, [None, Some("HB_010"), Some("HB_020")]);
        assert_eq!(places("prompts/a.json", SHOTS, "Beyoncé \"sings"), [r#"Beyonc\u00e9 \"sings"#]);
    }

    #[test]
    fn a_voice_has_a_name_and_says_its_text() {
        let text = r#"{"name": "Old Tom", "voice_settings": {"stability": 0.4}, "text": "Come in, all of you."}"#;
        insta::assert_snapshot!(outline(&document("x/tom.json", text)), @r"
        voice            Old Tom  [name]
        metadata         0.4  [voice_settings.stability]
        prompt           Come in, all of you.  [dialogue]
        ");
    }

    #[test]
    fn what_a_diffusion_program_calls_a_model_is_one() {
        let text = r#"{"model": {"key": "k1", "name": "own-one", "base": "big"}, "loras": [["ink_v2", 0.5, "9f8e"]], "refiner_model": "None",
            "lora_combined_1": "slate : 0.3", "steps": 20, "control": {"model": "lines"}, "prompt": "a pier"}"#;
        insta::assert_snapshot!(outline(&document("prompts/a.json", text)), @r"
        metadata         k1  [model.key]
        model            own-one  [model.name]
        metadata         big  [model.base]
        model            ink_v2  [loras]
        metadata         0.5  [loras]
        metadata         9f8e  [loras]
        metadata         None  [refiner_model]
        model            slate  [lora_combined_1]
        metadata         20  [steps]
        model            lines  [control.model]
        prompt           a pier
        ");
        let text = r#"{"model": "some-chat", "seed": 4, "prompt": "a pier", "dialogue": [{"speaker": "ADA", "line": "Wet."}]}"#;
        insta::assert_snapshot!(outline(&document("prompts/a.json", text)), @r"
        metadata         some-chat  [model]
        metadata         4  [seed]
        prompt           a pier
        metadata         ADA  [dialogue.speaker]
        prompt           Wet.  [dialogue]
        ");
        insta::assert_snapshot!(outline(&document("prompts/a.json", r#"{"prompt": "a pier", "loras": [{"name": "ink_v2"}, {"weight": "1", "id": "k"}], "name": "a""#)), @r"
        prompt           a pier
        model            ink_v2  [name]
        metadata         1  [weight]
        metadata         k  [id]
        metadata         a  [name]
        ");
    }

    #[test]
    fn a_manifest_is_a_note() {
        let text = r#"{"asset": "a.tif", "note": "painted", "actions": [{"digitalSourceType": "http://example.org/composite", "softwareAgent": {"name": "Paint"}}]}"#;
        insta::assert_snapshot!(outline(&document("x/a.json", text)), @r"
        reference        a.tif  [asset]
        note             painted  [note]
        metadata         http://example.org/composite  [actions.digitalSourceType]
        metadata         Paint  [actions.softwareAgent]
        ");
    }

    #[test]
    fn broken_text_is_read_line_by_line() {
        let broken = SHOTS.replace("  ],\n", "<<<<<<< ours\n  ],\n");
        let read = document("prompts/a.json", &broken);
        assert_eq!(read.remarks.len(), 1);
        insta::assert_snapshot!(outline(&read), @r#"
        comment          set B
        metadata         ideation  [purpose]
        metadata         HB_010  [id]
        prompt           Beyoncé "sings"⏎on a pier
        negative-prompt  text, hands
        reference        refs/pier.png  [uri]
        reference        pier  [tag]
        unknown          }]}, // hero
        metadata         HB_020  [id]
        prompt           a lamp  [subject]
        prompt           Is it late?  [dialogue]
        unknown          <<<<<<< ours
        metadata         some-video  [name]
        metadata         2  [version]
        "#);
        for cut in (0..SHOTS.len()).filter(|&at| SHOTS.is_char_boundary(at)) {
            document("prompts/a.json", &SHOTS[..cut]);
        }
        document("prompts/a.json", &"[".repeat(100_000));
        document("prompts/a.json", &format!("{}{}", "[".repeat(500), "]".repeat(500)));
    }
}
