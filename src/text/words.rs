//! Reading text split into folded words.
//!
//! A word is a run of letters or a run of digits; a change from lower to upper case begins a new one (`MargotRobbie`), and in
//! scripts written without spaces each character is one. What stood between two words is kept as a [`Gap`], because a name
//! may run over a line end and not over a full stop. Each word knows where it stands in the reading text.

use super::fold::{fold_char, is_invisible, is_other_script, is_word_by_itself, look_alike};
use std::ops::Range;

/// What stands between a word and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// Nothing: the split is ours (camel case, letter to digit).
    Glued,
    /// An apostrophe.
    Apostrophe,
    /// Hyphen, underscore, slash, or a full stop after one or two letters.
    Hyphen,
    /// White space, including one line end.
    Space,
    /// Brackets, quotation marks and other signs.
    Sign,
    /// A comma.
    Comma,
    /// Colon, semicolon, dash between spaces, bar.
    Pause,
    /// The end of a sentence, a blank line, or the beginning of the text.
    Stop,
}

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caps {
    /// Digits, or a script without case.
    None,
    Lower,
    /// First letter upper case, the others not.
    Title,
    /// All upper case; a single capital letter counts as [`Caps::Title`].
    Upper,
}

/// One word of a [`Words`].
#[derive(Debug, Clone, Copy)]
pub struct Word {
    /// Bytes of the reading text.
    pub start: u32,
    pub end: u32,
    fold_start: u32,
    fold_end: u32,
    /// [`WordHash`] of the folded word: names and phrases ask for it again and again.
    hash: WordHash,
    pub caps: Caps,
    /// What stands before the word.
    pub gap: Gap,
}

/// The folded words of one reading text.
#[derive(Debug, Clone, Default)]
pub struct Words {
    folded: String,
    words: Vec<Word>,
}

impl Words {
    pub fn of(text: &str) -> Words {
        let mut out = Words::default();
        out.read(text);
        out
    }

    /// Reads another text into the same buffers.
    pub fn read(&mut self, text: &str) {
        self.folded.clear();
        self.words.clear();
        let bytes = text.as_bytes();
        let mut at = 0;
        let mut gap = Gap::Stop;
        while at < bytes.len() {
            let byte = bytes[at];
            if byte.is_ascii_alphabetic() || byte >= 0x80 {
                let before = self.words.len();
                let end = self.letters(text, at, gap);
                if self.words.len() > before {
                    gap = Gap::Glued;
                }
                if end == at {
                    // A character that is no letter: a sign.
                    let c = text[at..].chars().next().unwrap_or('\u{fffd}');
                    gap = wider(gap, sign_gap(c, self.words.last(), text, at));
                    at += c.len_utf8();
                } else {
                    at = end;
                }
            } else if byte.is_ascii_digit() {
                let start = at;
                while at < bytes.len() && bytes[at].is_ascii_digit() {
                    at += 1;
                }
                self.push(text, start..at, Caps::None, gap);
                gap = Gap::Glued;
            } else if matches!(byte, b'@' | b'$') && stands_for_letter(bytes, at) {
                self.push(text, at..at + 1, Caps::None, gap);
                gap = Gap::Glued;
                at += 1;
            } else {
                gap = wider(gap, sign_gap(byte as char, self.words.last(), text, at));
                at += 1;
            }
        }
    }

    /// Reads a run of letters from `start`, splitting it where the case says so; returns where it ended.
    fn letters(&mut self, text: &str, start: usize, mut gap: Gap) -> usize {
        let mut word = start;
        let mut previous_lower = false;
        let mut at = start;
        for c in text[start..].chars() {
            let size = c.len_utf8();
            if c.is_ascii_alphabetic() {
                if c.is_ascii_uppercase() && previous_lower {
                    self.push_letters(text, word..at, gap);
                    (word, gap) = (at, Gap::Glued);
                }
                previous_lower = c.is_ascii_lowercase();
            } else if c.is_ascii() {
                break;
            } else if is_word_by_itself(c) {
                if word < at {
                    self.push_letters(text, word..at, gap);
                    gap = Gap::Glued;
                }
                self.push(text, at..at + size, Caps::None, gap);
                (word, gap, previous_lower) = (at + size, Gap::Glued, false);
            } else if c.is_alphabetic() || is_mark(c) {
                if c.is_uppercase() && previous_lower {
                    self.push_letters(text, word..at, gap);
                    (word, gap) = (at, Gap::Glued);
                }
                previous_lower = c.is_lowercase() || (previous_lower && is_mark(c));
            } else if c.is_numeric() && is_folded_digit(c) {
                // Full-width and mathematical digits read as digits.
                if word < at {
                    self.push_letters(text, word..at, gap);
                    gap = Gap::Glued;
                }
                self.push(text, at..at + size, Caps::None, gap);
                (word, gap, previous_lower) = (at + size, Gap::Glued, false);
            } else {
                break;
            }
            at += size;
        }
        if word < at {
            self.push_letters(text, word..at, gap);
        }
        at
    }

