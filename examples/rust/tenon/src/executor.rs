use std::os::raw::c_void;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, Ordering};

use tenon_sys as sys;

use crate::context::{keep, Listeners};

/// The host's own threads, in place of those that tenon would start; see
/// [`ContextBuilder::executor`](crate::ContextBuilder::executor). No result depends on it.
///
/// ```
/// use tenon::{Context, Executor, Table};
///
/// struct Threads(usize);
///
/// impl Executor for Threads {
///     fn width(&self) -> usize {
///         self.0
///     }
///     fn for_each(&self, count: usize, task: &(dyn Fn(usize) + Sync)) {
///         std::thread::scope(|scope| {
///             for i in 0..count {
///                 scope.spawn(move || task(i));
///             }
///         });
///     }
/// }
///
/// let context = Context::builder().executor(Threads(4)).build()?;
/// let table = context.scope(|| Table::from_csv_text("a,b\n1,2\n3,4\n"))?;
/// assert_eq!(table.rows(), 2);
/// # Ok::<(), tenon::Error>(())
/// ```
pub trait Executor: Send + Sync {
    /// Tasks that run at once, 1 to 1024.
    fn width(&self) -> usize;

    /// Calls `task` with every number below `count`, which is at most the width, on any threads and in
    /// any order, and returns when all calls have returned. What it leaves out is done by the thread that
    /// asked; what it does twice is done once. It may be asked by several threads at once, but never from
    /// within a task.
    fn for_each(&self, count: usize, task: &(dyn Fn(usize) + Sync));
}

/// What a task is called with; it may be used by any thread.
struct Task(*mut c_void);

// SAFETY: the library's task is made to be run by several threads at once, each with its own number.
unsafe impl Sync for Task {}

impl Task {
    fn pointer(&self) -> *mut c_void {
        self.0
    }
}

/// # Safety
/// `user` is the listeners of a live context; `run` and `task` are those of a running call.
pub(crate) unsafe extern "C" fn on_parallel_for(
    count: i64,
    run: sys::tenon_task_function,
    task: *mut c_void,
    user: *mut c_void,
) {
    // SAFETY: as above.
    let listeners = unsafe { &*user.cast::<Listeners>() };
    let (executor, run) = match (&listeners.executor, run) {
        (Some(executor), Some(run)) => (executor, run),
        _ => return, // what is not run is done by the caller
    };
    let task = Task(task);
    // The library relies on each number being run once; the host's code is not trusted with that.
    let begun: Vec<AtomicBool> = (0..count).map(|_| AtomicBool::new(false)).collect();
    let once = |index: usize| {
        let first = begun.get(index).map_or(false, |flag| !flag.swap(true, Ordering::Relaxed));
        if first {
            // SAFETY: the call is running, since this closure cannot outlive it.
            unsafe { run(index as i64, task.pointer()) }
        }
    };
    let asked = AssertUnwindSafe(|| executor.for_each(begun.len(), &once));
    if let Err(panic) = catch_unwind(asked) {
        keep(panic);
    }
}
