//! Every rule's own examples: what must fire fires at its level, what must not stays silent.

use crate::{Files, check_by, shipped};
use clearslate::policy::{Rule, builtin::packs, rule::Example};
use clearslate::report::Report;

fn run(rule: &Rule, example: &Example, look: bool) -> Report {
    let files: Files = std::iter::once((example.path.clone(), example.text.clone())).chain(example.with.iter().cloned()).collect();
    // A rule of the strict profile is tried in it; it alone would have every file of the others parsed.
    let rules = if rule.profiles.is_empty() { &shipped().rules } else { &shipped().strict };
    check_by(rules, &files, &[], look)
}

#[test]
fn examples_do_what_their_rules_say() {
    let mut wrong = Vec::new();
    for rule in packs().iter().flat_map(|pack| &pack.rules) {
        assert!(rule.examples.iter().any(|e| e.flags) && rule.examples.iter().any(|e| !e.flags), "{} has an example of each kind", rule.id);
        for example in &rule.examples {
            let report = run(rule, example, true);
            let found: Vec<_> = report.findings.iter().filter(|f| *f.rule == *rule.id && *f.place.path == *example.path).collect();
            let level_fits = example.level.is_none_or(|level| found.iter().any(|f| f.level == level));
            if found.is_empty() == example.flags || (example.flags && !level_fits) {
                let all: Vec<String> = report.findings.iter().map(|f| format!("{} {} {}", f.rule, f.level, f.subject)).collect();
                wrong.push(format!(
                    "{} {}: {:?}\n    found {all:?}",
                    rule.id,
                    if example.flags { "must fire" } else { "must not fire" },
                    example.text
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_look_before_parsing_changes_nothing_in_the_examples() {
    for rule in packs().iter().flat_map(|pack| &pack.rules) {
        for example in &rule.examples {
            let told = |report: &Report| {
                report.findings.iter().map(|f| (f.rule.clone(), f.place.span.clone(), f.identity.clone())).collect::<Vec<_>>()
            };
            assert_eq!(told(&run(rule, example, true)), told(&run(rule, example, false)), "{}: {:?}", rule.id, example.text);
        }
    }
}
