//! What a host controls, and tables through Arrow.

use std::ops::ControlFlow;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use tenon::{
    ArrowBatch, ArrowColumn, Cancel, ColumnType, Context, Executor, LogId, LogisticOptions, Model,
    Outcome, Problem, Sense, SolveOptions, Status, Table, TableBuilder,
};

fn log() -> Table {
    let mut csv = String::from("heat,load,status\n");
    for i in 0..400u32 {
        let heat = f64::from(i * 37 % 101) / 10.0;
        let load = f64::from(i * 53 % 97);
        let failed = (heat * 3.0 + load + f64::from(i * 29 % 40)) > 80.0;
        csv += &format!("{heat},{load},{}\n", if failed { "FAIL" } else { "OK" });
    }
    Table::from_csv_text(&csv).unwrap()
}

fn knapsack() -> Problem {
    let mut problem = Problem::new(Sense::Maximize).unwrap();
    let terms: Vec<_> = (0..40)
        .map(|j| {
            let worth = 10.0 + f64::from(j * 31 % 17);
            let column = problem
                .add_column(&format!("x{j}"), ColumnType::Binary, (0.0, 1.0), worth)
                .unwrap();
            (column, 5.0 + f64::from(j * 7 % 13))
        })
        .collect();
    problem.add_row("room", (f64::NEG_INFINITY, 150.0), &terms).unwrap();
    problem
}

