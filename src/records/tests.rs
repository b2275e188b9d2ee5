//! What clears what, and what is said where it does not.

use super::*;
use crate::config::problem::tests::shown;
use crate::document::{Kind, Role};
use crate::policy::{Level, Rule};
use crate::report::{Disposition, Finding, Identity, Place, Report, Scene};
use crate::source::Position;
use insta::assert_snapshot;
use jiff::civil::date;

const TODAY: Date = date(2026, 11, 24);
const RULES: &[(&str, &str)] = &[("FAB-01", "real-journalist-speaks"), ("IPR-01", "artist-style")];
const WORDS: &str = "good evening from the harbour";

fn rule(level: Level) -> Rule {
    Rule {
        id: "FAB-01".into(),
        name: "real-journalist-speaks".into(),
        pack: "test".into(),
        title: String::new(),
        level,
        message: String::new(),
        why: String::new(),
        help: String::new(),
        basis: Vec::new(),
        decided_by: Vec::new(),
        exact_text: false,
        profiles: Vec::new(),
        covers: Vec::new(),
        matches: Vec::new(),
        examples: Vec::new(),
    }
}

fn finding(level: Level) -> Finding {
    let start = Position { line: 12, column: 1 };
    Finding {
        rule: "FAB-01".into(),
        name: "real-journalist-speaks".into(),
        level,
        subject: "Anderson Cooper".into(),
        message: String::new(),
        why: String::new(),
        help: String::new(),
        place: Place {
            path: "scripts/103.fountain".into(),
            member: None,
            span: 0..1,
            start,
            end: start,
            role: Role::Cue,
            kind: Kind::Screenplay,
            scene: Some(Scene { number: Some("12A".into()), heading: "INT. NEWSROOM - NIGHT".into() }),
            cue: None,
            item: None,
            column: None,
        },
        identity: Identity("1:00".into()),
        wording: Some(WORDS.into()),
        disposition: Disposition::Open,
        basis: Vec::new(),
    }
}

/// A complete record; `more` stands before the tables in it.
fn record(id: &str, kind: &str, role: &str, more: &str) -> String {
    let description = if kind == "consent" { "description = \"a voice replica for one line on a background monitor\"\n" } else { "" };
    let dates = if more.starts_with("on =") { "" } else { "on = 2026-11-20\nuntil = 2027-11-20\n" };
    let hash = "0123456789abcdef".repeat(4);
    format!(
        "[[record]]\nid = \"{id}\"\nkind = \"{kind}\"\nrules = [\"FAB-01\"]\nsubject = \"ANDERSON COOPER\"\nrequested_by = \"Robin Doe\"\n{dates}\
         {description}evidence = [{{ ref = \"mail\", sha256 = \"{hash}\" }}]\ndecided_by = {{ name = \"Sam Poe\", role = \"{role}\" }}\n{more}\n"
    )
}

fn ledger(text: &str) -> Ledger {
    let file = Source::from_text("clearances/a.toml", text);
    Ledger::read(&[file], Some("HL-S1"), Known { rules: RULES, today: TODAY }).unwrap_or_else(|problems| panic!("{}", shown(&problems)))
}

/// What becomes of one finding, and the notices.
fn told(rule: Rule, finding: Finding, records: &str) -> String {
    let mut report = Report { findings: vec![finding], ..Report::default() };
    ledger(records).settle(&mut report, &[rule], TODAY);
    let mut out = match &report.findings[0].disposition {
        Disposition::Open => "open".to_owned(),
        Disposition::Cleared { records, same_commit } => {
            format!("cleared by {}{}", records.join(", "), if *same_commit { " (same commit)" } else { "" })
        }
        Disposition::Refused { reasons } => reasons.join("\n"),
    };
    for notice in &report.notices {
        out.push_str(&format!("\n! {} {}", notice.code, notice.message));
    }
    out
}

fn at(level: Level, records: &str) -> String {
    told(rule(level), finding(level), records)
}

