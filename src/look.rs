//! The look before parsing: one pass over the words of the raw text. A file in which nothing could give a finding is never
//! parsed.
//!
//! 1. The words of the raw text are searched, and, where the format can hide words from a plain pass (emphasis inside a word, notes
//!    and boneyards inside a sentence), those of the text without them.
//! 2. What the text speaks of method in (title page, notes, boneyards, sections, synopses) is searched for itself.
//! 3. A match of a rule can speak when something it looks for was seen where it looks, with something of each kind that must stand
//!    in the same item between the same empty lines, and of each kind that may stand elsewhere anywhere. Where no match can, the
//!    file is passed over.
//!
//! It must be sound: whatever the parsed document would give, the look lets through. So it asks less than the rules do: nothing of
//! the order in which things stand, nothing of what takes back, and a weak mention counts unless it can never be confirmed. What
//! may run over empty lines (a boneyard, a title page) is of method and asked without regard to them.

use crate::dictionary::{ClassSet, Classes, Matcher, Mention};
use crate::document::{Kind, Role};
use crate::formats::Recognised;
use crate::policy::{Near, Rule, Scope};
use crate::reading::Asked;
use crate::reading::shapes::Shapes;
use crate::source::Source;
use crate::text::words::{Caps, Gap, Words};

/// What a match of a rule wants of a screenplay before it can speak.
struct Want {
    find: ClassSet,
    /// Of each of these something must be in the same item.
    beside: Vec<ClassSet>,
    /// Of each of these something must be there.
    anywhere: Vec<ClassSet>,
    /// Whether it looks only where a screenplay speaks of how it is made.
    method: bool,
}

/// What the rules want of a screenplay.
pub(crate) struct Wants {
    wants: Vec<Want>,
    /// The phrases that are looked for in what tells the story, and where the text speaks of method.
    story: ClassSet,
    method: ClassSet,
}

impl Wants {
    /// Gathers what `rules` want.
    ///
    /// `None` where a rule starts from no mention (a name that nobody has cleared): then every file is parsed.
    ///
    /// `alone`: the script is all there is to check, and no prompt beside it may have made what it reads.
    pub(crate) fn of(rules: &[Rule], classes: &Classes, asked: &Asked, alone: bool) -> Option<Wants> {
        let mut wants = Vec::new();
        for found in rules.iter().flat_map(|rule| &rule.matches).filter(|found| found.kinds.contains(&Kind::Screenplay)) {
            // Other mechanisms than `near` look where they will.
            let method =
                matches!(found.check.as_str(), "near" | "appearance") && found.roles.iter().all(|role| Role::METHOD.contains(role));
            // The other end of a prop stands in a note; in the script it starts from what is read aloud.
            let set = |name: &str| classes.set(name).unwrap_or(ClassSet::EMPTY);
            let find = match found.check.as_str() {
                "story-prop" if alone => set("read-aloud"),
                "story-prop" => set("read-aloud").and(set("reading-cue")),
                _ => found.find,
            };
            if find.is_empty() {
                return None;
            }
            let near: &[Near] =
                if matches!(found.check.as_str(), "near" | "appearance" | "speech" | "true-story") { &found.near } else { &[] };
            let of = |inside: bool| near.iter().filter(|near| (near.within <= Scope::Item) == inside).map(|near| near.any).collect();
            wants.push(Want { find, beside: of(true), anywhere: of(false), method });
        }
        Some(Wants { wants, story: asked.in_story(), method: asked.in_method() })
    }

    /// Whether some match can speak with what was seen.
    fn are_met(&self, seen: &Seen) -> bool {
        let all = |sets: &[ClassSet]| sets.iter().all(|set| seen.all.meets(*set));
        self.wants.iter().zip(&seen.begun).any(|(want, begun)| {
            let begun = *begun || seen.method.meets(want.find) && all(&want.beside);
            begun && all(&want.anywhere)
        })
    }

