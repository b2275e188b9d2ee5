//! What screenplays read aloud or show in an insert, by the words it begins with.
//!
//! Notes and prompts name hundreds of props, scripts have thousands of lines around something that is read; so the lines are
//! indexed once, and each name asks only where its first two words stand.

use crate::dictionary::{ClassSet, Mention};
use crate::reading::Reading;
use crate::text::words::Words;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// The index of some scripts.
pub struct Aloud {
    scripts: Vec<Arc<Reading>>,
    said: ClassSet,
    /// Script and element, by a hash of one word or two that stand there.
    places: HashMap<u64, Vec<(u32, u32)>>,
}

impl Aloud {
    /// Indexes the lines around all mentions of `said`.
    pub fn of(scripts: &[Arc<Reading>], said: ClassSet) -> Aloud {
        let mut places: HashMap<u64, Vec<(u32, u32)>> = HashMap::new();
        let mut scratch = Words::default();
        for (script, reading) in scripts.iter().enumerate() {
            let elements: BTreeSet<usize> = reading.mentions_in(said).flat_map(|mention| reading.exchange(mention)).collect();
            for element in elements {
                let words = reading.glance(element, &mut scratch);
                for at in 0..words.len() {
                    for count in 1..=2.min(words.len() - at) {
                        let here = places.entry(opening(words, at, count)).or_default();
                        let place = (script as u32, element as u32);
                        if here.last() != Some(&place) {
                            here.push(place);
                        }
                    }
                }
            }
        }
        Aloud { scripts: scripts.to_vec(), said, places }
    }

    /// Whether one of `names` (folded, words joined by spaces) stands there.
    pub fn has(&self, names: &[String]) -> bool {
        names.iter().any(|name| self.elements_with(name).next().is_some())
    }

    /// The first mention of what is read or shown with one of `names` in its exchange.
    pub fn first(&self, names: &[String]) -> Option<&Mention> {
        let elements: BTreeSet<(u32, u32)> = names.iter().flat_map(|name| self.elements_with(name)).collect();
        let reading = |script: u32| -> &Reading { &self.scripts[script as usize] };
        let scripts: BTreeSet<u32> = elements.iter().map(|&(script, _)| script).collect();
        scripts.into_iter().find_map(|script| {
            reading(script)
                .mentions_in(self.said)
                .find(|mention| reading(script).exchange(mention).any(|element| elements.contains(&(script, element as u32))))
        })
    }

    fn elements_with<'s>(&'s self, name: &str) -> impl Iterator<Item = (u32, u32)> + use<'s> {
        let words = Words::of(name);
        let wanted = format!(" {} ", words.joined(0..words.len() as u32));
        let places = match words.len() {
            0 => &[],
            count => self.places.get(&opening(&words, 0, count.min(2))).map_or(&[][..], Vec::as_slice),
        };
        places
            .iter()
            .copied()
            .filter(move |&(script, element)| format!(" {} ", self.scripts[script as usize].folded(element as usize)).contains(&wanted))
    }
}

/// A hash of `count` words from `at` on.
fn opening(words: &Words, at: usize, count: usize) -> u64 {
    (at..at + count).fold(0, |hash: u64, index| (hash ^ words.hash(index).0).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29))
}
