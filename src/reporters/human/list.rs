//! `--list` for people: a table of the files and what each was read as.

use crate::report::{FileRead, FileState, Report};
use crate::reporters::headline::size;
use crate::reporters::visible::visible;
use crate::reporters::{Screen, count};
use textwrap::core::display_width;

/// One line a file, and what was not read behind it, with reasons.
pub(super) fn files(report: &Report, screen: Screen) -> String {
    let read: Vec<&FileRead> = report.files.iter().filter(|file| is_read(file)).collect();
    let not_read: Vec<(&FileRead, &str)> = report
        .files
        .iter()
        .filter_map(|file| match &file.state {
            FileState::Failed(reason) | FileState::NotOurs(reason) => Some((file, reason.as_str())),
            FileState::Read | FileState::LookedThrough => None,
        })
        .collect();
    let bytes = report.checked_bytes();
    let mut out =
        screen.bold(&format!("{} {} read ({}).", count(read.len(), "file"), if read.len() == 1 { "is" } else { "are" }, size(bytes)));
    out.push('\n');
    let width = read.iter().map(|file| display_width(&visible(&file.path))).max().unwrap_or(0).min(60);
    for file in read {
        let roles: Vec<String> = file.roles.iter().map(|(role, number)| format!("{number} {}", role.name())).collect();
        let what = match file.state {
            FileState::LookedThrough => "looked through: nothing in it could need approval".to_owned(),
            _ if roles.is_empty() => "empty".to_owned(),
            _ => roles.join(", "),
        };
        out.push_str(&format!("  {}  {}\n", pad(&visible(&file.path), width), kind(file)));
        out.push_str(&screen.field(4, "", &what));
    }
    if !not_read.is_empty() {
        out.push('\n');
        out.push_str(&screen.bold(&format!("{} not read:", count(not_read.len(), "file"))));
        out.push('\n');
        for (file, reason) in not_read {
            out.push_str(&screen.item(&format!("{}: {}", visible(&file.path), visible(reason))));
        }
    }
    out
}

fn is_read(file: &FileRead) -> bool {
    matches!(file.state, FileState::Read | FileState::LookedThrough)
}

/// `screenplay, fountain`.
fn kind(file: &FileRead) -> String {
    [file.kind.map(|kind| kind.name()), file.format].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn pad(text: &str, width: usize) -> String {
    format!("{text}{:1$}", "", width.saturating_sub(display_width(text)))
}
