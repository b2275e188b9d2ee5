//! Prompt files line by line: what is a field of the file, a label, a negative prompt, and what is the prompt itself.
//!
//! Plain text, Midjourney logs, infotexts and Markdown all hand their lines over here, so that a line reads the same in each.

use super::fields::{Meaning, meaning};
use super::header::{Field, describes, field};
use super::lines::{date_mark, list_mark};
use super::prompt_text::push_prompt;
use crate::document::{Builder, Role};
use crate::text::MappedText;

/// Labels before text that is not wanted.
const NEGATIVE: &[&str] = &[
    "negative prompt",
    "negative prompts",
    "negative",
    "negatives",
    "neg",
    "neg prompt",
    "avoid",
    "exclude",
    "negativ",
    "negativer prompt",
    "prompt negativo",
    "negativo",
    "prompt négatif",
    "négatif",
    "hires negative prompt",
    "negative template",
];

/// Labels before a prompt that say no more than that it is one.
const POSITIVE: &[&str] = &[
    "prompt",
    "prompts",
    "positive prompt",
    "positive",
    "pos",
    "image prompt",
    "video prompt",
    "main prompt",
    "text prompt",
    "full prompt",
    "hires prompt",
    "template",
    "p",
];

/// Reads lines of prompts in the order of the file.
pub(super) struct PromptLines<'a> {
    source: &'a str,
    /// The lines are said in a chat: the model sees all of them, also those that look like fields of the file.
    chat: bool,
    /// No prompt came yet.
    top: bool,
    /// A label alone on its line has begun a negative prompt, which runs to the next blank line.
    negative: bool,
    /// The heading above says that what stands below it is not wanted.
    unwanted: bool,
    /// The line before was a prompt, so that a negative prompt belongs to it.
    open: bool,
}

