//! What every check needs: packs, dictionaries, configuration and records, from the right side (DESIGN, "Records").

mod cache;
mod own;

use crate::config::problem::{Problem, failure};
use crate::config::{self, Production};
use crate::dictionary::{Classes, Matcher, builtin};
use crate::error::{Failure, Result};
use crate::git::slashes;
use crate::policy::pack::Pack;
use crate::policy::{Rule, select};
use crate::records::{self, Known, Ledger};
use crate::snapshot::{Entry, Memory, Snapshot};
use crate::source::Source;
use std::path::Path;
use std::sync::Arc;

/// The policy and the lists of a run.
pub struct Setup {
    pub rules: Vec<Rule>,
    pub matcher: Matcher,
    pub classes: Classes,
    pub production: Production,
    pub ledger: Ledger,
}

impl Setup {
    /// Loads the policy from `base`, the facts of the production and the records from `tree`.
    ///
    /// Without a base, or where it has no configuration or one that cannot be read (this may be the commit that repairs it),
    /// the policy comes from `tree` too.
    ///
    /// `cache` is a folder in which compiled lists of the production may be kept.
    ///
    /// # Errors
    /// Every problem of the configuration and of the records at once.
    pub fn load(tree: &dyn Snapshot, base: Option<&dyn Snapshot>, cache: Option<&Path>) -> Result<Setup> {
        let mut packs = crate::policy::builtin::packs();
        let (mut matcher, mut classes) = (builtin::matcher(), builtin::classes());
        let own = own::load(tree, base, &packs, cache, &mut matcher, &mut classes)?;
        packs.extend(own.packs);
        let (mut production, mut problems) = load_production(tree, base, &packs)?;
        production.cleared_names.extend(own.cleared);
        problems.extend(own.problems);
        let known: Vec<(&str, &str)> =
            packs.iter().flat_map(|pack| &pack.rules).map(|rule| (rule.id.as_str(), rule.name.as_str())).collect();
        let known = Known { rules: &known, today: super::check::today() };
        let mut files = Vec::new();
        for entry in tree.entries().iter().filter(|entry| records::is_record_file(&entry.path)) {
            files.push(read(tree, entry)?);
        }
        let ledger = Ledger::read(&files, production.code.as_deref(), known).unwrap_or_else(|more| {
            problems.extend(more);
            Ledger::default()
        });
        match failure(problems) {
            Some(failure) => Err(failure),
            None => {
                Ok(Setup { rules: select(packs, production.packs.as_deref(), production.strict), matcher, classes, production, ledger })
            }
        }
    }

    /// Tells the records which paths the commit under check brings in.
    #[must_use]
    pub fn brought_in_by(mut self, changed: &[Arc<str>]) -> Setup {
        self.ledger = self.ledger.brought_in_by(changed);
        self
    }
}

/// The configuration and the records below a folder, without looking at anything else: for text that comes from elsewhere.
pub(super) fn on_disk(root: &Path) -> Memory {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    if let Ok(content) = std::fs::read(root.join(config::FILE)) {
        files.push((config::FILE.to_owned(), content));
    }
    let below = root.join(records::FOLDER);
    for entry in ignore::WalkBuilder::new(&below).build().flatten() {
        let Ok(path) = entry.path().strip_prefix(root) else { continue };
        let path = slashes(path);
        if records::is_own_file(&path)
            && let Ok(content) = std::fs::read(entry.path())
        {
            files.push((path.to_string(), content));
        }
    }
    Memory::new(files)
}

/// The configuration of the check, and what is wrong with the one in the tree.
fn load_production(tree: &dyn Snapshot, base: Option<&dyn Snapshot>, packs: &[Pack]) -> Result<(Production, Vec<Problem>)> {
    let ids: Vec<&str> = packs.iter().map(|pack| pack.id.as_str()).collect();
    let version = env!("CARGO_PKG_VERSION");
    let mut problems = Vec::new();
    let here = match tree.find(config::FILE) {
        Some(entry) => Production::read(&read(tree, &entry)?, &ids, version).unwrap_or_else(|found| {
            problems = found;
            Production::default()
        }),
        None => Production::default(),
    };
    let Some((base, entry)) = base.and_then(|base| Some((base, base.find(config::FILE)?))) else { return Ok((here, problems)) };
    // The base was checked by the program of its day: a version it asked for is no hindrance now.
    let production = match Production::read(&read(base, &entry)?, &ids, version) {
        Ok(policy) => here.judged_by(policy),
        Err(_) => here,
    };
    Ok((production, problems))
}

fn read(tree: &dyn Snapshot, entry: &Entry) -> Result<Source> {
    let unreadable =
        |why: &str| Failure::Git { message: format!("`{}` cannot be read: {why}", entry.path), help: "nothing was checked".to_owned() };
    let bytes = tree.read(entry).map_err(|error| unreadable(&error.0))?;
    Source::decode(&entry.path, &bytes).map_err(|_| unreadable("it is not a text file; save it as UTF-8"))
}
