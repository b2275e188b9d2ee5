//! `clearslate explain`: what a rule is about, what it rests on and what clears it, from the rule's own record.

use super::{print, screen};
use crate::error::{Exit, Failure, Result};
use crate::policy::pack::Pack;
use crate::policy::rule::Example;
use crate::policy::{Rule, builtin};
use crate::reporters::visible::{visible, visible_lines};
use crate::reporters::{Screen, needs};

/// Explains `rule`, or lists all rules.
///
/// # Errors
/// When no rule has that id or name.
pub fn run(rule: Option<&str>) -> Result<Exit> {
    let packs = builtin::packs();
    let text = match rule {
        None => table(&packs, screen::screen()),
        Some(name) => {
            let (pack, rule) = find(&packs, name).ok_or_else(|| unknown(&packs, name))?;
            page(pack, rule, &packs, screen::screen())
        }
    };
    print(&text);
    Ok(Exit::Clear)
}

fn rules(packs: &[Pack]) -> impl Iterator<Item = (&Pack, &Rule)> {
    packs.iter().flat_map(|pack| pack.rules.iter().map(move |rule| (pack, rule)))
}

/// The rule with that id or readable name, in upper or lower case.
fn find<'a>(packs: &'a [Pack], name: &str) -> Option<(&'a Pack, &'a Rule)> {
    let name = name.trim();
    rules(packs).find(|(_, rule)| rule.id.eq_ignore_ascii_case(name) || rule.name.eq_ignore_ascii_case(name))
}

fn unknown(packs: &[Pack], name: &str) -> Failure {
    let wanted = name.trim().to_lowercase();
    let likeness = |known: &str| strsim::jaro_winkler(&wanted, &known.to_lowercase());
    let nearest = rules(packs)
        .map(|(_, rule)| (likeness(&rule.id).max(likeness(&rule.name)), rule))
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .filter(|(likeness, _)| *likeness > 0.75)
        .map(|(_, rule)| rule);
    let list = "clearslate explain (without a name) lists all rules";
    Failure::Usage {
        message: format!("there is no rule `{}`", name.trim()),
        help: match nearest {
            Some(rule) => format!("the nearest is {} {}: clearslate explain {}; {list}", rule.id, rule.name, rule.id),
            None => list.to_owned(),
        },
    }
}

/// All rules, by pack.
fn table(packs: &[Pack], screen: Screen) -> String {
    let mut out = String::new();
    let names = rules(packs).map(|(_, rule)| rule.name.len()).max().unwrap_or(0);
    for pack in packs {
        let state = if pack.default { "" } else { ", not selected unless clearslate.toml asks for it" };
        out.push_str(&screen.bold(&format!("{} ({}, {}{state})", pack.title, pack.id, pack.edition)));
        out.push('\n');
        for rule in &pack.rules {
            let label = format!("{:<6}  {:<names$}  {:<10} ", rule.id, rule.name, rule.level.name());
            out.push_str(&screen.field(2, &label, &visible(&rule.title)));
        }
        let also: Vec<&str> = pack.extends.iter().flat_map(|extension| extension.rules.iter().map(String::as_str)).collect();
        if !also.is_empty() {
            let mut ids: Vec<&str> = also;
            ids.sort_unstable();
            ids.dedup();
            out.push_str(&screen.field(2, "asks for ", &ids.join(", ")));
        }
        out.push('\n');
    }
    out.push_str("clearslate explain RULE says more about one of them.\n");
    out
}

