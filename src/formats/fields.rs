//! What fields are called in prompt libraries, shot prompts, configurations of voices and models, and sidecars.
//!
//! This is the one place that knows field names. A name is looked up without case, spaces, `_` and `-`.

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The text for a model.
    Prompt,
    /// A part of a prompt by its subject: what is seen, in which style.
    Described,
    /// What a picture should not have.
    Negative,
    /// Words for a voice.
    Spoken,
    Voice,
    /// A checkpoint, LoRA or embedding.
    Model,
    /// The program or service that is used.
    Tool,
    /// A picture, clip, folder or address given as input.
    Reference,
    /// Facts about the file or the item.
    About,
    /// A remark to colleagues.
    Remark,
    /// What the item is called.
    Name,
    /// Settings of a voice: they say that `name` and `text` beside them are of a voice.
    VoiceSettings,
    /// No name that is known.
    Open,
}

use Meaning::*;

#[rustfmt::skip]
const FIELDS: &[(Meaning, &[&str])] = &[
    (Prompt, &[
        "prompt", "prompts", "prompttext", "promptstring", "positive", "positives", "text", "caption", "captions", "query",
        "instruction", "instructions", "instanceprompt", "classprompt", "systemprompt", "template", "imagine", "content",
        "fooocusv2expansion",
    ]),
    (Described, &[
        "subject", "subjects", "description", "desc", "style", "styles", "scene", "setting", "environment", "background",
        "foreground", "action", "actions", "camera", "lighting", "light", "mood", "wardrobe", "costume", "look", "composition",
        "character", "characters", "location", "atmosphere", "details", "concept", "idea", "motion", "palette", "visual",
        "visuals", "shotdescription", "tags", "genre", "lyrics", "music", "sound", "sfx", "soundeffect", "soundeffects", "audioprompt", "ambience", "persona",
        "appearance", "who", "what", "where", "suffix", "prefix",
    ]),
    (Negative, &[
        "negativeprompt", "negativeprompts", "negative", "negatives", "negprompt", "neg", "negativetext", "exclude", "avoid", "uc",
        "uncond", "unwanted", "no",
    ]),
    (Spoken, &[
        "dialogue", "dialog", "dialogues", "script", "firstmessage", "speech", "line", "lines", "spoken", "spokentext",
        "narration", "voiceover", "vo", "voiceoverscript", "voicescript", "says", "transcript", "utterance", "ssml", "inputtext",
        "audiotext",
    ]),
    (Voice, &[
        "voice", "voices", "voicename", "voiceid", "speaker", "speakers", "narrator", "voicemodel", "ttsvoice", "clonedvoice",
        "voiceclone", "voiceactor",
    ]),
    (VoiceSettings, &["voicesettings", "stability", "similarityboost", "usespeakerboost", "speakerboost", "tts", "samplerate"]),
    (Model, &[
        "ckptname", "unetname", "loraname", "lora", "loras", "vaename", "vae", "controlnetname", "embedding", "embeddings",
        "textualinversion", "hypernetwork", "checkpoint", "checkpoints", "ckpt", "stylemodelname", "gligenname", "swapmodel",
        "facerestoremodel", "pretrainedmodelnameorpath", "outputname", "ipadapterfile", "refinermodel", "diffusionmodel",
        "networks", "lycoris", "hypernetworks", "ipadapters", "ipadaptermodel", "suimodels",
    ]),
    (Tool, &[
        "model", "models", "modelid", "modelname", "basemodel", "tool", "tools", "engine", "engineid", "provider", "providers",
        "generator", "software", "softwareagent", "service", "app", "application", "platform", "claimgenerator",
        "claimgeneratorinfo", "madewith", "creatortool", "api", "vendor", "aisystemused", "createdwith", "pipeline", "backend",
        "generatedby", "generatedwith", "llm", "checkpointname", "modelweights",
    ]),
    (Reference, &[
        "image", "images", "url", "urls", "uri", "path", "paths", "file", "files", "filename", "video", "videos", "audio", "media",
        "reference", "references", "ref", "refs", "cref", "sref", "oref", "asset", "assets", "plate", "plates", "source",
        "sources", "input", "inputs", "trainingdata", "dataset", "datasets", "sample", "samples", "mask", "keyframes",
        "attachment", "attachments", "handle", "imagename",
    ]),
    (About, &[
        "purpose", "production", "project", "show", "episode", "owner", "tier", "plan", "account", "date", "created", "updated",
        "status", "stage", "version", "author", "artist", "license", "licence", "aspect", "aspectratio", "seed", "sampler",
        "scheduler", "duration", "type", "kind", "resolution", "format", "role", "language", "use", "usage", "deliverable",
        "approval", "approvedby", "disclosure", "digitalsourcetype", "label", "outputdir", "outputpath", "savepath", "loggingdir",
        "captionextension", "referencetype", "mediatype", "contenttype", "mimetype",
    ]),
    (Remark, &[
        "note", "notes", "comment", "comments", "remark", "remarks", "todo", "reason", "rationale", "intent", "justification",
        "memo", "feedback",
    ]),
    (Name, &[
        "name", "id", "title", "shot", "shotcode", "shotid", "shotname", "slug", "key", "code", "nodeid", "assetid", "sequence",
    ]),
];

