//! Phrases: short patterns over words, for what people write in many forms ("de-age him", "face swap", "as if aired on").
//!
//! A phrase file in `dictionaries/phrases/` has a header (`# class:`) and a pattern a line:
//!
//! | in a pattern | means |
//! | --- | --- |
//! | `word` | that word, folded; also with capitals inside (`lora` for `LoRA`) |
//! | `a\|b\|c` | one of them |
//! | `wor*` | a word that begins so |
//! | `#` | a number |
//! | `..` `..6` | up to three (six) other words, within the sentence |
//! | `word?` | may be missing |
//! | `!a\|b` `!#` | the next word is none of these, no number |
//! | `^Word` `^^WORD` | written with a capital; all in capitals |
//! | `@set` | one of a named set of words (`# set NAME: a\|b\|c`) |
//!
//! The first step is a word or a choice of words. Between two steps there is no more than a bracket or quotation mark;
//! `..4` and more may also run over commas; none over the end of a sentence, nor over a colon or dash in its midst.

use super::classes::{ClassId, ClassSet};
use crate::text::words::{Caps, Gap, WordHash, Words};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// One step of a pattern, as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub what: What,
    pub optional: bool,
    pub caps: CapsNeeded,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CapsNeeded {
    Any,
    Capital,
    Upper,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// [`WordHash`]es of the words that fit, sorted.
    Words(Vec<u64>),
    Prefixes(Vec<String>),
    Number,
    Gap(u8),
    Not(Vec<u64>),
    NotNumber,
}

/// A pattern of one class, as it is read.
#[derive(Debug, Clone)]
pub struct Pattern {
    pub class: u8,
    pub steps: Vec<Step>,
}

/// Patterns by their first word, in a form without pointers: as a constant of the program it is mapped and not touched until a
/// word asks for it, where thousands of pointers would have to be set at every start.
#[derive(Debug, Clone, Default)]
pub struct PhraseTable {
    pub patterns: Cow<'static, [FlatPattern]>,
    pub steps: Cow<'static, [FlatStep]>,
    /// Hashes of words, which steps name ranges of.
    pub words: Cow<'static, [u64]>,
    /// Beginnings of words, those of one step with spaces between.
    pub prefixes: Cow<'static, str>,
    /// Where the patterns that begin with a word stand in `starts`, by the word's hash: a table of `(hash, from, count)` whose size
    /// is a power of two, each slot empty (count 0) or followed by those that wanted the same place.
    pub firsts: Cow<'static, [FlatFirst]>,
    /// The patterns of one first word stand together.
    pub starts: Cow<'static, [FlatStart]>,
    /// A bit for each first word, by its hash: most words of a text are turned away here.
    pub filter: Cow<'static, [u64]>,
}

/// A word that patterns begin with.
#[derive(Debug, Clone, Copy, Default)]
pub struct FlatFirst {
    pub hash: u64,
    /// Range of [`PhraseTable::starts`].
    pub from: u32,
    pub count: u32,
}

/// A pattern that begins with a word, and what turns it away before its steps are looked at.
#[derive(Debug, Clone, Copy)]
pub struct FlatStart {
    /// A bit ([`next_bit`]) for each word that may come next; all bits where any may, or none has to.
    pub next: u64,
    pub pattern: u32,
    /// Within how many words the next one must stand.
    pub reach: u8,
    /// The class of the pattern.
    pub class: u8,
}

/// The bit of [`FlatStart::next`] that stands for a word.
fn next_bit(hash: WordHash) -> u64 {
    1 << (hash.mixed() >> 40 & 63)
}

/// A word with capitals inside (`LoRA`, `ChatGPT`, `DeepFaceLab`), which [`Words`] splits: the index past it, and the hash of the
/// whole. A pattern that has it in one piece fits it too.
fn humped(words: &Words, at: usize) -> Option<(usize, WordHash)> {
    let is_hump =
        |index: usize| words.get(index).is_some_and(|word| word.gap == Gap::Glued && matches!(word.caps, Caps::Title | Caps::Upper));
    if !is_hump(at + 1) || is_hump(at) {
        return None;
    }
    let past = (at + 2..).find(|&index| !is_hump(index))?;
    Some((past, (at + 1..past).fold(words.hash(at), |hash, index| hash.and(words.folded(index)))))
}

