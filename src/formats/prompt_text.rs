//! The text of one prompt, as every format hands it over: Midjourney parameters, image addresses, weights and model tags are
//! taken apart, so that the words stand alone and each still knows its bytes.
//!
//! 1. What a chat puts round a copied prompt is taken off (`chat`).
//! 2. Parameters (`--ar 2:3`, an em dash counts as two hyphens) are cut out: `--no` becomes a negative prompt, `--sref`, `--cref`,
//!    `--oref` and `--iref` references, the others metadata. What stands behind a parameter's value is prompt again.
//! 3. Addresses before the text are image references.
//! 4. The rest loses its weights (`weights`), and its models and wildcards become elements of their own.

mod chat;
mod weights;

use crate::document::{Builder, Role};
use crate::text::MappedText;
use std::ops::Range;

/// Parameters without a value.
const FLAGS: &[&str] = &[
    "tile", "raw", "draft", "hd", "sd", "fast", "turbo", "relax", "stealth", "public", "video", "hq", "upbeta", "test", "testp", "creative",
];

/// Parameters that name pictures or styles to follow.
const REFERENCES: &[&str] = &["sref", "cref", "oref", "iref"];

/// Other parameters that may stand behind a typographic dash.
const VALUES: &[&str] = &[
    "ar", "aspect", "v", "version", "niji", "s", "stylize", "c", "chaos", "w", "weird", "q", "quality", "seed", "iw", "style", "exp",
    "stop", "r", "repeat", "p", "profile", "cw", "sw", "sv", "ow", "motion", "no",
];

/// Longer texts that are not plain stretches of the source keep their marks: cutting them would cost too much.
const CUT_LIMIT: usize = 64 * 1024;

/// Adds the elements of one prompt to the current item.
pub(super) fn push_prompt(source: &str, text: MappedText, negative: bool, out: &mut Builder) {
    let role = if negative { Role::NegativePrompt } else { Role::Prompt };
    let cutter = Cutter::new(source, &text);
    if !cutter.is_cheap() {
        out.push(role, text.trimmed());
        return;
    }
    let whole = text.as_str();
    if let Some(label) = negative_label(whole).filter(|_| !negative) {
        push_prompt(source, text.slice(0..label.start as u32), false, out);
        push_prompt(source, text.slice(label.end as u32..text.len() as u32), true, out);
        return;
    }
    let copy = chat::copy(whole);
    let written = &whole[..copy.prompt.end];
    let parameters = parameters(written);
    let mut kept = Vec::new();
    let mut at = copy.prompt.start;
    for parameter in &parameters {
        kept.push(at..parameter.dash);
        at = parameter.end;
    }
    kept.push(at..written.len());
    if let Some(first) = kept.first_mut() {
        for address in leading_addresses(&written[first.clone()]) {
            out.push_keyed(Role::Reference, cutter.cut(address.clone()).trimmed(), Some("image"));
            first.start = address.end;
        }
        // The bracket of `<https://…>`.
        if first.start > 0 && written[first.clone()].starts_with('>') {
            first.start += 1;
        }
    }
    weights::push(&cutter, written, &kept, role, out);
    for parameter in parameters {
        push_parameter(&cutter, written, &parameter, out);
    }
    out.push_keyed(Role::Metadata, cutter.cut(copy.sender).trimmed(), Some("sender"));
}

/// Adds the elements of a prompt in the older language of InvokeAI (Compel), where `[faces]` is to be kept out. Elsewhere such
/// brackets weigh words down, or (with `:` and `|` inside) change them on the way, and what stands in them is wanted.
pub(super) fn push_compel(source: &str, text: &MappedText, out: &mut Builder) {
    let written = text.as_str();
    let mut wanted = MappedText::default();
    let mut unwanted = Vec::new();
    let mut from = 0;
    for (open, _) in written.match_indices('[').filter(|(open, _)| !written[..*open].ends_with('\\')) {
        let Some(length) = written[open..].find(']') else { break };
        let inside = open + 1..open + length;
        if open < from || written[inside.clone()].contains([':', '|', '[']) {
            continue;
        }
        wanted.append(&text.slice(from as u32..open as u32));
        unwanted.push(text.slice(inside.start as u32..inside.end as u32));
        from = inside.end + 1;
    }
    wanted.append(&text.slice(from as u32..written.len() as u32));
    push_prompt(source, wanted, false, out);
    unwanted.into_iter().for_each(|part| push_prompt(source, part, true, out));
}

