//! The server over messages in memory, with a pack of one rule.

use super::client::Client;
use super::server::{Flow, Server};
use super::session::Session;
use super::{End, Load};
use crate::checks;
use crate::commands::setup::Setup;
use crate::error::Failure;
use crate::policy::pack;
use lsp_server::{Message, Notification, Request, Response};
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::path::Path;
use std::rc::Rc;

const PACK: &str = r#"
[pack]
id = "test"
title = "Test"
edition = "1"

[[rule]]
id = "FAB-01"
name = "real-journalist-speaks"
title = "A real journalist speaks invented words"
level = "escalate"
message = "{subject} is given words in a newscast"
why = "A real journalist's words are a statement of theirs."
help = "Invent an anchor, or ask for approval"
basis = ["House rule"]
decided-by = ["platform-contact"]
exact-text = true
match = [{ check = "speech", kinds = ["screenplay"], find = ["journalist"], near = [{ any = ["news-container"], within = "scene" }] }]
"#;

const SCRIPT: &str =
    "INT. BAR - NIGHT\n\nThe evening news runs on the set above the bar.\n\nANDERSON COOPER (ON TV)\nThe harbor is closed tonight.\n";

fn setup() -> Setup {
    let mut setup = Setup::load(&crate::snapshot::Memory::default(), None, None).unwrap();
    setup.rules = pack::read(PACK, &setup.classes, &checks::names()).unwrap().rules;
    setup
}

/// A server and all that it said.
struct Talk {
    server: Server,
    said: Rc<RefCell<Vec<Message>>>,
}

impl Talk {
    fn new(params: Value, load: Load) -> Talk {
        let said = Rc::new(RefCell::new(Vec::new()));
        let heard = said.clone();
        let client = Client::new(Box::new(move |message| heard.borrow_mut().push(message)));
        Talk { server: Server::new(Session::new(&params, None), client, load), said }
    }

    fn plain() -> Talk {
        Talk::new(json!({}), Box::new(|_, _| Ok(setup())))
    }

    fn tell(&mut self, method: &str, params: Value) {
        assert_eq!(self.server.handle(Notification::new(method.to_owned(), params).into()), Flow::Go);
    }

    fn open(&mut self, uri: &str, text: &str) {
        self.open_as(uri, "Fountain", text);
    }

    fn open_as(&mut self, uri: &str, language: &str, text: &str) {
        self.tell("textDocument/didOpen", json!({ "textDocument": { "uri": uri, "languageId": language, "version": 1, "text": text } }));
    }

    fn ask(&mut self, method: &str, params: Value) -> Response {
        assert_eq!(self.server.handle(Request::new(1.into(), method.to_owned(), params).into()), Flow::Go);
        let said = std::mem::take(&mut *self.said.borrow_mut());
        said.into_iter().find_map(|message| if let Message::Response(response) = message { Some(response) } else { None }).unwrap()
    }

    /// Lets the server work until nothing is left; one line for each thing that it said.
    fn settled(&mut self) -> Vec<String> {
        self.server.work(|_| false);
        while self.server.patience().is_some_and(|patience| patience.is_zero()) {
            self.server.work(|_| false);
        }
        std::mem::take(&mut *self.said.borrow_mut()).iter().map(line).collect()
    }
}

fn line(message: &Message) -> String {
    let Message::Notification(it) = message else { return format!("{message:?}") };
    let name = it.params["uri"].as_str().unwrap_or_default().rsplit('/').next().unwrap_or_default().to_owned();
    match it.method.as_str() {
        "textDocument/publishDiagnostics" => {
            let marks = it.params["diagnostics"].as_array().unwrap().iter().map(|mark| {
                let place = |end: &str| format!("{}:{}", mark["range"][end]["line"], mark["range"][end]["character"]);
                format!(" {} {} {}-{}", mark["severity"], mark["code"].as_str().unwrap(), place("start"), place("end"))
            });
            format!("{name} v{}{}", it.params["version"], marks.collect::<String>())
        }
        method => format!("{method} {}", it.params["message"].as_str().unwrap_or_default()),
    }
}

/// A repository whose HEAD has the given files.
fn repository(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "-q"]);
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    commit(folder.path());
    folder
}