/// How fields end whose beginning may be anything.
#[rustfmt::skip]
const ENDINGS: &[(Meaning, &[&str])] = &[
    (Prompt, &["prompt", "prompts", "prompttext", "caption", "captions"]),
    (Reference, &[
        "image", "images", "imageurl", "imageurls", "imagelist", "videolist", "dir", "path", "url", "uri", "frames", "frame", "video", "clip", "imagepath", "reference",
        "references", "refs", "file",
    ]),
    (Model, &["lora", "loraname", "ckptname", "modelfile"]),
    (Tool, &["model", "modelid", "modelname", "tool", "software"]),
    (Voice, &["voice", "voiceid", "voicename"]),
    (Remark, &["note", "notes", "comment", "comments"]),
];

/// Returns what a field of this name holds.
pub(super) fn meaning(name: &str) -> Meaning {
    let plain = plain(name);
    if let Some((meaning, _)) = FIELDS.iter().find(|(_, names)| names.contains(&plain.as_str())) {
        return *meaning;
    }
    if plain.starts_with("negative") || plain.contains("negativeprompt") || plain.starts_with("neg") && plain.ends_with("prompt") {
        return Negative;
    }
    // `LoRA 1`, `lora_combined_2`: as Fooocus numbers them.
    if plain.starts_with("lora") && plain.ends_with(|c: char| c.is_ascii_digit()) {
        return Model;
    }
    // `text_g`, `t5xxl`, `clip_l`: the encoders that an image model reads its prompt with.
    if plain.starts_with("text") && plain.len() <= 6
        || matches!(plain.as_str(), "clipl" | "clipg" | "t5xxl" | "llama" | "string" | "wildcardtext")
    {
        return Prompt;
    }
    ENDINGS.iter().find(|(_, endings)| endings.iter().any(|ending| plain.ends_with(ending))).map_or(Open, |(meaning, _)| *meaning)
}

/// What a field holds whose own name says `own`, below a field that holds `above`.
pub(super) fn nested(own: Meaning, above: Meaning, name: &str) -> Meaning {
    let is = |wanted: &str| name.eq_ignore_ascii_case(wanted);
    match (own, above) {
        // What is unwanted stays so, whatever its parts are called.
        (_, Negative) => Negative,
        (Name, Voice) => Voice,
        // Who says a line is a character; what it is said with is a voice.
        (Voice, Spoken) if is("speaker") || is("narrator") => About,
        (Open | Name, Spoken | Reference | Remark) => above,
        // A model is known by its name; its key says nothing.
        (Name, Model) => {
            if is("name") || is("title") {
                Model
            } else {
                About
            }
        }
        (Tool, Model) => Model,
        (Open, Prompt | Described) => Described,
        _ => own,
    }
}

/// Whether a field, beside others, is a setting that only diffusion programs have.
///
/// What they call a model is a file, where the same field of a chat or a video service names the service.
pub(super) fn is_of_diffusion(name: &str, is_scalar: bool) -> bool {
    match plain(name).as_str() {
        "loras" => true,
        "lora" | "sampler" | "samplername" | "cfg" | "cfgscale" | "steps" => is_scalar,
        _ => false,
    }
}

/// Whether a field names the model that a diffusion program loads.
pub(super) fn names_checkpoint(name: &str) -> bool {
    matches!(plain(name).as_str(), "model" | "modelname" | "basemodel" | "checkpointname" | "modelweights")
}

fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The fields that name an item, the most telling first.
pub(super) const NAMES: &[&str] = &["shot", "shot_code", "shot_id", "shotcode", "id", "name", "title", "slug", "key", "code"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_however_they_are_written() {
        for (name, expected) in [
            ("Negative prompt", Negative),
            ("negativePrompt", Negative),
            ("promptText", Prompt),
            ("motion_prompt", Prompt),
            ("text_g", Prompt),
            ("texture", Open),
            ("referenceImages", Reference),
            ("image_dir", Reference),
            ("train_data_dir", Reference),
            ("voice-id", Voice),
            ("first_message", Spoken),
            ("softwareAgent", Tool),
            ("pretrained_model_name_or_path", Model),
            ("LoRA 1", Model),
            ("v4_negative_prompt", Negative),
            ("base_caption", Prompt),
            ("PositivePrompt", Prompt),
            ("weather", Open),
            ("image_list", Reference),
            ("referenceType", About),
            ("sfx", Described),
        ] {
            assert_eq!(meaning(name), expected, "{name}");
        }
    }

    #[test]
    fn a_name_has_one_meaning() {
        let mut seen = std::collections::HashSet::new();
        assert!(FIELDS.iter().flat_map(|(_, names)| names.iter()).all(|name| seen.insert(name)));
    }
}