    fn push_letters(&mut self, text: &str, range: Range<usize>, gap: Gap) {
        let word = &text[range.clone()];
        let caps = caps_of(word);
        self.push(text, range, caps, gap);
    }

    fn push(&mut self, text: &str, range: Range<usize>, caps: Caps, gap: Gap) {
        let fold_start = self.folded.len();
        let raw = &text[range.clone()];
        if raw.is_ascii() {
            self.folded.push_str(raw);
            self.folded[fold_start..].make_ascii_lowercase();
        } else {
            raw.chars().for_each(|c| fold_char(c, &mut self.folded));
            self.unmask(fold_start);
            if self.folded.len() == fold_start {
                return;
            }
        }
        self.words.push(Word {
            start: range.start as u32,
            end: range.end as u32,
            fold_start: fold_start as u32,
            fold_end: self.folded.len() as u32,
            hash: WordHash::of(&self.folded[fold_start..]),
            caps,
            gap,
        });
    }

    /// In a word that mixes Latin with Cyrillic or Greek, reads the others as the Latin letters they look like.
    fn unmask(&mut self, from: usize) {
        let word = &self.folded[from..];
        let other = word.chars().any(is_other_script);
        if other && word.chars().any(|c| c.is_ascii_alphabetic()) {
            let plain: String = word.chars().map(|c| look_alike(c).unwrap_or(c)).collect();
            self.folded.truncate(from);
            self.folded.push_str(&plain);
        }
    }

    pub fn len(&self) -> usize {
        self.words.len()
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Word> {
        self.words.iter()
    }

    pub fn get(&self, index: usize) -> Option<&Word> {
        self.words.get(index)
    }

    /// The folded text of a word, lower case without marks; empty past the end.
    pub fn folded(&self, index: usize) -> &str {
        self.words.get(index).map_or("", |w| &self.folded[w.fold_start as usize..w.fold_end as usize])
    }

    /// The hash of a word's folded text; of the empty text past the end.
    pub fn hash(&self, index: usize) -> WordHash {
        self.words.get(index).map_or(WordHash::EMPTY, |w| w.hash)
    }

    /// The reading-text range of a range of words.
    pub fn range(&self, words: Range<u32>) -> Range<u32> {
        match (self.words.get(words.start as usize), self.words.get((words.end as usize).saturating_sub(1))) {
            (Some(first), Some(last)) if words.end > words.start => first.start..last.end,
            (Some(first), _) => first.start..first.start,
            _ => 0..0,
        }
    }

    /// The folded words of a range, joined by one space: what identity is made of.
    pub fn joined(&self, words: Range<u32>) -> String {
        let mut out = String::new();
        for index in words.start as usize..(words.end as usize).min(self.words.len()) {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(self.folded(index));
        }
        out
    }
}

/// The hash that dictionaries and text are compared by: FNV-1a over folded bytes, 64 bits, so that it can be continued word
/// by word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WordHash(pub u64);

impl WordHash {
    pub const EMPTY: WordHash = WordHash(0xcbf2_9ce4_8422_2325);

    #[must_use]
    pub fn of(text: &str) -> WordHash {
        WordHash::EMPTY.and(text)
    }

    #[must_use]
    pub fn and(self, text: &str) -> WordHash {
        let mut hash = self.0;
        for &byte in text.as_bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        WordHash(hash)
    }

    /// Spreads the bits: FNV's low bits alone are poor table indices.
    pub fn mixed(self) -> u64 {
        let mut h = self.0;
        h ^= h >> 32;
        h = h.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        h ^ (h >> 29)
    }
}

/// `T@ylor`, `A$AP`, `$wift`: a sign inside a word, or a dollar sign that begins one.
fn stands_for_letter(bytes: &[u8], at: usize) -> bool {
    let letter = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphabetic);
    let before = at.checked_sub(1).and_then(|i| bytes.get(i));
    letter(bytes.get(at + 1)) && (letter(before) || bytes[at] == b'$' && before.is_none_or(|b| b.is_ascii_whitespace()))
}

fn is_mark(c: char) -> bool {
    is_invisible(c) || unicode_normalization::char::is_combining_mark(c)
}

/// Digits that fold to ASCII ones.
fn is_folded_digit(c: char) -> bool {
    matches!(c, '\u{ff10}'..='\u{ff19}' | '\u{1d7ce}'..='\u{1d7ff}' | '²' | '³' | '¹' | '⁰' | '⁴'..='⁹')
}

fn caps_of(word: &str) -> Caps {
    let mut cased = word.chars().filter(|c| c.is_uppercase() || c.is_lowercase());
    let Some(first) = cased.next() else { return Caps::None };
    let (mut upper, mut lower) = (usize::from(first.is_uppercase()), usize::from(first.is_lowercase()));
    for c in cased {
        if c.is_uppercase() { upper += 1 } else { lower += 1 }
    }
    match (first.is_uppercase(), upper, lower) {
        (true, 1, _) => Caps::Title,
        (true, _, 0) => Caps::Upper,
        (true, _, _) => Caps::Title,
        (false, _, _) => Caps::Lower,
    }
}

