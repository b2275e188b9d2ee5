//! The hooks, with real git: what is being committed is what is checked, whatever way it is committed.
//!
//! The environment is scrubbed: no variable of git comes in from outside, the home folder is empty, names and dates are fixed.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_clearslate");

/// A scene with nothing to approve.
const CLEAN: &str = "INT. NEWSROOM - NIGHT\n\nThe news is on.\n\nMARLA (ON TV)\nGood evening. The bridge is closed tonight.\n";

/// The same scene with a real journalist, who is given words (FAB-01).
const BLOCKED: &str =
    "INT. NEWSROOM - NIGHT\n\nThe news is on.\n\nANDERSON COOPER (ON TV)\nGood evening. Breaking news: the bridge is closed tonight.\n";

/// A repository with the hooks installed and one clean script committed.
struct Production {
    folder: TempDir,
}

impl Production {
    fn new() -> Production {
        let production = Production::without_hooks();
        production.install();
        production
    }

    fn without_hooks() -> Production {
        let production = Production { folder: tempfile::tempdir().unwrap() };
        std::fs::create_dir(production.home()).unwrap();
        std::fs::create_dir(production.root()).unwrap();
        production.git(&["init", "--quiet", "--initial-branch=main"]);
        production.write("scripts/101.fountain", CLEAN);
        production.git(&["add", "."]);
        production.git(&["commit", "--quiet", "-m", "First draft"]);
        production
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("production")
    }

    fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    fn hook(&self, name: &str) -> PathBuf {
        self.root().join(".git/hooks").join(name)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// A program with nothing from outside in its environment but the PATH.
    fn command(&self, program: impl AsRef<OsStr>, folder: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(folder).env_clear().env("HOME", self.home()).env("LC_ALL", "C.UTF-8");
        for name in ["PATH", "SystemRoot", "TEMP", "LD_LIBRARY_PATH", "LLVM_PROFILE_FILE"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        for (name, value) in [
            ("GIT_CONFIG_NOSYSTEM", "1"),
            ("GIT_AUTHOR_NAME", "Writer"),
            ("GIT_AUTHOR_EMAIL", "writer@example.org"),
            ("GIT_AUTHOR_DATE", "2026-01-05T10:00:00Z"),
            ("GIT_COMMITTER_NAME", "Writer"),
            ("GIT_COMMITTER_EMAIL", "writer@example.org"),
            ("GIT_COMMITTER_DATE", "2026-01-05T10:00:00Z"),
            ("GIT_EDITOR", "true"),
        ] {
            command.env(name, value);
        }
        command
    }

    fn git_in(&self, folder: &Path, arguments: &[&str]) -> Output {
        self.command("git", folder).args(arguments).output().unwrap()
    }

    /// Runs git, which must succeed.
    #[track_caller]
    fn git(&self, arguments: &[&str]) -> String {
        let output = self.git_in(&self.root(), arguments);
        assert!(output.status.success(), "git {arguments:?}: {}", text(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    fn clearslate(&self, arguments: &[&str]) -> Output {
        self.command(PROGRAM, &self.root()).args(arguments).output().unwrap()
    }

    #[track_caller]
    fn install(&self) {
        let output = self.clearslate(&["hook", "install"]);
        assert!(output.status.success(), "{}", text(&output));
    }

    #[track_caller]
    fn stops(&self, arguments: &[&str]) -> String {
        self.stops_in(&self.root(), arguments)
    }

    /// Runs a git command that the hook must stop because of an item; the first line is a whole sentence.
    #[track_caller]
    fn stops_in(&self, folder: &Path, arguments: &[&str]) -> String {
        let before = self.git_in(folder, &["rev-parse", "HEAD"]).stdout;
        let output = self.git_in(folder, arguments);
        let said = text(&output);
        assert!(!output.status.success(), "git {arguments:?} went through: {said}");
        assert!(said.contains("FAB-01"), "git {arguments:?} was stopped by something else: {said}");
        let first = said.lines().next().unwrap_or_default();
        assert!(first.ends_with('.') && first.contains("needs written approval"), "{said}");
        assert_eq!(self.git_in(folder, &["rev-parse", "HEAD"]).stdout, before);
        said
    }

    #[track_caller]
    fn passes(&self, arguments: &[&str]) -> String {
        let output = self.git_in(&self.root(), arguments);
        let said = text(&output);
        assert!(output.status.success(), "git {arguments:?} was stopped: {said}");
        said
    }
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stderr), String::from_utf8_lossy(&output.stdout))
}

#[test]
fn what_is_staged_counts_and_not_what_lies_on_disk() {
    let production = Production::new();
    production.write("scripts/101.fountain", BLOCKED);
    production.git(&["add", "."]);
    production.write("scripts/101.fountain", CLEAN);
    production.stops(&["commit", "-m", "Second draft"]);

    production.git(&["add", "."]);
    production.write("scripts/101.fountain", BLOCKED);
    production.write("scripts/102.fountain", CLEAN);
    production.git(&["add", "scripts/102.fountain"]);
    production.passes(&["commit", "-m", "Second draft"]);
}

#[test]
fn commit_all_and_commit_of_a_named_file() {
    let production = Production::new();
    production.write("scripts/101.fountain", BLOCKED);
    production.stops(&["commit", "-a", "-m", "Second draft"]);
    production.stops(&["commit", "-m", "Second draft", "scripts/101.fountain"]);

    // A named file is committed alone: what else is staged is not part of the commit.
    production.git(&["add", "."]);
    production.write("scripts/102.fountain", CLEAN);
    production.git(&["add", "--intent-to-add", "scripts/102.fountain"]);
    production.passes(&["commit", "-m", "Another script", "scripts/102.fountain"]);
}

#[test]
fn amend_is_checked() {
    let production = Production::new();
    production.write("scripts/102.fountain", BLOCKED);
    production.git(&["add", "."]);
    production.stops(&["commit", "--amend", "--no-edit"]);
}

#[test]
fn a_linked_work_tree_and_a_folder_below_the_top() {
    let production = Production::new();
    let linked = production.folder.path().join("linked");
    production.git(&["worktree", "add", "--quiet", linked.to_str().unwrap(), "-b", "other"]);
    std::fs::write(linked.join("scripts/101.fountain"), BLOCKED).unwrap();
    production.stops_in(&linked, &["commit", "-a", "-m", "Second draft"]);

    let scripts = production.root().join("scripts");
    std::fs::write(scripts.join("102.fountain"), BLOCKED).unwrap();
    assert!(production.git_in(&scripts, &["add", "102.fountain"]).status.success());
    let said = production.stops_in(&scripts, &["commit", "-m", "Another script"]);
    assert!(said.contains("scripts/102.fountain:5:1"), "{said}");
}

#[test]
fn installing_from_a_linked_work_tree_serves_all_of_them() {
    let production = Production::without_hooks();
    let linked = production.folder.path().join("linked");
    production.git(&["worktree", "add", "--quiet", linked.to_str().unwrap(), "-b", "other"]);
    let output = production.command(PROGRAM, &linked).args(["hook", "install"]).output().unwrap();
    assert!(output.status.success(), "{}", text(&output));
    assert!(production.hook("pre-commit").exists() && production.hook("pre-merge-commit").exists());
}

#[test]
fn renaming_and_deleting_bring_nothing_new() {
    let production = Production::without_hooks();
    production.write("scripts/102.fountain", BLOCKED);
    production.git(&["add", "."]);
    production.git(&["commit", "--quiet", "-m", "From before the hook"]);
    production.install();
    production.git(&["mv", "scripts/102.fountain", "scripts/102a.fountain"]);
    production.passes(&["commit", "-m", "Rename"]);
    production.git(&["rm", "--quiet", "scripts/102a.fountain"]);
    production.passes(&["commit", "-m", "Delete"]);
}

#[test]
fn a_merge_is_stopped_by_what_it_makes_and_not_by_what_it_brings() {
    let production = Production::new();
    production.git(&["switch", "--quiet", "-c", "draft"]);
    production.write("scripts/102.fountain", BLOCKED);
    production.git(&["add", "."]);
    production.git(&["commit", "--quiet", "--no-verify", "-m", "A draft past the hook"]);
    production.git(&["switch", "--quiet", "main"]);
    production.write("scripts/103.fountain", CLEAN);
    production.git(&["add", "."]);
    production.git(&["commit", "--quiet", "-m", "Another script"]);
    // Clean: only pre-merge-commit runs, and the item is on a branch already.
    production.passes(&["merge", "--no-edit", "draft"]);

    // A conflict whose resolution brings in what neither side has.
    production.git(&["switch", "--quiet", "-c", "night"]);
    production.write("scripts/101.fountain", &CLEAN.replace("tonight", "all night"));
    production.git(&["commit", "--quiet", "-a", "-m", "Night"]);
    production.git(&["switch", "--quiet", "main"]);
    production.write("scripts/101.fountain", &CLEAN.replace("tonight", "all day"));
    production.git(&["commit", "--quiet", "-a", "-m", "Day"]);
    assert!(!production.git_in(&production.root(), &["merge", "night"]).status.success(), "the merge has a conflict");
    production.write("scripts/101.fountain", BLOCKED);
    production.git(&["add", "."]);
    production.stops(&["commit", "--no-edit"]);
    production.write("scripts/101.fountain", CLEAN);
    production.git(&["add", "."]);
    production.passes(&["commit", "--no-edit"]);
}

#[cfg(unix)]
fn write_hook(path: &Path, script: &str) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, script).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[cfg(unix)]
#[test]
fn a_hook_that_stands_there_is_called_first_and_given_back() {
    use std::os::unix::fs::PermissionsExt;
    let production = Production::without_hooks();
    let hook = production.hook("pre-commit");
    let script = "#!/bin/sh\necho \"The old hook says $#\"\ntest ! -e stop-me\n";
    write_hook(&hook, script);
    std::fs::set_permissions(&hook, std::fs::Permissions::from_mode(0o750)).unwrap();
    production.install();
    production.install();

    production.write("notes.txt", "nothing\n");
    production.git(&["add", "."]);
    let said = production.passes(&["commit", "-m", "Notes"]);
    assert!(said.contains("The old hook says 0") && said.contains("Nothing in this commit needs approval."), "{said}");

    production.write("stop-me", "");
    production.write("notes.txt", "more\n");
    let output = production.git_in(&production.root(), &["commit", "-a", "-m", "Stopped"]);
    assert!(!output.status.success() && !text(&output).contains("checked"), "{}", text(&output));

    assert!(production.clearslate(&["hook", "uninstall"]).status.success());
    assert_eq!(std::fs::read_to_string(&hook).unwrap(), script);
    assert_eq!(std::fs::metadata(&hook).unwrap().permissions().mode() & 0o777, 0o750);
    assert!(!production.hook("pre-commit.before-clearslate").exists() && !production.hook("pre-merge-commit").exists());
    assert!(production.clearslate(&["hook", "uninstall"]).status.success());
    assert_eq!(std::fs::read_to_string(&hook).unwrap(), script);
}

#[cfg(unix)]
#[test]
fn a_hook_that_replaced_ours_is_not_lost() {
    let production = Production::without_hooks();
    write_hook(&production.hook("pre-commit"), "#!/bin/sh\n# the first\n");
    production.install();
    write_hook(&production.hook("pre-commit"), "#!/bin/sh\n# the second\n");
    let output = production.clearslate(&["hook", "install"]);
    assert!(!output.status.success() && text(&output).contains("two hooks of others"), "{}", text(&output));
    assert!(std::fs::read_to_string(production.hook("pre-commit")).unwrap().contains("the second"));
    assert!(std::fs::read_to_string(production.hook("pre-commit.before-clearslate")).unwrap().contains("the first"));
}

#[cfg(unix)]
#[test]
fn a_hook_moved_by_another_program_does_not_go_in_circles() {
    let production = Production::new();
    // As frameworks do it: ours is moved, theirs calls it.
    std::fs::rename(production.hook("pre-commit"), production.hook("pre-commit.legacy")).unwrap();
    write_hook(&production.hook("pre-commit"), "#!/bin/sh\n\"${0%/*}/pre-commit.legacy\" \"$@\"\n");
    production.install();
    production.write("scripts/101.fountain", &CLEAN.replace("tonight", "today"));
    production.passes(&["commit", "-a", "-m", "Second draft"]);
}

#[cfg(unix)]
#[test]
fn a_missing_program_stops_the_commit_and_a_bare_path_does_not() {
    let production = Production::without_hooks();
    let program = production.folder.path().join("it's here");
    // Copied by another process: a program that is open for writing here could be inherited by a test beside, and not be run.
    assert!(production.command("cp", &production.root()).arg(PROGRAM).arg(&program).status().unwrap().success());
    let output = production.command(&program, &production.root()).args(["hook", "install"]).output().unwrap();
    assert!(output.status.success(), "{}", text(&output));
    let bare = |production: &Production| {
        let git = String::from_utf8(production.command("sh", &production.root()).args(["-c", "command -v git"]).output().unwrap().stdout)
            .unwrap();
        let mut command = Command::new(git.trim());
        command.current_dir(production.root()).env_clear().env("PATH", "/usr/bin:/bin").env("HOME", production.home());
        command
            .args(["-c", "user.name=Writer", "-c", "user.email=writer@example.org", "commit", "-a", "-m", "Second draft"])
            .output()
            .unwrap()
    };
    production.write("scripts/101.fountain", &CLEAN.replace("tonight", "today"));
    let output = bare(&production);
    assert!(output.status.success(), "{}", text(&output));

    std::fs::remove_file(&program).unwrap();
    production.write("scripts/101.fountain", CLEAN);
    let output = bare(&production);
    assert!(!output.status.success());
    assert_eq!(
        text(&output).lines().next(),
        Some("This commit is stopped, because it could not be checked: the program clearslate cannot be found.")
    );
}

#[test]
fn hooks_of_other_repositories_are_left_alone() {
    let production = Production::without_hooks();
    let shared = production.folder.path().join("shared hooks");
    std::fs::create_dir(&shared).unwrap();
    production.git(&["config", "core.hooksPath", shared.to_str().unwrap()]);
    let output = production.clearslate(&["hook", "install"]);
    assert_eq!(output.status.code(), Some(5), "{}", text(&output));
    assert!(text(&output).contains("outside this repository") && text(&output).contains("git config --local core.hooksPath"));
    assert_eq!(std::fs::read_dir(&shared).unwrap().count(), 0);

    // Inside it, relative to the top.
    production.git(&["config", "core.hooksPath", ".githooks"]);
    let scripts = production.root().join("scripts");
    let output = production.command(PROGRAM, &scripts).args(["hook", "install"]).output().unwrap();
    assert!(output.status.success(), "{}", text(&output));
    assert!(production.root().join(".githooks/pre-commit").exists());
    production.write("scripts/101.fountain", &CLEAN.replace("tonight", "today"));
    assert!(production.passes(&["commit", "-a", "-m", "Second draft"]).contains("Checked 1 file"));
}

#[test]
fn a_commit_past_the_hook_is_told_on_request() {
    let production = Production::without_hooks();
    assert!(production.clearslate(&["hook", "install", "--post-commit"]).status.success());
    production.write("scripts/101.fountain", BLOCKED);
    let said = production.passes(&["commit", "--no-verify", "-a", "-m", "Second draft"]);
    assert!(said.contains("This commit went past the check.") && said.contains("FAB-01"), "{said}");
    production.write("scripts/102.fountain", CLEAN);
    production.git(&["add", "."]);
    let said = production.passes(&["commit", "-m", "Another script"]);
    assert!(!said.contains("went past"), "{said}");
}

/// The story of a production's first day, as a writer, a prompt artist and a coordinator live it.
#[test]
fn five_commits() {
    let production = Production::new();
    production.write("scripts/102.fountain", "INT. CAFE - DAY\n\nMINA\nLow tide at nine.\n");
    production.git(&["add", "."]);
    let clean = production.git_in(&production.root(), &["commit", "-m", "A clean script"]);
    assert!(clean.status.success(), "{}", text(&clean));

    production.write("scripts/103.fountain", BLOCKED);
    production.git(&["add", "."]);
    let stopped = production.git_in(&production.root(), &["commit", "-m", "A real anchor"]);
    assert!(!stopped.status.success());
    assert!(text(&stopped).contains("1 item needs written approval before this commit."), "{}", text(&stopped));
    assert!(text(&stopped).contains("Anderson Cooper is given invented words"), "{}", text(&stopped));

    let drafted = production.clearslate(&["request", "FAB-01", "--write"]);
    assert!(drafted.status.success(), "{}", text(&drafted));
    let record = std::fs::read_dir(production.root().join("clearances")).unwrap().next().unwrap().unwrap().path();
    let filled = std::fs::read_to_string(&record)
        .unwrap()
        .replace("requested_by = \"\"", "requested_by = \"R. Castellane\"")
        .replace("role = \"\"", "role = \"platform-contact\"")
        .replace("sha256 = \"\"", &format!("sha256 = \"{}\"", "0123456789abcdef".repeat(4)))
        .replace("\"\"", "\"Platform\"");
    std::fs::write(record, filled).unwrap();
    production.git(&["add", "."]);
    let cleared = production.git_in(&production.root(), &["commit", "-m", "With the approval"]);
    assert!(cleared.status.success(), "{}", text(&cleared));
    assert!(text(&cleared).contains("in this same commit"), "it says so: {}", text(&cleared));

    production.write("prompts/pilot.txt", "ferry pilot in oilskins, with Willem Dafoe's grin --v 7\n");
    production.git(&["add", "."]);
    let prompt = production.git_in(&production.root(), &["commit", "-m", "A performer's feature"]);
    assert!(!prompt.status.success() && text(&prompt).contains("LIK-02"), "{}", text(&prompt));
    production.git(&["rm", "--quiet", "--cached", "--force", "prompts/pilot.txt"]);
    std::fs::remove_file(production.root().join("prompts/pilot.txt")).unwrap();

    production.git(&["checkout", "--quiet", "-b", "side", "HEAD~1"]);
    production.write("vfx/notes.md", "- TV_106_0020 face swap Jonas onto the stunt swimmer\n");
    production.git(&["add", "."]);
    production.git(&["commit", "--quiet", "--no-verify", "-m", "Stands on the other branch"]);
    production.git(&["checkout", "--quiet", "main"]);
    let merge = production.git_in(&production.root(), &["merge", "-m", "Brings nothing new", "side"]);
    assert!(merge.status.success(), "{}", text(&merge));
}

/// Rule, path, line and identity of each finding in a report.
fn findings(output: &Output) -> Vec<String> {
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", text(output)));
    let one = |finding: &serde_json::Value| {
        format!("{} {}:{} {}", finding["rule"], finding["place"]["path"], finding["place"]["start"]["line"], finding["identity"])
    };
    report["findings"].as_array().unwrap().iter().map(one).collect()
}

/// The examples that ship, brought in by a branch: the hook and the check over the branch give the same findings.
#[test]
fn a_branch_says_what_its_commit_said() {
    let production = Production::without_hooks();
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    production.git(&["checkout", "--quiet", "-b", "side"]);
    let mut folders = vec![examples.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let to = production.root().join(path.strip_prefix(&examples).unwrap());
                std::fs::create_dir_all(to.parent().unwrap()).unwrap();
                std::fs::copy(&path, to).unwrap();
            }
        }
    }
    production.git(&["add", "."]);
    let staged = findings(&production.clearslate(&["check", "--staged", "--format", "json"]));
    assert!(staged.len() > 5, "{staged:?}");
    production.git(&["commit", "--quiet", "--no-verify", "-m", "Everything at once"]);
    assert_eq!(findings(&production.clearslate(&["check", "--base", "main", "--format", "json"])), staged);
    // The base has moved on since, which brings the branch nothing.
    production.git(&["checkout", "--quiet", "main"]);
    production.write("vfx/notes.md", "- TV_106_0020 face swap Jonas onto the stunt swimmer\n");
    production.git(&["add", "."]);
    production.git(&["commit", "--quiet", "--no-verify", "-m", "On main"]);
    production.git(&["checkout", "--quiet", "side"]);
    assert_eq!(findings(&production.clearslate(&["check", "--base", "main", "--format", "json"])), staged);
}

