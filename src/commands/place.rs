//! Which production a run is about, and which of its files: people give paths from whatever folder they stand in.

use crate::error::{Failure, Result};
use crate::git::{Repository, slashes};
use std::path::{Path, PathBuf};

/// Files of one production.
#[derive(Debug)]
pub(super) struct Place {
    /// The top of the work tree; where there is no repository, the folder the program runs in, or the one that was asked for.
    pub root: PathBuf,
    /// The files and folders that were asked for, from the root; the root itself is the empty path. Without any, everything.
    pub wanted: Vec<String>,
}

impl Place {
    /// Finds the production that `paths` belong to; without paths, the one around the folder the program runs in.
    ///
    /// # Errors
    /// When a path leads nowhere, or two lead to different productions.
    pub fn of(paths: &[PathBuf]) -> Result<Place> {
        let here = Path::new(".").canonicalize().map_err(|source| Failure::Io { what: "this folder cannot be read".to_owned(), source })?;
        let Some(first) = paths.first() else {
            return Ok(Place { root: root_of(&here, &here), wanted: Vec::new() });
        };
        let whole = resolve(first)?;
        let folder = if whole.is_dir() { whole.as_path() } else { whole.parent().unwrap_or(&whole) };
        let root = root_of(folder, &here);
        let wanted = paths.iter().map(|path| {
            let whole = resolve(path)?;
            let inside = whole.strip_prefix(&root).map_err(|_| Failure::Usage {
                message: format!("`{}` and `{}` belong to different productions", first.display(), path.display()),
                help: "check them one after the other: each has its own policy and records".to_owned(),
            })?;
            Ok(slashes(inside).to_string())
        });
        Ok(Place { wanted: wanted.collect::<Result<_>>()?, root })
    }
}

/// The root of the production around the folder the program runs in.
///
/// # Errors
/// When that folder cannot be read.
pub(super) fn root() -> Result<PathBuf> {
    Ok(Place::of(&[])?.root)
}

/// The root of the production that `folder` is in. `folder` and `here` are canonical.
fn root_of(folder: &Path, here: &Path) -> PathBuf {
    let top = Repository::open(folder).ok().and_then(|repository| repository.work_folder()?.canonicalize().ok());
    match top {
        Some(top) if folder.starts_with(&top) => top,
        _ if folder.starts_with(here) => here.to_path_buf(),
        _ => folder.to_path_buf(),
    }
}

/// The whole path, with links in its folders followed; a link at its end stays itself.
fn resolve(path: &Path) -> Result<PathBuf> {
    let nowhere = || Failure::Usage {
        message: format!("there is no file at `{}`", path.display()),
        help: "a path is read from the folder the program runs in".to_owned(),
    };
    if path.symlink_metadata().is_err() {
        return Err(nowhere());
    }
    let whole = match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => {
            let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
            parent.canonicalize().map(|parent| parent.join(name))
        }
        _ => path.canonicalize(),
    };
    whole.map_err(|_| nowhere())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_repository_the_folder_asked_for_is_the_production() {
        let folder = tempfile::tempdir().unwrap();
        let top = folder.path().canonicalize().unwrap();
        std::fs::create_dir_all(top.join("show/scripts")).unwrap();
        std::fs::write(top.join("show/scripts/101.fountain"), "INT. BAR - NIGHT").unwrap();
        let place = Place::of(&[top.join("show/scripts")]).unwrap();
        assert_eq!((place.root, place.wanted), (top.join("show/scripts"), vec![String::new()]));
        let place = Place::of(&[top.join("show/scripts/101.fountain")]).unwrap();
        assert_eq!((place.root, place.wanted), (top.join("show/scripts"), vec!["101.fountain".to_owned()]));
        assert!(Place::of(&[top.join("show/scripts/102.fountain")]).is_err());
    }

    #[test]
    fn two_productions_are_checked_one_after_the_other() {
        let folder = tempfile::tempdir().unwrap();
        for show in ["a", "b"] {
            git2::Repository::init(folder.path().join(show)).unwrap();
        }
        let error = Place::of(&[folder.path().join("a"), folder.path().join("b")]).unwrap_err();
        assert!(error.to_string().contains("different productions"), "{error}");
    }
}
