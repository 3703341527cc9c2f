//! The limit on the size of files (`ulimit -f`).

/// From now on, writing beyond the limit gives an error, as on a full disk, instead of ending the program.
#[cfg(unix)]
pub fn report_limit() {
    use std::sync::Arc;
    // It is enough that the signal is handled. If it can't be, the system ends the program.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
}

#[cfg(not(unix))]
pub fn report_limit() {}
