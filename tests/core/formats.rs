//! `tests/formats/`: a folder a format, with files as productions have them and the outline that is read from them.
//!
//! The path of a file below its folder counts as its path in a repository. A folder with an ending of its own (`draft.docx/`) is
//! an archive, unpacked so that people can read it. `CLEARSLATE_UPDATE=1 cargo test --test core formats` writes the outlines anew.

use clearslate::document::{Builder, outline};
use clearslate::formats::{self, Recognised, kinds};
use clearslate::source::Source;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

/// What an outline file is called.
const OUTLINE: &str = "outline.txt";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats")
}

/// The entries of a folder, sorted.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("the folder is there").map(|entry| entry.expect("an entry").path()).collect();
    all.sort();
    all
}

/// Path below `base` with `/`.
fn below(base: &Path, path: &Path) -> String {
    path.strip_prefix(base).expect("below").to_string_lossy().replace('\\', "/")
}

fn has_ending(path: &Path) -> bool {
    path.extension().is_some()
}

/// All parts of an archive that lies unpacked.
fn packed(folder: &Path) -> Vec<u8> {
    let mut parts = Vec::new();
    walk(folder, &mut |path| parts.push(path.to_path_buf()), &|_| false);
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for part in parts {
        writer.start_file(below(folder, &part), zip::write::SimpleFileOptions::default()).expect("a part");
        writer.write_all(&std::fs::read(&part).expect("a part")).expect("a part");
    }
    writer.finish().expect("an archive").into_inner()
}

/// Calls `each` with every file, and with folders that are files unpacked.
fn walk(folder: &Path, each: &mut dyn FnMut(&Path), is_file: &dyn Fn(&Path) -> bool) {
    for path in entries(folder) {
        if path.is_dir() && !is_file(&path) { walk(&path, each, is_file) } else { each(&path) }
    }
}

/// Adds the outline of one text.
fn write(name: &str, recognised: Recognised<'_>, source: &Source, out: &mut String) -> &'static str {
    let mut builder = Builder::new(recognised.kind, recognised.format.id());
    recognised.format.read(source, &mut builder);
    let document = builder.finish();
    let member = source.member.as_deref().map_or(String::new(), |member| format!("!{member}"));
    let _ = writeln!(out, "== {name}{member}: {}, {}", recognised.format.id(), recognised.kind.name());
    out.push_str(&outline(&document));
    let numbers: Vec<&str> = document.scenes.iter().filter_map(|scene| scene.number.as_deref()).collect();
    if !numbers.is_empty() {
        let _ = writeln!(out, "scene numbers: {}", numbers.join(", "));
    }
    let mut names: Vec<&str> = document.items.iter().filter_map(|item| item.name.as_deref()).collect();
    names.dedup();
    if !names.is_empty() {
        let _ = writeln!(out, "items: {}", names.join(", "));
    }
    for remark in &document.remarks {
        let _ = writeln!(out, "remark: {}", remark.text);
    }
    out.push('\n');
    recognised.format.id()
}

/// The outlines of a file; returns the formats it was read as.
fn read(name: &str, bytes: &[u8], out: &mut String) -> BTreeSet<&'static str> {
    let mut ids = BTreeSet::new();
    let by_path = kinds::by_path(name);
    if let Some(container) = formats::container(name) {
        ids.insert(container.id());
        match container.open(bytes, 1 << 20) {
            Ok(members) => {
                for member in members {
                    let source = Source::decode(name, &member.content).expect("a part of text").inside(&member.name);
                    let recognised = match member.format.as_deref() {
                        Some(format) => {
                            let kind = member.kind.or_else(|| format.kind_of(&source, by_path));
                            kind.map(|kind| Recognised { format, kind })
                        }
                        None => formats::recognise(&source, member.kind),
                    };
                    match recognised {
                        Some(recognised) => drop(write(name, recognised, &source, out)),
                        None => drop(writeln!(out, "== {name}!{}: none of ours\n", member.name)),
                    }
                }
            }
            Err(said) => drop(writeln!(out, "== {name}: not read: {said}\n")),
        }
        return ids;
    }
    match Source::decode(name, bytes).map(|source| (formats::recognise(&source, None), source)) {
        Ok((Some(recognised), source)) => drop(ids.insert(write(name, recognised, &source, out))),
        Ok((None, _)) => drop(writeln!(out, "== {name}: none of ours\n")),
        Err(problem) => drop(writeln!(out, "== {name}: not read: {problem:?}\n")),
    }
    ids
}

/// Every format there is.
fn ids() -> impl Iterator<Item = &'static str> {
    formats::FORMATS.iter().map(|format| format.id()).chain(formats::CONTAINERS.iter().map(|container| container.id()))
}

#[test]
fn formats_are_read_as_they_were() {
    let update = std::env::var_os("CLEARSLATE_UPDATE").is_some();
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for folder in entries(&root()).into_iter().filter(|path| path.is_dir()) {
        let mut out = String::new();
        let mut ids = BTreeSet::new();
        let mut each = |path: &Path| {
            let name = below(&folder, path);
            if name == OUTLINE {
                return;
            }
            let bytes = if path.is_dir() { packed(path) } else { std::fs::read(path).expect("a fixture") };
            ids.extend(read(&name, &bytes, &mut out));
        };
        walk(&folder, &mut each, &|path| has_ending(path));
        let outline = folder.join(OUTLINE);
        if update {
            std::fs::write(&outline, &out).expect("the outline can be written");
        } else if std::fs::read_to_string(&outline).unwrap_or_default() != out {
            wrong.push(format!("{} differs:\n{out}", outline.display()));
        }
        let id = folder.file_name().expect("a name").to_string_lossy().into_owned();
        assert!(id == "encodings" || ids.contains(id.as_str()), "{id} holds a file that is read as {id}, not only {ids:?}");
        seen.extend(ids);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let without: Vec<&str> = ids().filter(|id| !seen.contains(id)).collect();
    assert!(without.is_empty(), "formats without a fixture: {without:?}");
}
