//! Programs in prompt folders (`.py`, `.js`, `.ts`): their strings are prompts, their comments are comments.
//!
//! Code elsewhere is none of ours. What a string is assigned to says what it is, as a field does (`negative_prompt = "…"`).
//! Strings that follow each other, or are joined by `+`, are one text; what is put into them when the program runs is left out.

mod lexer;

use super::entries::push_field;
use super::fields::{Meaning, meaning};
use super::{Format, kinds};
use crate::document::{Builder, Kind, Role};
use crate::source::Source;
use lexer::{Language, Token};

pub struct Python;

pub struct JavaScript;

impl Format for Python {
    fn id(&self) -> &'static str {
        "python"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["py"]
    }

    fn kind_of(&self, _: &Source, by_path: Option<Kind>) -> Option<Kind> {
        by_path
    }

    fn accepts(&self, source: &Source, kind: Option<Kind>) -> bool {
        lies_with_prompts(&source.path, kind)
    }

    fn read(&self, source: &Source, out: &mut Builder) {
        read(source, Language::Python, out);
    }
}

impl Format for JavaScript {
    fn id(&self) -> &'static str {
        "javascript"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["js", "ts", "mjs", "cjs", "jsx", "tsx"]
    }

    fn kind_of(&self, _: &Source, by_path: Option<Kind>) -> Option<Kind> {
        by_path
    }

    fn accepts(&self, source: &Source, kind: Option<Kind>) -> bool {
        lies_with_prompts(&source.path, kind)
    }

    fn read(&self, source: &Source, out: &mut Builder) {
        read(source, Language::JavaScript, out);
    }
}

/// Whether configuration or a folder, and not only the file's own name, says that prompts lie here.
fn lies_with_prompts(path: &str, kind: Option<Kind>) -> bool {
    let (folder, _) = path.rsplit_once('/').unwrap_or(("", path));
    let of_program = folder.split('/').any(|part| part == "node_modules" || part.starts_with('.'));
    let by_name_alone = kinds::by_path(&format!("{folder}/x")).is_none() && kinds::by_path(path).is_some();
    kind == Some(Kind::Prompt) && !of_program && !by_name_alone
}

fn read(source: &Source, language: Language, out: &mut Builder) {
    for token in lexer::tokens(source.text(), language) {
        match token {
            Token::Comment(text) => {
                out.item(None);
                out.push(Role::Comment, text.trimmed());
            }
            Token::Key(key) => {
                // The names of fields say nothing; those of shots and people do.
                if meaning(key.as_str()) == Meaning::Open {
                    out.item(Some(key.as_str()));
                    out.push_keyed(Role::Metadata, key.clone(), Some("key"));
                }
            }
            Token::Text { text, name } => {
                // A sign or a mark between other things says nothing.
                if !text.as_str().chars().any(char::is_alphabetic) {
                    continue;
                }
                let told = name.as_deref().map_or(Meaning::Open, meaning);
                let told = if told == Meaning::Open { Meaning::Prompt } else { told };
                out.item(name.as_deref());
                push_field(source.text(), out.kind(), name.as_deref().unwrap_or(""), told, &text, false, out);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{document, places};
    use super::*;
    use crate::document::outline;
    use crate::formats::recognise;

    const PYTHON: &str = "#!/usr/bin/env python\n\"\"\"Boats for\nthe pier set.\"\"\"\nimport os  # Ada's\nLOOKS = ['ink wash', \"Tam\\u2019s slate\"]\ndef prompt(light, raw=r'a\\d'):\n    '''Makes one.'''\n    text = (f\"a tin boat in {light['x']}, {{wet}} \"\n            \"rope\")\n    negative_prompt = 'fog'\n    model = \"own-one\"\n    return text + f'''\non the mud'''\n";

    #[test]
    fn strings_of_python() {
        let read = document("prompts/boats.py", PYTHON);
        insta::assert_snapshot!(outline(&read), @r"
        comment          usr/bin/env python
        comment          Boats for⏎the pier set.
        comment          Ada's
        prompt           ink wash
        prompt           Tam’s slate
        prompt           a\d
        comment          Makes one.
        prompt           a tin boat in , wet rope
        prompt           x
        negative-prompt  fog
        metadata         own-one  [model]
        prompt           on the mud
        ");
        assert_eq!(read.format, "python");
        assert_eq!(places("prompts/boats.py", PYTHON, "slate"), ["slate"]);
    }

    const SCRIPT: &str = "import { a } from 'own-tools';\n/* Boats\n for Ada */\nconst light = /['\"]/.test(x) ? \"low sun\" : 'dusk'; // both\nexport const prompts = {\n  prompt: `a tin boat, ${light ? `rope ${n}` : \"reed\"} and\nslate`,\n  negativePrompt: 'fog, ' +\n    \"gulls\",\n  \"voice_id\": 'abc',\n};\nconst n = 4 / 2; const s = 'it\\'s late';\n";

    #[test]
    fn strings_of_javascript() {
        let read = document("prompts/boats.ts", SCRIPT);
        insta::assert_snapshot!(outline(&read), @r"
        prompt           own-tools
        comment          Boats⏎ for Ada
        prompt           low sun  [light]
        prompt           dusk
        comment          both
        prompt           a tin boat,  and⏎slate
        prompt           rope
        prompt           reed  [light]
        negative-prompt  fog, gulls
        voice            abc  [voice_id]
        prompt           it's late
        ");
        assert_eq!(read.format, "javascript");
    }

    #[test]
    fn what_a_program_joins_is_one_text() {
        let python = "A = 'tin boat, ' + look('slate') + names[0] + 'wet ' 'rope'\nB = ['pier ' + x, 'mud']\nC = f\"the {'low sun'} now\"\nD = {'Ada Loveridge 2': {'seed': 4}, 'HB_010': [1], 'loras': []}\n";
        insta::assert_snapshot!(outline(&document("prompts/a.py", python)), @r"
        prompt           tin boat, wet rope
        prompt           slate
        prompt           pier
        prompt           mud
        prompt           the low sun now
        prompt           Ada Loveridge 2
        metadata         HB_010  [key]
        ");
        let script = "'use client';\nconst a = 'tin boat, '\n  + `${'wet'} rope`;\nconst b = <p>Tam's \"slate\"</p>;\nconst negative = `fog ${x ? 'gulls' : y}`;\n";
        insta::assert_snapshot!(outline(&document("prompts/a.jsx", script)), @r"
        comment          use client
        prompt           tin boat, wet rope
        prompt           slate
        negative-prompt  fog
        negative-prompt  gulls
        ");
    }

    #[test]
    fn code_elsewhere_is_left_alone_and_broken_code_is_read() {
        for path in ["src/boats.py", "src/prompts.py", "vfx/tools/x.py", "web/node_modules/prompts/index.js", ".github/workflows/x.js"] {
            assert!(recognise(&Source::from_text(path, PYTHON), None).is_none_or(|found| found.format.id() == "plain"), "{path}");
        }
        for (path, text) in [("prompts/a.py", PYTHON), ("prompts/a.js", SCRIPT)] {
            for cut in (0..text.len()).filter(|&at| text.is_char_boundary(at)) {
                document(path, &text[..cut]);
                document(path, &text[cut..]);
            }
        }
        document("prompts/a.js", &"`${".repeat(50_000));
        document("prompts/a.py", &"f'{".repeat(50_000));
        // An expression is given up within a sign of two bytes.
        for start in ["`${", "`${a"] {
            document("prompts/a.js", &format!("{start}{}'{}", "\u{e9}".repeat(5000), "\u{e9}"));
        }
    }
}
