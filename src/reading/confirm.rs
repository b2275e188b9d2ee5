//! Second signals: what makes a doubtful name count.
//!
//! "Runway" is a strip of asphalt, "Runway Gen-4" a tool. A name that is also an ordinary word, and a surname that stands for an
//! artist only where a style is meant, are weak until something near confirms them.

use super::language::{Language, Languages};
use super::other_things::{is_in_place_name, is_in_set_phrase};
use super::{Reading, begins_sentence, is_capitalised};
use crate::dictionary::people::Given;
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
pub(super) fn doubt(reading: &mut Reading, matcher: &Matcher, classes: &Classes) {
    if reading.document.kind != Kind::Screenplay {
        return;
    }
    let person = classes.set("person").unwrap_or(ClassSet::EMPTY);
    let brand = classes.set("brand").unwrap_or(ClassSet::EMPTY);
    let titles = ["work", "character", "brand"].iter().filter_map(|name| classes.set(name)).fold(ClassSet::EMPTY, ClassSet::and);
    let mut mentions = std::mem::take(&mut reading.mentions);
    for mention in mentions.iter_mut().filter(|m| m.words.len() == 1 && matches!(m.origin, crate::dictionary::Origin::Name { .. })) {
        let shouted = reading.words(mention.element as usize).get(mention.words.start as usize).is_some_and(|w| w.caps == Caps::Upper);
        let element = &reading.document.elements[mention.element as usize];
        // HEINEKEN is a brand in capitals too; MIRROR is stage business.
        let only_brand = mention.classes.meets(brand) && matcher.term(mention.origin).is_some_and(|term| term.ambiguous.is_none());
        if mention.classes.meets(person) || (shouted && element.role == Role::Action && mention.classes.meets(titles) && !only_brand) {
            mention.weak = true;
        }
    }
    reading.mentions = mentions;
}

