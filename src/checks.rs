//! The mechanisms that rules share. A rule names one of them in each of its matches; the mechanism says how to look, the rule
//! what for.

mod appearance;
mod deceased;
mod key_element;
mod model_scope;
mod near;
mod new_name;
mod overlap;
pub use overlap::passages;
mod prop;
mod provenance;
mod reference;
mod speech;
mod true_story;
mod turnover;
mod unapproved_tool;
mod undeclared;

pub(crate) use near::roles_fit;

use crate::dictionary::Mention;
use crate::document::Role;
use crate::policy::{Level, Match, Rule};
use crate::reading::Reading;
use crate::world::World;

/// A finding before it is compared with the old side: places are indices, nothing is worded yet.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Index of the rule.
    pub rule: usize,
    pub level: Level,
    /// Index of the reading.
    pub reading: usize,
    /// Element of the place.
    pub element: u32,
    /// Bytes of the source.
    pub span: std::ops::Range<u32>,
    pub subject: String,
    /// The subject is a way of saying, not a name: two of them in one item say one thing.
    pub phrase: bool,
    /// Words that `{near}` stands for in the message.
    pub near: String,
    /// Folded words that identity rests on besides rule, subject and role.
    pub context: String,
    /// Index of the match within the rule.
    pub found: usize,
}

/// What a mechanism works with.
pub struct Job<'a> {
    pub rule_index: usize,
    pub rule: &'a Rule,
    /// Index of the match within the rule.
    pub found_index: usize,
    pub found: &'a Match,
    pub reading_index: usize,
    pub reading: &'a Reading,
    pub world: &'a World<'a>,
}

/// A mechanism.
pub trait Check: Sync {
    /// The name that packs use.
    fn name(&self) -> &'static str;

    /// Adds what it finds in one document.
    fn run(&self, job: &Job<'_>, out: &mut Vec<Candidate>);
}

/// Every mechanism.
pub const CHECKS: &[&dyn Check] = &[
    &near::NearCheck,
    &appearance::AppearanceCheck,
    &deceased::DeceasedCheck,
    &speech::SpeechCheck,
    &prop::PropCheck,
    &prop::StoryPropCheck,
    &key_element::KeyElementCheck,
    &true_story::TrueStoryCheck,
    &reference::ReferenceCheck,
    &model_scope::ModelScopeCheck,
    &provenance::ProvenanceCheck,
    &turnover::TurnoverCheck,
    &overlap::OverlapCheck,
    &undeclared::UndeclaredCheck,
    &unapproved_tool::UnapprovedToolCheck,
    &new_name::NewNameCheck,
];

/// The names of the mechanisms, for the packs.
pub fn names() -> Vec<&'static str> {
    CHECKS.iter().map(|check| check.name()).collect()
}

/// Whether the name of an item is no more than its place in a list, which changes when the list does: `3`, `b`. The number in a
/// row of a table names a shot.
pub(crate) fn is_list_number(name: &str, role: Role) -> bool {
    role != Role::Cell && name.len() <= 3 && (name.bytes().all(|b| b.is_ascii_digit()) || name.len() == 1)
}

impl Job<'_> {
    /// A candidate at a mention.
    pub(crate) fn at(&self, mention: &Mention, level: Level, near: Option<&Mention>) -> Candidate {
        let reading = self.reading;
        let subject = match self.found.subject {
            crate::policy::rule::Subject::Mention => reading.subject(mention, self.world.matcher),
            crate::policy::rule::Subject::Item => self.item_subject(mention),
        };
        Candidate {
            rule: self.rule_index,
            level,
            reading: self.reading_index,
            element: mention.element,
            span: reading.span(mention),
            subject,
            phrase: mention.origin == crate::dictionary::Origin::Phrase,
            near: near.map(|n| reading.written(n)).unwrap_or_default(),
            context: self.context(mention.element),
            found: self.found_index,
        }
    }

    fn item_subject(&self, mention: &Mention) -> String {
        let element = self.reading.element(mention);
        match &self.reading.document.items[element.item as usize].name {
            Some(name) => name.to_string(),
            None => self.reading.written(mention),
        }
    }

    /// The folded words around a place: the speech in a screenplay, elsewhere the stretch of text with its shot.
    pub(crate) fn context(&self, element: u32) -> String {
        let document = &self.reading.document;
        let here = &document.elements[element as usize];
        if let Some(cue) = here.speaker {
            return self.reading.spoken(cue);
        }
        if here.role == Role::Cue {
            return self.reading.spoken(element);
        }
        let name = document.items[here.item as usize].name.as_deref().filter(|name| !is_list_number(name, here.role)).unwrap_or("");
        format!("{name} {}", self.reading.folded(element as usize))
    }
}
