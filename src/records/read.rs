//! Reading `clearances/*.toml`: each file's `[[record]]` tables, every problem told with its place.

use super::record::{Decider, Evidence, Record, RecordKind, Scope, fold};
use super::role::PersonRole;
use crate::config::{Fields, Sheet, glob, parse};
use crate::error::nearest::did_you_mean;
use crate::source::Source;
use jiff::ToSpan;
use jiff::civil::Date;
use std::ops::Range;
use toml::Spanned;

/// What records are held against.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Ids and names of all rules there are, of packs that are not selected too; empty: rules are not compared.
    pub rules: &'a [(&'a str, &'a str)],
    /// The day on which the records are read.
    pub today: Date,
}

/// Reads one file. Problems are left in `sheet`; records with problems are not among what is returned.
pub(crate) fn read(source: &Source, known: Known<'_>, sheet: &mut Sheet) -> Vec<Record> {
    let table = parse(source.text(), sheet);
    let mut top = Fields::top(&format!("`{}`", source.path), &table);
    let tables = top.tables(sheet, "record");
    top.finish(sheet);
    tables.into_iter().filter_map(|fields| read_record(fields, source, known, sheet)).collect()
}

fn read_record(mut fields: Fields<'_>, source: &Source, known: Known<'_>, sheet: &mut Sheet) -> Option<Record> {
    fields.named("this record".to_owned());
    let before = sheet.count();
    let id = fields.text(sheet, "id");
    if let Some(id) = &id {
        fields.named(format!("the record `{}`", id.get_ref()));
        if id.get_ref().contains(char::is_whitespace) {
            sheet.report("bad_id", id.span(), "an id has no spaces", "spaces in it", Some("join its words with hyphens".to_owned()));
        }
    }
    let kind = read_kind(&mut fields, sheet);
    let needs = kind.map(Needs::of).unwrap_or_default();
    let always = [ID, KIND];
    fields.need(sheet, &always.iter().chain(needs.keys).copied().collect::<Vec<_>>());
    let rules = read_rules(&mut fields, known, sheet);
    let subjects = read_subjects(&mut fields, sheet);
    let scope = fields.table(sheet, "scope").map(|scope| read_scope(scope, sheet)).unwrap_or_default();
    let decided_by = fields.table(sheet, "decided_by").and_then(|decider| read_decider(decider, kind, sheet));
    let requested_by = fields.text(sheet, "requested_by").map(Spanned::into_inner);
    let dates = read_dates(&mut fields, known.today, sheet);
    let evidence = fields.tables(sheet, "evidence").into_iter().filter_map(|one| read_evidence(one, needs.hash, sheet)).collect();
    let note = fields.text(sheet, "note").map(Spanned::into_inner);
    let description = fields.text(sheet, "description").map(Spanned::into_inner);
    let conditions = fields.texts(sheet, "conditions").into_iter().map(Spanned::into_inner).collect();
    let withdraws = fields.texts(sheet, "withdraws").into_iter().map(Spanned::into_inner).collect();
    // Facts of a contract that the register repeats and no rule asks about.
    for key in ["territory", "media", "language", "replica", "tool"] {
        fields.texts(sheet, key);
    }
    fields.date(sheet, "guild_notice");
    let span = fields.at.clone();
    sheet.report_empty(&fields.owner, EMPTY);
    fields.finish(sheet);
    if sheet.count() > before {
        return None;
    }
    let (on, until) = dates?;
    Some(Record {
        id: id?.into_inner(),
        kind: kind?,
        rules,
        subjects,
        scope,
        decided_by: decided_by?,
        requested_by,
        on,
        until,
        evidence,
        note,
        description,
        conditions,
        withdraws,
        path: source.path.clone(),
        span: span.start as u32..span.end as u32,
    })
}

/// What a kind of record must hold besides its id, with a help for each.
#[derive(Default)]
struct Needs {
    keys: &'static [(&'static str, &'static str)],
    /// Whether each evidence needs the hash of a document.
    hash: bool,
}

