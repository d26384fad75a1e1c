use std::io::Write;
use std::path::Path;

use tenon_sys as sys;

use super::source::{Kept, Sink};
use super::{CsvOptions, CsvSource, CsvWriteOptions};
use crate::context::current;
use crate::error::{call, document};
use crate::raw::c_path;
use crate::{Result, Table};

impl Table {
    /// Reads a delimited file; separator, types and missing marks are found out.
    ///
    /// Errors: the file cannot be read; a malformed line, with line and byte.
    pub fn read_csv(path: impl AsRef<Path>) -> Result<Table> {
        Table::read_csv_with(path, &CsvOptions::new())
    }

    /// The same of a file of which something is known.
    pub fn read_csv_with(path: impl AsRef<Path>, options: &CsvOptions) -> Result<Table> {
        let path = c_path("path", path.as_ref())?;
        options.lend(|raw| {
            // SAFETY: path and options live for the call.
            Table::make(|out, err| unsafe {
                sys::tenon_table_read_csv(current(), path.as_ptr(), raw, out, err)
            })
        })
    }

    /// Reads delimited text; separator, types and missing marks are found out.
    pub fn from_csv_text(csv: &str) -> Result<Table> {
        Table::from_csv_bytes(csv.as_bytes(), &CsvOptions::new())
    }

    /// The same from bytes in any encoding.
    ///
    /// ```
    /// use tenon::{CsvOptions, Table};
    ///
    /// let options = CsvOptions::new().decimal(',').thousands('.').lenient(true);
    /// let log = Table::from_csv_bytes(b"a;b\n1.024,5;x\nbroken\n2,5;y\n", &options)?;
    /// assert_eq!(log.numbers("a")?, [Some(1024.5), Some(2.5)]);
    /// assert_eq!(log.findings()?.numbers("line")?[0], Some(3.0));
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn from_csv_bytes(bytes: &[u8], options: &CsvOptions) -> Result<Table> {
        options.lend(|raw| {
            // SAFETY: pointer and length are those of a live slice; the options live for the call.
            Table::make(|out, err| unsafe {
                let (text, length) = (bytes.as_ptr().cast(), bytes.len() as i64);
                sys::tenon_table_read_csv_buffer(current(), text, length, raw, out, err)
            })
        })
    }

    /// The same from anything that can be read. An error of the reader's own is returned with its words.
    pub fn from_csv_source(source: CsvSource<'_>, options: &CsvOptions) -> Result<Table> {
        let mut source = Kept::new(source);
        let raw_source = source.raw();
        let made = options.lend(|raw| {
            // SAFETY: source and options live for the call.
            Table::make(|out, err| unsafe {
                sys::tenon_table_read_csv_blocks(current(), &raw_source, raw, out, err)
            })
        });
        source.or(made)
    }

    /// Writes the table, new, synced and renamed; numbers read back equal.
    pub fn write_csv(&self, path: impl AsRef<Path>) -> Result<()> {
        self.write_csv_with(path, &CsvWriteOptions::new())
    }

    /// The same in another form.
    pub fn write_csv_with(&self, path: impl AsRef<Path>, options: &CsvWriteOptions) -> Result<()> {
        let path = c_path("path", path.as_ref())?;
        options.lend(|raw| {
            // SAFETY: handle, path and options are live, here and below.
            call(|err| unsafe {
                sys::tenon_table_write_csv(current(), self.raw(), path.as_ptr(), raw, err)
            })
        })
    }

    /// Writes the table to anything that takes bytes, in parts of about one MiB. An error of the
    /// writer's own is returned with its words.
    ///
    /// ```
    /// use tenon::{CsvWriteOptions, Table};
    ///
    /// let table = Table::from_csv_text("heat,machine\n1.5,\n2,M-2\n")?;
    /// let mut text = Vec::new();
    /// table.write_csv_to(&mut text, &CsvWriteOptions::new().delimiter(';').missing("?"))?;
    /// assert_eq!(text, b"heat;machine\n1.5;?\n2;M-2\n");
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn write_csv_to(&self, writer: impl Write, options: &CsvWriteOptions) -> Result<()> {
        options.lend(|raw| {
            Sink::lend(writer, |sink, user| {
                call(|err| unsafe {
                    sys::tenon_table_write_csv_blocks(current(), self.raw(), raw, sink, user, err)
                })
            })
        })
    }

    /// The table as CSV text.
    pub fn to_csv(&self) -> Result<String> {
        CsvWriteOptions::new().lend(|raw| {
            document(|buffer, capacity, needed, err| unsafe {
                sys::tenon_table_to_csv(self.raw(), raw, buffer, capacity, needed, err)
            })
        })
    }
}
