//! Wanted or unwanted: mentions in negative prompts and behind a word of denial.
//!
//! Looks back from a mention to the beginning of its clause (a comma, colon, dash or full stop, or a word that turns the thought),
//! at most ten words. In a list a denial runs on ("no CNN, no BBC"; "--no" parameters are negative prompts already).
//! In what a screenplay tells nothing is negated: a character who says "I am not" still says the name.

use super::Reading;
use crate::dictionary::Classes;
use crate::document::{Kind, Role};
use crate::text::words::{Gap, Words};

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

pub(super) fn mark(reading: &mut Reading, _classes: &Classes) {
    let kind = reading.document.kind;
    for mention in &mut reading.mentions {
        let element = &reading.document.elements[mention.element as usize];
        mention.negated = element.role == Role::NegativePrompt
            || (kind != Kind::Screenplay || Role::METHOD.contains(&element.role))
                && is_denied(&reading.words[mention.element as usize], mention.words.start as usize);
    }
}

fn is_denied(words: &Words, at: usize) -> bool {
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
        if DENIALS.contains(&folded) && (!contracted || words.folded(index + 1) == "t") {
            return true;
        }
    }
    false
}