const EMPTY: &str = "fill it in, and delete what does not apply; until then leave the file out of the commit: git restore --staged FILE";
const ID: (&str, &str) = ("id", "give it an id of its own, for example \"2026-11-22-anderson-cooper-7f3a\"");
const KIND: (&str, &str) = ("kind", "say what it is: approval, consent, licence, decision, disclosure or withdrawal");
const RULES: (&str, &str) = ("rules", "name the rules it settles, for example rules = [\"FAB-01\"]");
const SUBJECT: (&str, &str) = ("subject", "name who or what it is about, as the finding does");
const DECIDED_BY: (&str, &str) = ("decided_by", "say who decided: decided_by = { name = \"…\", role = \"…\" }");
const REQUESTED_BY: (&str, &str) = ("requested_by", "say who asked");
const ON: (&str, &str) = ("on", "give the day of the decision, for example on = 2026-11-20");
const UNTIL: (&str, &str) = ("until", "give the last day on which it counts, at most a year after `on`");
const EVIDENCE: (&str, &str) = ("evidence", "refer to the mail or document: evidence = [{ ref = \"…\", sha256 = \"…\" }]");
const DESCRIPTION: (&str, &str) = ("description", "describe what is agreed to: which replica, doing and saying what, for which use");
const NOTE: (&str, &str) = ("note", "give the reason for the decision");
const WITHDRAWS: (&str, &str) = ("withdraws", "name the ids of the records that it takes back");

impl Needs {
    fn of(kind: RecordKind) -> Needs {
        let (keys, hash): (&'static [_], bool) = match kind {
            RecordKind::Approval => (&[RULES, SUBJECT, DECIDED_BY, REQUESTED_BY, ON, UNTIL, EVIDENCE], false),
            RecordKind::Consent => (&[RULES, SUBJECT, DECIDED_BY, REQUESTED_BY, ON, UNTIL, EVIDENCE, DESCRIPTION], true),
            RecordKind::Licence => (&[RULES, SUBJECT, DECIDED_BY, REQUESTED_BY, ON, UNTIL, EVIDENCE], true),
            RecordKind::Decision => (&[RULES, SUBJECT, DECIDED_BY, ON, NOTE], false),
            RecordKind::Disclosure => (&[RULES, SUBJECT, DECIDED_BY, ON], false),
            RecordKind::Withdrawal => (&[WITHDRAWS, DECIDED_BY, ON], false),
        };
        Needs { keys, hash }
    }
}

fn read_kind(fields: &mut Fields<'_>, sheet: &mut Sheet) -> Option<RecordKind> {
    let text = fields.text(sheet, "kind")?;
    let kind = RecordKind::from_name(text.get_ref());
    if kind.is_none() {
        let help = did_you_mean(text.get_ref(), RecordKind::ALL.iter().map(|kind| kind.name()));
        sheet.report("unknown_kind", text.span(), format!("there is no kind of record `{}`", text.get_ref()), "not known", Some(help));
    }
    kind
}

fn read_rules(fields: &mut Fields<'_>, known: Known<'_>, sheet: &mut Sheet) -> Vec<String> {
    let rules = fields.texts(sheet, "rules");
    for rule in &rules {
        let name = rule.get_ref();
        if fold(name).is_empty() {
            blanket(rule, "rules", &fields.owner, sheet);
        } else if !known.rules.is_empty() && !known.rules.iter().any(|(id, readable)| is_rule(name, id, readable)) {
            let help = did_you_mean(name, known.rules.iter().flat_map(|&(id, readable)| [id, readable]));
            sheet.report("unknown_rule", rule.span(), format!("there is no rule `{name}`"), "not known", Some(help));
        }
    }
    rules.into_iter().map(Spanned::into_inner).collect()
}

/// Whether a record's word for a rule is this rule's id or name.
pub(crate) fn is_rule(word: &str, id: &str, name: &str) -> bool {
    word.eq_ignore_ascii_case(id) || word.eq_ignore_ascii_case(name)
}

fn read_subjects(fields: &mut Fields<'_>, sheet: &mut Sheet) -> Vec<String> {
    let subjects = fields.texts(sheet, "subject");
    for subject in subjects.iter().filter(|subject| fold(subject.get_ref()).is_empty()) {
        blanket(subject, "subject", &fields.owner, sheet);
    }
    subjects.into_iter().map(Spanned::into_inner).collect()
}

fn blanket(word: &Spanned<String>, key: &str, owner: &str, sheet: &mut Sheet) {
    let message = format!("{owner} is a blanket record: its `{key}` stands for everything");
    let help = "a record names what it is about; write one for each, `clearslate request` drafts them".to_owned();
    sheet.report("blanket", word.span(), message, "names nothing", Some(help));
}

fn read_scope(mut fields: Fields<'_>, sheet: &mut Sheet) -> Scope {
    let production = fields.text(sheet, "production").map(Spanned::into_inner);
    let mut paths = Vec::new();
    for path in fields.texts(sheet, "paths") {
        match glob(path.get_ref()) {
            Ok(glob) => paths.push(glob),
            Err(problem) => {
                let message = format!("`{}` is no glob: {problem}", path.get_ref());
                sheet.report("bad_glob", path.span(), message, "cannot be read", Some("for example \"scripts/103*\"".to_owned()));
            }
        }
    }
    let scenes = fields.texts(sheet, "scenes").into_iter().map(Spanned::into_inner).collect();
    let mut texts = Vec::new();
    for text in fields.texts(sheet, "text") {
        match text.get_ref().strip_prefix("sha256:").and_then(hex) {
            Some(hash) => texts.push(format!("sha256:{hash}")),
            None => {
                let help =
                    "write `sha256:` and 64 hexadecimal digits, as `clearslate request` drafts it; never the words themselves".to_owned();
                sheet.report("bad_hash", text.span(), "`scope.text` is the hash of a wording", "not a hash", Some(help));
            }
        }
    }
    fields.finish(sheet);
    Scope { production, paths, scenes, texts }
}

