//! `docs/rules/` is written from the rules' records: `CLEARSLATE_UPDATE=1 cargo test --test core rule_pages`.

use clearslate::policy::builtin::packs;
use clearslate::reporters::rule_page::{rule_list, rule_page};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules")
}

fn pages() -> BTreeMap<String, String> {
    let packs = packs();
    let mut out = BTreeMap::from([("README.md".to_owned(), rule_list(&packs))]);
    for pack in &packs {
        out.extend(pack.rules.iter().map(|rule| (format!("{}.md", rule.id), rule_page(pack, rule, &packs))));
    }
    out
}

#[test]
fn the_pages_are_as_the_records() {
    let pages = pages();
    if std::env::var_os("CLEARSLATE_UPDATE").is_some() {
        std::fs::create_dir_all(folder()).unwrap();
        for (name, text) in &pages {
            std::fs::write(folder().join(name), text).unwrap();
        }
    }
    let written: Vec<String> =
        std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    for (name, text) in &pages {
        let there = std::fs::read_to_string(folder().join(name)).unwrap_or_default().replace("\r\n", "\n");
        assert!(there == *text, "docs/rules/{name} is out of date: CLEARSLATE_UPDATE=1 cargo test --test core rule_pages");
    }
    let gone: Vec<&String> = written.iter().filter(|name| !pages.contains_key(*name)).collect();
    assert!(gone.is_empty(), "no rule has these pages: {gone:?}");
}