#[test]
fn each_level_asks_for_its_own_records() {
    let approval = record("a", "approval", "platform-contact", "");
    let consent = record("c", "consent", "performer", "");
    let licence = record("l", "licence", "rights-holder", "");
    let decision = record("d", "decision", "producer", "note = \"archive sound, checked\"");
    let disclosure = record("s", "disclosure", "producer", "");
    assert_eq!(at(Level::Escalate, ""), "open");
    for (level, records, told) in [
        (Level::Clearance, &decision, "cleared by d"),
        (Level::Clearance, &licence, "cleared by l"),
        (Level::Clearance, &disclosure, "the disclosure `s` is on record, and this needs a decision, licence or approval"),
        (Level::Disclose, &disclosure, "cleared by s"),
        (Level::Disclose, &approval, "cleared by a"),
        (Level::Judgement, &decision, "cleared by d"),
        (Level::Judgement, &approval, "the approval `a` gives no reason in `note`"),
        (Level::Judgement, &disclosure, "the disclosure `s` is on record, and this needs a decision with a reason"),
        (Level::Escalate, &approval, "cleared by a"),
        (Level::Escalate, &decision, "the decision `d` is on record, and this needs written approval"),
        (Level::Escalate, &consent, "the consent `c` is on record, and this needs written approval"),
        (Level::Escalate, &format!("{licence}{approval}"), "cleared by a, l"),
        (
            Level::Escalate,
            &licence,
            "a licence is on record (`l`), an approval by the platform contact or production counsel is still missing",
        ),
        (Level::Consent, &format!("{approval}{consent}"), "cleared by a, c"),
        (
            Level::Consent,
            &consent,
            "a consent is on record (`c`), an approval by the platform contact or production counsel is still missing",
        ),
        (
            Level::Consent,
            &approval,
            "an approval is on record (`a`), a consent by the performer, the performer's representative, the estate, the guardian or the rights holder is still missing",
        ),
        (Level::Forbid, &approval, "the approval `a` is on record, and nothing clears this while its condition holds"),
    ] {
        assert_eq!(at(level, records), told, "{level}");
    }
}