/// The bits of the words from `past` on, by how far they reach. A word with a capital inside stands for one more, and may push the
/// next ones back: nothing is turned away then.
fn bits_behind(words: &Words, past: usize) -> [u64; FAR as usize + 1] {
    let mut behind = [0; FAR as usize + 1];
    for reach in 1..behind.len() {
        let next = past + reach - 1;
        let bits = match next < words.len() {
            true if humped(words, next).is_some() => u64::MAX,
            true => next_bit(words.hash(next)),
            false => 0,
        };
        behind[reach] = behind[reach - 1] | bits;
    }
    behind
}

/// From how many words on a gap turns nothing away.
const FAR: u8 = 6;

/// What may come behind the first step: bits of words, and within how many words one of them must stand.
fn next_of(steps: &[Step]) -> (u64, u8) {
    let mut next = 0;
    let mut reach = 1;
    for step in steps {
        match &step.what {
            What::Words(words) => {
                next |= words.iter().fold(0, |bits, &word| bits | next_bit(WordHash(word)));
                if !step.optional {
                    return (next, reach);
                }
                reach += 1;
            }
            What::Gap(most) => reach += most,
            // These take no word.
            What::Not(_) | What::NotNumber => {}
            What::Prefixes(_) | What::Number => break,
        }
        if reach > FAR {
            break;
        }
    }
    (u64::MAX, 1)
}

/// A pattern: a range of the steps.
#[derive(Debug, Clone, Copy)]
pub struct FlatPattern {
    pub class: u8,
    pub steps: u8,
    pub from: u32,
}

/// A step of a [`FlatPattern`].
#[derive(Debug, Clone, Copy)]
pub struct FlatStep {
    pub what: FlatWhat,
    pub optional: bool,
    pub caps: CapsNeeded,
    /// Range of the words or of the prefixes; of a gap its most words.
    pub from: u32,
    pub count: u32,
}

/// What a [`FlatStep`] is, as [`What`] without its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlatWhat {
    Words,
    Prefixes,
    Number,
    Gap,
    Not,
    NotNumber,
}

/// Bits of [`PhraseTable::filter`].
pub const FILTER_BITS: u64 = 1 << 15;

impl PhraseTable {
    /// Puts patterns into a table. Equal choices of words are kept once.
    pub fn build(patterns: Vec<Pattern>) -> PhraseTable {
        let mut table = Flattened::default();
        let mut firsts: BTreeMap<u64, Vec<FlatStart>> = BTreeMap::new();
        let mut filter = vec![0u64; (FILTER_BITS / 64) as usize];
        for (index, pattern) in patterns.iter().enumerate() {
            if let Some(Step { what: What::Words(words), .. }) = pattern.steps.first() {
                let (next, reach) = next_of(&pattern.steps[1..]);
                for &word in words {
                    firsts.entry(word).or_default().push(FlatStart { next, pattern: index as u32, reach, class: pattern.class });
                    let bit = WordHash(word).mixed() % FILTER_BITS;
                    filter[(bit / 64) as usize] |= 1 << (bit % 64);
                }
            }
            table.push(pattern);
        }
        let size = (firsts.len() * 2).next_power_of_two();
        let mut slots = vec![FlatFirst::default(); size];
        let mut starts = Vec::new();
        for (hash, patterns) in firsts {
            let mut slot = WordHash(hash).mixed() as usize & (size - 1);
            while slots[slot].count > 0 {
                slot = (slot + 1) & (size - 1);
            }
            slots[slot] = FlatFirst { hash, from: starts.len() as u32, count: patterns.len() as u32 };
            starts.extend(patterns);
        }
        PhraseTable {
            patterns: table.patterns.into(),
            steps: table.steps.into(),
            words: table.words.into(),
            prefixes: table.prefixes.into(),
            firsts: slots.into(),
            starts: starts.into(),
            filter: filter.into(),
        }
    }

