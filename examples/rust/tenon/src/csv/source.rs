use std::any::Any;
use std::io::{self, Read, Seek, Write};
use std::os::raw::{c_char, c_void};
use std::panic::{catch_unwind, resume_unwind, AssertUnwindSafe};
use std::ptr::NonNull;
use std::slice::{from_raw_parts, from_raw_parts_mut};

use tenon_sys as sys;

use crate::raw::blank;
use crate::{Error, Result, Status};

/// A text from anything that can be read: a socket, a pipe, a decompressor.
///
/// ```
/// use tenon::{CsvOptions, CsvSource, Table};
///
/// let pipe: &[u8] = b"heat\n1\n2\n";
/// let table = Table::from_csv_source(CsvSource::new(pipe), &CsvOptions::new())?;
/// assert_eq!(table.rows(), 2);
/// # Ok::<(), tenon::Error>(())
/// ```
pub struct CsvSource<'a> {
    inner: Box<dyn Source + Send + 'a>,
    size: u64,
}

impl std::fmt::Debug for CsvSource<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CsvSource").field("size", &self.size).finish_non_exhaustive()
    }
}

impl<'a> CsvSource<'a> {
    /// A text that comes once: to find types out it is first taken into memory, or, by a
    /// [`CsvReader`](crate::CsvReader), its first block decides.
    pub fn new(reader: impl Read + Send + 'a) -> CsvSource<'a> {
        CsvSource { inner: Box::new(Once { reader, caught: Caught::default() }), size: 0 }
    }

    /// A text that can be had again, from where it stands now.
    pub fn seekable(mut reader: impl Read + Seek + Send + 'a) -> io::Result<CsvSource<'a>> {
        let first = reader.stream_position()?;
        Ok(CsvSource {
            inner: Box::new(Again { reader, first, caught: Caught::default() }),
            size: 0,
        })
    }

    /// Bytes in all, for progress and [`CsvOptions::max_bytes`](crate::CsvOptions::max_bytes).
    #[must_use]
    pub fn size(mut self, bytes: u64) -> Self {
        self.size = bytes;
        self
    }
}

/// A source that stays where it is while the library may read from it.
#[derive(Debug)]
pub(crate) struct Kept<'a>(NonNull<CsvSource<'a>>);

impl Drop for Kept<'_> {
    fn drop(&mut self) {
        // SAFETY: made of a box, and not used afterwards.
        drop(unsafe { Box::from_raw(self.0.as_ptr()) });
    }
}

impl<'a> Kept<'a> {
    pub(crate) fn new(source: CsvSource<'a>) -> Kept<'a> {
        Kept(NonNull::from(Box::leak(Box::new(source))))
    }

    /// For the library, as long as this lives.
    pub(crate) fn raw(&mut self) -> sys::tenon_csv_source {
        // SAFETY: owned, and no call that uses it is running, here and below.
        let source = unsafe { self.0.as_ref() };
        sys::tenon_csv_source {
            read: Some(on_read),
            rewind: if source.inner.can_rewind() { Some(on_rewind) } else { None },
            user: self.0.as_ptr().cast(),
            size: i64::try_from(source.size).unwrap_or(i64::MAX),
            ..blank()
        }
    }

    /// The reader's own failure, if there was one; else what the call gave.
    pub(crate) fn or<T>(&mut self, made: Result<T>) -> Result<T> {
        unsafe { self.0.as_mut() }.inner.caught().or(made)
    }
}

pub(super) trait Source {
    fn read(&mut self, to: &mut [u8]) -> i64;
    fn rewind(&mut self) -> bool;
    fn can_rewind(&self) -> bool;
    fn caught(&mut self) -> &mut Caught;
}

struct Once<R> {
    reader: R,
    caught: Caught,
}

struct Again<R> {
    reader: R,
    first: u64,
    caught: Caught,
}

fn read_some(reader: &mut impl Read, to: &mut [u8]) -> io::Result<i64> {
    loop {
        match reader.read(to) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other.map(|bytes| bytes as i64),
        }
    }
}

