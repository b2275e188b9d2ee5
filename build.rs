//! Compiles the dictionaries, the phrases and the packs into the form that the program reads in place, and the Fountain
//! grammar's C sources.

#![allow(dead_code)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

// The build script shares these files with the program, so that both fold, read and compile alike.
#[path = "src/dictionary/classes.rs"]
mod classes;
#[path = "src/dictionary/compile.rs"]
mod compile;
#[path = "src/text/fold.rs"]
mod fold;
#[path = "src/policy/level.rs"]
mod level;
#[path = "src/dictionary/names.rs"]
mod names;
#[path = "src/policy/pack.rs"]
mod pack;
#[path = "src/dictionary/people.rs"]
mod people;
#[path = "src/dictionary/phrases.rs"]
mod phrases;
#[path = "src/document/role.rs"]
mod role;
#[path = "src/dictionary/rows.rs"]
mod rows;
#[path = "src/policy/rule.rs"]
mod rule;
#[path = "src/text/words.rs"]
mod words;

// Under the names that they have in the program.
mod text {
    pub(crate) use crate::{fold, words};
}
mod dictionary {
    pub(crate) use crate::{classes, compile, rows};
}
mod document {
    pub(crate) use crate::role;
}

use classes::{ClassSet, Classes};
use phrases::{FlatPattern, FlatStep, PhraseTable};

fn main() {
    println!("cargo::rerun-if-changed=dictionaries");
    println!("cargo::rerun-if-changed=policies");
    println!("cargo::rerun-if-changed=grammars/fountain/src");
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let mut classes = Classes::default();
    for shape in classes::SHAPES {
        classes.intern(shape);
    }
    compile_names(&out, &mut classes);
    compile_phrases(&out, &mut classes);
    write_classes(&out, &mut classes);
    compile_packs(&out, &classes);
    compile_grammar();
}

/// Ends the build with everything that is wrong, the way a compiler does.
fn fail(problems: &[String]) -> ! {
    for line in problems.iter().flat_map(|problem| problem.lines()) {
        println!("cargo::error={line}");
    }
    std::process::exit(1);
}

fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|path| path.extension().is_some_and(|e| e == extension))
        .collect();
    found.sort();
    found
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| fail(&[format!("{}: {error}", path.display())]))
}

fn compile_names(out: &Path, classes: &mut Classes) {
    let mut dictionaries = Vec::new();
    let mut problems = Vec::new();
    for path in files("dictionaries", "csv") {
        match dictionary::rows::read(&read(&path)) {
            Ok(dictionary) => dictionaries.push(dictionary),
            Err(errors) => problems.extend(errors.iter().map(|e| format!("{}:{}: {}", path.display(), e.line, e.message))),
        }
    }
    if !problems.is_empty() {
        fail(&problems);
    }
    let bytes = dictionary::compile::names(&dictionaries, classes).unwrap_or_else(|error| fail(&[error]));
    std::fs::write(out.join("names.bin"), bytes).expect("OUT_DIR is writable");
    std::fs::write(out.join("people.bin"), people::compile(&dictionaries)).expect("OUT_DIR is writable");
}

fn compile_phrases(out: &Path, classes: &mut Classes) {
    let mut sets = phrases::Sets::new();
    // Two passes, so that a set may be used before the file that defines it.
    for path in files("dictionaries/phrases", "txt") {
        phrases::read_file(&read(&path), &mut sets);
    }
    let mut patterns = Vec::new();
    let mut problems = Vec::new();
    for path in files("dictionaries/phrases", "txt") {
        for (line, class, text) in phrases::read_file(&read(&path), &mut phrases::Sets::new()).patterns {
            let parsed = match classes.intern(&class) {
                _ if class.is_empty() => Err("a pattern before the first `# class:` line".to_owned()),
                None => Err(format!("more than {} classes", Classes::MOST)),
                Some(id) => phrases::parse_line(&text, id.0, &sets),
            };
            match parsed {
                Ok(parsed) => patterns.extend(parsed),
                Err(message) => problems.push(format!("{}:{line}: {message}", path.display())),
            }
        }
    }
    if !problems.is_empty() {
        fail(&problems);
    }
    std::fs::write(out.join("phrases.rs"), phrase_source(&PhraseTable::build(patterns))).expect("OUT_DIR is writable");
}

/// Writes the table as constants without pointers, so that nothing is built at start and nothing has to be relocated.
fn phrase_source(table: &PhraseTable) -> String {
    let mut code = String::new();
    let _ = writeln!(code, "static PATTERNS: [FlatPattern; {}] = [", table.patterns.len());
    for FlatPattern { class, steps, from } in table.patterns.iter() {
        let _ = writeln!(code, "FlatPattern {{ class: {class}, steps: {steps}, from: {from} }},");
    }
    let _ = writeln!(code, "];\nstatic STEPS: [FlatStep; {}] = [", table.steps.len());
    for FlatStep { what, optional, caps, from, count } in table.steps.iter() {
        let _ = writeln!(
            code,
            "FlatStep {{ what: FlatWhat::{what:?}, optional: {optional}, caps: CapsNeeded::{caps:?}, from: {from}, count: {count} }},"
        );
    }
    let _ = writeln!(code, "];\nstatic WORDS: [u64; {}] = {:?};", table.words.len(), table.words);
    let _ = writeln!(code, "static PREFIXES: &str = {:?};", table.prefixes);
    let _ = writeln!(code, "static FIRSTS: [FlatFirst; {}] = {:?};", table.firsts.len(), table.firsts);
    let _ = writeln!(code, "static STARTS: [FlatStart; {}] = {:?};", table.starts.len(), table.starts);
    let _ = writeln!(code, "static FILTER: [u64; {}] = {:?};", table.filter.len(), table.filter);
    code
}

