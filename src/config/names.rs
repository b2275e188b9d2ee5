//! `clearances/names.csv`: names that are the production's own, each with the rules that it silences.
//!
//! ```csv
//! name,kind,rules,note
//! Sam Smith,character,LIK-01;LIK-06,the locksmith of 201; neg check 2026-11-02
//! Ilse Varga,crew,,roto
//! ```
//!
//! A name silences only what its row names. Where `rules` is empty, the kind says which: a character's name every rule that a
//! namesake could start (LIK-01, LIK-02, LIK-03, LIK-06, LIK-07), a crew member's name what is said of people in notes
//! (LIK-01, LIK-03), and `cleared` nothing: there the rules must be named.

use super::problem::{Problem, Sheet};
use crate::error::nearest::did_you_mean;
use crate::source::Source;
use crate::text::Words;

/// The file's path inside the repository.
pub const FILE: &str = "clearances/names.csv";

/// A row, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClearedName {
    /// Folded words joined by spaces.
    pub folded: String,
    pub kind: NameKind,
    /// Ids of the rules that the name silences.
    pub rules: Vec<String>,
}

/// Whose name it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameKind {
    Character,
    Crew,
    Cleared,
}

const KINDS: &[(&str, NameKind)] = &[("character", NameKind::Character), ("crew", NameKind::Crew), ("cleared", NameKind::Cleared)];
const COLUMNS: &[&str] = &["name", "kind", "rules", "note"];

impl NameKind {
    /// The rules that a name of this kind silences where its row names none.
    pub fn silences(self) -> &'static [&'static str] {
        match self {
            NameKind::Character => &["LIK-01", "LIK-02", "LIK-03", "LIK-06", "LIK-07", "CLR-02"],
            NameKind::Crew => &["LIK-01", "LIK-03"],
            NameKind::Cleared => &[],
        }
    }
}

impl ClearedName {
    pub fn new(name: &str, kind: NameKind, rules: Vec<String>) -> ClearedName {
        let words = Words::of(name);
        let rules = if rules.is_empty() { kind.silences().iter().map(|&rule| rule.to_owned()).collect() } else { rules };
        ClearedName { folded: words.joined(0..words.len() as u32), kind, rules }
    }
}

/// Reads the file. `rules` are the ids of all rules there are.
///
/// # Errors
/// Every problem of the file: a column, kind or rule that is not known, a row without a name, a cleared name without rules.
pub fn read(source: &Source, rules: &[&str]) -> Result<Vec<ClearedName>, Vec<Problem>> {
    let text = source.text();
    let mut sheet = Sheet::new(source, "names");
    let mut out = Vec::new();
    let mut reader = csv::ReaderBuilder::new().flexible(true).comment(Some(b'#')).trim(csv::Trim::All).from_reader(text.as_bytes());
    let columns: Vec<String> = reader.headers().map(|row| row.iter().map(str::to_lowercase).collect()).unwrap_or_default();
    let header = text.lines().find(|line| !line.starts_with('#')).map_or(0, |line| line.as_ptr() as usize - text.as_ptr() as usize);
    let header = header..header + text[header..].lines().next().map_or(0, str::len);
    for column in columns.iter().filter(|column| !COLUMNS.contains(&column.as_str())) {
        let at = text[header.clone()].to_lowercase().find(column.as_str()).map_or(header.start, |at| header.start + at);
        let help = did_you_mean(column, COLUMNS.iter().copied());
        sheet.report("unknown_column", at..at + column.len(), format!("`names.csv` has no column `{column}`"), "not known", Some(help));
    }
    if !columns.iter().any(|column| column == "name") {
        let help = "the first line is `name,kind,rules,note`".to_owned();
        sheet.report("no_name_column", header, "`names.csv` has no column `name`", "the columns", Some(help));
        return Err(sheet.finish());
    }
    for record in reader.records() {
        let Ok(record) = record else { continue };
        let start = record.position().map_or(0, |position| position.byte() as usize).min(text.len());
        let start = start + text[start..].len() - text[start..].trim_start().len();
        let line = start..start + text[start..].lines().next().map_or(0, str::len);
        let cell = |name: &str| columns.iter().position(|column| column == name).and_then(|at| record.get(at)).unwrap_or("");
        let place = |value: &str| text[line.clone()].find(value).map_or(line.clone(), |at| line.start + at..line.start + at + value.len());
        if cell("name").is_empty() {
            sheet.report("no_name", line.clone(), "a row of `names.csv` has no name", "this row", None);
            continue;
        }
        let kind = match cell("kind") {
            "" => NameKind::Character,
            word => match KINDS.iter().find(|(name, _)| *name == word) {
                Some((_, kind)) => *kind,
                None => {
                    let help = did_you_mean(word, KINDS.iter().map(|(name, _)| *name).collect::<Vec<_>>());
                    sheet.report("unknown_kind", place(word), format!("`{word}` is no kind of name"), "not known", Some(help));
                    continue;
                }
            },
        };
        let named: Vec<&str> = cell("rules").split([';', ' ']).map(str::trim).filter(|rule| !rule.is_empty()).collect();
        for rule in named.iter().filter(|rule| !rules.contains(rule)) {
            let help = did_you_mean(rule, rules.iter().copied());
            sheet.report("unknown_rule", place(rule), format!("there is no rule `{rule}`"), "not known", Some(help));
        }
        if kind == NameKind::Cleared && named.is_empty() {
            let help = "name the rules that the clearance is for, for example LIK-06;CLR-02".to_owned();
            sheet.report("no_rules", line.clone(), format!("`{}` is cleared for no rule", cell("name")), "this row", Some(help));
        }
        out.push(ClearedName::new(cell("name"), kind, named.into_iter().map(str::to_owned).collect()));
    }
    let problems = sheet.finish();
    if problems.is_empty() { Ok(out) } else { Err(problems) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::problem::tests::shown;
    use insta::assert_snapshot;

    const RULES: &[&str] = &["LIK-01", "LIK-06", "CLR-02"];

    #[test]
    fn a_name_silences_what_its_row_says() {
        let text = "name,kind,rules,note\nSam Smith,character,LIK-06,the locksmith\nIlse Varga,crew,,roto\nThe Gull,cleared,CLR-02,\n";
        let names = read(&Source::from_text(FILE, text), RULES).unwrap();
        let said: Vec<String> = names.iter().map(|name| format!("{} {}", name.folded, name.rules.join(" "))).collect();
        assert_eq!(said, ["sam smith LIK-06", "ilse varga LIK-01 LIK-03", "the gull CLR-02"]);
    }

    #[test]
    fn every_problem_is_underlined() {
        let text = "name,kind,rule\nSam Smith,charakter,\n,crew,\nThe Gull,cleared,\n";
        assert_snapshot!(shown(&read(&Source::from_text(FILE, text), RULES).unwrap_err()));
    }
}