    /// Notes the matches that may begin in a paragraph of the story.
    fn begin(&self, paragraph: &Paragraph, begun: &mut [bool]) {
        for (want, begun) in self.wants.iter().zip(begun).filter(|(want, begun)| !want.method && !**begun) {
            *begun = paragraph.starting.meets(want.find) && want.beside.iter().all(|set| paragraph.all.meets(*set));
        }
    }
}

/// What was seen so far.
struct Seen {
    /// Classes of all mentions and shapes.
    all: ClassSet,
    /// Those in what speaks of method that may start a match.
    method: ClassSet,
    /// The [`Want`]s that something in the story begins, with all that must stand beside it.
    begun: Vec<bool>,
}

/// What was seen between two empty lines.
#[derive(Default)]
struct Paragraph {
    all: ClassSet,
    /// Classes of what may start a match.
    starting: ClassSet,
}

/// Whether a document of this text could give a finding.
pub(crate) fn may_speak(source: &Source, recognised: Recognised<'_>, matcher: &Matcher, wants: &Wants, classes: &Classes) -> bool {
    let text = source.text();
    // Where lines end in a lone CR, a plain pass does not see which lines are empty.
    if recognised.format.id() != "fountain" || text.contains('\r') && !text.contains('\n') {
        return true;
    }
    let mut eye = Eye::new(matcher, classes);
    let mut seen = Seen { all: ClassSet::EMPTY, method: ClassSet::EMPTY, begun: vec![false; wants.wants.len()] };
    eye.look(text, Where::Story, wants, &mut seen)
        || hides_words(text) && eye.look(&bare(text), Where::Story, wants, &mut seen)
        || eye.look(&method_text(text), Where::Method, wants, &mut seen)
}

/// Which text is passed over.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Where {
    Story,
    Method,
}

/// What passes over text.
struct Eye<'a> {
    matcher: &'a Matcher,
    shapes: Shapes,
    /// What is told in other ways than by its capitals.
    told: ClassSet,
    tool: ClassSet,
    words: Words,
    mentions: Vec<Mention>,
}

impl<'a> Eye<'a> {
    fn new(matcher: &'a Matcher, classes: &Classes) -> Eye<'a> {
        let set = |name: &str| classes.set(name).unwrap_or(ClassSet::EMPTY);
        let tool = set("generative-tool");
        let told = ["person", "style-owner", "outlet"].iter().fold(tool, |all, name| all.and(set(name)));
        Eye { matcher, shapes: Shapes::of(classes), told, tool, words: Words::default(), mentions: Vec::new() }
    }

    /// Passes over a text, and stops where enough was seen for a match to speak.
    fn look(&mut self, text: &str, place: Where, wants: &Wants, seen: &mut Seen) -> bool {
        let asked = if place == Where::Story { wants.story } else { wants.method };
        portions(text).any(|portion| {
            self.words.read(portion);
            self.mentions.clear();
            self.matcher.scan(&self.words, 0, asked, &mut self.mentions);
            self.shapes.find(portion, &self.words, 0, &mut self.mentions);
            self.mentions.sort_unstable_by_key(|mention| mention.words.start);
            let mut paragraph = Paragraph::default();
            let mut end = 0;
            for mention in &self.mentions {
                let at = self.words.get(mention.words.start as usize).map_or(0, |word| word.start as usize);
                if at >= end {
                    if place == Where::Story {
                        wants.begin(&paragraph, &mut seen.begun);
                    }
                    paragraph = Paragraph::default();
                    end = memchr::memmem::find(&portion.as_bytes()[at..], b"\n\n").map_or(portion.len(), |blank| at + blank);
                }
                paragraph.all = paragraph.all.and(mention.classes);
                seen.all = seen.all.and(mention.classes);
                if !self.is_hopeless(mention) {
                    paragraph.starting = paragraph.starting.and(mention.classes);
                    if place == Where::Method {
                        seen.method = seen.method.and(mention.classes);
                    }
                }
            }
            if place == Where::Story {
                wants.begin(&paragraph, &mut seen.begun);
            }
            wants.are_met(seen)
        })
    }

    /// A name that is also an ordinary word counts with capitals only, and the first word of a sentence has one anyway. Titles and
    /// brands in full capitals are stage business: `INT. KITCHEN - DAWN`.
    fn is_hopeless(&self, mention: &Mention) -> bool {
        let caps = |wanted: Caps| move |i: u32| self.words.get(i as usize).is_some_and(|w| w.caps == wanted);
        let lower = mention.words.clone().any(caps(Caps::Lower));
        let opens = mention.words.len() == 1 && self.words.get(mention.words.start as usize).is_some_and(|w| w.gap == Gap::Stop);
        let business = !mention.glued && !mention.classes.meets(self.told) && mention.words.clone().all(caps(Caps::Upper));
        mention.weak && !mention.style && !mention.classes.meets(self.tool) && (lower || opens || business)
    }
}

/// The text without notes, boneyards, emphasis marks and escapes, as far as words go.
fn bare(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['*', '_', '\\', '[', '/']) {
        out.push_str(&rest[..at]);
        let here = &rest[at..];
        let aside = [("[[", "]]"), ("/*", "*/")].iter().find(|(open, _)| here.starts_with(open));
        rest = match aside {
            Some((_, close)) => here[2..].find(close).map_or("", |end| &here[2 + end + 2..]),
            None => {
                if here.starts_with(['[', '/']) {
                    out.push_str(&here[..1]);
                }
                &here[1..]
            }
        };
    }
    out.push_str(rest);
    out
}

