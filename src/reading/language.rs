//! In which language a document is written, told by its little words, where that decides what a word is: `no` is "in the" in
//! Portuguese, `AI` "to the" in Italian, `Veo 3 cables` "I see" in Spanish, and in German every noun has a capital.

use super::Reading;
use crate::document::Kind;
use crate::text::words::Words;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    German,
    Italian,
    Portuguese,
    Spanish,
}

impl Language {
    const ALL: [Language; 4] = [Language::German, Language::Italian, Language::Portuguese, Language::Spanish];

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

/// The languages of [`Language`] that a document is written in; none for a screenplay, where none of them decides anything.
#[derive(Debug, Default)]
pub(super) struct Languages(Vec<Language>);

impl Languages {
    /// Tells them in one pass over the words.
    pub(super) fn of(reading: &Reading) -> Languages {
        static LITTLE: OnceLock<HashMap<&str, Vec<Language>>> = OnceLock::new();
        let little = LITTLE.get_or_init(|| {
            let mut all: HashMap<&str, Vec<Language>> = HashMap::new();
            for language in Language::ALL {
                language.little_words().iter().for_each(|word| all.entry(word).or_default().push(language));
            }
            all
        });
        if reading.kind() == Kind::Screenplay {
            return Languages::default();
        }
        let mut seen: HashSet<&str> = HashSet::new();
        let mut lettered: Vec<Language> = Vec::new();
        let mut scratch = Words::default();
        for index in 0..reading.document.elements.len() {
            let text = reading.document.elements[index].text.as_str();
            if !text.is_ascii() {
                let has_letters = |language: &Language| language.letters().iter().any(|letters| text.contains(letters));
                lettered.extend(Language::ALL.into_iter().filter(has_letters));
            }
            let words = reading.glance(index, &mut scratch);
            seen.extend((0..words.len()).filter_map(|at| little.get_key_value(words.folded(at)).map(|(&word, _)| word)));
        }
        let count = |language: Language| seen.iter().filter(|word| little[*word].contains(&language)).count();
        let told =
            |language: &Language| count(*language) >= if lettered.contains(language) { language.enough() / 2 } else { language.enough() };
        Languages(Language::ALL.into_iter().filter(told).collect())
    }

    pub(super) fn has(&self, language: Language) -> bool {
        self.0.contains(&language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::builtin;
    use crate::reading::Asked;
    use crate::source::Source;

    #[test]
    fn little_words_tell_a_language() {
        let (matcher, classes) = (builtin::matcher(), builtin::classes());
        for (text, language) in [
            ("- 0110 a extensão do cais foi feita no Runway, só pra prévia", Some(Language::Portuguese)),
            ("CONSEGNARE AI MONTATORI IL RULLO DELLA FESTA ENTRO DOMANI", Some(Language::Italian)),
            ("- Küche, ein Puma aus Porzellan auf dem Tisch, nicht im Bild", Some(Language::German)),
            ("- ya no veo el borde en la toma, quitar los dos cables para el final", Some(Language::Spanish)),
            ("- the AI sky is in the DI, per note, no label on the final", None),
        ] {
            let source = Source::from_text("vfx/a.md", text);
            let document = crate::formats::recognise(&source, None).unwrap().read(&source);
            let reading = Reading::new(source, document, &matcher, &classes, &Asked::everything());
            let told: Vec<Language> = Language::ALL.into_iter().filter(|&l| Languages::of(&reading).has(l)).collect();
            assert_eq!(told, language.into_iter().collect::<Vec<_>>(), "{text}");
        }
    }
}
