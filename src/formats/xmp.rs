//! XMP sidecars (`.xmp`): what a program wrote about a picture beside it.
//!
//! The same property may stand as an attribute or as an element (XMP specification, part 1, section 7): both are read alike.

use super::Format;
use super::prompt_text::push_prompt;
use super::xml::{At, What, Xml};
use crate::document::{Builder, Kind, Role};
use crate::source::Source;
use crate::text::MappedText;

pub struct Xmp;

impl Format for Xmp {
    fn id(&self) -> &'static str {
        "xmp"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["xmp"]
    }

    fn kind(&self) -> Option<Kind> {
        Some(Kind::Note)
    }

    fn read(&self, source: &Source, out: &mut Builder) {
        let xml = Xml::read(source.text());
        if let Some((problem, at)) = &xml.problem {
            out.remark(format!("the file is no well-formed XML ({problem}); read as far as properties can be told apart"), *at..*at);
        }
        out.item(None);
        xml.root().children().for_each(|node| property(node, "", source.text(), out));
    }
}

/// Properties that hold what a person wrote about the picture.
const WRITTEN: &[&str] =
    &["title", "description", "headline", "instructions", "usercomment", "caption", "comment", "notes", "alttextaccessibility", "label"];

/// Reads an element: its attributes and texts are values of the nearest property around them.
fn property(node: At<'_, '_>, outer: &str, source: &str, out: &mut Builder) {
    match node.what() {
        What::Text(_) => push(outer, node.text(), source, out),
        What::Comment(range) => {
            out.push(Role::Comment, MappedText::verbatim(source, range.clone()).trimmed());
        }
        What::Element { name, attributes } => {
            // RDF's own words and the list marks say nothing about the value.
            let frame = matches!(*name, "xmpmeta" | "RDF" | "Description" | "Alt" | "Bag" | "Seq" | "li" | "xapmeta");
            let key = if frame { outer } else { name };
            for (attribute, _) in attributes {
                let Some(text) = node.attribute(attribute) else { continue };
                match *attribute {
                    "about" if !text.is_empty() => out.name_item(text.as_str().trim()),
                    "parseType" | "lang" | "xmptk" | "about" => {}
                    "resource" | "value" => push(key, text, source, out),
                    attribute => push(attribute, text, source, out),
                }
            }
            node.children().for_each(|child| property(child, key, source, out));
        }
    }
}

fn push(key: &str, text: MappedText, source: &str, out: &mut Builder) {
    // What the picture was made from (IPTC Photo Metadata Standard 2025.1).
    if key == "AIPromptInformation" {
        return push_prompt(source, text, false, out);
    }
    let role = if WRITTEN.contains(&key.to_ascii_lowercase().as_str()) { Role::Note } else { Role::Metadata };
    out.push_keyed(role, text.trimmed(), (!key.is_empty()).then_some(key));
}

#[cfg(test)]
mod tests {
    use super::super::tests::document;
    use crate::document::outline;

    #[test]
    fn attributes_and_elements_are_properties() {
        let text = r#"<?xpacket begin="" id="x"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
 <rdf:Description rdf:about="gate.psd" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreatorTool="Painter &amp; Co"
   xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">
  <dc:description><rdf:Alt><rdf:li xml:lang="x-default">gate, temp only</rdf:li></rdf:Alt></dc:description>
  <Iptc4xmpExt:DigitalSourceType rdf:resource="http://example.org/composite"/>
  <Iptc4xmpExt:AIPromptInformation>gate, (rust:1.2)</Iptc4xmpExt:AIPromptInformation>
  <Iptc4xmpExt:AISystemUsed>Some System</Iptc4xmpExt:AISystemUsed>
 </rdf:Description></rdf:RDF></x:xmpmeta>
"#;
        let read = document("elements/gate.xmp", text);
        insta::assert_snapshot!(outline(&read), @r"
        metadata         Painter & Co  [CreatorTool]
        note             gate, temp only  [description]
        metadata         http://example.org/composite  [DigitalSourceType]
        prompt           gate, rust
        metadata         Some System  [AISystemUsed]
        ");
        assert_eq!(read.items[0].name.as_deref(), Some("gate.psd"));
        let cut = document("elements/gate.xmp", &text.replace("</rdf:RDF>", ""));
        assert_eq!((outline(&cut), cut.remarks.len()), (outline(&read), 1));
    }
}
