//! The conversation: each message in its turn, and checks when no message waits.

use super::client::Client;
use super::document::{Document, lone_path};
use super::session::Session;
use super::workspace::{Home, Load, Workspace};
use super::{End, diagnostics, hover, uri};
use gen_lsp_types::{
    DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams, DidSaveTextDocumentParams, Hover, HoverParams,
};
use lsp_server::{ErrorCode, Message, Notification, Request};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

/// How often files that decide are looked at while the editor is silent.
const LOOK_AGAIN: Duration = Duration::from_secs(2);

/// Whether the conversation goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flow {
    Go,
    Stop(End),
}

/// The server's side of one conversation.
pub(crate) struct Server {
    session: Session,
    client: Client,
    load: Load,
    /// By URI, as the editor writes it.
    documents: BTreeMap<String, Document>,
    workspaces: BTreeMap<Home, Workspace>,
    /// Counts the texts that came, so that each has a name of its own.
    editions: u64,
    shutting_down: bool,
}

impl Server {
    pub(crate) fn new(session: Session, client: Client, load: Load) -> Server {
        Server { session, client, load, documents: BTreeMap::new(), workspaces: BTreeMap::new(), editions: 0, shutting_down: false }
    }

    /// How long to wait for a message before [`Server::work`].
    pub(crate) fn patience(&self) -> Option<Duration> {
        if self.shutting_down || self.documents.is_empty() {
            None
        } else if self.documents.values().any(|document| document.dirty) {
            Some(Duration::ZERO)
        } else {
            Some(LOOK_AGAIN)
        }
    }

    /// Takes one message.
    pub(crate) fn handle(&mut self, message: Message) -> Flow {
        match message {
            Message::Request(request) => self.request(request),
            Message::Notification(it) if it.method == "exit" => {
                return Flow::Stop(if self.shutting_down { End::Orderly } else { End::Abrupt });
            }
            Message::Notification(_) if self.shutting_down => {}
            Message::Notification(it) => self.notification(it),
            // Nothing is asked of the editor, so nothing is answered.
            Message::Response(_) => {}
        }
        Flow::Go
    }

    fn request(&mut self, request: Request) {
        let Request { id, method, params } = request;
        match method.as_str() {
            _ if self.shutting_down => self.client.refuse(id, ErrorCode::InvalidRequest, "the server is shutting down".to_owned()),
            "shutdown" => {
                self.shutting_down = true;
                self.client.answer(id, ());
            }
            "textDocument/hover" => match serde_json::from_value(params) {
                Ok(params) => {
                    let hover = self.hover(params);
                    self.client.answer(id, hover);
                }
                Err(error) => self.client.refuse(id, ErrorCode::InvalidParams, error.to_string()),
            },
            "initialize" => self.client.refuse(id, ErrorCode::InvalidRequest, "the server is initialized already".to_owned()),
            _ => self.client.refuse(id, ErrorCode::MethodNotFound, format!("`{method}` is not served")),
        }
    }

    fn notification(&mut self, it: Notification) {
        match it.method.as_str() {
            "textDocument/didOpen" => self.read(it, Server::open),
            "textDocument/didChange" => self.read(it, Server::change),
            "textDocument/didSave" => self.read(it, Server::save),
            "textDocument/didClose" => self.read(it, Server::close),
            "workspace/didChangeConfiguration" => {
                let wishes = self.session.wishes.changed_by(it.params.get("settings").unwrap_or(&serde_json::Value::Null));
                if wishes != self.session.wishes {
                    self.session.wishes = wishes;
                    self.mark(|_| true);
                }
            }
            // `initialized`, `$/cancelRequest`, `$/setTrace` and whatever else asks for nothing.
            _ => {}
        }
    }

    /// Reads the parameters of a notification; one that cannot be read is logged, since nobody waits for an answer.
    fn read<P: DeserializeOwned>(&mut self, it: Notification, then: impl FnOnce(&mut Server, P)) {
        match serde_json::from_value(it.params) {
            Ok(params) => then(self, params),
            Err(error) => self.client.log_once(format!("`{}` could not be read: {error}", it.method)),
        }
    }

    fn open(&mut self, params: DidOpenTextDocumentParams) {
        let item = params.text_document;
        let uri = item.uri.0;
        let language = String::from(item.language_id);
        let found = uri::file_path(&uri).and_then(|file| Home::of(&file, &mut self.client));
        let (home, path) = found.unwrap_or_else(|| (Home::Alone(uri.clone()), lone_path(&uri, &language, &self.session.folders)));
        let workspace = self.workspaces.entry(home.clone()).or_insert_with(|| Workspace::new(&home));
        workspace.unlisted = true;
        self.documents.insert(uri.clone(), Document::new(home, path, item.version, item.text));
        self.lay_over(&uri);
    }

    fn change(&mut self, params: DidChangeTextDocumentParams) {
        let uri = params.text_document.text_document_identifier.uri.0;
        if let Some(document) = self.documents.get_mut(&uri) {
            document.change(params.content_changes, params.text_document.version, self.session.encoding);
            self.lay_over(&uri);
        }
    }

