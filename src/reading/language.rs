//! In which language a document is written, told by its little words, where that decides what a word is: `no` is "in the" in
//! Portuguese, `AI` "to the" in Italian, `Veo 3 cables` "I see" in Spanish, and in German every noun has a capital.

use super::Reading;
use crate::text::words::Words;
use std::collections::BTreeSet;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    German,
    Italian,
    Portuguese,
    Spanish,
}

impl Language {
    /// Words that its neighbours do not have, or seldom.
    fn little_words(self) -> &'static [&'static str] {
        match self {
            Language::German => &[
                "der", "die", "das", "und", "ein", "eine", "im", "auf", "mit", "nicht", "aus", "von", "vom", "zum", "keine", "kein", "den",
                "dem",
            ],
            // Without "per", "non", "di": English notes have them too.
            Language::Italian => &[
                "il", "gli", "del", "della", "dei", "delle", "dal", "dalla", "nel", "nella", "alla", "alle", "che", "una", "entro",
                "questo", "questa", "sono", "stessa", "anche",
            ],
            Language::Portuguese => &[
                "nao", "uma", "pelo", "pela", "numa", "voce", "tambem", "isso", "feito", "feita", "ate", "pra", "da", "dos", "ja", "ao",
                "em", "sao",
            ],
            Language::Spanish => {
                &["el", "los", "las", "en", "del", "para", "con", "una", "ya", "por", "que", "mas", "pero", "muy", "esta", "despues", "sin"]
            }
        }
    }

    /// Letters that only it has: half the little words do then.
    fn letters(self) -> &'static [&'static str] {
        match self {
            Language::German => &["ß"],
            Language::Italian => &[],
            Language::Portuguese => &["ção", "ções", "são", "não", "ão "],
            Language::Spanish => &["ñ", "¿", "¡"],
        }
    }

    /// How many little words tell it.
    fn enough(self) -> usize {
        match self {
            Language::Italian => 3,
            _ => 4,
        }
    }
}

/// Whether the document is written in `language`.
pub(super) fn is_in(reading: &Reading, language: Language) -> bool {
    let little = language.little_words();
    let mut seen = BTreeSet::new();
    let mut scratch = Words::default();
    let mut lettered = false;
    (0..reading.document.elements.len()).any(|index| {
        let text = reading.document.elements[index].text.as_str();
        lettered |= !text.is_ascii() && language.letters().iter().any(|letters| text.contains(letters));
        let words = reading.glance(index, &mut scratch);
        seen.extend((0..words.len()).filter_map(|at| little.iter().position(|&word| word == words.folded(at))));
        seen.len() >= if lettered { language.enough() / 2 } else { language.enough() }
    })
}