pub(super) fn confirm(reading: &mut Reading, matcher: &Matcher, classes: &Classes, languages: &Languages) {
    let set = |name: &str| classes.set(name).unwrap_or(ClassSet::EMPTY);
    let (tool, ai, signal) = (set("generative-tool"), set("ai-word"), set("tool-signal"));
    let (style_before, style_after) = (set("style-before").and(set("style-degree")), set("style-after"));
    let titles = set("work").and(set("character")).and(set("outlet")).and(set("brand"));
    let (title_signal, brand_signal) = (set("title-signal").and(set("song-signal")), set("brand-signal"));
    let (musician, song_style) = (set("musician"), set("song-style"));
    let (handle, style_owner, film_word) = (set("handle"), set("style-owner"), set("film-word"));
    let (outlet, brand, news_signal) = (set("outlet"), set("brand"), set("outlet-story").and(set("news-container")));
    // In German every noun has a capital.
    let german = languages.has(Language::German);
    let spanish = languages.has(Language::Spanish);
    let mut keep = vec![true; reading.mentions.len()];
    let mut strong = vec![false; reading.mentions.len()];
    let (person, training, set_phrase) = (set("person"), set("training"), set("set-phrase"));
    for (index, mention) in reading.mentions.iter().enumerate() {
        let words = reading.words(mention.element as usize);
        let named = matches!(mention.origin, crate::dictionary::Origin::Name { .. });
        if mention.classes.meets(tool) && spanish && is_seen_in_spanish(words, mention) {
            keep[index] = false;
            continue;
        }
        if mention.classes.meets(person) && (is_in_place_name(words, &mention.words) || is_half_a_word(reading, words, mention))
            || named && is_in_set_phrase(reading, mention, set_phrase)
        {
            keep[index] = false;
            continue;
        }
        if !mention.weak && !mention.style {
            continue;
        }
        let element = reading.element(mention);
        if mention.style {
            keep[index] = in_style(reading, mention, style_before, style_after);
            strong[index] = keep[index];
            continue;
        }
        let names_file = matches!(element.role, Role::Reference | Role::Model);
        let reference = element.role == Role::Reference && mention.words.len() > 1;
        if reference || names_file && fills_label(words, mention, matcher.term(mention.origin).is_some_and(|term| term.ambiguous.is_some()))
        {
            strong[index] = true;
            continue;
        }
        let term = matcher.term(mention.origin);
        // The name of a tool that is no other word stays one without its capitals and its space: `chatgpt`, `midjourney`; one of two
        // short words does not (`D-ID`).
        let letters = words.range(mention.words.clone()).len();
        let plain_tool =
            mention.classes.meets(tool) && letters >= if mention.glued { 6 } else { 4 } && term.is_some_and(|t| t.ambiguous.is_none());
        if mention.glued {
            // A handle or hashtag is a name written as one word; elsewhere it is chance.
            let start = words.range(mention.words.clone()).start as usize;
            strong[index] = plain_tool || element.text.as_str()[..start].ends_with('#') || beside(reading, mention, handle, 0);
            continue;
        }
        // `Bruno` is a boy before it is anything else.
        let given = mention.words.len() == 1 && matcher.people.given(words.folded(mention.words.start as usize)) != Given::No;
        let ambiguous = given && mention.weak || term.is_some_and(|t| t.ambiguous.is_some());
        if !ambiguous {
            // One word without its capital: in prompts people rarely set capitals.
            strong[index] = plain_tool || reading.document.kind == Kind::Prompt || beside(reading, mention, handle, 0);
        } else if mention.classes.meets(tool) {
            strong[index] = names_a_tool(reading, mention, words, ai, signal, given);
        } else if mention.classes.meets(style_owner) && stands_in_training(reading, words, mention, training)
            || term.is_some_and(|t| t.ambiguous == Some(Ambiguity::Word)) && is_set_apart(words, mention)
            || mention.classes.meets(titles) && is_dated(element.text.as_str(), words, mention)
            || mention.classes.meets(style_owner) && in_style(reading, mention, style_before, style_after)
            || mention.classes.meets(musician) && is_capitalised(words, mention.words.clone()) && beside(reading, mention, song_style, 1)
            || mention.classes.meets(outlet)
                && is_capitalised(words, mention.words.clone())
                && stands_in_news(reading, words, mention, news_signal)
        {
            strong[index] = true;
        } else if mention.classes.meets(titles) && stands_out(reading, words, mention) && !(german && mention.words.len() == 1) {
            let place = matcher.term(mention.origin).is_some_and(|t| t.ambiguous == Some(Ambiguity::Place));
            let signal = match place {
                _ if given => film_word,
                _ if mention.classes.meets(outlet) => news_signal,
                true => film_word,
                false if mention.classes.meets(brand) => brand_signal,
                false => title_signal,
            };
            strong[index] = is_quoted(element.text.as_str(), words, mention)
                || beside(reading, mention, signal, 3)
                || belongs_to_another(reading, words, mention, titles);
        }
    }
    // A word that is told to be a tool here is no title or character of the same name. Mentions of the same words stand together.
    let same = |a: &Mention, b: &Mention| a.element == b.element && a.words == b.words;
    let mut from = 0;
    for group in reading.mentions.chunk_by(|a, b| same(a, b)) {
        let range = from..from + group.len();
        from = range.end;
        let is_tool = |index: usize| reading.mentions[index].classes.meets(tool);
        if group.len() > 1 && range.clone().any(|index| is_tool(index) && (strong[index] || !reading.mentions[index].weak)) {
            for index in range.filter(|&index| !is_tool(index)) {
                let other = &reading.mentions[index];
                keep[index] &= !(other.weak && other.classes.meets(titles));
            }
        }
    }
    for list in [person, set("work").and(set("character"))] {
        if is_list_of(reading, list, |index| strong[index]) {
            for (index, mention) in reading.mentions.iter().enumerate().filter(|(_, mention)| mention.weak && mention.classes.meets(list)) {
                strong[index] |= fills(reading, mention);
            }
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

/// `Veo 3 cables, fuera`: "I see", and how many.
fn is_seen_in_spanish(words: &Words, mention: &Mention) -> bool {
    const GO_ON: &[&str] = &["para", "en", "con", "de", "del", "a", "y", "o", "desde", "sobre", "como", "pero"];
    let past = mention.words.end as usize;
    words.folded(mention.words.start as usize) == "veo"
        && words.get(past).is_some_and(|next| next.gap == Gap::Space && next.caps == Caps::Lower)
        && !GO_ON.contains(&words.folded(past))
}

/// `metallica-grey noise`: one word in small letters, joined to another, names nobody.
fn is_half_a_word(reading: &Reading, words: &Words, mention: &Mention) -> bool {
    let at = mention.words.start as usize;
    let text = reading.element(mention).text.as_str();
    let joined = words.get(at + 1).is_some_and(|next| next.gap == Gap::Hyphen && text[..next.start as usize].ends_with('-'));
    let small = words.get(at).is_some_and(|word| word.caps == Caps::Lower);
    mention.words.len() == 1
        && small
        && joined
        && !matches!(reading.element(mention).role, Role::Model | Role::Reference | Role::Voice)
        && !matches!(words.folded(at + 1), "style" | "esque" | "like" | "inspired" | "type" | "ish" | "core")
}

/// Whether the name of a model or file says little but the mention: `arcane_style_v3` does, `kitchen-ladder` does not.
///
/// A word that is an ordinary one too (`doubtful`) wants to be told what it is: `house_v2` is a house.
fn fills_label(words: &Words, mention: &Mention, doubtful: bool) -> bool {
    const KINDS: &[&str] = &[
        "style",
        "styles",
        "movie",
        "film",
        "show",
        "series",
        "anime",
        "character",
        "char",
        "person",
        "face",
        "voice",
        "artstyle",
        "diffusion",
        "aesthetic",
        "actor",
        "actress",
        "singer",
    ];
    if doubtful && mention.words.len() == 1 && !(0..words.len()).any(|at| KINDS.contains(&words.folded(at))) {
        return false;
    }
    const TECHNICAL: &[&str] = &[
        "style",
        "styles",
        "lora",
        "locon",
        "lycoris",
        "lyco",
        "embedding",
        "checkpoint",
        "ckpt",
        "model",
        "movie",
        "film",
        "show",
        "series",
        "game",
        "anime",
        "character",
        "char",
        "person",
        "face",
        "voice",
        "poster",
        "xl",
        "sdxl",
        "sd",
        "flux",
        "dev",
        "pony",
        "illustrious",
        "v",
        "ver",
        "version",
        "ep",
        "epoch",
        "epochs",
        "step",
        "steps",
        "final",
        "test",
        "the",
        "by",
        "of",
        "safetensors",
        "pt",
        "pth",
        "bin",
        "onnx",
        "gguf",
        "fp",
        "bf",
        "rank",
        "dim",
        "e",
        "s",
        "d",
        "k",
        "b",
        "m",
        "loras",
        "models",
        "diffusion",
        "artstyle",
        "art",
        "look",
        "concept",
        "aesthetic",
        "wan",
        "hunyuan",
        "ltx",
        "qwen",
        "turbo",
        "png",
        "jpg",
        "jpeg",
        "webp",
    ];
    (0..words.len() as u32).filter(|at| !mention.words.contains(at)).all(|at| {
        let word = words.folded(at as usize);
        TECHNICAL.contains(&word) || word.bytes().all(|b| b.is_ascii_digit())
    })
}

/// Whether the capitals of a title or brand mean something: in a script, words in full capitals are stage business, and the first
/// word of a sentence has one anyway.
fn stands_out(reading: &Reading, words: &Words, mention: &Mention) -> bool {
    let shouted = reading.document.kind == Kind::Screenplay
        && mention.words.clone().all(|i| words.get(i as usize).is_some_and(|w| w.caps == Caps::Upper));
    // Where letters have no case, only brackets set a title apart.
    if mention.words.clone().all(|at| words.get(at as usize).is_some_and(|w| w.caps == Caps::None)) {
        return is_quoted(reading.element(mention).text.as_str(), words, mention);
    }
    let single = mention.words.len() == 1;
    let only_opens = single && begins_sentence(words, mention.words.start);
    let swallowed = single && is_among_capitals(words, mention);
    !shouted && !only_opens && !swallowed && is_capitalised(words, mention.words.clone())
}

/// A front page, a headline or a broadcast beside the name of an outlet; one word alone wants it right beside, and no full stop
/// between.
fn stands_in_news(reading: &Reading, words: &Words, mention: &Mention, signal: ClassSet) -> bool {
    if mention.words.len() == 1 {
        // A name in capitals among words that are not is no sentence's first word: `BILD front page`.
        let caps = |at: usize| words.get(at).map(|w| w.caps);
        let at = mention.words.start as usize;
        let stands_out = caps(at) == Some(Caps::Upper) && caps(at + 1).is_some_and(|caps| caps != Caps::Upper);
        return (stands_out || !begins_sentence(words, mention.words.start)) && beside(reading, mention, signal, 1);
    }
    let here = mention.element as usize;
    reading.mentions_of(here..here + 1).iter().any(|other| other.classes.meets(signal) && distance(other, mention) <= 2)
}

/// An artist of one name, with a capital in the midst of a sentence about training: `fine-tuned on every Moebius page`.
fn stands_in_training(reading: &Reading, words: &Words, mention: &Mention, training: ClassSet) -> bool {
    let at = mention.words.start;
    words.get(at as usize).is_some_and(|w| w.caps == Caps::Title) && !begins_sentence(words, at) && beside(reading, mention, training, 6)
}

/// Whether a document of prompts is a list of names: at least ten entries, and in one of four a name of these classes that is
/// told for certain is all there is. In a list of heroes `cable` is a hero.
pub(super) fn is_list_of(reading: &Reading, classes: ClassSet, certain: impl Fn(usize) -> bool) -> bool {
    const FEWEST: usize = 10;
    let entries = reading.document.elements.iter().filter(|element| element.role == Role::Prompt).count();
    if reading.document.kind != Kind::Prompt || entries < FEWEST {
        return false;
    }
    let told = |(index, mention): &(usize, &Mention)| {
        mention.classes.meets(classes) && (!mention.weak || certain(*index)) && fills(reading, mention)
    };
    let mut elements: Vec<u32> = reading.mentions.iter().enumerate().filter(told).map(|(_, mention)| mention.element).collect();
    elements.dedup();
    elements.len() * 4 >= entries
}

/// Whether a mention is all of its element's text.
fn fills(reading: &Reading, mention: &Mention) -> bool {
    mention.words.start == 0 && mention.words.end as usize == reading.words(mention.element as usize).len()
}

/// Whether two words or more have their capitals in the middle of a sentence that has none beside them: `exactly like Bad Bunny`,
/// `organist playing Dancing Queen`.
fn is_set_apart(words: &Words, mention: &Mention) -> bool {
    let (start, end) = (mention.words.start as usize, mention.words.end as usize);
    let title = |at: usize| words.get(at).is_some_and(|w| w.caps == Caps::Title);
    let small = |at: usize| words.get(at).is_some_and(|w| w.caps == Caps::Lower);
    let spaced = (start + 1..end).all(|at| words.get(at).is_some_and(|w| matches!(w.gap, Gap::Space | Gap::Hyphen)));
    let opens = begins_sentence(words, start as u32);
    let beside = start > 0 && small(start - 1) || small(end);
    let longer = start > 0 && !opens && title(start - 1) || title(end);
    let capitals = title(start) && title(end - 1) && (start..end).all(|at| title(at) || words.folded(at).len() <= 3);
    mention.words.len() > 1 && spaced && capitals && beside && !longer && !opens
}

/// Whether a capital stands right before or behind: `Bog Mother`, `Dutch Golden Age` are other names.
fn is_among_capitals(words: &Words, mention: &Mention) -> bool {
    let (start, end) = (mention.words.start as usize, mention.words.end as usize);
    let capital = |at: usize| words.get(at).is_some_and(|w| w.caps == Caps::Title && w.end - w.start > 1);
    // The first word of a sentence has a capital anyway, where it is one that joins.
    let joins = |at: usize| {
        begins_sentence(words, at as u32)
            && matches!(
                words.folded(at),
                "the" | "a" | "an" | "in" | "on" | "at" | "like" | "from" | "as" | "see" | "think" | "very" | "and" | "but"
            )
    };
    let before = start > 0 && words.get(start).is_some_and(|w| w.gap == Gap::Space) && capital(start - 1) && !joins(start - 1);
    before || words.get(end).is_some_and(|w| w.gap == Gap::Space) && capital(end)
}

/// A header field, a version behind the name, a word of generation in the same stretch of text, or a capital after a word such
/// as "in" or "from".
///
/// `given`: it is somebody's first name too, and wants more than a word that may stand before people.
fn names_a_tool(reading: &Reading, mention: &Mention, words: &Words, ai: ClassSet, signal: ClassSet, given: bool) -> bool {
    const BEFORE_PEOPLE: &[&str] = &["in", "with", "by", "from", "to", "on", "mit", "con", "avec", "par", "com", "per", "en"];
    let element = reading.element(mention);
    if matches!(element.role, Role::Metadata | Role::Cell) && element.key.as_deref().is_some_and(is_tool_field) {
        return true;
    }
    let at = mention.words.start as usize;
    let past = mention.words.end as usize;
    let capital = words.get(at).is_some_and(|w| matches!(w.caps, Caps::Title | Caps::Upper));
    // "runway 2 lights" counts runways: in small letters a version wants its own sign.
    if is_version(words, past) && (capital || matches!(words.folded(past), "v" | "gen" | "version" | "alpha")) {
        return true;
    }
    // A coined name with its capital in the midst of a sentence; a luma key is something else.
    let lower = |i: usize| words.get(i).is_none_or(|w| w.caps != Caps::Title && w.caps != Caps::Upper);
    let keyed =
        matches!(words.folded(past), "key" | "keys" | "keyer" | "matte" | "mattes" | "mask" | "range" | "level" | "levels" | "noise");
    let article = at > 0 && matches!(words.folded(at - 1), "the" | "a" | "an" | "our" | "this" | "that");
    if capital
        && (!given || article)
        && !begins_sentence(words, at as u32)
        && lower(at - 1)
        && lower(past)
        && !keyed
        && COINED.contains(&words.folded(at))
    {
        return true;
    }
    let before = words.folded(at.wrapping_sub(1));
    let leads = BEFORE_TOOL.contains(&before) && !(given && BEFORE_PEOPLE.contains(&before));
    if capital && at > 0 && words.get(at).is_some_and(|w| w.gap <= Gap::Sign) && leads {
        return true;
    }
    let apart = |other: &Mention| other.words.end <= mention.words.start || other.words.start >= mention.words.end;
    let near = |other: &Mention, most: u32| other.element == mention.element && apart(other) && distance(other, mention) <= most;
    reading.mentions_of(mention.element as usize..mention.element as usize + 1).iter().any(|other| {
        other.classes.meets(signal) && near(other, 3) || other.classes.meets(ai) && near(other, if capital && !given { 12 } else { 3 })
    })
}

/// Names of tools that nobody writes with a capital for anything else.
const COINED: &[&str] = &[
    "kling",
    "veo",
    "ideogram",
    "hedra",
    "magnific",
    "lyria",
    "imagen",
    "luma",
    "pika",
    "grok",
    "recraft",
    "sora",
    "niji",
    "meshy",
    "midjourney",
];

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
        .any(|other| other.classes.meets(classes) && distance(other, mention) <= most && !is_parted(reading, other, mention))
}

/// `Alien (1979)`: a year in brackets stands behind titles.
fn is_dated(text: &str, words: &Words, mention: &Mention) -> bool {
    let past = mention.words.end as usize;
    words.get(past).is_some_and(|year| {
        let bracketed = text[..year.start as usize].ends_with('(') && text[year.end as usize..].starts_with(')');
        bracketed && words.folded(past).parse::<u16>().is_ok_and(|year| (1890..2040).contains(&year))
    })
}

/// `the Nostromo from Alien`: two titles in capitals, one of which comes out of the other.
fn belongs_to_another(reading: &Reading, words: &Words, mention: &Mention, titles: ClassSet) -> bool {
    const LINKS: &[&str] = &["from", "in", "of", "aus", "de", "da", "del", "dans", "z"];
    const ARTICLES: &[&str] = &["the", "a", "an", "la", "le", "el", "il", "o", "der", "die", "das", "dem"];
    let here = mention.element as usize;
    reading.mentions_of(here..here + 1).iter().any(|other| {
        let (first, last) = if other.words.start < mention.words.start { (other, mention) } else { (mention, other) };
        let between = first.words.end as usize..last.words.start as usize;
        other.classes.meets(titles)
            && !reading.same(other, mention)
            && is_capitalised(words, other.words.clone())
            && (1..=2).contains(&between.len())
            && LINKS.contains(&words.folded(between.start))
            && between.clone().skip(1).all(|at| ARTICLES.contains(&words.folded(at)))
            && words.get(between.start).is_some_and(|word| word.gap == Gap::Space)
    })
}

/// Whether a sentence ends between two mentions of one element.
fn is_parted(reading: &Reading, a: &Mention, b: &Mention) -> bool {
    let words = reading.words(a.element as usize);
    (a.words.end.min(b.words.end)..=a.words.start.max(b.words.start)).any(|at| words.get(at as usize).is_some_and(|w| w.gap == Gap::Stop))
}

/// Behind "in the style of", "by", or before "style", "-esque".
fn in_style(reading: &Reading, mention: &Mention, before: ClassSet, after: ClassSet) -> bool {
    let words = reading.words(mention.element as usize);
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
    matches!(c, '「' | '」' | '『' | '』' | '《' | '》' | '"' | '\'' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '‚' | '*' | '_')
}
