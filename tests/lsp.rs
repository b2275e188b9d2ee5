//! The language server as editors run it: the program, spoken to over its standard input and output.

use lsp_server::{Message, Notification, Request, Response};
use serde_json::{Value, json};
use std::io::BufReader;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

const PLAIN: &str = "INT. BAR - NIGHT\n\nThe room is quiet.\n";

/// A news broadcast in which a real journalist is given words, behind an emoji.
const BROADCAST: &str =
    "INT. BAR - NIGHT\n\nThe evening news runs on the set above the bar.\n\n🎬 ANDERSON COOPER (ON TV)\nThe harbor is closed tonight.\n";

/// A small editor.
struct Editor {
    child: Child,
    to: Option<ChildStdin>,
    from: BufReader<ChildStdout>,
    last_id: i32,
}

impl Editor {
    fn start(encodings: &[&str]) -> Editor {
        let mut child = Command::new(env!("CARGO_BIN_EXE_clearslate"))
            .args(["lsp", "--stdio"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program runs");
        let (to, from) = (child.stdin.take(), BufReader::new(child.stdout.take().unwrap()));
        let mut editor = Editor { child, to, from, last_id: 0 };
        let answer = editor.ask(
            "initialize",
            json!({ "processId": null, "rootUri": null, "capabilities": { "general": { "positionEncodings": encodings } } }),
        );
        assert_eq!(answer["capabilities"]["positionEncoding"], encodings[0]);
        editor.tell("initialized", json!({}));
        editor
    }

    fn send(&mut self, message: impl Into<Message>) {
        message.into().write(self.to.as_mut().unwrap()).unwrap();
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.send(Notification::new(method.to_owned(), params));
    }

    fn next(&mut self) -> Message {
        Message::read(&mut self.from).unwrap().expect("the server still speaks")
    }

    fn response(&mut self, method: &str, params: Value) -> Response {
        self.last_id += 1;
        self.send(Request::new(self.last_id.into(), method.to_owned(), params));
        loop {
            if let Message::Response(response) = self.next() {
                assert_eq!(response.id, self.last_id.into());
                return response;
            }
        }
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.response(method, params).response_result.unwrap()
    }

    fn open(&mut self, uri: &str, language: &str, text: &str) {
        self.tell("textDocument/didOpen", json!({ "textDocument": { "uri": uri, "languageId": language, "version": 1, "text": text } }));
    }

    fn change(&mut self, uri: &str, version: i32, changes: Value) {
        self.tell("textDocument/didChange", json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": changes }));
    }

    /// The diagnostics of a document in a version; earlier ones may come before, since not every version is checked.
    fn marks(&mut self, uri: &str, version: Option<i32>) -> Vec<Value> {
        loop {
            if let Message::Notification(it) = self.next()
                && it.method == "textDocument/publishDiagnostics"
                && it.params["uri"] == uri
                && it.params["version"] == json!(version)
            {
                return it.params["diagnostics"].as_array().unwrap().clone();
            }
        }
    }

    fn leave(mut self) {
        assert_eq!(self.ask("shutdown", Value::Null), Value::Null);
        self.tell("exit", Value::Null);
        assert_eq!(self.child.wait().unwrap().code(), Some(0));
    }
}

fn git(folder: &Path, arguments: &[&str]) {
    assert!(outside(Command::new("git").current_dir(folder).args(arguments)).status().unwrap().success());
}

/// Without what a hook that runs these tests would hand on.
fn outside(command: &mut Command) -> &mut Command {
    for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX"] {
        command.env_remove(name);
    }
    command
}

/// A repository whose one commit has `scripts/103.fountain`.
fn production() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "-q"]);
    std::fs::create_dir(folder.path().join("scripts")).unwrap();
    std::fs::write(folder.path().join("scripts/103.fountain"), PLAIN).unwrap();
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "-m", "103, white"]);
    folder
}

fn script(folder: &Path) -> String {
    format!("file://{}/scripts/103.fountain", folder.display())
}

/// Rule and place of the findings of the hook, counted as the protocol counts.
fn hook_findings(folder: &Path) -> Vec<(String, u64, u64)> {
    let output =
        outside(Command::new(env!("CARGO_BIN_EXE_clearslate")).current_dir(folder).args(["check", "--staged", "--format", "sarif"]))
            .output()
            .unwrap();
    let log: Value = serde_json::from_slice(&output.stdout).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let place = |result: &Value| {
        let region = &result["locations"][0]["physicalLocation"]["region"];
        (
            result["ruleId"].as_str().unwrap().to_owned(),
            region["startLine"].as_u64().unwrap() - 1,
            region["startColumn"].as_u64().unwrap() - 1,
        )
    };
    results.iter().map(place).collect()
}

fn place(mark: &Value) -> (String, u64, u64) {
    let start = &mark["range"]["start"];
    (mark["code"].as_str().unwrap().to_owned(), start["line"].as_u64().unwrap(), start["character"].as_u64().unwrap())
}

