use std::marker::PhantomData;
use std::path::Path;
use std::ptr::{null_mut, NonNull};

use tenon_sys as sys;

use super::source::Kept;
use super::{CsvBatch, CsvOptions, CsvSource};
use crate::context::current;
use crate::error::call;
use crate::raw::c_path;
use crate::{Error, Result, Table};

/// A text too large for memory as tables of some records each, all of the same columns and types: those
/// that reading the whole would give, found in a pass ahead.
///
/// ```
/// use tenon::{CsvBatch, CsvOptions, CsvReader};
///
/// # let path = std::env::temp_dir().join(format!("tenon-doc-{}.csv", std::process::id()));
/// # std::fs::write(&path, "heat\n1\n2\n2.5\n").unwrap();
/// let mut rows = 0;
/// for table in CsvReader::open(&path, &CsvOptions::new(), &CsvBatch::new().rows(2))? {
///     rows += table?.rows();
/// }
/// assert_eq!(rows, 3);
/// # std::fs::remove_file(path).unwrap();
/// # Ok::<(), tenon::Error>(())
/// ```
#[derive(Debug)]
pub struct CsvReader<'a> {
    handle: NonNull<sys::tenon_csv_reader>,
    // The library reads from it until the handle is freed.
    source: Option<Kept<'a>>,
    bytes: PhantomData<&'a [u8]>,
    ended: bool,
}

// SAFETY: it belongs to one thread at a time, whichever it is; so does the source, which is Send.
unsafe impl Send for CsvReader<'_> {}

impl Drop for CsvReader<'_> {
    fn drop(&mut self) {
        // SAFETY: the handle is owned and not used afterwards; the source lives still.
        unsafe { sys::tenon_csv_reader_free(self.handle.as_ptr()) }
    }
}

impl<'a> CsvReader<'a> {
    fn owned(
        handle: *mut sys::tenon_csv_reader,
        source: Option<Kept<'a>>,
    ) -> Result<CsvReader<'a>> {
        NonNull::new(handle)
            .map(|handle| CsvReader { handle, source, bytes: PhantomData, ended: false })
            .ok_or_else(|| Error::argument_error("reader", "was not made"))
    }

    /// Of a file.
    pub fn open(
        path: impl AsRef<Path>,
        options: &CsvOptions,
        batch: &CsvBatch,
    ) -> Result<CsvReader<'static>> {
        let path = c_path("path", path.as_ref())?;
        let (batch, mut out) = (batch.raw(), null_mut());
        options.lend(|raw| {
            // SAFETY: path and options live for the call, and need not longer, here and below.
            call(|err| unsafe {
                let path = path.as_ptr();
                sys::tenon_csv_reader_create_file(current(), path, raw, &batch, &mut out, err)
            })
        })?;
        CsvReader::owned(out, None)
    }

    /// Of bytes in memory.
    pub fn from_bytes(
        bytes: &'a [u8],
        options: &CsvOptions,
        batch: &CsvBatch,
    ) -> Result<CsvReader<'a>> {
        let (batch, mut out) = (batch.raw(), null_mut());
        options.lend(|raw| {
            // SAFETY: the bytes outlive the reader, which borrows them.
            call(|err| unsafe {
                sys::tenon_csv_reader_create_buffer(
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
        CsvReader::owned(out, None)
    }

    /// Of anything that can be read. Where it comes once, its first block decides about types: later
    /// cells that do not fit are missing, and findings.
    pub fn from_source(
        source: CsvSource<'a>,
        options: &CsvOptions,
        batch: &CsvBatch,
    ) -> Result<CsvReader<'a>> {
        let mut source = Kept::new(source);
        let raw_source = source.raw();
        let (batch, mut out) = (batch.raw(), null_mut());
        let made = options.lend(|raw| {
            // SAFETY: the source is kept until the reader has been freed.
            call(|err| unsafe {
                let given = &raw_source;
                sys::tenon_csv_reader_create_blocks(current(), given, raw, &batch, &mut out, err)
            })
        });
        source.or(made)?;
        CsvReader::owned(out, Some(source))
    }

    /// What was odd so far; after the last batch, all of it.
    pub fn findings(&self) -> Result<Table> {
        // SAFETY: the handle is live.
        Table::make(|out, err| unsafe {
            sys::tenon_csv_reader_findings(self.handle.as_ptr(), out, err)
        })
    }
}

impl Iterator for CsvReader<'_> {
    type Item = Result<Table>;

    /// Ends behind the last batch, and behind the first failure.
    fn next(&mut self) -> Option<Result<Table>> {
        if self.ended {
            return None;
        }
        let mut out = null_mut();
        // SAFETY: the handle is live and borrowed alone.
        let done = call(|err| unsafe {
            sys::tenon_csv_reader_next(current(), self.handle.as_ptr(), &mut out, err)
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

impl std::iter::FusedIterator for CsvReader<'_> {}
