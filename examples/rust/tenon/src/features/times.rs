//! Steps that look at times: parts of the calendar, lags and rolling statistics.

use std::ops::BitOr;
use std::ptr::null;

use tenon_sys as sys;

use super::feature::fit;
use crate::error::Names;
use crate::options::{borrowed, options};
use crate::raw::{blank, int32, maybe, maybe_text, not_empty, pointer};
use crate::{Feature, Result, Table};

// A set of flags that are added up by `|`.
macro_rules! flags {
    ($(#[$about:meta])* $name:ident { $($(#[$flag_about:meta])* $flag:ident = $raw:expr,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $name(u32);

        impl $name {
            $($(#[$flag_about])* pub const $flag: $name = $name($raw as u32);)*
        }

        impl BitOr for $name {
            type Output = $name;
            fn bitor(self, other: $name) -> $name {
                $name(self.0 | other.0)
            }
        }
    };
}

flags! {
    /// Parts of the calendar, each a column of integers `<column>_<part>`, but for circles, in which the
    /// end of a period lies beside its beginning: `<column>_day_sin` and "_cos".
    CalendarParts {
        /// The year.
        YEAR = sys::TENON_CALENDAR_YEAR,
        /// 1 to 4.
        QUARTER = sys::TENON_CALENDAR_QUARTER,
        /// 1 to 12.
        MONTH = sys::TENON_CALENDAR_MONTH,
        /// 1 to 53.
        ISO_WEEK = sys::TENON_CALENDAR_ISO_WEEK,
        /// Of the month.
        DAY = sys::TENON_CALENDAR_DAY,
        /// 1 to 366.
        DAY_OF_YEAR = sys::TENON_CALENDAR_DAY_OF_YEAR,
        /// 1 Monday to 7 Sunday.
        WEEKDAY = sys::TENON_CALENDAR_WEEKDAY,
        /// 0 or 1.
        WEEKEND = sys::TENON_CALENDAR_WEEKEND,
        /// 0 to 23.
        HOUR = sys::TENON_CALENDAR_HOUR,
        /// 0 to 59.
        MINUTE = sys::TENON_CALENDAR_MINUTE,
        /// 0 to 59.
        SECOND = sys::TENON_CALENDAR_SECOND,
        /// From 0; see [`CalendarOptions::shifts`].
        SHIFT = sys::TENON_CALENDAR_SHIFT,
        /// Time of day on a circle.
        DAY_CIRCLE = sys::TENON_CALENDAR_DAY_CIRCLE,
        /// Time of week on a circle.
        WEEK_CIRCLE = sys::TENON_CALENDAR_WEEK_CIRCLE,
        /// Time of year on a circle.
        YEAR_CIRCLE = sys::TENON_CALENDAR_YEAR_CIRCLE,
    }
}

impl Default for CalendarParts {
    /// Month, weekday and hour.
    fn default() -> CalendarParts {
        CalendarParts::MONTH | CalendarParts::WEEKDAY | CalendarParts::HOUR
    }
}

flags! {
    /// Statistics of a window, each a column of real numbers `<column>_mean_5rows`.
    WindowStatistics {
        /// The mean.
        MEAN = sys::TENON_WINDOW_MEAN,
        /// The standard deviation.
        SD = sys::TENON_WINDOW_SD,
        /// The least.
        MIN = sys::TENON_WINDOW_MIN,
        /// The greatest.
        MAX = sys::TENON_WINDOW_MAX,
        /// The sum.
        SUM = sys::TENON_WINDOW_SUM,
        /// Present cells.
        COUNT = sys::TENON_WINDOW_COUNT,
    }
}

impl Default for WindowStatistics {
    /// Mean and standard deviation.
    fn default() -> WindowStatistics {
        WindowStatistics::MEAN | WindowStatistics::SD
    }
}

options! {
    /// Which parts of the calendar are appended.
    pub struct CalendarOptions {
        /// Which ones; without it month, weekday and hour.
        value parts: CalendarParts = CalendarParts::default(),
        /// Of equal length, 1 to 24.
        value shifts: u32 = 3,
        /// When shift 0 begins, in hours of the day, in [0, 24).
        value first_shift_hour: f64 = 6.0,
    }
}

options! {
    /// How far rows look back.
    pub struct WindowOptions {
        /// Rows look back among rows of equal cells here.
        texts groups: String,
        /// A timestamp or number that orders rows; without it as the table does.
        maybe_text time: String,
        /// Rows back, from 1: `<column>_lag1`.
        list lags: i64,
        /// Statistics of so many rows before; 0: no such window.
        value rows: i64 = 0,
        /// Statistics of so many seconds before (units of a number column); 0: no such window.
        value seconds: f64 = 0.0,
        /// Which statistics; without it mean and standard deviation.
        value statistics: WindowStatistics = WindowStatistics::default(),
        /// The row itself is in its window.
        value include_self: bool = false,
        /// Fewer readings give a missing cell.
        value min_count: u32 = 1,
    }
}

impl Feature {
    /// Parts of the calendar of times, as written, as new columns.
    pub fn calendar(table: &Table, columns: &[&str], options: &CalendarOptions) -> Result<Feature> {
        let hour = options.first_shift_hour;
        let raw = sys::tenon_calendar_options {
            parts: options.parts.0,
            shifts: i64::from(options.shifts),
            first_shift_hour: if hour == 0.0 { 24.0 } else { hour },
            ..blank()
        };
        // SAFETY: `fit` lends what lives for the call, here and below.
        fit(table, columns, |context, table, names, count, out, err| unsafe {
            sys::tenon_feature_fit_calendar(context, table, names, count, &raw, out, err)
        })
    }

    /// Lags and rolling statistics, which never look ahead, as new columns.
    pub fn windows(table: &Table, columns: &[&str], options: &WindowOptions) -> Result<Feature> {
        let groups = Names::new("groups", &borrowed(&options.groups))?;
        let time = maybe_text("time", options.time.as_deref())?;
        let raw = sys::tenon_window_options {
            groups: if options.groups.is_empty() { null() } else { groups.pointer() },
            group_count: groups.count(),
            time: maybe(&time),
            lags: pointer(not_empty(&options.lags)),
            lag_count: int32("lags", options.lags.len())?,
            statistics: options.statistics.0,
            rows: options.rows,
            seconds: options.seconds,
            include_self: i32::from(options.include_self),
            min_count: i64::from(options.min_count),
            ..blank()
        };
        fit(table, columns, |context, table, names, count, out, err| unsafe {
            sys::tenon_feature_fit_windows(context, table, names, count, &raw, out, err)
        })
    }
}
