use tenon_sys as sys;

use crate::context::current;
use crate::error::text;
use crate::options::options;
use crate::raw::{blank, handle, int32};
use crate::{Lent, Problem, Solution, SolveOptions};
use crate::{Outcome, Result, Table};

options! {
    /// How orders are planned.
    pub struct PlanOptions {
        /// Days of the plan.
        value days: u32 = 5,
        /// Hours between two families on one machine.
        value setup_hours: f64 = 0.5,
        /// What such a change costs besides.
        value setup_cost: f64 = 0.0,
        /// Limits of the solve.
        value solve: SolveOptions = SolveOptions::new(),
    }
}

handle! {
    /// Which order runs on which machine on which day, at least cost. Columns of the two tables:
    ///
    /// * orders: `order`, `family` (texts), `hours`, `due_day` (1 to the days of the plan); where they are
    ///   there `late_cost_per_day` (else 1) and `skip_cost` (an order without one must be made);
    /// * machines: `machine` (text), `hours_per_day`; where they are there `cost_per_hour` (else 0) and
    ///   `families` (text, separated by `;`; missing: all).
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
    OrderPlan, sys::tenon_plan, sys::tenon_plan_free, shared
}

impl OrderPlan {
    /// Plans; that there is no plan is told by [`OrderPlan::outcome`] and in words by
    /// [`OrderPlan::explanation`].
    pub fn new(orders: &Table, machines: &Table, options: &PlanOptions) -> Result<OrderPlan> {
        let solve = options.solve.raw()?;
        let raw = sys::tenon_order_plan_options {
            days: int32("days", options.days as usize)?,
            setup_hours: if options.setup_hours == 0.0 { -1.0 } else { options.setup_hours },
            setup_cost: options.setup_cost,
            solve: &solve.table,
            ..blank()
        };
        // SAFETY: all handles and the options live for the call.
        OrderPlan::make(|out, err| unsafe {
            sys::tenon_plan_orders(current(), orders.raw(), machines.raw(), &raw, out, err)
        })
    }

    /// A record an order: `order`, `family`, `machine`, `day`, `start_hour`, `end_hour`, `due_day`,
    /// `days_late`, `cost`.
    pub fn schedule(&self) -> Result<Table> {
        // SAFETY: the handle is live.
        Table::make(|out, err| unsafe { sys::tenon_plan_schedule(self.raw(), out, err) })
    }

    /// A record a machine and day: `machine`, `day`, `hours_used`, `setup_hours`, `hours_available`.
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

    /// The integer program that was solved.
    pub fn problem(&self) -> Result<Lent<'_, Problem>> {
        // SAFETY: it belongs to the live handle, is lent and only read.
        let problem = unsafe { sys::tenon_plan_problem(self.raw()) };
        Problem::owned(problem as *mut _).map(Lent::new)
    }

    /// What its solve found.
    pub fn solution(&self) -> Result<Lent<'_, Solution>> {
        // SAFETY: as above.
        let solution = unsafe { sys::tenon_plan_solution(self.raw()) };
        Solution::owned(solution as *mut _).map(Lent::new)
    }

    /// How the solve ended.
    pub fn outcome(&self) -> Outcome {
        // SAFETY: the solution is borrowed from the live plan.
        Outcome::from_raw(unsafe {
            sys::tenon_solution_outcome(sys::tenon_plan_solution(self.raw()))
        })
    }
}
