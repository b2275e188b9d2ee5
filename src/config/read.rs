//! Reading `clearslate.toml`.

use super::columns::{ColumnUse, SiteColumns};
use super::globs::{Globs, glob};
use super::names::{ClearedName, NameKind};
use super::problem::{Problem, Sheet};
use super::{FILE, Fields, Gate, Person, Production, ProductionKind, parse};
use crate::document::Kind;
use crate::error::nearest::did_you_mean;
use crate::records::PersonRole;
use crate::source::Source;
use globset::Glob;
use toml::Spanned;

const MB: u64 = 1024 * 1024;

impl Production {
    /// Reads the file. `packs` are the ids of the packs there are, `version` is the program's own.
    ///
    /// # Errors
    /// Every problem of the file.
    pub fn read(source: &Source, packs: &[&str], version: &str) -> Result<Production, Vec<Problem>> {
        let mut sheet = Sheet::new(source, "config");
        let table = parse(source.text(), &mut sheet);
        let mut top = Fields::top(&format!("`{FILE}`"), &table);
        let mut out = Production::default();
        if let Some(required) = top.text(&mut sheet, "required-version") {
            check_version(&required, version, &mut sheet);
        }
        if let Some(fields) = top.table(&mut sheet, "production") {
            read_production(fields, &mut out, &mut sheet);
        }
        let names = top.texts(&mut sheet, "packs");
        if top.has("packs") {
            out.packs = Some(known_packs(names, packs, &mut sheet));
        }
        let strictness = top.text(&mut sheet, "strictness");
        out.strict = one_of(strictness, &[("normal", false), ("strict", true)], "unknown_strictness", &mut sheet).unwrap_or(false);
        let gate = top.text(&mut sheet, "gate");
        out.gate = one_of(gate, &[("commit", Gate::Commit), ("push", Gate::Push)], "unknown_gate", &mut sheet).unwrap_or_default();
        out.kinds = top.table(&mut sheet, "kinds").map(|fields| read_kinds(fields, &mut sheet)).unwrap_or_default();
        out.columns = top.table(&mut sheet, "columns").map(|fields| read_columns(fields, &mut sheet)).unwrap_or_default();
        let excluded = top.list(&mut sheet, "exclude");
        out.exclude = compile(excluded.into_iter().map(|text| (text, ())).collect(), &mut sheet);
        if let Some(mut limits) = top.table(&mut sheet, "limits") {
            if let Some(size) = limits.number(&mut sheet, "size-mb") {
                out.size_limit = size.saturating_mul(MB);
            }
            limits.finish(&mut sheet);
        }
        if let Some(mut tools) = top.table(&mut sheet, "tools") {
            out.approved_tools = plain(tools.list(&mut sheet, "approved"));
            tools.finish(&mut sheet);
        }
        out.people = top.tables(&mut sheet, "people").into_iter().filter_map(|fields| read_person(fields, &mut sheet)).collect();
        if let Some(mut names) = top.table(&mut sheet, "names") {
            out.characters = plain(names.list(&mut sheet, "characters"));
            out.crew = plain(names.list(&mut sheet, "crew"));
            let cleared = plain(names.list(&mut sheet, "cleared"));
            let own = out.characters.iter().map(|name| (name, NameKind::Character));
            let crew = out.crew.iter().map(|name| (name, NameKind::Crew));
            let cleared = cleared.iter().map(|name| (name, NameKind::Character));
            out.cleared_names = own.chain(crew).chain(cleared).map(|(name, kind)| ClearedName::new(name, kind, Vec::new())).collect();
            names.finish(&mut sheet);
        }
        sheet.report_empty(&top.owner, "fill it in, or delete the key");
        top.finish(&mut sheet);
        let problems = sheet.finish();
        if problems.is_empty() { Ok(out) } else { Err(problems) }
    }
}

fn plain(texts: Vec<Spanned<String>>) -> Vec<String> {
    texts.into_iter().map(Spanned::into_inner).collect()
}

