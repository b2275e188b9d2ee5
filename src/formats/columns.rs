//! Tables: what the columns mean and what a row is known by. CSV files and Markdown tables share it.

use super::fields::{Meaning, meaning};
use super::kinds::is_shot_code;
use super::prompt_lines::is_address;
use super::prompt_text::push_prompt;
use crate::document::{Builder, Kind, Role};
use crate::text::MappedText;

/// Columns that name a row, the most exact first: as the pages of ShotGrid, ftrack and Kitsu show them and as their programs
/// export them, and in German, French, Spanish and Italian.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    "shot code", "shot", "shot name", "shot id", "shot #", "shot no", "shot number", "vfx shot", "vfx shot code", "vfx id", "vfx #",
    "vfx no", "vfx number", "vfx code", "shot > shot code", "entity.shot.code", "sg shot", "entity name",
    "einstellung", "einstellungsnummer", "shotcode", "shotnummer", "inquadratura", "toma", "numéro de plan",
    "code plan", "nom du plan", "código de plano", "número de plano",
    "code", "id", "cue", "cue #", "cue no", "cue id", "item", "item no", "item #", "slate", "klappe", "claqueta", "clap", "ref", "clip",
    "clip name", "clipname", "version name", "file", "filename", "file name", "dateiname", "nom de fichier",
    "nombre de archivo", "asset", "asset name", "element", "element name", "name", "nom", "nombre", "task name", "no", "no.", "nr",
    "nr.", "#", "nummer", "numéro", "número", "núm.", "panel", "board", "scene", "sc", "szene", "scène", "escena", "topic", "sequence", "entity", "plan", "plano", "link", "links",
];

/// What a cell of a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Element(Role),
    Prompt {
        negative: bool,
    },
    /// A picture that goes with the prompt, or words about one.
    Reference,
}

/// The columns of one table.
pub(super) struct Columns {
    titles: Vec<String>,
    columns: Vec<Column>,
    /// Columns that may name a row, best first.
    names: Vec<usize>,
    kind: Kind,
    /// The role of ordinary cells.
    cell: Role,
}

impl Columns {
    /// Columns by their titles; `cell` is the role of what no column name tells more of.
    pub(super) fn new(titles: Vec<String>, kind: Kind, cell: Role) -> Columns {
        let plain: Vec<String> = titles.iter().map(|title| plain(title)).collect();
        let columns: Vec<Column> = plain.iter().map(|title| column(title, kind, cell)).collect();
        let mut names: Vec<(usize, usize)> =
            plain.iter().enumerate().filter_map(|(index, title)| Some((NAMES.iter().position(|name| name == title)?, index))).collect();
        names.retain(|(_, index)| columns[*index] != Column::Reference);
        names.sort_unstable();
        Columns { titles, columns, names: names.into_iter().map(|(_, index)| index).collect(), kind, cell }
    }

    /// Adds the titles themselves, so that their words are read too.
    pub(super) fn push_titles(role: Role, cells: Vec<MappedText>, out: &mut Builder) {
        out.item(None);
        for cell in cells {
            out.push_keyed(role, cell.trimmed(), Some("column"));
        }
    }

    /// Adds a row as an item.
    pub(super) fn push_row(&self, source: &str, cells: Vec<MappedText>, out: &mut Builder) {
        out.item(self.row_name(&cells).as_deref());
        for (index, cell) in cells.into_iter().enumerate() {
            let cell = cell.trimmed();
            if cell.is_empty() {
                continue;
            }
            match self.columns.get(index) {
                Some(Column::Prompt { negative }) => push_prompt(source, cell, *negative, out),
                Some(column) => {
                    let role = match column {
                        Column::Element(Role::Cell) if self.kind == Kind::Prompt && is_model_file(cell.as_str()) => Role::Model,
                        Column::Element(role) => *role,
                        _ if is_address(cell.as_str()) => Role::Reference,
                        _ => self.cell,
                    };
                    out.push_keyed(role, cell, self.titles.get(index).map(String::as_str).filter(|title| !title.is_empty()));
                }
                None => {
                    out.push(self.cell, cell);
                }
            }
        }
    }

