//! A document with its words and the mentions found in it: what the checks work on.

use crate::dictionary::{ClassSet, Classes, Matcher, Mention, Origin};
use crate::document::{Document, Element, Kind, Role};
use crate::source::Source;
use crate::text::words::{Caps, Gap, Words};
use std::collections::HashSet;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

mod asked;
mod confirm;
mod contact;
mod first_names;
mod initials;
mod language;
mod nearly;
mod negation;
mod other_things;
pub mod shapes;
mod unknown;

pub use asked::Asked;
pub(crate) use first_names::is_crew_column;

/// One document, read.
#[derive(Debug, Clone)]
pub struct Reading {
    pub source: Source,
    pub document: Document,
    /// The words of each element that something was found in or asked of; the others are read when they are asked for.
    words: Vec<OnceLock<Box<Words>>>,
    /// Sorted by element and first word.
    pub mentions: Vec<Mention>,
    /// The classes of all mentions: what a rule looks for and this lacks need not be looked for.
    classes: ClassSet,
    /// The folded words of all cues, once they were asked for.
    cue_words: OnceLock<HashSet<String>>,
}

impl Reading {
    /// Finds the words and mentions of a document; of phrases those that are asked for.
    pub fn new(source: Source, document: Document, matcher: &Matcher, classes: &Classes, asked: &Asked) -> Reading {
        let mut words: Vec<OnceLock<Box<Words>>> = Vec::with_capacity(document.elements.len());
        let mut mentions = Vec::new();
        let shapes = shapes::Shapes::of(classes);
        // A name that nobody has may stand anywhere in a prompt or note; a script keeps the words of what something was found in.
        let keep_all = document.kind != Kind::Screenplay;
        let mut here = Words::default();
        let by_item = asked.by_item(&document);
        for (index, element) in document.elements.iter().enumerate() {
            let before = mentions.len();
            here.read(element.text.as_str());
            matcher.scan(&here, index as u32, by_item.of(element.item), &mut mentions);
            shapes.find(element.text.as_str(), &here, index as u32, &mut mentions);
            words.push(if keep_all || mentions.len() > before { OnceLock::from(Box::new(here.clone())) } else { OnceLock::new() });
        }
        let mut reading = Reading { source, document, words, mentions, classes: ClassSet::EMPTY, cue_words: OnceLock::new() };
        confirm::doubt(&mut reading, matcher, classes);
        let languages = language::Languages::of(&reading);
        initials::find(&mut reading, classes, &languages);
        reading.sort();
        nearly::find(&mut reading, matcher);
        reading.sort();
        confirm::confirm(&mut reading, matcher, classes, &languages);
        unknown::find(&mut reading, matcher, classes);
        reading.find_late(asked, matcher, classes);
        reading.sort();
        negation::mark(&mut reading, classes, &languages);
        reading.forget_words();
        reading.mentions.shrink_to_fit();
        reading.classes = reading.mentions.iter().fold(ClassSet::EMPTY, |all, mention| all.and(mention.classes));
        reading
    }

    /// Looks for what only takes back, in the items that have something to take back.
    fn find_late(&mut self, asked: &Asked, matcher: &Matcher, classes: &Classes) {
        let everywhere = asked.late().is_empty();
        let mut items: Vec<u32> = self
            .mentions
            .iter()
            .filter(|mention| everywhere || mention.classes.meets(asked.taken_back()))
            .map(|mention| self.element(mention).item)
            .collect();
        items.sort_unstable();
        items.dedup();
        let mut found = Vec::new();
        for element in items.into_iter().flat_map(|item| self.document.elements_of(item)) {
            let words = self.words(element);
            matcher.scan_phrases(words, element as u32, asked.late(), &mut found);
            first_names::find(self, element, matcher, classes, &mut found);
        }
        self.mentions.extend(found);
    }

    /// Lets go of the words of elements in which nothing was found: they are most of a document.
    fn forget_words(&mut self) {
        let mut found = vec![false; self.words.len()];
        self.mentions.iter().for_each(|mention| found[mention.element as usize] = true);
        self.words.iter_mut().zip(found).filter(|(_, found)| !found).for_each(|(words, _)| drop(words.take()));
    }

    /// The words of an element.
    pub fn words(&self, element: usize) -> &Words {
        self.words[element].get_or_init(|| Box::new(Words::of(self.document.elements[element].text.as_str())))
    }

    /// The words of an element for a glance: read into `scratch` where they are not at hand, and not kept.
    pub fn glance<'a>(&'a self, element: usize, scratch: &'a mut Words) -> &'a Words {
        match self.words[element].get() {
            Some(words) => words,
            None => {
                scratch.read(self.document.elements[element].text.as_str());
                scratch
            }
        }
    }

    fn sort(&mut self) {
        self.mentions.sort_by_key(|m| (m.element, m.words.start, m.words.end));
    }

