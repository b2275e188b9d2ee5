//! Which kind of document a file is: by its folders and name, then by its content.

use super::page;
use crate::document::Kind;

/// Folder names that say what lies in them, from what productions use.
const FOLDERS: &[(Kind, &[&str])] = &[
    (
        Kind::Prompt,
        &[
            "prompt",
            "prompts",
            "genai",
            "gen-ai",
            "ai",
            "comfy",
            "comfyui",
            "midjourney",
            "workflows",
            "wildcards",
            "loras",
            "lora",
            "training",
            "t2i",
            "t2v",
            "i2v",
            "txt2img",
            "img2img",
            "generative",
            "stable-diffusion",
            "elevenlabs",
            "suno",
            "runway",
            "datasets",
        ],
    ),
    (
        Kind::Screenplay,
        &[
            "script",
            "scripts",
            "screenplay",
            "screenplays",
            "drafts",
            "episodes",
            "pages",
            "writers",
            "teleplays",
            "treatments",
            "drehbuch",
            "drehbücher",
            "scénario",
            "scénarios",
            "guion",
            "guión",
            "guiones",
            "sceneggiatura",
            "sceneggiature",
            "roteiro",
            "roteiros",
            "scenariusz",
            "senaryo",
        ],
    ),
    (
        Kind::Note,
        &[
            "vfx",
            "post",
            "dailies",
            "editorial",
            "shots",
            "turnover",
            "turnovers",
            "delivery",
            "deliveries",
            "notes",
            "graphics",
            "sound",
            "art",
            "props",
            "adr",
            "bids",
            "trackers",
            "rnd",
            "breakdowns",
            "conform",
            "grade",
            "mix",
            "music",
            "stunts",
            "costume",
            "makeup",
            "locations",
            "clearance",
            "playback",
            "monitors",
            "elements",
            "assets",
            "marketing",
            "promo",
            "publicity",
            "vendor",
            "vendors",
            "lookdev",
            "previs",
            "postvis",
            "spotting",
            "callsheets",
            "schedules",
            "production",
            "meetings",
            "mtg",
            "transcripts",
            "minutes",
            "reviews",
            "review",
            "gfx",
            "graphic",
            "titles",
            "credits",
            "archive",
            "archives",
            "wardrobe",
            "costumes",
            "hair",
            "hmu",
            "casting",
            "cast",
            "mail",
            "mails",
            "email",
            "emails",
            "correspondence",
            "edit",
            "edits",
            "offline",
            "online",
            "assembly",
            "di",
            "finishing",
            "mastering",
            "qc",
            "audio",
            "score",
            "foley",
            "dub",
            "dubs",
            "dubbing",
            "subtitles",
            "subs",
            "captions",
            "storyboards",
            "boards",
            "concept",
            "concepts",
            "fx",
            "cg",
            "comp",
            "roto",
            "matchmove",
            "animation",
            "anim",
            "onset",
            "unit",
            "camera",
            "stills",
            "plates",
            "scans",
            "trailers",
            "trailer",
            "social",
            "campaign",
            "distribution",
            "press",
            "epk",
            "wip",
            "client",
            "feedback",
            "status",
            "tracking",
            "todo",
            "memo",
            "memos",
            "notizen",
            "notas",
            "note-di-produzione",
            "notatki",
            "notlar",
            "produktion",
            "produccion",
            "producción",
            "produção",
            "produzione",
            "produkcja",
            "grafik",
            "grafica",
            "gráfica",
            "arte",
            "son",
            "ton",
            "sonido",
            "som",
            "suono",
            "montaje",
            "montage",
            "montaggio",
            "montagem",
            "schnitt",
            "kurgu",
            "livraison",
            "entrega",
            "lieferung",
            "consegna",
            "musik",
            "musique",
            "musica",
            "música",
        ],
    ),
];

