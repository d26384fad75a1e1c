//! Rows and columns rearranged.

use std::ptr::null;

use tenon_sys as sys;

use crate::context::current;
use crate::error::{c_text, Names};
use crate::{Error, Result, Table};

impl Table {
    /// What the reader found odd, with line and byte.
    pub fn findings(&self) -> Result<Table> {
        // SAFETY: the handle is live.
        Table::make(|out, err| unsafe { sys::tenon_table_findings(self.raw(), out, err) })
    }

    /// The records for which an expression is true, such as `temperature > 80 and status = 'OK'`.
    ///
    /// ```
    /// let log = tenon::Table::from_csv_text("f,ok\n212,true\n32,true\n50,false\n")?;
    /// let warm = log.filter("f > 40 and ok")?.compute("c", "(f - 32) / 1.8")?;
    /// assert_eq!(warm.numbers("c")?, [Some(100.0)]);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn filter(&self, expression: &str) -> Result<Table> {
        let expression = c_text("expression", expression)?;
        // SAFETY: handle and text are live.
        Table::make(|out, err| unsafe {
            sys::tenon_table_filter(current(), self.raw(), expression.as_ptr(), out, err)
        })
    }

    /// Appends, or replaces, the column `name` by an expression.
    pub fn compute(&self, name: &str, expression: &str) -> Result<Table> {
        let name = c_text("name", name)?;
        let expression = c_text("expression", expression)?;
        // SAFETY: handle and texts are live.
        Table::make(|out, err| unsafe {
            sys::tenon_table_compute(
                current(),
                self.raw(),
                name.as_ptr(),
                expression.as_ptr(),
                out,
                err,
            )
        })
    }

    /// Records in the order of the columns, the first first; stable, missing cells last. `descending` has
    /// one entry a column, or none.
    pub fn sort(&self, columns: &[&str], descending: &[bool]) -> Result<Table> {
        if !descending.is_empty() && descending.len() != columns.len() {
            return Err(Error::argument_error(
                "descending",
                "must have one entry a column, or none",
            ));
        }
        let columns = Names::new("columns", columns)?;
        let flags: Vec<i32> = descending.iter().map(|&down| i32::from(down)).collect();
        let pointer = if flags.is_empty() { null() } else { flags.as_ptr() };
        // SAFETY: handle, names and flags live for the call; there is a flag for each column.
        Table::make(|out, err| unsafe {
            sys::tenon_table_sort(
                current(),
                self.raw(),
                columns.pointer(),
                pointer,
                columns.count(),
                out,
                err,
            )
        })
    }
}
