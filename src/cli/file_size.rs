//! A limit on the size of files (`ulimit -f`).

/// From now on a write beyond the limit is an error of that write, as on a full disk, and not the end of the program.
#[cfg(unix)]
pub fn report_limit() {
    use std::sync::Arc;
    // That the signal is handled is enough. Where it can't be, the system ends the program.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
}

#[cfg(not(unix))]
pub fn report_limit() {}
