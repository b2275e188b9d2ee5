//! The production's own lists, made while it is checked: its characters, the names of its props, its cleared names.
//!
//! They are few and known only at run time, which is what an Aho-Corasick automaton is good at: a thousand names are built in
//! a millisecond and searched in one pass over the folded words of a text.

use crate::text::Words;
use aho_corasick::{AhoCorasick, MatchKind};

/// Names that are looked for in folded words.
#[derive(Debug, Clone)]
pub struct OwnNames {
    names: Vec<String>,
    /// `None` when there are no names, or too many for an automaton.
    automaton: Option<AhoCorasick>,
}

impl OwnNames {
    /// Takes names as anyone writes them; they are folded, and equal ones are kept once.
    pub fn new<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> OwnNames {
        let mut names: Vec<String> = names
            .into_iter()
            .map(|name| {
                let words = Words::of(name.as_ref());
                words.joined(0..words.len() as u32)
            })
            .filter(|name| !name.is_empty())
            .collect();
        names.sort();
        names.dedup();
        let automaton = (!names.is_empty())
            .then(|| AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(names.iter().map(|name| format!(" {name}"))).ok())
            .flatten();
        OwnNames { names, automaton }
    }

    /// The names, folded and sorted.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Whether the folded words of `name` are one of the names.
    pub fn has(&self, name: &str) -> bool {
        self.names.binary_search_by(|known| known.as_str().cmp(name)).is_ok()
    }

    /// Returns the first name that stands in `words`, the longest where several begin at one word.
    pub fn find(&self, words: &Words) -> Option<&str> {
        let automaton = self.automaton.as_ref()?;
        let text = format!(" {} ", words.joined(0..words.len() as u32));
        automaton
            .find_iter(&text)
            .find(|found| text.as_bytes().get(found.end()) == Some(&b' '))
            .map(|found| self.names[found.pattern().as_usize()].as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_and_the_longest_name() {
        let own = OwnNames::new(["Tern Valley Post", "Tern Valley", "Ann"]);
        assert_eq!(own.find(&Words::of("takes THE TERN VALLEY POST")), Some("tern valley post"));
        assert_eq!(own.find(&Words::of("Annual fair in tern-valley")), Some("tern valley"));
        assert_eq!(own.find(&Words::of("Anna and the annexe")), None);
        assert!(own.has("ann") && !own.has("anna"));
    }
}