/// A production that keeps a list of approved tools is told of the others.
#[test]
fn tools_are_held_against_the_list() {
    let production = Production::new();
    production.write("clearslate.toml", "[tools]\napproved = [\"Adobe Firefly\"]\n");
    production.write("vfx/notes.md", "- TV_106_0020 sky extended in Firefly v3, temp\n- TV_106_0030 sky extended in Kling 2.1, temp\n");
    production.git(&["add", "."]);
    let said = text(&production.clearslate(&["check", "--staged", "--format", "short"]));
    assert!(said.contains("2:") && said.contains("DAT-03 Kling") && !said.contains("DAT-03 Adobe"), "{said}");
}

/// Columns that only one site calls so.
#[test]
fn a_site_says_what_its_columns_mean() {
    let production = Production::new();
    production.write("vfx/list.csv", "Clip Ref,Who,Ask\nQX 7,Tom Hanks,AI roto of the gull\nQX 8,,face swap Mina onto the swimmer\n");
    production.write("clearslate.toml", "[columns]\n\"Clip Ref\" = \"shot\"\n\"Who\" = \"crew\"\n");
    production.git(&["add", "."]);
    let said = text(&production.clearslate(&["check", "--staged", "--format", "json"]));
    assert!(said.contains("QX 8") && said.contains("TAL-02") && !said.contains("Tom Hanks"), "{said}");
}

