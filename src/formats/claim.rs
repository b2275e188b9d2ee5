//! Which JSON, YAML and TOML files are ours: most of them in a repository are settings of programs.

use super::kinds;
use crate::document::Kind;
use crate::source::Source;

/// Names that belong to programs, wherever they lie.
#[rustfmt::skip]
const PROGRAMS: &[&str] = &[
    "package", "package-lock", "composer", "tsconfig", "jsconfig", "deno", "turbo", "nx", "lerna", "angular", "vercel",
    "netlify", "renovate", "pnpm-lock", "pnpm-workspace", "docker-compose", "compose", "mkdocs", "openapi", "swagger", "cargo",
    "pyproject", "poetry", "rustfmt", "clippy", "clearslate", "_config", "codecov", "dependabot", "rust-toolchain", "pipfile",
];

/// Whether a file is left to the program it belongs to.
pub(super) fn is_of_program(path: &str) -> bool {
    let mut parts = path.split('/').rev();
    let name = parts.next().unwrap_or(path).to_ascii_lowercase();
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    PROGRAMS.contains(&stem)
        || stem.starts_with("tsconfig.")
        || stem.ends_with(".config")
        || stem.ends_with(".schema")
        || stem.ends_with("-lock")
        || name.starts_with('.')
        || parts.any(|folder| folder == "node_modules" || folder == "clearances" || folder.starts_with('.') && folder.len() > 2)
}

/// Whether a structured file is one of ours, by folder and name, or by what is in it.
pub(super) fn accepts(source: &Source, by_path: Option<Kind>) -> bool {
    !is_of_program(&source.path) && kind_of(source, by_path).is_some()
}

/// The kind of a structured file. A folder of scripts says nothing of data in it: build scripts lie in such folders too.
pub(super) fn kind_of(source: &Source, by_path: Option<Kind>) -> Option<Kind> {
    by_path.filter(|kind| *kind != Kind::Screenplay).or_else(|| by_content(source.text()))
}

/// Fields that only prompts and what belongs to them have, and whether the value must be of several words.
const PROMPT_FIELDS: &[(&str, bool)] = &[
    ("prompt", true),
    ("prompts", true),
    ("Prompt", true),
    ("positive_prompt", true),
    ("positivePrompt", true),
    ("PositivePrompt", true),
    ("negative_prompt", true),
    ("negativePrompt", true),
    ("promptText", true),
    ("prompt_text", true),
    ("image_prompt", true),
    ("video_prompt", true),
    ("motion_prompt", true),
    ("class_type", false),
    ("sui_image_params", false),
    ("conversation_config", false),
    ("voice_id", false),
    ("voice_settings", false),
    ("pretrained_model_name_or_path", false),
];

fn by_content(text: &str) -> Option<Kind> {
    if PROMPT_FIELDS.iter().any(|&(name, prose)| has_field(text, name, prose)) {
        return Some(Kind::Prompt);
    }
    let lower = text.to_ascii_lowercase();
    if lower.contains("digitalsourcetype") || lower.contains("\"c2pa.") {
        return Some(Kind::Note);
    }
    kinds::by_content(text).filter(|kind| *kind == Kind::Prompt)
}

/// Whether `name` stands as a field with a value; with `prose`, one of more than three words, or one that begins on the next line.
fn has_field(text: &str, name: &str, prose: bool) -> bool {
    memchr::memmem::find_iter(text.as_bytes(), name.as_bytes()).any(|at| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].trim_start_matches(['"', '\'']).trim_start_matches([' ', '\t']);
        let Some(value) = after.strip_prefix([':', '=']) else {
            return false;
        };
        let opens = before.is_none_or(|c| c.is_whitespace() || matches!(c, '"' | '\'' | '{' | ',' | '-'));
        opens
            && (!prose || {
                let line = value.lines().next().unwrap_or("");
                line.split_whitespace().nth(3).is_some() || matches!(line.trim(), "" | "|" | ">" | "|-" | ">-" | "[" | "{")
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_programs_are_left_alone() {
        let prompt = "{\"prompt\": \"a lamp in the fog, low sun\"}";
        for (path, text, kind) in [
            ("web/package.json", prompt, None),
            ("ai/tsconfig.build.json", "{}", None),
            (".github/workflows/ci.yml", "prompt: a b c d e", None),
            ("clearances/a.toml", "note = 'x'", None),
            ("scripts/build.json", "{\"target\": \"dist\"}", None),
            ("web/locale.json", "{\"prompt\": \"Your name?\"}", None),
            ("scripts/shots.json", prompt, Some(Kind::Prompt)),
            ("data/x.json", prompt, Some(Kind::Prompt)),
            ("data/x.yaml", "- prompt: >\n    a lamp\n", Some(Kind::Prompt)),
            ("data/manifest.json", "{\"DigitalSourceType\": \"x\"}", Some(Kind::Note)),
            ("vfx/x.json", "{}", Some(Kind::Note)),
        ] {
            let source = Source::from_text(path, text);
            let by_path = kinds::by_path(path);
            let found = accepts(&source, by_path).then(|| kind_of(&source, by_path)).flatten();
            assert_eq!(found, kind, "{path}");
        }
    }
}
