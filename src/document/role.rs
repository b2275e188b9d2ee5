//! Kinds of documents and roles of text: the words that packs, configuration and reports share.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What a document is for; rules read each kind differently (method or story).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    Screenplay,
    Prompt,
    /// VFX and post notes, trackers, lists, sidecars.
    Note,
}

impl Kind {
    pub const ALL: [Kind; 3] = [Kind::Screenplay, Kind::Prompt, Kind::Note];

    /// The word for configuration and reports.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Screenplay => "screenplay",
            Kind::Prompt => "prompt",
            Kind::Note => "note",
        }
    }

    pub fn from_name(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

macro_rules! roles {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// What a stretch of text is in its document.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Role { $($(#[$doc])* $variant,)* }

        impl Role {
            /// Every role, in the order of reports.
            pub const ALL: &'static [Role] = &[$(Role::$variant,)*];

            /// The word for packs and reports.
            pub fn name(self) -> &'static str {
                match self { $(Role::$variant => $name,)* }
            }
        }
    };
}

roles! {
    TitlePage = "title-page",
    SceneHeading = "scene-heading",
    Action = "action",
    /// The name above a speech, without its extension.
    Cue = "cue",
    /// `(V.O.)`, `(ON TV)`, `(CONT'D)` beside a cue.
    CueExtension = "cue-extension",
    Dialogue = "dialogue",
    Parenthetical = "parenthetical",
    Lyric = "lyric",
    Transition = "transition",
    Section = "section",
    Synopsis = "synopsis",
    /// A remark to colleagues inside a script, or a line of a notes file.
    Note = "note",
    /// Text cut from a script and kept in it.
    Boneyard = "boneyard",
    /// A heading of a notes or prompt file.
    Heading = "heading",
    Prompt = "prompt",
    NegativePrompt = "negative-prompt",
    /// A value in a column of a table; the column is the element's key.
    Cell = "cell",
    /// A field that describes the file or the item (`purpose: final`, `tool: …`); the field is the element's key.
    Metadata = "metadata",
    /// The name of a model, checkpoint, LoRA, embedding or node type.
    Model = "model",
    /// A picture, clip or address given to a tool as input; the key says what for (`sref`, `cref`, `image`).
    Reference = "reference",
    /// The name of a voice.
    Voice = "voice",
    Comment = "comment",
    Unknown = "unknown",
}

impl Role {
    /// Where a screenplay speaks of how it is made, not of what it tells.
    pub const METHOD: &'static [Role] = &[Role::TitlePage, Role::Note, Role::Boneyard, Role::Section, Role::Synopsis, Role::Prompt];

    /// What a screenplay tells.
    pub const STORY: &'static [Role] = &[
        Role::SceneHeading,
        Role::Action,
        Role::Cue,
        Role::CueExtension,
        Role::Dialogue,
        Role::Parenthetical,
        Role::Lyric,
        Role::Transition,
        Role::Unknown,
    ];

    pub fn from_name(name: &str) -> Option<Role> {
        Role::ALL.iter().copied().find(|role| role.name() == name)
    }

    /// Whether the role belongs to a speech.
    pub fn is_spoken(self) -> bool {
        matches!(self, Role::Dialogue | Role::Parenthetical | Role::Lyric)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
