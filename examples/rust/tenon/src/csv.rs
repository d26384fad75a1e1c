use std::mem::size_of;
use std::ptr::null;

use tenon_sys as sys;

use crate::error::{c_text, Names};
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
                sys::tenon_table_read_csv(null(), path.as_ptr(), raw, out, err)
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
                sys::tenon_table_read_csv_buffer(null(), bytes.as_ptr().cast(), bytes.len() as i64, raw, out, err)
            })
        })
    }
}
