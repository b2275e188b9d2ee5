//! `speech`: a real person is given words in a screenplay.
//!
//! The person is named by the cue (`CLIVE MYRIE (ON TV)`), by a cue with the surname of someone the scene named in full, or by
//! `ANCHOR (ON TV)` where the scene's action says who sits in the chair. `find` says who counts, `near` what the
//! scene must have (a news container, a lectern); an empty `near` is fulfilled.

use super::{Candidate, Check, Job, near::holds};
use crate::dictionary::Mention;
use crate::document::{Kind, Role};
use crate::policy::Level;
use crate::policy::rule::Strength;

pub struct SpeechCheck;

impl Check for SpeechCheck {
    fn name(&self) -> &'static str {
        "speech"
    }

    fn run(&self, job: &Job<'_>, out: &mut Vec<Candidate>) {
        let reading = job.reading;
        if reading.kind() != Kind::Screenplay {
            return;
        }
        let level = job.found.level.unwrap_or(job.rule.level);
        for (index, element) in reading.document.elements.iter().enumerate() {
            if element.role != Role::Cue {
                continue;
            }
            let Some(mention) = speaker(job, index) else { continue };
            // A baker who is called like a singer is a baker, where it is only to be entered.
            if level == Level::Clearance
                && job.world.characters().has(&reading.words(mention.element as usize).joined(mention.words.clone()))
            {
                continue;
            }
            let spoken = reading.spoken(index as u32);
            if spoken.is_empty() || job.world.is_explained(job.rule, reading, mention) {
                continue;
            }
            // The conditions are asked of the cue's own scene.
            let here = Mention { element: index as u32, words: 0..reading.words(index).len() as u32, ..mention.clone() };
            let mut first = None;
            let all = job.found.near.iter().all(|near| {
                let found = holds(reading, &here, near);
                first = first.or(found);
                found.is_some()
            });
            if !all || job.found.unless.iter().any(|near| holds(reading, &here, near).is_some()) {
                continue;
            }
            let mut candidate = job.at(&here, level, first);
            candidate.subject = reading.subject(mention, job.world.matcher);
            let speech = reading.speech(index as u32);
            candidate.span.end = candidate.span.end.max(reading.document.elements[speech.end - 1].text.span().end);
            out.push(candidate);
        }
    }
}

/// The real person that a cue means: by its own name; for a surname or a bare `ANCHOR`, someone whom the scene's action named in
/// full before.
fn speaker<'a>(job: &'a Job<'_>, cue: usize) -> Option<&'a Mention> {
    let reading = job.reading;
    let own = reading
        .mentions_of(cue..cue + 1)
        .iter()
        .find(|m| m.classes.meets(job.found.find) && (job.found.strength == Strength::Any || !m.weak));
    if own.is_some() {
        return own;
    }
    let words = reading.words(cue);
    let surname = words.len() == 1 && words.folded(0).len() >= 4;
    let bare_role = reading
        .mentions_of(cue..cue + 1)
        .iter()
        .any(|m| m.classes.meets(job.world.sets.news_role) && m.words.start == 0 && m.words.end as usize == words.len());
    if !surname && !bare_role {
        return None;
    }
    let scene = reading.document.elements[cue].scene;
    let first = reading.document.elements.partition_point(|e| e.scene < scene);
    reading.mentions_of(first..cue).iter().rev().find(|m| {
        m.classes.meets(job.found.find)
            && !m.weak
            && m.words.end - m.words.start >= 2
            && reading.element(m).role == Role::Action
            && (bare_role || reading.words(m.element as usize).folded(m.words.end as usize - 1) == words.folded(0))
    })
}
