//! The dictionaries as files: sorted, complete headers, plausible years, no name in two files.

use clearslate::dictionary::rows::{Dictionary, read};
use clearslate::text::Words;
use std::collections::BTreeMap;

fn dictionaries() -> Vec<(String, Dictionary)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("dictionaries");
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).expect("dictionaries/ is there").flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|e| e == "csv") {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            let text = std::fs::read_to_string(&path).expect("readable");
            out.push((name.clone(), read(&text).unwrap_or_else(|errors| panic!("{name}: {errors:?}"))));
        }
    }
    out.sort_by(|a, b| a.0.cmp(&b.0));
    out
}

fn folded(name: &str) -> String {
    let words = Words::of(name);
    words.joined(0..words.len() as u32)
}

#[test]
fn headers_are_complete() {
    for (file, dictionary) in dictionaries() {
        for key in ["id", "class", "title", "source", "licence", "date"] {
            assert!(dictionary.header.contains_key(key), "{file} has no `# {key}:` line");
        }
        assert_eq!(format!("{}.csv", dictionary.id), file, "a dictionary's id is its file's name");
    }
}

#[test]
fn years_are_plausible() {
    for (file, dictionary) in dictionaries() {
        for row in &dictionary.rows {
            let lived = row.born.zip(row.died).is_none_or(|(born, died)| born < died && died - born <= 122);
            assert!(
                lived && row.died.is_none_or(|died| died <= 2026),
                "{file}:{}: {} {:?} to {:?}",
                row.line,
                row.name,
                row.born,
                row.died
            );
            assert!(dictionary.class != "deceased" || row.died.is_some(), "{file}:{}: {} has no year of death", row.line, row.name);
        }
    }
}

#[test]
fn a_name_stands_in_one_file_of_people() {
    const PEOPLE: &[&str] =
        &["performer", "deceased", "politician", "journalist", "musician", "athlete", "director", "artist", "master", "public-figure"];
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut twice = Vec::new();
    for (file, dictionary) in dictionaries() {
        if !PEOPLE.contains(&dictionary.class.as_str()) {
            continue;
        }
        for row in &dictionary.rows {
            if let Some(other) = seen.insert(folded(&row.name), file.clone()) {
                twice.push(format!("{} in {other} and {file}", row.name));
            }
        }
    }
    assert!(twice.is_empty(), "{} names stand twice:\n{}", twice.len(), twice.join("\n"));
}

#[test]
fn rows_are_sorted_by_name() {
    for (file, dictionary) in dictionaries() {
        let keys: Vec<String> = dictionary.rows.iter().map(|row| sort_key(&row.name)).collect();
        if let Some(at) = keys.windows(2).position(|pair| pair[0] > pair[1]) {
            panic!("{file}: `{}` stands before `{}`", dictionary.rows[at].name, dictionary.rows[at + 1].name);
        }
    }
}

/// Lower case without combining marks, by code point.
fn sort_key(name: &str) -> String {
    use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
    name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}
