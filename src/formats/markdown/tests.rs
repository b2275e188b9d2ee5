use super::*;
use crate::document::outline;
use insta::assert_snapshot;

fn read(kind: Kind, path: &str, text: &str) -> String {
    let source = Source::from_text(path, text);
    let mut out = Builder::new(kind, "markdown");
    Markdown.read(&source, &mut out);
    let document = out.finish();
    for element in &document.elements {
        let span = element.text.span();
        assert!(source.text().get(span.start as usize..span.end as usize).is_some());
    }
    let names: Vec<&str> = document.items.iter().map(|item| item.name.as_deref().unwrap_or("-")).collect();
    format!("{}items: {}", outline(&document), names.join(" | "))
}

#[test]
fn notes_with_lists_tables_and_bold_names() {
    let told = read(
        Kind::Note,
        "vfx/notes.md",
        "# Kestrel 204\n\n**Rope** - wet,\nall of it\n**Bell** - far\n\n- KES_204_0010 fog, **two** layers\n  - see [the test](https://a.example/fog.mov)\n- [x] slates &amp; moss\nThe rest is clean.\n\n| shot | note |\n|---|---|\n| KES_204_0020 | rope \\| chain<br>later |\n\n<!-- not for the\nvendor -->\n\n[//]: # (ask Bo)\n",
    );
    assert_snapshot!(told, @r"
heading          Kestrel 204
note             Rope - wet,⏎all of it
note             Bell - far
note             KES_204_0010 fog, two layers
note             see the test
reference        https://a.example/fog.mov  [link]
note             slates & moss
note             The rest is clean.
metadata         shot  [column]
metadata         note  [column]
cell             KES_204_0020  [shot]
cell             rope | chain⏎later  [note]
comment          not for the⏎vendor
comment          [//]: # (ask Bo)
items: - | Rope | Bell | KES_204_0010 | KES_204_0010 | - | - | - | KES_204_0020 | - | - | -
");
}

#[test]
fn prompts_line_by_line() {
    let told = read(
        Kind::Prompt,
        "prompts/quay.md",
        "---\npurpose: ideation\n---\nowner: Bo\n\nwet quay, <lora:own_ink:0.6> dusk --ar 3:2\n[gull](refs/gull.png) on a post\nrope, (brass:1.2) bell\n\n1. **v1** fog,\n   thick\n2. gull\n\n## Negative prompt\nneon\n\n## alt\n```\ntin boat\nNegative prompt: text\n```\n![board](refs/board.png)\n",
    );
    assert_snapshot!(told, @r"
metadata         ideation  [purpose]
metadata         Bo  [owner]
prompt           wet quay,  dusk
model            own_ink  [lora]
metadata         3:2  [ar]
prompt           gull on a post
reference        refs/gull.png  [link]
prompt           rope, brass bell
prompt           v1 fog,⏎thick
prompt           gull
heading          Negative prompt
negative-prompt  neon
heading          alt
prompt           tin boat
negative-prompt  text
prompt           board
reference        refs/board.png  [image]
items: - | - | - | - | - | 1 | 2 | - | - | - | - | -
");
}

#[test]
fn house_rules_are_no_prompts() {
    assert_snapshot!(read(Kind::Prompt, "prompts/README.md", "# Rules\n\nNever write:\n\n- no real names\n\n| not | but |\n|---|---|\n| a star | an age |\n"), @r"
heading          Rules
comment          Never write:
comment          no real names
comment          not  [column]
comment          but  [column]
comment          a star  [not]
comment          an age  [but]
items: - | - | - | - | a star
");
}

#[test]
fn scripts_with_bold_names() {
    let told = read(
        Kind::Screenplay,
        "scripts/pilot.md",
        "# Act one\n\n### INT. NET LOFT - DAY\n\nRope everywhere.\n\n**TAM (O.S.):** (quiet) It holds.\n\n**Bell:** It does.\nFor now.\n\n<!-- check -->\n",
    );
    assert_snapshot!(told, @r"
section          Act one
scene-heading    INT. NET LOFT - DAY
action           Rope everywhere.
cue              TAM
cue-extension    (O.S.)  (TAM)
parenthetical    (quiet)  (TAM)
dialogue         It holds.  (TAM)
cue              Bell
dialogue         It does.  (Bell)
dialogue         For now.  (Bell)
note             check
items: - | - | - | - | - | -
");
}

#[test]
fn fountain_under_another_ending() {
    assert_snapshot!(read(Kind::Screenplay, "scripts/pilot.md", "---\ntitle: Kestrel\n---\n\nINT. NET LOFT - DAY\n\nTAM\nIt holds.\n"), @r"
title-page       Kestrel  [title]
scene-heading    INT. NET LOFT - DAY
cue              TAM
dialogue         It holds.  (TAM)
items: - | - | -
");
}

#[test]
fn fenced_json_is_read_by_its_fields_and_fenced_text_in_a_script_is_a_prompt() {
    let text = "a pier\n\n- board\n  ~~~json\n  {\"prompt\": \"tin boat\",\n   \"negative_prompt\": \"gulls\"}\n  ~~~\n\n```\n[wet|dry] rope\n```\n";
    assert_snapshot!(read(Kind::Prompt, "prompts/a.md", text), @r"
    prompt           a pier
    prompt           board
    prompt           tin boat
    negative-prompt  gulls
    prompt           wet|dry rope
    items: - | - | - | -
    ");
    let script = "### SCENE 1. INT. PIER\n\n**ADA:** Wet.\n\n```\ntin boat, slate\nNegative prompt: gulls\n```\n\n    Rain.\n";
    assert_snapshot!(read(Kind::Screenplay, "scripts/a.md", script), @r"
    scene-heading    SCENE 1. INT. PIER
    cue              ADA
    dialogue         Wet.  (ADA)
    prompt           tin boat, slate
    negative-prompt  gulls
    action           Rain.
    items: - | - | - | -
    ");
}
