//! Second signals: what makes a doubtful name count.
//!
//! "Runway" is a strip of asphalt, "Runway Gen-4" a tool. A name that is also an ordinary word, and a surname that stands for an
//! artist only where a style is meant, are weak until something near confirms them.

use super::{Reading, begins_sentence, is_capitalised};
use crate::dictionary::rows::Ambiguity;
use crate::dictionary::{ClassSet, Classes, Matcher, Mention};
use crate::document::{Kind, Role};
use crate::text::words::{Caps, Gap, Words};

/// Words after which a capitalised tool name is a tool: "made in Firefly", "sky from Runway", "upload to Pika".
const BEFORE_TOOL: &[&str] = &[
    "in",
    "with",
    "via",
    "by",
    "from",
    "using",
    "through",
    "into",
    "to",
    "mit",
    "con",
    "avec",
    "dans",
    "par",
    "com",
    "em",
    "per",
    "en",
    "on",
    "use",
    "used",
    "uses",
    "tool",
    "model",
    "engine",
    "generator",
    "powered",
];

/// In a script, one word alone is rarely a real person, and one word in capitals is stage business rather than a title or brand.
pub(super) fn doubt(reading: &mut Reading, classes: &Classes) {
    if reading.document.kind != Kind::Screenplay {
        return;
    }
    let person = classes.set("person").unwrap_or(ClassSet::EMPTY);
    let titles = ["work", "character", "brand"].iter().filter_map(|name| classes.set(name)).fold(ClassSet::EMPTY, ClassSet::and);
    for mention in reading.mentions.iter_mut().filter(|m| m.words.len() == 1 && matches!(m.origin, crate::dictionary::Origin::Name { .. }))
    {
        let shouted = reading.words[mention.element as usize].get(mention.words.start as usize).is_some_and(|w| w.caps == Caps::Upper);
        let element = &reading.document.elements[mention.element as usize];
        if mention.classes.meets(person) || (shouted && element.role == Role::Action && mention.classes.meets(titles)) {
            mention.weak = true;
        }
    }
}

pub(super) fn confirm(reading: &mut Reading, matcher: &Matcher, classes: &Classes) {
    let set = |name: &str| classes.set(name).unwrap_or(ClassSet::EMPTY);
    let (tool, ai, signal) = (set("generative-tool"), set("ai-word"), set("tool-signal"));
    let (style_before, style_after) = (set("style-before"), set("style-after"));
    let titles = set("work").and(set("character")).and(set("outlet")).and(set("brand"));
    let (title_signal, brand_signal) = (set("title-signal").and(set("song-signal")), set("brand-signal"));
    let mut keep = vec![true; reading.mentions.len()];
    let mut strong = vec![false; reading.mentions.len()];
    for (index, mention) in reading.mentions.iter().enumerate() {
        if !mention.weak && !mention.style {
            continue;
        }
        let words = &reading.words[mention.element as usize];
        let element = reading.element(mention);
        if mention.style {
            keep[index] = in_style(reading, mention, style_before, style_after);
            strong[index] = keep[index];
            continue;
        }
        if matches!(element.role, Role::Model | Role::Reference) {
            strong[index] = true;
            continue;
        }
        if mention.glued {
            // A handle or hashtag is a name written as one word; elsewhere it is chance.
            let start = words.range(mention.words.clone()).start as usize;
            strong[index] = element.text.as_str()[..start].ends_with('#') || beside(reading, mention, set("handle"), 0);
            continue;
        }
        let ambiguous = matcher.term(mention.origin).is_some_and(|t| t.ambiguous.is_some());
        if !ambiguous {
            // One word without its capital: in prompts people rarely set capitals.
            strong[index] = reading.document.kind == Kind::Prompt || beside(reading, mention, set("handle"), 0);
        } else if mention.classes.meets(tool) {
            strong[index] = names_a_tool(reading, mention, words, ai, signal);
        } else if mention.classes.meets(set("style-owner")) && in_style(reading, mention, style_before, style_after) {
            strong[index] = true;
        } else if mention.classes.meets(titles) && stands_out(reading, words, mention) {
            let place = matcher.term(mention.origin).is_some_and(|t| t.ambiguous == Some(Ambiguity::Place));
            let signal = match place {
                _ if mention.classes.meets(set("outlet")) => set("outlet-story").and(set("news-container")),
                true => set("film-word"),
                false if mention.classes.meets(set("brand")) => brand_signal,
                false => title_signal,
            };
            strong[index] = is_quoted(element.text.as_str(), words, mention) || beside(reading, mention, signal, 3);
        }
    }
    let mut index = 0;
    reading.mentions.retain_mut(|mention| {
        let (kept, confirmed) = (keep[index], strong[index]);
        index += 1;
        if confirmed {
            mention.weak = false;
        }
        kept
    });
}

