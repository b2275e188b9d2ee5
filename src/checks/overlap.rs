//! `overlap`: a prompt that repeats a passage of a screenplay of the same tree, twelve words or more in a row.

use super::{Candidate, Check, Job, roles_fit};
use crate::text::words::Words;

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
            let words = reading.words(index);
            if words.len() < PASSAGE || !roles_fit(&job.found.roles, element.role, reading.kind()) {
                continue;
            }
            let passages = passages(words);
            let Some(first) = passages.iter().position(|&hash| job.world.has_passage(hash)) else { continue };
            let last = first + passages[first..].iter().take_while(|&&hash| job.world.has_passage(hash)).count() - 1;
            let range = words.range(first as u32..(last + PASSAGE) as u32);
            let text = words.joined(first as u32..first as u32 + 5);
            out.push(Candidate {
                rule: job.rule_index,
                level: job.found.level.unwrap_or(job.rule.level),
                reading: job.reading_index,
                element: index as u32,
                span: element.text.source_range(range),
                subject: format!("script passage “{text} …”"),
                phrase: false,
                near: (last + PASSAGE - first).to_string(),
                context: words.joined(first as u32..(last + PASSAGE) as u32),
                found: job.found_index,
            });
        }
    }
}

/// The hashes of the passages of a text, one for each word that a passage begins at.
///
/// Each is made of the one before it: the word that falls out is taken away, the one that comes in added.
pub fn passages(words: &Words) -> Vec<u64> {
    const BASE: u64 = 0x9e37_79b9_7f4a_7c15;
    if words.len() < PASSAGE {
        return Vec::new();
    }
    let top = BASE.wrapping_pow(PASSAGE as u32 - 1);
    let hashes: Vec<u64> = (0..words.len()).map(|index| words.hash(index).mixed()).collect();
    let mut rolling = hashes[..PASSAGE].iter().fold(0u64, |hash, word| hash.wrapping_mul(BASE).wrapping_add(*word));
    let mut out = Vec::with_capacity(words.len() - PASSAGE + 1);
    out.push(rolling);
    for at in PASSAGE..hashes.len() {
        rolling = rolling.wrapping_sub(hashes[at - PASSAGE].wrapping_mul(top)).wrapping_mul(BASE).wrapping_add(hashes[at]);
        out.push(rolling);
    }
    out
}
