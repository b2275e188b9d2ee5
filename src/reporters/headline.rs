//! The first line, which is all that some clients show of a hook, and the summary.

use super::count;
use crate::policy::Level;
use crate::report::{FileState, Report, Verdict};

/// What was checked, for the words of the first line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Occasion {
    Commit,
    Merge,
    /// What a branch brings in.
    Branch,
    /// Files as they lie there.
    #[default]
    Files,
}

impl Occasion {
    fn name(self) -> &'static str {
        match self {
            Occasion::Commit => "this commit",
            Occasion::Merge => "this merge",
            Occasion::Branch => "this branch",
            Occasion::Files => "these files",
        }
    }

    fn before(self) -> &'static str {
        match self {
            Occasion::Commit => " before this commit",
            Occasion::Merge => " before this merge",
            Occasion::Branch => " before this branch is merged",
            Occasion::Files => "",
        }
    }
}

/// Returns the first line: one or two whole sentences that say how the check ended.
pub(super) fn headline(report: &Report, occasion: Occasion) -> String {
    let failed = report.files.iter().filter(|file| matches!(file.state, FileState::Failed(_))).count();
    let unread = || format!("{} could not be read", count(failed, "file"));
    match report.verdict() {
        Verdict::Incomplete if report.blocking().next().is_some() => {
            format!("{} Besides, {}.", blocked(report, occasion), unread())
        }
        Verdict::Incomplete => match occasion {
            Occasion::Commit | Occasion::Merge => format!("{}, so {} is stopped.", unread(), occasion.name()),
            Occasion::Branch | Occasion::Files => format!("{}, so the check is incomplete.", unread()),
        },
        Verdict::Blocked => blocked(report, occasion),
        Verdict::Nothing => match occasion {
            Occasion::Files => "Nothing was checked: no screenplay, prompt file or VFX notes are here.".to_owned(),
            _ => format!("Nothing was checked: {} changes no screenplay, prompt file or VFX notes.", occasion.name()),
        },
        Verdict::Clear => match report.cleared().count() {
            0 => format!("Nothing in {} needs approval.", occasion.name()),
            1 => format!("Nothing in {} still needs approval; 1 item is cleared by a record.", occasion.name()),
            n => format!("Nothing in {} still needs approval; {n} items are cleared by records.", occasion.name()),
        },
    }
}

fn blocked(report: &Report, occasion: Occasion) -> String {
    let needs: Vec<(usize, Level)> = Level::ALL
        .into_iter()
        .map(|level| (report.blocking().filter(|finding| finding.level == level).count(), level))
        .filter(|(number, _)| *number > 0)
        .collect();
    if let [(number, level)] = needs[..] {
        return format!("{} {}{}.", count(number, "item"), asks(level, number), occasion.before());
    }
    let total: usize = needs.iter().map(|(number, _)| number).sum();
    let parts: Vec<String> = needs.iter().map(|&(number, level)| format!("{number} {}", asks(level, number))).collect();
    let stop = match occasion {
        Occasion::Files => "would stop a commit".to_owned(),
        _ => format!("stop {}", occasion.name()),
    };
    format!("{} {stop}: {}.", count(total, "item"), parts.join(", "))
}

fn asks(level: Level, number: usize) -> &'static str {
    match (level, number) {
        (Level::Forbid, _) => "cannot be approved and must be changed",
        (Level::Consent, 1) => "needs signed consent and written approval",
        (Level::Consent, _) => "need signed consent and written approval",
        (Level::Escalate, 1) => "needs written approval",
        (Level::Escalate, _) => "need written approval",
        (Level::Judgement, 1) => "needs a decision on record",
        (Level::Judgement, _) => "need a decision on record",
        (Level::Disclose, _) => "must be disclosed",
        (Level::Clearance, _) => "must be cleared",
    }
}

/// Returns the last lines: files, bytes and rules, what was found, and what was left out.
pub(super) fn summary(report: &Report) -> String {
    let blocking = report.blocking().count();
    let cleared = report.cleared().count();
    let open = report.findings.len() - blocking - cleared;
    let mut found = Vec::new();
    for (number, one, more) in
        [(blocking, "blocks", "block"), (open, "does not block", "do not block"), (cleared, "is cleared", "are cleared")]
    {
        if number > 0 {
            let noun = if found.is_empty() { count(number, "item") } else { number.to_string() };
            found.push(format!("{noun} {}", if number == 1 { one } else { more }));
        }
    }
    let mut out = format!(
        "Checked {} ({}) with {}: {}.",
        count(report.checked_files(), "file"),
        size(report.checked_bytes()),
        count(report.rules, "rule"),
        if found.is_empty() { "nothing found".to_owned() } else { found.join(", ") }
    );
    if report.known > 0 {
        let (was, is) = if report.known == 1 { ("was", "is") } else { ("were", "are") };
        out.push_str(&format!(" {} {was} there before and {is} not counted again.", count(report.known, "item")));
    }
    let other = report.files.iter().filter(|file| matches!(file.state, FileState::NotOurs(_))).count();
    if other > 0 {
        out.push_str(&format!(" {} {} not ours to read.", count(other, "file"), if other == 1 { "is" } else { "are" }));
    }
    out
}

/// `812 bytes`, `212 KB`, `1.4 MB`.
pub(super) fn size(bytes: usize) -> String {
    match bytes {
        1 => "1 byte".to_owned(),
        0..=1023 => format!("{bytes} bytes"),
        1024..=1048575 => format!("{} KB", bytes.div_ceil(1024)),
        _ => format!("{:.1} MB", bytes as f64 / 1048576.0),
    }
}
