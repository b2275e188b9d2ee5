//! Given names in capitals: somebody is meant (`face replacement, Teo in the boat`), a child where an age stands behind (`Tobe (8)`).
//!
//! Such a mention accuses nobody. It tells that an item speaks of a person, where a rule asks whether it speaks of a thing alone.
//! Who made, checked or ordered something is not what the item speaks of.

use super::Reading;
use crate::dictionary::people::Given;
use crate::dictionary::{ClassSet, Classes, Matcher, Mention, Origin};
use crate::document::{Kind, Role};
use crate::text::words::{Caps, Gap, Words};

/// Adds the mentions of one element of a prompt or note.
pub(super) fn find(reading: &Reading, index: usize, matcher: &Matcher, classes: &Classes, out: &mut Vec<Mention>) {
    let class = classes.set("first-name").unwrap_or(ClassSet::EMPTY);
    let minor = classes.set("minor-word").unwrap_or(ClassSet::EMPTY);
    let element = &reading.document.elements[index];
    let spoken_of = matches!(element.role, Role::Prompt | Role::Note | Role::Cell | Role::Comment | Role::Unknown);
    if reading.kind() == Kind::Screenplay || !spoken_of || element.key.as_deref().is_some_and(is_crew_column) {
        return;
    }
    let words = reading.words(index);
    for at in 0..words.len() {
        let is_name = words.get(at).is_some_and(|word| word.caps == Caps::Title && word.gap != Gap::Glued)
            && words.folded(at).len() >= 3
            && match matcher.people.given(words.folded(at)) {
                Given::Yes => true,
                // "Will the clock be there": the first word of a sentence has its capital anyway.
                Given::Doubtful => !super::begins_sentence(words, at as u32),
                Given::No => false,
            };
        let mut add = |classes: ClassSet, past: usize| {
            out.push(Mention {
                element: index as u32,
                words: at as u32..past as u32,
                classes,
                origin: Origin::Shape,
                weak: false,
                style: false,
                glued: false,
                negated: false,
            });
        };
        if is_name {
            add(class, at + 1);
        }
        let capital = words.get(at).is_some_and(|word| word.caps == Caps::Title);
        if capital && is_child_age(element.text.as_str(), words, at + 1) {
            add(minor, at + 2);
        }
    }
}

/// The age of a child in brackets, with nothing else in them.
fn is_child_age(text: &str, words: &Words, at: usize) -> bool {
    let Some(word) = words.get(at) else { return false };
    words.folded(at).parse::<u8>().is_ok_and(|age| (3..18).contains(&age))
        && text[..word.start as usize].ends_with('(')
        && text[word.end as usize..].starts_with(')')
}

/// Columns and fields that name the people who do the work.
pub(crate) fn is_crew_column(key: &str) -> bool {
    const CREW: &[&str] = &[
        "artist",
        "lead",
        "owner",
        "supervisor",
        "assignee",
        "assigned",
        "editor",
        "author",
        "from",
        "by",
        "reviewer",
        "coordinator",
        "producer",
        "vendor",
        "contact",
        "requested",
        "approved by",
        "user",
        "created by",
        "credit",
        "written by",
        "director",
        "photographer",
        "crew",
    ];
    let key = key.rsplit('.').next().unwrap_or(key).to_lowercase();
    CREW.iter().any(|c| {
        key == *c
            || key.strip_prefix(c).is_some_and(|rest| rest.starts_with(' '))
            || key.strip_suffix(c).is_some_and(|rest| rest.ends_with(' '))
    })
}
