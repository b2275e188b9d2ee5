//! The core from outside: texts and rules in, reports out. One test program, one file a subject.

mod dictionaries;
mod disguises;
mod formats;
mod licences;
mod look;
mod newness;
mod policy;
mod rule_pages;

use clearslate::check::{Inputs, Side, check};
use clearslate::config::Production;
use clearslate::dictionary::{Classes, Matcher, builtin};
use clearslate::policy::{Rule, builtin::packs, select};
use clearslate::records::Ledger;
use clearslate::report::Report;
use clearslate::snapshot::{Memory, Snapshot};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Everything that does not change from check to check.
struct Shipped {
    rules: Vec<Rule>,
    /// Those of the strict profile too.
    strict: Vec<Rule>,
    matcher: Matcher,
    classes: Classes,
}

fn shipped() -> &'static Shipped {
    static SHIPPED: OnceLock<Shipped> = OnceLock::new();
    SHIPPED.get_or_init(|| Shipped {
        rules: select(packs(), None, false),
        strict: select(packs(), None, true),
        matcher: builtin::matcher(),
        classes: builtin::classes(),
    })
}

/// A tree of files: path, text.
type Files = Vec<(String, String)>;

fn files(list: &[(&str, &str)]) -> Files {
    list.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// Checks a tree against older ones, on a fixed day. The files under check are those that no older tree has as they are.
fn check_against(new: &Files, old: &[Files], look: bool) -> Report {
    check_by(&shipped().rules, new, old, look)
}

/// The same by the rules given.
fn check_by(rules: &[Rule], new: &Files, old: &[Files], look: bool) -> Report {
    let memory = |files: &Files| Memory::new(files.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes())));
    let (tree, old_trees) = (memory(new), old.iter().map(memory).collect::<Vec<_>>());
    let differs = |side: &Files, other: &Files| -> Vec<std::sync::Arc<str>> {
        let mut paths: Vec<_> = side.iter().filter(|file| !other.contains(file)).map(|(path, _)| path.as_str().into()).collect();
        paths.sort();
        paths
    };
    let mut changed = tree.entries().iter().map(|entry| entry.path.clone()).collect::<Vec<_>>();
    for side in old {
        let here = differs(new, side);
        changed.retain(|path| here.contains(path));
    }
    check(&Inputs {
        new: Side { tree: &tree, paths: changed },
        old: old_trees.iter().zip(old).map(|(tree, side)| Side { tree, paths: differs(side, new) }).collect(),
        rules,
        matcher: &shipped().matcher,
        classes: &shipped().classes,
        production: &Production::default(),
        ledger: &Ledger::default(),
        today: jiff::civil::date(2026, 11, 24),
        look,
    })
}

fn check_all(new: &Files) -> Report {
    check_against(new, &[], true)
}

/// `rule subject` of each finding, sorted.
fn told(report: &Report) -> Vec<String> {
    let mut all: Vec<String> = report.findings.iter().map(|f| format!("{} {}", f.rule, f.subject)).collect();
    all.sort();
    all
}

/// The files of the production that ships as an example.
fn example_production() -> Files {
    read_tree(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples"))
}

/// Further real files to hold laws against, where a folder of them is named: `CLEARSLATE_CORPUS=DIR cargo test`.
fn corpus() -> Files {
    std::env::var_os("CLEARSLATE_CORPUS").map(|folder| read_tree(&PathBuf::from(folder))).unwrap_or_default()
}

fn read_tree(root: &Path) -> Files {
    let mut out = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("the folder is there").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                let name = path.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/");
                out.push((name, text));
            }
        }
    }
    out.sort();
    out
}
