//! Infotexts: what the Stable Diffusion web interfaces write beside a picture.
//!
//! Prompt lines, a line `Negative prompt:` with its own lines, and a last line of settings that begins `Steps: 30, `. A file may
//! hold several, and other prompts between them.

use super::header::front_matter;
use super::lines::{Line, join, lines_from};
use super::prompt_text::push_prompt;
use super::{Format, plain};
use crate::document::{Builder, Kind, Role};
use crate::source::Source;
use crate::text::MappedText;
use std::ops::Range;

pub struct A1111;

impl Format for A1111 {
    fn id(&self) -> &'static str {
        "a1111"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["txt", "prompt", "md"]
    }

    fn accepts(&self, source: &Source, kind: Option<Kind>) -> bool {
        let text = source.text();
        if !matches!(kind, None | Some(Kind::Prompt)) || memchr::memmem::find(text.as_bytes(), b"Steps: ").is_none() {
            return false;
        }
        let marked = source.path.ends_with(".md") && text.lines().any(|line| line.starts_with(['#', '|', '`', '>']));
        !marked && text.lines().any(is_settings)
    }

    fn read(&self, source: &Source, out: &mut Builder) {
        let start = front_matter(source, out);
        let lines = lines_from(source, start);
        let mut at = 0;
        while at < lines.len() {
            // What comes before the lines of this infotext is read as prompts of its own.
            let Some(settings) = lines[at..].iter().position(|line| is_settings(line.text)).map(|offset| at + offset) else {
                plain::prompts(source, &lines[at..], out);
                return;
            };
            let first = first_line(&lines[at..settings]) + at;
            plain::prompts(source, &lines[at..first], out);
            infotext(source, &lines[first..settings], out);
            at = push_settings(source, &lines, settings, out);
        }
    }
}

/// `Steps: 30, Sampler: …`.
pub(super) fn is_settings(line: &str) -> bool {
    let Some(rest) = line.trim_start().strip_prefix("Steps: ") else {
        return false;
    };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    digits > 0 && rest[digits..].starts_with(", ")
}