impl<'a> PromptLines<'a> {
    pub(super) fn new(source: &'a str) -> PromptLines<'a> {
        PromptLines { source, chat: false, top: true, negative: false, unwanted: false, open: false }
    }

    /// Reads what one role of a chat says.
    pub(super) fn chat(source: &'a str) -> PromptLines<'a> {
        PromptLines { chat: true, ..PromptLines::new(source) }
    }

    /// A heading: one that reads `Negative prompt` speaks for all below it.
    pub(super) fn heading(&mut self, text: &str) {
        self.blank();
        let plain = text.trim().trim_end_matches(':').to_lowercase();
        self.unwanted = NEGATIVE.contains(&plain.as_str());
    }

    /// A blank line: what follows is another prompt.
    pub(super) fn blank(&mut self) {
        self.negative = false;
        self.open = false;
    }

    /// Reads one line, or several that belong together; `name` is the number its list gives it.
    pub(super) fn line(&mut self, text: MappedText, name: Option<&str>, out: &mut Builder) {
        let (text, number) = without_marks(text.trimmed());
        let name = name.map(str::to_owned).or(number);
        let end = text.len() as u32;
        if let Some((command, prompt)) = command_length(text.as_str()) {
            out.item(name.as_deref());
            out.push_keyed(Role::Metadata, text.slice(0..command), Some("command"));
            return self.prompt(text.slice(prompt..end), out);
        }
        let first = text.as_str().lines().next().unwrap_or("");
        if let Some(field) = field(first) {
            let value = field.value as u32;
            let key = field.plain_key.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ' || c == '#');
            if NEGATIVE.contains(&key) {
                if !self.open {
                    out.item(name.as_deref().or(Some(field.key)));
                }
                let rest = text.slice(value..end);
                self.negative = rest.is_empty();
                push_prompt(self.source, rest, true, out);
                return self.has_begun();
            }
            if !self.chat
                && let Some(role) = described(&field, text.as_str(), self.top)
            {
                if role == Role::Metadata || !self.open {
                    out.item(name.as_deref());
                }
                out.push_keyed(role, text.slice(value..end), Some(field.key));
                return;
            }
            if POSITIVE.contains(&key) || is_short_label(field.key) {
                self.negative = false;
                out.item(name.as_deref().or(Some(field.key)));
                return self.prompt(text.slice(value..end), out);
            }
        }
        if !(self.negative && self.open) {
            out.item(name.as_deref());
        }
        self.prompt(text, out);
    }

    fn prompt(&mut self, text: MappedText, out: &mut Builder) {
        push_prompt(self.source, text, self.negative || self.unwanted, out);
        self.has_begun();
    }

    fn has_begun(&mut self) {
        self.top = false;
        self.open = true;
    }
}

/// The role of a field that is no prompt: a model, a picture, a voice that the prompt goes with, or a fact about the file.
fn described(field: &Field<'_>, text: &str, top: bool) -> Option<Role> {
    let value = &text[field.value..];
    match meaning(field.key) {
        Meaning::Model if !value.is_empty() && value.split_whitespace().count() <= 3 => Some(Role::Model),
        Meaning::Voice if !value.is_empty() && value.split_whitespace().count() <= 3 => Some(Role::Voice),
        Meaning::Reference if is_address(value) => Some(Role::Reference),
        _ => describes(field, text, top).then_some(Role::Metadata),
    }
}

/// Whether a value names files or addresses and nothing else.
pub(super) fn is_address(value: &str) -> bool {
    let is_file = |word: &str| {
        let ending = word.rsplit_once('.').map_or("", |(_, ending)| ending);
        word.contains("://") || (2..=5).contains(&ending.len()) && ending.chars().all(|c| c.is_ascii_alphanumeric())
    };
    let mut words = value.split([',', ' ']).filter(|word| !word.is_empty()).peekable();
    words.peek().is_some() && words.all(is_file)
}

/// Takes bullets, numbers and dates from the start; returns what is left and the number or date.
fn without_marks(text: MappedText) -> (MappedText, Option<String>) {
    let written = text.as_str();
    let (mut start, mut name) = (0, None);
    // A bullet, a number and a date at most.
    for _ in 0..3 {
        let rest = &written[start..];
        if let Some((length, number)) = list_mark(rest) {
            name = name.or_else(|| number.map(str::to_owned));
            start += length;
        } else if let Some(length) = date_mark(rest) {
            name = name.or_else(|| Some(rest[..length].trim_end().to_owned()));
            start += length;
        } else {
            break;
        }
    }
    let end = text.len() as u32;
    (text.slice(start as u32..end), name)
}

/// Whether a file in a prompt folder tells people how to write prompts: what it quotes is no prompt.
pub(super) fn is_prose(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let stem = name.split('.').next().unwrap_or("");
    matches!(
        stem,
        "readme" | "contributing" | "guidelines" | "house-rules" | "house_rules" | "license" | "licence" | "changelog" | "policy" | "rules"
    )
}

/// The length of `/imagine` and of all up to the prompt behind it.
fn command_length(text: &str) -> Option<(u32, u32)> {
    let command = text.split_whitespace().next()?;
    if !command.starts_with('/') || !matches!(command, "/imagine" | "/blend" | "/describe" | "/shorten" | "/video" | "/edit") {
        return None;
    }
    let rest = text[command.len()..].trim_start();
    let behind = rest.strip_prefix("prompt:").or_else(|| rest.strip_prefix("prompt ")).unwrap_or(rest);
    Some((command.len() as u32, (text.len() - behind.trim_start().len()) as u32))
}

/// `P1`, `f2`, `v3`, `B`, `alt B`, `shot 4`, `take 2`: names of prompts.
fn is_short_label(key: &str) -> bool {
    let mut words = key.split(' ');
    let (first, second) = (words.next().unwrap_or(""), words.next());
    let letters = first.bytes().take_while(u8::is_ascii_alphabetic).count();
    let digits = &first[letters..];
    match second {
        None => first.len() == 1 || letters <= 6 && !digits.is_empty() && digits.len() <= 4 && digits.bytes().all(|b| b.is_ascii_digit()),
        Some(second) => {
            let noun = ["alt", "option", "variant", "version", "prompt", "shot", "frame", "take", "panel", "board", "image", "clip"];
            noun.contains(&first.to_ascii_lowercase().as_str()) && second.len() <= 4 && words.next().is_none() && digits.is_empty()
        }
    }
}

/// Whether a prompt goes on in the next line: a comma or a word that cannot be the last one stands at the end.
pub(super) fn goes_on(before: &str) -> bool {
    const OPEN: &[&str] = &["a", "an", "the", "and", "or", "of", "with", "by", "from", "into", "his", "her", "their", "its"];
    let last = before.rsplit(char::is_whitespace).next().unwrap_or("");
    !before.contains(" --") && (before.ends_with(',') && before.chars().count() >= 40 || OPEN.contains(&last))
}
