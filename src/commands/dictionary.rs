//! `clearslate dictionary`: what the lists hold, what a name is known as, and lists of the production's own.

use super::init::write_new;
use super::place::root;
use super::setup::Setup;
use super::{print, screen};
use crate::cli::{DictionaryAction, ImportArgs};
use crate::dictionary::import::{self, Imported, Person};
use crate::dictionary::people::Given;
use crate::dictionary::rows::Ambiguity;
use crate::dictionary::{Classes, Term};
use crate::error::nearest::did_you_mean;
use crate::error::{Exit, Failure, Result};
use crate::git::WorkTree;
use crate::records::DICTIONARIES;
use crate::reporters::visible::visible;
use crate::text::Words;
use std::collections::BTreeMap;
use std::path::Path;

pub fn run(action: &DictionaryAction) -> Result<Exit> {
    match action {
        DictionaryAction::List => list(),
        DictionaryAction::Lookup { name } => lookup(&name.join(" ")),
        DictionaryAction::Import(args) => import(args),
    }
}

/// The lists as a check of this folder sees them.
fn setup() -> Result<Setup> {
    let root = root()?;
    Setup::load(&WorkTree::list(&root)?, None, super::check::cache(&root).as_deref())
}

fn list() -> Result<Exit> {
    let setup = setup()?;
    let mut out = String::new();
    for (index, names) in setup.matcher.names.iter().enumerate() {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for term in 0..names.term_count() {
            for class in setup.classes.names_of(names.term(term).classes) {
                *counts.entry(class).or_default() += 1;
            }
        }
        let owner = if index == 0 { "shipped with the program" } else { "this production's own" };
        out.push_str(&screen::screen().bold(&format!("{} names, {owner}", names.term_count())));
        out.push('\n');
        for (class, count) in counts {
            out.push_str(&format!("  {count:>6}  {class}\n"));
        }
        out.push('\n');
    }
    let phrases: usize = setup.matcher.phrases.iter().map(|table| table.patterns.len()).sum();
    out.push_str(&format!("{phrases} ways of saying things, and {} given names\n", setup.matcher.people.given_count()));
    out.push_str("clearslate dictionary lookup NAME says what a name is known as.\n");
    print(&out);
    Ok(Exit::Clear)
}

fn lookup(name: &str) -> Result<Exit> {
    let setup = setup()?;
    let screen = screen::screen();
    let mut out = String::new();
    for (index, names) in setup.matcher.names.iter().enumerate() {
        let mut terms = Vec::new();
        names.lookup(name, |term| terms.push(term));
        terms.dedup();
        for term in terms {
            let owner = if index == 0 { "" } else { " (this production's list)" };
            out.push_str(&screen.bold(&format!("{}{owner}", visible(names.term(term).name))));
            out.push('\n');
            for line in facts(&names.term(term), &setup.classes) {
                out.push_str(&screen.item(&line));
            }
        }
    }
    let words = Words::of(name);
    let folded = words.joined(0..words.len() as u32);
    for cleared in setup.production.cleared_names.iter().filter(|cleared| cleared.folded == folded) {
        out.push_str(&screen.paragraph(&format!("This production has it as its own name; it silences {}.", cleared.rules.join(", "))));
    }
    if words.len() == 1 && setup.matcher.people.given(&folded) != Given::No {
        out.push_str(&screen.paragraph("It is a given name; alone it names nobody."));
    }
    if out.is_empty() {
        out.push_str(&format!("No list knows `{}`.\n", visible(name)));
        let known: Vec<&str> =
            setup.matcher.names.iter().flat_map(|names| (0..names.term_count()).map(|term| names.term(term).name)).collect();
        if let Some(near) = crate::error::nearest::nearest(name, known) {
            out.push_str(&format!("The nearest name is `{near}`.\n"));
        }
        out.push_str(&screen.paragraph(
            "In a prompt that asks for a person of that name it is still told, for someone to judge. To have it found for certain, add it \
             to a list: clearslate dictionary import FILE --class performer",
        ));
    }
    print(&out);
    Ok(Exit::Clear)
}

fn facts(term: &Term<'_>, classes: &Classes) -> Vec<String> {
    let mut out = vec![format!("known as: {}", classes.names_of(term.classes).join(", "))];
    let what: Vec<&str> = [term.kind, term.known_for].into_iter().filter(|text| !text.is_empty()).collect();
    if !what.is_empty() {
        out.push(format!("known for: {}", visible(&what.join(", "))));
    }
    let year = |year: i16| if year < 0 { format!("{} BCE", -year) } else { year.to_string() };
    match (term.born.map(year), term.died.map(year)) {
        (Some(born), Some(died)) => out.push(format!("lived {born} to {died}")),
        (Some(born), None) => out.push(format!("born {born}")),
        (None, Some(died)) => out.push(format!("died {died}")),
        (None, None) => {}
    }
    if let Some(ambiguous) = term.ambiguous {
        out.push(format!(
            "doubtful alone: {}",
            match ambiguous {
                Ambiguity::Word => "it is also an ordinary word, so something near must confirm it",
                Ambiguity::Shared => "many people share the name",
                Ambiguity::Place => "it is also a place, so something near must confirm it",
            }
        ));
    }
    out
}

