//! The texts of one picture: which of them are about how it was made, and in which format each is.

use super::provenance::Provenance;
use super::{MOST, c2pa};
use crate::document::Kind;
use crate::formats::{Format, Member, MemberFormat, json, midjourney, plain, recognise, xmp};
use crate::source::Source;
use flate2::read::ZlibDecoder;
use std::borrow::Cow;
use std::io::Read;

/// Keys under which programs for generating pictures write, in lower case. Every text under them is read.
const MAKING: &[&str] = &[
    "parameters",
    "prompt",
    "workflow",
    "invokeai_metadata",
    "invokeai_graph",
    "invokeai_workflow",
    "sd-metadata",
    "dream",
    "generation_data",
    "smproj",
    "parameters-json",
    "postprocessing",
    "extras",
];

/// Keys under which people and programs write remarks.
const REMARKS: &[&str] = &["comment", "description", "imagedescription", "usercomment", "xpcomment"];

/// Keys that name programs; worth a line beside other texts, and nothing alone.
const PROGRAMS: &[&str] = &["software", "source"];

/// What programs write as a remark about themselves.
const ABOUT_THEMSELVES: &[&str] = &["CREATOR:", "Created with", "File written by", "Optimized", "Lavc", "AppleMark", "Compressed by"];

/// Whether a text is packed with zlib.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packed {
    No,
    Zlib,
}

#[derive(Default)]
pub(super) struct Texts<'a> {
    all: Vec<(String, Packed, Cow<'a, [u8]>)>,
    provenance: Vec<String>,
}

impl<'a> Texts<'a> {
    pub fn add(&mut self, key: String, packed: Packed, data: &'a [u8]) {
        if self.all.len() < MOST {
            self.all.push((key, packed, Cow::Borrowed(data)));
        }
    }

    pub fn add_own(&mut self, key: String, data: Vec<u8>) {
        if self.all.len() < MOST {
            self.all.push((key, Packed::No, Cow::Owned(data)));
        }
    }

    /// Takes what content credentials say.
    pub fn credentials(&mut self, bytes: &[u8]) {
        for line in c2pa::lines(bytes) {
            if !self.provenance.contains(&line) {
                self.provenance.push(line);
            }
        }
    }

    /// Returns the texts that are to be read, in the order of the file; without a limit, packed ones are only counted.
    ///
    /// # Errors
    /// A sentence, where the texts unpack to more than `limit` bytes.
    pub fn members(&self, limit: Option<u64>) -> Result<Vec<Member>, String> {
        let mut out = Vec::new();
        let mut left = limit.unwrap_or(0);
        let mut provenance = self.provenance.clone();
        for (key, packed, data) in &self.all {
            let lower = key.to_lowercase();
            if PROGRAMS.contains(&lower.as_str()) && data.len() <= 200 {
                provenance.push(format!("{key}: {}", decoded(data).replace(['\n', '\r'], " ")));
            }
            let wanted = [MAKING, REMARKS].iter().any(|keys| keys.contains(&lower.as_str()));
            let text = match (packed, limit) {
                (Packed::No, _) => decoded(data),
                (Packed::Zlib, None) if wanted || lower.starts_with("xml:") => {
                    out.push(Member { name: key.clone(), content: Vec::new(), format: None, kind: None });
                    continue;
                }
                (Packed::Zlib, None) => continue,
                (Packed::Zlib, Some(limit)) => {
                    let bytes = unpacked(data, left).ok_or_else(|| too_large(key, limit))?;
                    left = left.saturating_sub(bytes.len() as u64);
                    decoded(&bytes)
                }
            };
            if lower == "description" && self.repeats_description() {
                continue;
            }
            out.extend(member(key, &lower, &text));
        }
        // What a program calls itself says something beside other texts.
        if !self.provenance.is_empty() || !out.is_empty() && !provenance.is_empty() {
            let content = provenance.join("\n").into_bytes();
            out.push(Member {
                name: "provenance".to_owned(),
                content,
                format: Some(MemberFormat::Known(&Provenance)),
                kind: Some(Kind::Note),
            });
        }
        Ok(out)
    }

