use tenon_sys as sys;

use crate::error::{c_text, Names};
use crate::options::{borrowed, options};
use crate::raw::{blank, int32, maybe, maybe_text, not_empty, pointer};
use crate::{Error, Result, Type};

/// In which bytes a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Encoding {
    /// By its byte-order mark, else UTF-8; other bytes are refused.
    #[default]
    Detect,
    /// UTF-8.
    Utf8,
    /// Latin-1.
    Latin1,
    /// UTF-16, low bytes first.
    Utf16Le,
    /// UTF-16, high bytes first.
    Utf16Be,
    /// GB18030, as Chinese programs write.
    Gb18030,
    /// As `Detect`; where that is not enough, UTF-16, GB18030 or Latin-1 by what fits, told in the
    /// findings.
    Guess,
}

impl Encoding {
    fn raw(self) -> sys::tenon_encoding {
        match self {
            Encoding::Detect => sys::TENON_ENCODING_DETECT,
            Encoding::Utf8 => sys::TENON_ENCODING_UTF8,
            Encoding::Latin1 => sys::TENON_ENCODING_LATIN1,
            Encoding::Utf16Le => sys::TENON_ENCODING_UTF16LE,
            Encoding::Utf16Be => sys::TENON_ENCODING_UTF16BE,
            Encoding::Gb18030 => sys::TENON_ENCODING_GB18030,
            Encoding::Guess => sys::TENON_ENCODING_GUESS,
        }
    }
}

/// What 03/04/2024 means, in a column where no date tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum DateOrder {
    /// The column is text, and that is a finding.
    #[default]
    Detect,
    /// The third of April.
    DayFirst,
    /// The fourth of March.
    MonthFirst,
}

/// What is known of one column before it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct CsvColumn {
    name: String,
    kind: Option<Type>,
    missing_marks: Vec<String>,
}

impl CsvColumn {
    /// The column of this name in the header.
    pub fn new(name: &str) -> CsvColumn {
        CsvColumn { name: name.to_owned(), kind: None, missing_marks: Vec::new() }
    }

    /// Its type, which is not found out then.
    pub fn kind(mut self, kind: Type) -> CsvColumn {
        self.kind = Some(kind);
        self
    }

    /// Cells that mean missing, instead of those of the whole text.
    pub fn missing_marks(mut self, marks: &[&str]) -> CsvColumn {
        self.missing_marks = marks.iter().map(|mark| (*mark).to_owned()).collect();
        self
    }
}

