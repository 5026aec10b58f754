//! Signals reach the shutdown. Alone in its process: a signal is everyone's.

use std::{process::Command, time::Duration};

use entente_runtime::Shutdown;

#[tokio::test]
async fn sigterm_begins_the_drain() {
    let shutdown = Shutdown::on_signals().unwrap();
    assert!(!shutdown.is_draining());
    let sent = Command::new("kill").args(["-TERM", &std::process::id().to_string()]).status().unwrap();
    assert!(sent.success());
    tokio::time::timeout(Duration::from_secs(20), shutdown.draining()).await.unwrap();
    assert!(shutdown.is_draining());
}
