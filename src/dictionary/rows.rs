//! A dictionary file: a header of `# key: value` lines, then CSV rows with the columns that `dictionaries/README.md` lists.

use std::collections::BTreeMap;

/// One dictionary, as its file says.
#[derive(Debug, Clone, Default)]
pub struct Dictionary {
    pub id: String,
    pub class: String,
    pub header: BTreeMap<String, String>,
    /// Classes that the header gives to kinds of rows.
    kinds: Vec<(String, Vec<String>)>,
    pub rows: Vec<Row>,
}

impl Dictionary {
    /// The class that rows of this kind belong to besides the dictionary's own: a header line `# class CLASS of kinds: A|B`.
    pub fn class_of_kind(&self, kind: &str) -> Option<&String> {
        self.kinds.iter().find(|(_, kinds)| kinds.iter().any(|one| one == kind)).map(|(class, _)| class)
    }
}

/// One entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    pub name: String,
    pub aliases: Vec<String>,
    pub style: Vec<String>,
    /// Years; negative before the common era, `None` when not certain.
    pub born: Option<i16>,
    pub died: Option<i16>,
    /// The `kind` or `type` column.
    pub kind: String,
    /// `known_for`, for people who look the name up.
    pub known_for: String,
    pub ambiguous: Option<Ambiguity>,
    /// Further classes.
    pub also: Vec<String>,
    /// Line of the file, from 1.
    pub line: u64,
}

/// Why a name alone proves little.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ambiguity {
    /// Also an ordinary word or phrase.
    Word,
    /// A full name that many private people share.
    Shared,
    /// Also a place.
    Place,
}

impl Ambiguity {
    pub fn name(self) -> &'static str {
        match self {
            Ambiguity::Word => "word",
            Ambiguity::Shared => "shared",
            Ambiguity::Place => "place",
        }
    }

    pub fn from_name(name: &str) -> Option<Ambiguity> {
        [Ambiguity::Word, Ambiguity::Shared, Ambiguity::Place].into_iter().find(|a| a.name() == name)
    }
}

/// What is wrong with a dictionary file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// From 1.
    pub line: u64,
    pub message: String,
    /// The word that is not known, and those that would have been; empty where nothing is mistyped.
    pub name: String,
    pub known: Vec<&'static str>,
}

impl RowError {
    fn new(line: u64, message: String) -> RowError {
        RowError { line, message, name: String::new(), known: Vec::new() }
    }

    fn mistyped(line: u64, message: String, name: &str, known: &[&'static str]) -> RowError {
        RowError { line, message, name: name.to_owned(), known: known.to_vec() }
    }
}

const COLUMNS: &[&str] =
    &["name", "aliases", "born", "died", "year", "country", "kind", "type", "known_for", "hosting", "bucket", "style", "ambiguous", "also"];

/// Reads a dictionary file.
///
/// # Errors
/// Every problem of the file: a header key that is missing, an unknown column, a row without a name, a year or an ambiguity
/// that is none.
pub fn read(text: &str) -> Result<Dictionary, Vec<RowError>> {
    let mut out = Dictionary::default();
    let mut errors = Vec::new();
    let mut body_at = 0;
    let mut header_lines = 0;
    for line in text.split_inclusive('\n') {
        let Some(comment) = line.strip_prefix('#') else { break };
        if let Some((key, value)) = comment.trim().split_once(':') {
            if let Some(class) = key.trim().strip_prefix("class ").and_then(|rest| rest.strip_suffix(" of kinds")) {
                out.kinds.push((class.trim().to_owned(), value.split('|').map(|kind| kind.trim().to_owned()).collect()));
            }
            out.header.insert(key.trim().to_owned(), value.trim().to_owned());
        }
        body_at += line.len();
        header_lines += 1;
    }
    for (key, slot) in [("id", &mut out.id), ("class", &mut out.class)] {
        match out.header.get(key) {
            Some(value) => slot.clone_from(value),
            None => errors.push(RowError::new(1, format!("the header has no `# {key}:` line"))),
        }
    }
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(&text.as_bytes()[body_at..]);
    let columns: Vec<String> = match reader.headers() {
        Ok(headers) => headers.iter().map(|h| h.trim().to_owned()).collect(),
        Err(error) => {
            errors.push(RowError::new(header_lines + 1, error.to_string()));
            return Err(errors);
        }
    };
    for column in &columns {
        if !COLUMNS.contains(&column.as_str()) {
            errors.push(RowError::mistyped(header_lines + 1, format!("unknown column `{column}`"), column, COLUMNS));
        }
    }
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                errors.push(RowError::new(header_lines + line, "this row cannot be read".to_owned()));
                continue;
            }
        };
        let line = header_lines + record.position().map_or(0, csv::Position::line);
        let cell = |name: &str| columns.iter().position(|c| c == name).and_then(|i| record.get(i)).unwrap_or("").trim();
        let list =
            |name: &str| -> Vec<String> { cell(name).split(';').map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned).collect() };
        let mut year = |name: &str| match cell(name) {
            "" => None,
            value => value.parse().map_err(|_| errors.push(RowError::new(line, format!("`{value}` is no year")))).ok(),
        };
        let (born, died) = (year("born"), year("died"));
        if cell("name").is_empty() {
            errors.push(RowError::new(line, "this row has no name".to_owned()));
            continue;
        }
        let ambiguous = match cell("ambiguous") {
            "" => None,
            value => {
                let known = Ambiguity::from_name(value);
                if known.is_none() {
                    errors.push(RowError::mistyped(
                        line,
                        format!("`{value}` is none of word, shared, place"),
                        value,
                        &["word", "shared", "place"],
                    ));
                }
                known
            }
        };
        let kind = if cell("kind").is_empty() { cell("type") } else { cell("kind") };
        out.rows.push(Row {
            name: cell("name").to_owned(),
            aliases: list("aliases"),
            style: list("style"),
            born,
            died,
            kind: kind.to_owned(),
            known_for: cell("known_for").to_owned(),
            ambiguous,
            also: list("also"),
            line,
        });
    }
    if errors.is_empty() { Ok(out) } else { Err(errors) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_by_the_names_of_their_columns() {
        let text = "# id: journalists\n# class: journalist\nname,aliases,died,ambiguous,also\nAda Quell,A. Quell;@adaquell,1999,shared,performer\n";
        let dictionary = read(text).unwrap();
        assert_eq!(dictionary.class, "journalist");
        let row = &dictionary.rows[0];
        assert_eq!((row.name.as_str(), row.died, row.ambiguous, row.line), ("Ada Quell", Some(1999), Some(Ambiguity::Shared), 4));
        assert_eq!(row.aliases, ["A. Quell", "@adaquell"]);
    }

    #[test]
    fn all_problems_are_told_at_once() {
        let errors = read("# id: x\nname,died,colour\n,1,red\nB,soon,\n").unwrap_err();
        let lines: Vec<u64> = errors.iter().map(|e| e.line).collect();
        assert_eq!(lines, [1, 2, 3, 4], "{errors:?}");
    }
}