/// `0.3` asks for any 0.3 version, `0.3.1` for exactly that, `>=0.3.1` for that or a later one.
fn check_version(required: &Spanned<String>, version: &str, sheet: &mut Sheet) {
    let parts = |text: &str| -> Option<Vec<u64>> { text.trim().split('.').map(|part| part.parse().ok()).collect() };
    let text = required.get_ref();
    let (least, wanted) = match text.strip_prefix(">=") {
        Some(rest) => (true, parts(rest)),
        None => (false, parts(text)),
    };
    // A pre-release counts as the version it leads to.
    let own = parts(version.split(['-', '+']).next().unwrap_or(version)).unwrap_or_default();
    match wanted {
        None => {
            let help = "write a version, for example \"0.3\", \"0.3.1\" or \">=0.3.1\"".to_owned();
            sheet.report(
                "bad_version",
                required.span(),
                format!("`required-version` is no version: `{text}`"),
                "not a version",
                Some(help),
            );
        }
        Some(wanted) if if least { own < wanted } else { !own.starts_with(&wanted) } => {
            let help = format!("install the version that the production uses: cargo install clearslate --version '{text}'");
            let message = format!("this production asks for Clearslate {text}, and this is {version}");
            sheet.report("required_version", required.span(), message, "asked for here", Some(help));
        }
        Some(_) => {}
    }
}

fn read_production(mut fields: Fields<'_>, out: &mut Production, sheet: &mut Sheet) {
    out.code = fields.text(sheet, "code").map(Spanned::into_inner);
    out.title = fields.text(sheet, "title").map(Spanned::into_inner);
    let kind = fields.text(sheet, "kind");
    out.kind = one_of(kind, &ProductionKind::ALL.map(|kind| (kind.name(), kind)), "unknown_production_kind", sheet);
    fields.finish(sheet);
}

fn known_packs(names: Vec<Spanned<String>>, packs: &[&str], sheet: &mut Sheet) -> Vec<String> {
    for name in names.iter().filter(|name| !packs.contains(&name.get_ref().as_str())) {
        let message = format!("there is no pack `{}`", name.get_ref());
        sheet.report("unknown_pack", name.span(), message, "not known", Some(did_you_mean(name.get_ref(), packs.iter().copied())));
    }
    plain(names)
}

/// Picks a word of a fixed list.
fn one_of<T: Copy>(text: Option<Spanned<String>>, known: &[(&str, T)], problem: &str, sheet: &mut Sheet) -> Option<T> {
    let text = text?;
    let found = known.iter().find(|(name, _)| name == text.get_ref()).map(|&(_, value)| value);
    if found.is_none() {
        let help = did_you_mean(text.get_ref(), known.iter().map(|(name, _)| *name));
        sheet.report(
            problem,
            text.span(),
            format!("`{}` is not one of the words that can stand here", text.get_ref()),
            "not known",
            Some(help),
        );
    }
    found
}

fn read_columns(fields: Fields<'_>, sheet: &mut Sheet) -> SiteColumns {
    let pairs = fields.pairs(sheet).into_iter();
    let known =
        pairs.filter_map(|(title, usage)| Some((title.into_inner(), one_of(Some(usage), &ColumnUse::ALL, "unknown_column_use", sheet)?)));
    SiteColumns::new(known.collect::<Vec<_>>())
}

fn read_kinds(fields: Fields<'_>, sheet: &mut Sheet) -> Globs<Kind> {
    let mut globs = Vec::new();
    for (pattern, kind) in fields.pairs(sheet) {
        if let Some(kind) = one_of(Some(kind), &Kind::ALL.map(|kind| (kind.name(), kind)), "unknown_kind", sheet) {
            globs.push((pattern, kind));
        }
    }
    compile(globs, sheet)
}

fn compile<T>(patterns: Vec<(Spanned<String>, T)>, sheet: &mut Sheet) -> Globs<T> {
    let mut globs: Vec<(Glob, T)> = Vec::new();
    let Some(at) = patterns.first().map(|(pattern, _)| pattern.span()) else { return Globs::default() };
    for (pattern, value) in patterns {
        match glob(pattern.get_ref()) {
            Ok(glob) => globs.push((glob, value)),
            Err(problem) => {
                let message = format!("`{}` is no glob: {problem}", pattern.get_ref());
                sheet.report("bad_glob", pattern.span(), message, "cannot be read", Some("for example \"art/**\" or \"*.txt\"".to_owned()));
            }
        }
    }
    Globs::new(globs).unwrap_or_else(|problem| {
        sheet.report("bad_glob", at, format!("the globs cannot be used together: {problem}"), "from here on", None);
        Globs::default()
    })
}

