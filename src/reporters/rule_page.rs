//! A page for each rule, in Markdown, written from the rule's own record: what `docs/rules/` holds.

use super::needs;
use crate::policy::Rule;
use crate::policy::pack::Pack;
use crate::policy::rule::Example;
use std::fmt::Write as _;

/// Returns the page of a rule. `packs` are all that ship: those that ask for the rule too are named.
pub fn rule_page(pack: &Pack, rule: &Rule, packs: &[Pack]) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "# {} {}\n\n{}.\n", rule.id, rule.name, rule.title);
    let _ = writeln!(out, "| | |\n| --- | --- |");
    let _ = writeln!(out, "| level | **{}**: {} |", rule.level, rule.level.asks());
    let _ = writeln!(out, "| pack | {} (`{}`, {}) |", pack.title, pack.id, pack.edition);
    if !rule.profiles.is_empty() {
        let _ = writeln!(out, "| only in | {} |", rule.profiles.join(", "));
    }
    let _ = writeln!(out, "| cleared by | {} |", needs::cleared_by(rule.level));
    if !needs::records(rule.level).is_empty() {
        let _ = writeln!(out, "| decided by | {} |", rule.deciders());
    }
    if rule.exact_text {
        let _ = writeln!(out, "| holds for | the exact wording only: a record holds its hash, and changed words ask again |");
    }
    let _ = writeln!(out, "\n## What, why, and what to do\n");
    let _ = writeln!(out, "* **What is found:** {}.", fill(&rule.message, rule));
    let _ = writeln!(out, "* **Why it matters:** {}", rule.why);
    let _ = writeln!(out, "* **What to do:** {}", command(&fill(&rule.help, rule)));
    let levels = levels(rule);
    if !levels.is_empty() {
        let _ = writeln!(out, "\nSome cases have another level: {}.", levels.join(", "));
    }
    let _ = writeln!(out, "\n## What it rests on\n");
    for basis in &rule.basis {
        let _ = writeln!(out, "* {basis}");
    }
    for (other, extension) in packs.iter().flat_map(|pack| pack.extends.iter().map(move |extension| (pack, extension))) {
        if extension.rules.contains(&rule.id) {
            let _ = writeln!(out, "* with pack `{}`: {}", other.id, extension.basis);
        }
    }
    let _ = writeln!(out, "\n## Examples\n");
    for example in &rule.examples {
        show(&mut out, example, rule);
    }
    out
}

/// Returns the list of all rules, by pack, with links to their pages.
pub fn rule_list(packs: &[Pack]) -> String {
    let mut out = "# Rules\n\nWritten from the records in `policies/`, as `clearslate explain RULE` shows them.\n".to_owned();
    for pack in packs {
        let selected = if pack.default { "selected by default" } else { "selected in `clearslate.toml`" };
        let _ = writeln!(out, "\n## {}\n\n`{}`, {}, {selected}.\n", pack.title, pack.id, pack.edition);
        if !pack.rules.is_empty() {
            let _ = writeln!(out, "| rule | level | |\n| --- | --- | --- |");
        }
        for rule in &pack.rules {
            let strict = if rule.profiles.is_empty() { "" } else { " (strict only)" };
            let _ = writeln!(out, "| [{id} {}]({id}.md) | {} | {}{strict} |", rule.name, rule.level, rule.title, id = rule.id);
        }
        for extension in &pack.extends {
            let _ = writeln!(out, "* {}: {}", extension.rules.join(", "), extension.basis);
        }
    }
    out
}

/// The levels that matches, raises and examples lead to, besides the rule's own.
fn levels(rule: &Rule) -> Vec<String> {
    let of_matches = rule.matches.iter().flat_map(|found| found.level.into_iter().chain(found.raise.iter().map(|change| change.to)));
    let mut levels: Vec<_> = of_matches.filter(|level| *level != rule.level).collect();
    levels.sort_unstable();
    levels.dedup();
    levels.into_iter().rev().map(|level| format!("`{level}`")).collect()
}

fn fill(text: &str, rule: &Rule) -> String {
    text.replace("{rule}", &rule.id)
        .replace("{subject}", "*subject*")
        .replace("{near}", "*what stands near*")
        .replace("{role}", "*kind of text*")
}

/// Sets a command at the end apart.
fn command(text: &str) -> String {
    match text.find("clearslate ") {
        Some(at) => format!("{}`{}`", &text[..at], &text[at..]),
        None => text.to_owned(),
    }
}

fn show(out: &mut String, example: &Example, rule: &Rule) {
    let verdict = if example.flags { format!("is reported, `{}`", example.level.unwrap_or(rule.level)) } else { "passes".to_owned() };
    let _ = writeln!(out, "`{}` {verdict}:\n", example.path);
    block(out, &example.text);
    for (path, text) in &example.with {
        let _ = writeln!(out, "together with `{path}`:\n");
        block(out, text);
    }
}

/// An indented block: what stands in it may hold any mark.
fn block(out: &mut String, text: &str) {
    for line in text.trim_matches('\n').lines() {
        let line = format!("    {line}");
        let _ = writeln!(out, "{}", line.trim_end());
    }
    out.push('\n');
}
