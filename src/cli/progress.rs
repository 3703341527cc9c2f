//! Progress of a run that takes longer than a second. It is shown only if stderr is a terminal.

use std::{
    io::{self, IsTerminal},
    sync::{LazyLock, mpsc},
    thread::{self, JoinHandle},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use sistergraph::metrics::Threads;

use super::interrupt;

/// How long a run takes before progress is shown.
const PATIENCE: Duration = Duration::from_secs(1);

static BAR: LazyLock<ProgressBar> = LazyLock::new(ProgressBar::hidden);

/// The progress bar of a run. It appears after a second, and disappears when this value is dropped.
pub struct Shown(Option<(mpsc::Sender<()>, JoinHandle<()>)>);

impl Shown {
    /// Nothing is ever shown if stderr isn't a terminal, or if the user wants it quiet.
    pub fn start(quiet: bool) -> Self {
        if quiet || !io::stderr().is_terminal() {
            return Self(None);
        }
        let (ended, wait) = mpsc::channel();
        let patient = thread::Builder::new().spawn(move || {
            if wait.recv_timeout(PATIENCE) == Err(mpsc::RecvTimeoutError::Timeout) {
                interrupt::handle();
                BAR.set_style(ProgressStyle::default_spinner());
                BAR.set_draw_target(ProgressDrawTarget::stderr());
                BAR.enable_steady_tick(Duration::from_millis(120));
                BAR.set_message("working");
                // This waits until the run is over.
                let _ = wait.recv();
            }
        });
        // If no thread can be created for the bar, nothing is shown.
        Self(patient.ok().map(|patient| (ended, patient)))
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        if let Some((ended, patient)) = self.0.take() {
            drop(ended);
            let _ = patient.join();
            clear();
        }
    }
}

/// Removes the bar from the terminal for good, before the answer is printed.
pub fn clear() {
    if is_shown() {
        BAR.disable_steady_tick();
        BAR.finish_and_clear();
    }
}

/// Calls `write` while the bar is removed from the terminal.
pub fn pause<T>(write: impl FnOnce() -> T) -> T {
    if is_shown() { BAR.suspend(write) } else { write() }
}

/// Shows that `done` of `all` is done, or a message about what the run waits for.
#[cfg(feature = "net")]
pub fn show(done: usize, all: usize, message: &str) {
    if !is_shown() {
        return;
    }
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos} of {len}, {elapsed} gone {msg}") {
        BAR.set_style(style);
    }
    BAR.set_length(all as u64);
    BAR.set_position(done as u64);
    BAR.set_message(message.to_owned());
}

/// All threads of the machine; the bar counts their tasks.
pub fn threads() -> Threads {
    Threads::available().telling(|done, all| {
        if !is_shown() {
            return;
        }
        if BAR.length() != Some(all as u64) {
            BAR.set_length(all as u64);
            if let Ok(style) = ProgressStyle::with_template("{bar:40} {percent} %, {elapsed} gone, {eta} to go") {
                BAR.set_style(style);
            }
        }
        BAR.set_position(done as u64);
    })
}

fn is_shown() -> bool {
    !BAR.is_hidden() && !BAR.is_finished()
}
