//! `clearslate check`.

use super::place::Place;
use super::screen;
use super::setup::{Setup, on_disk};
use crate::check::{Inputs, Side, check};
use crate::cli::CheckArgs;
use crate::error::{Exit, Failure, Result};
use crate::git::{ObjectTree, Repository, WorkTree};
use crate::report::{Report, Verdict};
use crate::reporters::{self, Occasion, Options};
use crate::snapshot::{Memory, Snapshot};
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

pub fn run(args: &CheckArgs) -> Result<Exit> {
    let reporter = reporters::find(&args.format).unwrap_or(reporters::REPORTERS[0]);
    let (report, _) = report(args)?;
    let options = Options { occasion: occasion(args), with_text: args.with_text, verbose: args.verbose, screen: screen::screen() };
    let text = if args.list {
        reporter.list(&report, &options).ok_or_else(|| Failure::Usage {
            message: format!("the list of files has no form in the format `{}`", reporter.id()),
            help: "use --list with --format human, short or json".to_owned(),
        })?
    } else {
        reporter.report(&report, &options)
    };
    super::print(&text);
    Ok(exit(args, report.verdict()))
}

/// The status that a verdict ends the run with.
///
/// `--exit-zero` and `--list` speak of what was found; "could not be read" is never "clear".
fn exit(args: &CheckArgs, verdict: Verdict) -> Exit {
    match verdict {
        Verdict::Incomplete => Exit::Unreadable,
        Verdict::Blocked if args.exit_zero || args.list => Exit::Clear,
        Verdict::Blocked => Exit::Blocked,
        Verdict::Nothing if args.fail_on_nothing => Exit::Nothing,
        Verdict::Nothing | Verdict::Clear => Exit::Clear,
    }
}

fn occasion(args: &CheckArgs) -> Occasion {
    match (args.staged, args.hook.as_deref()) {
        (true, Some("pre-merge-commit")) => Occasion::Merge,
        (true, _) => Occasion::Commit,
        (false, _) if args.base.is_some() => Occasion::Branch,
        (false, _) => Occasion::Files,
    }
}

/// Makes the report that the arguments ask for, and returns it with what it was made by.
pub(super) fn report(args: &CheckArgs) -> Result<(Report, Setup)> {
    let here = Path::new(".");
    if args.staged {
        let repository = Repository::open(here)?;
        let index = repository.index()?;
        let parents = repository.parents(&announced_parents(args.hook.as_deref()))?;
        let (new, old) = compare(&repository, &parents, |old| repository.staged_changes(old))?;
        let setup = Setup::load(&index, base_of(&parents), Some(&repository.cache_folder()))?.brought_in_by(&new);
        return Ok((run_core(args, &setup, Side { tree: &index, paths: new }, old), setup));
    }
    if let Some(base) = &args.base {
        let repository = Repository::open(here)?;
        let head = repository.tree_of("HEAD")?;
        let parents = vec![repository.merge_base(base, "HEAD")?];
        let (new, old) = compare(&repository, &parents, |old| repository.tree_changes(old, &head))?;
        let setup = Setup::load(&head, base_of(&parents), Some(&repository.cache_folder()))?.brought_in_by(&new);
        return Ok((run_core(args, &setup, Side { tree: &head, paths: new }, old), setup));
    }
    if args.stdin {
        let path = args.path.clone().unwrap_or_default();
        let mut content = Vec::new();
        std::io::stdin()
            .read_to_end(&mut content)
            .map_err(|source| Failure::Io { what: "standard input cannot be read".to_owned(), source })?;
        let memory = Memory::new([(path.clone(), content)]);
        let root = Place::of(&[])?.root;
        let setup = Setup::load(&on_disk(&root), None, cache(&root).as_deref())?;
        return Ok((run_core(args, &setup, Side { tree: &memory, paths: vec![path.into()] }, Vec::new()), setup));
    }
    let place = Place::of(&args.paths)?;
    let tree = WorkTree::list(&place.root)?;
    let paths = selected(&tree, &place)?;
    let setup = Setup::load(&tree, None, cache(&place.root).as_deref())?;
    Ok((run_core(args, &setup, Side { tree: &tree, paths }, Vec::new()), setup))
}