/// Lists, phrases, a pack and cleared names of the production's own.
#[test]
fn what_a_production_brings_itself() {
    let production = Production::new();
    production.write("cast.txt", "Ilse Varga\nAda Quell\n");
    let said = text(&production.clearslate(&["dictionary", "import", "cast.txt", "--class", "performer"]));
    assert!(said.contains("2 names found as performer"), "{said}");
    production.git(&["rm", "--quiet", "--cached", "--ignore-unmatch", "cast.txt"]);
    production.write("clearances/dictionaries/house.txt", "# title: House words\n\n# class: secret-project\nproject nightjar\n");
    production.write(
        "clearances/packs/house.toml",
        "[pack]\nid = \"house\"\ntitle = \"House rules\"\nedition = \"2026\"\ndefault = true\n\n[[rule]]\nid = \"HSE-01\"\n\
         name = \"secret-project\"\ntitle = \"A project that is not announced\"\nlevel = \"escalate\"\nmessage = \"{subject} is not announced\"\n\
         why = \"It must not leave the house.\"\nhelp = \"Use the working title\"\nbasis = [\"House rule 4\"]\n[[rule.match]]\n\
         kinds = [\"prompt\", \"note\"]\nfind = [\"secret-project\"]\n\n[[extends]]\nrules = [\"LIK-01\"]\nbasis = \"House rule 5\"\n",
    );
    production.write("prompts/a.txt", "portrait of Ilse Varga at the pier\nteaser for Project Nightjar, dusk\n");
    production.git(&["add", "clearances", "prompts"]);
    let said = text(&production.clearslate(&["check", "--staged", "--format", "json"]));
    for words in ["Ilse Varga", "HSE-01", "House rule 5"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    production.write("clearances/names.csv", "name,kind,rules,note\nIlse Varga,character,LIK-01,the postmistress of 101\n");
    production.git(&["add", "clearances"]);
    let said = text(&production.clearslate(&["check", "--staged", "--format", "short"]));
    assert!(!said.contains("LIK-01") && said.contains("HSE-01"), "{said}");

    production.write("clearances/packs/house.toml", "[pack]\nid = \"house\"\ntitle = \"House rules\"\nedition = \"2026\"\ndefalt = true\n");
    production.write("clearances/dictionaries/cast.csv", "# id: cast\n# class: performer\nname,alias\nIlse Varga,\n");
    production.git(&["add", "clearances"]);
    let output = production.clearslate(&["check", "--staged"]);
    assert_eq!(output.status.code(), Some(4), "{}", text(&output));
    let said = text(&output);
    for words in [
        "house.toml:5:1",
        "not known: `defalt`",
        "did you mean `default`?",
        "cast.csv:3:1",
        "unknown column `alias`",
        "did you mean `aliases`?",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[test]
fn paths_are_read_from_the_folder_one_stands_in() {
    let production = Production::without_hooks();
    production.write("scripts/102.fountain", BLOCKED);
    let whole = production.root().join("scripts/102.fountain");
    let elsewhere = production.home();
    let root = production.root();
    let folder = root.join("scripts");
    for (from, path) in [
        (&root, Path::new("scripts/102.fountain")),
        (&root, Path::new("./scripts/../scripts/102.fountain")),
        (&folder, Path::new("102.fountain")),
        (&folder, Path::new("../scripts")),
        (&elsewhere, whole.as_path()),
    ] {
        let output = production.command(PROGRAM, from).args(["check", "--format", "short"]).arg(path).output().unwrap();
        let said = text(&output);
        assert!(said.contains("scripts/102.fountain:5:1: "), "{from:?} {path:?}: {said}");
    }
}
