use tenon_sys as sys;

use crate::context::current;
use crate::error::Names;
use crate::{Result, Table};

/// Which of several equal records stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Keep {
    /// The first.
    #[default]
    First,
    /// The last.
    Last,
    /// The one with the fewest missing cells; the first of equals.
    MostComplete,
}

impl Table {
    /// As [`Table::drop_duplicates`], with a say in which record stays.
    ///
    /// ```
    /// use tenon::clean::Keep;
    ///
    /// let log = tenon::Table::from_csv_text("order,heat\nA,\nA,2\nB,3\n")?;
    /// let kept = log.drop_duplicates_keep(&["order"], Keep::MostComplete)?;
    /// assert_eq!(kept.numbers("heat")?, [Some(2.0), Some(3.0)]);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn drop_duplicates_keep(&self, keys: &[&str], keep: Keep) -> Result<Table> {
        let keys = Names::new("keys", keys)?;
        let keep = match keep {
            Keep::First => sys::TENON_KEEP_FIRST,
            Keep::Last => sys::TENON_KEEP_LAST,
            Keep::MostComplete => sys::TENON_KEEP_MOST_COMPLETE,
        };
        // SAFETY: handle and names live for the call.
        Table::make(|out, err| unsafe {
            sys::tenon_table_drop_duplicates_keep(
                current(),
                self.raw(),
                keys.pointer(),
                keys.count(),
                keep,
                out,
                err,
            )
        })
    }
}
