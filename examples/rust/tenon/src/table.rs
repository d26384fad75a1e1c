use std::ptr::{null, null_mut, NonNull};

use tenon_sys as sys;

use crate::context::current;
use crate::error::{c_text, call, text, Names};
use crate::options::options;
use crate::raw::{handle, int64};
use crate::{Error, Result, Timestamp};

/// The type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Type {
    /// 64-bit real numbers.
    Float64,
    /// 64-bit integers.
    Int64,
    /// Truth values.
    Bool,
    /// UTF-8 text.
    Text,
    /// Microseconds since 1970-01-01, as written.
    Timestamp,
}

impl Type {
    pub(crate) fn raw(self) -> sys::tenon_type {
        match self {
            Type::Float64 => sys::TENON_FLOAT64,
            Type::Int64 => sys::TENON_INT64,
            Type::Bool => sys::TENON_BOOL,
            Type::Text => sys::TENON_TEXT,
            Type::Timestamp => sys::TENON_TIMESTAMP,
        }
    }
}

impl std::fmt::Display for Type {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // SAFETY: the library gives a static text for every number.
        f.pad(&text(unsafe { sys::tenon_type_text(self.raw()) }))
    }
}

options! {
    /// How to hold records back for testing.
    pub struct SplitOptions {
        /// Share of the records that go to the test part, in (0, 1).
        value test_share: f64 = 0.2,
        /// The same seed gives the same split everywhere.
        value seed: u64 = 42,
        /// A column whose values keep their shares in both parts.
        maybe_text stratify: String,
    }
}

handle! {
    /// Named, typed columns of equal length with missing cells. Immutable: steps give new tables that
    /// share what they left alone.
    Table, sys::tenon_table, sys::tenon_table_free, shared
}

impl Table {
    /// How many records.
    pub fn rows(&self) -> usize {
        // SAFETY: the handle is live.
        usize::try_from(unsafe { sys::tenon_table_rows(self.raw()) }).unwrap_or(0)
    }

    /// How many columns.
    pub fn columns(&self) -> usize {
        // SAFETY: the handle is live.
        usize::try_from(unsafe { sys::tenon_table_columns(self.raw()) }).unwrap_or(0)
    }

    /// Names of the columns, in order.
    pub fn names(&self) -> Vec<String> {
        (0..self.columns())
            // SAFETY: the handle is live; out of range gives NULL.
            .map(|j| text(unsafe { sys::tenon_table_column_name(self.raw(), j as i32) }))
            .collect()
    }

    /// Type of a column, if it exists.
    pub fn column_type(&self, name: &str) -> Option<Type> {
        let column = self.find(name)?;
        // SAFETY: the handle is live.
        match unsafe { sys::tenon_table_column_type(self.raw(), column) } {
            sys::TENON_FLOAT64 => Some(Type::Float64),
            sys::TENON_INT64 => Some(Type::Int64),
            sys::TENON_BOOL => Some(Type::Bool),
            sys::TENON_TEXT => Some(Type::Text),
            sys::TENON_TIMESTAMP => Some(Type::Timestamp),
            _ => None,
        }
    }

    fn find(&self, name: &str) -> Option<i32> {
        let name = c_text("name", name).ok()?;
        // SAFETY: handle and text are live.
        let column = unsafe { sys::tenon_table_find(self.raw(), name.as_ptr()) };
        (column >= 0).then_some(column)
    }

    pub(crate) fn index(&self, name: &str) -> Result<i32> {
        self.find(name).ok_or_else(|| Error::not_found(name))
    }

    /// The numbers of a column, `None` where missing.
    pub fn numbers(&self, name: &str) -> Result<Vec<Option<f64>>> {
        let column = self.index(name)?;
        let rows = self.rows();
        let (mut values, mut valid) = (vec![0.0; rows], vec![0u8; rows]);
        // SAFETY: both arrays hold `rows` entries.
        call(|err| unsafe {
            sys::tenon_table_copy_float64(
                self.raw(),
                column,
                0,
                values.as_mut_ptr(),
                valid.as_mut_ptr(),
                rows as i64,
                null_mut(),
                err,
            )
        })?;
        Ok(values
            .into_iter()
            .zip(valid)
            .map(|(value, there)| (there != 0).then_some(value))
            .collect())
    }