    pub fn path(&self) -> &Arc<str> {
        &self.source.path
    }

    pub fn kind(&self) -> Kind {
        self.document.kind
    }

    pub fn element(&self, mention: &Mention) -> &Element {
        &self.document.elements[mention.element as usize]
    }

    /// The mentions of a range of elements.
    pub fn mentions_of(&self, elements: Range<usize>) -> &[Mention] {
        let start = self.mentions.partition_point(|m| (m.element as usize) < elements.start);
        let end = self.mentions.partition_point(|m| (m.element as usize) < elements.end);
        &self.mentions[start..end]
    }

    /// Bytes of the source that a mention covers.
    pub fn span(&self, mention: &Mention) -> Range<u32> {
        let words = self.words(mention.element as usize);
        self.element(mention).text.source_range(words.range(mention.words.clone()))
    }

    /// The words of a mention as the document writes them, white space joined.
    pub fn written(&self, mention: &Mention) -> String {
        let range = self.words(mention.element as usize).range(mention.words.clone());
        let text = &self.element(mention).text.as_str()[range.start as usize..range.end as usize];
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// What a mention is called: the dictionary's name, else its words.
    pub fn subject(&self, mention: &Mention, matcher: &Matcher) -> String {
        match matcher.term(mention.origin) {
            Some(term) => term.name.to_owned(),
            None => self.written(mention),
        }
    }

    /// Whether two mentions are of the same name.
    pub fn same(&self, a: &Mention, b: &Mention) -> bool {
        match (a.origin, b.origin) {
            (Origin::Name { .. }, Origin::Name { .. }) => a.origin == b.origin,
            _ => a.element == b.element && a.words == b.words,
        }
    }

    /// Whether any mention of the document is of one of `classes`.
    pub fn has(&self, classes: ClassSet) -> bool {
        self.classes.meets(classes)
    }

    /// The mentions of one of `classes`, in the order of the document.
    pub fn mentions_in(&self, classes: ClassSet) -> impl Iterator<Item = &Mention> {
        let all = if self.has(classes) { self.mentions.as_slice() } else { &[] };
        all.iter().filter(move |mention| mention.classes.meets(classes))
    }

    /// The exchange around a mention of a screenplay: the action that brings a thing, the words read, a few speeches between.
    pub fn exchange(&self, mention: &Mention) -> impl Iterator<Item = usize> {
        let elements = &self.document.elements;
        let at = mention.element as usize;
        let scene = elements[at].scene;
        (at.saturating_sub(12)..(at + 6).min(elements.len())).filter(move |&near| {
            elements[near].scene == scene && matches!(elements[near].role, Role::Action | Role::Dialogue | Role::Parenthetical)
        })
    }

    /// Whether a cue of the document has the folded word `word` in it.
    pub fn is_in_cue(&self, word: &str) -> bool {
        let cues = self.cue_words.get_or_init(|| {
            let mut scratch = Words::default();
            let mut all = HashSet::new();
            for element in self.document.elements.iter().filter(|element| element.role == Role::Cue) {
                scratch.read(element.text.as_str());
                all.extend((0..scratch.len()).map(|i| scratch.folded(i).to_owned()));
            }
            all
        });
        cues.contains(word)
    }

    /// The folded words of an element.
    pub fn folded(&self, element: usize) -> String {
        let words = self.words(element);
        words.joined(0..words.len() as u32)
    }

    /// The elements of a speech: the cue and all that is spoken under it.
    pub fn speech(&self, cue: u32) -> Range<usize> {
        let start = cue as usize;
        let mut end = start + 1;
        while self.document.elements.get(end).is_some_and(|e| {
            e.speaker == Some(cue)
                || matches!(e.role, Role::Note | Role::Boneyard)
                    && self.document.elements.get(end + 1).is_some_and(|n| n.speaker == Some(cue))
        }) {
            end += 1;
        }
        start..end
    }

    /// The folded words that are spoken under a cue.
    pub fn spoken(&self, cue: u32) -> String {
        let mut out = String::new();
        for index in self.speech(cue).skip(1) {
            if matches!(self.document.elements[index].role, Role::Dialogue | Role::Lyric) {
                if !out.is_empty() {
                    out.push(' ');
                }
                out.push_str(&self.folded(index));
            }
        }
        out
    }
}

/// Whether the words of a range all begin with a capital, digits aside.
pub fn is_capitalised(words: &Words, range: Range<u32>) -> bool {
    range.into_iter().all(|i| words.get(i as usize).is_some_and(|w| w.caps != Caps::Lower))
}

/// Whether word `at` begins a sentence.
pub fn begins_sentence(words: &Words, at: u32) -> bool {
    words.get(at as usize).is_none_or(|w| w.gap == Gap::Stop)
}
