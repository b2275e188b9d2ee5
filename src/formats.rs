//! The formats: how each kind of file becomes a [`Document`], and which file is whose.
//!
//! Only modules below this one know a foreign format or its parser; tree-sitter nodes are seen in `fountain` alone.

use crate::document::{Builder, Document, Kind};
use crate::source::Source;

mod a1111;
mod ale;
mod archive;
mod captions;
mod celtx;
mod claim;
mod code;
mod columns;
mod comfyui;
mod csv;
mod docx;
mod dotprompt;
mod edl;
mod eml;
mod emphasis;
mod entries;
mod escapes;
mod fadein;
mod fdx;
mod fields;
pub mod fountain;
mod header;
mod highland;
mod image;
mod json;
mod jsonl;
pub mod kinds;
mod letters;
mod lines;
mod loose;
mod markdown;
mod midjourney;
mod nuke;
mod osf;
mod otio;
mod page;
mod paragraphs;
mod pdf;
mod percent;
mod plain;
mod prompt_lines;
mod prompt_text;
mod promptfoo;
mod prompty;
mod srt;
mod template;
mod toml;
mod transcript;
mod trelby;
mod values;
mod vtt;
mod wildcards;
mod xlsx;
mod xml;
mod xmp;
mod yaml;

/// A reader of one format.
pub trait Format: Sync {
    /// The id for reports and configuration: the plain name of the format.
    fn id(&self) -> &'static str;

    /// File name endings it reads, lower case, without the dot.
    fn extensions(&self) -> &'static [&'static str];

    /// The kind of document that the format always is, or `None` where folder and content decide.
    fn kind(&self) -> Option<Kind> {
        None
    }

    /// The kind of a text that no configuration gives one; `by_path` is what folders and name say.
    fn kind_of(&self, source: &Source, by_path: Option<Kind>) -> Option<Kind> {
        self.kind().or(by_path).or_else(|| kinds::by_content(source.text()))
    }

    /// Whether the text, in a file whose ending the format reads, is this format.
    ///
    /// Asked in the order of [`FORMATS`]; the first that says yes reads the file.
    fn accepts(&self, source: &Source, kind: Option<Kind>) -> bool {
        let _ = (source, kind);
        true
    }

    /// Reads the text into `out`. Total: any text gives a document, and no text is lost.
    fn read(&self, source: &Source, out: &mut Builder);
}

/// A file that holds texts in parts: an archive, a picture with text beside its pixels.
pub trait Container: Sync {
    /// The id for reports and configuration.
    fn id(&self) -> &'static str;

    /// File name endings, lower case, without the dot.
    fn extensions(&self) -> &'static [&'static str];

    /// The kind of what is inside, or `None` where folder and content decide.
    fn kind(&self) -> Option<Kind> {
        None
    }

    /// Whether the bytes hold anything to be read. A picture without prompts in it is not ours.
    fn accepts(&self, bytes: &[u8]) -> bool;

    /// Takes the parts out, within limits of number, size, ratio and depth; `limit` is the most bytes of one part.
    ///
    /// # Errors
    /// A sentence that says why it cannot be opened, and the way out.
    fn open(&self, bytes: &[u8], limit: u64) -> Result<Vec<Member>, String>;

    /// Whether a file that cannot be had (it is too large, or in Git LFS) counts as one that was to be read. Most pictures hold
    /// nothing for us; every archive of a writing program does.
    fn must_be_read(&self) -> bool {
        true
    }
}

/// One text of a container.
pub struct Member {
    /// Its name inside: a path in an archive, the key of a text chunk.
    pub name: String,
    pub content: Vec<u8>,
    /// The format it is known to be in; without one it is recognised by name and content.
    pub format: Option<MemberFormat>,
    pub kind: Option<Kind>,
}

/// The format of a part.
pub enum MemberFormat {
    Known(&'static dyn Format),
    /// Made for this file: it knows what other parts of the container say about this one.
    Made(Box<dyn Format>),
}

impl std::ops::Deref for MemberFormat {
    type Target = dyn Format;

    fn deref(&self) -> &(dyn Format + 'static) {
        match self {
            MemberFormat::Known(format) => *format,
            MemberFormat::Made(format) => &**format,
        }
    }
}

/// Every container.
pub const CONTAINERS: &[&dyn Container] =
    &[&fadein::FadeIn, &highland::Highland, &celtx::Celtx, &docx::Docx, &pdf::Pdf, &xlsx::Xlsx, &otio::Otioz, &image::Image];

/// Files that productions have and nobody can read from outside, with what to do instead.
const CLOSED: &[(&[&str], &str)] = &[
    (&["wdz"], "WriterDuet files are closed; export the script as FDX or Fountain and commit that"),
    (&["mmsw", "mmx"], "Movie Magic files are closed; export the script as FDX or Fountain and commit that"),
    (&["starc", "kitsp"], "Story Architect files are closed; export the script as FDX or Fountain and commit that"),
    (&["fdr"], "Final Draft 5 to 7 files are closed; save the script as FDX and commit that"),
    (
        &["nknc", "nkind"],
        "Nuke scripts of the non-commercial and Indie editions are encrypted; export the notes in them as text and commit those",
    ),
    (&["xls", "xlsb", "numbers"], "this spreadsheet format is closed; save it as XLSX, or export the sheets as CSV, and commit that"),
    (&["doc"], "old Word files are closed; save it as DOCX, or export the script as FDX or Fountain"),
];

/// Returns the container that reads files with this name.
pub fn container(path: &str) -> Option<&'static dyn Container> {
    let extension = extension(path);
    CONTAINERS.iter().copied().find(|container| container.extensions().contains(&extension.as_str()))
}

