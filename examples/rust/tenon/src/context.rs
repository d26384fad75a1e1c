use std::any::Any;
use std::cell::{Cell, RefCell};
use std::ops::ControlFlow;
use std::os::raw::c_void;
use std::panic::{catch_unwind, resume_unwind, AssertUnwindSafe};
use std::ptr::{null, null_mut, NonNull};

use tenon_sys as sys;

use crate::error::{call, text};
use crate::executor::on_parallel_for;
use crate::raw::blank;
use crate::{Cancel, Error, Executor, Result};

/// How grave a line of the log is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum LogLevel {
    /// Something was not done.
    Error,
    /// Something is odd.
    Warning,
    /// Where a long call stands.
    Info,
    /// What it tries.
    Detail,
}

/// What a line of the log speaks of, whatever its words are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LogId {
    /// Nothing of the following.
    Other,
    /// Something odd in a file that was read all the same.
    ReadRemark,
    /// Where a solve stands.
    Search,
}

/// A line of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogLine<'a> {
    /// How grave it is.
    pub level: LogLevel,
    /// What it speaks of.
    pub id: LogId,
    /// The whole line, without a line end.
    pub text: &'a str,
}

/// A snapshot of a running call; `None` where a member means nothing in its phase.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Progress {
    /// "read csv", "fit logistic", "branch and bound".
    pub phase: String,
    /// The part that is done, in [0, 1].
    pub share: Option<f64>,
    /// Since the call began, where it is measured.
    pub seconds: Option<f64>,
    /// Best objective found.
    pub incumbent: Option<f64>,
    /// Proven bound.
    pub bound: Option<f64>,
    /// Relative gap.
    pub gap: Option<f64>,
    /// Deterministic work units.
    pub work: i64,
    /// Records seen.
    pub rows: Option<i64>,
    /// Nodes processed.
    pub nodes: Option<i64>,
}

type OnProgress = Box<dyn Fn(&Progress) -> ControlFlow<()> + Send + Sync>;
type OnLog = Box<dyn Fn(&LogLine<'_>) + Send + Sync>;

// What the library's callbacks are handed: it stays where it is as long as the context lives.
#[derive(Default)]
pub(crate) struct Listeners {
    pub(crate) executor: Option<Box<dyn Executor>>,
    progress: Option<OnProgress>,
    log: Option<OnLog>,
}

type Panic = Box<dyn Any + Send>;

/// What a [`Context`] is made of.
#[derive(Default)]
#[must_use]
pub struct ContextBuilder {
    threads: i32,
    byte_budget: i64,
    spare_bytes: i64,
    listeners: Listeners,
    cancel: Option<Cancel>,
}

impl std::fmt::Debug for ContextBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ContextBuilder")
            .field("threads", &self.threads)
            .field("byte_budget", &self.byte_budget)
            .finish_non_exhaustive()
    }
}

