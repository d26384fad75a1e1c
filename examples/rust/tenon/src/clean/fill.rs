use tenon_sys as sys;

use crate::context::current;
use crate::error::Names;
use crate::options::options;
use crate::raw::{blank, handle, maybe, maybe_text};
use crate::{Error, Result, Table};

/// What a missing cell is filled with.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub enum Fill {
    /// The median of the column.
    #[default]
    Median,
    /// Its mean.
    Mean,
    /// Its most frequent value.
    Mode,
    /// A number, of number columns.
    Number(f64),
    /// A text, of text columns.
    Text(String),
    /// The last cell before that is there.
    Previous,
    /// The first cell behind that is there.
    Next,
    /// A straight line between neighbours over a column of times or numbers; `None`: over the record
    /// number.
    Linear {
        /// The column.
        over: Option<String>,
    },
}

options! {
    /// How missing cells are filled.
    pub struct ImputeOptions {
        /// What with.
        value fill: Fill = Fill::Median,
        /// Longest run of missing cells that is filled; without it any.
        optional limit: u32,
        /// Adds a truth column `<name> missing`.
        value add_indicator: bool = false,
    }
}

impl ImputeOptions {
    pub(crate) fn lend<T>(
        &self,
        body: impl FnOnce(&sys::tenon_impute_options) -> Result<T>,
    ) -> Result<T> {
        let (mut text, mut time) = (None, None);
        let mut raw = sys::tenon_impute_options {
            limit: i64::from(self.limit.unwrap_or(0)),
            add_indicator: i32::from(self.add_indicator),
            ..blank()
        };
        if self.limit == Some(0) {
            return Err(Error::argument_error("limit", "must be at least one"));
        }
        raw.fill = match &self.fill {
            Fill::Median => sys::TENON_FILL_MEDIAN,
            Fill::Mean => sys::TENON_FILL_MEAN,
            Fill::Mode => sys::TENON_FILL_MODE,
            Fill::Number(constant) => {
                raw.constant = *constant;
                sys::TENON_FILL_CONSTANT
            }
            Fill::Text(constant) => {
                text = maybe_text("fill", Some(constant))?;
                sys::TENON_FILL_CONSTANT
            }
            Fill::Previous => sys::TENON_FILL_PREVIOUS,
            Fill::Next => sys::TENON_FILL_NEXT,
            Fill::Linear { over } => {
                time = maybe_text("over", over.as_deref())?;
                sys::TENON_FILL_LINEAR_TIME
            }
        };
        raw.constant_text = maybe(&text);
        raw.time_column = maybe(&time);
        body(&raw)
    }
}

handle! {
    /// Fills missing cells of any table with what it has learned from one. Immutable.
    ///
    /// ```
    /// use tenon::clean::{Fill, ImputeOptions, Imputer};
    /// use tenon::Table;
    ///
    /// let log = Table::from_csv_text("heat\n1\n\n5\n2\n")?;
    /// let options = ImputeOptions::new().fill(Fill::Median).add_indicator(true);
    /// let imputer = Imputer::fit(&log, &["heat"], &options)?;
    /// let tomorrow = imputer.apply(&Table::from_csv_text("heat\n\n7\n")?)?;
    /// assert_eq!(tomorrow.numbers("heat")?, [Some(2.0), Some(7.0)]);
    /// assert!(tomorrow.names().contains(&"heat missing".to_owned()));
    /// # Ok::<(), tenon::Error>(())
    /// ```
    Imputer, sys::tenon_imputer, sys::tenon_imputer_free, shared
}

impl Imputer {
    /// Learns from some columns of a table. Errors: a column that is not there or of a type that the
    /// fill does not suit, or without any cell to learn from.
    pub fn fit(table: &Table, columns: &[&str], options: &ImputeOptions) -> Result<Imputer> {
        let columns = Names::new("columns", columns)?;
        options.lend(|raw| {
            // SAFETY: everything borrowed lives for the call.
            Imputer::make(|out, err| unsafe {
                sys::tenon_imputer_fit(
                    current(),
                    table.raw(),
                    columns.pointer(),
                    columns.count(),
                    raw,
                    out,
                    err,
                )
            })
        })
    }

    /// The table with those cells filled.
    pub fn apply(&self, table: &Table) -> Result<Table> {
        // SAFETY: both handles are live.
        Table::make(|out, err| unsafe {
            sys::tenon_imputer_apply(current(), self.raw(), table.raw(), out, err)
        })
    }
}