    /// Calls `found(class, past)` for each pattern of the classes `asked` that begins at word `at`; `past` is the index past its last
    /// word.
    pub fn at(&self, words: &Words, at: usize, hash: WordHash, asked: ClassSet, mut found: impl FnMut(u8, usize)) {
        if self.filter.is_empty() {
            return;
        }
        self.from(words, at, at + 1, hash, asked, &mut found);
        if let Some((past, hash)) = humped(words, at) {
            self.from(words, at, past, hash, asked, &mut found);
        }
    }

    /// As [`PhraseTable::at`], where the first word of the pattern has this hash and the next one stands at `past`.
    fn from(&self, words: &Words, at: usize, past: usize, hash: WordHash, asked: ClassSet, found: &mut impl FnMut(u8, usize)) {
        let bit = hash.mixed() % FILTER_BITS;
        if self.filter[(bit / 64) as usize] >> (bit % 64) & 1 == 0 {
            return;
        }
        let mut behind = None;
        for start in self.starting_with(hash) {
            if !asked.has(ClassId(start.class)) {
                continue;
            }
            if start.next != u64::MAX && start.next & behind.get_or_insert_with(|| bits_behind(words, past))[start.reach as usize] == 0 {
                continue;
            }
            let pattern = self.patterns[start.pattern as usize];
            let steps = &self.steps[pattern.from as usize..pattern.from as usize + pattern.steps as usize];
            if caps_fit(steps[0].caps, words, at)
                && let Some(past) = self.fits(&steps[1..], words, past)
            {
                found(pattern.class, past);
            }
        }
    }

    /// The patterns that begin with the word of this hash.
    fn starting_with(&self, hash: WordHash) -> &[FlatStart] {
        let mut slot = hash.mixed() as usize & (self.firsts.len() - 1);
        loop {
            let first = self.firsts[slot];
            if first.count == 0 || first.hash == hash.0 {
                return &self.starts[first.from as usize..(first.from + first.count) as usize];
            }
            slot = (slot + 1) & (self.firsts.len() - 1);
        }
    }

    /// Returns the index past the last word when `steps` fit from word `at` on.
    fn fits(&self, steps: &[FlatStep], words: &Words, at: usize) -> Option<usize> {
        let Some((step, rest)) = steps.split_first() else { return Some(at) };
        let joined = words.get(at).is_some_and(|word| word.gap <= Gap::Sign);
        match step.what {
            FlatWhat::Gap => {
                for next in at..=at + step.count as usize {
                    // The step after a wide gap may stand behind a comma or a dash; after a short one with words in it, not.
                    if next > at && step.count <= SHORT_GAP && words.get(next).is_some_and(|word| word.gap == Gap::Comma) {
                        return None;
                    }
                    if let Some(past) = self.fits_after_gap(rest, words, next) {
                        return Some(past);
                    }
                    // A colon or dash begins another thought, unless the pattern stands right behind it.
                    let parts = |gap: Gap| gap == Gap::Pause || gap == Gap::Comma && step.count <= SHORT_GAP;
                    if words.get(next).is_none_or(|word| word.gap == Gap::Stop || next > at && parts(word.gap)) {
                        return None;
                    }
                }
                None
            }
            FlatWhat::Not => {
                let here = joined && self.word_fits(step, words, at).is_some();
                if here { None } else { self.fits(rest, words, at) }
            }
            FlatWhat::NotNumber => {
                let here = joined && words.folded(at).starts_with(|c: char| c.is_ascii_digit());
                if here { None } else { self.fits(rest, words, at) }
            }
            _ => {
                if joined
                    && let Some(next) = self.word_fits(step, words, at)
                    && let Some(past) = self.fits(rest, words, next)
                {
                    return Some(past);
                }
                if step.optional { self.fits(rest, words, at) } else { None }
            }
        }
    }

