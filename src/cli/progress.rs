//! What a run that takes over a second shows meanwhile: on a terminal's stderr, and nowhere else.

use std::{
    io::{self, IsTerminal},
    sync::{LazyLock, mpsc},
    thread::{self, JoinHandle},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use sistergraph::metrics::Threads;

use super::interrupt;

/// How long a run takes before anything is shown.
const PATIENCE: Duration = Duration::from_secs(1);

static BAR: LazyLock<ProgressBar> = LazyLock::new(ProgressBar::hidden);

/// The bar of a run: shown once it has taken a second, and gone when this is.
pub struct Shown(Option<(mpsc::Sender<()>, JoinHandle<()>)>);

impl Shown {
    /// Nothing is ever shown where stderr is no terminal, or where the user wants it quiet.
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
                // Until the run is over.
                let _ = wait.recv();
            }
        });
        // Where there is no thread for it nothing is shown.
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

/// Takes the bar off the terminal for good: the answer comes.
pub fn clear() {
    if is_shown() {
        BAR.disable_steady_tick();
        BAR.finish_and_clear();
    }
}

/// Runs `write` while the bar is off the terminal.
pub fn pause<T>(write: impl FnOnce() -> T) -> T {
    if is_shown() { BAR.suspend(write) } else { write() }
}

/// Shows that so much of all is done, or what is waited for.
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

/// All threads of the machine, whose tasks the bar counts.
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
