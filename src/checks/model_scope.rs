//! `model-scope`: a model of a performer, registered for one production and used for another.
//!
//! A prompt names a model (`<lora:mina_face_v4:0.8>`) and says for which production it is. Where a note of the tree lists that
//! model with the production it was made for, and the two have no word in common, the model is out of its scope.

use super::{Candidate, Check, Job, roles_fit};
use crate::document::{Kind, Role};
use crate::reading::Reading;

pub struct ModelScopeCheck;

impl Check for ModelScopeCheck {
    fn name(&self) -> &'static str {
        "model-scope"
    }

    fn run(&self, job: &Job<'_>, out: &mut Vec<Candidate>) {
        let document = &job.reading.document;
        let Some(production) = document.elements.iter().position(|e| {
            e.role == Role::Metadata
                && e.key.as_deref().is_some_and(|key| matches!(key.to_ascii_lowercase().as_str(), "production" | "project" | "show"))
        }) else {
            return;
        };
        let here = words_of(job.reading, production);
        for (index, element) in document.elements.iter().enumerate() {
            if !roles_fit(&job.found.roles, element.role, job.reading.kind()) || job.reading.words(index).len() < 2 {
                continue;
            }
            let model = job.reading.folded(index);
            let foreign = job.world.documents(Kind::Note).any(|note| is_listed_for_another(note, &model, &here));
            if foreign {
                out.push(Candidate {
                    rule: job.rule_index,
                    level: job.found.level.unwrap_or(job.rule.level),
                    reading: job.reading_index,
                    element: index as u32,
                    span: element.text.span(),
                    subject: element.text.as_str().trim().to_owned(),
                    phrase: false,
                    near: String::new(),
                    context: job.context(index as u32),
                    found: job.found_index,
                });
            }
        }
    }
}

/// Whether a row of the note lists the model and names another production than `here`.
fn is_listed_for_another(note: &Reading, model: &str, here: &[String]) -> bool {
    let document = &note.document;
    let listed = (0..document.elements.len()).find(|&index| note.folded(index) == model);
    let Some(listed) = listed else { return false };
    let mut scope = document
        .elements_of(document.elements[listed].item)
        .filter(|&index| document.elements[index].key.as_deref().is_some_and(|key| is_scope_column(&key.to_lowercase())))
        .peekable();
    scope.peek().is_some() && !scope.any(|index| words_of(note, index).iter().any(|word| here.contains(word)))
}

fn is_scope_column(key: &str) -> bool {
    ["made for", "production", "show", "project", "for", "series"].iter().any(|c| key == *c || key.ends_with(c))
}

/// The words of an element that say something: three letters and more.
fn words_of(reading: &Reading, element: usize) -> Vec<String> {
    let words = reading.words(element);
    (0..words.len()).map(|i| words.folded(i)).filter(|w| w.len() >= 3).map(str::to_owned).collect()
}