    /// A saved file may be what other open texts are held against: all of its workspace are checked again.
    fn save(&mut self, params: DidSaveTextDocumentParams) {
        if let Some(home) = self.documents.get(&params.text_document.uri.0).map(|document| document.home.clone()) {
            self.unsettle(&home);
        }
    }

    fn close(&mut self, params: DidCloseTextDocumentParams) {
        let uri = params.text_document.uri.0;
        let Some(document) = self.documents.remove(&uri) else { return };
        if document.published {
            self.client.publish(&uri, None, Vec::new());
        }
        if let Some(workspace) = self.workspaces.get_mut(&document.home) {
            workspace.tree.take(&document.path);
        }
        if self.documents.values().any(|other| other.home == document.home) {
            self.unsettle(&document.home);
        } else {
            self.workspaces.remove(&document.home);
        }
    }

    /// Puts the text of a document over its file.
    fn lay_over(&mut self, uri: &str) {
        let Some(document) = self.documents.get_mut(uri) else { return };
        self.editions += 1;
        document.edition = self.editions;
        if let Some(workspace) = self.workspaces.get_mut(&document.home) {
            workspace.tree.put(&document.path, document.bytes(), self.editions);
        }
    }

    /// Files of a workspace may have come, gone or changed.
    fn unsettle(&mut self, home: &Home) {
        if let Some(workspace) = self.workspaces.get_mut(home) {
            workspace.unlisted = true;
        }
        self.mark(|document| document.home == *home);
    }

    fn mark(&mut self, which: impl Fn(&Document) -> bool) {
        self.documents.values_mut().filter(|document| which(document)).for_each(|document| document.dirty = true);
    }

    /// Looks at the files that decide, and checks one text that was marked, the one being written first.
    ///
    /// `has_newer` says whether a message waits that changes the text: then the result is old and is not sent.
    pub(crate) fn work(&mut self, has_newer: impl FnMut(&str) -> bool) {
        let homes: Vec<Home> = self.workspaces.keys().cloned().collect();
        for home in homes {
            self.refresh(&home);
        }
        let marked = self.documents.iter().filter(|(_, document)| document.dirty);
        if let Some(uri) = marked.max_by_key(|(_, document)| document.edition).map(|(uri, _)| uri.clone()) {
            self.check(&uri, has_newer);
        }
    }

    fn refresh(&mut self, home: &Home) {
        let Server { workspaces, load, client, .. } = self;
        let Some(workspace) = workspaces.get_mut(home) else { return };
        let changed = catch_unwind(AssertUnwindSafe(|| workspace.refresh(load, client)));
        if changed.unwrap_or_else(|_| self.stumbled("reading the configuration")) {
            self.mark(|document| document.home == *home);
        }
    }

    fn check(&mut self, uri: &str, mut has_newer: impl FnMut(&str) -> bool) {
        let Server { documents, workspaces, client, session, .. } = self;
        let Some(document) = documents.get_mut(uri) else { return };
        let Some(workspace) = workspaces.get_mut(&document.home) else { return };
        document.dirty = false;
        let outcome = catch_unwind(AssertUnwindSafe(|| workspace.check(&document.path, session.wishes.show_known, client)));
        if has_newer(uri) {
            document.dirty = true;
            return;
        }
        let marks = match &outcome {
            Ok(Some(report)) => diagnostics::of_report(report, &document.source(), session.encoding),
            Ok(None) => Some(vec![diagnostics::not_checked("clearslate.toml or a record cannot be used; see the log")]),
            Err(_) => Some(vec![diagnostics::not_checked("the program stumbled over it, which is a bug; see the log")]),
        };
        document.report = outcome.as_ref().ok().and_then(Clone::clone);
        if let Some(marks) = marks.or_else(|| document.published.then(Vec::new)) {
            document.published = true;
            client.publish(uri, Some(document.version), marks);
        }
        if outcome.is_err() {
            let path = document.path.clone();
            self.stumbled(&format!("checking `{path}`"));
        }
    }

    /// Tells of a bug, once, and goes on.
    fn stumbled(&mut self, doing: &str) -> bool {
        self.client.log_once(format!(
            "{doing} failed, which is a bug in clearslate; the server goes on. Please report what the text is like there"
        ));
        false
    }

    fn hover(&mut self, params: HoverParams) -> Option<Hover> {
        let place = params.text_document_position_params;
        let uri = place.text_document.uri.0;
        if self.documents.get(&uri)?.dirty {
            let home = self.documents.get(&uri)?.home.clone();
            self.refresh(&home);
            self.check(&uri, |_| false);
        }
        let document = self.documents.get(&uri)?;
        let workspace = self.workspaces.get(&document.home)?;
        let source = document.source();
        hover::at(place.position, document.report.as_ref()?, &source, self.session.encoding, self.session.markdown, |id| workspace.rule(id))
    }
}