#[test]
fn what_does_not_hold_clears_nothing_and_says_why() {
    let approval = |more: &str| at(Level::Escalate, &record("a", "approval", "platform-contact", more));
    let other = "sha256:".to_owned() + &"ab".repeat(32);
    let told = [ approval("on = 2026-05-01\nuntil = 2026-10-01"), approval("on = 2026-11-25\nuntil = 2027-01-01"), approval("scope = { production = \"ZZ\" }"), approval("scope = { paths = [\"scripts/104*\", \"*.fountain\"] }"), approval("scope = { scenes = [\"12\"] }"), approval(&format!("scope = {{ text = \"{other}\" }}")), at(Level::Escalate, &record("a", "approval", "producer", "")), at(Level::Escalate, &record("a", "approval", "platform-contact", "").replace("Sam Poe", "ROBIN doe")), at( Level::Escalate, &(record("a", "approval", "platform-contact", "") + "[[record]]\nid = \"w\"\nkind = \"withdrawal\"\nwithdraws = \"a\"\non = 2026-11-22\ndecided_by = { name = \"Sam Poe\", role = \"platform-contact\" }\n") ), ] .join("\n");
    assert_snapshot!(told, @r"
    the approval `a` ended on 2026-10-01
    ! clearslate::records::ended the approval `a` ended on 2026-10-01 and clears nothing any more
    the approval `a` counts from 2026-11-25 on
    the approval `a` is for the production `ZZ`, this is `HL-S1`
    the approval `a` is for `scripts/104*`, `*.fountain`, which leaves out `scripts/103.fountain`
    the approval `a` is for scene 12, this is scene 12A
    the approval `a` is for another wording; these words are sha256:d861ba13e47e2fff43b95e95c4ce1bd9e280979a383237b159629856646b364e
    the approval `a` is by the producer; this is for the platform contact or production counsel to decide
    the approval `a` was asked for and decided by the same person
    the approval `a` was withdrawn on 2026-11-22 by `w`
    ");
}

#[test]
fn scope_that_fits_clears() {
    let hash = text_hash(WORDS);
    for scope in [
        "production = \"hl-s1\"".to_owned(),
        "paths = [\"scripts/103*\"]".to_owned(),
        "paths = \"scripts/\"".to_owned(),
        "scenes = [\"3\", \"12a\"]".to_owned(),
        "scenes = \"INT. Newsroom – Night\"".to_owned(),
        format!("text = \"{hash}\""),
    ] {
        assert_eq!(
            at(Level::Escalate, &record("a", "approval", "platform-contact", &format!("scope = {{ {scope} }}"))),
            "cleared by a",
            "{scope}"
        );
    }
}

#[test]
fn another_subject_or_rule_does_not_speak_of_it() {
    let approval = record("a", "approval", "platform-contact", "");
    assert_eq!(at(Level::Escalate, &approval.replace("ANDERSON COOPER", "Anderson Coopers")), "open");
    assert_eq!(at(Level::Escalate, &approval.replace("FAB-01", "IPR-01")), "open");
    assert_eq!(at(Level::Escalate, &approval.replace("FAB-01", "real-journalist-speaks")), "cleared by a");
    assert_eq!(at(Level::Escalate, &approval.replace("\"ANDERSON COOPER\"", "[\"Lena Ro\", \"Anderson Cooper\"]")), "cleared by a");
}

#[test]
fn a_rule_of_exact_words_wants_their_hash_in_scripts() {
    let exact = || Rule { exact_text: true, ..rule(Level::Escalate) };
    let approval = record("a", "approval", "platform-contact", "");
    assert_snapshot!(told(exact(), finding(Level::Escalate), &approval), @r#"
    the approval `a` does not say which words it covers; if it covers these, write text = "sha256:d861ba13e47e2fff43b95e95c4ce1bd9e280979a383237b159629856646b364e" in its scope
    "#);
    let mut prompt = finding(Level::Escalate);
    prompt.place.kind = Kind::Prompt;
    assert_eq!(told(exact(), prompt, &approval), "cleared by a");
    let covered = record("a", "approval", "platform-contact", &format!("scope = {{ text = \"{}\" }}", text_hash(WORDS)));
    assert_eq!(told(exact(), finding(Level::Escalate), &covered), "cleared by a");
    let mut changed = finding(Level::Escalate);
    changed.wording = Some("good evening from the hospital".into());
    assert!(told(exact(), changed, &covered).starts_with("the approval `a` is for another wording; these words are sha256:"));
}

#[test]
fn a_rule_may_name_who_decides() {
    let named = || Rule { decided_by: vec!["estate".into(), "producer".into()], ..rule(Level::Consent) };
    let estate = record("c", "consent", "estate", "") + &record("a", "approval", "producer", "");
    assert_eq!(told(named(), finding(Level::Consent), &estate), "cleared by a, c");
    let others = record("c", "consent", "performer", "") + &record("a", "approval", "platform-contact", "");
    assert_snapshot!(told(named(), finding(Level::Consent), &others), @r"
    the consent `c` is by the performer; this is for the estate to decide
    the approval `a` is by the platform contact; this is for the producer to decide
    ");
}

#[test]
fn the_last_day_counts_and_renewal_is_hinted_at() {
    let until = |day: &str| at(Level::Escalate, &record("a", "approval", "platform-contact", &format!("on = 2026-11-01\nuntil = {day}")));
    assert_eq!(until("2026-11-24"), "cleared by a\n! clearslate::records::renewal_due the approval `a` ends today");
    assert_eq!(until("2027-01-05"), "cleared by a\n! clearslate::records::renewal_due the approval `a` ends on 2027-01-05, in 42 days");
    assert_eq!(until("2027-01-06"), "cleared by a");
}

#[test]
fn a_record_of_the_same_commit_is_named_as_such() {
    let mut report = Report { findings: vec![finding(Level::Escalate)], ..Report::default() };
    let ledger = ledger(&record("a", "approval", "platform-contact", ""))
        .brought_in_by(&["clearances/a.toml".into(), "scripts/103.fountain".into()]);
    ledger.settle(&mut report, &[rule(Level::Escalate)], TODAY);
    assert_eq!(report.findings[0].disposition, Disposition::Cleared { records: vec!["a".into()], same_commit: true });
}

/// The problems of one file, as a person reads them.
fn problems(text: &str) -> String {
    let file = Source::from_text("clearances/a.toml", text);
    shown(&Ledger::read(&[file], None, Known { rules: RULES, today: TODAY }).expect_err("the file has problems"))
}

#[test]
fn a_missing_field_underlines_the_record() {
    assert_snapshot!(problems("# asked for by mail\n[[record]]\nid = \"a\"\nkind = \"consent\"\n"), @r#"
    clearslate::records::missing
      x the record `a` has no `rules`, `subject`, `decided_by`,
      | `requested_by`, `on`, `until`, `evidence`, `description`
       ,-[clearances/a.toml:2:1]
     1 | # asked for by mail
     2 | [[record]]
       : ^^^^^|^^^^
       :      `-- missing here
     3 | id = "a"
       `----
      help: name the rules it settles, for example rules = ["FAB-01"]
            name who or what it is about, as the finding does
            say who decided: decided_by = { name = "…", role = "…" }
            say who asked
            give the day of the decision, for example on = 2026-11-20
            give the last day on which it counts, at most a year after
            `on`
            refer to the mail or document: evidence = [{ ref = "…", sha256
            = "…" }]
            describe what is agreed to: which replica, doing and saying
            what, for which use
    "#);
}

#[test]
fn every_slip_of_a_record_is_told_at_once() {
    let text = r#"[[record]]
id = "a b"
kind = "aproval"
rules = ["FAB-1", "*"]
subject = ["*", 7]
scope = { production = "", paths = ["a{"], text = "Good evening", scene = "12" }
decided_by = { name = "Sam Poe", role = "producr" }
requested_by = ""
on = 2026-12-24
untill = "soon"
evidence = [{ ref = "mail", sha256 = "12" }]
note = 3
"#;
    assert_snapshot!(problems(text), @r#"
    clearslate::records::bad_id
      x an id has no spaces
       ,-[clearances/a.toml:2:6]
     1 | [[record]]
     2 | id = "a b"
       :      ^^|^^
       :        `-- spaces in it
     3 | kind = "aproval"
       `----
      help: join its words with hyphens
    clearslate::records::unknown_kind
      x there is no kind of record `aproval`
       ,-[clearances/a.toml:3:8]
     2 | id = "a b"
     3 | kind = "aproval"
       :        ^^^^|^^^^
       :            `-- not known
     4 | rules = ["FAB-1", "*"]
       `----
      help: did you mean `approval`?
    clearslate::records::unknown_rule
      x there is no rule `FAB-1`
       ,-[clearances/a.toml:4:10]
     3 | kind = "aproval"
     4 | rules = ["FAB-1", "*"]
       :          ^^^|^^^
       :             `-- not known
     5 | subject = ["*", 7]
       `----
      help: did you mean `FAB-01`?
    clearslate::records::blanket
      x the record `a b` is a blanket record: its `rules` stands for
      | everything
       ,-[clearances/a.toml:4:19]
     3 | kind = "aproval"
     4 | rules = ["FAB-1", "*"]
       :                   ^|^
       :                    `-- names nothing
     5 | subject = ["*", 7]
       `----
      help: a record names what it is about; write one for each,
            `clearslate request` drafts them
    clearslate::records::blanket
      x the record `a b` is a blanket record: its `subject` stands for
      | everything
       ,-[clearances/a.toml:5:12]
     4 | rules = ["FAB-1", "*"]
     5 | subject = ["*", 7]
       :            ^|^
       :             `-- names nothing
     6 | scope = { production = "", paths = ["a{"], text = "Good evening", scene = "12" }
       `----
      help: a record names what it is about; write one for each,
            `clearslate request` drafts them
    clearslate::records::wrong_type
      x `subject` of the record `a b` must be text in quotation marks
       ,-[clearances/a.toml:5:17]
     4 | rules = ["FAB-1", "*"]
     5 | subject = ["*", 7]
       :                 |
       :                 `-- this is a number
     6 | scope = { production = "", paths = ["a{"], text = "Good evening", scene = "12" }
       `----
    clearslate::records::empty
      x `scope.production`, `requested_by` of the record `a b` are empty
       ,-[clearances/a.toml:6:24]
     5 | subject = ["*", 7]
     6 | scope = { production = "", paths = ["a{"], text = "Good evening", scene = "12" }
       :                        ^|
       :                         `-- to fill in
     7 | decided_by = { name = "Sam Poe", role = "producr" }
     8 | requested_by = ""
       :                ^|
       :                 `-- to fill in
     9 | on = 2026-12-24
       `----
      help: fill it in, and delete what does not apply; until then leave
            the file out of the commit: git restore --staged FILE
    clearslate::records::bad_glob
      x `a{` is no glob: unclosed alternate group; missing '}' (maybe
      | escape '{' with '[{]'?)
       ,-[clearances/a.toml:6:37]
     5 | subject = ["*", 7]
     6 | scope = { production = "", paths = ["a{"], text = "Good evening", scene = "12" }
       :                                     ^^|^
       :                                       `-- cannot be read
     7 | decided_by = { name = "Sam Poe", role = "producr" }
       `----
      help: for example "scripts/103*"
    clearslate::records::bad_hash
      x `scope.text` is the hash of a wording
       ,-[clearances/a.toml:6:51]
     5 | subject = ["*", 7]
     6 | scope = { production = "", paths = ["a{"], text = "Good evening", scene = "12" }
       :                                                   ^^^^^^^|^^^^^^
       :                                                          `-- not a hash
     7 | decided_by = { name = "Sam Poe", role = "producr" }
       `----
      help: write `sha256:` and 64 hexadecimal digits, as `clearslate
            request` drafts it; never the words themselves
    clearslate::records::unknown_key
      x the record `a b` has a key that is not known: `scope.scene`
       ,-[clearances/a.toml:6:67]
     5 | subject = ["*", 7]
     6 | scope = { production = "", paths = ["a{"], text = "Good evening", scene = "12" }
       :                                                                   ^^|^^
       :                                                                     `-- not known
     7 | decided_by = { name = "Sam Poe", role = "producr" }
       `----
      help: did you mean `scenes`?
    clearslate::records::unknown_role
      x there is no role `producr`
       ,-[clearances/a.toml:7:41]
     6 | scope = { production = "", paths = ["a{"], text = "Good evening", scene = "12" }
     7 | decided_by = { name = "Sam Poe", role = "producr" }
       :                                         ^^^^|^^^^
       :                                             `-- not known
     8 | requested_by = ""
       `----
      help: did you mean `producer`?
    clearslate::records::future
      x the record `a b` is dated 2026-12-24, which is in the future
        ,-[clearances/a.toml:9:6]
      8 | requested_by = ""
      9 | on = 2026-12-24
        :      ^^^^^|^^^^
        :           `-- after today
     10 | untill = "soon"
        `----
      help: give the day on which it was decided
    clearslate::records::unknown_key
      x the record `a b` has a key that is not known: `untill`
        ,-[clearances/a.toml:10:1]
      9 | on = 2026-12-24
     10 | untill = "soon"
        : ^^^|^^
        :    `-- not known
     11 | evidence = [{ ref = "mail", sha256 = "12" }]
        `----
      help: did you mean `until`?
    clearslate::records::bad_hash
      x this is no SHA-256 of a document
        ,-[clearances/a.toml:11:38]
     10 | untill = "soon"
     11 | evidence = [{ ref = "mail", sha256 = "12" }]
        :                                      ^^|^
        :                                        `-- not a hash
     12 | note = 3
        `----
      help: 64 hexadecimal digits, as `sha256sum FILE` prints them
    clearslate::records::wrong_type
      x `note` of the record `a b` must be text in quotation marks
        ,-[clearances/a.toml:12:8]
     11 | evidence = [{ ref = "mail", sha256 = "12" }]
     12 | note = 3
        :        |
        :        `-- this is a number
        `----
    "#);
}

#[test]
fn dates_of_a_record_make_sense() {
    assert_snapshot!(problems(&record("a", "approval", "platform-contact", "on = 2026-11-20\nuntil = 2027-11-21")), @r"
    clearslate::records::too_long
      x the record `a` runs for more than a year
        ,-[clearances/a.toml:10:9]
      9 | on = 2026-11-20
     10 | until = 2027-11-21
        :         ^^^^^|^^^^
        :              `-- too late
        `----
      help: write until = 2027-11-20 or earlier, and renew it then
    ");
    assert_snapshot!(problems(&record("a", "approval", "platform-contact", "on = 2026-11-20\nuntil = \"2026-11-19\"")), @r#"
    clearslate::records::ends_before
      x the record `a` ends before its own date, 2026-11-20
        ,-[clearances/a.toml:10:9]
      9 | on = 2026-11-20
     10 | until = "2026-11-19"
        :         ^^^^^^|^^^^^
        :               `-- before `on`
        `----
      help: `until` is the last day on which the record counts
    "#);
}

#[test]
fn only_the_person_consents() {
    assert_snapshot!(problems(&record("a", "consent", "producer", "")), @r#"
    clearslate::records::wrong_role
      x a consent cannot be given by the producer
        ,-[clearances/a.toml:11:41]
     10 | evidence = [{ ref = "mail", sha256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" }]
     11 | decided_by = { name = "Sam Poe", role = "producer" }
        :                                         ^^^^^|^^^^
        :                                              `-- not entitled
     12 |
        `----
      help: a consent is the person's own, or of who stands for the
            person: performer, performer-representative, estate, guardian,
            rights-holder
    "#);
}

#[test]
fn ids_are_unique_and_withdrawals_name_one() {
    let withdrawal = "[[record]]\nid = \"w\"\nkind = \"withdrawal\"\nwithdraws = \"b\"\non = 2026-11-22\ndecided_by = { name = \"Sam Poe\", role = \"estate\" }\n";
    let approval = record("a1", "approval", "platform-contact", "");
    assert_snapshot!(problems(&format!("{approval}{approval}{withdrawal}")), @r#"
    clearslate::records::same_id
      x two records have the id `a1`
        ,-[clearances/a.toml:12:1]
     11 |
     12 | [[record]]
        : ^^^^^|^^^^
        :      `-- the second one
     13 | id = "a1"
        `----
      help: the other one is in `clearances/a.toml`; give each an id of
            its own
    "#);
    assert_snapshot!(problems(&format!("{approval}{withdrawal}")), @r#"
    clearslate::records::unknown_record
      x the withdrawal `w` names a record that is not there: `b`
        ,-[clearances/a.toml:12:1]
     11 |
     12 | [[record]]
        : ^^^^^|^^^^
        :      `-- in this record
     13 | id = "w"
        `----
      help: known here: `a1`
    "#);
}

#[test]
fn what_is_no_toml_is_told_with_its_place() {
    assert_snapshot!(problems("<<<<<<< ours\n[[record]]\nid = \"a\n"), @r"
    clearslate::records::syntax
      x this is not TOML: invalid unquoted key, expected letters, numbers,
      | `-`, `_`
       ,-[clearances/a.toml:1:1]
     1 | <<<<<<< ours
       : ^^^|^^^
       :    `-- here
     2 | [[record]]
       `----
    clearslate::records::syntax
      x this is not TOML: key with no value, expected `=`
       ,-[clearances/a.toml:1:9]
     1 | <<<<<<< ours
       :         ^
       :         `-- here
     2 | [[record]]
       `----
    ");
}

#[test]
fn a_draft_is_refused_until_it_is_filled_in_and_clears_then() {
    let exact = Rule { exact_text: true, ..rule(Level::Consent) };
    let found = finding(Level::Consent);
    let drafts = Ledger { production: Some("HL-S1".into()), ..Ledger::default() }.drafts(&found, &exact, TODAY);
    assert_snapshot!(drafts.iter().map(|draft| draft.text.as_str()).collect::<Vec<_>>().join("\n"), @r#"
    # FAB-01 real-journalist-speaks: Anderson Cooper, scripts/103.fountain, line 12, scene 12A
    [[record]]
    id = "2026-11-24-anderson-cooper-c044"
    kind = "consent"
    rules = ["FAB-01"]
    subject = "Anderson Cooper"
    on = 2026-11-24  # the day of the decision
    until = 2027-11-23  # the last day on which it counts, at most a year later
    requested_by = ""  # to fill in: who asks; not who decides
    description = ""  # to fill in: what is agreed to: which replica, doing and saying what, for which use
    [record.scope]
    production = "HL-S1"
    paths = ["scripts/103.fountain"]
    scenes = ["12A"]
    text = "sha256:d861ba13e47e2fff43b95e95c4ce1bd9e280979a383237b159629856646b364e"
    [record.decided_by]
    name = ""  # to fill in: the person who decides
    role = ""  # to fill in: performer, or performer-representative, or estate, or guardian, or rights-holder
    [[record.evidence]]
    ref = ""  # to fill in: where it is in writing: a mail with its date, a ticket, a contract number
    sha256 = ""  # to fill in: hash of that document: sha256sum FILE

    # FAB-01 real-journalist-speaks: Anderson Cooper, scripts/103.fountain, line 12, scene 12A
    [[record]]
    id = "2026-11-24-anderson-cooper-cb79"
    kind = "approval"
    rules = ["FAB-01"]
    subject = "Anderson Cooper"
    on = 2026-11-24  # the day of the decision
    until = 2027-11-23  # the last day on which it counts, at most a year later
    requested_by = ""  # to fill in: who asks; not who decides
    [record.scope]
    production = "HL-S1"
    paths = ["scripts/103.fountain"]
    scenes = ["12A"]
    text = "sha256:d861ba13e47e2fff43b95e95c4ce1bd9e280979a383237b159629856646b364e"
    [record.decided_by]
    name = ""  # to fill in: the person who decides
    role = ""  # to fill in: platform-contact, or production-counsel
    organisation = ""  # to fill in: for whom the person decides
    [[record.evidence]]
    ref = ""  # to fill in: where it is in writing: a mail with its date, a ticket, a contract number
    sha256 = ""  # to fill in: hash of that document: sha256sum FILE
    "#);
    let both: String = drafts.iter().map(|draft| draft.text.as_str()).collect();
    assert_snapshot!(problems(&both), @r#"
    clearslate::records::empty
      x `decided_by.name`, `decided_by.role`, `requested_by`,
      | `evidence.ref`, `evidence.sha256`, `description` of the record
      | `2026-11-24-anderson-cooper-c044` are empty
        ,-[clearances/a.toml:9:16]
      8 | until = 2027-11-23  # the last day on which it counts, at most a year later
      9 | requested_by = ""  # to fill in: who asks; not who decides
        :                ^|
        :                 `-- to fill in
     10 | description = ""  # to fill in: what is agreed to: which replica, doing and saying what, for which use
        :               ^|
        :                `-- to fill in
     11 | [record.scope]
     12 | production = "HL-S1"
     13 | paths = ["scripts/103.fountain"]
     14 | scenes = ["12A"]
     15 | text = "sha256:d861ba13e47e2fff43b95e95c4ce1bd9e280979a383237b159629856646b364e"
     16 | [record.decided_by]
     17 | name = ""  # to fill in: the person who decides
        :        ^|
        :         `-- to fill in
     18 | role = ""  # to fill in: performer, or performer-representative, or estate, or guardian, or rights-holder
        :        ^|
        :         `-- to fill in
     19 | [[record.evidence]]
     20 | ref = ""  # to fill in: where it is in writing: a mail with its date, a ticket, a contract number
        :       ^|
        :        `-- to fill in
     21 | sha256 = ""  # to fill in: hash of that document: sha256sum FILE
        :          ^|
        :           `-- to fill in
     22 | # FAB-01 real-journalist-speaks: Anderson Cooper, scripts/103.fountain, line 12, scene 12A
        `----
      help: fill it in, and delete what does not apply; until then leave
            the file out of the commit: git restore --staged FILE
    clearslate::records::empty
      x `decided_by.name`, `decided_by.role`, `decided_by.organisation`,
      | `requested_by`, `evidence.ref`, `evidence.sha256` of the record
      | `2026-11-24-anderson-cooper-cb79` are empty
        ,-[clearances/a.toml:30:16]
     29 | until = 2027-11-23  # the last day on which it counts, at most a year later
     30 | requested_by = ""  # to fill in: who asks; not who decides
        :                ^|
        :                 `-- to fill in
     31 | [record.scope]
     32 | production = "HL-S1"
     33 | paths = ["scripts/103.fountain"]
     34 | scenes = ["12A"]
     35 | text = "sha256:d861ba13e47e2fff43b95e95c4ce1bd9e280979a383237b159629856646b364e"
     36 | [record.decided_by]
     37 | name = ""  # to fill in: the person who decides
        :        ^|
        :         `-- to fill in
     38 | role = ""  # to fill in: platform-contact, or production-counsel
        :        ^|
        :         `-- to fill in
     39 | organisation = ""  # to fill in: for whom the person decides
        :                ^|
        :                 `-- to fill in
     40 | [[record.evidence]]
     41 | ref = ""  # to fill in: where it is in writing: a mail with its date, a ticket, a contract number
        :       ^|
        :        `-- to fill in
     42 | sha256 = ""  # to fill in: hash of that document: sha256sum FILE
        :          ^|
        :           `-- to fill in
        `----
      help: fill it in, and delete what does not apply; until then leave
            the file out of the commit: git restore --staged FILE
    "#);
    let filled = both
        .replace("sha256 = \"\"", &format!("sha256 = \"{}\"", "0123456789abcdef".repeat(4)))
        .replacen("role = \"\"", "role = \"performer\"", 1)
        .replacen("role = \"\"", "role = \"production-counsel\"", 1)
        .replacen("name = \"\"", "name = \"Anderson Cooper\"", 1)
        .replace("requested_by = \"\"", "requested_by = \"Robin Doe\"")
        .replace("\"\"", "\"Sam Poe\"");
    let cleared: Vec<&str> = drafts.iter().map(|draft| draft.id.as_str()).collect();
    let mut sorted = cleared.clone();
    sorted.sort_unstable();
    assert_eq!(told(exact.clone(), found.clone(), &filled), format!("cleared by {}", sorted.join(", ")));
    // What is on record already is not drafted again.
    let consent = filled.split("\n# ").next().unwrap_or_default();
    assert_eq!(ledger(consent).drafts(&found, &exact, TODAY).len(), 1);
}

#[test]
fn the_examples_of_the_page_for_counsel_are_read() {
    let page = include_str!("../../docs/records.md");
    let examples: String = page.split("```toml\n").skip(1).filter_map(|part| part.split("```").next()).collect();
    let packs = crate::policy::builtin::packs();
    let rules: Vec<(&str, &str)> = packs.iter().flat_map(|pack| &pack.rules).map(|rule| (rule.id.as_str(), rule.name.as_str())).collect();
    let file = Source::from_text("docs/records.md", &examples);
    let ledger =
        Ledger::read(&[file], None, Known { rules: &rules, today: TODAY }).unwrap_or_else(|problems| panic!("{}", shown(&problems)));
    let kinds: BTreeSet<RecordKind> = ledger.records().iter().map(|record| record.kind).collect();
    assert_eq!(kinds.len(), RecordKind::ALL.len());
}

#[test]
fn any_text_is_read_and_every_problem_can_be_shown() {
    let whole = record("é", "consent", "performer", "scope.text = \"ü\"\nnote = \"\"\"\n«\n\"\"\"").replace("Sam", "Šam");
    for (at, _) in whole.char_indices() {
        for text in [whole[..at].to_owned(), format!("{}„{}", &whole[..at], &whole[at..]), whole[at..].to_owned()] {
            let file = Source::from_text("clearances/ä.toml", &text);
            if let Err(problems) = Ledger::read(&[file], None, Known { rules: RULES, today: TODAY }) {
                assert!(!shown(&problems).is_empty());
            }
        }
    }
}
