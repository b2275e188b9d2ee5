//! `overlap`: a prompt that repeats a passage of a screenplay of the same tree, twelve words or more in a row.

use super::{Candidate, Check, Job, roles_fit};
use crate::text::words::WordHash;

pub struct OverlapCheck;

/// Words in a row that make a passage (POLICY, DAT-01).
pub const PASSAGE: usize = 12;

impl Check for OverlapCheck {
    fn name(&self) -> &'static str {
        "overlap"
    }

    fn run(&self, job: &Job<'_>, out: &mut Vec<Candidate>) {
        let reading = job.reading;
        for (index, element) in reading.document.elements.iter().enumerate() {
            let words = &reading.words[index];
            if words.len() < PASSAGE || !roles_fit(&job.found.roles, element.role, reading.kind()) {
                continue;
            }
            let Some(first) = (0..=words.len() - PASSAGE).find(|&at| job.world.has_passage(passage(words, at))) else { continue };
            let last = (first..=words.len() - PASSAGE).take_while(|&at| job.world.has_passage(passage(words, at))).last().unwrap_or(first);
            let range = words.range(first as u32..(last + PASSAGE) as u32);
            let text = words.joined(first as u32..first as u32 + 5);
            out.push(Candidate {
                rule: job.rule_index,
                level: job.found.level.unwrap_or(job.rule.level),
                reading: job.reading_index,
                element: index as u32,
                span: element.text.source_range(range),
                subject: format!("script passage “{text} …”"),
                near: (last + PASSAGE - first).to_string(),
                context: words.joined(first as u32..(last + PASSAGE) as u32),
                found: job.found_index,
            });
        }
    }
}

/// The hash of the passage that begins at word `at`.
pub fn passage(words: &crate::text::words::Words, at: usize) -> u64 {
    (at..at + PASSAGE).fold(WordHash::EMPTY, |hash, index| hash.and(words.folded(index)).and(" ")).mixed()
}