#[test]
fn no_result_depends_on_the_number_of_threads() {
    let table = log();
    let (mut scores, mut plans) = (Vec::new(), Vec::new());
    for threads in [1, 2, 4, 8] {
        let context = Context::builder().threads(threads).build().unwrap();
        context.scope(|| {
            let model = Model::logistic(
                &table,
                &["heat", "load"],
                "status",
                &LogisticOptions::positive("FAIL"),
            )
            .unwrap();
            scores.push(model.score(&[5.5, 40.0]).unwrap().to_bits());
            let solution = knapsack().solve(&SolveOptions::default()).unwrap();
            plans.push(solution.values().iter().map(|v| v.to_bits()).collect::<Vec<_>>());
        });
    }
    assert!(scores.windows(2).all(|pair| pair[0] == pair[1]));
    assert!(plans.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn a_panic_in_a_callback_goes_on_in_the_caller_and_the_context_stays_good() {
    let context = Context::builder().on_progress(|_| panic!("the host's own")).build().unwrap();
    let caught =
        catch_unwind(AssertUnwindSafe(|| context.scope(|| Table::from_csv_text("a\n1\n"))))
            .unwrap_err();
    assert_eq!(caught.downcast_ref::<&str>(), Some(&"the host's own"));
    assert!(Table::from_csv_text("a\n1\n").is_ok()); // outside of the scope the callback is not there
}

#[test]
fn what_a_callback_calls_is_not_told_to_it() {
    let told = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let count = told.clone();
    let context = Context::builder()
        .on_progress(move |_| {
            count.fetch_add(1, Ordering::Relaxed);
            assert_eq!(Table::from_csv_text("phase\nx\n").unwrap().rows(), 1);
            ControlFlow::Continue(())
        })
        .build()
        .unwrap();
    for _ in 0..2 {
        told.store(0, Ordering::Relaxed);
        assert_eq!(context.scope(|| Table::from_csv_text("a,b\n1,2\n")).unwrap().rows(), 1);
        assert!(told.load(Ordering::Relaxed) > 0);
    }
}

#[cfg(unix)]
#[test]
fn a_path_may_be_any_bytes() {
    let name: &std::ffi::OsStr = std::os::unix::ffi::OsStrExt::from_bytes(b"tenon-\xff-path.csv");
    let path = std::env::temp_dir().join(name);
    Table::from_csv_text("a\n1\n").unwrap().write_csv(&path).unwrap();
    let rows = Table::read_csv(&path).unwrap().rows();
    std::fs::remove_file(&path).unwrap();
    assert_eq!(rows, 1);
}

// One thread's callback panics while another one works in a scope of the same context.
#[test]
fn a_panic_goes_on_in_the_scope_whose_call_it_was() {
    thread_local! {
        static FAILS: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
    }
    let context = Context::builder()
        .on_progress(|_| {
            assert!(!FAILS.with(|fails| fails.get()), "of the first thread");
            ControlFlow::Continue(())
        })
        .build()
        .unwrap();
    let (failed, quiet) = (std::sync::Barrier::new(2), std::sync::Barrier::new(2));
    thread::scope(|threads| {
        let first = threads.spawn(|| {
            FAILS.with(|fails| fails.set(true));
            context.scope(|| {
                let ended = Table::from_csv_text("a\n1\n").map(|_| ());
                failed.wait();
                quiet.wait();
                ended
            })
        });
        let second = threads.spawn(|| {
            failed.wait();
            let rows = context.scope(|| log().rows());
            quiet.wait();
            rows
        });
        assert_eq!(second.join().unwrap(), 400);
        let panic = first.join().unwrap_err();
        assert_eq!(panic.downcast_ref::<&str>(), Some(&"of the first thread"));
    });
}

#[test]
fn a_panic_of_a_scope_that_unwinds_is_not_met_again() {
    let fails = Arc::new(AtomicBool::new(true));
    let still = fails.clone();
    let context = Context::builder()
        .on_progress(move |_| {
            assert!(!still.load(Ordering::Relaxed), "the callback's");
            ControlFlow::Continue(())
        })
        .build()
        .unwrap();
    let caught = catch_unwind(AssertUnwindSafe(|| {
        context.scope(|| {
            let _ = Table::from_csv_text("a\n1\n");
            panic!("the host's");
        })
    }));
    assert_eq!(caught.unwrap_err().downcast_ref::<&str>(), Some(&"the host's"));
    fails.store(false, Ordering::Relaxed);
    assert_eq!(context.scope(|| log().rows()), 400);
}

#[test]
fn a_log_that_panics_ends_its_call() {
    let lines = Arc::new(AtomicUsize::new(0));
    let count = lines.clone();
    let context = Context::builder()
        .on_log_line(move |line| {
            count.fetch_add(1, Ordering::Relaxed);
            assert_eq!(line.id, LogId::Search);
            panic!("the disk is full");
        })
        .build()
        .unwrap();
    let outcome = Mutex::new(None);
    let caught = catch_unwind(AssertUnwindSafe(|| {
        context.scope(|| {
            let solution = knapsack().solve(&SolveOptions::default()).unwrap();
            *outcome.lock().unwrap() = Some(solution.outcome());
        });
    }));
    assert_eq!(caught.unwrap_err().downcast_ref::<&str>(), Some(&"the disk is full"));
    assert!(lines.load(Ordering::Relaxed) >= 1);
    assert_eq!(*outcome.lock().unwrap(), Some(Outcome::Cancelled));
}

#[test]
fn another_thread_cancels_a_solve_that_keeps_its_outcome() {
    let cancel = Cancel::new().unwrap();
    let context = Context::builder().cancel(&cancel).build().unwrap();
    let other = cancel.clone();
    thread::spawn(move || other.set()).join().unwrap();
    let solution = context.scope(|| knapsack().solve(&SolveOptions::default())).unwrap();
    assert_eq!(solution.outcome(), Outcome::Cancelled);
}

#[test]
fn one_context_serves_threads_at_once_and_scopes_nest() {
    let lines = Arc::new(Mutex::new(0usize));
    let seen = lines.clone();
    let context = Arc::new(
        Context::builder()
            .on_progress(move |_| {
                *seen.lock().unwrap() += 1;
                ControlFlow::Continue(())
            })
            .build()
            .unwrap(),
    );
    let workers: Vec<_> = (0..4)
        .map(|_| {
            let context = context.clone();
            thread::spawn(move || context.scope(|| log().rows()))
        })
        .collect();
    assert!(workers.into_iter().all(|worker| worker.join().unwrap() == 400));
    let before = *lines.lock().unwrap();
    assert!(before >= 4);
    let silent = Context::builder().build().unwrap();
    context.scope(|| silent.scope(log));
    assert_eq!(*lines.lock().unwrap(), before);
}

#[test]
fn a_budget_that_is_too_small_is_an_error_and_the_peak_is_told() {
    let generous = Context::builder().byte_budget(1 << 30).build().unwrap();
    let wide =
        (0..60_000).fold(String::from("a,b\n"), |csv, i| csv + &format!("{i},{}.5\n", i * 3));
    generous.scope(|| Table::from_csv_text(&wide)).unwrap();
    assert!(generous.peak_bytes() > 500_000);
    let small = Context::builder().byte_budget(100_000).build().unwrap();
    let refused = small.scope(|| Table::from_csv_text(&wide)).unwrap_err();
    assert_eq!(refused.status(), Status::Budget);
}

#[test]
fn tables_go_through_arrow_and_back_with_all_types_and_missing_cells() {
    let csv = "n,x,flag,text,time\n1,0.5,true,äöü,2026-01-01 00:00:00\n,,,,\n3,2.5,false,c,2026-01-01 00:00:02\n";
    let table = Table::from_csv_text(csv).unwrap();
    let batch = ArrowBatch::of(&table).unwrap();
    assert_eq!((batch.rows(), batch.columns(), batch.name(3)), (3, 5, "text".to_owned()));
    for column in 0..5 {
        match batch.column(column) {
            ArrowColumn::Int64(v) => {
                assert_eq!(v.iter().collect::<Vec<_>>(), [Some(1), None, Some(3)])
            }
            ArrowColumn::Float64(v) => {
                assert_eq!(v.iter().collect::<Vec<_>>(), [Some(0.5), None, Some(2.5)])
            }
            ArrowColumn::Bool(v) => {
                assert_eq!(v.iter().collect::<Vec<_>>(), [Some(true), None, Some(false)])
            }
            ArrowColumn::Text(v) => {
                assert_eq!(v.iter().collect::<Vec<_>>(), [Some("äöü"), None, Some("c")])
            }
            ArrowColumn::Timestamp(v) => {
                let cells: Vec<_> = v.iter().collect();
                assert_eq!(cells[1], None);
                assert_eq!(cells[2].unwrap() - cells[0].unwrap(), 2_000_000);
            }
            other => panic!("a column of no known kind: {other:?}"),
        }
    }
    // A slice begins inside a byte of the bits, and leaves where it came from behind.
    let last = ArrowBatch::of(&table.slice(2, 1).unwrap()).unwrap();
    assert!(matches!(last.column(2), ArrowColumn::Bool(v) if v.iter().eq([Some(false)])));
    let (array, schema) = batch.into_raw();
    // SAFETY: both come from into_raw just now.
    let back = unsafe { ArrowBatch::table_from_raw(array, schema) }.unwrap();
    drop(table);
    assert_eq!(back.numbers("n").unwrap(), [Some(1.0), None, Some(3.0)]);
    assert_eq!(ArrowBatch::of(&back).unwrap().into_table().unwrap().rows(), 3);
}

#[test]
fn batches_cover_the_table_once() {
    let table = log();
    let mut rows = Vec::new();
    for batch in table.batches(150) {
        let batch = batch.unwrap();
        match batch.column(0) {
            ArrowColumn::Float64(heat) => rows.extend(heat.iter().map(Option::unwrap)),
            other => panic!("heat is {other:?}"),
        }
    }
    assert_eq!(rows.len(), 400);
    assert_eq!(rows, table.numbers("heat").unwrap().into_iter().flatten().collect::<Vec<_>>());
    let none = Table::from_csv_text("a,b\n").unwrap();
    assert_eq!(none.batches(10).count(), 0);
}

/// Runs every task twice, in the wrong order, and one that is not there.
struct Careless;

impl Executor for Careless {
    fn width(&self) -> usize {
        4
    }
    fn for_each(&self, count: usize, task: &(dyn Fn(usize) + Sync)) {
        thread::scope(|scope| {
            for i in (0..count + 1).rev() {
                scope.spawn(move || task(i));
                scope.spawn(move || task(i));
            }
        });
    }
}

/// Does nothing, or worse.
struct Idle(fn());

impl Executor for Idle {
    fn width(&self) -> usize {
        4
    }
    fn for_each(&self, _count: usize, _task: &(dyn Fn(usize) + Sync)) {
        (self.0)();
    }
}

fn big() -> Table {
    let cells = (0..200_000u32).map(|i| f64::from(i.wrapping_mul(2_654_435_761) >> 8));
    TableBuilder::new().unwrap().column("x", cells).unwrap().finish().unwrap()
}

#[test]
fn an_executor_that_is_careless_or_idle_changes_no_result() {
    let table = big();
    let alone = table.profile().unwrap().to_csv().unwrap();
    let careless = Context::builder().executor(Careless).build().unwrap();
    assert_eq!(careless.scope(|| table.profile().unwrap().to_csv().unwrap()), alone);
    let idle = Context::builder().executor(Idle(|| ())).build().unwrap();
    assert_eq!(idle.scope(|| table.profile().unwrap().to_csv().unwrap()), alone);
}

#[test]
fn a_panic_of_an_executor_goes_on_in_the_caller() {
    let (table, context) =
        (log(), Context::builder().executor(Idle(|| panic!("no threads left"))).build().unwrap());
    let fit =
        || Model::logistic(&table, &["heat", "load"], "status", &LogisticOptions::positive("FAIL"));
    let big = big();
    let caught = catch_unwind(AssertUnwindSafe(|| {
        context.scope(|| (fit().map(|_| ()), big.profile().map(|_| ())))
    }));
    assert_eq!(caught.unwrap_err().downcast_ref::<&str>(), Some(&"no threads left"));
}
