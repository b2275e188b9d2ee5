//! `deceased`: a dead person made by machine; how much is asked for depends on how long ago they died.
//!
//! Up to seventy years: the rule's level. Between seventy and a hundred: judgement, unless a replica is spoken of. Beyond a
//! hundred: nothing, unless a replica of an identifiable person is spoken of (POLICY, LIK-04). Without a known year: the
//! rule's level.

use super::{Candidate, Check, Job, near};
use crate::dictionary::ClassSet;
use crate::policy::Level;

pub struct DeceasedCheck;

impl Check for DeceasedCheck {
    fn name(&self) -> &'static str {
        "deceased"
    }

    fn run(&self, job: &Job<'_>, out: &mut Vec<Candidate>) {
        let replica =
            ["face-replica", "voice-replica"].iter().filter_map(|name| job.world.classes.set(name)).fold(ClassSet::EMPTY, ClassSet::and);
        for (mention, other) in near::matching(job) {
            let years = job.world.matcher.term(mention.origin).and_then(|term| term.died).map(|died| job.world.today.year() - died);
            let item = job.reading.document.elements_of(job.reading.element(mention).item);
            let is_replica = job.reading.mentions_of(item).iter().any(|m| m.classes.meets(replica) && !m.negated);
            let level = match years {
                Some(years) if !is_replica && years > 100 => continue,
                Some(years) if !is_replica && years > 70 => Level::Judgement,
                _ => near::level(job, mention),
            };
            out.push(job.at(mention, level, other));
        }
    }
}
