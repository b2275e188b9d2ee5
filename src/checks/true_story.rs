//! `true-story`: a recreation made with AI in a work that claims to be true.
//!
//! The claim stands in the same document, or on the title page of a screenplay of the tree.

use super::{Candidate, Check, Job, near};
use crate::dictionary::{ClassSet, Mention};
use crate::document::{Kind, Role};
use crate::reading::Reading;

pub struct TrueStoryCheck;

impl Check for TrueStoryCheck {
    fn name(&self) -> &'static str {
        "true-story"
    }

    fn run(&self, job: &Job<'_>, out: &mut Vec<Candidate>) {
        let claim = job.world.classes.set("true-story").unwrap_or(ClassSet::EMPTY);
        let mut found = near::matching(job).peekable();
        if found.peek().is_none() {
            return;
        }
        let claimed = job.reading.mentions_in(claim).any(|mention| speaks_of_the_whole(job.reading, mention))
            || job
                .world
                .scripts()
                .iter()
                .any(|script| script.mentions.iter().any(|m| m.classes.meets(claim) && script.element(m).role == Role::TitlePage));
        if claimed {
            out.extend(found.map(|(mention, other)| job.at(mention, near::level(job, mention), other)));
        }
    }
}

/// In a file of many prompts a claim counts at its head only: what follows is about other things.
fn speaks_of_the_whole(reading: &Reading, mention: &Mention) -> bool {
    const HEAD: u32 = 5;
    let role = reading.element(mention).role;
    reading.kind() != Kind::Prompt || mention.element < HEAD || matches!(role, Role::Metadata | Role::Comment)
}