/// The side that policy comes from: the first parent, which is HEAD, or the merge base.
fn base_of<'a>(parents: &'a [ObjectTree<'_>]) -> Option<&'a dyn Snapshot> {
    parents.first().map(|tree| tree as &dyn Snapshot)
}

/// What each parent lacks, and what became of its files: a file that some parent has as it is brings nothing new.
fn compare<'a>(
    _repository: &Repository,
    parents: &'a [ObjectTree<'a>],
    changes: impl Fn(Option<&ObjectTree<'a>>) -> Result<crate::git::Changes>,
) -> Result<(Vec<Arc<str>>, Vec<Side<'a>>)> {
    if parents.is_empty() {
        return Ok((changes(None)?.new, Vec::new()));
    }
    let mut new: Option<Vec<Arc<str>>> = None;
    let mut old = Vec::new();
    for parent in parents {
        let here = changes(Some(parent))?;
        new = Some(match new {
            None => here.new,
            Some(before) => before.into_iter().filter(|path| here.new.binary_search(path).is_ok()).collect(),
        });
        old.push(Side { tree: parent as &dyn Snapshot, paths: here.old });
    }
    Ok((new.unwrap_or_default(), old))
}

fn run_core(args: &CheckArgs, setup: &Setup, new: Side<'_>, old: Vec<Side<'_>>) -> Report {
    check(&Inputs {
        new,
        old,
        rules: &setup.rules,
        matcher: &setup.matcher,
        classes: &setup.classes,
        production: &setup.production,
        ledger: &setup.ledger,
        today: args.as_of.unwrap_or_else(today),
        look: !args.no_look && !args.list,
    })
}

/// Where a repository around this folder keeps what is compiled; `None` where there is none.
pub(super) fn cache(here: &Path) -> Option<std::path::PathBuf> {
    Repository::open(here).ok().map(|repository| repository.cache_folder())
}

pub(super) fn today() -> jiff::civil::Date {
    jiff::ZonedDateTime::now().date()
}

/// What git names as merged while `pre-merge-commit` runs: variables `GITHEAD_<id>`.
fn announced_parents(hook: Option<&str>) -> Vec<String> {
    if hook != Some("pre-merge-commit") {
        return Vec::new();
    }
    std::env::vars_os().filter_map(|(key, _)| key.to_str().and_then(|k| k.strip_prefix("GITHEAD_")).map(str::to_owned)).collect()
}

/// The listed files below the paths that were asked for.
fn selected(tree: &WorkTree, place: &Place) -> Result<Vec<Arc<str>>> {
    let all = || tree.entries().iter().map(|entry| entry.path.clone());
    if place.wanted.is_empty() {
        return Ok(all().collect());
    }
    let mut out = Vec::new();
    for wanted in &place.wanted {
        let before = out.len();
        out.extend(all().filter(|path| {
            wanted.is_empty() || path.strip_prefix(wanted.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        }));
        if out.len() == before {
            return Err(Failure::Usage {
                message: format!("there is no file to check at `{}`", if wanted.is_empty() { "." } else { wanted }),
                help:
                    "files that git ignores, links and empty folders are left out; standard input is read as any file: --stdin --path FILE"
                        .to_owned(),
            });
        }
    }
    out.sort();
    out.dedup();
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_of_every_verdict() {
        let plain = CheckArgs::default();
        let zero = CheckArgs { exit_zero: true, ..CheckArgs::default() };
        let mind = CheckArgs { fail_on_nothing: true, ..CheckArgs::default() };
        for (verdict, expected) in [
            (Verdict::Incomplete, [Exit::Unreadable; 3]),
            (Verdict::Blocked, [Exit::Blocked, Exit::Clear, Exit::Blocked]),
            (Verdict::Nothing, [Exit::Clear, Exit::Clear, Exit::Nothing]),
            (Verdict::Clear, [Exit::Clear; 3]),
        ] {
            assert_eq!([&plain, &zero, &mind].map(|args| exit(args, verdict)), expected, "{verdict:?}");
        }
        let statuses = [Exit::Bug, Exit::Usage, Exit::Configuration, Exit::Unreadable, Exit::Blocked, Exit::Nothing, Exit::Clear];
        assert_eq!(statuses.map(|exit| exit as u8), [70, 2, 4, 5, 1, 3, 0]);
    }
}