/// Whether the capitals of a title or brand mean something: in a script, words in full capitals are stage business, and the first
/// word of a sentence has one anyway.
fn stands_out(reading: &Reading, words: &Words, mention: &Mention) -> bool {
    let shouted = reading.document.kind == Kind::Screenplay
        && mention.words.clone().all(|i| words.get(i as usize).is_some_and(|w| w.caps == Caps::Upper));
    let only_opens = mention.words.len() == 1 && begins_sentence(words, mention.words.start);
    !shouted && !only_opens && is_capitalised(words, mention.words.clone())
}

/// A header field, a version behind the name, a word of generation in the same stretch of text, or a capital after a word such
/// as "in" or "from".
fn names_a_tool(reading: &Reading, mention: &Mention, words: &Words, ai: ClassSet, signal: ClassSet) -> bool {
    let element = reading.element(mention);
    if matches!(element.role, Role::Metadata | Role::Cell) && element.key.as_deref().is_some_and(is_tool_field) {
        return true;
    }
    let at = mention.words.start as usize;
    let past = mention.words.end as usize;
    if is_version(words, past) {
        return true;
    }
    let capital = words.get(at).is_some_and(|w| matches!(w.caps, Caps::Title | Caps::Upper));
    if capital && at > 0 && words.get(at).is_some_and(|w| w.gap <= Gap::Sign) && BEFORE_TOOL.contains(&words.folded(at - 1)) {
        return true;
    }
    let apart = |other: &Mention| other.words.end <= mention.words.start || other.words.start >= mention.words.end;
    let near = |other: &Mention, most: u32| other.element == mention.element && apart(other) && distance(other, mention) <= most;
    reading
        .mentions_of(mention.element as usize..mention.element as usize + 1)
        .iter()
        .any(|other| other.classes.meets(signal) && near(other, 3) || other.classes.meets(ai) && near(other, if capital { 12 } else { 3 }))
}

fn is_tool_field(key: &str) -> bool {
    let last = key.rsplit('.').next().unwrap_or(key).to_ascii_lowercase();
    [
        "tool",
        "model",
        "engine",
        "generator",
        "software",
        "provider",
        "service",
        "ckpt",
        "unet",
        "made_with",
        "made with",
        "made by",
        "method",
    ]
    .iter()
    .any(|f| last.contains(f))
}

/// `v3`, `4`, `2.5`, `gen 3`, `XL` right behind a name.
fn is_version(words: &Words, past: usize) -> bool {
    let Some(word) = words.get(past) else { return false };
    if word.gap > Gap::Sign {
        return false;
    }
    let folded = words.folded(past);
    let digits = |i: usize| words.folded(i).starts_with(|c: char| c.is_ascii_digit()) && words.get(i).is_some_and(|w| w.gap <= Gap::Sign);
    match folded {
        "v" | "gen" | "version" | "alpha" => digits(past + 1),
        _ => digits(past) && word.gap != Gap::Sign && !words.folded(past).starts_with('0'),
    }
}

/// Words between two mentions of one element; 0 when they touch.
pub(crate) fn distance(a: &Mention, b: &Mention) -> u32 {
    let between = |first: &Mention, second: &Mention| second.words.start.checked_sub(first.words.end);
    between(a, b).or_else(|| between(b, a)).unwrap_or(0)
}

fn beside(reading: &Reading, mention: &Mention, classes: ClassSet, most: u32) -> bool {
    reading
        .mentions_of(mention.element as usize..mention.element as usize + 1)
        .iter()
        .any(|other| other.classes.meets(classes) && distance(other, mention) <= most)
}

/// Behind "in the style of", "by", or before "style", "-esque".
fn in_style(reading: &Reading, mention: &Mention, before: ClassSet, after: ClassSet) -> bool {
    let words = &reading.words[mention.element as usize];
    if words.folded((mention.words.end as usize).saturating_sub(1)).ends_with("esque") {
        return true;
    }
    reading.mentions_of(mention.element as usize..mention.element as usize + 1).iter().any(|other| {
        other.classes.meets(before) && other.words.end <= mention.words.start && mention.words.start - other.words.end <= 1
            || other.classes.meets(after) && other.words.start >= mention.words.end && other.words.start - mention.words.end <= 1
    })
}

/// Whether the mention stands alone between quotation marks.
fn is_quoted(text: &str, words: &Words, mention: &Mention) -> bool {
    let range = words.range(mention.words.clone());
    let before = text[..range.start as usize].trim_end().chars().next_back();
    let after = text[range.end as usize..].trim_start_matches([',', '.']).chars().next();
    before.is_some_and(is_quote) && after.is_some_and(is_quote)
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '‚' | '*' | '_')
}