/// 64 hexadecimal digits in lower case.
fn hex(text: &str) -> Option<String> {
    (text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit())).then(|| text.to_ascii_lowercase())
}

fn read_decider(mut fields: Fields<'_>, kind: Option<RecordKind>, sheet: &mut Sheet) -> Option<Decider> {
    const ROLE: &str = "say in which role the person decided, for example \"platform-contact\"";
    fields.need(sheet, &[("name", "name the person who decided"), ("role", ROLE)]);
    let name = fields.text(sheet, "name").map(Spanned::into_inner);
    let role = fields.text(sheet, "role");
    let organisation = fields.text(sheet, "organisation").map(Spanned::into_inner);
    fields.finish(sheet);
    let written = role?;
    let Some(role) = PersonRole::from_name(written.get_ref()) else {
        let message = format!("there is no role `{}`", written.get_ref());
        sheet.report("unknown_role", written.span(), message, "not known", Some(did_you_mean(written.get_ref(), PersonRole::names())));
        return None;
    };
    if kind == Some(RecordKind::Consent) && !PersonRole::CONSENTERS.contains(&role) {
        let message = format!("a consent cannot be given by {}", role.words());
        let names: Vec<&str> = PersonRole::CONSENTERS.iter().map(|role| role.name()).collect();
        let help = format!("a consent is the person's own, or of who stands for the person: {}", names.join(", "));
        sheet.report("wrong_role", written.span(), message, "not entitled", Some(help));
        return None;
    }
    Some(Decider { name: name?, role, organisation })
}

/// A record counts from `on` to `until`; without `until`, a year.
fn read_dates(fields: &mut Fields<'_>, today: Date, sheet: &mut Sheet) -> Option<(Date, Date)> {
    let on = fields.date(sheet, "on");
    let until = fields.date(sheet, "until");
    let on = on?;
    // Where the decision was made it may be tomorrow already.
    if *on.get_ref() > today.saturating_add(1.day()) {
        let message = format!("{} is dated {}, which is in the future", fields.owner, on.get_ref());
        sheet.report("future", on.span(), message, "after today", Some("give the day on which it was decided".to_owned()));
    }
    let year = on.get_ref().saturating_add(1.year());
    let Some(until) = until else { return Some((*on.get_ref(), year)) };
    report_until(&until, *on.get_ref(), year, &fields.owner, sheet);
    Some((*on.get_ref(), *until.get_ref()))
}

fn report_until(until: &Spanned<Date>, on: Date, year: Date, owner: &str, sheet: &mut Sheet) {
    let span: Range<usize> = until.span();
    if *until.get_ref() < on {
        let help = "`until` is the last day on which the record counts".to_owned();
        sheet.report("ends_before", span, format!("{owner} ends before its own date, {on}"), "before `on`", Some(help));
    } else if *until.get_ref() > year {
        let help = format!("write until = {year} or earlier, and renew it then");
        sheet.report("too_long", span, format!("{owner} runs for more than a year"), "too late", Some(help));
    }
}

fn read_evidence(mut fields: Fields<'_>, hash_needed: bool, sheet: &mut Sheet) -> Option<Evidence> {
    const REF: (&str, &str) = ("ref", "say where the document is: a mail with its date, a ticket, a contract number");
    const HASH: (&str, &str) = ("sha256", "give the hash of the signed document: sha256sum FILE");
    fields.need(sheet, if hash_needed { &[REF, HASH] } else { &[REF] });
    let reference = fields.text(sheet, "ref").map(Spanned::into_inner);
    let sha256 = fields.text(sheet, "sha256").and_then(|text| {
        let hash = hex(text.get_ref().strip_prefix("sha256:").unwrap_or(text.get_ref()));
        if hash.is_none() {
            let help = "64 hexadecimal digits, as `sha256sum FILE` prints them".to_owned();
            sheet.report("bad_hash", text.span(), "this is no SHA-256 of a document", "not a hash", Some(help));
        }
        hash
    });
    fields.finish(sheet);
    Some(Evidence { reference: reference?, sha256 })
}