/// Class names by number, and the groups of `dictionaries/groups.toml`.
fn write_classes(out: &Path, classes: &mut Classes) {
    let path = Path::new("dictionaries/groups.toml");
    let groups: BTreeMap<String, Vec<String>> =
        toml::from_str(&read(path)).unwrap_or_else(|error| fail(&[format!("{}: {error}", path.display())]));
    let mut code = format!("static CLASS_NAMES: [&str; {}] = {:?};\n", classes.names().len(), classes.names());
    let mut problems = Vec::new();
    let mut lines = Vec::new();
    // A group may name an earlier group.
    let mut pending: Vec<(&String, &Vec<String>)> = groups.iter().collect();
    while !pending.is_empty() {
        let before = pending.len();
        pending.retain(|(name, members)| {
            let set = members.iter().try_fold(ClassSet::EMPTY, |set, member| classes.set(member).map(|other| set.and(other)));
            let Some(set) = set else { return true };
            classes.define_group(name, set);
            lines.push(format!("({name:?}, ClassSet({:?}))", set.0));
            false
        });
        if pending.len() == before {
            for (name, members) in &pending {
                let unknown: Vec<&String> = members.iter().filter(|m| classes.set(m).is_none()).collect();
                problems.push(format!("{}: group `{name}` names what is no class: {unknown:?}", path.display()));
            }
            fail(&problems);
        }
    }
    let _ = writeln!(code, "static GROUPS: [(&str, ClassSet); {}] = [{}];", lines.len(), lines.join(", "));
    std::fs::write(out.join("classes.rs"), code).expect("OUT_DIR is writable");
}

/// The mechanisms that packs may name. The program holds them against its own list in a test.
const CHECKS: &[&str] = &[
    "near",
    "deceased",
    "appearance",
    "speech",
    "prop",
    "story-prop",
    "key-element",
    "true-story",
    "reference",
    "model-scope",
    "provenance",
    "turnover",
    "overlap",
    "undeclared",
    "unapproved-tool",
    "new-name",
];

/// A problem of a pack with the place underlined and, for a name that is mistyped, the nearest known one.
fn pack_problem(path: &Path, text: &str, error: &pack::PackError) -> String {
    let start = error.span.start.min(text.len());
    let number = text[..start].matches('\n').count() + 1;
    let begins = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line = text[begins..].lines().next().unwrap_or("");
    let marks = "^".repeat(error.span.len().clamp(1, line.len().saturating_sub(start - begins).max(1)));
    let mut out = format!("{}:{number}: {}\n  | {line}\n  | {}{marks}", path.display(), error.message, " ".repeat(start - begins));
    let near = |known: &&String| strsim::damerau_levenshtein(known, &error.name);
    if let Some(nearest) = error.known.iter().min_by_key(near).filter(|known| near(known) <= 3) {
        let _ = write!(out, "\n  help: did you mean `{nearest}`?");
    }
    out
}

fn compile_packs(out: &Path, classes: &Classes) {
    let mut packs = Vec::new();
    let mut problems = Vec::new();
    for path in files("policies", "toml") {
        let text = read(&path);
        match pack::read(&text, classes, CHECKS) {
            Ok(pack) => packs.push(pack),
            Err(errors) => problems.extend(errors.iter().map(|error| pack_problem(&path, &text, error))),
        }
    }
    let known = |id: &String| packs.iter().flat_map(|pack: &pack::Pack| &pack.rules).any(|rule| rule.id == *id);
    for pack in &packs {
        for id in pack.extends.iter().flat_map(|extension| &extension.rules).chain(pack.rules.iter().flat_map(|rule| &rule.covers)) {
            if !known(id) {
                problems.push(format!("pack `{}` speaks of a rule that no pack has: `{id}`", pack.id));
            }
        }
    }
    if !problems.is_empty() {
        fail(&problems);
    }
    std::fs::write(out.join("packs.bin"), postcard::to_allocvec(&packs).expect("packs are plain data")).expect("OUT_DIR is writable");
}

fn compile_grammar() {
    let folder = Path::new("grammars/fountain/src");
    if folder.join("parser.c").exists() {
        cc::Build::new()
            .include(folder)
            .file(folder.join("parser.c"))
            .file(folder.join("scanner.c"))
            .flag_if_supported("-std=c11")
            .warnings(false)
            .opt_level(3)
            .compile("tree-sitter-fountain");
    }
}