fn commit(folder: &Path) {
    git(folder, &["add", "-A"]);
    git(folder, &["-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "--allow-empty", "-m", "draft"]);
}

fn git(folder: &Path, arguments: &[&str]) {
    let mut command = std::process::Command::new("git");
    for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX"] {
        command.env_remove(name);
    }
    assert!(command.current_dir(folder).args(arguments).status().unwrap().success());
}

fn uri(folder: &Path, path: &str) -> String {
    format!("file://{}/{path}", folder.display())
}

#[test]
fn a_speech_is_marked_at_its_cue_and_unmarked_when_it_goes() {
    let mut talk = Talk::plain();
    talk.open("untitled:Untitled-1", SCRIPT);
    assert_eq!(talk.settled(), ["untitled:Untitled-1 v1 2 FAB-01 4:0-4:23"]);
    let edit = json!([{ "range": { "start": { "line": 4, "character": 0 }, "end": { "line": 4, "character": 15 } }, "text": "DANA" }]);
    talk.tell("textDocument/didChange", json!({ "textDocument": { "uri": "untitled:Untitled-1", "version": 2 }, "contentChanges": edit }));
    assert_eq!(talk.settled(), ["untitled:Untitled-1 v2"]);
    talk.tell("textDocument/didClose", json!({ "textDocument": { "uri": "untitled:Untitled-1" } }));
    assert_eq!(talk.settled(), ["untitled:Untitled-1 vnull"]);
}

#[test]
fn what_head_has_is_not_shown_unless_it_is_asked_for() {
    let folder = repository(&[("scripts/a.fountain", SCRIPT)]);
    let a = uri(folder.path(), "scripts/a.fountain");
    let mut talk = Talk::plain();
    talk.open(&a, SCRIPT);
    assert_eq!(talk.settled(), ["a.fountain v1"]);
    talk.tell("workspace/didChangeConfiguration", json!({ "settings": null }));
    assert_eq!(talk.settled(), [""; 0]);
    talk.tell("workspace/didChangeConfiguration", json!({ "settings": { "clearslate": { "showKnown": true } } }));
    assert_eq!(talk.settled(), ["a.fountain v1 2 FAB-01 4:0-4:23"]);
}

#[test]
fn a_commit_in_a_terminal_is_noticed_without_a_message() {
    let folder = repository(&[("scripts/a.fountain", "INT. BAR - NIGHT\n")]);
    let a = uri(folder.path(), "scripts/a.fountain");
    let mut talk = Talk::plain();
    talk.open(&a, SCRIPT);
    assert_eq!(talk.settled(), ["a.fountain v1 2 FAB-01 4:0-4:23"]);
    assert_eq!(talk.settled(), [""; 0]);
    std::fs::write(folder.path().join("scripts/a.fountain"), SCRIPT).unwrap();
    commit(folder.path());
    assert_eq!(talk.settled(), ["a.fountain v1"]);
}

#[test]
fn a_changed_configuration_is_read_again_and_a_broken_one_leaves_the_last() {
    let folder = repository(&[("a.fountain", "")]);
    let loads = Rc::new(Cell::new(0));
    let counted = loads.clone();
    let load: Load = Box::new(move |_, base| {
        assert!(base.is_some());
        counted.set(counted.get() + 1);
        match counted.get() {
            2 => Err(Failure::Usage { message: "`strictness` is not known".to_owned(), help: "use `normal` or `strict`".to_owned() }),
            _ => Ok(setup()),
        }
    });
    let mut talk = Talk::new(json!({}), load);
    talk.open(&uri(folder.path(), "a.fountain"), SCRIPT);
    assert_eq!(talk.settled(), ["a.fountain v1 2 FAB-01 4:0-4:23"]);
    assert_eq!(loads.get(), 1);
    std::fs::write(folder.path().join("clearslate.toml"), "strictness = \"loud\"\n").unwrap();
    assert_eq!(
        talk.settled(),
        ["window/logMessage `strictness` is not known; use `normal` or `strict`", "a.fountain v1 2 FAB-01 4:0-4:23"]
    );
    talk.open(&uri(folder.path(), "clearslate.toml"), "strictness = \"strict\"\n");
    assert_eq!(talk.settled(), ["a.fountain v1 2 FAB-01 4:0-4:23"]);
    assert_eq!(loads.get(), 3, "the open text of the configuration counts");
}

#[test]
fn a_result_for_an_old_text_is_not_sent() {
    let mut talk = Talk::plain();
    talk.open("untitled:a.fountain", SCRIPT);
    talk.server.work(|_| true);
    assert!(talk.said.borrow().is_empty());
    assert_eq!(talk.settled(), ["untitled:a.fountain v1 2 FAB-01 4:0-4:23"]);
}

#[test]
fn a_panic_is_told_once_and_the_server_goes_on() {
    let mut talk = Talk::new(json!({}), Box::new(|_, _| panic!("a bug")));
    talk.open("untitled:a.fountain", SCRIPT);
    let said = talk.settled();
    assert_eq!(said.iter().filter(|line| line.contains("which is a bug in clearslate")).count(), 1);
    assert_eq!(said.last().unwrap(), "untitled:a.fountain v1 3 not-checked 0:0-0:0");
    assert!(!talk.settled().iter().any(|line| line.contains("bug")));
}

#[test]
fn hover_says_what_clears_it_and_only_inside_a_finding() {
    let mut talk = Talk::plain();
    talk.open("untitled:a.fountain", SCRIPT);
    let at = |line: u32| json!({ "textDocument": { "uri": "untitled:a.fountain" }, "position": { "line": line, "character": 2 } });
    assert_eq!(talk.ask("textDocument/hover", at(2)).response_result.unwrap(), Value::Null);
    let hover = talk.ask("textDocument/hover", at(4)).response_result.unwrap();
    assert_eq!(hover["contents"]["kind"], "markdown");
    insta::assert_snapshot!(hover["contents"]["value"].as_str().unwrap(), @r#"
    **FAB-01 real-journalist-speaks** (needs written approval)

    Anderson Cooper is given words in a newscast

    A real journalist's words are a statement of theirs.

    **What to do:** Invent an anchor, or ask for approval

    **What clears it:** a written approval by the platform contact; it holds for this exact wording only. In `clearances/`:

    ```toml
    [[record]]
    kind = "approval"
    rules = ["FAB-01"]
    subject = "Anderson Cooper"
    ```

    **Rests on:** House rule
    "#);
}

#[test]
fn unknown_requests_and_odd_messages_do_no_harm() {
    let mut talk = Talk::plain();
    assert_eq!(talk.ask("textDocument/rename", json!({})).response_result.unwrap_err().code, -32601);
    assert_eq!(talk.ask("textDocument/hover", json!({ "position": 3 })).response_result.unwrap_err().code, -32602);
    talk.tell("$/cancelRequest", json!({ "id": 1 }));
    talk.tell("textDocument/didChange", json!({ "textDocument": { "uri": "file:///nobody", "version": 1 }, "contentChanges": [] }));
    talk.tell("textDocument/didOpen", json!([]));
    talk.open_as("file:///somewhere/else/main.rs", "rust", "fn main() {}\n");
    let said = talk.settled();
    assert!(said.len() == 1 && said[0].starts_with("window/logMessage `textDocument/didOpen` could not be read"), "{said:?}");
    talk.ask("shutdown", Value::Null);
    assert_eq!(talk.ask("textDocument/hover", json!({})).response_result.unwrap_err().code, -32600);
    assert_eq!(talk.server.handle(Notification::new("exit".to_owned(), Value::Null).into()), Flow::Stop(End::Orderly));
}

#[test]
fn columns_are_counted_as_agreed() {
    let marked = SCRIPT.replace("ANDERSON COOPER (ON TV)", "🎬 ANDERSON COOPER (ON TV)");
    for (name, place) in [("utf-8", "4:5-4:28"), ("utf-16", "4:3-4:26"), ("utf-32", "4:2-4:25")] {
        let mut talk = Talk::new(json!({ "capabilities": { "general": { "positionEncodings": [name] } } }), Box::new(|_, _| Ok(setup())));
        talk.open("untitled:a.fountain", &marked);
        assert_eq!(talk.settled(), [format!("untitled:a.fountain v1 2 FAB-01 {place}")]);
    }
}