/// `…, negative: faces, text` in the midst of a prompt: where the label stands, with the sign before it.
fn negative_label(written: &str) -> Option<Range<usize>> {
    let lower = written.to_ascii_lowercase();
    let labels = ["negative prompt:", "negative:", "neg prompt:", "neg:"];
    labels.iter().find_map(|label| {
        lower.match_indices(label).find_map(|(at, _)| {
            let before = written[..at].trim_end();
            let apart = before.ends_with([',', ';', '.', '|', '/', '\n']) || written[..at].ends_with('\n');
            (apart && !before.is_empty()).then(|| before.trim_end_matches([',', ';', '|', '/']).len()..at + label.len())
        })
    })
}

fn push_parameter(cutter: &Cutter<'_>, written: &str, parameter: &Parameter<'_>, out: &mut Builder) {
    let value = parameter.name_end..parameter.end;
    let key = parameter.name.to_ascii_lowercase();
    if key == "no" {
        out.push(Role::NegativePrompt, cutter.cut(value).trimmed());
    } else if REFERENCES.contains(&key.as_str()) {
        let mut at = value.start;
        for token in written[value].split_whitespace() {
            let start = at + written[at..].find(token).unwrap_or(0);
            at = start + token.len();
            out.push_keyed(Role::Reference, cutter.cut(start..at), Some(&key));
        }
    } else if written[value.clone()].trim().is_empty() {
        out.push_keyed(Role::Metadata, cutter.cut(parameter.name_end - parameter.name.len()..parameter.name_end), Some(&key));
    } else {
        out.push_keyed(Role::Metadata, cutter.cut(value).trimmed(), Some(&key));
    }
}

/// Cuts stretches out of a reading text, quickly where it is a plain stretch of the source.
struct Cutter<'a> {
    source: &'a str,
    text: &'a MappedText,
    /// Where the text starts in the source, if it is verbatim.
    verbatim: Option<u32>,
}

impl<'a> Cutter<'a> {
    fn new(source: &'a str, text: &'a MappedText) -> Cutter<'a> {
        let span = text.span();
        let verbatim = (source.get(span.start as usize..span.end as usize) == Some(text.as_str())).then_some(span.start);
        Cutter { source, text, verbatim }
    }

    fn is_cheap(&self) -> bool {
        self.verbatim.is_some() || self.text.len() <= CUT_LIMIT
    }

    fn add(&self, range: Range<usize>, out: &mut MappedText) {
        if range.is_empty() {
            return;
        }
        let range = range.start as u32..range.end as u32;
        match self.verbatim {
            Some(start) => out.push(self.source, start + range.start..start + range.end),
            None => out.append(&self.text.slice(range)),
        }
    }

    /// Adds a space that stands for what is cut.
    fn apart(&self, range: Range<usize>, out: &mut MappedText) {
        out.push_instead(" ", self.text.source_range(range.start as u32..range.end as u32));
    }

    fn cut(&self, range: Range<usize>) -> MappedText {
        let mut out = MappedText::default();
        self.add(range, &mut out);
        out
    }
}

/// One `--name value`, in bytes of the prompt.
#[derive(Debug)]
struct Parameter<'a> {
    dash: usize,
    name: &'a str,
    name_end: usize,
    end: usize,
}

