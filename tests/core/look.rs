//! The look before parsing is sound: with it and without it the findings are the same.

use crate::{Files, check_against, corpus, example_production};
use clearslate::report::Report;

fn places(report: &Report) -> Vec<String> {
    report.findings.iter().map(|f| format!("{} {} {:?} {}", f.rule, f.place.path, f.place.span, f.identity.0)).collect()
}

/// Each file alone, and the whole.
fn same_with_and_without(files: &Files) {
    for file in files {
        let one = vec![file.clone()];
        assert_eq!(places(&check_against(&one, &[], true)), places(&check_against(&one, &[], false)), "{}", file.0);
    }
}

#[test]
fn examples_and_corpus() {
    let mut all = example_production();
    all.extend(corpus());
    same_with_and_without(&all);
    assert_eq!(places(&check_against(&all, &[], true)), places(&check_against(&all, &[], false)));
}

#[test]
fn disguises_in_a_script() {
    let script = |name: &str| format!("INT. STUDIO - DAY\n\nON TV - NEWS\n\n{name} (ON TV)\nThe bridge is closed.\n");
    for name in [
        "ANDERSON COOPER",
        "ANDER**SON** COOPER",
        "AND\u{200b}ERSON COOPER",
        "@Anderson _Cooper_",
        "ANDERSON[[hm]] COOPER",
        "АNDERSON COOPER",
    ] {
        same_with_and_without(&vec![("scripts/a.fountain".to_owned(), script(name))]);
    }
}
