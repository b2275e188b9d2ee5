//! `turnover`: a generated temp that is turned over all the same.
//!
//! The item stands in a turnover itself (its folder, file name or first lines say so), or another document of the tree that is
//! one lists the shot.

use super::{Candidate, Check, Job, near};
use crate::dictionary::ClassSet;
use crate::document::Kind;
use crate::reading::Reading;
use crate::text::Words;

pub struct TurnoverCheck;

impl Check for TurnoverCheck {
    fn name(&self) -> &'static str {
        "turnover"
    }

    fn run(&self, job: &Job<'_>, out: &mut Vec<Candidate>) {
        let word = job.world.classes.set("turnover-word").unwrap_or(ClassSet::EMPTY);
        let mut found = near::matching(job).peekable();
        if found.peek().is_none() {
            return;
        }
        let here = is_turnover(job.reading, word);
        for (mention, other) in found {
            let name = job.reading.document.items[job.reading.element(mention).item as usize].name.as_deref();
            let listed = || {
                name.is_some_and(|shot| {
                    job.world
                        .documents(Kind::Note)
                        .any(|note| note.path() != job.reading.path() && is_turnover(note, word) && lists(note, shot))
                })
            };
            if here || listed() {
                out.push(job.at(mention, near::level(job, mention), other));
            }
        }
    }
}

/// Whether a document hands the cut over: by its path, or by its first two elements.
fn is_turnover(reading: &Reading, word: ClassSet) -> bool {
    let path = reading.path().to_lowercase();
    let by_path = ["turnover", "delivery", "deliveries"].iter().any(|part| path.contains(part));
    by_path || reading.mentions_of(0..2).iter().any(|m| m.classes.meets(word))
}

/// Whether a document names a shot, as a word of its own.
fn lists(reading: &Reading, shot: &str) -> bool {
    let words = Words::of(shot);
    let wanted = format!(" {} ", words.joined(0..words.len() as u32));
    (0..reading.document.elements.len()).any(|index| format!(" {} ", reading.folded(index)).contains(&wanted))
}
