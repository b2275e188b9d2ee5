//! The language server: the findings that the hook would give, while the text is being written.
//!
//! Only this module and those below it know the language server protocol. It is a shell like the commands: it keeps what the
//! editor has open ([`document`]), lays it over the work tree ([`overlay`]), asks the core, and words the report as
//! diagnostics ([`diagnostics`]) and hovers ([`hover`]).
//!
//! 1. A thread of its own takes messages from the editor as they come ([`inbox`]), so that a check can see that its text is old.
//! 2. Messages are answered in their order ([`server`]); a change only marks its document.
//! 3. When no message waits, one marked document is checked. A result is sent only if no newer change has come meanwhile.
//! 4. Before each check, and every two seconds while something is open, HEAD, `clearslate.toml` and the records are looked at
//!    ([`workspace`]); when they changed, everything open is checked again. Nothing depends on the editor watching files.

mod client;
mod diagnostics;
mod document;
mod hover;
mod inbox;
mod overlay;
mod position;
mod server;
mod session;
mod stamp;
#[cfg(test)]
mod tests;
mod uri;
mod workspace;

pub(crate) use position::PositionEncoding;
pub(crate) use workspace::Load;

use client::Client;
use inbox::{Inbox, Next};
use lsp_server::{Connection, Message, Response};
use server::{Flow, Server};
use session::Session;

/// How the conversation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// `shutdown`, then `exit`.
    Orderly,
    /// The editor went away, or said `exit` alone.
    Abrupt,
}

/// Speaks with an editor over standard input and output until it leaves.
///
/// `forced` overrides what the editor says of position encodings; `load` gives policy, configuration and records of a tree.
pub(crate) fn serve(forced: Option<PositionEncoding>, load: Load) -> End {
    let (connection, threads) = Connection::stdio();
    let Ok((id, params)) = connection.initialize_start() else { return End::Abrupt };
    let session = Session::new(&params, forced);
    let answer = Response::new_ok(id, session.answer());
    let Connection { sender, receiver } = connection;
    // An editor that went away is noticed when its messages end.
    let send = move |message: Message| drop(sender.send(message));
    send(answer.into());
    let end = converse(Server::new(session, Client::new(Box::new(send)), load), Inbox::new(receiver.into_iter()));
    // The reader has ended by now, and the writer ends with what is left to be written; a broken pipe is no error of ours.
    let _ = threads.join();
    end
}

fn converse(mut server: Server, mut inbox: Inbox) -> End {
    loop {
        match inbox.next(server.patience()) {
            Next::Message(message) => match server.handle(message) {
                Flow::Go => {}
                Flow::Stop(end) => return end,
            },
            Next::Quiet => server.work(|uri| inbox.has_newer(uri)),
            Next::Closed => return End::Abrupt,
        }
    }
}