    fn fits_after_gap(&self, steps: &[FlatStep], words: &Words, at: usize) -> Option<usize> {
        let Some((step, rest)) = steps.split_first() else { return Some(at) };
        if words.get(at).is_none_or(|word| word.gap == Gap::Stop) {
            return None;
        }
        if let Some(next) = self.word_fits(step, words, at)
            && let Some(past) = self.fits(rest, words, next)
        {
            return Some(past);
        }
        if step.optional { self.fits_after_gap(rest, words, at) } else { None }
    }

    /// Returns the index past the word at `at` where it fits the step.
    fn word_fits(&self, step: &FlatStep, words: &Words, at: usize) -> Option<usize> {
        let mut past = at + 1;
        let fit = match step.what {
            FlatWhat::Words | FlatWhat::Not if at < words.len() => {
                let choice = self.choice(step);
                has(choice, words.hash(at))
                    || humped(words, at).is_some_and(|(end, hash)| {
                        past = end;
                        has(choice, hash)
                    })
            }
            FlatWhat::Prefixes => {
                let all = &self.prefixes[step.from as usize..(step.from + step.count) as usize];
                all.split(' ').any(|prefix| words.folded(at).starts_with(prefix))
            }
            FlatWhat::Number => words.folded(at).starts_with(|c: char| c.is_ascii_digit()),
            FlatWhat::Words | FlatWhat::Gap | FlatWhat::Not | FlatWhat::NotNumber => false,
        };
        (fit && caps_fit(step.caps, words, at)).then_some(past)
    }

    fn choice(&self, step: &FlatStep) -> &[u64] {
        &self.words[step.from as usize..(step.from + step.count) as usize]
    }
}

/// A table while it is built.
#[derive(Default)]
struct Flattened {
    patterns: Vec<FlatPattern>,
    steps: Vec<FlatStep>,
    words: Vec<u64>,
    prefixes: String,
    /// Where a choice of words stands already.
    known: BTreeMap<Vec<u64>, u32>,
}

impl Flattened {
    fn push(&mut self, pattern: &Pattern) {
        let from = self.steps.len() as u32;
        for step in &pattern.steps {
            let (what, from, count) = match &step.what {
                What::Words(words) => (FlatWhat::Words, self.choice(words), words.len() as u32),
                What::Not(words) => (FlatWhat::Not, self.choice(words), words.len() as u32),
                What::Prefixes(prefixes) => {
                    let from = self.prefixes.len() as u32;
                    self.prefixes.push_str(&prefixes.join(" "));
                    (FlatWhat::Prefixes, from, self.prefixes.len() as u32 - from)
                }
                What::Number => (FlatWhat::Number, 0, 0),
                What::NotNumber => (FlatWhat::NotNumber, 0, 0),
                What::Gap(most) => (FlatWhat::Gap, 0, u32::from(*most)),
            };
            self.steps.push(FlatStep { what, optional: step.optional, caps: step.caps, from, count });
        }
        self.patterns.push(FlatPattern { class: pattern.class, steps: pattern.steps.len() as u8, from });
    }

    fn choice(&mut self, words: &[u64]) -> u32 {
        let all = &mut self.words;
        *self.known.entry(words.to_vec()).or_insert_with(|| {
            let from = all.len() as u32;
            all.extend(words);
            from
        })
    }
}

/// Gaps up to this many words run over no comma: "swap of hats, face him" swaps no face.
const SHORT_GAP: u32 = 3;

/// Whether a sorted choice of words has the one with this hash.
fn has(words: &[u64], hash: WordHash) -> bool {
    if words.len() <= 6 { words.contains(&hash.0) } else { words.binary_search(&hash.0).is_ok() }
}

fn caps_fit(needed: CapsNeeded, words: &Words, at: usize) -> bool {
    let Some(word) = words.get(at) else { return false };
    match needed {
        CapsNeeded::Any => true,
        CapsNeeded::Capital => matches!(word.caps, Caps::Title | Caps::Upper),
        CapsNeeded::Upper => word.caps == Caps::Upper,
    }
}

/// Named sets of words for `@set`.
pub type Sets = BTreeMap<String, Vec<String>>;

