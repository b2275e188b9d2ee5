//! Globs over paths of the repository: `*` stays within a folder, `**` does not.

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};

/// Globs with a value each; compiled only where there are any.
#[derive(Debug, Clone)]
pub(crate) struct Globs<T> {
    set: Option<GlobSet>,
    values: Vec<T>,
}

impl<T> Default for Globs<T> {
    fn default() -> Globs<T> {
        Globs { set: None, values: Vec::new() }
    }
}

/// Reads one glob.
///
/// # Errors
/// What is wrong with it, as a part of a sentence.
pub(crate) fn glob(pattern: &str) -> Result<Glob, String> {
    let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
    // A folder stands for all that is in it.
    let whole = if pattern.ends_with('/') { format!("{pattern}**") } else { pattern.to_owned() };
    GlobBuilder::new(&whole).literal_separator(true).build().map_err(|error| error.kind().to_string())
}

impl<T> Globs<T> {
    /// # Errors
    /// When all of them together are too large to compile.
    pub fn new(globs: Vec<(Glob, T)>) -> Result<Globs<T>, String> {
        if globs.is_empty() {
            return Ok(Globs::default());
        }
        let mut builder = GlobSetBuilder::new();
        let mut values = Vec::new();
        for (glob, value) in globs {
            builder.add(glob);
            values.push(value);
        }
        Ok(Globs { set: Some(builder.build().map_err(|error| error.to_string())?), values })
    }

    /// The value of the last glob that fits the path.
    pub fn last_match(&self, path: &str) -> Option<&T> {
        let last = self.set.as_ref()?.matches(path).into_iter().max()?;
        self.values.get(last)
    }
}