    /// NovelAI writes the prompt as the description, and again among the settings in the comment.
    fn repeats_description(&self) -> bool {
        let has = |key: &str, start: &[u8]| self.all.iter().any(|(name, _, data)| name == key && data.starts_with(start));
        has("Software", b"NovelAI") && has("Comment", b"{")
    }
}

/// The member that a text is, or `None` for a text that is not about how the picture was made.
fn member(key: &str, lower: &str, text: &str) -> Option<Member> {
    let text = text.trim_start_matches('\u{feff}').trim();
    let (label, text) = ["Prompt:", "Workflow:", "parameters:"]
        .iter()
        .find_map(|label| Some((*label, text.strip_prefix(label)?.trim_start())))
        .filter(|(_, rest)| rest.starts_with('{'))
        .unwrap_or(("", text));
    let name = if label.is_empty() { key.to_owned() } else { label.trim_end_matches(':').to_lowercase() };
    let (format, kind) = format_of(lower, text)?;
    Some(Member { name, content: text.as_bytes().to_vec(), format: Some(MemberFormat::Known(format)), kind: Some(kind) })
}

fn format_of(key: &str, text: &str) -> Option<(&'static dyn Format, Kind)> {
    if text.is_empty() {
        return None;
    }
    if key == "xmp" || key == "xml:com.adobe.xmp" {
        return says_something(text).then_some((&xmp::Xmp as &dyn Format, Kind::Note));
    }
    let known = MAKING.contains(&key);
    if text.starts_with('{') || text.starts_with('[') {
        let lower = text.to_ascii_lowercase();
        if known || lower.contains("prompt") || lower.contains("class_type") || lower.contains("\"nodes\"") {
            return prompt("picture.json", text);
        }
        return REMARKS.contains(&key).then_some((&json::Json as &dyn Format, Kind::Note));
    }
    let is_prompt = || plain::is_infotext(text) || text.lines().any(midjourney::has_parameter) || text.contains("Negative prompt:");
    if known || is_prompt() {
        return prompt("picture.txt", text);
    }
    let words = text.split_whitespace().filter(|word| word.chars().any(char::is_lowercase) || !word.is_ascii()).count();
    let written = words >= 3 || words > 0 && !text.is_ascii();
    let by_program = ABOUT_THEMSELVES.iter().any(|start| text.starts_with(start));
    (REMARKS.contains(&key) && written && !by_program).then_some((&plain::Plain as &dyn Format, Kind::Note))
}

/// The format of prompts that the text is in.
fn prompt(name: &str, text: &str) -> Option<(&'static dyn Format, Kind)> {
    let recognised = recognise(&Source::from_text(name, text), Some(Kind::Prompt))?;
    Some((recognised.format, Kind::Prompt))
}

/// Whether an XMP packet holds more than settings of a camera or an editor.
fn says_something(packet: &str) -> bool {
    let lower = packet.to_ascii_lowercase();
    ["digitalsourcetype", "aiprompt", "aisystem", "prompt", "parameters", "description>", "usercomment", "credit", "c2pa", "provenance"]
        .iter()
        .any(|word| lower.contains(word))
}

/// UTF-8 where it is, else Latin-1, as PNG has it.
fn decoded(data: &[u8]) -> String {
    let text = match std::str::from_utf8(data) {
        Ok(text) => text.to_owned(),
        Err(_) => data.iter().map(|&b| char::from(b)).collect(),
    };
    text.replace('\0', "")
}

/// Unpacks a text; `None` if it grows over `limit`. A packed text that is cut short gives what it holds.
fn unpacked(data: &[u8], limit: u64) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut reader = ZlibDecoder::new(data).take(limit.saturating_add(1));
    // What was unpacked before an error stays in `out`.
    let _ = reader.read_to_end(&mut out);
    (out.len() as u64 <= limit).then_some(out)
}

fn too_large(key: &str, limit: u64) -> String {
    format!(
        "its text `{key}` unpacks to more than {} MB; save the picture without it, or raise `limits.size-mb` in clearslate.toml",
        limit / (1024 * 1024)
    )
}