/// Returns what to do about a closed format; `None` for every other name.
pub fn way_out(path: &str) -> Option<&'static str> {
    let extension = extension(path);
    CLOSED.iter().find(|(endings, _)| endings.contains(&extension.as_str())).map(|&(_, way_out)| way_out)
}

/// Every format. More exact ones stand before more general ones, since the first that accepts a file reads it.
pub const FORMATS: &[&dyn Format] = &[
    &fountain::Fountain,
    &fdx::Fdx,
    &osf::Osf,
    &trelby::Trelby,
    &xmp::Xmp,
    &comfyui::ComfyUi,
    &json::Json,
    &jsonl::JsonLines,
    &wildcards::Wildcards,
    &promptfoo::Promptfoo,
    &yaml::Yaml,
    &toml::Toml,
    &prompty::Prompty,
    &dotprompt::DotPrompt,
    &midjourney::Midjourney,
    &a1111::A1111,
    &markdown::Markdown,
    &code::Python,
    &code::JavaScript,
    &csv::Csv,
    &edl::Edl,
    &ale::Ale,
    &srt::Srt,
    &vtt::Vtt,
    &nuke::Nuke,
    &otio::Otio,
    &eml::Eml,
    &plain::Plain,
];

/// What a file is.
#[derive(Clone, Copy)]
pub struct Recognised<'f> {
    pub format: &'f dyn Format,
    pub kind: Kind,
}

/// The kind that a file's ending alone gives: a `.fountain` file is a screenplay wherever it lies.
pub fn own_kind(path: &str) -> Option<Kind> {
    let extension = extension(path);
    let mut kinds = FORMATS.iter().filter(|format| format.extensions().contains(&extension.as_str())).map(|format| format.kind());
    if let Some(container) = container(path) {
        return container.kind();
    }
    let first = kinds.next().flatten();
    first.filter(|_| kinds.all(|kind| kind == first))
}

/// Whether any format reads files with this name; others are left alone without being read.
pub fn claims_name(path: &str) -> bool {
    let extension = extension(path);
    FORMATS.iter().any(|format| format.extensions().contains(&extension.as_str()))
}

/// Returns the format and kind of a text, or `None` for a text that is none of ours.
///
/// `configured` is the kind that `clearslate.toml` gives the path. Otherwise the format's own kind, the folders and name, and
/// the content decide, in this order.
pub fn recognise(source: &Source, configured: Option<Kind>) -> Option<Recognised<'static>> {
    let extension = extension(&source.path);
    let by_path = configured.or_else(|| kinds::by_path(&source.path));
    FORMATS.iter().filter(|format| format.extensions().contains(&extension.as_str())).find_map(|&format| {
        if !format.accepts(source, by_path) {
            return None;
        }
        let kind = configured.or_else(|| format.kind_of(source, by_path))?;
        Some(Recognised { format, kind })
    })
}

impl Recognised<'_> {
    pub fn read(self, source: &Source) -> Document {
        let mut out = Builder::new(self.kind, self.format.id());
        self.format.read(source, &mut out);
        out.finish()
    }
}

/// The ending of a file name in lower case; empty if there is none.
pub fn extension(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a text as the file at `path`.
    pub(super) fn document(path: &str, text: &str) -> Document {
        let source = Source::from_text(path, text);
        recognise(&source, None).expect("a fixture of a known format").read(&source)
    }

    /// Opens a container and writes the outlines of its parts.
    pub(super) fn member_outlines(container: &dyn Container, bytes: &[u8]) -> String {
        let mut out = String::new();
        for member in container.open(bytes, 16 << 20).expect("a whole container") {
            let source = Source::decode("a", &member.content).expect("a part of text").inside(&member.name);
            let format = member.format.expect("a part of a known format");
            let kind = member.kind.or_else(|| format.kind_of(&source, None)).expect("a part of a known kind");
            let document = Recognised { format: &*format, kind }.read(&source);
            out += &format!("== {}: {}\n{}", member.name, document.format, crate::document::outline(&document));
        }
        out
    }

    /// What stands in `text` where `words` were read, for each element that has them.
    pub(super) fn places<'a>(path: &str, text: &'a str, words: &str) -> Vec<&'a str> {
        let document = document(path, text);
        let found = document.elements.iter().filter_map(|element| {
            let at = element.text.as_str().find(words)? as u32;
            let range = element.text.source_range(at..at + words.len() as u32);
            Some(&text[range.start as usize..range.end as usize])
        });
        found.collect()
    }
}
