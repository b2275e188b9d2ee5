//! A text that the editor has open.

use super::position::PositionEncoding;
use super::uri;
use super::workspace::Home;
use crate::formats;
use crate::git::slashes;
use crate::report::Report;
use crate::source::Source;
use gen_lsp_types::TextDocumentContentChangeEvent;
use std::path::PathBuf;
use std::sync::Arc;

/// An open text and what is known of it.
pub(crate) struct Document {
    pub home: Home,
    /// Inside its workspace, with `/`.
    pub path: Arc<str>,
    /// The editor's number for the text as it is.
    pub version: i32,
    text: String,
    /// Counts up over all texts that came: the highest is the one being written.
    pub edition: u64,
    /// Whether the text, or what it is held against, changed since the last check.
    pub dirty: bool,
    /// Whether the editor was ever given diagnostics for it, so that they must be taken back.
    pub published: bool,
    /// The last check; `None` before the first and after one that failed.
    pub report: Option<Report>,
}

impl Document {
    pub(crate) fn new(home: Home, path: Arc<str>, version: i32, text: String) -> Document {
        Document { home, path, version, text, edition: 0, dirty: true, published: false, report: None }
    }

    pub(crate) fn bytes(&self) -> Arc<[u8]> {
        self.text.as_bytes().into()
    }

    pub(crate) fn source(&self) -> Source {
        Source::from_text(&self.path, &self.text)
    }

    /// Applies the edits of one message, each to the text that the one before left.
    pub(crate) fn change(&mut self, changes: Vec<TextDocumentContentChangeEvent>, version: i32, encoding: PositionEncoding) {
        for change in changes {
            match change {
                TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => self.text = whole.text,
                TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                    let source = self.source();
                    let mark = if source.bom { '\u{feff}'.len_utf8() } else { 0 };
                    let [a, b] = [part.range.start, part.range.end].map(|place| mark + source.lsp_offset(place, encoding) as usize);
                    self.text.replace_range(a.min(b)..a.max(b), &part.text);
                }
            }
        }
        self.version = version;
        self.dirty = true;
    }
}

/// The path under which a text that lies in no production's folder is read: below one of the editor's folders, or its name alone.
///
/// The path decides as for any file; the editor's word that it is Fountain counts where the path says nothing.
pub(crate) fn lone_path(uri: &str, language: &str, folders: &[PathBuf]) -> Arc<str> {
    let file = uri::file_path(uri);
    let below = file.as_deref().and_then(|file| folders.iter().find_map(|folder| file.strip_prefix(folder).ok()));
    let path = below.map_or_else(|| uri::last_part(uri).into(), slashes);
    if language.eq_ignore_ascii_case("fountain") && !formats::claims_name(&path) { format!("{path}.fountain").into() } else { path }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn after(text: &str, changes: serde_json::Value, encoding: PositionEncoding) -> String {
        let mut document = Document::new(Home::Alone(String::new()), "a".into(), 1, text.to_owned());
        document.change(serde_json::from_value(changes).unwrap(), 2, encoding);
        document.text
    }

    #[test]
    fn edits_follow_one_another() {
        let changes = json!([
            { "range": { "start": { "line": 1, "character": 3 }, "end": { "line": 1, "character": 4 } }, "text": "B" },
            { "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 1, "character": 0 } }, "text": "" },
        ]);
        assert_eq!(after("one\n🎬 b\n", changes, PositionEncoding::Utf16), "🎬 B\n");
        assert_eq!(after("one", json!([{ "text": "two" }]), PositionEncoding::Utf16), "two");
    }

    #[test]
    fn impossible_edits_do_no_harm() {
        let changes = json!([{ "range": { "start": { "line": 7, "character": 9 }, "end": { "line": 0, "character": 1 } }, "text": "!" }]);
        assert_eq!(after("\u{feff}é\n", changes, PositionEncoding::Utf16), "\u{feff}!");
    }

    #[test]
    fn the_language_counts_where_the_name_is_silent() {
        for (uri, language, path) in [
            ("untitled:Untitled-1", "Fountain", "Untitled-1.fountain"),
            ("untitled:Untitled-1", "rust", "Untitled-1"),
            ("untitled:/x/a.fountain", "plaintext", "a.fountain"),
            ("file:///show/prompts/lamp.txt", "plaintext", "prompts/lamp.txt"),
            ("file:///elsewhere/prompts/lamp.txt", "plaintext", "lamp.txt"),
        ] {
            assert_eq!(&*lone_path(uri, language, &["/show".into()]), path);
        }
    }
}
