//! The queries that ship beside the grammar name nodes that it has.

#[test]
fn highlights_fit_the_grammar() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("grammars/fountain/queries/highlights.scm");
    let query = std::fs::read_to_string(path).expect("the query is there");
    let query = tree_sitter::Query::new(&clearslate::formats::fountain::language(), &query).expect("every node of the query exists");
    assert!(query.pattern_count() > 5);
}
