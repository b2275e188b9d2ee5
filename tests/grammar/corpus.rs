//! The cases in `grammars/fountain/test/corpus` parse as written there, with any line end.
//!
//! The format is that of `tree-sitter test`: a name between two lines of `=`, the input, a line of `-`, the tree. Both
//! kinds of lines end in `|||`, because a line of `=` is a page break in Fountain.

use std::fs;
use std::path::{Path, PathBuf};
use tree_sitter::{Language, Parser};

/// One case of a corpus file.
struct Case {
    name: String,
    input: String,
    tree: String,
}

/// Returns the cases of one corpus file, in order.
fn cases(text: &str) -> Vec<Case> {
    let text = text.replace("\r\n", "\n");
    let mut lines = text.lines().peekable();
    let is = |line: &str, mark: char| line.strip_suffix("|||").is_some_and(|l| l.len() > 2 && l.chars().all(|c| c == mark));
    let mut cases = Vec::new();
    while let Some(line) = lines.next() {
        if !is(line, '=') {
            continue;
        }
        let name = lines.next().unwrap_or_default().to_owned();
        assert!(lines.next().is_some_and(|l| is(l, '=')), "{name}: no closing line");
        let mut input: Vec<&str> = lines.by_ref().take_while(|l| !is(l, '-')).collect();
        if input.first() == Some(&"") {
            input.remove(0);
        }
        if input.last() == Some(&"") {
            input.pop();
        }
        let mut tree = Vec::new();
        while let Some(line) = lines.next_if(|l| !is(l, '=')) {
            tree.push(line);
        }
        cases.push(Case { name, input: input.join("\n"), tree: one_line(&tree.join(" ")) });
    }
    cases
}

/// Writes an S-expression with single spaces and none before a closing bracket, as `Node::to_sexp` does.
fn one_line(tree: &str) -> String {
    tree.split_whitespace().collect::<Vec<_>>().join(" ").replace(" )", ")")
}

/// Returns the S-expression of a text.
fn tree_of(language: &Language, text: &str) -> String {
    let mut parser = Parser::new();
    parser.set_language(language).expect("the grammar fits the library");
    parser.parse(text, None).expect("a parser with a language and no time limit gives a tree").root_node().to_sexp()
}

/// Returns one line per case that does not hold, for every corpus file in `folder`.
///
/// Each input is parsed with LF, CRLF and CR, with and without an end of the last line, and after a byte order mark.
fn failures(language: &Language, folder: &Path) -> Vec<String> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).expect("the corpus is there").map(|f| f.expect("readable").path()).collect();
    files.sort();
    let mut failures = Vec::new();
    let mut count = 0;
    for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "txt")) {
        for case in cases(&fs::read_to_string(file).expect("a corpus file is UTF-8")) {
            count += 1;
            let ended = format!("{}\n", case.input);
            let variants = [
                ("LF", case.input.clone()),
                ("LF at the end", ended.clone()),
                ("CRLF", ended.replace('\n', "\r\n")),
                ("CR", ended.replace('\n', "\r")),
                ("BOM", format!("\u{feff}{ended}")),
            ];
            for (variant, text) in variants {
                let tree = tree_of(language, &text);
                if tree != case.tree {
                    let file = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
                    failures.push(format!("{file}: {} ({variant})\n  is   {tree}\n  want {}", case.name, case.tree));
                }
            }
        }
    }
    assert!(count > 0, "{}: no cases", folder.display());
    failures
}

#[test]
fn corpus_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("grammars/fountain/test/corpus");
    let failures = failures(&clearslate::formats::fountain::language(), &folder);
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
