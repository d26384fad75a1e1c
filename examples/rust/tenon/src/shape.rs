use tenon_sys as sys;

use crate::context::current;
use crate::error::{c_text, call, Names};
use crate::raw::int64;
use crate::{Error, Result, Table, Type};

impl Table {
    /// The named columns in the order of the names; nothing is copied.
    pub fn select(&self, columns: &[&str]) -> Result<Table> {
        let columns = Names::new("columns", columns)?;
        // SAFETY: names live for the call.
        Table::make(|out, err| unsafe {
            sys::tenon_table_select(self.raw(), columns.pointer(), columns.count(), out, err)
        })
    }

    /// Records by number, in the order given, repeats allowed.
    pub fn take(&self, rows: &[usize]) -> Result<Table> {
        let rows: Vec<i64> = rows.iter().map(|row| int64(*row)).collect();
        // SAFETY: the array holds as many entries as said.
        Table::make(|out, err| unsafe {
            sys::tenon_table_take(self.raw(), rows.as_ptr(), rows.len() as i64, out, err)
        })
    }

    /// Columns under new names, given as (old, new).
    pub fn rename(&self, names: &[(&str, &str)]) -> Result<Table> {
        let old = Names::new("old_names", &names.iter().map(|name| name.0).collect::<Vec<_>>())?;
        let new = Names::new("new_names", &names.iter().map(|name| name.1).collect::<Vec<_>>())?;
        // SAFETY: names live for the call.
        Table::make(|out, err| unsafe {
            sys::tenon_table_rename(self.raw(), old.pointer(), new.pointer(), old.count(), out, err)
        })
    }

    /// A column as another type. A cell that has no value in it becomes missing, or is an error if `strict`.
    pub fn cast(&self, column: &str, to: Type, strict: bool) -> Result<Table> {
        let column = c_text("column", column)?;
        let to = to.raw();
        // SAFETY: handle and name are live.
        Table::make(|out, err| unsafe {
            sys::tenon_table_cast(
                current(),
                self.raw(),
                column.as_ptr(),
                to,
                i32::from(strict),
                out,
                err,
            )
        })
    }

    /// The records of several tables, one behind the other. With `fill`, columns that a table lacks are missing.
    pub fn concatenate(tables: &[&Table], fill: bool) -> Result<Table> {
        let raw: Vec<_> = tables.iter().map(|table| table.raw()).collect();
        let count = i32::try_from(raw.len())
            .map_err(|_| Error::argument_error("tables", "are too many"))?;
        // SAFETY: the array holds as many live handles as said.
        Table::make(|out, err| unsafe {
            sys::tenon_table_concatenate(current(), raw.as_ptr(), count, i32::from(fill), out, err)
        })
    }

    /// The columns of `right` appended, or in place of those of the same name.
    pub fn join_columns(&self, right: &Table) -> Result<Table> {
        // SAFETY: both handles are live.
        Table::make(|out, err| unsafe {
            sys::tenon_table_join_columns(self.raw(), right.raw(), out, err)
        })
    }

    /// The integers of a column, `None` where missing.
    pub fn integers(&self, name: &str) -> Result<Vec<Option<i64>>> {
        let column = self.index(name)?;
        let rows = self.rows();
        let (mut values, mut valid) = (vec![0i64; rows], vec![0u8; rows]);
        // SAFETY: both arrays hold `rows` entries.
        call(|err| unsafe {
            sys::tenon_table_copy_int64(
                self.raw(),
                column,
                0,
                values.as_mut_ptr(),
                valid.as_mut_ptr(),
                rows as i64,
                std::ptr::null_mut(),
                err,
            )
        })?;
        Ok(values
            .into_iter()
            .zip(valid)
            .map(|(value, there)| (there != 0).then_some(value))
            .collect())
    }

    /// How many cells of a column are missing.
    pub fn missing(&self, name: &str) -> Result<usize> {
        let column = self.index(name)?;
        // SAFETY: the handle is live.
        Ok(usize::try_from(unsafe { sys::tenon_table_column_missing(self.raw(), column) })
            .unwrap_or(0))
    }

    /// Any cell as a person reads it.
    pub fn cell_text(&self, name: &str, row: usize) -> Result<String> {
        let column = self.index(name)?;
        let mut needed = 0i64;
        // SAFETY: capacity 0 asks for the length alone; the second buffer holds it and the closing zero.
        call(|err| unsafe {
            sys::tenon_table_cell_text(
                self.raw(),
                column,
                int64(row),
                std::ptr::null_mut(),
                0,
                &mut needed,
                err,
            )
        })?;
        let mut bytes = vec![0u8; usize::try_from(needed).unwrap_or(0) + 1];
        call(|err| unsafe {
            sys::tenon_table_cell_text(
                self.raw(),
                column,
                int64(row),
                bytes.as_mut_ptr().cast(),
                bytes.len() as i64,
                &mut needed,
                err,
            )
        })?;
        bytes.pop();
        String::from_utf8(bytes).map_err(|_| Error::argument_error("cell", "is not UTF-8"))
    }
}
