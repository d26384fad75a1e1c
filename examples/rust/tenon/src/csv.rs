use std::mem::size_of;
use std::ptr::{null_mut, NonNull};

use tenon_sys as sys;

use crate::context::current;
use crate::error::{c_text, call, Names};
use crate::{Error, Result, Table};

/// How a delimited file is written. What is not said is found out.
#[derive(Debug, Clone, Default)]
pub struct CsvOptions {
    /// Between cells; `Some(' ')`: runs of blanks.
    pub delimiter: Option<char>,
    /// `.` or `,`.
    pub decimal: Option<char>,
    /// Between groups of three digits.
    pub thousands: Option<char>,
    /// Lines that begin with it are skipped.
    pub comment: Option<char>,
    /// Cells that mean missing, instead of NA, NaN, null, - and the like.
    pub missing_marks: Vec<String>,
    /// Columns that are never taken for another type than text.
    pub text_columns: Vec<String>,
    /// Lines ahead of the header that are none of the table.
    pub skip_lines: u32,
    /// The first line is a record.
    pub no_header: bool,
    /// Lines that are no records are left out and told in the findings; else the first is refused.
    pub lenient: bool,
    /// Where the bytes are not UTF-8 and have no mark: UTF-16, GB18030 or Latin-1 by what fits, told in
    /// the findings.
    pub guess_encoding: bool,
}

fn mark(name: &str, value: Option<char>) -> Result<i32> {
    match value {
        None => Ok(0),
        Some(c) if c.is_ascii() && c != '\0' => Ok(c as i32),
        Some(_) => Err(Error::argument_error(name, "must be an ASCII character")),
    }
}

impl CsvOptions {
    /// Calls with the options in the library's form.
    fn lend<T>(&self, body: impl FnOnce(&sys::tenon_csv_options) -> Result<T>) -> Result<T> {
        let marks: Vec<&str> = self.missing_marks.iter().map(String::as_str).collect();
        let marks = Names::new("missing_marks", &marks)?;
        let texts: Vec<&str> = self.text_columns.iter().map(String::as_str).collect();
        let texts = Names::new("text_columns", &texts)?;
        // SAFETY: plain numbers and pointers, for which zero is valid and means the default.
        let mut raw: sys::tenon_csv_options = unsafe { std::mem::zeroed() };
        raw.struct_size = size_of::<sys::tenon_csv_options>() as u32;
        raw.delimiter = mark("delimiter", self.delimiter)?;
        raw.decimal = mark("decimal", self.decimal)?;
        raw.thousands = mark("thousands", self.thousands)?;
        raw.comment = mark("comment", self.comment)?;
        raw.missing_marks = marks.pointer();
        raw.missing_mark_count = marks.count();
        raw.text_columns = texts.pointer();
        raw.text_column_count = texts.count();
        raw.skip_lines = i64::from(self.skip_lines);
        raw.no_header = i32::from(self.no_header);
        raw.lenient = i32::from(self.lenient);
        if self.guess_encoding {
            raw.encoding = sys::TENON_ENCODING_GUESS;
        }
        body(&raw)
    }
}

impl Table {
    /// Reads a delimited file of which something is known.
    pub fn read_csv_with(path: &str, options: &CsvOptions) -> Result<Table> {
        let path = c_text("path", path)?;
        options.lend(|raw| {
            // SAFETY: path and options live for the call.
            Table::make(|out, err| unsafe {
                sys::tenon_table_read_csv(current(), path.as_ptr(), raw, out, err)
            })
        })
    }

    /// The same from memory, in any encoding.
    ///
    /// ```
    /// use tenon::{CsvOptions, Table};
    ///
    /// let options = CsvOptions { decimal: Some(','), thousands: Some('.'), lenient: true, ..Default::default() };
    /// let log = Table::from_csv_bytes(b"a;b\n1.024,5;x\nbroken\n2,5;y\n", &options)?;
    /// assert_eq!(log.numbers("a")?, [Some(1024.5), Some(2.5)]);
    /// assert_eq!(log.findings()?.numbers("line")?[0], Some(3.0));
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn from_csv_bytes(bytes: &[u8], options: &CsvOptions) -> Result<Table> {
        options.lend(|raw| {
            // SAFETY: pointer and length are those of a live slice; the options live for the call.
            Table::make(|out, err| unsafe {
                sys::tenon_table_read_csv_buffer(
                    current(),
                    bytes.as_ptr().cast(),
                    bytes.len() as i64,
                    raw,
                    out,
                    err,
                )
            })
        })
    }
}

/// A file too large for memory as tables of some records each, all of the same columns and types: those
/// that reading the whole file would give, found in a pass ahead.
///
/// ```
/// use tenon::{CsvOptions, CsvReader};
///
/// # let path = std::env::temp_dir().join(format!("tenon-doc-{}.csv", std::process::id()));
/// # std::fs::write(&path, "heat\n1\n2\n2.5\n").unwrap();
/// # let path = path.to_str().unwrap();
/// let mut rows = 0;
/// for batch in CsvReader::open(path, &CsvOptions::default(), 2)? {
///     rows += batch?.rows();
/// }
/// assert_eq!(rows, 3);
/// # std::fs::remove_file(path).unwrap();
/// # Ok::<(), tenon::Error>(())
/// ```
#[derive(Debug)]
pub struct CsvReader {
    handle: NonNull<sys::tenon_csv_reader>,
    ended: bool,
}

// SAFETY: it belongs to one thread at a time, whichever it is.
unsafe impl Send for CsvReader {}

impl Drop for CsvReader {
    fn drop(&mut self) {
        // SAFETY: the handle is owned and not used afterwards.
        unsafe { sys::tenon_csv_reader_free(self.handle.as_ptr()) }
    }
}

impl CsvReader {
    /// Batches of at most `rows` records; 0: of about 16 MiB.
    pub fn open(path: &str, options: &CsvOptions, rows: u32) -> Result<CsvReader> {
        let path = c_text("path", path)?;
        // SAFETY: plain numbers, for which zero is valid and means the default.
        let mut batch: sys::tenon_csv_batch_options = unsafe { std::mem::zeroed() };
        batch.struct_size = size_of::<sys::tenon_csv_batch_options>() as u32;
        batch.rows = i64::from(rows);
        let mut out = null_mut();
        options.lend(|raw| {
            // SAFETY: path and options live for the call, and need not longer.
            call(|err| unsafe {
                sys::tenon_csv_reader_create_file(
                    current(),
                    path.as_ptr(),
                    raw,
                    &batch,
                    &mut out,
                    err,
                )
            })
        })?;
        NonNull::new(out)
            .map(|handle| CsvReader { handle, ended: false })
            .ok_or_else(|| Error::argument_error("reader", "was not made"))
    }

    /// What was odd so far; after the last batch, all of it.
    pub fn findings(&self) -> Result<Table> {
        // SAFETY: the handle is live.
        Table::make(|out, err| unsafe {
            sys::tenon_csv_reader_findings(self.handle.as_ptr(), out, err)
        })
    }
}

impl Iterator for CsvReader {
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
        match done {
            Err(error) => Some(Err(error)),
            Ok(()) if out.is_null() => None,
            Ok(()) => Some(Table::make(|table, _| {
                // SAFETY: `table` is the place for the batch, which is the caller's now.
                unsafe { *table = out };
                sys::TENON_OK
            })),
        }
    }
}
