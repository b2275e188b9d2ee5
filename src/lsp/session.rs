//! What was agreed with the editor at the start, and what its user asked for.

use super::position::PositionEncoding;
use gen_lsp_types::{
    InitializeResult, Save, SaveOptions, ServerCapabilities, ServerInfo, TextDocumentSync, TextDocumentSyncKind, TextDocumentSyncOptions,
};
use serde_json::Value;
use std::path::PathBuf;

/// What was agreed.
///
/// The few fields that count are picked out of the message one by one: an editor that sends something odd elsewhere is served
/// all the same.
#[derive(Debug, Clone, Default)]
pub(crate) struct Session {
    pub encoding: PositionEncoding,
    /// Whether hovers may be Markdown.
    pub markdown: bool,
    /// The folders that the editor works in.
    pub folders: Vec<PathBuf>,
    pub wishes: Wishes,
}

/// The user's configuration, `clearslate` in the editor's settings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Wishes {
    /// Shows all findings, also those that HEAD has already.
    pub show_known: bool,
}

impl Wishes {
    /// Reads settings, with or without the `clearslate` around them; what is not said stays as it was.
    ///
    /// Several editors send empty or null settings, which change nothing.
    pub(crate) fn changed_by(self, settings: &Value) -> Wishes {
        let own = settings.get("clearslate").unwrap_or(settings);
        let show_known = own.get("showKnown").or_else(|| settings.get("clearslate.showKnown"));
        Wishes { show_known: show_known.and_then(Value::as_bool).unwrap_or(self.show_known) }
    }
}

impl Session {
    /// Reads the parameters of `initialize`. `forced` goes before what the editor offers.
    pub(crate) fn new(params: &Value, forced: Option<PositionEncoding>) -> Session {
        let words =
            |pointer: &str| -> Option<Vec<&str>> { Some(params.pointer(pointer)?.as_array()?.iter().filter_map(Value::as_str).collect()) };
        let offered = words("/capabilities/general/positionEncodings").unwrap_or_default();
        let encoding = forced.or_else(|| offered.iter().find_map(|name| PositionEncoding::from_name(name))).unwrap_or_default();
        // An editor that says nothing of hovers takes Markdown.
        let markdown = words("/capabilities/textDocument/hover/contentFormat").is_none_or(|formats| formats.contains(&"markdown"));
        let several = params.get("workspaceFolders").and_then(Value::as_array).into_iter().flatten().filter_map(|folder| folder.get("uri"));
        let one = params.get("rootUri");
        let folders = several.chain(one).filter_map(Value::as_str).filter_map(super::uri::file_path).collect();
        let wishes = Wishes::default().changed_by(params.get("initializationOptions").unwrap_or(&Value::Null));
        Session { encoding, markdown, folders, wishes }
    }

    /// What the server can do, for the answer to `initialize`.
    pub(crate) fn answer(&self) -> InitializeResult {
        InitializeResult {
            capabilities: ServerCapabilities {
                position_encoding: Some(self.encoding.kind()),
                text_document_sync: Some(TextDocumentSync::Options(TextDocumentSyncOptions {
                    open_close: Some(true),
                    change: Some(TextDocumentSyncKind::Incremental),
                    save: Some(Save::SaveOptions(SaveOptions { include_text: Some(false) })),
                    ..TextDocumentSyncOptions::default()
                })),
                hover_provider: Some(true.into()),
                ..ServerCapabilities::default()
            },
            server_info: Some(ServerInfo { name: "clearslate".to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_first_encoding_that_both_know_is_taken() {
        let agreed = |offered: Value, forced| {
            Session::new(&json!({ "capabilities": { "general": { "positionEncodings": offered } } }), forced).encoding
        };
        // Emacs, Helix, Visual Studio Code, an old editor, one with an encoding of its own.
        assert_eq!(agreed(json!(["utf-32", "utf-8", "utf-16"]), None), PositionEncoding::Utf32);
        assert_eq!(agreed(json!(["utf-8", "utf-32", "utf-16"]), None), PositionEncoding::Utf8);
        assert_eq!(agreed(json!(["utf-16"]), None), PositionEncoding::Utf16);
        assert_eq!(agreed(Value::Null, None), PositionEncoding::Utf16);
        assert_eq!(agreed(json!(["utf-7", "utf-8"]), None), PositionEncoding::Utf8);
        assert_eq!(agreed(json!(["utf-8"]), Some(PositionEncoding::Utf16)), PositionEncoding::Utf16);
    }

    #[test]
    fn empty_settings_change_nothing() {
        let known = Wishes { show_known: true };
        for settings in [Value::Null, json!({}), json!({ "clearslate": null }), json!({ "clearslate": { "showKnown": null } })] {
            assert_eq!(known.changed_by(&settings), known);
        }
        for settings in
            [json!({ "showKnown": true }), json!({ "clearslate": { "showKnown": true } }), json!({ "clearslate.showKnown": true })]
        {
            assert_eq!(Wishes::default().changed_by(&settings), known);
        }
    }
}
