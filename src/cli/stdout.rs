//! Standard output that reports every failure.
//!
//! The standard library's own `Stdout` treats writing to a closed output as a success, and opens the null device if a
//! program starts with its standard output closed.

/// The names of the standard output among files.
pub const NAMES: [&str; 3] = ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"];

#[cfg(unix)]
pub use unix::open;

/// Standard output, unbuffered.
#[cfg(not(unix))]
pub fn open() -> std::io::Result<std::io::Stdout> {
    Ok(std::io::stdout())
}

#[cfg(unix)]
mod unix {
    use std::{
        fs::File,
        io,
        os::fd::AsFd,
        sync::atomic::{AtomicBool, Ordering},
    };

    static WAS_CLOSED: AtomicBool = AtomicBool::new(false);

    /// Checks before the standard library opens the null device.
    #[static_init::constructor(0)]
    extern "C" fn look() {
        let is_closed = rustix::io::fcntl_getfd(rustix::stdio::stdout()).is_err();
        WAS_CLOSED.store(is_closed, Ordering::Relaxed);
    }

    /// Standard output, unbuffered.
    ///
    /// # Errors
    /// Fails if the program was started without one.
    pub fn open() -> io::Result<File> {
        if WAS_CLOSED.load(Ordering::Relaxed) {
            return Err(io::Error::new(io::ErrorKind::NotConnected, "standard output is closed"));
        }
        Ok(File::from(io::stdout().as_fd().try_clone_to_owned()?))
    }
}