fn import(args: &ImportArgs) -> Result<Exit> {
    let path = Path::new(&args.file);
    let bytes = std::fs::read(path).map_err(|source| Failure::Io { what: format!("`{}` cannot be read", path.display()), source })?;
    let source = crate::source::Source::decode(&path.display().to_string(), &bytes).map_err(|_| Failure::Usage {
        message: format!("`{}` is not a text file", path.display()),
        help: "export the list as CSV, TSV, JSON or plain text, one name a line".to_owned(),
    })?;
    let mut list = import::read(source.text()).map_err(|problem| Failure::Usage {
        message: format!("`{}` cannot be used: {problem}", path.display()),
        help: "a list is one name a line, or a table with a column of names; see docs/dictionaries.md".to_owned(),
    })?;
    let classes = crate::dictionary::builtin::classes();
    if let Some(class) = &args.class {
        known_class(class, &classes)?;
    }
    let before = list.people.len();
    if let Some(least) = args.at_least {
        list.people.retain(|person| person.fame.is_none_or(|fame| fame >= u64::from(least) * 1000));
    }
    let id = match &args.id {
        Some(id) => id.clone(),
        None => path.file_stem().map(|stem| kebab(&stem.to_string_lossy())).unwrap_or_default(),
    };
    let id = if id.is_empty() { "list".to_owned() } else { id };
    let sorted = by_class(list.people.drain(..).collect(), args.class.as_deref());
    let unclassed = sorted.get("").map_or(0, Vec::len);
    if unclassed > 0 && args.class.is_none() {
        let known: Vec<&str> =
            ["performer", "musician", "politician", "journalist", "athlete", "director", "artist", "public-figure"].into();
        return Err(Failure::Usage {
            message: format!("{unclassed} of {before} names have no occupation that says what they are found as"),
            help: format!("say it for all of them with --class, for example one of: {}", known.join(", ")),
        });
    }
    let folder = root()?.join(DICTIONARIES);
    std::fs::create_dir_all(&folder).map_err(|source| Failure::Io { what: format!("`{}` cannot be made", folder.display()), source })?;
    let mut out = String::new();
    let several = sorted.len() > 1;
    for (class, people) in &sorted {
        let id = if several { format!("{id}-{class}") } else { id.clone() };
        let file = folder.join(format!("{id}.csv"));
        let text = text_of(&id, class, path, &list, people);
        if args.replace {
            std::fs::write(&file, text)
                .map_err(|source| Failure::Io { what: format!("`{}` cannot be written", file.display()), source })?;
        } else {
            write_new(&file, &text).map_err(|failure| match failure {
                Failure::Usage { message, .. } => {
                    Failure::Usage { message, help: "import it again with --replace, or under another name with --id".to_owned() }
                }
                other => other,
            })?;
        }
        out.push_str(&format!("wrote {} ({} names found as {class})\n", file.display(), people.len()));
    }
    out.push_str(&format!("read as {}\n", list.form));
    if before > sorted.values().map(Vec::len).sum() {
        out.push_str(&format!(
            "{} names left out: less known than --at-least asks for\n",
            before - sorted.values().map(Vec::len).sum::<usize>()
        ));
    }
    for (line, why) in list.skipped.iter().take(10) {
        out.push_str(&format!("  line {line}: {}\n", visible(why)));
    }
    if list.skipped.len() > 10 {
        out.push_str(&format!("  and {} more\n", list.skipped.len() - 10));
    }
    out.push_str("\nNext: read the file, commit it; checks find its names from then on. `clearslate dictionary lookup NAME` shows one.\n");
    print(&out);
    Ok(Exit::Clear)
}

fn known_class(class: &str, classes: &Classes) -> Result<()> {
    if classes.id(class).is_some() {
        return Ok(());
    }
    Err(Failure::Usage {
        message: format!("there is no class `{class}`"),
        help: did_you_mean(class, classes.names().iter().map(String::as_str).collect::<Vec<_>>()),
    })
}

/// People by the class that they are found as; under the empty name those whose occupation says nothing.
fn by_class(people: Vec<Person>, class: Option<&str>) -> BTreeMap<String, Vec<Person>> {
    let mut out: BTreeMap<String, Vec<Person>> = BTreeMap::new();
    for mut person in people {
        let mut classes: Vec<&str> = person.occupations.iter().filter_map(|occupation| import::class_of(occupation)).collect();
        classes.dedup();
        let main = class.or(classes.first().copied()).unwrap_or_default().to_owned();
        person.row.also = classes.iter().filter(|&&other| other != main).map(|&other| other.to_owned()).collect();
        if person.row.died.is_some() && main != "deceased" {
            person.row.also.push("deceased".to_owned());
        }
        out.entry(main).or_default().push(person);
    }
    out
}

fn text_of(id: &str, class: &str, from: &Path, list: &Imported, people: &[Person]) -> String {
    let mut rows: Vec<&Person> = people.iter().collect();
    rows.sort_by_cached_key(|person| {
        let words = Words::of(&person.row.name);
        (words.joined(0..words.len() as u32), person.row.name.clone())
    });
    let mut csv = csv::WriterBuilder::new().from_writer(Vec::new());
    let year = |year: Option<i16>| year.map(|year| year.to_string()).unwrap_or_default();
    // Writing to memory cannot fail.
    let _ = csv.write_record(["name", "aliases", "born", "died", "known_for", "also"]);
    for person in rows {
        let row = &person.row;
        let _ = csv.write_record([
            &row.name,
            &row.aliases.join(";"),
            &year(row.born),
            &year(row.died),
            &row.known_for.chars().filter(|c| !c.is_control()).take(60).collect::<String>(),
            &row.also.join(";"),
        ]);
    }
    let name = from.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let table = csv.into_inner().unwrap_or_default();
    format!(
        "# id: {id}\n# class: {class}\n# title: {id}\n# source: imported from {name}, {}\n# date: {}\n{}",
        list.form,
        super::check::today(),
        String::from_utf8_lossy(&table)
    )
}

/// `Cast & Crew 2026` as `cast-crew-2026`.
fn kebab(name: &str) -> String {
    let words = Words::of(name);
    (0..words.len()).map(|at| words.folded(at)).collect::<Vec<_>>().join("-")
}
