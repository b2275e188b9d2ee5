//! `undeclared`: a prompt file that does not say what it is for.
//!
//! A file of prompts that a production keeps is asked for four things: purpose (ideation, temp or final), tool, owner and
//! production. They may stand in front matter, in fields of a library, in remarks at the head (`# tool: …`); the production may
//! come from `clearslate.toml`. Lists of words that are filled into prompts, metadata inside pictures and texts about prompts are
//! not asked.

use super::{Candidate, Check, Job};
use crate::document::{Kind, Role};
use crate::reading::Reading;

pub struct UndeclaredCheck;

/// What is asked for, and what fields are called that say it.
const FIELDS: &[(&str, &[&str])] = &[
    ("purpose", &["purpose", "use", "usage", "status", "stage"]),
    ("tool", &["tool", "tools", "model", "engine", "provider", "service", "generator", "software"]),
    ("owner", &["owner", "artist", "author", "contact", "requested by", "by", "lead"]),
    ("production", &["production", "project", "show", "series", "title", "episode"]),
];

/// Formats whose files carry no header of their own.
const WITHOUT_HEADER: &[&str] = &["wildcards", "png", "jpeg", "webp", "comfyui", "a1111", "python", "javascript", "xmp"];

impl Check for UndeclaredCheck {
    fn name(&self) -> &'static str {
        "undeclared"
    }

    fn run(&self, job: &Job<'_>, out: &mut Vec<Candidate>) {
        let reading = job.reading;
        let name = reading.path().rsplit('/').next().unwrap_or_default().to_lowercase();
        let about = name.starts_with("readme") || name.starts_with("negative");
        if reading.kind() != Kind::Prompt || about || WITHOUT_HEADER.contains(&reading.document.format) || reading.source.member.is_some() {
            return;
        }
        let Some(first) = reading.document.elements.iter().position(|element| element.role == Role::Prompt) else { return };
        let missing: Vec<&str> = FIELDS
            .iter()
            .filter(|(field, names)| !(says(reading, names) || *field == "production" && job.world.production.is_some()))
            .map(|(field, _)| *field)
            .collect();
        if missing.is_empty() {
            return;
        }
        let element = &reading.document.elements[first];
        let text = element.text.as_str();
        let line = text.find('\n').unwrap_or(text.len()) as u32;
        out.push(Candidate {
            rule: job.rule_index,
            level: job.found.level.unwrap_or(job.rule.level),
            reading: job.reading_index,
            element: first as u32,
            span: element.text.source_range(0..line),
            subject: "prompt file".to_owned(),
            phrase: false,
            near: missing.join(", "),
            // What the file lacks, not what it holds or is called: another prompt in it is no new finding, nor is another name.
            context: missing.join(" "),
            found: job.found_index,
        });
    }
}

/// Whether a field of one of these names has a value, or a remark begins with it.
fn says(reading: &Reading, names: &[&str]) -> bool {
    reading.document.elements.iter().any(|element| match element.role {
        Role::Metadata | Role::Cell | Role::Model | Role::TitlePage => element
            .key
            .as_deref()
            .is_some_and(|key| names.iter().any(|name| key.rsplit('.').next().is_some_and(|last| last.trim().eq_ignore_ascii_case(name)))),
        Role::Comment | Role::Heading | Role::Note => {
            let text = element.text.as_str().to_lowercase();
            names.iter().any(|name| {
                text.split([',', ';', '|', '\n'])
                    .any(|part| part.trim().strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with(':')))
            })
        }
        _ => false,
    })
}
