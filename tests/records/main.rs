//! Configuration and records through the program, in a real git repository.

use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

const SCENE: &str =
    "INT. BAR - NIGHT #7#\n\nThe news is on over the counter.\n\nANDERSON COOPER (ON TV)\nThe harbour is closed until morning.\n";

struct Repository(TempDir);

impl Repository {
    fn new() -> Repository {
        let repository = Repository(TempDir::new().expect("a temporary folder"));
        repository.git(&["init", "-q"]);
        repository
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// A command that no setting of this machine reaches.
    fn command(&self, program: &str, arguments: &[&str]) -> Output {
        let mut command = Command::new(program);
        for (key, _) in std::env::vars_os().filter(|(key, _)| key.to_string_lossy().starts_with("GIT_")) {
            command.env_remove(key);
        }
        command.current_dir(self.path()).args(arguments).env("GIT_CONFIG_GLOBAL", "").env("GIT_CONFIG_NOSYSTEM", "1").env("NO_COLOR", "1");
        command.output().expect("the program starts")
    }

    fn git(&self, arguments: &[&str]) {
        let named = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
        let output = self.command("git", &[&named, arguments].concat());
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// Exit status, and standard output with standard error behind it.
    fn clearslate(&self, arguments: &[&str]) -> (i32, String) {
        let output = self.command(env!("CARGO_BIN_EXE_clearslate"), arguments);
        let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        (output.status.code().expect("it ends by itself"), text)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder is made");
        std::fs::write(path, text).expect("the file is written");
    }

    /// The only file of a folder.
    fn only_file(&self, folder: &str) -> String {
        let names: Vec<String> = std::fs::read_dir(self.path().join(folder))
            .expect("the folder is there")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        assert_eq!(names.len(), 1, "{names:?}");
        format!("{folder}/{}", names[0])
    }
}

#[test]
fn a_request_that_is_filled_in_lets_the_commit_pass() {
    let repository = Repository::new();
    repository.write("clearslate.toml", "[production]\ncode = \"HL-S1\"\n");
    repository.git(&["add", "."]);
    repository.git(&["commit", "-qm", "begin"]);
    repository.write("scripts/103.fountain", SCENE);
    repository.git(&["add", "."]);
    assert_eq!(repository.clearslate(&["check", "--staged"]).0, 1);

    let (status, told) = repository.clearslate(&["request", "--staged", "--write", "--as-of", "2026-11-20"]);
    assert_eq!(status, 0, "{told}");
    assert!(told.contains("decided_by.name: the person who decides"), "{told}");
    let path = repository.only_file("clearances");
    let draft = std::fs::read_to_string(repository.path().join(&path)).expect("the draft is written");
    for line in [
        "kind = \"approval\"",
        "rules = [\"FAB-01\"]",
        "subject = \"Anderson Cooper\"",
        "production = \"HL-S1\"",
        "scenes = [\"7\"]",
        "text = \"sha256:",
    ] {
        assert!(draft.contains(line), "{line} in\n{draft}");
    }
    // Asking again leaves what is there.
    assert_eq!(repository.clearslate(&["request", "--staged", "--write", "--as-of", "2026-11-20"]).0, 2);

    repository.git(&["add", "."]);
    let (status, told) = repository.clearslate(&["check", "--staged", "--as-of", "2026-11-20"]);
    assert_eq!(status, 4, "{told}");
    assert!(told.contains("clearslate::records::empty") && told.contains("to fill in"), "{told}");

    let filled = draft
        .replace("requested_by = \"\"", "requested_by = \"Robin Doe\"")
        .replace("name = \"\"", "name = \"Sam Poe\"")
        .replace("role = \"\"", "role = \"platform-contact\"")
        .replace("sha256 = \"\"", &format!("sha256 = \"{}\"", "0123456789abcdef".repeat(4)))
        .replace("\"\"", "\"x\"");
    repository.write(&path, &filled);
    // The work tree clears nothing: only what is staged counts.
    assert_eq!(repository.clearslate(&["check", "--staged", "--as-of", "2026-11-20"]).0, 4);
    repository.git(&["add", "."]);
    let (status, told) = repository.clearslate(&["check", "--staged", "--as-of", "2026-11-20"]);
    assert_eq!(status, 0, "{told}");
    // Other words in the same mouth are another matter, and so is another year.
    repository.write("scripts/103.fountain", &SCENE.replace("closed", "burning"));
    repository.git(&["add", "."]);
    assert_eq!(repository.clearslate(&["check", "--staged", "--as-of", "2026-11-20"]).0, 1);
    repository.write("scripts/103.fountain", SCENE);
    repository.git(&["add", "."]);
    assert_eq!(repository.clearslate(&["check", "--staged", "--as-of", "2027-11-20"]).0, 1);
}

#[test]
fn what_is_wrong_in_any_file_is_told_at_once() {
    let repository = Repository::new();
    repository.write("clearslate.toml", "strictnes = \"strict\"\n");
    repository.write("clearances/a.toml", "[[record]]\nid = \"a\"\nkind = \"aproval\"\n");
    repository.write("clearances/sub/b.toml", "[[recrd]]\n");
    repository.write("clearances/README.md", "no record\n");
    repository.git(&["add", "."]);
    for arguments in [&["check", "--staged"][..], &["check"], &["request"]] {
        let (status, told) = repository.clearslate(arguments);
        assert_eq!(status, 4, "{told}");
        for part in ["did you mean `strictness`?", "did you mean `approval`?", "did you mean `record`?", "3 problems"] {
            assert!(told.contains(part), "{part} in\n{told}");
        }
    }
}

#[test]
fn a_commit_cannot_weaken_what_it_is_judged_by() {
    let repository = Repository::new();
    repository.write("clearslate.toml", "");
    repository.git(&["add", "."]);
    repository.git(&["commit", "-qm", "begin"]);
    repository.write("clearslate.toml", "exclude = [\"scripts/\"]\npacks = [\"guilds\"]\n");
    repository.write("scripts/103.fountain", SCENE);
    repository.git(&["add", "."]);
    assert_eq!(repository.clearslate(&["check", "--staged"]).0, 1);
    // The next commit is judged by it.
    repository.git(&["commit", "-qm", "weaken"]);
    repository.write("scripts/103.fountain", &SCENE.replace("closed", "burning"));
    repository.git(&["add", "."]);
    assert_eq!(repository.clearslate(&["check", "--staged"]).0, 0);
}

#[test]
fn init_writes_a_file_that_is_read_and_never_overwrites() {
    let repository = Repository::new();
    let (status, told) = repository.clearslate(&["init"]);
    assert!(status == 0 && told.contains("Next:"), "{told}");
    let written = std::fs::read_to_string(repository.path().join("clearslate.toml")).expect("the file is written");
    assert_eq!(repository.clearslate(&["check"]).0, 0);
    assert_eq!(repository.clearslate(&["init"]).0, 2);
    assert_eq!(std::fs::read_to_string(repository.path().join("clearslate.toml")).expect("it is still there"), written);
}