options! {
    /// How a delimited text is written. What is not said is found out.
    pub struct CsvOptions {
        /// Between cells; `' '`: runs of blanks.
        optional delimiter: char,
        /// Around cells that hold a delimiter; without it `"`.
        optional quote: char,
        /// Quotes are characters like others.
        value no_quotes: bool = false,
        /// `.` or `,`.
        optional decimal: char,
        /// Between groups of three digits; `' '` stands for the blanks that do not break, too, and
        /// `'\''` for the typographic apostrophe.
        optional thousands: char,
        /// Lines that begin with it are skipped.
        optional comment: char,
        /// Cells that mean missing, instead of NA, NaN, null, - and the like.
        texts missing_marks: String,
        /// Columns that are never taken for another type than text.
        texts text_columns: String,
        /// Every column is text.
        value all_text: bool = false,
        /// A quoted cell makes its column text.
        value quoted_text: bool = false,
        /// What is known of some columns, or of all.
        list columns: CsvColumn,
        /// What 03/04/2024 means where no date tells.
        value date_order: DateOrder = DateOrder::Detect,
        /// Lines ahead of the header that are none of the table.
        value skip_lines: u32 = 0,
        /// Lines right behind the header that are no records, such as a row of units.
        value skip_below_header: u32 = 0,
        /// The first line is a record; columns are c1, c2, ...
        value no_header: bool = false,
        /// Short lines are filled with missing cells; else a line of another number of cells is
        /// refused.
        value pad_short_lines: bool = false,
        /// Lines that are no records are left out, and cells that are not of the type given are
        /// missing, told in the findings; else the first is refused.
        value lenient: bool = false,
        /// In which bytes it is written.
        value encoding: Encoding = Encoding::Detect,
        /// Larger texts are refused.
        optional max_bytes: u64,
    }
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
    pub(crate) fn lend<T>(
        &self,
        body: impl FnOnce(&sys::tenon_csv_options) -> Result<T>,
    ) -> Result<T> {
        let marks = Names::new("missing_marks", &borrowed(&self.missing_marks))?;
        let texts = Names::new("text_columns", &borrowed(&self.text_columns))?;
        let names = self
            .columns
            .iter()
            .map(|column| c_text("columns", &column.name))
            .collect::<Result<Vec<_>>>()?;
        let own_marks = self
            .columns
            .iter()
            .map(|column| Names::new("missing_marks", &borrowed(&column.missing_marks)))
            .collect::<Result<Vec<_>>>()?;
        let columns: Vec<_> = self
            .columns
            .iter()
            .zip(names.iter().zip(&own_marks))
            .map(|(column, (name, marks))| sys::tenon_csv_column {
                type_: column.kind.map_or(0, Type::raw),
                name: name.as_ptr(),
                missing_marks: marks.pointer(),
                missing_mark_count: marks.count(),
                ..blank()
            })
            .collect();
        body(&sys::tenon_csv_options {
            delimiter: mark("delimiter", self.delimiter)?,
            quote: if self.no_quotes { -1 } else { mark("quote", self.quote)? },
            decimal: mark("decimal", self.decimal)?,
            thousands: match self.thousands {
                None => 0,
                Some(c) => c as i32,
            },
            comment: mark("comment", self.comment)?,
            missing_marks: marks.pointer(),
            missing_mark_count: marks.count(),
            text_columns: texts.pointer(),
            text_column_count: texts.count(),
            all_text: i32::from(self.all_text),
            quoted_text: i32::from(self.quoted_text),
            columns: pointer(not_empty(&columns)),
            column_count: int32("columns", columns.len())?,
            date_order: match self.date_order {
                DateOrder::Detect => sys::TENON_DATE_ORDER_DETECT,
                DateOrder::DayFirst => sys::TENON_DATE_ORDER_DAY_FIRST,
                DateOrder::MonthFirst => sys::TENON_DATE_ORDER_MONTH_FIRST,
            },
            skip_lines: i64::from(self.skip_lines),
            skip_below_header: i64::from(self.skip_below_header),
            no_header: i32::from(self.no_header),
            ragged: if self.pad_short_lines {
                sys::TENON_RAGGED_PAD
            } else {
                sys::TENON_RAGGED_ERROR
            },
            lenient: i32::from(self.lenient),
            encoding: self.encoding.raw(),
            max_bytes: self.max_bytes.map_or(0, |n| i64::try_from(n).unwrap_or(i64::MAX).max(1)),
            ..blank()
        })
    }
}

options! {
    /// How large the tables of a [`CsvReader`](crate::CsvReader) are; without limits some 16 MiB.
    pub struct CsvBatch {
        /// Records of a table.
        optional rows: u64,
        /// A table ends once its cells take so many.
        optional bytes: u64,
        /// Looked at for types, of a text that comes once; without it 16 MiB.
        optional first_block_bytes: u64,
    }
}

impl CsvBatch {
    pub(crate) fn raw(&self) -> sys::tenon_csv_batch_options {
        let limit =
            |limit: Option<u64>| limit.map_or(0, |n| i64::try_from(n).unwrap_or(i64::MAX).max(1));
        sys::tenon_csv_batch_options {
            rows: limit(self.rows),
            bytes: limit(self.bytes),
            first_block_bytes: limit(self.first_block_bytes),
            ..blank()
        }
    }
}

options! {
    /// How a table is written as delimited text.
    pub struct CsvWriteOptions {
        /// Between cells, an ASCII character.
        value delimiter: char = ',',
        /// No line of names.
        value no_header: bool = false,
        /// Written for missing cells; without it nothing.
        maybe_text missing: String,
    }
}

impl CsvWriteOptions {
    pub(crate) fn lend<T>(
        &self,
        body: impl FnOnce(&sys::tenon_csv_write_options) -> Result<T>,
    ) -> Result<T> {
        let missing = maybe_text("missing", self.missing.as_deref())?;
        body(&sys::tenon_csv_write_options {
            delimiter: mark("delimiter", Some(self.delimiter))?,
            no_header: i32::from(self.no_header),
            missing: maybe(&missing),
            ..blank()
        })
    }
}
