use tenon_sys as sys;

use crate::context::current;
use crate::error::call;
use crate::options::options;
use crate::raw::{blank, int32, maybe, maybe_text};
use crate::{Result, Table};

/// Which records stay together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum FoldKind {
    /// Dealt at random; those of a logistic pipeline are stratified by its target.
    #[default]
    Plain,
    /// Every category of a column in equal number.
    Stratified(String),
    /// Records of one value of a column stay together.
    Grouped(String),
    /// The past foretells the future, by numbers or timestamps of a column.
    Time(String),
}

options! {
    /// How a table is split into training and test records, several times. The same seed gives the same
    /// folds on every platform.
    ///
    /// By time, records are sorted and cut into `folds` + 1 stretches of equal count: split k tests
    /// stretch k + 1 and trains on what is before it.
    ///
    /// ```
    /// use tenon::evaluate::{FoldKind, Folds};
    ///
    /// let log = tenon::Table::from_csv_text("machine\nA\nA\nB\nB\nC\nC\n")?;
    /// let folds = Folds::new().folds(3).kind(FoldKind::Grouped("machine".into())).assign(&log)?;
    /// assert_eq!((folds[0], folds[2], folds[4]), (folds[1], folds[3], folds[5]));
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub struct Folds {
        /// Which records stay together.
        value kind: FoldKind = FoldKind::Plain,
        /// How many, at least 2, or 1 by time.
        value folds: u32 = 5,
        /// Rounds, each dealt anew; not by time.
        value repeats: u32 = 1,
        /// Of the deal.
        value seed: u64 = 42,
        /// Else consecutive records go together.
        value shuffle: bool = true,
        /// By time: records closer before the test part are in neither part; in the unit of the column,
        /// seconds for timestamps.
        value gap: f64 = 0.0,
        /// By time: how far back training goes; without it all the past.
        optional longest_training: f64,
    }
}

impl Folds {
    pub(crate) fn lend<T>(
        &self,
        body: impl FnOnce(&sys::tenon_fold_options) -> Result<T>,
    ) -> Result<T> {
        let (kind, column) = match &self.kind {
            FoldKind::Plain => (sys::TENON_FOLD_PLAIN, None),
            FoldKind::Stratified(column) => (sys::TENON_FOLD_STRATIFIED, Some(column)),
            FoldKind::Grouped(column) => (sys::TENON_FOLD_GROUPED, Some(column)),
            FoldKind::Time(column) => (sys::TENON_FOLD_TIME, Some(column)),
        };
        let column = maybe_text("column", column.map(String::as_str))?;
        body(&sys::tenon_fold_options {
            kind,
            column: maybe(&column),
            folds: int32("folds", self.folds as usize)?,
            repeats: int32("repeats", self.repeats as usize)?,
            seed: self.seed,
            no_shuffle: i32::from(!self.shuffle),
            gap: self.gap,
            longest_training: self.longest_training.unwrap_or(0.0),
            ..blank()
        })
    }

    /// The fold of each record, from 0; one round, not by time.
    ///
    /// Errors: fewer records or groups than folds, a missing cell in the column.
    pub fn assign(&self, table: &Table) -> Result<Vec<i32>> {
        let mut folds = vec![0; table.rows()];
        self.lend(|raw| {
            // SAFETY: the array holds as many entries as said.
            call(|err| unsafe {
                sys::tenon_table_folds(
                    current(),
                    table.raw(),
                    raw,
                    folds.as_mut_ptr(),
                    folds.len() as i64,
                    std::ptr::null_mut(),
                    err,
                )
            })
        })?;
        Ok(folds)
    }
}
