use std::ffi::CString;
use std::ptr::null;

use tenon_sys as sys;

use crate::error::{c_text, call};
use crate::raw::handle;
use crate::{Result, Table};

/// A time: microseconds since 1970-01-01, as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(pub i64);

/// What a cell of a column made by [`TableBuilder::column`] can be: `f64`, `i64`, `bool`, [`Timestamp`],
/// `&str` or `String`. An `Option` of one of them may be missing.
pub trait Cell: sealed::Cell {}

mod sealed {
    use super::*;

    pub trait Cell {
        /// As the library takes it.
        type Raw;
        const MISSING: Self::Raw;
        fn raw(self) -> Result<(Self::Raw, bool)>;
        /// # Safety
        /// `valid` is as long as `values`.
        unsafe fn add(
            builder: *mut sys::tenon_table_builder,
            name: &CString,
            values: &[Self::Raw],
            valid: &[u8],
            err: *mut sys::tenon_error,
        ) -> sys::tenon_status;
    }

    impl<T: Cell> Cell for Option<T> {
        type Raw = T::Raw;
        const MISSING: T::Raw = T::MISSING;
        fn raw(self) -> Result<(T::Raw, bool)> {
            self.map_or(Ok((T::MISSING, false)), T::raw)
        }
        unsafe fn add(
            builder: *mut sys::tenon_table_builder,
            name: &CString,
            values: &[T::Raw],
            valid: &[u8],
            err: *mut sys::tenon_error,
        ) -> sys::tenon_status {
            unsafe { T::add(builder, name, values, valid, err) }
        }
    }
}

// Kinds of cells that are plain numbers to the library.
macro_rules! number_cell {
    ($cell:ty, $raw:ty, $missing:expr, $convert:expr, $add:path) => {
        impl Cell for $cell {}
        impl sealed::Cell for $cell {
            type Raw = $raw;
            const MISSING: $raw = $missing;
            fn raw(self) -> Result<($raw, bool)> {
                let convert: fn($cell) -> $raw = $convert;
                Ok((convert(self), true))
            }
            unsafe fn add(
                builder: *mut sys::tenon_table_builder,
                name: &CString,
                values: &[$raw],
                valid: &[u8],
                err: *mut sys::tenon_error,
            ) -> sys::tenon_status {
                unsafe {
                    let rows = values.len() as i64;
                    $add(builder, name.as_ptr(), values.as_ptr(), valid.as_ptr(), rows, err)
                }
            }
        }
    };
}

number_cell!(f64, f64, 0.0, |cell| cell, sys::tenon_table_builder_add_float64);
number_cell!(i64, i64, 0, |cell| cell, sys::tenon_table_builder_add_int64);
number_cell!(bool, u8, 0, u8::from, sys::tenon_table_builder_add_bool);
number_cell!(Timestamp, i64, 0, |cell| cell.0, sys::tenon_table_builder_add_timestamp);

macro_rules! text_cell {
    ($cell:ty) => {
        impl Cell for $cell {}
        impl sealed::Cell for $cell {
            type Raw = Option<CString>;
            const MISSING: Option<CString> = None;
            fn raw(self) -> Result<(Option<CString>, bool)> {
                Ok((Some(c_text("cells", self.as_ref())?), true))
            }
            unsafe fn add(
                builder: *mut sys::tenon_table_builder,
                name: &CString,
                values: &[Option<CString>],
                _valid: &[u8],
                err: *mut sys::tenon_error,
            ) -> sys::tenon_status {
                unsafe {
                    let texts: Vec<_> = values
                        .iter()
                        .map(|cell| cell.as_ref().map_or(null(), |t| t.as_ptr()))
                        .collect();
                    let rows = texts.len() as i64;
                    sys::tenon_table_builder_add_text(
                        builder,
                        name.as_ptr(),
                        texts.as_ptr(),
                        rows,
                        err,
                    )
                }
            }
        }
    };
}

text_cell!(&str);
text_cell!(String);

impl<T: Cell> Cell for Option<T> {}

handle! {
    /// A table of the caller's columns, each with a cell a record.
    ///
    /// ```
    /// use tenon::{TableBuilder, Timestamp};
    ///
    /// let table = TableBuilder::new()?
    ///     .column("heat", [Some(1.5), None])?
    ///     .column("count", [3, 4_i64])?
    ///     .column("machine", ["M-1", "M-2"])?
    ///     .column("begun", [Timestamp(0), Timestamp(1_000_000)])?
    ///     .finish()?;
    /// assert_eq!(table.numbers("heat")?, [Some(1.5), None]);
    /// assert_eq!(table.text("machine", 1)?, Some("M-2"));
    /// # Ok::<(), tenon::Error>(())
    /// ```
    TableBuilder, sys::tenon_table_builder, sys::tenon_table_builder_free, moved
}

impl TableBuilder {
    /// Without columns.
    pub fn new() -> Result<TableBuilder> {
        // SAFETY: the out parameter is live.
        TableBuilder::make(|out, err| unsafe { sys::tenon_table_builder_create(out, err) })
    }

    /// A column of numbers, truth values, texts or times, by the type of its cells; `None` is missing.
    pub fn column<C: Cell>(
        mut self,
        name: &str,
        cells: impl IntoIterator<Item = C>,
    ) -> Result<Self> {
        let name = c_text("name", name)?;
        let cells = cells.into_iter();
        let (mut values, mut valid) =
            (Vec::with_capacity(cells.size_hint().0), Vec::with_capacity(cells.size_hint().0));
        for cell in cells {
            let (value, there) = cell.raw()?;
            values.push(value);
            valid.push(u8::from(there));
        }
        // SAFETY: the handle is borrowed mutably; the lists are of one length.
        call(|err| unsafe { C::add(self.raw_mut(), &name, &values, &valid, err) })?;
        Ok(self)
    }

    /// The table; columns of unlike lengths and names that come twice are refused.
    pub fn finish(mut self) -> Result<Table> {
        // SAFETY: the handle is borrowed mutably.
        Table::make(|out, err| unsafe { sys::tenon_table_builder_finish(self.raw_mut(), out, err) })
    }
}