/// One rule, on one page.
fn page(pack: &Pack, rule: &Rule, packs: &[Pack], screen: Screen) -> String {
    let mut out = screen.bold(&format!("{} {}", rule.id, rule.name));
    out.push('\n');
    out.push_str(&screen.paragraph(&visible(&rule.title)));
    out.push('\n');
    let mut field = |label: &str, text: &str| {
        if !text.is_empty() {
            out.push_str(&screen.field(2, &format!("{label:<9}"), &visible(text)));
        }
    };
    field("level", &format!("{}: {}", rule.level, rule.level.asks()));
    field("pack", &format!("{} ({}, {})", pack.title, pack.id, pack.edition));
    if !rule.profiles.is_empty() {
        field("only in", &rule.profiles.join(", "));
    }
    field("what", &placeholders(&rule.message, rule));
    field("why", &rule.why);
    field("instead", &placeholders(&rule.help, rule));
    field("clears", needs::cleared_by(rule.level));
    if !needs::records(rule.level).is_empty() {
        field("by", &rule.deciders());
    }
    if rule.exact_text {
        field("for", "the exact wording only: a record holds its hash, and changed words ask again");
    }
    for (index, text) in rule.basis.iter().enumerate() {
        field(if index == 0 { "rests on" } else { "" }, text);
    }
    let others = packs.iter().flat_map(|pack| pack.extends.iter().map(move |extension| (pack, extension)));
    for (index, (pack, extension)) in others.filter(|(_, extension)| extension.rules.contains(&rule.id)).enumerate() {
        field(if index == 0 { "and on" } else { "" }, &format!("{} (pack {})", extension.basis, pack.id));
    }
    if !rule.examples.is_empty() {
        out.push('\n');
        out.push_str("Examples\n");
    }
    for example in &rule.examples {
        out.push_str(&shown(example, rule));
    }
    out
}

/// What a finding fills in, named by what it is.
fn placeholders(text: &str, rule: &Rule) -> String {
    text.replace("{rule}", &rule.id)
        .replace("{subject}", "‹subject›")
        .replace("{near}", "‹what stands near›")
        .replace("{role}", "‹kind of text›")
}

fn shown(example: &Example, rule: &Rule) -> String {
    let verdict = match (example.flags, example.level) {
        (true, level) => format!("is reported, {}", level.unwrap_or(rule.level)),
        (false, _) => "passes".to_owned(),
    };
    let mut out = format!("\n  {} ({verdict})\n", visible(&example.path));
    for line in visible_lines(example.text.trim_matches('\n')) {
        out.push_str(format!("    │ {line}").trim_end());
        out.push('\n');
    }
    for (path, text) in &example.with {
        out.push_str(&format!("  together with {}\n", visible(path)));
        for line in visible_lines(text.trim_matches('\n')) {
            out.push_str(format!("    │ {line}").trim_end());
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Level;

    fn packs() -> Vec<Pack> {
        let rule = |id: &str, name: &str| Rule {
            id: id.to_owned(),
            name: name.to_owned(),
            pack: "sample".to_owned(),
            title: "A real journalist is given invented words".to_owned(),
            level: Level::Escalate,
            message: "{subject} is a real journalist and speaks in this {role}".to_owned(),
            why: "Viewers may take invented words for real reporting.".to_owned(),
            help: "invent the journalist, or ask for approval: clearslate request {rule}".to_owned(),
            basis: vec!["First text".to_owned(), "Second text".to_owned()],
            decided_by: vec!["platform-contact".to_owned()],
            exact_text: true,
            profiles: Vec::new(),
            covers: Vec::new(),
            matches: Vec::new(),
            examples: vec![Example {
                path: "scripts/a.fountain".to_owned(),
                text: "INT. NEWSROOM - DAY\n\nA NAME\nGood evening.\n".to_owned(),
                with: Vec::new(),
                flags: true,
                level: None,
            }],
        };
        vec![Pack {
            id: "sample".to_owned(),
            title: "Sample pack".to_owned(),
            edition: "2026-01".to_owned(),
            default: true,
            rules: vec![rule("FAB-01", "real-journalist-speaks"), rule("FAB-02", "real-newspaper-quoted")],
            extends: Vec::new(),
        }]
    }

    #[test]
    fn a_rule_on_a_page() {
        let packs = packs();
        let (pack, rule) = find(&packs, "fab-01").unwrap();
        insta::assert_snapshot!(page(pack, rule, &packs, Screen::default()));
        insta::assert_snapshot!(table(&packs, Screen::default()));
    }

    #[test]
    fn names_in_any_case_and_the_nearest_of_a_wrong_one() {
        let packs = packs();
        assert_eq!(find(&packs, "Real-Newspaper-Quoted").unwrap().1.id, "FAB-02");
        let Failure::Usage { help, .. } = unknown(&packs, "fab-2") else { panic!("a usage error") };
        assert!(help.contains("the nearest is FAB-02 real-newspaper-quoted"), "{help}");
        let Failure::Usage { help, .. } = unknown(&packs, "zzz") else { panic!("a usage error") };
        assert!(!help.contains("nearest"), "{help}");
    }
}