impl ContextBuilder {
    /// Worker threads that a call may use; they end with it, and no result depends on their number.
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = i32::try_from(threads).unwrap_or(i32::MAX);
        self
    }

    /// Bytes of large blocks in use at once; a call that would need more fails with
    /// [`Status::Budget`](crate::Status::Budget), a solve keeps its best plan.
    pub fn byte_budget(mut self, bytes: u64) -> Self {
        self.byte_budget = i64::try_from(bytes).unwrap_or(i64::MAX);
        self
    }

    /// Memory of freed tables that cleaning made is kept, up to so many bytes, and used again: fresh
    /// memory costs as much time as copying it. Besides the budget.
    pub fn spare_bytes(mut self, bytes: u64) -> Self {
        self.spare_bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
        self
    }

    /// The host's own threads do the work; [`threads`](ContextBuilder::threads) then limits how many
    /// tasks a loop has. A panic in it ends the call and goes on in the caller of [`Context::scope`].
    pub fn executor(mut self, executor: impl Executor + 'static) -> Self {
        self.listeners.executor = Some(Box::new(executor));
        self
    }

    /// Called now and then during long calls, on the thread that made the call. `Break` cancels; a panic
    /// cancels and goes on in the caller of [`Context::scope`]. What `body` itself calls of this crate is
    /// not told to it.
    pub fn on_progress(
        mut self,
        body: impl Fn(&Progress) -> ControlFlow<()> + Send + Sync + 'static,
    ) -> Self {
        self.listeners.progress = Some(Box::new(body));
        self
    }

    /// Called with whole lines, without a line end, on the thread that made the call. A panic ends the
    /// call where it tells its progress next, and goes on in the caller of [`Context::scope`]. What `body`
    /// itself calls of this crate is not told to it. Takes the place of
    /// [`on_log_line`](ContextBuilder::on_log_line).
    pub fn on_log(self, body: impl Fn(LogLevel, &str) + Send + Sync + 'static) -> Self {
        self.on_log_line(move |line| body(line.level, line.text))
    }

    /// As [`on_log`](ContextBuilder::on_log), with what the line speaks of.
    pub fn on_log_line(mut self, body: impl Fn(&LogLine<'_>) + Send + Sync + 'static) -> Self {
        self.listeners.log = Some(Box::new(body));
        self
    }

    /// Ends calls when it is set.
    pub fn cancel(mut self, cancel: &Cancel) -> Self {
        self.cancel = Some(cancel.clone());
        self
    }

    /// The context.
    pub fn build(self) -> Result<Context> {
        let listeners = Box::new(self.listeners);
        let user = (&*listeners as *const Listeners as *mut Listeners).cast::<c_void>();
        let mut options: sys::tenon_context_options = blank();
        options.threads = self.threads;
        options.byte_budget = self.byte_budget;
        options.spare_bytes = self.spare_bytes;
        let executor = listeners.executor.as_ref().map(|executor| sys::tenon_executor {
            width: i32::try_from(executor.width()).unwrap_or(i32::MAX),
            parallel_for: Some(on_parallel_for),
            user,
            ..blank()
        });
        options.executor = executor.as_ref().map_or(null(), |executor| executor);
        if listeners.progress.is_some() || listeners.log.is_some() || executor.is_some() {
            options.progress = Some(progress_entry); // ends a call in which another callback panicked
            options.progress_user = user;
        }
        if listeners.log.is_some() {
            options.log_line = Some(log_entry);
            options.log_line_user = user;
        }
        options.cancel = self.cancel.as_ref().map_or(null(), Cancel::raw);
        let mut out = null_mut();
        // SAFETY: options and out are live; the listeners outlive the context.
        call(|err| unsafe { sys::tenon_context_create(&options, &mut out, err) })?;
        let handle =
            NonNull::new(out).ok_or_else(|| Error::argument_error("context", "was not made"))?;
        Ok(Context { handle, _listeners: listeners })
    }
}

/// What a host controls while tenon works: threads, memory, progress, log lines, cancelling. Without one, calls
/// use one thread, are silent and have no limit.
///
/// ```
/// use std::sync::atomic::{AtomicUsize, Ordering};
/// use std::{ops::ControlFlow, sync::Arc};
/// use tenon::{Context, Table};
///
/// let seen = Arc::new(AtomicUsize::new(0));
/// let count = seen.clone();
/// let context = Context::builder()
///     .threads(2)
///     .byte_budget(1 << 30)
///     .on_progress(move |_| {
///         count.fetch_add(1, Ordering::Relaxed);
///         ControlFlow::Continue(())
///     })
///     .build()?;
/// let table = context.scope(|| Table::from_csv_text("a,b\n1,2\n3,4\n"))?;
/// assert_eq!(table.rows(), 2);
/// assert!(seen.load(Ordering::Relaxed) > 0);
/// # Ok::<(), tenon::Error>(())
/// ```
pub struct Context {
    handle: NonNull<sys::tenon_context>,
    _listeners: Box<Listeners>, // lent to the handle
}

// SAFETY: a tenon_context is immutable and may be used by any number of threads; the listeners are Sync.
unsafe impl Send for Context {}
unsafe impl Sync for Context {}

impl std::fmt::Debug for Context {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Context").field("peak_bytes", &self.peak_bytes()).finish_non_exhaustive()
    }
}

impl Drop for Context {
    fn drop(&mut self) {
        // SAFETY: the handle is owned and not used afterwards.
        unsafe { sys::tenon_context_free(self.handle.as_ptr()) }
    }
}

thread_local! {
    static CURRENT: Cell<*const sys::tenon_context> = const { Cell::new(null()) };
    // Of a callback in the innermost scope of this thread: all of them run on the thread that made the
    // call, so whatever other threads do in scopes of the same context is none of its business.
    static PANIC: RefCell<Option<Panic>> = const { RefCell::new(None) };
    // Whose closures are running on this thread.
    static TELLING: Cell<*const Listeners> = const { Cell::new(null()) };
    static LOGGING: Cell<*const Listeners> = const { Cell::new(null()) };
}

type Running = std::thread::LocalKey<Cell<*const Listeners>>;

