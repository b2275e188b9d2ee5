//! One file of a tree: bytes to text, text to documents, documents to readings; and what is to be said where that fails.

use crate::config::Production;
use crate::dictionary::{Classes, Matcher};
use crate::document::Document;
use crate::formats::{self, Member, Recognised};
use crate::look::{self, Wants};
use crate::reading::{Asked, Reading};
use crate::report::{FileRead, FileState};
use crate::snapshot::{Entry, Snapshot};
use crate::source::{Source, Undecodable};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, mpsc};

/// What reading a file depends on besides the file.
#[derive(Clone, Copy)]
pub(crate) struct Intake<'a> {
    pub matcher: &'a Matcher,
    pub classes: &'a Classes,
    pub production: &'a Production,
    /// The phrases that are looked for.
    pub asked: &'a Asked,
    /// What the look before parsing asks for; `None` where every file is parsed.
    pub look: Option<&'a Wants>,
}

/// From how many files on they are read side by side: for fewer, a thread costs more than it saves.
const MANY: usize = 24;

impl Intake<'_> {
    /// Reads a file: what it is, and the documents in it. A container holds several, every other file one; none where nothing
    /// in it could start a finding, or where it could not be read.
    pub(crate) fn read(self, tree: &dyn Snapshot, entry: &Entry) -> (FileRead, Vec<Reading>) {
        let content = content(self, tree, entry).map_err(|state| excused(entry, state));
        self.parse(entry, content)
    }

    /// Reads files, in their order. Content is fetched one by one, since a tree may not be shared; many files are parsed side by
    /// side.
    pub(crate) fn read_all(self, tree: &dyn Snapshot, entries: &[&Entry]) -> Vec<(FileRead, Vec<Reading>)> {
        let workers = std::thread::available_parallelism().map_or(1, usize::from);
        if entries.len() < MANY || workers < 2 {
            return entries.iter().map(|entry| self.read(tree, entry)).collect();
        }
        let mut slots: Vec<Option<(FileRead, Vec<Reading>)>> = entries.iter().map(|_| None).collect();
        let (work, jobs) = mpsc::sync_channel::<(usize, Result<Arc<[u8]>, FileState>)>(64);
        let jobs = Mutex::new(jobs);
        let (done, results) = mpsc::channel();
        std::thread::scope(|scope| {
            for _ in 0..workers {
                let (jobs, done) = (&jobs, done.clone());
                scope.spawn(move || {
                    loop {
                        // A worker that panicked poisons nothing that matters: the queue is still a queue.
                        let job = jobs.lock().unwrap_or_else(std::sync::PoisonError::into_inner).recv();
                        let Ok((index, content)) = job else { break };
                        let _ = done.send((index, self.parse(entries[index], content)));
                    }
                });
            }
            drop(done);
            for (index, entry) in entries.iter().enumerate() {
                let _ = work.send((index, content(self, tree, entry).map_err(|state| excused(entry, state))));
            }
            drop(work);
            for (index, result) in results {
                slots[index] = Some(result);
            }
        });
        slots.into_iter().flatten().collect()
    }

    fn parse(self, entry: &Entry, content: Result<Arc<[u8]>, FileState>) -> (FileRead, Vec<Reading>) {
        let mut file = FileRead {
            path: entry.path.clone(),
            format: None,
            kind: None,
            roles: BTreeMap::new(),
            bytes: 0,
            state: FileState::Read,
            remarks: Vec::new(),
        };
        match content.and_then(|bytes| documents(self, entry, &bytes, &mut file)) {
            Ok(documents) => {
                for (_, document) in &documents {
                    for element in &document.elements {
                        *file.roles.entry(element.role).or_default() += 1;
                    }
                    file.remarks.extend(document.remarks.iter().map(|remark| remark.text.clone()));
                }
                let readings =
                    documents.into_iter().map(|(source, document)| Reading::new(source, document, self.matcher, self.classes, self.asked));
                (file, readings.collect())
            }
            Err(state) => {
                file.state = state;
                (file, Vec::new())
            }
        }
    }
}

