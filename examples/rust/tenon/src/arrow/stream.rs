use std::io;

use tenon_sys as sys;

use super::ArrowBatch;
use crate::context::current;
use crate::error::{call, text};
use crate::raw::int64;
use crate::{Error, Result, Status, Table};

/// Batches of one schema, by the Arrow C Stream Interface: a table's, or another library's.
///
/// ```
/// use tenon::{ArrowStream, Table};
///
/// let table = Table::from_csv_text("a\n1\n2\n3\n")?;
/// let sizes: Vec<_> =
///     ArrowStream::of(&table, 2)?.map(|b| b.map(|b| b.rows())).collect::<Result<_, _>>()?;
/// assert_eq!(sizes, [2, 1]);
/// assert_eq!(ArrowStream::of(&table, 2)?.into_table()?.rows(), 3);
/// # Ok::<(), tenon::Error>(())
/// ```
pub struct ArrowStream {
    stream: sys::ArrowArrayStream,
    ended: bool,
}

impl std::fmt::Debug for ArrowStream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ArrowStream").field("ended", &self.ended).finish_non_exhaustive()
    }
}

// SAFETY: a stream may move between threads; it is used by one at a time.
unsafe impl Send for ArrowStream {}

impl Drop for ArrowStream {
    fn drop(&mut self) {
        if let Some(release) = self.stream.release {
            // SAFETY: not released yet; it clears its own pointer.
            unsafe { release(&mut self.stream) }
        }
    }
}

impl ArrowStream {
    fn released() -> ArrowStream {
        // SAFETY: zero is a released stream.
        ArrowStream { stream: unsafe { std::mem::zeroed() }, ended: false }
    }

    /// The table in batches of so many records, which share its memory; 0: one batch. A table without
    /// records gives no batch.
    pub fn of(table: &Table, batch_rows: usize) -> Result<ArrowStream> {
        let mut made = ArrowStream::released();
        // SAFETY: the struct is filled, or left released.
        call(|err| unsafe {
            let rows = int64(batch_rows);
            sys::tenon_table_export_arrow_stream(table.raw(), rows, &mut made.stream, err)
        })?;
        Ok(made)
    }

    /// All that is left of the stream as one table; several batches are copied.
    ///
    /// Errors: malformed batches, with the column's name; nested types are not supported.
    pub fn into_table(mut self) -> Result<Table> {
        // SAFETY: the library takes the stream even when it fails, and clears its release.
        Table::make(|out, err| unsafe {
            sys::tenon_table_import_arrow_stream(current(), &mut self.stream, out, err)
        })
    }

    /// The same without the columns of types that have none here, each of which is a finding
    /// "unsupported column".
    ///
    /// Errors: malformed batches, with the column's name; no column is left.
    pub fn into_table_of_supported(mut self) -> Result<Table> {
        // SAFETY: the library takes the stream even when it fails, and clears its release.
        Table::make(|out, err| unsafe {
            sys::tenon_table_import_arrow_stream_supported(current(), &mut self.stream, out, err)
        })
    }

    /// The struct of the Arrow C Stream Interface, for another library (of the `arrow` crate:
    /// `FFI_ArrowArrayStream`, which has this layout). The receiver releases it.
    pub fn into_raw(self) -> sys::ArrowArrayStream {
        let this = std::mem::ManuallyDrop::new(self);
        // SAFETY: moved out once; the stream is not dropped.
        unsafe { std::ptr::read(&this.stream) }
    }

    /// Another library's stream, released when this is dropped or has become a table.
    ///
    /// # Safety
    ///
    /// It must be a valid struct of the Arrow C Stream Interface that nobody else releases and that may
    /// move to another thread. To iterate over its batches, and not only to make a table of it, they must
    /// be of the layouts that tenon exports.
    pub unsafe fn from_raw(stream: sys::ArrowArrayStream) -> ArrowStream {
        ArrowStream { stream, ended: false }
    }

    fn check(&mut self, code: i32) -> Result<()> {
        if code == 0 {
            return Ok(());
        }
        // SAFETY: the stream is live; its text is borrowed until the next call.
        let words = self.stream.get_last_error.map(|last| text(unsafe { last(&mut self.stream) }));
        let words = words.filter(|words| !words.is_empty());
        let words = words.unwrap_or_else(|| io::Error::from_raw_os_error(code).to_string());
        Err(Error::host(Status::Data, &words))
    }

    fn batch(&mut self) -> Result<Option<ArrowBatch>> {
        let (get_next, get_schema) = match (self.stream.get_next, self.stream.get_schema) {
            (Some(next), Some(schema)) if self.stream.release.is_some() => (next, schema),
            _ => return Err(Error::host(Status::Argument, "the stream has been released")),
        };
        let mut batch = ArrowBatch::released();
        // SAFETY: the stream is live; both structs are filled, or left released.
        let code = unsafe { get_next(&mut self.stream, batch.array_mut()) };
        self.check(code)?;
        if batch.is_released() {
            return Ok(None);
        }
        let code = unsafe { get_schema(&mut self.stream, batch.schema_mut()) };
        self.check(code)?;
        Ok(Some(batch))
    }
}

impl Iterator for ArrowStream {
    type Item = Result<ArrowBatch>;

    /// Ends behind the last batch, and behind the first failure.
    fn next(&mut self) -> Option<Result<ArrowBatch>> {
        if self.ended {
            return None;
        }
        let batch = self.batch();
        self.ended = !matches!(batch, Ok(Some(_)));
        batch.transpose()
    }
}

impl std::iter::FusedIterator for ArrowStream {}
