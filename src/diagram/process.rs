//! Runs another program within limits.

use std::{
    fs::File,
    io::{self, Read, Seek, Write},
    process::{Child, Command},
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use thiserror::Error;

/// Why Graphviz gave no layout.
#[derive(Debug, Error)]
pub enum GraphvizError {
    /// It isn't installed.
    #[error("Graphviz is not installed, or its program `dot` is not on the path")]
    Missing,
    /// It could not be started or talked to.
    #[error("cannot run Graphviz: {0}")]
    Run(#[source] io::Error),
    /// It was stopped because it took too long.
    #[error("Graphviz did not finish within {} seconds", .0.as_secs())]
    Timeout(Duration),
    /// It was stopped because it wrote too much.
    #[error("Graphviz wrote more than {} MB, which no answer to this question has", .0 >> 20)]
    TooMuch(u64),
    /// It ended with an error.
    #[error("Graphviz failed: {messages}")]
    Failed {
        /// Its messages.
        messages: String,
    },
    /// Its answer is invalid.
    #[error("Graphviz answered with something unexpected: {0}")]
    Answer(String),
}

/// The limits on a program.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub(super) patience: Duration,
    /// The most bytes of its output, and of its messages.
    pub(super) bytes: u64,
}

/// The number of bytes of a program's messages that are kept.
const MESSAGES: u64 = 4096;

/// How often to check whether a program has ended.
const PAUSE: Duration = Duration::from_millis(5);

/// The running programs; each is a process group.
static RUNNING: Mutex<Vec<u32>> = Mutex::new(Vec::new());

/// Runs a program with an input, and returns its output and messages.
///
/// All three are anonymous files instead of pipes, so that nobody waits for a reader or writer, however long the
/// program or its child processes keep them open. When this returns, the program and its child processes have ended.
pub(super) fn run(mut command: Command, input: &[u8], limits: Limits) -> Result<(Vec<u8>, String), GraphvizError> {
    let files = || -> io::Result<[File; 3]> {
        let mut files = [tempfile::tempfile()?, tempfile::tempfile()?, tempfile::tempfile()?];
        files[0].write_all(input)?;
        files[0].rewind()?;
        Ok(files)
    };
    let [stdin, stdout, stderr] = files().map_err(GraphvizError::Run)?;
    command.stdin(stdin);
    command.stdout(stdout.try_clone().map_err(GraphvizError::Run)?);
    command.stderr(stderr.try_clone().map_err(GraphvizError::Run)?);
    // A process group of its own lets us end the program together with its child processes.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = start(command)?;
    let ended = wait(&mut child, limits, [&stdout, &stderr]);
    end(&mut child);
    let status = child.wait().map_err(GraphvizError::Run)?;
    ended?;
    let messages = read(stderr, MESSAGES).map_err(GraphvizError::Run)?;
    let messages = String::from_utf8_lossy(&messages).trim().to_owned();
    if !status.success() {
        return Err(GraphvizError::Failed { messages });
    }
    let output = read(stdout, limits.bytes).map_err(GraphvizError::Run)?;
    Ok((output, messages))
}

/// Starts a program. The lock makes [`end_graphviz`] run either before or after.
fn start(mut command: Command) -> Result<Child, GraphvizError> {
    let mut running = running();
    let child = command.spawn().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => GraphvizError::Missing,
        _ => GraphvizError::Run(error),
    })?;
    running.push(child.id());
    Ok(child)
}

/// Waits until the program has ended or exceeded a limit.
fn wait(child: &mut Child, limits: Limits, written: [&File; 2]) -> Result<(), GraphvizError> {
    let start = Instant::now();
    loop {
        let has_ended = child.try_wait().map_err(GraphvizError::Run)?.is_some();
        for file in written {
            if file.metadata().map_err(GraphvizError::Run)?.len() > limits.bytes {
                return Err(GraphvizError::TooMuch(limits.bytes));
            }
        }
        if has_ended {
            return Ok(());
        }
        if start.elapsed() > limits.patience {
            return Err(GraphvizError::Timeout(limits.patience));
        }
        thread::sleep(PAUSE);
    }
}

/// Ends a program, if it still runs, and its child processes.
fn end(child: &mut Child) {
    let id = child.id();
    end_group(id);
    // The program may have ended by itself; in either case it is gone afterwards.
    let _ = child.kill();
    running().retain(|&running| running != id);
}

/// Ends Graphviz, if it runs, and its child processes, for a program that is about to exit. From then on no program is
/// started.
pub fn end_graphviz() {
    let running = running();
    running.iter().for_each(|&id| end_group(id));
    // The lock is never released, so that nobody can start another program.
    std::mem::forget(running);
}

fn running() -> MutexGuard<'static, Vec<u32>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(unix)]
fn end_group(id: u32) {
    use rustix::process::{Pid, Signal, kill_process_group};
    if let Some(group) = i32::try_from(id).ok().and_then(Pid::from_raw) {
        // If the group has no processes left, there is nothing to end.
        let _ = kill_process_group(group, Signal::KILL);
    }
}

#[cfg(not(unix))]
fn end_group(_id: u32) {}

/// The first bytes of a program's output.
fn read(mut file: File, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.rewind()?;
    file.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str, milliseconds: u64) -> Result<(Vec<u8>, String), GraphvizError> {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        run(command, &[b'x'; 1 << 20], Limits { patience: Duration::from_millis(milliseconds), bytes: 1 << 22 })
    }

    #[test]
    fn a_program_that_hangs_is_stopped() {
        assert!(matches!(shell("exec sleep 600", 50), Err(GraphvizError::Timeout(_))));
        assert!(matches!(shell("sleep 600", 50), Err(GraphvizError::Timeout(_))));
    }

    #[test]
    fn a_program_that_writes_without_an_end_is_stopped() {
        for script in ["exec yes", "exec yes >&2", "yes | cat"] {
            assert!(matches!(shell(script, 60_000), Err(GraphvizError::TooMuch(_))), "{script}");
        }
        let all_at_once = "head -c 5000000 /dev/zero";
        assert!(matches!(shell(all_at_once, 60_000), Err(GraphvizError::TooMuch(_))));
    }

    /// The child process that keeps the output open would run for longer than any test waits.
    #[test]
    fn what_a_program_leaves_behind_ends_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let id = folder.path().join("id");
        let (output, _) = shell(&format!("sleep 3600 & echo $! >{}; cat", id.display()), 60_000).unwrap();
        assert_eq!(output.len(), 1 << 20);
        let id = std::fs::read_to_string(id).unwrap();
        let is_gone = || !Command::new("kill").args(["-0", id.trim()]).output().unwrap().status.success();
        // The loop waits until init has reaped the process.
        for _ in 0..500 {
            if is_gone()
                || std::fs::read_to_string(format!("/proc/{}/stat", id.trim())).is_ok_and(|s| s.contains(") Z"))
            {
                return;
            }
            thread::sleep(Duration::from_millis(10));
        }
        panic!("it still runs");
    }

    #[test]
    fn what_a_program_says_is_kept() {
        let (output, messages) = shell("cat; echo Warning: strange >&2", 60_000).unwrap();
        assert_eq!((output.len(), messages.as_str()), (1 << 20, "Warning: strange"));
        let failed = shell("echo broken >&2; exit 3", 60_000).unwrap_err();
        assert_eq!(failed.to_string(), "Graphviz failed: broken");
        let limits = Limits { patience: Duration::from_secs(60), bytes: 1 };
        let missing = run(Command::new("no-such-program-here"), &[], limits);
        assert!(matches!(missing, Err(GraphvizError::Missing)));
    }
}
