//! dotprompt files (`.prompt`): front matter in YAML, and a Handlebars template that may hold a chat.
//!
//! `{{role "system"}}` begins what that role says. Remarks are comments, `{{media url=…}}` a reference. What the template language
//! adds around the words is left out; where it is broken, the rest is read as plain text and a remark says so.

use super::template::{self, Language, Part, Tags, What};
use super::{Format, plain};
use crate::document::{Builder, Kind};
use crate::source::Source;

pub struct DotPrompt;

impl Format for DotPrompt {
    fn id(&self) -> &'static str {
        "dotprompt"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["prompt"]
    }

    fn kind_of(&self, _: &Source, by_path: Option<Kind>) -> Option<Kind> {
        by_path.or(Some(Kind::Prompt))
    }

    /// Front matter, or a tag that is more than a name in braces.
    fn accepts(&self, source: &Source, kind: Option<Kind>) -> bool {
        let text = source.text();
        let first = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
        let tags = || Tags::of(text, 0, Language::Handlebars).tags.iter().any(|tag| tag.what != What::Variable);
        matches!(kind, None | Some(Kind::Prompt)) && !plain::is_infotext(text) && (first == Some("---") || tags())
    }

    fn read(&self, source: &Source, out: &mut Builder) {
        let start = template::head(source, out);
        let tags = Tags::of(source.text(), start, Language::Handlebars);
        let end = source.text().len() as u32;
        let mut parts = vec![Part { role: None, name: None, range: start..end }];
        for tag in tags.tags.iter().filter(|tag| tag.what == What::Role) {
            let role = source.text()[tag.inner.start as usize..tag.inner.end as usize].to_owned();
            if let Some(last) = parts.last_mut() {
                last.range.end = tag.range.start;
            }
            parts.push(Part { role: Some(role), name: None, range: tag.range.end..end });
        }
        template::read(source, &parts, &tags, out);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{document, places};
    use crate::document::outline;

    const CHAT: &str = "# ours\n---\nmodel: own/one\nconfig:\n  seed: 12\ninput:\n  default:\n    look: \"ink wash, low sun\"\n---\n{{! the second try,\n for Ada }}\n{{role \"system\"}}\nYou draw boats.\n# Rules\n- no gulls\n\n{{~#if look}}In the look {{look}}.{{/if}}\n{{media url=\"refs/pier.png\" mime=\"image/png\"}}\n{{role \"user\"}}A tin boat,\nwet rope.\n{{>frame note=\"brass whistle\"}}\n{{history}}\n";

    #[test]
    fn a_chat_with_remarks_and_a_picture() {
        let read = document("prompts/boat.prompt", CHAT);
        insta::assert_snapshot!(outline(&read), @r"
        comment          ours
        metadata         own/one  [model]
        metadata         12  [config.seed]
        prompt           ink wash, low sun
        comment          the second try,⏎ for Ada
        prompt           You draw boats.
        heading          Rules
        prompt           no gulls
        prompt           In the look look.
        reference        refs/pier.png  [image]
        prompt           A tin boat,
        prompt           wet rope.
        reference        frame  [partial]
        prompt           brass whistle
        ");
        assert_eq!((read.format, read.remarks.len()), ("dotprompt", 0));
        let names: Vec<_> = read.items.iter().filter_map(|item| item.name.as_deref()).collect();
        assert_eq!(names, ["system", "system", "system", "system", "user", "user"]);
        assert_eq!(places("prompts/boat.prompt", CHAT, "whistle"), ["whistle"]);
    }

    #[test]
    fn escaped_tags_and_inverse_blocks_are_whole() {
        let read =
            document("prompts/boat.prompt", "---\nmodel: a\n---\na tin boat \\{{name}} {{^sun}}fog{{/sun}} {{#if x}}ink{{^}}wash{{/if}}\n");
        insta::assert_snapshot!(outline(&read), @r"
        metadata         a  [model]
        prompt           a tin boat {name         fog                  ink     wash
        ");
        assert_eq!(read.remarks, []);
    }

    #[test]
    fn a_broken_template_is_read_and_said_to_be_broken() {
        for (broken, remark) in [
            ("---\nmodel: a\ninput:\n  schema\n    name: b\n---\na tin boat\n", "the front matter is no well-formed YAML"),
            ("---\nmodel: a\n---\na tin boat {{#if sun}} in the sun\n", "the block `if` is never closed"),
            ("---\nmodel: a\n---\na tin boat {{/if}}\n", "`/if` closes a block that was never opened"),
            ("---\nmodel: a\n---\na tin boat }}\n", "a closing `}}` has nothing that it closes"),
            ("---\nmodel: a\n---\na tin boat {{ name\n", "a tag is never closed; it is read as text"),
        ] {
            let read = document("prompts/boat.prompt", broken);
            assert!(read.remarks.iter().any(|found| found.text.starts_with(remark)), "{:?}", read.remarks);
            assert!(outline(&read).contains("prompt           a tin boat"), "{}", outline(&read));
        }
        for cut in (0..CHAT.len()).filter(|&at| CHAT.is_char_boundary(at)) {
            document("prompts/boat.prompt", &CHAT[..cut]);
        }
    }
}
