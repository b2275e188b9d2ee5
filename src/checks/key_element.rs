//! `key-element`: a prompt for the final design of somebody or something central.
//!
//! Central is a character that a screenplay of the tree introduces, what the prompt itself calls the main character, and
//! whatever a file with the purpose "final" designs.

use super::{Candidate, Check, Job, near};
use crate::dictionary::ClassSet;
use crate::document::Role;
use crate::reading::Reading;

pub struct KeyElementCheck;

impl Check for KeyElementCheck {
    fn name(&self) -> &'static str {
        "key-element"
    }

    fn run(&self, job: &Job<'_>, out: &mut Vec<Candidate>) {
        let last = job.world.classes.set("final-word").unwrap_or(ClassSet::EMPTY);
        let is_final = job.reading.mentions.iter().any(|m| {
            m.classes.meets(last) && !m.negated && matches!(job.reading.element(m).role, Role::Metadata | Role::Comment | Role::Heading)
        });
        for (mention, _) in near::matching(job) {
            let element = mention.element as usize;
            let said = job.reading.written(mention).to_lowercase();
            let character = character_in(job, job.reading, element);
            if character.is_none() && !is_final && !said.contains("main character") && !said.contains("lead character") {
                continue;
            }
            let mut candidate = job.at(mention, near::level(job, mention), None);
            candidate.near = said;
            if let Some(character) = character {
                candidate.subject = character;
            }
            // One finding for the item, whatever it calls the design.
            candidate.span = job.reading.document.elements[element].text.span();
            out.push(candidate);
        }
    }
}

/// The character of the production that an element names, by the whole name or its last two words (`Ilse Varga` for
/// `CAPTAIN ILSE VARGA`).
fn character_in(job: &Job<'_>, reading: &Reading, element: usize) -> Option<String> {
    job.world.full_names().find(reading.words(element)).map(title)
}

fn title(name: &str) -> String {
    let word = |w: &str| {
        let mut chars = w.chars();
        chars.next().map(|c| c.to_uppercase().collect::<String>() + chars.as_str()).unwrap_or_default()
    };
    name.split(' ').map(word).collect::<Vec<_>>().join(" ")
}