    /// A text cell, `None` where missing.
    pub fn text(&self, name: &str, row: usize) -> Result<Option<&str>> {
        let column = self.index(name)?;
        let (mut start, mut length) = (null(), 0i64);
        // SAFETY: out parameters are live; the text borrows from the handle, as `&self` does.
        call(|err| unsafe {
            sys::tenon_table_text(self.raw(), column, int64(row), &mut start, &mut length, err)
        })?;
        if start.is_null() {
            return Ok(None);
        }
        // SAFETY: tenon gives `length` bytes of UTF-8 that live as long as the table.
        let bytes = unsafe { std::slice::from_raw_parts(start.cast::<u8>(), length as usize) };
        std::str::from_utf8(bytes)
            .map(Some)
            .map_err(|_| Error::argument_error("text", "is not UTF-8"))
    }

    /// The texts of a column, `None` where missing; borrowed from the table.
    pub fn texts(&self, name: &str) -> Result<Vec<Option<&str>>> {
        (0..self.rows()).map(|row| self.text(name, row)).collect()
    }

    /// The truth values of a column, `None` where missing.
    ///
    /// Errors: a column that is not there, or of another type.
    pub fn truths(&self, name: &str) -> Result<Vec<Option<bool>>> {
        match self.column_type(name) {
            Some(Type::Bool) | None => {
                Ok(self.numbers(name)?.into_iter().map(|cell| cell.map(|x| x != 0.0)).collect())
            }
            Some(other) => Err(Error::wrong_type(name, &format!("is {other}, not bool"))),
        }
    }

    /// The times of a column, `None` where missing.
    ///
    /// Errors: a column that is not there, or of another type.
    pub fn timestamps(&self, name: &str) -> Result<Vec<Option<Timestamp>>> {
        match self.column_type(name) {
            Some(Type::Timestamp) | None => {
                Ok(self.integers(name)?.into_iter().map(|cell| cell.map(Timestamp)).collect())
            }
            Some(other) => Err(Error::wrong_type(name, &format!("is {other}, not timestamp"))),
        }
    }

    /// Drops records equal to an earlier one in `keys`, or in all columns when `keys` is empty.
    pub fn drop_duplicates(&self, keys: &[&str]) -> Result<Table> {
        let keys = Names::new("keys", keys)?;
        // SAFETY: names live for the call.
        Table::make(|out, err| unsafe {
            sys::tenon_table_drop_duplicates(
                current(),
                self.raw(),
                keys.pointer(),
                keys.count(),
                out,
                err,
            )
        })
    }

    /// Drops records with a missing cell in `columns`, or in any column when it is empty.
    pub fn drop_missing(&self, columns: &[&str]) -> Result<Table> {
        let columns = Names::new("columns", columns)?;
        // SAFETY: names live for the call.
        Table::make(|out, err| unsafe {
            sys::tenon_table_drop_missing(
                current(),
                self.raw(),
                columns.pointer(),
                columns.count(),
                out,
                err,
            )
        })
    }

    /// The training and the test part.
    pub fn split(&self, options: &SplitOptions) -> Result<(Table, Table)> {
        if !(options.test_share > 0.0 && options.test_share < 1.0) {
            return Err(Error::argument_error("test_share", "must lie between 0 and 1"));
        }
        let stratify = match &options.stratify {
            Some(name) => Some(c_text("stratify", name)?),
            None => None,
        };
        let raw = sys::tenon_split_options {
            struct_size: std::mem::size_of::<sys::tenon_split_options>() as u32,
            reserved: 0,
            test_share: options.test_share,
            seed: options.seed,
            stratify: stratify.as_ref().map_or(null(), |name| name.as_ptr()),
        };
        let (mut train, mut test) = (null_mut(), null_mut());
        // SAFETY: options and out parameters are live.
        call(|err| unsafe {
            sys::tenon_table_split(current(), self.raw(), &raw, &mut train, &mut test, err)
        })?;
        match (NonNull::new(train), NonNull::new(test)) {
            (Some(train), Some(test)) => Ok((Table { handle: train }, Table { handle: test })),
            _ => Err(Error::argument_error("split", "gave no table")),
        }
    }

    /// What was done to the table since it was read: one record a step.
    pub fn changes(&self) -> Result<Table> {
        // SAFETY: the handle is live.
        Table::make(|out, err| unsafe { sys::tenon_table_changes(self.raw(), out, err) })
    }

    /// One record a column: type, missing, distinct, range, quartiles.
    pub fn profile(&self) -> Result<Table> {
        // SAFETY: the handle is live.
        Table::make(|out, err| unsafe { sys::tenon_table_profile(current(), self.raw(), out, err) })
    }
}
