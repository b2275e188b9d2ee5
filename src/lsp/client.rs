//! What is said to the editor.

use gen_lsp_types::{Diagnostic, LogMessageParams, MessageType, PublishDiagnosticsParams};
use lsp_server::{ErrorCode, Message, Notification, RequestId, Response};
use serde::Serialize;
use std::collections::BTreeSet;

/// The editor, as one speaks to it.
pub(crate) struct Client {
    send: Box<dyn Fn(Message)>,
    /// What was logged already: each cause is told once.
    told: BTreeSet<String>,
}

impl Client {
    pub(crate) fn new(send: Box<dyn Fn(Message)>) -> Client {
        Client { send, told: BTreeSet::new() }
    }

    /// Answers a request.
    pub(crate) fn answer(&self, id: RequestId, result: impl Serialize) {
        (self.send)(Response::new_ok(id, result).into());
    }

    /// Answers a request that cannot be served.
    pub(crate) fn refuse(&self, id: RequestId, code: ErrorCode, message: String) {
        (self.send)(Response::new_err(id, code as i32, message).into());
    }

    /// Replaces the diagnostics of a document. `version` is that of the text they were made for.
    pub(crate) fn publish(&self, uri: &str, version: Option<i32>, diagnostics: Vec<Diagnostic>) {
        let params = PublishDiagnosticsParams { uri: uri.into(), version, diagnostics };
        (self.send)(Notification::new("textDocument/publishDiagnostics".to_owned(), params).into());
    }

    /// Writes to the editor's log, where nothing pops up, the first time only.
    pub(crate) fn log_once(&mut self, message: String) {
        if self.told.insert(message.clone()) {
            let params = LogMessageParams { kind: MessageType::Warning, message };
            (self.send)(Notification::new("window/logMessage".to_owned(), params).into());
        }
    }
}