fn wider(a: Gap, b: Gap) -> Gap {
    // Two signs of different kinds make the wider gap; an apostrophe beside a space is a quotation mark.
    match (a, b) {
        (Gap::Apostrophe, Gap::Space) | (Gap::Space, Gap::Apostrophe) => Gap::Sign,
        (Gap::Hyphen, Gap::Space) => Gap::Space,
        (Gap::Space, Gap::Hyphen) => Gap::Pause,
        _ => a.max(b),
    }
}

/// Whether a full stop behind this word shortens it: one or two letters that are no word of their own ("it.", "me.").
fn shortens(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "am", "an", "as", "at", "be", "by", "do", "go", "he", "hi", "if", "in", "is", "it", "me", "my", "of", "oh", "on", "or", "so", "to",
        "up", "us", "we", "ok",
    ];
    word.len() <= 2 && !WORDS.iter().any(|known| word.eq_ignore_ascii_case(known) && !word.chars().all(char::is_uppercase))
}

/// What a sign between words says. `at` is its offset in `text`; `last` the word before it.
fn sign_gap(c: char, last: Option<&Word>, text: &str, at: usize) -> Gap {
    match c {
        // "livin' on": a letter was left out, and the words belong together.
        '\'' | '’' if text[..at].ends_with("in") && text[at + c.len_utf8()..].starts_with(' ') => Gap::Space,
        '\'' | '’' | 'ʼ' | '‘' | '`' | '´' | '＇' => Gap::Apostrophe,
        '-' | '_' | '/' | '‐' | '‑' | '\\' | '+' | '&' | '·' => Gap::Hyphen,
        '.' => {
            // After one or two letters a full stop shortens ("J. K.", "Jr.", "St."); between characters it is part of an
            // address ("firefly.adobe.com"); otherwise it ends a sentence.
            let short = last.is_some_and(|w| w.end as usize == at && shortens(&text[w.start as usize..at]));
            let inside = text[at + 1..].starts_with(|c: char| c.is_alphanumeric());
            if short || inside { Gap::Hyphen } else { Gap::Stop }
        }
        ',' | '、' | '，' => Gap::Comma,
        ':' | ';' | '|' | '–' | '—' | '=' | '>' | '；' | '：' => Gap::Pause,
        '!' | '?' | '…' | '。' | '！' | '？' => Gap::Stop,
        '\n' => {
            // One line end is a space; an empty line ends the thought.
            let rest = text[at + 1..].trim_start_matches([' ', '\t', '\r']);
            if rest.starts_with('\n') { Gap::Stop } else { Gap::Space }
        }
        c if c.is_whitespace() => Gap::Space,
        c if is_invisible(c) => Gap::Glued,
        _ => Gap::Sign,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        let words = Words::of(text);
        (0..words.len()).map(|i| words.folded(i).to_owned()).collect()
    }

    #[test]
    fn words_are_split_by_case_digits_and_signs() {
        assert_eq!(folded("MargotRobbie_v2"), ["margot", "robbie", "v", "2"]);
        assert_eq!(folded("Streep’s nose"), ["streep", "s", "nose"]);
        assert_eq!(folded("O'BRIEN—de-aged"), ["o", "brien", "de", "aged"]);
        assert_eq!(folded("宮崎駿"), ["宮", "崎", "駿"]);
        assert_eq!(folded("Timothée Chala\u{200b}met"), ["timothee", "chalamet"]);
        assert_eq!(folded("Ｔｏｍ Ｈａｎｋｓ"), ["tom", "hanks"]);
    }

    #[test]
    fn look_alikes_fold_only_in_mixed_words() {
        assert_eq!(folded("Тоm Cruise"), ["tom", "cruise"]);
        assert_eq!(folded("Том"), ["том"]);
    }

    #[test]
    fn gaps_tell_what_stood_between() {
        let words = Words::of("J.K. Rowling, Cecil. KAREN\n\nA well-known man");
        let gaps: Vec<Gap> = words.iter().map(|w| w.gap).collect();
        use Gap::*;
        assert_eq!(gaps, [Stop, Hyphen, Space, Comma, Stop, Stop, Space, Hyphen, Space]);
        let gaps: Vec<Gap> = Words::of("films it. Her Dr. Who").iter().map(|w| w.gap).collect();
        assert_eq!(gaps, [Stop, Space, Stop, Space, Space]);
    }

    #[test]
    fn every_word_stands_on_character_boundaries() {
        let text = "«Ёж» d’être 𝐓𝐨𝐦 ½ e\u{301}te 한국어 ไทย";
        for word in Words::of(text).iter() {
            assert!(text.is_char_boundary(word.start as usize) && text.is_char_boundary(word.end as usize));
        }
    }
}
