//! `appearance`: a real person has a cue of their own.
//!
//! The finding reaches back to the action of the same scene that brings the person in, where there is one: that is where a reader
//! meets them first.

use super::{Candidate, Check, Job, near};
use crate::document::Role;

pub struct AppearanceCheck;

impl Check for AppearanceCheck {
    fn name(&self) -> &'static str {
        "appearance"
    }

    fn run(&self, job: &Job<'_>, out: &mut Vec<Candidate>) {
        let reading = job.reading;
        for (mention, other) in near::matching(job) {
            let mut candidate = job.at(mention, near::level(job, mention), other);
            let cue = mention.element as usize;
            let scene = reading.document.elements[cue].scene;
            let first = reading.document.elements.partition_point(|element| element.scene < scene);
            let brought_in = reading.mentions_of(first..cue).iter().find(|earlier| {
                earlier.origin == mention.origin && earlier.words.len() > 1 && reading.element(earlier).role == Role::Action
            });
            if let Some(earlier) = brought_in {
                candidate.span.start = reading.span(earlier).start;
            }
            out.push(candidate);
        }
    }
}