/// The documents of a file, or the state that says why there are none.
fn documents(inputs: Intake<'_>, entry: &Entry, bytes: &[u8], file: &mut FileRead) -> Result<Vec<(Source, Document)>, FileState> {
    file.bytes = bytes.len();
    if let Some(container) = formats::container(&entry.path) {
        if !container.accepts(bytes) {
            return Err(FileState::NotOurs(format!("it holds nothing that {} files are read for", container.id())));
        }
        file.format = Some(container.id());
        let kind = inputs.production.kind_of(&entry.path).or(container.kind()).or_else(|| formats::kinds::by_path(&entry.path));
        // A broken archive that nothing says is a script or notes may be anything: a contract, a picture book.
        let refused = |said| if kind.is_some() { FileState::Failed(said) } else { FileState::NotOurs(said) };
        let members = container.open(bytes, inputs.production.size_limit).map_err(refused)?;
        let documents: Vec<_> = members.into_iter().filter_map(|member| read_member(inputs, entry, member, file)).collect();
        if documents.is_empty() && kind.is_none() {
            return Err(FileState::NotOurs(
                "neither its folder nor its content says that it is a screenplay, a prompt or notes".to_owned(),
            ));
        }
        return Ok(documents);
    }
    let configured = inputs.production.kind_of(&entry.path);
    let source = Source::decode(&entry.path, bytes).map_err(|problem| {
        let ours = configured.or_else(|| formats::kinds::by_path(&entry.path)).is_some();
        match problem {
            Undecodable::Binary if !ours => FileState::NotOurs("not a text file".to_owned()),
            Undecodable::Binary => FileState::Failed("this is not a text file; export it as Fountain, FDX, CSV or plain text".to_owned()),
            Undecodable::Broken => FileState::Failed("its text encoding is broken; save it again as UTF-8".to_owned()),
        }
    })?;
    let Some(recognised) = formats::recognise(&source, configured) else {
        return Err(FileState::NotOurs("neither its folder nor its content says that it is a screenplay, a prompt or notes".to_owned()));
    };
    file.format = Some(recognised.format.id());
    file.kind = Some(recognised.kind);
    if inputs.look.is_some_and(|wants| !look::may_speak(&source, recognised, inputs.matcher, wants, inputs.classes)) {
        return Err(FileState::LookedThrough);
    }
    let mut document = recognised.read(&source);
    inputs.production.columns.apply(&mut document);
    Ok(vec![(source, document)])
}

/// One member of a container; `None` where no format reads it.
fn read_member(inputs: Intake<'_>, entry: &Entry, member: Member, file: &mut FileRead) -> Option<(Source, Document)> {
    let source = match Source::decode(&entry.path, &member.content) {
        Ok(source) => source.inside(&member.name),
        Err(_) => {
            file.remarks.push(format!("the part `{}` is no text that can be read", member.name));
            return None;
        }
    };
    let configured = inputs.production.kind_of(&entry.path);
    let recognised = match member.format.as_deref() {
        Some(format) => {
            let kind = configured.or(member.kind).or_else(|| format.kind_of(&source, formats::kinds::by_path(&entry.path)));
            kind.map(|kind| Recognised { format, kind })
        }
        None => formats::recognise(&source, configured.or(member.kind)),
    }?;
    file.kind = file.kind.or(Some(recognised.kind));
    let mut document = recognised.read(&source);
    inputs.production.columns.apply(&mut document);
    Some((source, document))
}

/// A picture that cannot be read is not ours: it may hold nothing for us.
fn excused(entry: &Entry, state: FileState) -> FileState {
    match (state, formats::container(&entry.path)) {
        (FileState::Failed(why), Some(container)) if !container.must_be_read() => FileState::NotOurs(why),
        (state, _) => state,
    }
}

/// The bytes of a file that some format reads, within the limit.
fn content(inputs: Intake<'_>, tree: &dyn Snapshot, entry: &Entry) -> Result<Arc<[u8]>, FileState> {
    if inputs.production.is_excluded(&entry.path) {
        return Err(FileState::NotOurs("left out by clearslate.toml".to_owned()));
    }
    if formats::container(&entry.path).is_none() && !formats::claims_name(&entry.path) {
        return Err(match formats::way_out(&entry.path) {
            Some(way_out) => FileState::Failed(way_out.to_owned()),
            None => FileState::NotOurs("no format reads files with this ending".to_owned()),
        });
    }
    let limit = inputs.production.size_limit;
    if let Some(size) = entry.size.filter(|&size| size > limit) {
        return Err(too_large(size, limit));
    }
    let bytes = tree.read(entry).map_err(|error| FileState::Failed(error.0))?;
    if bytes.len() as u64 > limit {
        return Err(too_large(bytes.len() as u64, limit));
    }
    match crate::source::lfs_pointer(&bytes) {
        Some(message) => Err(FileState::Failed(message)),
        None => Ok(bytes),
    }
}

fn too_large(size: u64, limit: u64) -> FileState {
    FileState::Failed(format!(
        "it is {} MB large, over the limit of {} MB; split it, or raise `limits.size-mb` in clearslate.toml",
        size.div_ceil(1024 * 1024),
        limit / (1024 * 1024)
    ))
}
