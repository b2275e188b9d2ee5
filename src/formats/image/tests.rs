//! Pictures are built here, byte by byte, without pixels.

use super::*;
use crate::document::{Builder, outline};
use crate::source::Source;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::io::Write;

const WORKFLOW: &str = r#"{"6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a tin boat on the mud"}}}"#;
const INFOTEXT: &str = "a tin boat, Röte\nNegative prompt: fog\nSteps: 20, Sampler: own, Seed: 7, Size: 8x8";
const SOURCE_TYPE: &str = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    [&(data.len() as u32).to_be_bytes(), kind.as_slice(), data, b"\0\0\0\0"].concat()
}

fn png(chunks: &[Vec<u8>]) -> Vec<u8> {
    let head = [png::SIGNATURE, &chunk(b"IHDR", &[0; 13])].concat();
    [head, chunks.concat(), chunk(b"IDAT", b"pixels"), chunk(b"IEND", b"")].concat()
}

fn text(key: &str, text: &str) -> Vec<u8> {
    chunk(b"tEXt", &[key.as_bytes(), b"\0", text.as_bytes()].concat())
}

fn zlib(text: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
    [&[0xff, marker], &(data.len() as u16 + 2).to_be_bytes()[..], data].concat()
}

/// EXIF data with two directories, in the order of bytes that the head names.
fn exif(little: bool, tags: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let short = |n: u16| if little { n.to_le_bytes() } else { n.to_be_bytes() };
    let long = |n: u32| if little { n.to_le_bytes() } else { n.to_be_bytes() };
    let (mut first, mut second): (Vec<_>, Vec<_>) = tags.iter().partition(|(tag, _)| *tag != 0x9286);
    let pointer = (0x8769, Vec::new());
    first.push(&pointer);
    let second_at = 8 + 2 + 12 * first.len() + 4;
    let mut data_at = second_at + 2 + 12 * second.len() + 4;
    let (mut out, mut data) = ([if little { b"II*\0" } else { b"MM\0*" }, &long(8)[..]].concat(), Vec::new());
    for directory in [&mut first, &mut second] {
        out.extend(short(directory.len() as u16));
        for (tag, value) in directory.iter() {
            out.extend(short(*tag));
            out.extend(short(if *tag == 0x8769 { 4 } else { 7 }));
            out.extend(long(value.len() as u32));
            out.extend(long(if *tag == 0x8769 { second_at as u32 } else { data_at as u32 }));
            data_at += value.len();
            data.extend(value);
        }
        out.extend(long(0));
    }
    [out, data].concat()
}

fn comment(little: bool) -> Vec<u8> {
    let units = INFOTEXT.encode_utf16().flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() });
    [b"UNICODE\0".to_vec(), units.collect()].concat()
}

/// A few fields as a signer writes them in CBOR.
fn credentials() -> Vec<u8> {
    let cbor = |text: &str| match text.len() {
        length @ 0..24 => [&[0x60 + length as u8], text.as_bytes()].concat(),
        length => [&[0x78, length as u8], text.as_bytes()].concat(),
    };
    let fields = [
        cbor("claim_generator_info"),
        vec![0x81, 0xa1],
        cbor("name"),
        cbor("Some Camera App"),
        cbor("action"),
        cbor("c2pa.created"),
        cbor("digitalSourceType"),
        cbor(SOURCE_TYPE),
        cbor("softwareAgent"),
        vec![0xa1],
        cbor("name"),
        cbor("own-one"),
    ];
    fields.concat()
}

/// Name, format and outline of each member.
fn read(bytes: &[u8]) -> String {
    let members = Image.open(bytes, 1024 * 1024).unwrap();
    assert_eq!(Image.accepts(bytes), !members.is_empty());
    let mut out = String::new();
    for member in members {
        let source = Source::decode("prompts/boat.png", &member.content).unwrap().inside(&member.name);
        let (format, kind) = (member.format.unwrap(), member.kind.unwrap());
        let mut builder = Builder::new(kind, format.id());
        format.read(&source, &mut builder);
        out += &format!("{} ({}, {})\n{}", member.name, format.id(), kind.name(), outline(&builder.finish()));
    }
    out
}

