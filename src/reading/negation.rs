//! Wanted or unwanted: mentions in negative prompts and behind a word of denial.
//!
//! Looks back from a mention to the beginning of its clause (a comma, colon, dash or full stop, or a word that turns the thought),
//! at most ten words. In a list a denial runs on ("no CNN, no BBC"; "--no" parameters are negative prompts already).
//! A verdict behind the mention counts too ("… is off limits", "… verboten"). In a list of house rules a prohibition holds for the
//! whole item, with the examples it quotes.
//! In what a screenplay tells nothing is negated: a character who says "I am not" still says the name.

use super::Reading;
use super::language::{Language, Languages};
use crate::dictionary::{ClassSet, Classes, Origin};
use crate::document::{Kind, Role};
use crate::text::words::{Gap, Words};

/// Words that forbid what stands before them.
const VERDICTS: &[&str] = &[
    "forbidden",
    "prohibited",
    "banned",
    "verboten",
    "untersagt",
    "interdit",
    "interdite",
    "interdits",
    "prohibido",
    "prohibida",
    "prohibidos",
    "vietato",
    "vietata",
    "vietati",
    "proibido",
    "proibida",
    "zabronione",
    "zabroniony",
    "yasak",
    "verboden",
];

/// Words that make an item of house rules a prohibition, beside those that deny.
const PROHIBITIONS: &[&str] =
    &["wrong", "limits", "instead", "nooit", "nunca", "niemals", "mai", "jamais", "nigdy", "asla", "must", "shall"];

const DENIALS: &[&str] = &[
    "no",
    "not",
    "without",
    "never",
    "avoid",
    "avoids",
    "avoiding",
    "nor",
    "neither",
    "non",
    "exclude",
    "excluding",
    "cannot",
    "don",
    "doesn",
    "mustn",
    "shouldn",
    "won",
    "isn",
    "aren",
    "didn",
    "nothing",
    "remove",
    "removed",
    "removing", // English
    "sans",
    "pas",
    "aucun",
    "aucune",
    "jamais", // French
    "kein",
    "keine",
    "keinen",
    "keinem",
    "keiner",
    "ohne",
    "nicht",
    "nie", // German
    "sin",
    "nunca",
    "ningun",
    "ninguna", // Spanish
    "senza",
    "niente",
    "nessun",
    "nessuna", // Italian
    "sem",
    "nao",
    "nenhum",
    "nenhuma", // Portuguese
    "bez",
    "nie",
    "olmadan", // Polish, Turkish
];

const TURNS: &[&str] = &[
    "but", "so", "then", "because", "except", "until", "unless", "if", "only", "just", "though", "although", "while", "use", "mais",
    "aber", "sondern", "pero", "sino", "ma",
];

pub(super) fn mark(reading: &mut Reading, classes: &Classes, languages: &Languages) {
    let rules = classes.set("list-of-rules").unwrap_or(ClassSet::EMPTY);
    let forbidden = if is_house_rules(reading, rules) { forbidden_items(reading) } else { Vec::new() };
    let kind = reading.document.kind;
    let portuguese = languages.has(Language::Portuguese);
    let mut mentions = std::mem::take(&mut reading.mentions);
    for mention in &mut mentions {
        let element = &reading.document.elements[mention.element as usize];
        mention.negated = element.role == Role::NegativePrompt
            || (kind != Kind::Screenplay || Role::METHOD.contains(&element.role)) && {
                let words = reading.words(mention.element as usize);
                mention.origin == Origin::Phrase && is_so_called(element.text.as_str(), words, mention.words.start as usize)
                    || is_denied(words, mention.words.start as usize, portuguese)
                    || is_condemned(words, mention.words.end as usize)
                    || forbidden.get(element.item as usize) == Some(&true)
            };
    }
    reading.mentions = mentions;
}

/// Whether the document is a list of what may not be done: its name, a heading or its first lines say so.
fn is_house_rules(reading: &Reading, rules: ClassSet) -> bool {
    const FIRST: usize = 3;
    if reading.kind() == Kind::Screenplay {
        return false;
    }
    let says = |mention: &crate::dictionary::Mention| {
        mention.classes.meets(rules) && ((mention.element as usize) < FIRST || reading.element(mention).role == Role::Heading)
    };
    reading.mentions.iter().any(says)
}

/// For each item of the document, whether something in it forbids.
fn forbidden_items(reading: &Reading) -> Vec<bool> {
    let mut out = vec![false; reading.document.items.len()];
    let mut scratch = Words::default();
    for (index, element) in reading.document.elements.iter().enumerate().filter(|(_, element)| element.role != Role::Heading) {
        let words = reading.glance(index, &mut scratch);
        out[element.item as usize] |= (0..words.len()).any(|at| {
            let word = words.folded(at);
            DENIALS.contains(&word) || VERDICTS.contains(&word) || PROHIBITIONS.contains(&word)
        });
    }
    out
}

/// `the "deepfake" on her phone`: one word alone in quotation marks is what somebody calls it.
fn is_so_called(text: &str, words: &Words, at: usize) -> bool {
    let Some(word) = words.get(at) else { return false };
    let opens = text[..word.start as usize].ends_with(['"', '“', '„', '«', '‘']);
    opens && text[word.end as usize..].starts_with(['"', '”', '“', '»', '’'])
}

/// Whether what follows up to the end of the sentence, at most ten words, forbids: "… is off limits", "… not allowed".
fn is_condemned(words: &Words, past: usize) -> bool {
    for at in past..past + 10 {
        if words.get(at).is_none_or(|word| word.gap >= Gap::Pause) {
            return false;
        }
        match words.folded(at) {
            "limits" if words.folded(at - 1) == "off" => return true,
            "allowed" | "permitted" | "okay" if matches!(words.folded(at - 1), "not" | "t" | "never" | "isn" | "aren") => return true,
            word if TURNS.contains(&word) => return false,
            word if VERDICTS.contains(&word) => return true,
            _ => {}
        }
    }
    false
}

fn is_denied(words: &Words, at: usize, portuguese: bool) -> bool {
    let mut index = at;
    for _ in 0..10 {
        let Some(word) = words.get(index) else { return false };
        if word.gap >= Gap::Comma || index == 0 {
            return false;
        }
        index -= 1;
        let folded = words.folded(index);
        if TURNS.contains(&folded) {
            return false;
        }
        // "don't", "won't": the letter after the apostrophe belongs to them; a given name "Don" does not deny.
        let contracted = matches!(folded, "don" | "doesn" | "mustn" | "shouldn" | "won" | "isn" | "aren" | "didn");
        if folded == "nobody" && index + 1 == at && words.get(at).is_some_and(|word| word.gap == Gap::Space) {
            return true;
        }
        // "instead of casting somebody younger": what is not done.
        if matches!(folded, "instead" | "rather") && matches!(words.folded(index + 1), "of" | "than") {
            return true;
        }
        let in_the = portuguese && folded == "no";
        if DENIALS.contains(&folded) && !in_the && (!contracted || words.folded(index + 1) == "t") {
            return true;
        }
    }
    false
}
