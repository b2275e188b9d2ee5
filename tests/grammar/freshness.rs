//! The generated files of `grammars/fountain` are what its `grammar.js` says.
//!
//! The generator carries its own JavaScript engine, so no Node is needed. A new version of it writes other files: it is pinned,
//! and raised together with the committed files.

use std::fs;
use std::path::Path;

/// Every file that the generator writes, below `src/`.
const GENERATED: &[&str] =
    &["grammar.json", "node-types.json", "parser.c", "tree_sitter/alloc.h", "tree_sitter/array.h", "tree_sitter/parser.h"];

/// Writes [`GENERATED`] for the grammar in `grammar` (the folder of `grammar.js`) below `out`.
///
/// The version number in `parser.c` comes from `tree-sitter.json` beside `grammar.js`.
fn generate(grammar: &Path, out: &Path) {
    tree_sitter_generate::generate_parser_in_directory(
        grammar,
        Some(out),
        Some(grammar.join("grammar.js")),
        tree_sitter_generate::ABI_VERSION_MAX,
        None,
        Some("native"),
        true,
        tree_sitter_generate::OptLevel::default(),
        &mut Vec::new(),
    )
    .unwrap_or_else(|error| panic!("{}: {error}", grammar.display()));
}

/// Returns the committed files that differ from freshly generated ones; line ends do not count.
fn stale(grammar: &Path) -> Vec<&'static str> {
    let fresh = tempfile::tempdir().expect("a temporary folder can be made");
    generate(grammar, fresh.path());
    let text = |path: &Path| fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    GENERATED.iter().copied().filter(|name| text(&fresh.path().join(name)) != text(&grammar.join("src").join(name))).collect()
}

/// Run with `CLEARSLATE_REGENERATE=1` to write the files instead.
#[test]
fn generated_files_are_fresh() {
    let grammar = Path::new(env!("CARGO_MANIFEST_DIR")).join("grammars/fountain");
    if std::env::var_os("CLEARSLATE_REGENERATE").is_some() {
        generate(&grammar, &grammar.join("src"));
    }
    assert_eq!(stale(&grammar), [""; 0], "stale: CLEARSLATE_REGENERATE=1 cargo test generated_files_are_fresh");
}
