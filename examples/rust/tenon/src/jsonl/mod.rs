//! JSON Lines in and out: one object a line.

mod reader;

pub use reader::JsonlReader;

use std::io::Write;
use std::path::Path;

use tenon_sys as sys;

use crate::context::current;
use crate::csv::{Kept, Sink};
use crate::error::{call, Names};
use crate::options::{borrowed, options};
use crate::raw::{blank, c_path};
use crate::{CsvSource, Result, Table};

options! {
    /// How JSON Lines are read.
    pub struct JsonlOptions {
        /// A bad line is a finding and no record; else it is refused.
        value lenient: bool = false,
        /// Every column is text.
        value all_text: bool = false,
        /// Columns that are never taken for another type than text.
        texts text_columns: String,
        /// Only these, in this order; empty: all there are.
        texts columns: String,
        /// Larger texts are refused.
        optional max_bytes: u64,
    }
}

impl JsonlOptions {
    pub(crate) fn lend<T>(
        &self,
        body: impl FnOnce(&sys::tenon_jsonl_options) -> Result<T>,
    ) -> Result<T> {
        let texts = Names::new("text_columns", &borrowed(&self.text_columns))?;
        let columns = Names::new("columns", &borrowed(&self.columns))?;
        let mut raw = sys::tenon_jsonl_options {
            lenient: i32::from(self.lenient),
            all_text: i32::from(self.all_text),
            text_column_count: texts.count(),
            text_columns: texts.pointer(),
            max_bytes: self.max_bytes.map_or(0, |n| i64::try_from(n).unwrap_or(i64::MAX).max(1)),
            ..blank()
        };
        if !self.columns.is_empty() {
            raw.columns = columns.pointer();
            raw.column_count = columns.count();
        }
        body(&raw)
    }
}

/// What is written for NaN and infinities, which JSON does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum NotFinite {
    /// They are an error, with row and column.
    #[default]
    Refuse,
    /// null.
    Null,
    /// "nan", "inf", "-inf".
    Text,
}

options! {
    /// How JSON Lines are written.
    pub struct JsonlWriteOptions {
        /// Missing cells are left out; else they are null.
        value skip_missing: bool = false,
        /// What is written for NaN and infinities.
        value not_finite: NotFinite = NotFinite::Refuse,
    }
}

impl JsonlWriteOptions {
    pub(crate) fn raw(&self) -> sys::tenon_jsonl_write_options {
        sys::tenon_jsonl_write_options {
            skip_missing: i32::from(self.skip_missing),
            not_finite: match self.not_finite {
                NotFinite::Refuse => sys::TENON_NOT_FINITE_REFUSE,
                NotFinite::Null => sys::TENON_NOT_FINITE_NULL,
                NotFinite::Text => sys::TENON_NOT_FINITE_TEXT,
            },
            ..blank()
        }
    }
}

/// Whether a file is JSON Lines: it ends in .jsonl or .ndjson, or its first byte that is no blank is `{`.
pub fn is_jsonl_file(path: impl AsRef<Path>) -> bool {
    // SAFETY: the path lives for the call.
    c_path("path", path.as_ref())
        .map_or(false, |path| unsafe { sys::tenon_is_jsonl_file(path.as_ptr()) != 0 })
}

impl Table {
    /// Reads a file of one JSON object a line; objects in objects become columns such as "motor.rpm".
    pub fn read_jsonl(path: impl AsRef<Path>) -> Result<Table> {
        Table::read_jsonl_with(path, &JsonlOptions::new())
    }

    /// The same of a file of which something is known.
    pub fn read_jsonl_with(path: impl AsRef<Path>, options: &JsonlOptions) -> Result<Table> {
        let path = c_path("path", path.as_ref())?;
        options.lend(|raw| {
            // SAFETY: path and options live for the call, as all inputs below do.
            Table::make(|out, err| unsafe {
                sys::tenon_table_read_jsonl(current(), path.as_ptr(), raw, out, err)
            })
        })
    }

    /// The same from memory.
    ///
    /// ```
    /// let log = tenon::Table::from_jsonl_text("{\"heat\": 1.5}\n{\"heat\": null}\n")?;
    /// assert_eq!(log.numbers("heat")?, [Some(1.5), None]);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn from_jsonl_text(lines: &str) -> Result<Table> {
        Table::from_jsonl_text_with(lines, &JsonlOptions::new())
    }

    /// The same of a text of which something is known.
    pub fn from_jsonl_text_with(lines: &str, options: &JsonlOptions) -> Result<Table> {
        options.lend(|raw| {
            Table::make(|out, err| unsafe {
                let (text, length) = (lines.as_ptr().cast(), lines.len() as i64);
                sys::tenon_table_read_jsonl_buffer(current(), text, length, raw, out, err)
            })
        })
    }

    /// The same from anything that can be read. An error of the reader's own is returned with its words.
    ///
    /// ```
    /// use tenon::{CsvSource, JsonlOptions, Table};
    ///
    /// let pipe: &[u8] = b"{\"heat\": 1.5}\n";
    /// let log = Table::from_jsonl_source(CsvSource::new(pipe), &JsonlOptions::new())?;
    /// assert_eq!(log.numbers("heat")?, [Some(1.5)]);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn from_jsonl_source(source: CsvSource<'_>, options: &JsonlOptions) -> Result<Table> {
        let mut source = Kept::new(source);
        let raw_source = source.raw();
        let made = options.lend(|raw| {
            Table::make(|out, err| unsafe {
                sys::tenon_table_read_jsonl_blocks(current(), &raw_source, raw, out, err)
            })
        });
        source.or(made)
    }

    /// Writes a line a record, new, synced and renamed; numbers that are not finite are refused.
    pub fn write_jsonl(&self, path: impl AsRef<Path>) -> Result<()> {
        self.write_jsonl_with(path, &JsonlWriteOptions::new())
    }

    /// The same in another form.
    pub fn write_jsonl_with(
        &self,
        path: impl AsRef<Path>,
        options: &JsonlWriteOptions,
    ) -> Result<()> {
        let path = c_path("path", path.as_ref())?;
        let raw = options.raw();
        call(|err| unsafe {
            sys::tenon_table_write_jsonl(current(), self.raw(), path.as_ptr(), &raw, err)
        })
    }

    /// Writes a line a record to anything that takes bytes, in parts of about one MiB. An error of the
    /// writer's own is returned with its words.
    ///
    /// ```
    /// use tenon::{JsonlWriteOptions, Table};
    ///
    /// let table = Table::from_csv_text("heat,machine\n1.5,\n2,M-2\n")?;
    /// let mut text = Vec::new();
    /// table.write_jsonl_to(&mut text, &JsonlWriteOptions::new().skip_missing(true))?;
    /// assert_eq!(text, b"{\"heat\":1.5}\n{\"heat\":2,\"machine\":\"M-2\"}\n");
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn write_jsonl_to(&self, writer: impl Write, options: &JsonlWriteOptions) -> Result<()> {
        let raw = options.raw();
        Sink::lend(writer, |sink, user| {
            call(|err| unsafe {
                sys::tenon_table_write_jsonl_blocks(current(), self.raw(), &raw, sink, user, err)
            })
        })
    }
}