/// Words in a file's own name that say what it is, where no folder does.
const NAMES: &[(Kind, &[&str])] = &[
    (Kind::Prompt, &["prompt", "prompts", "comfyui", "midjourney", "workflow", "infotext"]),
    (Kind::Screenplay, &["screenplay", "script", "teleplay", "treatment", "outline", "sides"]),
    (
        Kind::Note,
        &[
            "notes",
            "note",
            "vfx",
            "dailies",
            "shots",
            "shotlist",
            "tracker",
            "turnover",
            "adr",
            "bid",
            "bids",
            "breakdown",
            "graphics",
            "spotting",
            "conform",
            "retimes",
            "callsheet",
            "clearance",
            "gfx",
            "delivery",
            "pickups",
            "memo",
            "minutes",
            "notizen",
            "notas",
            "notatki",
        ],
    ),
];

/// Returns the kind that the nearest telling folder gives, else the file's own name.
///
/// The innermost folder decides, except that a telling folder above `notes` or `drafts` is more exact than those two.
pub fn by_path(path: &str) -> Option<Kind> {
    let mut parts: Vec<&str> = path.split('/').collect();
    let name = parts.pop()?;
    let folder_kind = |part: &str| {
        let part = part.to_ascii_lowercase();
        FOLDERS.iter().find(|(_, folders)| folders.contains(&part.as_str())).map(|&(kind, _)| kind)
    };
    let kinds: Vec<Kind> = parts.iter().rev().filter_map(|part| folder_kind(part)).collect();
    // The outermost telling folder is the department: `prompts/props/` are prompts, `vfx/elements/` notes.
    if let Some(&kind) = kinds.last() {
        return Some(kind);
    }
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_ascii_lowercase();
    let words: Vec<&str> = stem.split(|c: char| !c.is_ascii_alphabetic()).collect();
    let named = NAMES.iter().find(|(_, names)| words.iter().any(|word| names.contains(word))).map(|&(kind, _)| kind);
    named.or_else(|| is_named_by_shot(name).then_some(Kind::Note))
}

/// Whether a file is named after a shot: show, sequence and number in capitals (`HRB_103_0180_ref.txt`); a year is no number.
fn is_named_by_shot(name: &str) -> bool {
    let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
    let parts: Vec<&str> = stem.split('_').collect();
    let is_code = |part: &&str| (2..=5).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let is_number = |part: &str| {
        (3..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()) && !part.starts_with("19") && !part.starts_with("20")
    };
    (2..=3).any(|at| {
        parts.get(at).is_some_and(|part| is_number(part))
            && parts[..at].iter().all(is_code)
            && parts[0].bytes().all(|b| b.is_ascii_uppercase())
    })
}

/// Returns the kind that the text speaks for, or `None` for a text that is none of ours.
///
/// Looks at the first 200 lines: scene headings and cues make a screenplay; parameters of image models, prompt labels make a
/// prompt; shot codes and timecodes at the beginning of lines make notes.
pub fn by_content(text: &str) -> Option<Kind> {
    let (mut headings, mut cues, mut prompts, mut shots, mut lines) = (0, 0, 0, 0, 0);
    let mut blank = true;
    for line in text.lines().take(200) {
        let line = line.trim();
        if line.is_empty() {
            blank = true;
            continue;
        }
        lines += 1;
        if blank && page::heading(line).is_some() {
            headings += 1;
        } else if blank && is_cue_like(line) {
            cues += 1;
        }
        if is_prompt_like(line) {
            prompts += 1;
        }
        if starts_with_shot(line) {
            shots += 1;
        }
        blank = false;
    }
    if headings >= 1 && cues >= 1 || headings >= 3 {
        Some(Kind::Screenplay)
    } else if prompts >= 1 && prompts * 20 >= lines {
        Some(Kind::Prompt)
    } else if shots >= 3 && shots * 4 >= lines {
        Some(Kind::Note)
    } else {
        None
    }
}

