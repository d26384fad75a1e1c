use std::marker::PhantomData;
use std::path::Path;
use std::ptr::{null_mut, NonNull};

use tenon_sys as sys;

use super::JsonlOptions;
use crate::context::current;
use crate::csv::Kept;
use crate::error::call;
use crate::raw::c_path;
use crate::{CsvBatch, CsvSource, Error, Result, Table};

/// JSON Lines too large for memory as tables of some records each, all of the same columns and types: those
/// that reading the whole would give, found in a pass ahead.
///
/// ```
/// use tenon::{CsvBatch, JsonlOptions, JsonlReader};
///
/// let lines = b"{\"heat\": 1}\n{\"heat\": 2}\n{\"heat\": 2.5, \"line\": \"A\"}\n";
/// let reader = JsonlReader::from_bytes(lines, &JsonlOptions::new(), &CsvBatch::new().rows(2))?;
/// let tables = reader.collect::<tenon::Result<Vec<_>>>()?;
/// assert_eq!(tables[0].names(), ["heat", "line"]);
/// assert_eq!(tables[1].numbers("heat")?, [Some(2.5)]);
/// # Ok::<(), tenon::Error>(())
/// ```
#[derive(Debug)]
pub struct JsonlReader<'a> {
    handle: NonNull<sys::tenon_jsonl_reader>,
    source: Option<Kept<'a>>, // after the handle: the reader goes first
    bytes: PhantomData<&'a [u8]>,
    ended: bool,
}

// SAFETY: it belongs to one thread at a time, whichever it is.
unsafe impl Send for JsonlReader<'_> {}

impl Drop for JsonlReader<'_> {
    fn drop(&mut self) {
        // SAFETY: the handle is owned and not used afterwards; the source lives still.
        unsafe { sys::tenon_jsonl_reader_free(self.handle.as_ptr()) }
    }
}

impl<'a> JsonlReader<'a> {
    fn owned(
        handle: *mut sys::tenon_jsonl_reader,
        source: Option<Kept<'a>>,
    ) -> Result<JsonlReader<'a>> {
        NonNull::new(handle)
            .map(|handle| JsonlReader { handle, source, bytes: PhantomData, ended: false })
            .ok_or_else(|| Error::argument_error("reader", "was not made"))
    }

    /// Of a file.
    pub fn open(
        path: impl AsRef<Path>,
        options: &JsonlOptions,
        batch: &CsvBatch,
    ) -> Result<JsonlReader<'static>> {
        let path = c_path("path", path.as_ref())?;
        let (batch, mut out) = (batch.raw(), null_mut());
        options.lend(|raw| {
            // SAFETY: path and options live for the call, and need not longer, here and below.
            call(|err| unsafe {
                let path = path.as_ptr();
                sys::tenon_jsonl_reader_create_file(current(), path, raw, &batch, &mut out, err)
            })
        })?;
        JsonlReader::owned(out, None)
    }

    /// Of bytes in memory.
    pub fn from_bytes(
        bytes: &'a [u8],
        options: &JsonlOptions,
        batch: &CsvBatch,
    ) -> Result<JsonlReader<'a>> {
        let (batch, mut out) = (batch.raw(), null_mut());
        options.lend(|raw| {
            // SAFETY: the bytes outlive the reader, which borrows them.
            call(|err| unsafe {
                sys::tenon_jsonl_reader_create_buffer(
                    current(),
                    bytes.as_ptr().cast(),
                    bytes.len() as i64,
                    raw,
                    &batch,
                    &mut out,
                    err,
                )
            })
        })?;
        JsonlReader::owned(out, None)
    }

    /// Of anything that can be read. A text that comes once is taken into memory first, since types are
    /// those of the whole of it.
    ///
    /// ```
    /// use tenon::{CsvBatch, CsvSource, JsonlOptions, JsonlReader};
    ///
    /// let pipe: &[u8] = b"{\"heat\": 1}\n{\"heat\": 2}\n{\"heat\": 3}\n";
    /// let batch = CsvBatch::new().rows(2);
    /// let reader = JsonlReader::from_source(CsvSource::new(pipe), &JsonlOptions::new(), &batch)?;
    /// let rows: Vec<usize> = reader.map(|table| table.map(|t| t.rows())).collect::<Result<_, _>>()?;
    /// assert_eq!(rows, [2, 1]);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn from_source(
        source: CsvSource<'a>,
        options: &JsonlOptions,
        batch: &CsvBatch,
    ) -> Result<JsonlReader<'a>> {
        let mut source = Kept::new(source);
        let raw_source = source.raw();
        let (batch, mut out) = (batch.raw(), null_mut());
        let made = options.lend(|raw| {
            // SAFETY: the source is kept until the reader has been freed.
            call(|err| unsafe {
                let given = &raw_source;
                sys::tenon_jsonl_reader_create_blocks(current(), given, raw, &batch, &mut out, err)
            })
        });
        source.or(made)?;
        JsonlReader::owned(out, Some(source))
    }

    /// What was odd: all of it from the beginning.
    pub fn findings(&self) -> Result<Table> {
        // SAFETY: the handle is live.
        Table::make(|out, err| unsafe {
            sys::tenon_jsonl_reader_findings(self.handle.as_ptr(), out, err)
        })
    }
}

impl Iterator for JsonlReader<'_> {
    type Item = Result<Table>;

    /// Ends behind the last batch, and behind the first failure.
    fn next(&mut self) -> Option<Result<Table>> {
        if self.ended {
            return None;
        }
        let mut out = null_mut();
        // SAFETY: the handle is live and borrowed alone.
        let done = call(|err| unsafe {
            sys::tenon_jsonl_reader_next(current(), self.handle.as_ptr(), &mut out, err)
        });
        self.ended = done.is_err() || out.is_null();
        let done = match &mut self.source {
            Some(source) => source.or(done),
            None => done,
        };
        match done {
            Err(error) => Some(Err(error)),
            Ok(()) if out.is_null() => None,
            Ok(()) => Some(Table::owned(out)),
        }
    }
}

impl std::iter::FusedIterator for JsonlReader<'_> {}
