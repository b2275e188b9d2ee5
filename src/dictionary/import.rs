//! Lists that productions bring, read into rows: Wikidata query results (CSV, TSV, JSON), Pantheon, museum lists, own lists, one
//! name a line.
//!
//! The columns are known by their names, in any order (`COLUMNS`); what a list calls its columns is data. A person who stands in
//! several rows (Wikidata repeats one per occupation) becomes one, by the item's id, else by the name.
//!
//! Dates: a year is kept only where the list is sure of one. `1952-03-11T00:00:00Z` is 1952, `0` in a museum's list means unknown,
//! a blank node means unknown, and what is no year at all is told.

use super::rows::Row;
use std::collections::BTreeMap;

/// What a list's columns are called, by what they mean. The first name that a list has is taken.
const COLUMNS: &[(Field, &[&str])] = &[
    (
        Field::Name,
        &[
            "personlabel",
            "itemlabel",
            "label",
            "name",
            "full_name",
            "fullname",
            "displayname",
            "forwarddisplayname",
            "preferreddisplayname",
            "artist",
        ],
    ),
    (Field::Aliases, &["altlabels", "altlabel", "personaltlabel", "itemaltlabel", "aliases", "alias", "also_known_as"]),
    (Field::Occupation, &["occupationlabel", "occupation", "kind", "profession"]),
    (Field::Born, &["dob", "birthyear", "birthdate", "born", "beginyear", "begindate", "birth_year", "dateofbirth"]),
    (Field::Died, &["dod", "deathyear", "deathdate", "died", "endyear", "enddate", "death_year", "dateofdeath"]),
    (Field::Id, &["person", "item", "wd_id", "wikidataid", "wiki qid", "wikidata", "qid"]),
    (Field::Fame, &["sitelinks", "hpi"]),
    (Field::Note, &["note", "notes", "description", "persondescription", "itemdescription"]),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Field {
    Name,
    Aliases,
    Occupation,
    Born,
    Died,
    Id,
    Fame,
    Note,
}

/// A list, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    pub people: Vec<Person>,
    /// What was left out, in the order of the list, with the line (from 1).
    pub skipped: Vec<(u64, String)>,
    /// How the list was read, in words.
    pub form: &'static str,
}

/// One entry of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    pub row: Row,
    /// What the list says of occupations, lower case.
    pub occupations: Vec<String>,
    /// Thousandths of the number of sitelinks, or of the fame index that the list has.
    pub fame: Option<u64>,
}

/// Reads a list.
///
/// # Errors
/// A sentence, where the text is none of the forms that are known.
pub fn read(text: &str) -> Result<Imported, String> {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or("");
    if text.trim_start().starts_with('{') {
        return json(text);
    }
    for (delimiter, form) in [(b'\t', "a table with tabs"), (b',', "a table with commas"), (b';', "a table with semicolons")] {
        let columns: Vec<&str> = first.split(delimiter as char).map(|cell| cell.trim().trim_matches('"').trim_start_matches('?')).collect();
        if columns.len() > 1 && columns.iter().any(|column| field(column) == Some(Field::Name)) {
            return Ok(table(text, delimiter, form));
        }
    }
    if field(first.trim()) == Some(Field::Name) {
        return Ok(lines(text.split_once('\n').map_or("", |(_, rest)| rest), 2));
    }
    if first.contains('\t') || first.matches(',').count() > 1 {
        return Err(format!(
            "the first line names no column that holds names; it may be called {}",
            COLUMNS[0].1.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
        ));
    }
    Ok(lines(text, 1))
}

fn field(column: &str) -> Option<Field> {
    let column = column.trim().to_lowercase();
    COLUMNS.iter().find(|(_, names)| names.contains(&column.as_str())).map(|(field, _)| *field)
}

/// One name a line; `#` begins a remark.
fn lines(text: &str, first: u64) -> Imported {
    let mut out = Gather::new("one name a line");
    for (number, line) in text.lines().enumerate() {
        let name = line.trim().trim_matches('"');
        if !name.is_empty() && !name.starts_with('#') {
            out.add(number as u64 + first, &|field| (field == Field::Name).then(|| name.to_owned()));
        }
    }
    out.finish()
}

fn table(text: &str, delimiter: u8, form: &'static str) -> Imported {
    let mut out = Gather::new(form);
    // Query results with tabs write literals with their language behind the quotes, which is no CSV.
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).quoting(delimiter != b'\t').flexible(true).from_reader(text.as_bytes());
    let columns: Vec<String> = reader.headers().map(|row| row.iter().map(str::to_owned).collect()).unwrap_or_default();
    // Of several columns with one meaning the one that stands first in our list is taken: `personLabel` before `name`.
    let at = |wanted: Field| {
        let names = COLUMNS.iter().find(|(field, _)| *field == wanted).map_or(&[][..], |(_, names)| *names);
        names.iter().find_map(|name| columns.iter().position(|column| column.trim().trim_start_matches('?').eq_ignore_ascii_case(name)))
    };
    let places: BTreeMap<Field, usize> = COLUMNS.iter().filter_map(|(field, _)| Some((*field, at(*field)?))).collect();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                out.add(line, &|field| places.get(&field).and_then(|&at| record.get(at)).map(literal));
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                out.skipped.push((line, "this row cannot be read".to_owned()));
            }
        }
    }
    out.finish()
}

