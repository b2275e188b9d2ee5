//! `clearslate request`: drafts the records that open findings need.

use super::check;
use super::init::write_new;
use super::place::Place;
use super::setup::Setup;
use crate::cli::{CheckArgs, RequestArgs};
use crate::error::{Exit, Failure, Result};
use crate::policy::{Level, builtin::packs};
use crate::records::draft::Draft;
use crate::report::{Finding, Report};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

pub fn run(args: &RequestArgs) -> Result<Exit> {
    let (rules, paths): (Vec<PathBuf>, Vec<PathBuf>) = args.what.iter().cloned().partition(|word| is_rule(word));
    let root = Place::of(&paths)?.root;
    let as_check = CheckArgs { staged: args.staged, paths, as_of: args.as_of, ..CheckArgs::default() };
    let (report, setup) = asked(as_check)?;
    let mut findings = wanted(&report, &args.findings)?;
    let named = |finding: &Finding| rules.iter().any(|rule| rule.as_os_str() == &*finding.rule || rule.as_os_str() == &*finding.name);
    findings.retain(|finding| rules.is_empty() || named(finding));
    let today = args.as_of.unwrap_or_else(check::today);
    let (drafts, uncleared) = drafts(&findings, &setup, today);
    let written = if args.write { write(&drafts, &root)? } else { Vec::new() };
    // A reader that went away (`| head`) is no error of ours.
    let _ = std::io::stdout().lock().write_all(told(&drafts, &uncleared, &written).as_bytes());
    Ok(Exit::Clear)
}

/// The report to draft for: what the arguments name; without any, what is staged, and where nothing of that blocks the whole work
/// tree.
fn asked(args: CheckArgs) -> Result<(Report, Setup)> {
    if !args.staged && args.paths.is_empty() {
        let staged = check::report(&CheckArgs { staged: true, as_of: args.as_of, ..CheckArgs::default() });
        if let Ok((report, setup)) = staged
            && report.blocking().next().is_some()
        {
            return Ok((report, setup));
        }
    }
    check::report(&args)
}

/// Whether a word names a rule, by id or by name.
fn is_rule(word: &Path) -> bool {
    packs().iter().flat_map(|pack| &pack.rules).any(|rule| word.as_os_str() == rule.id.as_str() || word.as_os_str() == rule.name.as_str())
}

/// The findings that were named, else all that block.
fn wanted<'a>(report: &'a Report, identities: &[String]) -> Result<Vec<&'a Finding>> {
    if identities.is_empty() {
        return Ok(report.blocking().collect());
    }
    let mut out = Vec::new();
    for identity in identities {
        let before = out.len();
        out.extend(report.findings.iter().filter(|finding| finding.is_open() && finding.identity.0.starts_with(identity.as_str())));
        if out.len() == before {
            return Err(Failure::Usage {
                message: format!("no open finding has the identity `{identity}`"),
                help: "the identities of findings are in `clearslate check --format json`".to_owned(),
            });
        }
    }
    Ok(out)
}

/// The drafts, each once, and the findings that no record clears.
fn drafts<'a>(findings: &[&'a Finding], setup: &Setup, today: jiff::civil::Date) -> (Vec<Draft>, Vec<&'a Finding>) {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut uncleared = Vec::new();
    for finding in findings {
        if finding.level == Level::Forbid {
            uncleared.push(*finding);
            continue;
        }
        let Some(rule) = setup.rules.iter().find(|rule| rule.id == *finding.rule) else { continue };
        for draft in setup.ledger.drafts(finding, rule, today) {
            if !drafts.iter().any(|known| known.content() == draft.content()) {
                drafts.push(draft);
            }
        }
    }
    (drafts, uncleared)
}

/// Writes one file a record, all or none; returns the paths.
fn write(drafts: &[Draft], root: &Path) -> Result<Vec<String>> {
    if let Some(there) = drafts.iter().map(Draft::path).find(|path| root.join(path).exists()) {
        return Err(Failure::Usage {
            message: format!("`{there}` is there already"),
            help: "nothing was written; fill that one in, or remove it and ask again".to_owned(),
        });
    }
    let mut written = Vec::new();
    for draft in drafts {
        let path = root.join(draft.path());
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)
                .map_err(|source| Failure::Io { what: format!("`{}` cannot be made", folder.display()), source })?;
        }
        write_new(&path, &draft.text)?;
        written.push(draft.path());
    }
    Ok(written)
}

/// The drafts, and behind them, as remarks, what is still to be done: the whole is TOML.
fn told(drafts: &[Draft], uncleared: &[&Finding], written: &[String]) -> String {
    let mut out = String::new();
    if drafts.is_empty() && uncleared.is_empty() {
        return "# nothing to request: no open finding blocks\n".to_owned();
    }
    for draft in drafts {
        let _ = writeln!(out, "{}", draft.text);
    }
    for finding in uncleared {
        let _ = writeln!(out, "# no record clears {} ({}): {}", finding.rule, finding.subject, finding.help.replace(['\n', '\r'], " "));
    }
    if !drafts.is_empty() {
        out.push_str("# still to be filled in; until then a draft clears nothing, and a commit with it is stopped:\n");
    }
    for draft in drafts {
        let _ = writeln!(out, "#   {}", draft.path());
        for (key, what) in &draft.to_fill {
            let _ = writeln!(out, "#     {key}: {what}");
        }
    }
    if drafts.is_empty() {
        return out;
    }
    if written.is_empty() {
        out.push_str("# to write these files: add --write\n");
    } else {
        let _ = writeln!(out, "# written: {}", written.join(", "));
    }
    out
}