#[test]
fn text_chunks_of_every_kind() {
    let packed = |kind, key: &str, between: &[u8], text: &str| chunk(kind, &[key.as_bytes(), between, &zlib(text.as_bytes())].concat());
    let picture = png(&[
        text("prompt", WORKFLOW),
        chunk(b"iTXt", &[b"parameters\0\0\0\0\0".as_slice(), INFOTEXT.as_bytes()].concat()),
        packed(b"zTXt", "invokeai_metadata", b"\0\0", r#"{"positive_prompt": "wet rope", "negative_prompt": "gulls"}"#),
        packed(b"iTXt", "Dream", b"\0\x01\0\0\0", "\"slate roof\" -s 50"),
        text("Software", "Own Studio"),
        text("Description", "the pier at dusk, painted by Ada"),
        text("Author", "Ada"),
    ]);
    insta::assert_snapshot!(read(&picture), @r#"
    prompt (comfyui, prompt)
    metadata         CLIPTextEncode  [class_type]
    prompt           a tin boat on the mud
    parameters (a1111, prompt)
    prompt           a tin boat, Röte
    negative-prompt  fog
    metadata         20  [Steps]
    metadata         own  [Sampler]
    metadata         7  [Seed]
    metadata         8x8  [Size]
    invokeai_metadata (json, prompt)
    prompt           wet rope
    negative-prompt  gulls
    Dream (plain, prompt)
    prompt           "slate roof" -s 50
    Description (plain, note)
    note             the pier at dusk, painted by Ada
    provenance (provenance, note)
    metadata         Own Studio  [Software]
    "#);
}

#[test]
fn exif_in_jpeg_and_webp() {
    let described = (0x010e, format!("Workflow: {WORKFLOW}\0").into_bytes());
    let maker = (0x010f, b"Some Camera\0".to_vec());
    let expected = "UserComment (a1111, prompt)\nprompt           a tin boat, Röte\nnegative-prompt  fog\n";
    for little in [true, false] {
        // The order of the comment is often not that of the file.
        for comment in [comment(true), comment(false)] {
            let data = [b"Exif\0\0".to_vec(), exif(little, &[maker.clone(), (0x9286, comment)])].concat();
            let jpeg = [b"\xff\xd8".to_vec(), segment(0xe0, b"JFIF\0"), segment(0xe1, &data), b"\xff\xda\0\x02".to_vec()].concat();
            assert!(read(&jpeg).starts_with(expected), "{}", read(&jpeg));
        }
    }
    let data = exif(true, &[described, (0x9286, [b"ASCII\0\0\0".as_slice(), b"rope --ar 3:2"].concat())]);
    let webp = [b"RIFF\0\0\0\0WEBPEXIF".as_slice(), &(data.len() as u32).to_le_bytes(), &data].concat();
    insta::assert_snapshot!(read(&webp), @r"
    workflow (comfyui, prompt)
    metadata         CLIPTextEncode  [class_type]
    prompt           a tin boat on the mud
    UserComment (midjourney, prompt)
    prompt           rope
    metadata         3:2  [ar]
    ");
}

#[test]
fn provenance_and_xmp() {
    let packet = format!(
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><r:RDF xmlns:r=\"r\"><r:Description xmlns:i=\"i\" i:DigitalSourceType=\"{SOURCE_TYPE}\"/></r:RDF></x:xmpmeta>"
    );
    let jumbf = [b"JP\0\x01\0\0\0\x01".to_vec(), credentials()].concat();
    let xmp = segment(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0".as_slice(), packet.as_bytes()].concat());
    let jpeg = [b"\xff\xd8".to_vec(), xmp, segment(0xeb, &jumbf)].concat();
    insta::assert_snapshot!(read(&jpeg), @r"
    xmp (xmp, note)
    metadata         http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia  [DigitalSourceType]
    provenance (provenance, note)
    metadata         Some Camera App  [claim_generator]
    metadata         c2pa.created  [action]
    metadata         http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia  [digitalSourceType]
    metadata         own-one  [softwareAgent]
    ");
    assert!(read(&png(&[chunk(b"caBX", &credentials())])).contains(SOURCE_TYPE));
}

#[test]
fn pictures_without_such_texts_are_left_alone() {
    let camera = exif(true, &[(0x010f, b"Some Camera\0".to_vec()), (0x010e, b"OWN DIGITAL CAMERA\0".to_vec())]);
    for picture in [
        png(&[]),
        png(&[text("Software", "Own Paint"), text("Comment", "Created with Own Paint"), chunk(b"eXIf", &camera)]),
        b"\xff\xd8\xff\xda".to_vec(),
        b"RIFF\0\0\0\0WEBPVP8 ".to_vec(),
        b"no picture".to_vec(),
        Vec::new(),
    ] {
        assert!(!Image.accepts(&picture));
    }
}

#[test]
fn cut_and_hostile_pictures_end_in_a_sentence_or_in_what_is_there() {
    let data = exif(false, &[(0x9286, comment(true))]);
    let picture = png(&[
        text("prompt", WORKFLOW),
        chunk(b"eXIf", &data),
        chunk(b"zTXt", &[b"parameters\0\0".as_slice(), &zlib(INFOTEXT.as_bytes())].concat()),
        chunk(b"caBX", &credentials()),
    ]);
    for end in 0..picture.len() {
        Image.accepts(&picture[..end]);
        Image.open(&picture[..end], 1024).unwrap();
        let mut bent = picture.clone();
        bent[end] = 0xff;
        let _ = Image.open(&bent, 1024);
    }
    let bomb = png(&[chunk(b"zTXt", &[b"parameters\0\0".as_slice(), &zlib(&vec![b'a'; 100_000])].concat())]);
    assert!(Image.accepts(&bomb));
    let message = Image.open(&bomb, 10_000).err().unwrap();
    assert!(message.starts_with("its text `parameters` unpacks to more than"), "{message}");
}
