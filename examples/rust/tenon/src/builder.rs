use std::ptr::{null, null_mut, NonNull};

use tenon_sys as sys;

use crate::error::{c_text, call};
use crate::{Error, Result, Table};

/// A table of the caller's columns, each with a value or `None` a record.
///
/// ```
/// let table = tenon::TableBuilder::new()?
///     .numbers("heat", &[Some(1.5), None])?
///     .texts("machine", &[Some("M-1"), Some("M-2")])?
///     .finish()?;
/// assert_eq!(table.numbers("heat")?, [Some(1.5), None]);
/// assert_eq!(table.text("machine", 1)?, Some("M-2"));
/// # Ok::<(), tenon::Error>(())
/// ```
#[derive(Debug)]
pub struct TableBuilder {
    handle: NonNull<sys::tenon_table_builder>,
}

// SAFETY: a builder belongs to one thread at a time, whichever it is.
unsafe impl Send for TableBuilder {}

impl Drop for TableBuilder {
    fn drop(&mut self) {
        // SAFETY: the handle is owned and not used afterwards.
        unsafe { sys::tenon_table_builder_free(self.handle.as_ptr()) }
    }
}

fn parts<T: Copy + Default>(cells: &[Option<T>]) -> (Vec<T>, Vec<u8>) {
    cells.iter().map(|cell| (cell.unwrap_or_default(), u8::from(cell.is_some()))).unzip()
}

impl TableBuilder {
    /// Without columns.
    pub fn new() -> Result<TableBuilder> {
        let mut out = null_mut();
        // SAFETY: the out parameter is live.
        call(|err| unsafe { sys::tenon_table_builder_create(&mut out, err) })?;
        NonNull::new(out)
            .map(|handle| TableBuilder { handle })
            .ok_or_else(|| Error::argument_error("builder", "was not made"))
    }

    /// A column of 64-bit real numbers.
    pub fn numbers(self, name: &str, cells: &[Option<f64>]) -> Result<Self> {
        let (name, (values, valid)) = (c_text("name", name)?, parts(cells));
        // SAFETY: both arrays hold as many entries as said, as below.
        call(|err| unsafe {
            sys::tenon_table_builder_add_float64(
                self.handle.as_ptr(),
                name.as_ptr(),
                values.as_ptr(),
                valid.as_ptr(),
                cells.len() as i64,
                err,
            )
        })?;
        Ok(self)
    }

    /// A column of 64-bit integers.
    pub fn integers(self, name: &str, cells: &[Option<i64>]) -> Result<Self> {
        let (name, (values, valid)) = (c_text("name", name)?, parts(cells));
        // SAFETY: as above.
        call(|err| unsafe {
            sys::tenon_table_builder_add_int64(
                self.handle.as_ptr(),
                name.as_ptr(),
                values.as_ptr(),
                valid.as_ptr(),
                cells.len() as i64,
                err,
            )
        })?;
        Ok(self)
    }

    /// A column of truth values.
    pub fn truths(self, name: &str, cells: &[Option<bool>]) -> Result<Self> {
        let (name, (values, valid)) = (c_text("name", name)?, parts(cells));
        let values: Vec<u8> = values.into_iter().map(u8::from).collect();
        // SAFETY: as above.
        call(|err| unsafe {
            sys::tenon_table_builder_add_bool(
                self.handle.as_ptr(),
                name.as_ptr(),
                values.as_ptr(),
                valid.as_ptr(),
                cells.len() as i64,
                err,
            )
        })?;
        Ok(self)
    }

    /// A column of times in microseconds since 1970-01-01.
    pub fn timestamps(self, name: &str, cells: &[Option<i64>]) -> Result<Self> {
        let (name, (values, valid)) = (c_text("name", name)?, parts(cells));
        // SAFETY: as above.
        call(|err| unsafe {
            sys::tenon_table_builder_add_timestamp(
                self.handle.as_ptr(),
                name.as_ptr(),
                values.as_ptr(),
                valid.as_ptr(),
                cells.len() as i64,
                err,
            )
        })?;
        Ok(self)
    }

    /// A column of texts.
    pub fn texts(self, name: &str, cells: &[Option<&str>]) -> Result<Self> {
        let name = c_text("name", name)?;
        let owned = cells
            .iter()
            .map(|cell| cell.map(|text| c_text("cells", text)).transpose())
            .collect::<Result<Vec<_>>>()?;
        let pointers: Vec<_> =
            owned.iter().map(|cell| cell.as_ref().map_or(null(), |text| text.as_ptr())).collect();
        // SAFETY: the array holds as many terminated texts, or NULL, as said.
        call(|err| unsafe {
            sys::tenon_table_builder_add_text(
                self.handle.as_ptr(),
                name.as_ptr(),
                pointers.as_ptr(),
                cells.len() as i64,
                err,
            )
        })?;
        Ok(self)
    }

    /// The table; columns of unlike lengths and names that come twice are refused.
    pub fn finish(self) -> Result<Table> {
        // SAFETY: the handle is live.
        Table::make(|out, err| unsafe {
            sys::tenon_table_builder_finish(self.handle.as_ptr(), out, err)
        })
    }
}