/// The results of a query in JSON: `results.bindings[].VARIABLE.value`.
fn json(text: &str) -> Result<Imported, String> {
    let value: serde_json::Value = serde_json::from_str(text).map_err(|error| format!("this is no JSON: {error}"))?;
    let rows = value.pointer("/results/bindings").and_then(serde_json::Value::as_array);
    let rows = rows.ok_or("this JSON is no query result: it has no `results.bindings`")?;
    let mut out = Gather::new("query results in JSON");
    for (number, row) in rows.iter().enumerate() {
        let Some(row) = row.as_object() else { continue };
        out.add(number as u64 + 1, &|wanted| {
            let names = COLUMNS.iter().find(|(field, _)| *field == wanted).map_or(&[][..], |(_, names)| *names);
            let cell = names.iter().find_map(|name| row.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)))?.1;
            let unknown = cell.get("type").and_then(serde_json::Value::as_str) == Some("bnode");
            cell.get("value").and_then(serde_json::Value::as_str).filter(|_| !unknown).map(str::to_owned)
        });
    }
    Ok(out.finish())
}

/// A cell without the quotes, language and type that query results in TSV write: `"Ada"@en`, `"1952"^^<…>`, `<http://…/Q42>`.
fn literal(cell: &str) -> String {
    let cell = cell.trim();
    if let Some(address) = cell.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
        return address.to_owned();
    }
    match cell.strip_prefix('"').and_then(|rest| rest.rfind('"').map(|end| (rest, end))) {
        Some((rest, end)) if rest[end + 1..].is_empty() || rest[end + 1..].starts_with(['@', '^']) => rest[..end].to_owned(),
        _ => cell.split_once("^^<").map_or(cell, |(value, _)| value).to_owned(),
    }
}

/// Rows as they come, joined by item or name.
struct Gather {
    people: Vec<Person>,
    by_key: BTreeMap<String, usize>,
    skipped: Vec<(u64, String)>,
    form: &'static str,
}

impl Gather {
    fn new(form: &'static str) -> Gather {
        Gather { people: Vec::new(), by_key: BTreeMap::new(), skipped: Vec::new(), form }
    }

    fn add(&mut self, line: u64, cell: &dyn Fn(Field) -> Option<String>) {
        let text = |field: Field| cell(field).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        let id = text(Field::Id).map(|id| id.rsplit('/').next().unwrap_or_default().to_owned()).filter(|id| is_item(id));
        let Some(name) = text(Field::Name) else {
            self.skipped.push((line, "no name".to_owned()));
            return;
        };
        if is_item(&name) {
            self.skipped.push((line, format!("`{name}` has no label")));
            return;
        }
        if name.chars().filter(|c| c.is_alphabetic()).count() < 2 {
            self.skipped.push((line, format!("`{name}` is no name")));
            return;
        }
        let name = first_name_first(&name);
        let key = id.unwrap_or_else(|| name.to_lowercase());
        let at = *self.by_key.entry(key).or_insert_with(|| {
            self.people.push(Person { row: Row { name: name.clone(), line, ..Row::default() }, ..Person::default() });
            self.people.len() - 1
        });
        let person = &mut self.people[at];
        for alias in text(Field::Aliases).iter().flat_map(|all| all.split(['|', ';'])).map(str::trim) {
            let new = !alias.is_empty() && alias != person.row.name && !person.row.aliases.iter().any(|known| known == alias);
            // A surname alone would be found everywhere.
            if new && (alias.contains([' ', '@']) || !alias.is_ascii()) {
                person.row.aliases.push(alias.to_owned());
            }
        }
        let occupation = text(Field::Occupation).filter(|text| !is_item(text)).map(|text| text.to_lowercase());
        person.occupations.extend(occupation.filter(|occupation| !person.occupations.contains(occupation)));
        for (field, slot) in [(Field::Born, &mut person.row.born), (Field::Died, &mut person.row.died)] {
            if let Some(date) = text(field)
                && slot.is_none()
            {
                match year(&date) {
                    Ok(year) => *slot = year,
                    Err(()) => self.skipped.push((line, format!("`{date}` of {name} is no year; the name was taken without it"))),
                }
            }
        }
        person.fame = person.fame.max(text(Field::Fame).and_then(|fame| fame.parse::<f64>().ok()).map(|fame| (fame * 1000.0) as u64));
        if person.row.known_for.is_empty() {
            person.row.known_for = text(Field::Note).unwrap_or_default();
        }
    }

    fn finish(self) -> Imported {
        Imported { people: self.people, skipped: self.skipped, form: self.form }
    }
}

