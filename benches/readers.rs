//! How fast each reader of text is, in MB a second: `cargo bench --bench readers`.
//!
//! Each text is a small true-to-life piece, repeated to two megabytes; a reader is timed from decoded text to document, the best
//! of five.

use clearslate::document::Kind;
use clearslate::formats::recognise;
use clearslate::source::Source;
use std::time::{Duration, Instant};

const SIZE: usize = 2_000_000;

/// A head, a piece that is repeated (`#` becomes a number), a foot.
struct Sample {
    path: &'static str,
    kind: Kind,
    head: &'static str,
    piece: &'static str,
    foot: &'static str,
}

const SAMPLES: &[Sample] = &[
    Sample {
        path: "scripts/a.fountain",
        kind: Kind::Screenplay,
        head: "Title: TERN VALLEY\n\n",
        piece: "INT. CAFE - NIGHT\n\nRain at every pane. MINA (40) counts the cups twice.\n\nMINA\n(low)\nNobody has crossed in nine days, and *tonight* we know why.\n\n[[check the date]]\n\n",
        foot: "",
    },
    Sample {
        path: "scripts/a.fdx",
        kind: Kind::Screenplay,
        head: "<?xml version=\"1.0\"?>\n<FinalDraft DocumentType=\"Script\" Version=\"5\">\n<Content>\n",
        piece: "<Paragraph Type=\"Scene Heading\"><Text>INT. CAFE - NIGHT</Text></Paragraph>\n<Paragraph Type=\"Action\"><Text>Rain at every </Text><Text Style=\"Italic\">pane</Text><Text>.</Text></Paragraph>\n<Paragraph Type=\"Character\"><Text>MINA</Text></Paragraph>\n<Paragraph Type=\"Dialogue\"><Text>Nobody has crossed in nine days.</Text></Paragraph>\n",
        foot: "</Content>\n</FinalDraft>\n",
    },
    Sample {
        path: "scripts/a.txt",
        kind: Kind::Screenplay,
        head: "",
        piece: "INT. CAFE - NIGHT\n\nRain at every pane.\n\n                    MINA\n          Nobody has crossed in nine days.\n\n",
        foot: "",
    },
    Sample {
        path: "prompts/a.txt",
        kind: Kind::Prompt,
        head: "",
        piece: "#. lighthouse at dusk, (long lens:1.2), wet stone, gulls --ar 2:3 --no people\n",
        foot: "",
    },
    Sample {
        path: "prompts/a.md",
        kind: Kind::Prompt,
        head: "# Boards\n\n",
        piece: "- **board #**: lighthouse at dusk, *long lens*, wet stone, gulls\n",
        foot: "",
    },
    Sample {
        path: "prompts/a.yaml",
        kind: Kind::Prompt,
        head: "shots:\n",
        piece: "  - id: sh_#\n    prompt: lighthouse at dusk, long lens, wet stone\n    negative: people, text\n",
        foot: "",
    },
    Sample {
        path: "prompts/a.json",
        kind: Kind::Prompt,
        head: "[\n",
        piece: "  {\"id\": \"sh_#\", \"prompt\": \"lighthouse at dusk, long lens, wet stone\", \"negative_prompt\": \"people\"},\n",
        foot: "  {\"id\": \"end\", \"prompt\": \"fog\"}\n]\n",
    },
    Sample {
        path: "prompts/a.toml",
        kind: Kind::Prompt,
        head: "",
        piece: "[[shot]]\nid = \"sh_#\"\nprompt = \"lighthouse at dusk, long lens, wet stone\"\n",
        foot: "",
    },
    Sample {
        path: "vfx/a.csv",
        kind: Kind::Note,
        head: "Shot Code,Status,Artist,Note\n",
        piece: "TV_101_#,IP,K. Dlamini,\"edge on left mast still hot, second line\"\n",
        foot: "",
    },
    Sample {
        path: "vfx/a.md",
        kind: Kind::Note,
        head: "# Dailies\n\n",
        piece: "- TV_101_# v004: edge on left mast still hot, gulls repeat\n",
        foot: "",
    },
    Sample {
        path: "editorial/a.edl",
        kind: Kind::Note,
        head: "TITLE: REEL 1\nFCM: NON-DROP FRAME\n\n",
        piece: "001  A001     V     C        01:00:00:00 01:00:04:00 01:00:00:00 01:00:04:00\n* FROM CLIP NAME: TV_101_#\n* COMMENT: retime, hold the last frame\n\n",
        foot: "",
    },
    Sample {
        path: "editorial/a.ale",
        kind: Kind::Note,
        head: "Heading\nFIELD_DELIM\tTABS\n\nColumn\nName\tTape\tComments\n\nData\n",
        piece: "TV_101_#\tA001\tsecond take, wind on the mic\n",
        foot: "",
    },
    Sample {
        path: "editorial/a.srt",
        kind: Kind::Note,
        head: "",
        piece: "#\n00:00:01,000 --> 00:00:03,000\nNobody has crossed in nine days.\n\n",
        foot: "",
    },
    Sample {
        path: "editorial/a.vtt",
        kind: Kind::Note,
        head: "WEBVTT\n\n",
        piece: "00:00:01.000 --> 00:00:03.000\n<v Mina>Nobody has crossed in nine days.\n\n",
        foot: "",
    },
    Sample {
        path: "vfx/a.nk",
        kind: Kind::Note,
        head: "",
        piece: "StickyNote {\n inputs 0\n name StickyNote#\n label \"left mast still hot\\ncheck grain\"\n xpos 10\n ypos -20\n}\n",
        foot: "",
    },
    Sample {
        path: "vfx/a.otio",
        kind: Kind::Note,
        head: "{\"OTIO_SCHEMA\": \"Timeline.1\", \"name\": \"reel\", \"tracks\": {\"OTIO_SCHEMA\": \"Stack.1\", \"children\": [\n",
        piece: "{\"OTIO_SCHEMA\": \"Clip.1\", \"name\": \"TV_101_#\", \"metadata\": {\"note\": \"gulls repeat\"}},\n",
        foot: "{\"OTIO_SCHEMA\": \"Clip.1\", \"name\": \"end\"}]}}\n",
    },
    Sample {
        path: "vfx/a.eml",
        kind: Kind::Note,
        head: "From: K <k@example.org>\nTo: v@example.org\nSubject: notes\nContent-Type: text/plain; charset=utf-8\n\n",
        piece: "TV_101_# edge on left mast still hot\n\n",
        foot: "",
    },
];

fn text(sample: &Sample) -> String {
    let mut out = sample.head.to_owned();
    let mut number = 1;
    while out.len() < SIZE {
        out.push_str(&sample.piece.replace('#', &format!("{number:04}")));
        number += 1;
    }
    out.push_str(sample.foot);
    out
}

fn main() {
    println!("{:<22} {:<12} {:>8}", "file", "format", "MB/s");
    for sample in SAMPLES {
        let source = Source::from_text(sample.path, &text(sample));
        let Some(recognised) = recognise(&source, Some(sample.kind)) else {
            println!("{:<22} not recognised", sample.path);
            continue;
        };
        let mut best = Duration::MAX;
        for _ in 0..5 {
            let start = Instant::now();
            let document = recognised.read(&source);
            best = best.min(start.elapsed());
            assert!(document.elements.len() > 1000, "{} was read", sample.path);
        }
        let speed = source.text().len() as f64 / 1e6 / best.as_secs_f64();
        println!("{:<22} {:<12} {speed:>8.1}", sample.path, recognised.format.id());
    }
}