fn read_person(mut fields: Fields<'_>, sheet: &mut Sheet) -> Option<Person> {
    const ROLE: &str = "give the role, for example \"platform-contact\" or \"production-counsel\"";
    fields.need(sheet, &[("name", "name the person as records do"), ("role", ROLE)]);
    let name = fields.text(sheet, "name").map(Spanned::into_inner);
    let role = fields.text(sheet, "role");
    let role = one_of(role, &PersonRole::ALL.iter().map(|&role| (role.name(), role)).collect::<Vec<_>>(), "unknown_role", sheet);
    let mut emails = fields.texts(sheet, "email");
    emails.extend(fields.texts(sheet, "emails"));
    let emails = emails.into_iter().map(|email| email.into_inner().to_lowercase()).collect();
    fields.finish(sheet);
    Some(Person { name: name?, role: role?, emails })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::problem::tests::shown;
    use insta::assert_snapshot;

    fn read(text: &str) -> Result<Production, Vec<Problem>> {
        Production::read(&Source::from_text(FILE, text), &["netflix", "guilds"], "0.3.1")
    }

    #[test]
    fn every_key_is_read() {
        let text = r#"
required-version = ">=0.3"
packs = ["guilds"]
strictness = "strict"
gate = "push"
exclude = ["archive/"]
[production]
code = "HL-S1"
title = "Harbour Lights"
kind = "series"
[kinds]
"art/**" = "note"
"art/prompts/*.txt" = "prompt"
[columns]
"Clip Ref" = "shot"
[limits]
size-mb = 2
[tools]
approved = ["Firefly"]
[[people]]
name = "Sam Poe"
role = "production-counsel"
email = "Sam@example.com"
[names]
characters = ["Lena Ro"]
cleared = ["Ada Kern"]
crew = []
"#;
        let production = read(text).unwrap_or_else(|problems| panic!("{}", shown(&problems)));
        assert_eq!((production.strict, production.gate, production.size_limit), (true, Gate::Push, 2 * MB));
        assert_eq!(production.packs, Some(vec!["guilds".to_owned()]));
        assert_eq!(production.kind_of("art/signs/a.txt"), Some(Kind::Note));
        assert_eq!(production.kind_of("art/prompts/a.txt"), Some(Kind::Prompt));
        assert_eq!(production.kind_of("scripts/a.txt"), None);
        assert!(production.is_excluded("archive/old/a.fountain") && !production.is_excluded("scripts/archive.fountain"));
        let person = Person { name: "Sam Poe".into(), role: PersonRole::ProductionCounsel, emails: vec!["sam@example.com".into()] };
        assert_eq!(production.people, [person]);
        assert_eq!(production.kind, Some(ProductionKind::Series));
        assert!(!production.columns.is_empty());
        let names: Vec<&str> = production.cleared_names.iter().map(|name| name.folded.as_str()).collect();
        assert_eq!((production.characters, names), (vec!["Lena Ro".to_owned()], vec!["lena ro", "ada kern"]));
    }

    #[test]
    fn an_empty_file_says_nothing() {
        let production = read("").unwrap();
        assert!(production.packs.is_none() && !production.strict && production.kind_of("art/a.txt").is_none());
        // A record names a person, which is no finding.
        assert!(production.is_excluded("clearances/2026/a.toml") && !production.is_excluded("clearances/a.fountain"));
    }

    #[test]
    fn every_problem_is_told_at_once() {
        let text = r#"required-version = "0.4"
packs = ["netflicks", "guilds"]
strictness = "hard"
gate = 3
exclude = ["a[", "b"]
trust = "signed"
[production]
cod = "X"
kind = "serie"
[kinds]
"art/**" = "notes"
[limits]
size-mb = 0
[[people]]
name = "Sam Poe"
role = "counsel"
[names]
characters = "Lena"
"#;
        assert_snapshot!(shown(&read(text).expect_err("it has problems")), @r#"
        clearslate::config::required_version
          x this production asks for Clearslate 0.4, and this is 0.3.1
           ,-[clearslate.toml:1:20]
         1 | required-version = "0.4"
           :                    ^^|^^
           :                      `-- asked for here
         2 | packs = ["netflicks", "guilds"]
           `----
          help: install the version that the production uses: cargo install
                clearslate --version '0.4'
        clearslate::config::unknown_pack
          x there is no pack `netflicks`
           ,-[clearslate.toml:2:10]
         1 | required-version = "0.4"
         2 | packs = ["netflicks", "guilds"]
           :          ^^^^^|^^^^^
           :               `-- not known
         3 | strictness = "hard"
           `----
          help: did you mean `netflix`?
        clearslate::config::unknown_strictness
          x `hard` is not one of the words that can stand here
           ,-[clearslate.toml:3:14]
         2 | packs = ["netflicks", "guilds"]
         3 | strictness = "hard"
           :              ^^^|^^
           :                 `-- not known
         4 | gate = 3
           `----
          help: known here: `normal`, `strict`
        clearslate::config::wrong_type
          x `gate` of `clearslate.toml` must be text in quotation marks
           ,-[clearslate.toml:4:8]
         3 | strictness = "hard"
         4 | gate = 3
           :        |
           :        `-- this is a number
         5 | exclude = ["a[", "b"]
           `----
        clearslate::config::bad_glob
          x `a[` is no glob: unclosed character class; missing ']'
           ,-[clearslate.toml:5:12]
         4 | gate = 3
         5 | exclude = ["a[", "b"]
           :            ^^|^
           :              `-- cannot be read
         6 | trust = "signed"
           `----
          help: for example "art/**" or "*.txt"
        clearslate::config::unknown_key
          x `clearslate.toml` has a key that is not known: `trust`
           ,-[clearslate.toml:6:1]
         5 | exclude = ["a[", "b"]
         6 | trust = "signed"
           : ^^|^^
           :   `-- not known
         7 | [production]
           `----
          help: known here: `required-version`, `production`, `packs`,
                `strictness`, `gate`, `kinds`, `columns`, `exclude`, `limits`,
                `tools`, `people`, `names`
        clearslate::config::unknown_key
          x `clearslate.toml` has a key that is not known: `production.cod`
           ,-[clearslate.toml:8:1]
         7 | [production]
         8 | cod = "X"
           : ^|^
           :  `-- not known
         9 | kind = "serie"
           `----
          help: did you mean `code`?
        clearslate::config::unknown_production_kind
          x `serie` is not one of the words that can stand here
            ,-[clearslate.toml:9:8]
          8 | cod = "X"
          9 | kind = "serie"
            :        ^^^|^^^
            :           `-- not known
         10 | [kinds]
            `----
          help: did you mean `series`?
        clearslate::config::unknown_kind
          x `notes` is not one of the words that can stand here
            ,-[clearslate.toml:11:12]
         10 | [kinds]
         11 | "art/**" = "notes"
            :            ^^^|^^^
            :               `-- not known
         12 | [limits]
            `----
          help: did you mean `note`?
        clearslate::config::wrong_type
          x `limits.size-mb` of `clearslate.toml` must be a whole number from
          | 1
            ,-[clearslate.toml:13:11]
         12 | [limits]
         13 | size-mb = 0
            :           |
            :           `-- this is a number
         14 | [[people]]
            `----
        clearslate::config::unknown_role
          x `counsel` is not one of the words that can stand here
            ,-[clearslate.toml:16:8]
         15 | name = "Sam Poe"
         16 | role = "counsel"
            :        ^^^^|^^^^
            :            `-- not known
         17 | [names]
            `----
          help: known here: `platform-contact`, `production-counsel`,
                `producer`, `showrunner`, `company`, `performer`, `performer-
                representative`, `estate`, `guardian`, `rights-holder`,
                `clearance-researcher`, `guild`, `director`
        clearslate::config::wrong_type
          x `names.characters` of `clearslate.toml` must be a list of texts
            ,-[clearslate.toml:18:14]
         17 | [names]
         18 | characters = "Lena"
            :              ^^^|^^
            :                 `-- this is text
            `----
        "#);
    }

    #[test]
    fn versions_are_held_against_the_program() {
        for (required, fits) in
            [("0.3", true), ("0.3.1", true), ("0.3.2", false), (">=0.2.9", true), (">=0.4", false), ("1", false), ("x", false)]
        {
            assert_eq!(read(&format!("required-version = \"{required}\"")).is_ok(), fits, "{required}");
        }
    }

    #[test]
    fn a_commit_is_judged_by_the_policy_of_its_base() {
        let base = read("strictness = \"strict\"\npacks = [\"guilds\"]\nexclude = [\"a/\"]\n").unwrap();
        let here = read("exclude = [\"scripts/\"]\n[kinds]\n\"art/**\" = \"note\"\n[tools]\napproved = [\"Firefly\"]\n").unwrap();
        let judged = here.judged_by(base);
        assert!(judged.strict && judged.packs.is_some() && !judged.is_excluded("scripts/1.fountain"));
        assert_eq!((judged.kind_of("art/a.txt"), judged.approved_tools.len()), (Some(Kind::Note), 1));
    }
}
