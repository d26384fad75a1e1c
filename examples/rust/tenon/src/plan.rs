use std::mem::{size_of, zeroed};
use std::ptr::{null_mut, NonNull};

use tenon_sys as sys;

use crate::context::current;
use crate::error::{call, text};
use crate::{Error, Outcome, Result, Table};

/// How orders are planned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlanOptions {
    /// Days of the plan.
    pub days: u32,
    /// Hours between two families on one machine.
    pub setup_hours: f64,
    /// What such a change costs besides.
    pub setup_cost: f64,
}

impl Default for PlanOptions {
    fn default() -> Self {
        PlanOptions { days: 5, setup_hours: 0.5, setup_cost: 0.0 }
    }
}

/// Which order runs on which machine on which day, at least cost. The columns of the two tables are those of
/// `tenon_plan_orders` in `tenon.h`.
///
/// ```
/// use tenon::{OrderPlan, PlanOptions, Table};
///
/// let orders = Table::from_csv_text("order,family,hours,due_day\nA1,red,6,1\nA2,blue,4,2\n")?;
/// let machines = Table::from_csv_text("machine,hours_per_day\nM1,8\n")?;
/// let plan = OrderPlan::new(&orders, &machines, &PlanOptions::default())?;
/// assert_eq!(plan.schedule()?.rows(), 2);
/// assert!(plan.skipped().is_empty());
/// # Ok::<(), tenon::Error>(())
/// ```
#[derive(Debug)]
pub struct OrderPlan {
    handle: NonNull<sys::tenon_plan>,
}

// SAFETY: a tenon_plan is immutable and may be used by any number of threads at once.
unsafe impl Send for OrderPlan {}
unsafe impl Sync for OrderPlan {}

impl Drop for OrderPlan {
    fn drop(&mut self) {
        // SAFETY: the handle is owned and not used afterwards.
        unsafe { sys::tenon_plan_free(self.handle.as_ptr()) }
    }
}

impl OrderPlan {
    pub(crate) fn raw(&self) -> *const sys::tenon_plan {
        self.handle.as_ptr()
    }

    /// Plans; that there is no plan is told by [`OrderPlan::outcome`] and in words by
    /// [`OrderPlan::explanation`].
    pub fn new(orders: &Table, machines: &Table, options: &PlanOptions) -> Result<OrderPlan> {
        // SAFETY: plain numbers and pointers, for which zero is valid and means the default.
        let mut raw: sys::tenon_order_plan_options = unsafe { zeroed() };
        raw.struct_size = size_of::<sys::tenon_order_plan_options>() as u32;
        raw.days = i32::try_from(options.days)
            .map_err(|_| Error::argument_error("days", "are too many"))?;
        raw.setup_hours = if options.setup_hours == 0.0 { -1.0 } else { options.setup_hours };
        raw.setup_cost = options.setup_cost;
        let mut out = null_mut();
        // SAFETY: all handles and the options are live.
        call(|err| unsafe {
            sys::tenon_plan_orders(current(), orders.raw(), machines.raw(), &raw, &mut out, err)
        })?;
        NonNull::new(out)
            .map(|handle| OrderPlan { handle })
            .ok_or_else(|| Error::argument_error("plan", "was not made"))
    }

    /// Order, machine, day, start and end hour, days late, cost.
    pub fn schedule(&self) -> Result<Table> {
        // SAFETY: the handle is live.
        Table::make(|out, err| unsafe { sys::tenon_plan_schedule(self.raw(), out, err) })
    }

    /// Hours used a machine and day.
    pub fn load(&self) -> Result<Table> {
        // SAFETY: the handle is live.
        Table::make(|out, err| unsafe { sys::tenon_plan_load(self.raw(), out, err) })
    }

    /// Why the plan is as it is, in sentences.
    pub fn explanation(&self) -> String {
        // SAFETY: the text belongs to the live handle.
        text(unsafe { sys::tenon_plan_explanation(self.raw()) })
    }

    /// Orders that are cheaper left out.
    pub fn skipped(&self) -> Vec<String> {
        // SAFETY: the handle is live; out of range gives NULL.
        let count = unsafe { sys::tenon_plan_skipped(self.raw()) };
        (0..count).map(|i| text(unsafe { sys::tenon_plan_skipped_order(self.raw(), i) })).collect()
    }

    /// How the solve ended.
    pub fn outcome(&self) -> Outcome {
        // SAFETY: the solution is borrowed from the live plan.
        Outcome::from_raw(unsafe {
            sys::tenon_solution_outcome(sys::tenon_plan_solution(self.raw()))
        })
    }
}