/// Whether this build ships the rule that [`BROADCAST`] is written for.
fn has_rule() -> bool {
    let has = clearslate::policy::builtin::packs().iter().any(|pack| pack.rules.iter().any(|rule| rule.id == "FAB-01"));
    if !has {
        eprintln!("SKIPPED in part: no pack has FAB-01, so nothing is found");
    }
    has
}

#[test]
fn the_editor_and_the_hook_say_the_same() {
    let folder = production();
    let uri = script(folder.path());
    let mut editor = Editor::start(&["utf-32", "utf-8", "utf-16"]);
    editor.open(&uri, "fountain", PLAIN);
    assert!(editor.marks(&uri, Some(1)).is_empty());
    editor.change(&uri, 2, json!([{ "text": BROADCAST }]));
    let shown: Vec<_> = editor.marks(&uri, Some(2)).iter().map(place).collect();
    std::fs::write(folder.path().join("scripts/103.fountain"), BROADCAST).unwrap();
    git(folder.path(), &["add", "-A"]);
    assert_eq!(shown, hook_findings(folder.path()));
    assert!(!has_rule() || shown.contains(&("FAB-01".to_owned(), 4, 2)), "{shown:?}");
    editor.leave();
}

#[test]
fn marks_follow_the_text_in_both_common_encodings() {
    for (encoding, column) in [("utf-8", 5), ("utf-16", 3)] {
        let folder = production();
        let uri = script(folder.path());
        let mut editor = Editor::start(&[encoding]);
        editor.open(&uri, "fountain", BROADCAST);
        let marks = editor.marks(&uri, Some(1));
        if has_rule() {
            assert!(marks.iter().any(|mark| place(mark) == ("FAB-01".to_owned(), 4, column)), "{marks:?}");
            assert!(marks.iter().all(|mark| mark["source"] == "clearslate" && mark["severity"].as_u64() >= Some(2)));
            let at = |line: u64| json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": column } });
            let hover = editor.ask("textDocument/hover", at(4));
            assert!(hover["contents"]["value"].as_str().unwrap().contains("**FAB-01"), "{hover}");
            assert_eq!(editor.ask("textDocument/hover", at(0)), Value::Null);
        }
        // The columns of the edit are counted as those of the marks: this takes the cue behind the emoji away.
        let edit = json!([{ "range": { "start": { "line": 4, "character": column }, "end": { "line": 4, "character": 99 } }, "text": "THE ANCHOR" }]);
        editor.change(&uri, 2, edit);
        assert!(!editor.marks(&uri, Some(2)).iter().any(|mark| mark["code"] == "FAB-01"));
        editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
        assert!(editor.marks(&uri, None).is_empty());
        editor.leave();
    }
}

#[test]
fn a_burst_of_changes_ends_with_the_last() {
    let mut editor = Editor::start(&["utf-16"]);
    editor.open("untitled:draft", "Fountain", PLAIN);
    for version in 2..200 {
        editor.change(
            "untitled:draft",
            version,
            json!([{ "range": { "start": { "line": 2, "character": 0 }, "end": { "line": 2, "character": 0 } }, "text": "x" }]),
        );
    }
    assert!(editor.marks("untitled:draft", Some(199)).is_empty());
    editor.leave();
}

#[test]
fn requests_that_are_not_served_are_answered() {
    let mut editor = Editor::start(&["utf-16"]);
    editor.tell("$/cancelRequest", json!({ "id": 77 }));
    assert_eq!(editor.response("textDocument/rename", json!({})).response_result.unwrap_err().code, -32601);
    editor.leave();
}

#[test]
fn an_editor_that_goes_away_ends_the_server() {
    let mut editor = Editor::start(&["utf-16"]);
    editor.to = None;
    assert_eq!(editor.child.wait().unwrap().code(), Some(1));
    let mut editor = Editor::start(&["utf-16"]);
    editor.tell("exit", Value::Null);
    assert_eq!(editor.child.wait().unwrap().code(), Some(1));
}

#[test]
fn the_option_goes_before_what_the_editor_offers() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_clearslate"))
        .args(["lsp", "--position-encoding", "utf-16"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let params = json!({ "capabilities": { "general": { "positionEncodings": ["utf-8", "utf-16"] } } });
    Message::from(Request::new(1.into(), "initialize".to_owned(), params)).write(child.stdin.as_mut().unwrap()).unwrap();
    let answer = Message::read(&mut BufReader::new(child.stdout.as_mut().unwrap())).unwrap();
    let Some(Message::Response(response)) = answer else { panic!("{answer:?}") };
    assert_eq!(response.response_result.unwrap()["capabilities"]["positionEncoding"], "utf-16");
    drop(child.stdin.take());
    child.wait().unwrap();
}