/// `INT.`, `EXT.`, `EST.`, `INT./EXT.`, `I/E` at the start of a line, any case.
pub fn is_scene_heading(line: &str) -> bool {
    let line = line.trim_start_matches(['.', '#', ' ', '*', '_']);
    let upper: String = line.chars().take(9).collect::<String>().to_ascii_uppercase();
    ["INT.", "EXT.", "INT ", "EXT ", "EST.", "EST ", "INT/EXT", "INT./EXT", "EXT/INT", "I/E"].iter().any(|p| upper.starts_with(p))
}

/// Whether a line is a name in capitals, with or without a bracket behind it.
pub(super) fn is_cue_like(line: &str) -> bool {
    let name = line.split('(').next().unwrap_or(line).trim();
    !name.is_empty()
        && name.len() < 40
        && name.chars().any(char::is_uppercase)
        && !name.chars().any(char::is_lowercase)
        && !name.ends_with(':')
}

fn is_prompt_like(line: &str) -> bool {
    const MARKS: &[&str] = &[
        "negative prompt:",
        " --ar ",
        " --v ",
        " --sref",
        " --cref",
        " --style raw",
        "/imagine",
        "<lora:",
        "cfg scale:",
        "sampler:",
        " --no ",
        "text-to-video",
        "prompt:",
    ];
    let lower = line.to_ascii_lowercase();
    MARKS.iter().any(|mark| lower.contains(mark)) && !lower.starts_with("steps to")
}

/// Whether a line begins with a shot code (`HRB_103_0180`, `010_0040`) or a timecode, after a bullet or bar.
pub fn starts_with_shot(line: &str) -> bool {
    let line = line.trim_start_matches(['-', '*', '|', '•', ' ', '\t']);
    let word: &str = line.split([' ', '\t', ',', ':', '|']).next().unwrap_or("");
    let timecode =
        line.get(..11).is_some_and(|t| t.bytes().filter(|&b| b == b':').count() == 3 && t.bytes().all(|b| b.is_ascii_digit() || b == b':'));
    timecode || is_shot_code(word)
}

/// Whether a word is a shot code: parts of letters and digits joined by `_` or `-`, the last with three or more digits.
pub fn is_shot_code(word: &str) -> bool {
    let parts: Vec<&str> = word.split(['_', '-']).collect();
    parts.len() >= 2
        && word.len() <= 32
        && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric()))
        && parts
            .last()
            .is_some_and(|last| last.bytes().filter(u8::is_ascii_digit).count() >= 3 && last.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_department_folder_decides() {
        for (path, kind) in [
            ("scripts/103.fountain", Some(Kind::Screenplay)),
            ("prompts/props/will.prompt", Some(Kind::Prompt)),
            ("vfx/elements/readme.txt", Some(Kind::Note)),
            ("post/docs/notes.md", Some(Kind::Note)),
            ("scripts/drafts/x.txt", Some(Kind::Screenplay)),
            ("budget/summary.txt", None),
            ("shot-notes.csv", Some(Kind::Note)),
            ("tests/HRB_SEA_0180_ref.txt", Some(Kind::Note)),
            ("HRB_103_0180.md", Some(Kind::Note)),
            ("IMG_0180.txt", None),
            ("REPORT_Q3_2026.txt", None),
        ] {
            assert_eq!(by_path(path), kind, "{path}");
        }
    }

    #[test]
    fn content_speaks_where_the_path_is_silent() {
        assert_eq!(by_content("INT. ROOM - DAY\n\nRain.\n\nANNA\nHello.\n"), Some(Kind::Screenplay));
        assert_eq!(by_content("1   INT. ROOM - DAY   1\n\nRain.\n\n   ANNA\n  Hello.\n"), Some(Kind::Screenplay));
        assert_eq!(by_content("a lamp in fog --ar 2:3 --v 7\n"), Some(Kind::Prompt));
        assert_eq!(by_content("010_0010 hot edge\n010_0020 ok\n010_0030 grain\n"), Some(Kind::Note));
        assert_eq!(by_content("Dear all,\n\nthe van leaves at nine.\n"), None);
    }
}
