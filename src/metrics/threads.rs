use std::{
    num::NonZeroUsize,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

/// The number of threads that a metric may use at most. Its numbers are the same, bit for bit, for any number of
/// threads.
#[derive(Clone, Copy, Debug)]
pub struct Threads {
    count: NonZeroUsize,
    /// Is called with the number of tasks done and the number of all tasks.
    tell: fn(usize, usize),
}

impl Threads {
    /// This many, at least one.
    pub fn new(count: usize) -> Self {
        Self { count: NonZeroUsize::new(count).unwrap_or(NonZeroUsize::MIN), tell: |_, _| {} }
    }

    /// As many as the machine runs at once, unless `RAYON_NUM_THREADS` says fewer.
    pub fn available() -> Self {
        Self::new(rayon::current_num_threads())
    }

    /// The same, but `tell` is called after each task, with the number of tasks done and of all tasks, for a progress
    /// bar. A metric may have several rounds of tasks.
    pub fn telling(self, tell: fn(usize, usize)) -> Self {
        Self { tell, ..self }
    }

    /// The results of `tasks` tasks in the order of their numbers, whichever thread ran them.
    ///
    /// For floating-point sums, the tasks must be the same for any number of threads, and the caller must add up their
    /// results in order, so that the last bit doesn't depend on the threads. Each thread makes one `scratch` and passes
    /// it to all its tasks.
    pub(super) fn map<S, T: Send>(
        self,
        tasks: usize,
        scratch: impl Fn() -> S + Sync,
        work: impl Fn(&mut S, usize) -> T + Sync,
    ) -> Vec<T> {
        let threads = self.count.get().min(tasks);
        if threads <= 1 {
            let mut scratch = scratch();
            let results = (0..tasks).map(|task| {
                let result = work(&mut scratch, task);
                (self.tell)(task + 1, tasks);
                result
            });
            return results.collect();
        }
        let (next, finished) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let done: Vec<Mutex<Option<T>>> = (0..tasks).map(|_| Mutex::new(None)).collect();
        rayon::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|_| {
                    let mut scratch = scratch();
                    loop {
                        let task = next.fetch_add(1, Ordering::Relaxed);
                        let Some(slot) = done.get(task) else { break };
                        let result = work(&mut scratch, task);
                        *slot.lock().expect("a slot is written once") = Some(result);
                        (self.tell)(finished.fetch_add(1, Ordering::Relaxed) + 1, tasks);
                    }
                });
            }
        });
        let results = done.into_iter().map(|slot| slot.into_inner().expect("a slot is written once"));
        results.map(|result| result.expect("every task was done")).collect()
    }
}

impl Default for Threads {
    fn default() -> Self {
        Self::available()
    }
}

#[cfg(test)]
mod tests {
    use super::Threads;

    #[test]
    fn results_come_in_the_order_of_the_tasks() {
        let squares: Vec<usize> = (0..100).map(|n| n * n).collect();
        for threads in [0, 1, 3, 200] {
            assert_eq!(Threads::new(threads).map(100, || (), |(), n| n * n), squares);
        }
        assert!(Threads::new(4).map(0, || (), |(), n| n).is_empty());
    }
}