impl<R: Read> Source for Once<R> {
    fn read(&mut self, to: &mut [u8]) -> i64 {
        let reader = &mut self.reader;
        self.caught.run(|| read_some(reader, to)).unwrap_or(-1)
    }
    fn rewind(&mut self) -> bool {
        false
    }
    fn can_rewind(&self) -> bool {
        false
    }
    fn caught(&mut self) -> &mut Caught {
        &mut self.caught
    }
}

impl<R: Read + Seek> Source for Again<R> {
    fn read(&mut self, to: &mut [u8]) -> i64 {
        let reader = &mut self.reader;
        self.caught.run(|| read_some(reader, to)).unwrap_or(-1)
    }
    fn rewind(&mut self) -> bool {
        let (reader, first) = (&mut self.reader, self.first);
        self.caught.run(|| reader.seek(io::SeekFrom::Start(first))).is_some()
    }
    fn can_rewind(&self) -> bool {
        true
    }
    fn caught(&mut self) -> &mut Caught {
        &mut self.caught
    }
}

/// What went wrong in the host's own code; it waits here for the end of the call.
#[derive(Default)]
pub(crate) struct Caught {
    error: Option<io::Error>,
    panic: Option<Box<dyn Any + Send>>,
}

impl Caught {
    /// What `body` gives, or `None` when it fails.
    fn run<T>(&mut self, body: impl FnOnce() -> io::Result<T>) -> Option<T> {
        match catch_unwind(AssertUnwindSafe(body)) {
            Ok(Ok(value)) => return Some(value),
            Ok(Err(error)) => self.error = Some(error),
            Err(panic) => self.panic = Some(panic),
        }
        None
    }

    /// The host's own failure, if there was one; else what the call gave.
    pub(crate) fn or<T>(&mut self, made: Result<T>) -> Result<T> {
        if let Some(panic) = self.panic.take() {
            resume_unwind(panic);
        }
        match self.error.take() {
            Some(error) => Err(Error::host(Status::Io, &error.to_string())),
            None => made,
        }
    }
}

unsafe extern "C" fn on_read(to: *mut c_char, capacity: i64, user: *mut c_void) -> i64 {
    unsafe {
        // SAFETY: user is the source of the running call, borrowed by it alone; `to` holds `capacity` bytes.
        // They are cleared, since a reader may look at what it is given.
        let source = &mut *user.cast::<CsvSource>();
        let capacity = usize::try_from(capacity).unwrap_or(0);
        to.write_bytes(0, capacity);
        source.inner.read(from_raw_parts_mut(to.cast(), capacity))
    }
}

unsafe extern "C" fn on_rewind(user: *mut c_void) -> i32 {
    unsafe {
        // SAFETY: as above.
        let source = &mut *user.cast::<CsvSource>();
        i32::from(!source.inner.rewind())
    }
}

/// Where written text goes.
pub(crate) struct Sink<W> {
    writer: W,
    caught: Caught,
}

impl<W: Write> Sink<W> {
    /// Calls with the library's callback and its `user`; an error of the writer's is the result.
    pub(crate) fn lend(
        writer: W,
        body: impl FnOnce(sys::tenon_text_sink, *mut c_void) -> Result<()>,
    ) -> Result<()> {
        let mut sink = Sink { writer, caught: Caught::default() };
        let user: *mut Sink<W> = &mut sink;
        let done = body(Some(on_text::<W>), user.cast());
        let Sink { writer, caught } = &mut sink;
        caught.or(done)?;
        caught.run(|| writer.flush());
        caught.or(Ok(()))
    }
}

unsafe extern "C" fn on_text<W: Write>(
    bytes: *const c_char,
    length: i64,
    user: *mut c_void,
) -> i32 {
    unsafe {
        // SAFETY: user is the sink of the running call, borrowed by it alone; `bytes` holds `length` bytes.
        let Sink { writer, caught } = &mut *user.cast::<Sink<W>>();
        let text = from_raw_parts(bytes.cast::<u8>(), usize::try_from(length).unwrap_or(0));
        i32::from(caught.run(|| writer.write_all(text)).is_none())
    }
}
