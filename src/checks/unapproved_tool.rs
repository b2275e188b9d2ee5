//! `unapproved-tool`: a generative tool that is not on the production's list of approved tools.
//!
//! Without a list a bare tool is a matter of disclosure only; a production that keeps one (`tools.approved` in `clearslate.toml`) means
//! it to be complete. A tool is known by its name or any alias of the dictionaries.

use super::near::matching;
use super::{Candidate, Check, Job};
use crate::text::Words;

pub struct UnapprovedToolCheck;

impl Check for UnapprovedToolCheck {
    fn name(&self) -> &'static str {
        "unapproved-tool"
    }

    fn run(&self, job: &Job<'_>, out: &mut Vec<Candidate>) {
        if job.world.approved_tools.is_empty() {
            return;
        }
        let fold = |text: &str| {
            let words = Words::of(text);
            words.joined(0..words.len() as u32)
        };
        for (mention, _) in matching(job) {
            let name = job.reading.subject(mention, job.world.matcher);
            let written = job.reading.written(mention);
            let approved = job.world.approved_tools.iter().any(|tool| {
                let tool = fold(tool);
                tool == fold(&name) || tool == fold(&written) || is_alias(job, &tool, &name)
            });
            if !approved {
                out.push(job.at(mention, job.found.level.unwrap_or(job.rule.level), None));
            }
        }
    }
}

/// Whether the dictionaries have `tool` as another form of `name`.
fn is_alias(job: &Job<'_>, tool: &str, name: &str) -> bool {
    job.world.matcher.names.iter().any(|names| {
        let mut found = false;
        names.lookup(tool, |term| found |= names.term(term).name == name);
        found
    })
}
