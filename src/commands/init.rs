//! `clearslate init`: writes a first `clearslate.toml`.

use super::place::root;
use crate::config::FILE;
use crate::error::{Exit, Failure, Result};
use std::io::Write;
use std::path::Path;

pub fn run() -> Result<Exit> {
    let path = root()?.join(FILE);
    write_new(&path, &template())?;
    let mut out = std::io::stdout().lock();
    // A reader that went away (`| head`) is no error of ours.
    let _ = writeln!(
        out,
        "wrote {}\n\nNext:\n  1. give the production's code and kind, and who may decide\n  2. commit the file: it counts for the commits after it\n  3. check what is there: clearslate check",
        path.display()
    );
    Ok(Exit::Clear)
}

/// Writes a file that must not be there yet.
///
/// # Errors
/// When it is there, or cannot be written.
pub(super) fn write_new(path: &Path, text: &str) -> Result<()> {
    let made = std::fs::File::options().write(true).create_new(true).open(path);
    made.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|source| match source.kind() {
        std::io::ErrorKind::AlreadyExists => Failure::Usage {
            message: format!("`{}` is there already", path.display()),
            help: "it was left as it is; edit it, or move it away first".to_owned(),
        },
        _ => Failure::Io { what: format!("`{}` cannot be written", path.display()), source },
    })
}

/// The file with everything in it as a remark, so that it changes nothing until someone decides to.
fn template() -> String {
    let packs = crate::policy::builtin::packs();
    let mut list = String::new();
    for pack in &packs {
        list.push_str(&format!("#   {:<18} {}{}\n", pack.id, pack.title, if pack.default { "" } else { " (not selected by itself)" }));
    }
    let selected: Vec<String> = packs.iter().filter(|pack| pack.default).map(|pack| format!("\"{}\"", pack.id)).collect();
    TEMPLATE.replace("{list}", &list).replace("{selected}", &selected.join(", "))
}

const TEMPLATE: &str = r#"# Clearslate: what this production says about itself. Every line is optional; take the `#` away to use it.
# Packs, strictness, gate, exclusions and people count for the commits after the one that changes them.

# Clearslate of this version only, so that hooks and CI agree: "0.1", "0.1.2" or ">=0.1.2"
# required-version = "0.1"

# Policies to check against:
{list}# packs = [{selected}]

# "strict" also blocks what needs a decision with a reason
# strictness = "normal"

# "push": commits are reported on, pushing and CI block
# gate = "commit"

# Paths that are not checked
# exclude = ["archive/**"]

# [production]
# code = "HL-S1"      # records name it
# title = "…"
# kind = "series"     # series, film, documentary, short, commercial, music-video or game

# What files are, where their folder does not say it: "screenplay", "prompt" or "note"; the last glob that fits counts
# [kinds]
# "art/**" = "note"

# What columns and fields of your tracker mean, where their names do not say it: "shot", "note", "prompt", "negative-prompt",
# "model", "voice", "crew" or "status"
# [columns]
# "Clip Ref" = "shot"

# [limits]
# size-mb = 20

# Generative tools that may be used
# [tools]
# approved = []

# [names]
# characters = []     # of this production
# cleared = []        # checked, and clear to use
# crew = []

# Who may decide, and in which role
# [[people]]
# name = "…"
# role = "platform-contact"   # or production-counsel, producer, clearance-researcher, …
# email = "…"
"#;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Production;
    use crate::source::Source;

    #[test]
    fn the_file_is_valid_with_its_remarks_and_without_them() {
        let text = template();
        let bare: String = text
            .lines()
            .filter(|line| !line.starts_with("#   "))
            .map(|line| match line.strip_prefix("# ") {
                Some(rest) if rest.contains(" = ") || rest.starts_with('[') => format!("{rest}\n"),
                _ => format!("{line}\n"),
            })
            .collect();
        let packs = crate::policy::builtin::packs();
        let ids: Vec<&str> = packs.iter().map(|pack| pack.id.as_str()).collect();
        Production::read(&Source::from_text(FILE, &text), &ids, "0.1.0").unwrap();
        // Without any pack there is nothing to select by default.
        let bare = if ids.is_empty() { bare.replace("packs = []\n", "") } else { bare };
        let production = Production::read(&Source::from_text(FILE, &bare), &ids, "0.1.0").unwrap();
        assert_eq!(production.code.as_deref(), Some("HL-S1"));
        assert!(production.is_excluded("archive/old.fountain"));
    }
}
