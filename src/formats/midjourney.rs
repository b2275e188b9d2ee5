//! Midjourney prompts and logs: lines that end in parameters (`--ar 2:3 --v 7`).

use super::header::front_matter;
use super::lines::lines_from;
use super::{Format, plain};
use crate::document::{Builder, Kind};
use crate::source::Source;

pub struct Midjourney;

impl Format for Midjourney {
    fn id(&self) -> &'static str {
        "midjourney"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["txt", "prompt", "md"]
    }

    fn accepts(&self, source: &Source, kind: Option<Kind>) -> bool {
        let text = source.text();
        if !matches!(kind, None | Some(Kind::Prompt)) || !text.lines().any(has_parameter) {
            return false;
        }
        let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
        if lines().any(|line| line.starts_with("Steps: ") || line.starts_with("Negative prompt:")) {
            return false;
        }
        // Markdown with a structure of its own, and notes that only mention a parameter, are read as what they are.
        let structured = source.path.to_ascii_lowercase().ends_with(".md")
            && lines().any(|line| line == "---" || line.starts_with(['#', '|', '`', '>', '-', '*', '<']) || line.contains("**"));
        !structured && (kind.is_some() || lines().filter(|line| has_parameter(line)).count() * 2 >= lines().count())
    }

    fn read(&self, source: &Source, out: &mut Builder) {
        let start = front_matter(source, out);
        plain::prompts(source, &lines_from(source, start), out);
    }
}

/// Whether a line has a parameter that no other tool writes.
pub(super) fn has_parameter(line: &str) -> bool {
    const NAMES: &[&str] =
        &["ar ", "v ", "sref ", "cref ", "oref ", "niji", "style ", "stylize ", "chaos ", "no ", "s ", "iw ", "profile "];
    line.match_indices([' ', '\t']).any(|(at, _)| {
        let rest = &line[at + 1..];
        let name = rest.strip_prefix("--").or_else(|| rest.strip_prefix('\u{2014}'));
        name.is_some_and(|name| NAMES.iter().any(|known| name.starts_with(known)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::outline;
    use insta::assert_snapshot;

    #[test]
    fn a_log_with_dates_and_a_command() {
        let source = Source::from_text(
            "prompts/log.txt",
            "# night session\n11/02 tin boat, wet slate, no people --no gulls, fog --ar 3:2 --v 7\n11/02 same, top down —ar 1:1\n/imagine prompt: https://refs.example/a.png rope --sref 221 8 --tile\n",
        );
        assert!(Midjourney.accepts(&source, Some(Kind::Prompt)));
        assert!(!Midjourney.accepts(&source, Some(Kind::Note)));
        let mut out = Builder::new(Kind::Prompt, "midjourney");
        Midjourney.read(&source, &mut out);
        assert_snapshot!(outline(&out.finish()), @r"
comment          night session
prompt           tin boat, wet slate, no people
negative-prompt  gulls, fog
metadata         3:2  [ar]
metadata         7  [v]
prompt           same, top down
metadata         1:1  [ar]
metadata         /imagine  [command]
reference        https://refs.example/a.png  [image]
prompt           rope
reference        221  [sref]
reference        8  [sref]
metadata         tile  [tile]
");
    }
}