/// Finds the parameters, in order.
fn parameters(text: &str) -> Vec<Parameter<'_>> {
    let mut out: Vec<Parameter<'_>> = Vec::new();
    let mut starts = Vec::new();
    for (at, c) in text.char_indices() {
        if !matches!(c, '-' | '\u{2013}' | '\u{2014}') || !text[..at].chars().next_back().is_none_or(char::is_whitespace) {
            continue;
        }
        let dashes = text[at..].len() - text[at..].trim_start_matches(['-', '\u{2013}', '\u{2014}']).len();
        if c == '-' && dashes < 2 {
            continue;
        }
        let name_start = at + dashes;
        let length = text[name_start..].bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')).count();
        let name = &text[name_start..name_start + length];
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let lower = name.to_ascii_lowercase();
        let known = [FLAGS, REFERENCES, VALUES].iter().any(|names| names.contains(&lower.as_str()));
        let typed = text[at..].starts_with("--");
        if known || typed && name.bytes().all(|b| !b.is_ascii_uppercase()) {
            starts.push((at, name, name_start + length));
        }
    }
    for (index, &(dash, name, name_end)) in starts.iter().enumerate() {
        let next = starts.get(index + 1).map_or(text.len(), |next| next.0);
        let end = name_end + value_length(&name.to_ascii_lowercase(), &text[name_end..next]);
        out.push(Parameter { dash, name, name_end, end });
    }
    out
}

/// How much of `rest`, the text up to the next parameter, is the value of `name`.
fn value_length(name: &str, rest: &str) -> usize {
    if name == "no" {
        return rest.len();
    }
    if FLAGS.contains(&name) {
        return 0;
    }
    let mut end = 0;
    for (index, token) in rest.split_whitespace().enumerate() {
        let fits = index == 0 || REFERENCES.contains(&name) && is_reference(token);
        if !fits {
            break;
        }
        end += rest[end..].find(token).unwrap_or(0) + token.len();
    }
    end
}

fn is_reference(token: &str) -> bool {
    token.contains("://") || token.contains('/') || token.bytes().all(|b| b.is_ascii_digit() || b == b':' || b == b'.') || token == "random"
}

