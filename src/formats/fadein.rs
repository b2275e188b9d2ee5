//! Fade In files (`.fadein`): a ZIP archive with an Open Screenplay Format document in it.

use super::archive::Archive;
use super::osf::Osf;
use super::{Container, Member, MemberFormat};
use crate::document::Kind;

pub struct FadeIn;

impl Container for FadeIn {
    fn id(&self) -> &'static str {
        "fadein"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["fadein"]
    }

    fn kind(&self) -> Option<Kind> {
        Some(Kind::Screenplay)
    }

    fn accepts(&self, _: &[u8]) -> bool {
        true
    }

    fn open(&self, bytes: &[u8], limit: u64) -> Result<Vec<Member>, String> {
        let mut archive = Archive::open(bytes, limit)?;
        let name = "document.xml";
        match archive.read(name)? {
            Some(content) => {
                Ok(vec![Member { name: name.to_owned(), content, format: Some(MemberFormat::Known(&Osf)), kind: Some(Kind::Screenplay) }])
            }
            None => Err("there is no `document.xml` in it, as Fade In files have; export the script as FDX or Fountain".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::archive::tests::packed;
    use super::super::tests::member_outlines;
    use super::*;

    #[test]
    fn the_document_is_read_and_the_rest_is_not() {
        let xml = r#"<document type="Open Screenplay Format document" version="50"><paragraphs>
<para number="1"><style basestyle="Scene Heading"/><text>INT. BOATHOUSE - NIGHT</text></para>
<para><style basestyle="Character"/><text>SIV (V.O.)</text></para><para><style basestyle="Dialogue"/><text>He</text><text bold="1">len Mor</text><text>ris.</text></para>
</paragraphs></document>"#;
        let whole = packed(&[("document.xml", xml), ("image1.png", "not a picture"), ("old.zip", "PK")]);
        insta::assert_snapshot!(member_outlines(&FadeIn, &whole), @r"
        == document.xml: osf
        scene-heading    INT. BOATHOUSE - NIGHT
        cue              SIV
        cue-extension    (V.O.)  (SIV)
        dialogue         Helen Morris.  (SIV)
        ");
        let said = FadeIn.open(&packed(&[("other.xml", xml)]), 1 << 20).err();
        assert!(said.is_some_and(|said| said.contains("FDX or Fountain")));
    }
}