    /// The first naming column that is filled in; else a shot code or a short entry in the first column.
    fn row_name(&self, cells: &[MappedText]) -> Option<String> {
        let filled =
            |index: usize| cells.get(index).map(|cell| cell.as_str().trim()).filter(|text| !text.is_empty() && text.chars().count() <= 60);
        let named = self.names.iter().find_map(|&index| filled(index));
        let coded = || cells.iter().map(|cell| cell.as_str().trim()).find(|text| is_shot_code(text));
        named
            .or_else(coded)
            .or_else(|| filled(0).filter(|text| text.chars().count() <= 32))
            .map(|text| text.lines().next().unwrap_or("").to_owned())
    }
}

/// The name of a file that holds a model: `ilse_face_v4.safetensors`.
fn is_model_file(cell: &str) -> bool {
    const ENDINGS: &[&str] = &[".safetensors", ".ckpt", ".pth", ".pt", ".onnx", ".gguf"];
    let cell = cell.trim().to_ascii_lowercase();
    ENDINGS.iter().any(|ending| cell.ends_with(ending)) && !cell.contains(char::is_whitespace)
}

/// A title in lower case, with single spaces.
fn plain(title: &str) -> String {
    title.to_lowercase().split(|c: char| c.is_whitespace() || c == '_').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Columns of a prompt table for pictures.
const REFERENCES: &[&str] =
    &["ref", "refs", "reference", "references", "image", "images", "image url", "image urls", "cref", "sref", "oref"];

fn column(title: &str, kind: Kind, cell: Role) -> Column {
    match kind {
        Kind::Prompt if cell == Role::Cell => {
            let is = |words: &[&str]| words.contains(&title);
            if is(&["negative", "negatives", "neg", "avoid"])
                || title.contains("prompt") && (title.contains("negative") || title.starts_with("neg"))
            {
                Column::Prompt { negative: true }
            } else if title == "prompts"
                || title.ends_with("prompt")
                || title.starts_with("prompt text")
                || is(&["positive", "text to image", "text to video"])
            {
                Column::Prompt { negative: false }
            } else if is(&["model", "models", "checkpoint", "lora", "loras", "embedding", "ckpt"]) {
                Column::Element(Role::Model)
            } else if is(&["voice", "voice name", "speaker voice"]) {
                Column::Element(Role::Voice)
            } else if is(REFERENCES) || [" image", " images", " image url", " reference", " ref"].iter().any(|end| title.ends_with(end)) {
                Column::Reference
            } else if meaning(title) == Meaning::Tool {
                Column::Element(Role::Metadata)
            } else {
                Column::Element(Role::Cell)
            }
        }
        // A table beside a script is a list of lines or a breakdown of it.
        Kind::Screenplay => Column::Element(match title {
            "character" | "char" | "speaker" | "role" | "figur" | "rolle" => Role::Cue,
            "line" | "dialogue" | "dialog" | "speech" => Role::Dialogue,
            "extension" | "ext" | "ext." => Role::CueExtension,
            _ => Role::Note,
        }),
        // Among notes only a column that says no more than this is one.
        Kind::Note => match title {
            "prompt" | "prompts" => Column::Prompt { negative: false },
            "negative prompt" | "negative prompts" => Column::Prompt { negative: true },
            _ => Column::Element(cell),
        },
        Kind::Prompt => Column::Element(cell),
    }
}

/// Whether a word is the title of a column that trackers are known to have.
pub(super) fn is_title(word: &str) -> bool {
    let word = plain(word);
    NAMES.contains(&word.as_str()) || COMMON.contains(&word.as_str())
}

/// Whether the cells of a row look like titles of columns: short words, no shot code, no number, no sentence, none twice.
pub(super) fn is_header(cells: &[&str]) -> bool {
    let filled: Vec<&str> = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
    let mut titles: Vec<String> = filled.iter().map(|cell| plain(cell)).collect();
    titles.sort_unstable();
    titles.dedup();
    let known = titles.iter().any(|title| is_title(title));
    let shaped = filled.iter().all(|cell| {
        cell.chars().count() <= 40
            && !is_shot_code(cell)
            && !cell.contains("://")
            && !cell.ends_with(['.', '!', '?'])
            && (cell.chars().any(char::is_alphabetic) || *cell == "#")
    });
    let enough = filled.len() >= 2 && filled.len() * 2 >= cells.len() || cells.len() == 1 && known;
    enough && shaped && titles.len() == filled.len() && (known || filled.len() >= 3)
}

/// Further titles that speak for a row of titles.
#[rustfmt::skip]
const COMMON: &[&str] = &[
    "status", "note", "notes", "description", "task", "artist", "version", "latest note", "comment", "comments", "prompt", "negative prompt",
    "prompts", "method", "type", "line", "character", "char", "vendor", "notiz", "beschreibung", "scope", "date", "from", "body",
    "subject", "days", "owner", "text", "tool", "model", "title", "estado", "nota", "statut", "remarque", "bemerkung",
    "sg status list", "sg status", "status list", "sg description", "sg notes", "sg cut in", "sg cut out", "cut in", "cut out",
    "cut duration", "head in", "tail out", "head out", "tail in", "cut order", "frame in", "frame out", "frames", "fps",
    "duration", "handles", "content", "reply", "replies", "author", "created by", "date created", "date updated", "updated",
    "assigned to", "assignee", "assignees", "reviewer", "review notes", "client notes", "client note", "internal notes",
    "vfx notes", "vfx description", "vfx work", "vfx scope", "methodology", "bid", "bid note", "bid notes", "complexity",
    "priority", "due date", "parent", "latest version", "thumbnail", "episode", "reel", "shot type", "task template", "tags",
    "partner version", "partner artist", "relative path", "submitting for", "submission notes", "delivery notes",
    "shot description", "editorial notes", "dailies notes", "supervisor notes", "anmerkung", "anmerkungen", "kommentar",
    "kommentare", "notizen", "hinweis", "aufgabe", "folge", "sequenz", "rolle", "bearbeiter", "aufwand", "methode", "datum",
    "firma", "werkzeug", "commentaire", "commentaires", "remarques", "note de montage", "tâche", "épisode", "séquence", "artiste",
    "méthode", "méthodologie", "durée", "outil", "état", "descripción", "notas", "comentario", "comentarios", "observaciones",
    "tarea", "episodio", "secuencia", "artista", "método", "metodología", "duración", "herramienta", "fecha", "descrizione",
    "commento", "note vfx", "sequenza", "stato",
];

#[cfg(test)]
mod tests {
    use super::super::tests::document;
    use crate::document::outline;

    #[test]
    fn prompts_in_a_tracker_keep_what_they_mean() {
        let table = "Shot,Prompt,Negative prompt,Prompt status\nKES_0010,\"quay, (lamp:1.2)\",people,ok\n";
        insta::assert_snapshot!(outline(&document("vfx/t.csv", table)), @r"
        metadata         Shot  [column]
        metadata         Prompt  [column]
        metadata         Negative prompt  [column]
        metadata         Prompt status  [column]
        cell             KES_0010  [Shot]
        prompt           quay, lamp
        negative-prompt  people
        cell             ok  [Prompt status]
        ");
    }

    #[test]
    fn trackers_name_their_rows_by_the_shot() {
        for table in [
            "Thumbnail,Version Name,sg_shot,sg_description\nx,KES_0010_comp_v003,KES_0010,fog\n",
            "code,sg_status_list,sg_cut_in\nKES_0010,ip,1001\n",
            "Episode,Sequence,Name,Description,FPS\n204,KES,KES_0010,fog,24\n",
            "Name;Type;Parent;Status\nKES_0010;Shot;KES;fog\n",
            "Subject;Body;Links\nfog;make it thick;KES_0010\n",
            "Einstellungsnummer;Anmerkung\nKES_0010;Nebel\n",
            "Numéro de plan;Remarques\nKES_0010;brume\n",
            "Número de plano;Observaciones\nKES_0010;niebla\n",
        ] {
            let read = document("vfx/tracker.csv", table);
            assert_eq!(read.items.last().and_then(|item| item.name.as_deref()), Some("KES_0010"), "{table}");
        }
    }
}
