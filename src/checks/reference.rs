//! `reference`: a picture given to a tool as input.
//!
//! A number is a style code and nothing. A file of the production's own is a matter of judgement. A picture on somebody's
//! server, or one whose name speaks of a face or a real person, is escalated.

use super::{Candidate, Check, Job, roles_fit};
use crate::dictionary::ClassSet;
use crate::document::Element;
use crate::policy::Level;

pub struct ReferenceCheck;

/// Words in a file name or address that say it shows a face.
const FACES: &[&str] = &["headshot", "headshots", "portrait", "face", "selfie", "actor", "actress", "celebrity", "casting"];

impl Check for ReferenceCheck {
    fn name(&self) -> &'static str {
        "reference"
    }

    fn run(&self, job: &Job<'_>, out: &mut Vec<Candidate>) {
        let person = job.world.classes.set("person").unwrap_or(ClassSet::EMPTY);
        for (index, element) in job.reading.document.elements.iter().enumerate() {
            if !roles_fit(&job.found.roles, element.role, job.reading.kind()) || !is_picture(element) {
                continue;
            }
            let text = element.text.as_str();
            let words = job.reading.words(index);
            let face = (0..words.len()).any(|i| FACES.contains(&words.folded(i)))
                || job.reading.mentions_of(index..index + 1).iter().any(|m| m.classes.meets(person) && m.words.len() > 1);
            let foreign = text.contains("://") || text.starts_with("//cdn");
            out.push(Candidate {
                rule: job.rule_index,
                level: if foreign || face { Level::Escalate } else { job.found.level.unwrap_or(job.rule.level) },
                reading: job.reading_index,
                element: index as u32,
                span: element.text.span(),
                subject: text.trim().to_owned(),
                phrase: false,
                near: String::new(),
                context: job.context(index as u32),
                found: job.found_index,
            });
        }
    }
}

/// A value that names a picture or clip: an address, or a file with a picture's ending.
fn is_picture(element: &Element) -> bool {
    const ENDINGS: &[&str] = &[".png", ".jpg", ".jpeg", ".webp", ".gif", ".tif", ".tiff", ".bmp", ".heic", ".mp4", ".mov", ".webm"];
    // Links in prose, models and wildcards are references of other kinds.
    let key = element.key.as_deref().unwrap_or("").to_lowercase();
    let given = ["sref", "cref", "oref", "iref", "image", "reference", "ref_", "init", "promptimage"].iter().any(|k| key.contains(k));
    let text = element.text.as_str().trim().to_lowercase();
    given && !key.contains("image_dir") && (text.contains("://") || ENDINGS.iter().any(|ending| text.ends_with(ending)))
}
