//! A folder that open texts lie in: its files, its old side, its policy and records, kept from one check to the next.
//!
//! What was read stays until HEAD, `clearslate.toml`, a record or an open one of these changes. The old side of a text is HEAD
//! (in a merge, all parents), as in the hook; where there is no repository, nothing is known and all is shown.

use super::client::Client;
use super::overlay::Overlay;
use super::stamp::{Stamp, decides};
use crate::check::{Inputs, Side, check};
use crate::commands::setup::Setup;
use crate::error::{Failure, Result};
use crate::git::{ObjectTree, Repository, WorkTree, slashes};
use crate::policy::Rule;
use crate::report::Report;
use crate::snapshot::{Entry, Memory, Snapshot, Unreadable};
use miette::Diagnostic as _;
use std::cell::OnceCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

/// Gives policy, configuration and records: of the tree under check, and of its base.
pub(crate) type Load = Box<dyn Fn(&dyn Snapshot, Option<&dyn Snapshot>) -> Result<Setup>>;

/// What an open text belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Home {
    /// A repository, or a folder with a `clearslate.toml`.
    Folder(PathBuf),
    /// None of both: the text is checked by itself. Named by its URI.
    Alone(String),
}

impl Home {
    /// Returns the production's folder that a file lies in, and its path there; `None` where there is none.
    pub(crate) fn of(file: &Path, client: &mut Client) -> Option<(Home, Arc<str>)> {
        // A new file may lie in a folder that does not exist yet; symbolic links are followed as git does.
        let folder = file.ancestors().skip(1).find_map(|folder| folder.canonicalize().ok().map(|real| (folder, real)));
        let (written, real) = folder?;
        let file = real.join(file.strip_prefix(written).ok()?);
        let repository = match Repository::open(&real) {
            Ok(repository) => repository.work_folder().map(|root| root.canonicalize().unwrap_or(root)),
            Err(failure) => {
                if real.ancestors().any(|folder| folder.join(".git").exists()) {
                    client.log_once(words(&failure));
                }
                None
            }
        };
        let configured = || real.ancestors().find(|folder| folder.join("clearslate.toml").is_file()).map(Path::to_path_buf);
        let root = repository.filter(|root| file.starts_with(root)).or_else(configured)?;
        let path = slashes(file.strip_prefix(&root).ok()?);
        Some((Home::Folder(root), path))
    }
}

/// The words of an error and its way out, for the log.
fn words(failure: &Failure) -> String {
    match failure.help() {
        Some(help) => format!("{failure}; {help}"),
        None => failure.to_string(),
    }
}

/// All that the texts of one home are held against.
pub(crate) struct Workspace {
    root: Option<PathBuf>,
    repository: Option<Repository>,
    /// The files on disk, with the open texts over them.
    pub tree: Overlay,
    /// Whether files may have come or gone since they were listed.
    pub unlisted: bool,
    setup: Option<Setup>,
    seen: Option<Seen>,
    old: Vec<Listing>,
}

/// What decides, besides the text; equal values give equal findings.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    heads: Vec<String>,
    stamp: Option<Stamp>,
    buffers: Vec<String>,
}

impl Workspace {
    pub(crate) fn new(home: &Home) -> Workspace {
        let root = match home {
            Home::Folder(root) => Some(root.clone()),
            Home::Alone(_) => None,
        };
        let repository = root.as_deref().and_then(|root| Repository::open(root).ok());
        let tree = Overlay::new(Box::new(Memory::default()));
        Workspace { unlisted: root.is_some(), root, repository, tree, setup: None, seen: None, old: Vec::new() }
    }

    /// The selected rule with an id.
    pub(crate) fn rule(&self, id: &str) -> Option<&Rule> {
        self.setup.as_ref()?.rules.iter().find(|rule| rule.id == id)
    }

