//! How fast each reader is, in MB a second: `cargo bench --bench readers`.
//!
//! Each text is a small true-to-life piece, repeated to two megabytes; a reader is timed from decoded text to document, the best
//! of five. Archives and PDF files are timed from their bytes on, and their megabytes are those of the text parts as they unpack
//! (the operators of the pages, for a PDF).

use clearslate::document::Kind;
use clearslate::formats::{Recognised, container, recognise};
use clearslate::source::Source;
use lopdf::{Document, Object, Stream, dictionary};
use std::io::{Cursor, Write};
use std::time::{Duration, Instant};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

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

/// The names and texts of parts.
type Parts = &'static [(&'static str, &'static str)];

/// Archives: the part that is repeated, named as a path inside; parts beside it.
const ARCHIVES: &[(Sample, &str, Parts)] = &[
    (
        Sample {
            path: "scripts/a.docx",
            kind: Kind::Screenplay,
            head: "<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body>",
            piece: "<w:p><w:pPr><w:pStyle w:val=\"SceneHeading\"/></w:pPr><w:r><w:t>INT. CAFE - NIGHT</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val=\"Character\"/></w:pPr><w:r><w:t>MINA</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val=\"Dialogue\"/></w:pPr><w:r><w:t>Nobody has crossed </w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>in nine days.</w:t></w:r></w:p>",
            foot: "</w:body></w:document>",
        },
        "word/document.xml",
        &[],
    ),
    (
        Sample {
            path: "scripts/a.fadein",
            kind: Kind::Screenplay,
            head: "<?xml version=\"1.0\"?><document type=\"Open Screenplay Format document\" version=\"50\"><paragraphs>",
            piece: "<para><style basestyle=\"Scene Heading\"/><text>INT. CAFE - NIGHT</text></para><para><style basestyle=\"Character\"/><text>MINA</text></para><para><style basestyle=\"Dialogue\"/><text>Nobody has crossed </text><text italic=\"1\">in nine days.</text></para>",
            foot: "</paragraphs></document>",
        },
        "document.xml",
        &[],
    ),
    (
        Sample {
            path: "scripts/a.celtx",
            kind: Kind::Screenplay,
            head: "<html><body>",
            piece: "<p class=\"sceneheading\">INT. CAFE - NIGHT</p><p class=\"action\">Rain at every pane.</p><p class=\"character\">MINA</p><p class=\"dialog\">Nobody has crossed in nine days.</p>",
            foot: "</body></html>",
        },
        "script-1.html",
        &[],
    ),
    (
        Sample {
            path: "vfx/a.xlsx",
            kind: Kind::Note,
            head: "<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>Shot Code</t></is></c><c t=\"inlineStr\"><is><t>Status</t></is></c><c t=\"inlineStr\"><is><t>Notes</t></is></c></row>",
            piece: "<row><c t=\"inlineStr\"><is><t>TV_101_#</t></is></c><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c></row>",
            foot: "</sheetData></worksheet>",
        },
        "xl/worksheets/sheet1.xml",
        &[
            ("xl/workbook.xml", "<workbook><sheets><sheet name=\"Shots\" id=\"r1\"/></sheets></workbook>"),
            ("xl/sharedStrings.xml", "<sst><si><t>ip</t></si><si><t>edge on left mast still hot</t></si></sst>"),
        ],
    ),
    (
        Sample {
            path: "vfx/a.ods",
            kind: Kind::Note,
            head: "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"Shots\">",
            piece: "<table:table-row><table:table-cell><text:p>TV_101_#</text:p></table:table-cell><table:table-cell><text:p>edge on left mast still hot</text:p></table:table-cell></table:table-row>",
            foot: "</table:table></office:spreadsheet></office:body></office:document-content>",
        },
        "content.xml",
        &[],
    ),
];

fn archive(sample: &Sample, name: &str, parts: Parts) -> (Vec<u8>, usize) {
    let repeated = text(sample);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts.iter().copied().chain([(name, repeated.as_str())]) {
        // Stored: a piece that is repeated would pack to less than archives of people ever do.
        writer.start_file(name, SimpleFileOptions::default().compression_method(CompressionMethod::Stored)).expect("a part");
        writer.write_all(content.as_bytes()).expect("a part");
    }
    (writer.finish().expect("an archive").into_inner(), repeated.len())
}

/// A script of 400 pages in Courier, its operators as writing programs give them.
fn pdf() -> (Vec<u8>, usize) {
    let mut document = Document::with_version("1.5");
    let tree = document.new_object_id();
    let font = document
        .add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Courier", "Encoding" => "WinAnsiEncoding" });
    let (mut kids, mut size) = (Vec::<Object>::new(), 0);
    for _ in 0..400 {
        let mut content = String::from("BT\n/F1 12 Tf\n");
        for block in 0..9 {
            let lines =
                [(108, "INT. CAFE - NIGHT"), (266, "MINA"), (180, "Nobody has crossed in nine days,"), (180, "and tonight we know why.")];
            for (row, (x, line)) in lines.into_iter().enumerate() {
                content +=
                    &format!("1 0 0 1 {x} {} Tm [({line})] TJ\n", 720 - 72 * block - if row == 0 { 0 } else { 12 + 12 * row as i32 });
            }
        }
        content += "ET\n";
        size += content.len();
        let content = document.add_object(Stream::new(dictionary! {}, content.into_bytes()));
        let resources = dictionary! { "Font" => dictionary! { "F1" => font } };
        let page = dictionary! { "Type" => "Page", "Parent" => tree, "Contents" => content, "Resources" => resources };
        kids.push(document.add_object(page).into());
    }
    let count = kids.len() as i64;
    document.objects.insert(tree, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    document.compress();
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("a document");
    (bytes, size)
}

/// Opens a container and reads its parts; returns how many elements they have.
fn opened(path: &str, bytes: &[u8], kind: Kind) -> usize {
    let members = container(path).expect("a container").open(bytes, 16 << 20).expect("it opens");
    let read = members.iter().filter_map(|member| {
        let source = Source::decode(path, &member.content).ok()?.inside(&member.name);
        let format = member.format.as_deref()?;
        Some(Recognised { format, kind }.read(&source).elements.len())
    });
    read.sum()
}

/// The least time of five runs.
fn best(mut run: impl FnMut()) -> Duration {
    let time = |()| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    [(); 5].map(time).into_iter().min().unwrap_or_default()
}

fn report(path: &str, format: &str, bytes: usize, time: Duration) {
    println!("{path:<22} {format:<12} {:>8.1}", bytes as f64 / 1e6 / time.as_secs_f64());
}

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
        let time = best(|| {
            let document = recognised.read(&source);
            assert!(document.elements.len() > 1000, "{} was read", sample.path);
        });
        report(sample.path, recognised.format.id(), source.text().len(), time);
    }
    for (sample, name, parts) in ARCHIVES {
        let (bytes, size) = archive(sample, name, parts);
        let time = best(|| assert!(opened(sample.path, &bytes, sample.kind) > 1000, "{} was read", sample.path));
        report(sample.path, container(sample.path).expect("a container").id(), size, time);
    }
    let (bytes, size) = pdf();
    let time = best(|| assert!(opened("scripts/a.pdf", &bytes, Kind::Screenplay) > 1000, "the PDF was read"));
    report("scripts/a.pdf", "pdf", size, time);
}
