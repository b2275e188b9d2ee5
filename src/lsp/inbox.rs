//! Messages from the editor, taken in while the server works.

use lsp_server::Message;
use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

/// What the server does next.
#[derive(Debug)]
pub(crate) enum Next {
    Message(Message),
    /// No message came within the time.
    Quiet,
    /// There will be no more messages.
    Closed,
}

/// All messages that came and were not answered yet, in their order.
pub(crate) struct Inbox {
    receiver: Receiver<Message>,
    waiting: VecDeque<Message>,
}

impl Inbox {
    /// Takes messages in on a thread of its own until there are no more.
    pub(crate) fn new(messages: impl Iterator<Item = Message> + Send + 'static) -> Inbox {
        let (sender, receiver) = channel();
        thread::spawn(move || {
            for message in messages {
                // The other end is gone when the server ends.
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        Inbox { receiver, waiting: VecDeque::new() }
    }

    /// The next message, waiting at most `patience` for it; without one, for as long as it takes.
    pub(crate) fn next(&mut self, patience: Option<Duration>) -> Next {
        if let Some(message) = self.waiting.pop_front() {
            return Next::Message(message);
        }
        let received = match patience {
            Some(patience) => self.receiver.recv_timeout(patience),
            None => self.receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match received {
            Ok(message) => Next::Message(message),
            Err(RecvTimeoutError::Timeout) => Next::Quiet,
            Err(RecvTimeoutError::Disconnected) => Next::Closed,
        }
    }

    /// Whether a message waits that changes or closes a document, so that a result for what it was is old.
    pub(crate) fn has_newer(&mut self, uri: &str) -> bool {
        self.waiting.extend(self.receiver.try_iter());
        self.waiting.iter().any(|message| match message {
            Message::Notification(it) => {
                matches!(it.method.as_str(), "textDocument/didChange" | "textDocument/didClose")
                    && it.params.pointer("/textDocument/uri").and_then(|value| value.as_str()) == Some(uri)
            }
            _ => false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lsp_server::Notification;
    use serde_json::json;

    #[test]
    fn a_waiting_change_makes_a_result_old() {
        let change = |uri: &str| Notification::new("textDocument/didChange".to_owned(), json!({ "textDocument": { "uri": uri } })).into();
        let (sender, receiver) = channel();
        let mut inbox = Inbox { receiver, waiting: VecDeque::new() };
        sender.send(change("file:///a")).unwrap();
        assert!(inbox.has_newer("file:///a"));
        assert!(!inbox.has_newer("file:///b"));
        sender.send(change("file:///b")).unwrap();
        assert!(matches!(inbox.next(None), Next::Message(_)));
        assert!(!inbox.has_newer("file:///a"));
        assert!(inbox.has_newer("file:///b"));
    }
}