    /// Looks whether HEAD, configuration or records changed, and reads again what did.
    ///
    /// Returns whether anything did, so that findings made before are old. A configuration that cannot be used leaves the last
    /// good one in place.
    pub(crate) fn refresh(&mut self, load: &Load, client: &mut Client) -> bool {
        let parents = parents(self.repository.as_ref(), client);
        let seen = Seen {
            heads: parents.iter().map(ObjectTree::id).collect(),
            stamp: self.root.as_deref().map(Stamp::of),
            buffers: self.tree.buffer_ids(decides),
        };
        if self.seen.as_ref() == Some(&seen) {
            return false;
        }
        if let Some(root) = &self.root {
            self.unlisted = false;
            let files: Box<dyn Snapshot> = match WorkTree::list(root) {
                Ok(files) => Box::new(files),
                Err(failure) => {
                    client.log_once(words(&failure));
                    Box::new(Memory::default())
                }
            };
            self.tree.set_under(files);
        }
        match load(&self.tree, parents.first().map(|tree| tree as &dyn Snapshot)) {
            Ok(setup) => self.setup = Some(setup),
            Err(failure) => client.log_once(words(&failure)),
        }
        self.old.retain(|listing| seen.heads.contains(&listing.id));
        self.seen = Some(seen);
        true
    }

    /// Checks one text of the tree as the hook would if it were committed as it is.
    ///
    /// With `all`, what HEAD has already is told too. `None` when there is no configuration that can be used.
    pub(crate) fn check(&mut self, path: &Arc<str>, all: bool, client: &mut Client) -> Option<Report> {
        if self.unlisted
            && let Some(root) = &self.root
        {
            self.unlisted = false;
            if let Ok(files) = WorkTree::list(root) {
                self.tree.set_under(Box::new(files));
            }
        }
        let setup = self.setup.as_ref()?;
        let parents = if all { Vec::new() } else { parents(self.repository.as_ref(), client) };
        for parent in &parents {
            if !self.old.iter().any(|listing| listing.id == parent.id()) {
                self.old.push(Listing { id: parent.id(), entries: Rc::default() });
            }
        }
        let old: Vec<Listed<'_>> = parents
            .iter()
            .filter_map(|tree| {
                self.old.iter().find(|listing| listing.id == tree.id()).map(|listing| Listed { tree, entries: listing.entries.clone() })
            })
            .collect();
        Some(check(&Inputs {
            new: Side { tree: &self.tree, paths: vec![path.clone()] },
            old: old.iter().map(|tree| Side { tree, paths: vec![path.clone()] }).collect(),
            rules: &setup.rules,
            matcher: &setup.matcher,
            classes: &setup.classes,
            production: &setup.production,
            ledger: &setup.ledger,
            today: jiff::ZonedDateTime::now().date(),
            look: true,
        }))
    }
}

/// What the next commit will have as parents. A repository that cannot be read gives none, so that nothing counts as known.
fn parents<'a>(repository: Option<&'a Repository>, client: &mut Client) -> Vec<ObjectTree<'a>> {
    match repository.map(|repository| repository.parents(&[])) {
        Some(Ok(parents)) => parents,
        Some(Err(failure)) => {
            client.log_once(words(&failure));
            Vec::new()
        }
        None => Vec::new(),
    }
}

/// The files of a tree that does not change, listed once when they are first asked for.
struct Listing {
    id: String,
    entries: Rc<OnceCell<Vec<Entry>>>,
}

/// A tree with its list of files at hand.
struct Listed<'a> {
    tree: &'a ObjectTree<'a>,
    entries: Rc<OnceCell<Vec<Entry>>>,
}

impl Snapshot for Listed<'_> {
    fn entries(&self) -> &[Entry] {
        self.entries.get_or_init(|| self.tree.entries().to_vec())
    }

    fn read(&self, entry: &Entry) -> std::result::Result<Arc<[u8]>, Unreadable> {
        self.tree.read(entry)
    }
}
