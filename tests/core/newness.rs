//! What is new and what is the same: harmless edits keep every finding old, harmful ones are reported.

use crate::{Files, check_against, check_all, corpus, example_production, files, told};

/// A script with several findings, to be edited.
const SCRIPT: &str = "Title: TERN VALLEY\nNotes: first pass generated with ChatGPT from the outline\n\nINT. CAFE - NIGHT #4#\n\nRain at every pane. The television wakes.\n\nON TV - THE EVENING NEWS\n\nANDERSON COOPER (ON TV)\nThe ferry will not sail again this year. The operator says nobody was aboard on the night in question, and the valley says otherwise.\n\nMINA\nThe valley says nothing.\n\nEXT. STEPS - NIGHT #5#\n\nForty-one steps, all wet.\n\nJONAS\nYou've no light on!\n";

type Edit = (&'static str, fn(&str) -> String);

const HARMLESS: &[Edit] = &[
    ("lines above", |s| s.replacen("INT. CAFE", "INT. OFFICE - DAY #3A#\n\nA bell, a counter.\n\nINT. CAFE", 1)),
    ("scene moved to the end", |s| {
        let at = s.find("INT. CAFE").unwrap();
        let end = s.find("EXT. STEPS").unwrap();
        format!("{}{}\n{}", &s[..at], &s[end..], &s[at..end])
    }),
    ("re-wrapped", |s| s.replace("The operator says nobody", "The operator\nsays nobody").replace("this year. ", "this\nyear. ")),
    ("CRLF", |s| s.replace('\n', "\r\n")),
    ("CR", |s| s.replace('\n', "\r")),
    ("byte order mark", |s| format!("\u{feff}{s}")),
    ("scenes renumbered", |s| s.replace("#4#", "#14#").replace("#5#", "#15#")),
    ("case of a cue", |s| s.replace("ANDERSON COOPER (ON TV)", "@Anderson Cooper (on television)")),
    ("other scenes polished", |s| s.replace("Forty-one steps, all wet.", "Forty-one steps, every one of them wet.")),
    ("trailing space", |s| s.replace("COOPER (ON TV)\n", "COOPER (ON TV)  \n")),
];

const HARMFUL: &[Edit] = &[
    ("other words in a real person's mouth", |s| s.replace("nobody was aboard", "eleven people were aboard")),
    ("a second copy", |s| format!("{s}\nINT. BAR - NIGHT\n\nON TV - NEWS\n\n{}", &s[s.find("ANDERSON").unwrap()..s.find("MINA").unwrap()])),
    ("another person", |s| s.replace("ANDERSON COOPER", "RACHEL MADDOW")),
    ("another tool", |s| s.replace("ChatGPT", "DeepSeek")),
    ("from a note to a speech", |s| {
        s.replace("Forty-one steps, all wet.", "NEWS on a radio.\n\nCLIVE MYRIE (ON RADIO)\nIt says here the steps are shut.")
    }),
];

fn script(text: String) -> Files {
    vec![("scripts/101.fountain".to_owned(), text)]
}

#[test]
fn harmless_edits_bring_nothing_new() {
    let before = script(SCRIPT.to_owned());
    assert!(check_all(&before).findings.len() >= 3, "there is something to keep: {:?}", told(&check_all(&before)));
    for (name, edit) in HARMLESS {
        let after = script(edit(SCRIPT));
        assert_ne!(after, before, "{name} changes the text");
        assert_eq!(told(&check_against(&after, std::slice::from_ref(&before), true)), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn a_rename_brings_nothing_new() {
    let before = script(SCRIPT.to_owned());
    let after = vec![("scripts/blue/101_blue.fountain".to_owned(), HARMLESS[3].1(SCRIPT))];
    assert_eq!(told(&check_against(&after, &[before], true)), Vec::<String>::new());
}

#[test]
fn harmful_edits_are_reported() {
    let before = script(SCRIPT.to_owned());
    for (name, edit) in HARMFUL {
        let after = script(edit(SCRIPT));
        let report = check_against(&after, std::slice::from_ref(&before), true);
        assert!(report.blocking().next().is_some(), "{name}: {:?}", told(&report));
    }
}

#[test]
fn the_second_copy_is_reported_where_it_was_put() {
    let before = files(&[("prompts/a.txt", "portrait of Tom Hanks in a yellow coat\noilskins on a hook\n")]);
    let after =
        files(&[("prompts/a.txt", "portrait of Tom Hanks in a yellow coat\noilskins on a hook\nportrait of Tom Hanks in a yellow coat\n")]);
    let report = check_against(&after, &[before], true);
    assert_eq!(report.findings.iter().map(|f| f.place.start.line).collect::<Vec<_>>(), [3], "{:?}", told(&report));
}

#[test]
fn a_copy_in_another_file_is_new_and_a_move_is_not() {
    let before = files(&[("prompts/heron_v1.txt", "tin heron, in the style of Tove Jansson, fog\n")]);
    let copied = files(&[
        ("prompts/heron_v1.txt", "tin heron, in the style of Tove Jansson, fog\n"),
        ("prompts/heron_v2.txt", "tin heron, in the style of Tove Jansson, fog\n"),
    ]);
    let moved = files(&[("prompts/heron_v2.txt", "tin heron, in the style of Tove Jansson, fog\n")]);
    assert!(check_against(&copied, std::slice::from_ref(&before), true).findings.iter().any(|f| &*f.rule == "IPR-01"));
    assert_eq!(told(&check_against(&moved, &[before], true)), Vec::<String>::new());
}

#[test]
fn prompts_and_notes_keep_their_findings_where_only_their_places_change() {
    let prompts = "purpose: ideation\nquay at dawn, portrait of Margot Robbie under a tin awning, wet wool, 85mm\na bench, one sandal\n";
    let list = "# Key art\n\n1. portrait of Margot Robbie on a wet quay, dawn, 85mm\n2. tin awning, rain, nobody\n";
    let table = "Shot,Note\n010,de-age Ilse for the whole scene\n020,rig removal\n";
    for (path, before, after, new) in [
        ("prompts/a.txt", prompts, prompts.replace("Robbie under", "Robbie\nunder"), 0),
        ("prompts/a.txt", prompts, prompts.replace("Robbie under a tin awning", "Robbie\nlaughing under a tin roof"), 1),
        ("prompts/a.txt", prompts, prompts.replace("Margot Robbie under", "Cate Blanchett\nunder"), 1),
        (
            "prompts/a.md",
            list,
            "# Key art\n\n1. tin awning, rain, nobody\n2. portrait of Margot Robbie on a wet quay, dawn, 85mm\n".to_owned(),
            0,
        ),
        (
            "vfx/a.csv",
            table,
            table.replace("010,de-age Ilse for the whole scene\n020,rig removal", "010,rig removal\n020,de-age Ilse for the whole scene"),
            1,
        ),
    ] {
        let report = check_against(&files(&[(path, &after)]), &[files(&[(path, before)])], true);
        let blocking = report.findings.iter().filter(|finding| finding.level.blocks()).count();
        assert_eq!(blocking, new, "{path}: {after}\n{:?}", told(&report));
    }
}

#[test]
fn a_merge_brings_only_what_its_resolution_makes() {
    let ours = files(&[("vfx/a.md", "- 010_0010 fog, three layers\n"), ("vfx/b.md", "- 010_0020 face swap Mina onto the swimmer\n")]);
    let theirs = files(&[("vfx/a.md", "- 010_0010 fog, one layer\n"), ("prompts/c.txt", "keeper at the lamp, face of Ewan McGregor\n")]);
    let clean = files(&[ours_file(&ours, 1), ours_file(&theirs, 1), ("vfx/a.md", "- 010_0010 fog, three thin layers\n")]);
    assert_eq!(told(&check_against(&clean, &[ours.clone(), theirs.clone()], true)), Vec::<String>::new());
    let added = files(&[
        ours_file(&ours, 1),
        ours_file(&theirs, 1),
        ("vfx/a.md", "- 010_0010 fog, three thin layers; head replacement, Jonas onto the climber\n"),
    ]);
    assert!(check_against(&added, &[ours, theirs], true).blocking().next().is_some());
}

fn ours_file(files: &Files, index: usize) -> (&str, &str) {
    (&files[index].0, &files[index].1)
}

#[test]
fn a_finding_that_rises_over_the_line_is_new() {
    let note = ("graphics/101.md", "- sc 2 cafe: AI newspaper prop, Tern Valley Post front page, Firefly\n");
    let quiet = ("scripts/101.fountain", "INT. CAFE - DAY\n\nMINA lifts the kettle.\n\nMINA\nOut with it.\n");
    let loud =
        ("scripts/101.fountain", "INT. CAFE - DAY\n\nMINA finds THE TERN VALLEY POST.\n\nMINA\n(reads aloud)\n\"Pilot struck off.\"\n");
    let report = check_against(&files(&[note, loud]), &[files(&[note, quiet])], true);
    assert!(report.blocking().any(|f| &*f.rule == "AIU-03" && &*f.place.path == "scripts/101.fountain"), "{:?}", told(&report));
}

/// Edits that harm no screenplay, whatever stands in it.
const HARMLESS_ANYWHERE: &[Edit] = &[
    ("CRLF", |s| s.replace("\r\n", "\n").replace('\n', "\r\n")),
    ("CR", |s| s.replace("\r\n", "\n").replace('\n', "\r")),
    ("byte order mark", |s| format!("\u{feff}{s}")),
    ("a scene above", |s| at_first_heading(s, |head, rest| format!("{head}INT. STORE ROOM - DAY\n\nA shelf, a lamp, a list.\n\n{rest}"))),
    ("a scene below", |s| format!("{}\n\nEXT. YARD - DUSK\n\nRain in the gutter.\n", s.trim_end())),
    ("the first scene moved to the end", |s| {
        at_first_heading(s, |head, rest| match rest.lines().skip(1).position(is_heading) {
            Some(_) if has_asides(rest) => format!("{head}{rest}"),
            Some(at) => {
                let cut: usize = rest.split_inclusive('\n').take(at + 1).map(str::len).sum();
                format!("{head}{}\n\n{}", rest[cut..].trim_end(), &rest[..cut])
            }
            None => format!("{head}{rest}"),
        })
    }),
    ("re-wrapped", |s| {
        each_line(s, |line| match line.char_indices().skip(50).find(|(_, c)| *c == ' ') {
            Some((at, _)) if is_plain(line) => format!("{}\n{}", &line[..at], &line[at + 1..]),
            _ => line.to_owned(),
        })
    }),
    ("scenes numbered", |s| {
        each_line(s, |line| if is_heading(line) && !line.ends_with('#') { format!("{line} #7A#") } else { line.to_owned() })
    }),
    ("space at the end of lines", |s| each_line(s, |line| if is_plain(line) { format!("{line} ") } else { line.to_owned() })),
    ("an empty line more between scenes", |s| each_line(s, |line| if is_heading(line) { format!("\n{line}") } else { line.to_owned() })),
];

/// What a commit may not bring in unseen, put at the end of any screenplay, with the rule that speaks.
const HARMFUL_ANYWHERE: &[(&str, &str, &str)] = &[
    (
        "a real journalist speaks",
        "FAB-01",
        "ON TV - THE EVENING NEWS\n\nANDERSON COOPER (ON TV)\nNobody on this street will say whose boat it was.\n",
    ),
    ("a tool wrote it", "AIU-05", "[[this scene was rewritten by ChatGPT, check the jokes]]\n\nRain.\n"),
    ("the residue of a chat", "AIU-05", "Sure! Here is a tighter version of the scene.\n\nRain.\n"),
    ("a living number", "CLR-01", "On the van: (212) 867-5309.\n"),
    ("a performer's face by machine", "TAL-02", "[[VFX: face swap Mina onto the stunt double]]\n\nRain.\n"),
];

fn is_heading(line: &str) -> bool {
    line.starts_with("INT. ") || line.starts_with("EXT. ")
}

/// A line of story that nothing but its words makes: no mark, no capitals, no brackets.
fn is_plain(line: &str) -> bool {
    line.chars().any(char::is_lowercase)
        && line.starts_with(|c: char| c.is_alphabetic())
        && !line.contains(['[', ']', '*', '_', '(', ')', '{', '}', '/', '#', '<', '>', '\\'])
        && !line.contains(": ")
        && !line.ends_with([' ', ':'])
}

/// Notes and boneyards may run over the borders of scenes.
fn has_asides(text: &str) -> bool {
    text.contains("[[") || text.contains("/*")
}

fn each_line(text: &str, edit: impl Fn(&str) -> String) -> String {
    if has_asides(text) {
        return text.to_owned();
    }
    text.split('\n').map(edit).collect::<Vec<_>>().join("\n")
}

/// Edits a script where its first scene begins, after an empty line; a script without scenes stays.
fn at_first_heading(text: &str, edit: impl Fn(&str, &str) -> String) -> String {
    let mut at = 0;
    let mut blank = true;
    for line in text.split_inclusive('\n') {
        if blank && is_heading(line) && !has_asides(&text[..at]) {
            return edit(&text[..at], &text[at..]);
        }
        blank = line.trim().is_empty();
        at += line.len();
    }
    text.to_owned()
}

/// The laws hold for whole productions too: ten harmless edits of every screenplay bring nothing new, five harmful ones do.
#[test]
fn whole_trees_keep_their_findings() {
    for tree in [example_production(), corpus()] {
        for (name, edit) in HARMLESS_ANYWHERE {
            let edited = |path: &str, text: &str| if path.ends_with(".fountain") { edit(text) } else { text.to_owned() };
            let after: Files = tree.iter().map(|(path, text)| (path.clone(), edited(path, text))).collect();
            assert_eq!(told(&check_against(&after, std::slice::from_ref(&tree), true)), Vec::<String>::new(), "{name}");
        }
        for (name, rule, scene) in HARMFUL_ANYWHERE {
            // An unclosed note or boneyard of a script swallows what is put behind it.
            for (path, text) in tree.iter().filter(|(path, text)| path.ends_with(".fountain") && !has_asides(text)) {
                let before = files(&[(path, text)]);
                let after = files(&[(path, &format!("{}\n\nINT. BACK ROOM - NIGHT\n\n{scene}", text.trim_end()))]);
                let report = check_against(&after, &[before], true);
                assert!(report.findings.iter().any(|f| &*f.rule == *rule), "{name} in {path}: {:?}", told(&report));
            }
        }
    }
}