// Runs a closure of listeners, but not within itself: what the closure calls is made with the same context.
fn once(running: &'static Running, listeners: &Listeners, body: impl FnOnce()) {
    let outer = running.with(|cell| cell.replace(listeners));
    if !std::ptr::eq(outer, listeners) {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(body)) {
            keep(panic);
        }
    }
    running.with(|cell| cell.set(outer));
}

/// The context of the innermost [`Context::scope`] on this thread; NULL outside of all.
pub(crate) fn current() -> *const sys::tenon_context {
    CURRENT.with(Cell::get)
}

/// Keeps the first panic of a call until the scope around it ends.
pub(crate) fn keep(panic: Panic) {
    PANIC.with(|kept| {
        kept.borrow_mut().get_or_insert(panic);
    });
}

fn failed() -> bool {
    PANIC.with(|kept| kept.borrow().is_some())
}

// What the scope around this one had; a panic that this one leaves behind, as its body unwinds for
// another reason, goes with it.
struct Outer {
    context: *const sys::tenon_context,
    panic: Option<Panic>,
}

impl Outer {
    fn enter(context: *const sys::tenon_context) -> Self {
        Self {
            context: CURRENT.with(|current| current.replace(context)),
            panic: PANIC.with(RefCell::take),
        }
    }
}

impl Drop for Outer {
    fn drop(&mut self) {
        CURRENT.with(|current| current.set(self.context));
        PANIC.with(|kept| kept.replace(self.panic.take()));
    }
}

impl Context {
    /// One thread, silent, without a limit, until it is told otherwise.
    pub fn builder() -> ContextBuilder {
        ContextBuilder::default()
    }

    /// Every call of this crate that `body` makes on this thread is made with this context. Scopes nest.
    pub fn scope<T>(&self, body: impl FnOnce() -> T) -> T {
        let (made, panic) = {
            let _outer = Outer::enter(self.handle.as_ptr());
            (body(), PANIC.with(RefCell::take))
        };
        if let Some(panic) = panic {
            resume_unwind(panic);
        }
        made
    }

    /// The most bytes of large blocks in use at once so far.
    pub fn peak_bytes(&self) -> u64 {
        // SAFETY: the handle is live.
        u64::try_from(unsafe { sys::tenon_context_peak_bytes(self.handle.as_ptr()) }).unwrap_or(0)
    }
}

fn known(value: f64) -> Option<f64> {
    (!value.is_nan()).then_some(value)
}

unsafe extern "C" fn progress_entry(
    progress: *const sys::tenon_progress,
    user: *mut c_void,
) -> i32 {
    // SAFETY: user is the listeners of a live context; the snapshot is live for the call.
    let (listeners, raw) = unsafe { (&*user.cast::<Listeners>(), &*progress) };
    let snapshot = Progress {
        phase: text(raw.phase),
        share: known(raw.share).filter(|share| *share >= 0.0),
        seconds: known(raw.seconds).filter(|seconds| *seconds >= 0.0),
        incumbent: known(raw.incumbent),
        bound: known(raw.bound),
        gap: known(raw.gap),
        work: raw.work,
        rows: Some(raw.rows).filter(|rows| *rows >= 0),
        nodes: Some(raw.nodes).filter(|nodes| *nodes >= 0),
    };
    if failed() {
        return 1;
    }
    let mut flow = ControlFlow::Continue(());
    if let Some(body) = &listeners.progress {
        once(&TELLING, listeners, || flow = body(&snapshot));
    }
    i32::from(flow.is_break() || failed())
}

unsafe extern "C" fn log_entry(line: *const sys::tenon_log_line, user: *mut c_void) {
    // SAFETY: user is the listeners of a live context; the line and its text live for the call.
    let (listeners, raw, bytes) = unsafe {
        let raw = &*line;
        let length = usize::try_from(raw.length).unwrap_or(0);
        (&*user.cast::<Listeners>(), raw, std::slice::from_raw_parts(raw.text.cast::<u8>(), length))
    };
    let text = String::from_utf8_lossy(bytes);
    let line = LogLine {
        level: match raw.level {
            1 => LogLevel::Error,
            2 => LogLevel::Warning,
            3 => LogLevel::Info,
            _ => LogLevel::Detail,
        },
        id: match raw.id {
            sys::TENON_LOG_READ_REMARK => LogId::ReadRemark,
            sys::TENON_LOG_SEARCH => LogId::Search,
            _ => LogId::Other,
        },
        text: &text,
    };
    if let Some(body) = &listeners.log {
        once(&LOGGING, listeners, || body(&line));
    }
}
