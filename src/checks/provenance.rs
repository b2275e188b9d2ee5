//! `provenance`: data beside or inside a file says that it was generated.
//!
//! It is to be disclosed; it is escalated when the same file, or a note of the tree that names the same element, says that no AI
//! was used.

use super::{Candidate, Check, Job, near};
use crate::dictionary::ClassSet;
use crate::document::Kind;
use crate::policy::Level;
use crate::reading::Reading;
use crate::text::Words;

pub struct ProvenanceCheck;

impl Check for ProvenanceCheck {
    fn name(&self) -> &'static str {
        "provenance"
    }

    fn run(&self, job: &Job<'_>, out: &mut Vec<Candidate>) {
        let denied = job.world.classes.set("ai-denied").unwrap_or(ClassSet::EMPTY);
        let mut found = near::matching(job).peekable();
        if found.peek().is_none() {
            return;
        }
        let element = element_name(job.reading.path());
        let contradicted = job.reading.has(denied) || job.world.documents(Kind::Note).any(|note| denies(note, &element, denied));
        for (mention, other) in found {
            let level = if contradicted { Level::Escalate } else { near::level(job, mention) };
            let mut candidate = job.at(mention, level, other);
            candidate.subject.clone_from(&element);
            // The program that made it is a statement of its own.
            if job.reading.written(mention).to_lowercase().contains("system") {
                candidate.subject.push_str(", system used");
            }
            out.push(candidate);
        }
    }
}

/// The element that a sidecar is about: its file's name without endings, `bell_tower_02.psd.xmp` is `bell tower 02`.
fn element_name(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let words = Words::of(name.split('.').next().unwrap_or(name));
    (0..words.len()).map(|i| words.folded(i).to_owned()).filter(|w| w != "c2pa").collect::<Vec<_>>().join(" ")
}

/// Whether an item of a note names the element and says that no AI was used.
fn denies(note: &Reading, element: &str, denied: ClassSet) -> bool {
    let wanted = format!(" {element} ");
    note.mentions.iter().filter(|m| m.classes.meets(denied)).any(|m| {
        let item = note.document.elements_of(note.element(m).item);
        item.into_iter().any(|index| format!(" {} ", note.folded(index)).contains(&wanted))
    })
}