/// A phrase file: its class, whether it is one word of a sentence, and its patterns as written.
#[derive(Debug, Clone, Default)]
pub struct PhraseFile {
    pub header: BTreeMap<String, String>,
    /// Line (from 1), class, pattern.
    pub patterns: Vec<(u64, String, String)>,
}

/// Reads a phrase file. A `# class: NAME` line sets the class of the patterns below it; `# set NAME: a|b` adds to `sets`.
pub fn read_file(text: &str, sets: &mut Sets) -> PhraseFile {
    let mut out = PhraseFile::default();
    let mut class = String::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if let Some(comment) = line.strip_prefix('#').filter(|rest| rest.starts_with(' ') || rest.is_empty()) {
            if let Some((key, value)) = comment.trim().split_once(':') {
                let (key, value) = (key.trim(), value.trim());
                if let Some(set) = key.strip_prefix("set ") {
                    sets.entry(set.trim().to_owned()).or_default().extend(value.split('|').map(|w| w.trim().to_owned()));
                } else if key == "class" {
                    class = value.to_owned();
                } else {
                    out.header.insert(key.to_owned(), value.to_owned());
                }
            }
        } else if !line.is_empty() {
            out.patterns.push((number as u64 + 1, class.clone(), line.to_owned()));
        }
    }
    out
}

/// Reads one line: a pattern, or several where a choice is more than one word (`img2img|outpaint`).
///
/// # Errors
/// A sentence that says what is wrong with it.
pub fn parse_line(line: &str, class: u8, sets: &Sets) -> Result<Vec<Pattern>, String> {
    let mut lines = vec![String::new()];
    for token in line.split_whitespace() {
        let (long, short): (Vec<&str>, Vec<&str>) = match token.contains('|') && !token.starts_with(['!', '^', '@']) {
            true => token.split('|').partition(|choice| !choice.starts_with('@') && Words::of(choice).len() > 1),
            false => (Vec::new(), vec![token]),
        };
        let mut choices: Vec<String> = long.iter().map(|&choice| choice.to_owned()).collect();
        if !short.is_empty() {
            choices.push(short.join("|"));
        }
        lines = lines.iter().flat_map(|before| choices.iter().map(move |choice| format!("{before} {choice}"))).collect();
    }
    lines.iter().map(|pattern| parse(pattern, class, sets)).collect()
}

/// Reads one pattern.
///
/// # Errors
/// A sentence that says what is wrong with it.
pub fn parse(pattern: &str, class: u8, sets: &Sets) -> Result<Pattern, String> {
    let mut steps: Vec<Step> = Vec::new();
    for token in pattern.split_whitespace() {
        parse_token(token, sets, &mut steps)?;
    }
    match steps.first() {
        Some(Step { what: What::Words(_), optional: false, .. }) => Ok(Pattern { class, steps }),
        Some(_) => Err(format!("`{pattern}` does not begin with a word")),
        None => Err("an empty pattern".to_owned()),
    }
}

