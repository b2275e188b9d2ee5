//! "AI" that is a person: initials under a note, in brackets before it, or explained ("AI = Arvid").
//!
//! A document that says once whose initials they are (`Anselm Ilves (AI)`, `AI = Arvid`) means that person wherever the two
//! letters stand alone; a note that opens with `(AI)` is signed, whoever it is.
//!
//! In Italian that is all in capitals `AI` is a little word: `PASSARE I PLATE AI COMPOSITOR`.

use super::Reading;
use super::language::{Language, Languages};
use crate::dictionary::{ClassSet, Classes};
use crate::text::words::{Caps, Gap, Words};

/// Takes away the mentions that rest on initials.
pub(super) fn find(reading: &mut Reading, classes: &Classes, languages: &Languages) {
    let ai = classes.set("ai-word").unwrap_or(ClassSet::EMPTY);
    if !reading.mentions.iter().any(|mention| mention.classes.meets(ai)) {
        return;
    }
    let texts = || reading.document.elements.iter().map(|element| element.text.as_str());
    let declared = texts().filter(|text| text.contains("AI")).any(declares);
    let italian = languages.has(Language::Italian);
    let mut mentions = std::mem::take(&mut reading.mentions);
    mentions.retain(|mention| {
        if !mention.classes.meets(ai) {
            return true;
        }
        let words = reading.words(mention.element as usize);
        let text = reading.element(mention).text.as_str();
        !mention.words.clone().any(|at| {
            let at = at as usize;
            is_bare(words, at)
                && (is_signature(text, words, at)
                    || declared && stands_alone(text, words, at)
                    || italian && is_preposition(text, words, at))
        })
    });
    reading.mentions = mentions;
}

/// All is in capitals, a word in capitals follows, and nothing before it speaks of what is used: `FATTO CON AI`.
fn is_preposition(text: &str, words: &Words, at: usize) -> bool {
    const MEANS: &[&str] = &["con", "da", "dall", "dell", "l", "in", "via", "tramite", "di", "un", "no", "senza"];
    let follows = words.get(at + 1).is_some_and(|word| word.gap == Gap::Space && word.caps == Caps::Upper);
    let before = at.checked_sub(1).map(|before| words.folded(before));
    // In a text of both cases it is one before a plural: `AI GRAFICI: manifesto della sagra`.
    let shouted = !text.chars().any(char::is_lowercase) || words.folded(at + 1).ends_with('i');
    follows && shouted && before.is_none_or(|word| !MEANS.contains(&word))
}

fn is_bare(words: &Words, at: usize) -> bool {
    words.folded(at) == "ai" && words.get(at).is_some_and(|word| word.caps == Caps::Upper)
}

/// `(AI) Do we need the hat?`
fn is_signature(text: &str, words: &Words, at: usize) -> bool {
    let Some(word) = words.get(at) else { return false };
    let before = text[..word.start as usize].trim_end();
    let opens = before.strip_suffix(['(', '[']).is_some_and(|rest| rest.trim_matches(|c: char| !c.is_alphanumeric()).is_empty());
    opens && text[word.end as usize..].starts_with([')', ']'])
}

/// Nothing that speaks of machines is joined to the letters: `AI-generated`, `gen AI`, `AI tool`.
fn stands_alone(text: &str, words: &Words, at: usize) -> bool {
    let joined = |next: usize| words.get(next).is_some_and(|word| word.gap == Gap::Hyphen);
    let bracketed = is_signature(text, words, at) || words.get(at).is_some_and(|w| text[..w.start as usize].ends_with('('));
    bracketed
        || !joined(at + 1)
            && !matches!(words.folded(at + 1), "tool" | "tools" | "model" | "generated" | "gen" | "image" | "video" | "voice")
}

/// Whether a text says whose initials `AI` are: two names with these initials before `(AI)`, or `AI = Name`.
fn declares(text: &str) -> bool {
    text.match_indices("(AI)").any(|(at, _)| {
        let mut names = text[..at].split_whitespace().rev();
        let begins =
            |name: Option<&str>, letter: char| name.is_some_and(|name| name.starts_with(letter) && name.chars().any(char::is_lowercase));
        let (last, first) = (names.next(), names.next());
        begins(last, 'I') && begins(first, 'A') && last != Some("Intelligence")
    }) || text.match_indices("AI").any(|(at, _)| {
        let stands = !text[..at].ends_with(char::is_alphanumeric);
        let rest = text[at + 2..].trim_start();
        let name =
            rest.strip_prefix(['=', ':']).or_else(|| rest.strip_prefix("is ")).or_else(|| rest.strip_prefix("means ")).map(str::trim_start);
        let initial = name.is_some_and(|name| {
            let first: String = name.chars().take_while(|c| c.is_alphabetic()).collect();
            first.starts_with('A')
                && first.len() > 2
                && !matches!(first.as_str(), "Artificial" | "Adobe" | "Apple" | "Anthropic" | "All" | "Any")
        });
        stands && rest.starts_with(['=', 'i', 'm']) && initial
    })
}

#[cfg(test)]
mod tests {
    use super::declares;

    #[test]
    fn initials_are_told() {
        for (text, told) in [
            ("notes by Anselm Ilves (AI), sound by the others", true),
            ("AI keeps the key to the props store (AI = Arvid)", true),
            ("Artificial Intelligence (AI) was used", false),
            ("AI = Adobe Illustrator", false),
            ("the sky is AI", false),
        ] {
            assert_eq!(declares(text), told, "{text}");
        }
    }
}