/// `Q42`.
fn is_item(text: &str) -> bool {
    text.strip_prefix('Q').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// `Hopper, Edward` is Edward Hopper; `Smith, Jr.` and lists of more parts stay.
fn first_name_first(name: &str) -> String {
    match name.split_once(", ") {
        Some((last, first)) if !first.contains(',') && !matches!(first.trim_end_matches('.'), "Jr" | "Sr" | "II" | "III") => {
            format!("{} {}", first.trim(), last.trim())
        }
        _ => name.to_owned(),
    }
}

/// A year of a date; `None` where the list says that it does not know.
fn year(date: &str) -> Result<Option<i16>, ()> {
    if date.starts_with("_:")
        || date.contains(".well-known/genid")
        || matches!(date.to_lowercase().as_str(), "unknown" | "?" | "-" | "null" | "nan")
    {
        return Ok(None);
    }
    let (sign, digits) = match date.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, date.trim_start_matches('+')),
    };
    let head: String = digits.chars().take_while(char::is_ascii_digit).collect();
    let rest = &digits[head.len()..];
    let year: i16 = head.parse().map_err(|_| ())?;
    match (year, rest.is_empty() || rest.starts_with('-') || rest.starts_with(".0")) {
        (_, false) => Err(()),
        // A museum writes 0 for what it does not know.
        (0, _) => Ok(None),
        (year, _) => Ok(Some(sign * year)),
    }
}

/// The class of an occupation, as lists word it.
pub fn class_of(occupation: &str) -> Option<&'static str> {
    const WORDS: &[(&str, &[&str])] = &[
        (
            "journalist",
            &["journalist", "reporter", "presenter", "newsreader", "anchor", "news ", "correspondent", "broadcaster", "columnist"],
        ),
        ("politician", &["politician", "president", "minister", "senator", "diplomat", "head of state", "congress", "mayor", "monarch"]),
        ("musician", &["singer", "musician", "rapper", "composer", "songwriter", "guitarist", "pianist", "conductor", "dj", "drummer"]),
        ("director", &["director", "screenwriter", "filmmaker", "showrunner"]),
        ("performer", &["actor", "actress", "comedian", "performer", "voice actor", "model", "dancer"]),
        ("athlete", &["player", "footballer", "athlete", "boxer", "swimmer", "cyclist", "wrestler", "racing", "sport"]),
        ("artist", &["painter", "artist", "illustrator", "photographer", "sculptor", "cartoonist", "draughts", "mangaka"]),
    ];
    WORDS.iter().find(|(_, words)| words.iter().any(|word| occupation.contains(word))).map(|(class, _)| *class)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let imported = read(text).unwrap();
        let line = |person: &Person| {
            let row = &person.row;
            format!("{} [{}] {:?} {:?} {}", row.name, row.aliases.join(";"), row.born, row.died, person.occupations.join(","))
        };
        imported.people.iter().map(line).collect()
    }

    #[test]
    fn query_results_repeat_a_row_for_each_occupation() {
        let csv = "person,personLabel,altLabels,occupationLabel,dob,dod\n\
                   http://www.wikidata.org/entity/Q1,Ada Quell,A. Quell|Quell|エイダ,journalist,1952-03-11T00:00:00Z,\n\
                   http://www.wikidata.org/entity/Q1,Ada Quell,,writer,1952-03-11T00:00:00Z,\n\
                   http://www.wikidata.org/entity/Q2,Q2,,politician,,\n\
                   http://www.wikidata.org/entity/Q3,Old Poet,,poet,-0043-01-01T00:00:00Z,http://www.wikidata.org/.well-known/genid/x\n";
        assert_eq!(told(csv), ["Ada Quell [A. Quell;エイダ] Some(1952) None journalist,writer", "Old Poet [] Some(-43) None poet"]);
        assert_eq!(read(csv).unwrap().skipped, [(4, "`Q2` has no label".to_owned())]);
        let tsv = "?person\t?personLabel\t?dob\n<http://www.wikidata.org/entity/Q1>\t\"Ada Quell\"@en\t\"1952-01-01T00:00:00Z\"^^<x>\n";
        assert_eq!(told(tsv), ["Ada Quell [] Some(1952) None "]);
        let json = r#"{"head":{"vars":["personLabel"]},"results":{"bindings":[{"personLabel":{"type":"literal","xml:lang":"en","value":"Ada Quell"},"dod":{"type":"bnode","value":"t1"}}]}}"#;
        assert_eq!(told(json), ["Ada Quell [] None None "]);
    }

    #[test]
    fn other_lists_are_known_by_their_columns() {
        assert_eq!(
            told("wd_id\tname\toccupation\tbirthyear\tdeathyear\thpi\nQ9\tAda Quell\tPOLITICIAN\t1900\t1980\t61.2\n"),
            ["Ada Quell [] Some(1900) Some(1980) politician"]
        );
        assert_eq!(
            told("ConstituentID,DisplayName,BeginDate,EndDate,Wiki QID\n1,\"Varga, Ilse\",1901,0,Q5\n"),
            ["Ilse Varga [] Some(1901) None "]
        );
        assert_eq!(told("# artists\nIlse Varga\n\nAda Quell\nAda Quell\n"), ["Ilse Varga [] None None ", "Ada Quell [] None None "]);
        assert!(read("id,colour,size\n1,red,2\n").unwrap_err().contains("`personlabel`"));
        assert!(read("{\"a\": 1}").unwrap_err().contains("results.bindings"));
    }
}