fn parse_token(token: &str, sets: &Sets, steps: &mut Vec<Step>) -> Result<(), String> {
    if let Some(number) = token.strip_prefix("..") {
        let most = if number.is_empty() { 3 } else { number.parse().map_err(|_| format!("`{token}`: `..` takes a number of words"))? };
        steps.push(Step { what: What::Gap(most), optional: false, caps: CapsNeeded::Any });
        return Ok(());
    }
    let (token, optional) = match token.strip_suffix('?') {
        Some(rest) => (rest, true),
        None => (token, false),
    };
    let (token, not) = match token.strip_prefix('!') {
        Some(rest) => (rest, true),
        None => (token, false),
    };
    let (token, caps) = match (token.strip_prefix("^^"), token.strip_prefix('^')) {
        (Some(rest), _) => (rest, CapsNeeded::Upper),
        (_, Some(rest)) => (rest, CapsNeeded::Capital),
        _ => (token, CapsNeeded::Any),
    };
    if token == "#" {
        steps.push(Step { what: if not { What::NotNumber } else { What::Number }, optional, caps });
        return Ok(());
    }
    let mut choices: Vec<String> = Vec::new();
    for choice in token.split('|') {
        match choice.strip_prefix('@') {
            Some(set) => choices.extend(sets.get(set).ok_or_else(|| format!("there is no set `@{set}`"))?.iter().cloned()),
            None => choices.push(choice.to_owned()),
        }
    }
    if let [only] = choices.as_slice()
        && !only.ends_with('*')
    {
        // One choice may be several words ("de-age"): a step each.
        let words = Words::of(only);
        if words.is_empty() {
            return Err(format!("`{only}` has no letters"));
        }
        for index in 0..words.len() {
            let hash = vec![words.hash(index).0];
            let what = if not { What::Not(hash) } else { What::Words(hash) };
            steps.push(Step { what, optional, caps });
        }
        return Ok(());
    }
    let prefixes = choices.iter().filter(|c| c.ends_with('*')).count();
    if prefixes > 0 {
        if prefixes < choices.len() || not {
            return Err(format!("`{token}`: all choices of a step end in `*`, or none"));
        }
        let all = choices.iter().map(|c| fold_word(c.trim_end_matches('*'))).collect::<Vec<_>>();
        steps.push(Step { what: What::Prefixes(all), optional, caps });
        return Ok(());
    }
    let mut hashes = Vec::new();
    for choice in &choices {
        let words = Words::of(choice);
        if words.len() != 1 {
            return Err(format!("`{choice}` in `{token}` is more than one word"));
        }
        hashes.push(words.hash(0).0);
    }
    // Sorted, as [`has`] wants them.
    hashes.sort_unstable();
    hashes.dedup();
    let what = if not { What::Not(hashes) } else { What::Words(hashes) };
    steps.push(Step { what, optional, caps });
    Ok(())
}

fn fold_word(word: &str) -> String {
    let mut out = String::new();
    word.chars().for_each(|c| crate::text::fold::fold_char(c, &mut out));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pattern: &str, text: &str) -> Option<String> {
        let sets = Sets::from([("says".to_owned(), vec!["says".to_owned(), "said".to_owned()])]);
        let table = PhraseTable::build(vec![parse(pattern, 0, &sets).unwrap()]);
        let words = Words::of(text);
        let mut out = None;
        for at in 0..words.len() {
            table.at(&words, at, words.hash(at), ClassSet::ALL, |_, past| {
                out.get_or_insert(
                    text[words.range(at as u32..past as u32).start as usize..words.range(at as u32..past as u32).end as usize].to_owned(),
                );
            });
        }
        out
    }

    #[test]
    fn a_term_with_a_capital_inside_fits_its_small_spelling() {
        for (pattern, text, expected) in [
            ("via chatgpt|claude", "done via ChatGPT, then", Some("via ChatGPT")),
            ("lora|loras on", "two LoRAs on faces", Some("LoRAs on")),
            ("ran ..2 deepfacelab twice", "we ran old DeepFaceLab twice", Some("ran old DeepFaceLab twice")),
            ("chat gpt", "a ChatGPT", Some("ChatGPT")),
            ("wrote !chatgpt", "wrote ChatGPT", None),
            ("ontheone", "On the One", None),
        ] {
            assert_eq!(found(pattern, text).as_deref(), expected, "`{pattern}` in `{text}`");
        }
    }

    #[test]
    fn patterns_match_what_people_write() {
        for (pattern, text, expected) in [
            ("face swap*", "a Face-Swapped double", Some("Face-Swapped")),
            ("retime .. mouth", "retime the mouth to it", Some("retime the mouth")),
            ("retime .. mouth", "retime. The mouth", None),
            ("de-age|x", "de-age", None),
            ("so that ..6 @says", "so that she, at last, said it", Some("so that she, at last, said")),
            ("^^AI !#", "AI matte", Some("AI")),
            ("^^AI !#", "AI-04 Kit", None),
            ("^^AI", "ai matte", None),
            ("as if it? aired", "as if aired", Some("as if aired")),
        ] {
            if pattern.contains("de-age|") {
                assert!(parse(pattern, 0, &Sets::new()).is_err());
                continue;
            }
            assert_eq!(found(pattern, text).as_deref(), expected, "{pattern}");
        }
    }
}