/// Where the text speaks of how it is made, stretch by stretch, with empty lines between.
fn method_text(text: &str) -> String {
    let mut out = String::new();
    let mut add = |stretch: &str| {
        out.push_str(stretch);
        out.push_str("\n\n");
    };
    // The title page, however many empty lines it has, ends where the first scene begins.
    let begins = |line: &str| {
        let line = line.trim_start();
        let head: String = line.chars().take(4).collect::<String>().to_uppercase();
        line.starts_with('.') || ["INT", "EXT", "EST", "I/E"].iter().any(|word| head.starts_with(word))
    };
    let mut at = 0;
    let mut title_page = true;
    for line in text.split_inclusive('\n') {
        if title_page && begins(line) {
            add(&text[..at]);
            title_page = false;
        }
        if !title_page && line.trim_start().starts_with(['#', '=']) {
            add(line);
        }
        at += line.len();
    }
    if title_page {
        add(text);
    }
    for (open, close) in [("[[", "]]"), ("/*", "*/")] {
        let mut rest = text;
        while let Some(from) = rest.find(open) {
            let inside = &rest[from + 2..];
            let end = inside.find(close).unwrap_or(inside.len());
            add(&inside[..end]);
            rest = &inside[end..];
        }
    }
    out
}

/// Bytes of a portion from which on the next blank line ends it.
const PORTION: usize = 2048;

/// A text in portions that end at blank lines, where every mention ends too: so the look stops where it has seen enough.
fn portions(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let from = rest.len().min(PORTION);
        let blank = memchr::memmem::find(&rest.as_bytes()[from..], b"\n\n").map_or(rest.len(), |at| from + at + 2);
        let (portion, after) = rest.split_at(blank);
        rest = after;
        (!portion.is_empty()).then_some(portion)
    })
}

/// Emphasis marks at or inside words, notes, boneyards, escapes: a plain pass would see words apart that the reader sees together.
fn hides_words(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_word = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 0x80);
    memchr::memmem::find(bytes, b"[[").is_some()
        || memchr::memmem::find(bytes, b"/*").is_some()
        || memchr::memchr3_iter(b'*', b'_', b'\\', bytes).any(|at| is_word(at.checked_sub(1)) || is_word(Some(at + 1)))
}