/// Where the infotext begins whose settings stand behind `lines`: behind the last blank line, unless that blank line stands right
/// before the settings or before the negative prompt.
fn first_line(lines: &[Line<'_>]) -> usize {
    let mut first = lines.len();
    while first > 0 {
        let line = &lines[first - 1];
        let below = lines[first..].iter().find(|line| !line.text.is_empty());
        let belongs = below.is_none_or(|below| is_negative(below.text));
        if line.text.is_empty() && !belongs {
            break;
        }
        first -= 1;
    }
    first
}

fn is_negative(line: &str) -> bool {
    line.starts_with("Negative prompt:")
}

/// Reads prompt and negative prompt into one item, which the settings join.
fn infotext(source: &Source, lines: &[Line<'_>], out: &mut Builder) {
    out.item(None);
    let negative = lines.iter().position(|line| is_negative(line.text)).unwrap_or(lines.len());
    let filled = |lines: &[Line<'_>]| join(source.text(), lines.iter().filter(|line| !line.text.is_empty())).trimmed();
    push_prompt(source.text(), filled(&lines[..negative]), false, out);
    let text = filled(&lines[negative..]);
    if !text.is_empty() {
        let label = "Negative prompt:".len() as u32;
        push_prompt(source.text(), text.slice(label..text.len() as u32).trimmed(), true, out);
    }
}

/// Reads the line of settings and its own continuation lines (`Hires prompt: "…"`); returns the index behind them.
fn push_settings(source: &Source, lines: &[Line<'_>], at: usize, out: &mut Builder) -> usize {
    let mut end = at;
    while let Some(line) = lines.get(end).filter(|line| end == at || is_more(line.text)) {
        for (key, value) in settings(line.text) {
            let range = line.range.start + value.start as u32..line.range.start + value.end as u32;
            push_setting(source, key, range, out);
        }
        end += 1;
    }
    end
}

/// A line of further settings below the first.
fn is_more(line: &str) -> bool {
    ["Template:", "Negative Template:", "Hires prompt:", "Hires negative prompt:", "ADetailer prompt:", "Lora hashes:", "TI hashes:"]
        .iter()
        .any(|key| line.starts_with(key))
}

fn push_setting(source: &Source, key: &str, range: Range<u32>, out: &mut Builder) {
    let text = MappedText::verbatim(source.text(), range.clone());
    let lower = key.to_ascii_lowercase();
    if lower.ends_with("prompt") || lower.ends_with("template") {
        push_prompt(source.text(), text, lower.contains("negative"), out);
    } else if lower == "model" || lower == "hires checkpoint" || lower == "refiner" || lower.starts_with("vae") && !lower.ends_with("hash")
    {
        out.push_keyed(Role::Model, text, Some(key));
    } else if matches!(lower.as_str(), "lora hashes" | "ti hashes" | "hashes") {
        // `name: hash, name: hash`
        let mut at = range.start;
        for part in text.as_str().split(',') {
            let name = part.split(':').next().unwrap_or(part);
            out.push_keyed(Role::Model, MappedText::verbatim(source.text(), at..at + name.len() as u32).trimmed(), Some(key));
            at += part.len() as u32 + 1;
        }
    } else {
        out.push_keyed(Role::Metadata, text, Some(key));
    }
}

/// Splits `Key: value, Key: "value, with a comma"` into keys and ranges of values without their quotes.
fn settings(line: &str) -> Vec<(&str, Range<usize>)> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < line.len() {
        let Some(colon) = line[at..].find(':').map(|offset| at + offset) else {
            break;
        };
        let key = line[at..colon].trim_matches([' ', ',']);
        let start = colon + 1 + (line[colon + 1..].len() - line[colon + 1..].trim_start().len());
        let quoted = line[start..].starts_with('"').then(|| closing_quote(&line[start + 1..])).flatten();
        match quoted {
            Some(length) => {
                out.push((key, start + 1..start + 1 + length));
                at = start + length + 2;
            }
            None => {
                let end = line[start..].find(", ").map_or(line.len(), |offset| start + offset);
                out.push((key, start..end));
                at = end + 1;
            }
        }
    }
    // What no colon follows is still read.
    if at < line.len() && line[at..].chars().any(char::is_alphanumeric) {
        out.push(("", at..line.len()));
    }
    out
}

fn closing_quote(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'"' => return Some(at),
            _ => at += 1,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::outline;
    use insta::assert_snapshot;

    fn read(text: &str) -> String {
        let source = Source::from_text("prompts/sd/x.txt", text);
        assert!(A1111.accepts(&source, Some(Kind::Prompt)));
        let mut out = Builder::new(Kind::Prompt, "a1111");
        A1111.read(&source, &mut out);
        let document = out.finish();
        format!("{}items: {}", outline(&document), document.items.len())
    }

    #[test]
    fn two_infotexts_and_a_prompt_of_another_tool() {
        let told = read(
            "a tin boat --ar 3:2\n\n(pilot:1.2), <lora:own_ink:0.6>\nbrass whistle\nNegative prompt: fog,\nblurry\n\nSteps: 30, Sampler: Euler a, Model: own_quay_v2, Lora hashes: \"own_ink: aa11, tin: bb22\"\n\nrope\nSteps: 4, Seed: 9\n",
        );
        assert_snapshot!(told, @r"
prompt           a tin boat
metadata         3:2  [ar]
prompt           pilot, ⏎brass whistle
model            own_ink  [lora]
negative-prompt  fog,⏎blurry
metadata         30  [Steps]
metadata         Euler a  [Sampler]
model            own_quay_v2  [Model]
model            own_ink  [Lora hashes]
model            tin  [Lora hashes]
prompt           rope
metadata         4  [Steps]
metadata         9  [Seed]
items: 3
");
    }

    #[test]
    fn steps_of_a_recipe_are_no_infotext() {
        let source = Source::from_text("prompts/x.txt", "Steps: first the sky, then the sea\n");
        assert!(!A1111.accepts(&source, Some(Kind::Prompt)));
    }
}