/// The addresses before the first word.
fn leading_addresses(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut at = 0;
    for token in text.split_whitespace() {
        let start = at + text[at..].find(token).unwrap_or(0);
        at = start + token.len();
        let open = token.len() - token.trim_start_matches('<').len();
        let inner = token[open..].trim_end_matches(['>', ',']);
        if !(inner.starts_with("https://") || inner.starts_with("http://") || inner.starts_with("s.mj.run/")) {
            break;
        }
        out.push(start + open..start + open + inner.len());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Kind, outline};
    use insta::assert_snapshot;

    fn read(text: &str) -> String {
        let mut out = Builder::new(Kind::Prompt, "plain");
        push_prompt(text, MappedText::verbatim(text, 0..text.len() as u32), false, &mut out);
        let document = out.finish();
        for element in &document.elements {
            let span = element.text.span();
            assert!(text.is_char_boundary(span.start as usize) && text.is_char_boundary(span.end as usize));
        }
        outline(&document)
    }

    #[test]
    fn a_label_in_the_midst_turns_the_rest_unwanted() {
        insta::assert_snapshot!(crate::document::outline(&crate::formats::tests::document(
            "prompts/a.txt",
            "quay at dusk, wet rope, negative: gulls, (crowd:1.2)\nfilm negative: a box of them\n",
        )), @r"
        prompt           quay at dusk, wet rope
        negative-prompt  gulls, crowd
        prompt           film negative: a box of them
        ");
    }

    #[test]
    fn parameters_are_not_words_of_the_prompt() {
        assert_snapshot!(read("https://a.example/1.png a lamp on the pier --no fog, gulls --ar 2:3 --sref https://b.example/x.jpg 123 —v 7 --tile, wet rope"), @r"
reference        https://a.example/1.png  [image]
prompt           a lamp on the pier    , wet rope
negative-prompt  fog, gulls
metadata         2:3  [ar]
reference        https://b.example/x.jpg  [sref]
reference        123  [sref]
metadata         7  [v]
metadata         tile  [tile]
");
    }

    #[test]
    fn weights_and_tags_leave_the_words() {
        assert_snapshot!(read(r"(stern:1.1) keeper (our lead), ((brass)) [rope|chain], <lora:Own_Style_v2:0.8> embedding:soft_light \(dusk\) __weather__ {fog|rain} [day:night:0.4]"), @r"
prompt           stern keeper (our lead), brass rope|chain,   (dusk)  fog|rain day:night
model            Own_Style_v2  [lora]
model            soft_light  [embedding]
reference        weather  [wildcard]
");
    }

    #[test]
    fn weights_without_brackets() {
        let text = r#"ink++ wash--, (wet rope)+ (pier post)1.3 (low sun)++, "gull".swap("tern"), 1.3::tin boat::, -0.8::fog bank::, slate::2 {2$$ and $$red|blue} {0.5::a lamp|b} C++"#;
        assert_snapshot!(read(text), @r#"
        prompt           ink wash, wet rope pier post low sun, "gull"("tern"), tin boat, , slate  and red|blue a lamp|b C
        negative-prompt  fog bank
        "#);
        assert_snapshot!(read("at 10:30 -- 3 boats, 2-3 ropes, e.g. a.swap, dry-rope"), @r"
        prompt           at 10:30 -- 3 boats, 2-3 ropes, e.g. a.swap, dry-rope
        ");
        assert_snapshot!(read("-1::fog and gulls"), @r"
        negative-prompt  fog and gulls
        ");
    }

    #[test]
    fn a_weight_behind_a_part_counts_for_its_words() {
        assert_snapshot!(read("tin boat, dusk::2 (fog:1.2) bank::1 gulls, wet rope::-0.5 --ar 2:3"), @r"
        prompt           tin boat, dusk fog bank
        negative-prompt  gulls, wet rope
        metadata         2:3  [ar]
        ");
        assert_snapshot!(read("1.2::slate::-1::gulls::, rope::mud"), @r"
        prompt           slate, rope mud
        negative-prompt  gulls
        ");
    }

    #[test]
    fn words_put_between_choices_are_words() {
        assert_snapshot!(read("{mist|haze|2$$low sun$$thin cloud} {2$$, $$ink|wash} a 3$$ rope"), @r"
        prompt           mist|haze|low sun thin cloud ink|wash a 3$$ rope
        ");
    }

    #[test]
    fn tags_that_hold_words_leave_them() {
        assert_snapshot!(read("a pier <random:mist|<lora:Own_Style:0.6>|sleet><segment:lamp,0.5> lit, <wildcard:our/look> <3 a<b:c>"), @r"
        prompt           a pier mist||sleet lamp,0.5 lit,  <3 a<b:c>
        model            Own_Style  [lora]
        reference        our/look  [wildcard]
        ");
    }

    #[test]
    fn a_copy_from_a_chat_loses_what_the_chat_wrote() {
        assert_snapshot!(read("**a tin boat --ar 2:3 --v 7** - @ada.l (fast, stealth)"), @r"
        prompt           a tin boat
        metadata         2:3  [ar]
        metadata         7  [v]
        metadata         @ada.l (fast, stealth)  [sender]
        ");
        assert_snapshot!(read("a tin boat --v 7 - <@4471> (relaxed)"), @r"
        prompt           a tin boat
        metadata         7  [v]
        metadata         <@4471> (relaxed)  [sender]
        ");
        assert_snapshot!(read("**a tin boat** - by @ada"), @r"
        prompt           **a tin boat** - by @ada
        ");
    }

    #[test]
    fn a_dash_in_a_sentence_is_no_parameter() {
        assert_snapshot!(read("a lamp – version of the night — no people -- quiet"), @r"
prompt           a lamp – version of the night — no people -- quiet
");
    }

    #[test]
    fn a_name_inside_weights_points_at_its_bytes() {
        let text = "the (Ada:1.2) Loveridge engine";
        let mut out = Builder::new(Kind::Prompt, "plain");
        push_prompt(text, MappedText::verbatim(text, 0..text.len() as u32), false, &mut out);
        let document = out.finish();
        let prompt = &document.elements[0].text;
        assert_eq!(prompt.as_str(), "the Ada Loveridge engine");
        assert_eq!(prompt.source_range(4..17), 5..23);
    }
}
