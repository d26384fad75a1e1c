//! What the crate promises beyond the C interface: ownership, threads, errors as values.

use std::ops::ControlFlow;
use std::thread;

use tenon::features::{PcaOptions, PowerOptions};
use tenon::{
    solve_parts, BasisVariable, BranchSide, Callbacks, CleanPlan, ColumnType, Conflict,
    ConflictOptions, CsvBatch, CsvOptions, CsvReader, Encoding, Feature, JsonlOptions,
    LinearOptions, LogisticOptions, Model, Objective, Outcome, Part, Problem, RelaxOptions,
    Relaxation, Scaling, Sense, Sensitivity, SolveMemory, SolveOptions, SplitOptions, Status,
    Table, Type, WarmLimits, WarmLinear, WindowOptions,
};

fn log() -> Table {
    let mut csv = String::from("heat,line,status\n");
    for i in 0..200 {
        let heat = f64::from(i * 37 % 100) / 10.0;
        let fails = heat + f64::from(i % 7) > 9.0;
        csv += &format!(
            "{heat},{},{}\n",
            ["A", "B"][i as usize % 2],
            if fails { "FAIL" } else { "OK" }
        );
    }
    csv += ",A,OK\n";
    Table::from_csv_text(&csv).expect("a well-formed log")
}

#[test]
fn a_table_tells_types_cells_and_gaps() {
    let table = log();
    assert_eq!(table.rows(), 201);
    assert_eq!(table.names(), ["heat", "line", "status"]);
    assert_eq!(table.column_type("heat"), Some(Type::Float64));
    assert_eq!(table.column_type("nothing"), None);
    assert_eq!(table.numbers("heat").unwrap()[200], None);
    assert_eq!(table.text("line", 1).unwrap(), Some("B"));
    assert_eq!(table.drop_missing(&["heat"]).unwrap().rows(), 200);
}

#[test]
fn steps_are_logged() {
    let clean = log().drop_missing(&[]).unwrap();
    let changes = clean.changes().unwrap();
    assert_eq!(changes.rows(), 1);
    assert!(changes.text("reason", 0).unwrap().is_some());
}

#[test]
fn a_plan_repairs_alike_what_it_is_applied_to_and_tells_why() {
    let table = log();
    let plan = CleanPlan::parse(
        r#"{"steps": [{"step": "fill", "method": "median", "columns": ["heat"]}]}"#,
    )
    .unwrap();
    assert!(!plan.is_fitted());
    assert_eq!(plan.apply(&table).unwrap_err().status(), Status::Argument);
    let (fitted, cleaned) = plan.fit(&table).unwrap();
    assert!(fitted.is_fitted());
    let kept = CleanPlan::parse(&fitted.to_json().unwrap()).unwrap();
    assert_eq!(
        kept.apply(&table).unwrap().numbers("heat").unwrap(),
        cleaned.numbers("heat").unwrap()
    );
    let why = fitted.why(&table, 200, "heat").unwrap();
    assert_eq!(why.text("kind", 0).unwrap(), Some("fill"));
    assert_eq!(fitted.why(&table, 0, "heat").unwrap().rows(), 0);
    assert_eq!(fitted.why(&table, 999, "heat").unwrap_err().status(), Status::Argument);
    let error = CleanPlan::parse(r#"{"steps": [{"step": "polish"}]}"#).unwrap_err();
    assert!(error.argument().starts_with("/steps/0"), "{error:?}");
    assert!(CleanPlan::help().unwrap().contains("drop_duplicates"));
}

#[test]
fn a_plan_reads_the_next_file_as_that_of_its_fit() {
    let path = std::env::temp_dir().join(format!("tenon-rust-{}-next.csv", std::process::id()));
    let lines = std::env::temp_dir().join(format!("tenon-rust-{}-next.jsonl", std::process::id()));
    std::fs::write(&path, "heat;line\n1.024,5;A\n2,5;B\n").unwrap();
    let plan =
        CleanPlan::parse(r#"{"steps": [{"step": "fill", "method": "mean", "columns": ["heat"]}]}"#)
            .unwrap();
    let marks = CsvOptions::new().decimal(',').thousands('.');
    let (fitted, _) = plan.fit(&Table::read_csv_with(&path, &marks).unwrap()).unwrap();
    std::fs::write(&path, "heat;line\n1.234;A\n;B\n").unwrap();
    let next = fitted.read_csv(&path, &CsvOptions::new()).unwrap();
    assert_eq!(next.numbers("heat").unwrap(), [Some(1234.0), None]);
    assert_eq!(fitted.apply(&next).unwrap().numbers("heat").unwrap()[1], Some(513.5));
    std::fs::write(&lines, "{\"heat\": 7}\n").unwrap();
    let one = fitted.read_jsonl(&lines, &JsonlOptions::new()).unwrap();
    assert_eq!(one.names(), ["heat", "line"]); // all missing
    std::fs::remove_file(&path).unwrap();
    std::fs::remove_file(&lines).unwrap();
}

#[test]
fn feature_steps_are_values_that_are_kept_as_text() {
    let table = log();
    let scaled = Feature::scale(&table, &["heat"], Scaling::MinMax).unwrap();
    assert_eq!((scaled.kind().as_str(), scaled.inputs()), ("scale", vec!["heat".to_owned()]));
    let numbers = scaled.apply(&table).unwrap().numbers("heat").unwrap();
    assert!(numbers.iter().flatten().all(|&x| (0.0..=1.0).contains(&x)));
    let kept = Feature::from_json(&scaled.to_json().unwrap()).unwrap();
    assert_eq!(kept.apply(&table).unwrap().numbers("heat").unwrap(), numbers);
    assert!(Feature::power(&table, &["heat"], &PowerOptions::new()).is_ok());
    assert_eq!(
        Feature::power(&table, &["line"], &PowerOptions::new()).unwrap_err().status(),
        Status::Type
    );
    assert_eq!(
        Feature::pca(&table, &["nothing"], &PcaOptions::new().share(0.9)).unwrap_err().status(),
        Status::NotFound
    );
    let options = WindowOptions::new().groups(&["nothing"]).lags([1]);
    assert_eq!(
        Feature::windows(&table, &["heat"], &options).unwrap_err().status(),
        Status::NotFound
    );
}

#[test]
fn records_are_sorted_filtered_and_written_as_json_lines() {
    let table = log();
    let sorted = table.sort(&["line", "heat"], &[false, true]).unwrap();
    assert_eq!(sorted.text("line", 0).unwrap(), Some("A"));
    let heat = sorted.numbers("heat").unwrap();
    assert!(heat[0] >= heat[1]);
    assert_eq!(table.sort(&["line"], &[true, false]).unwrap_err().status(), Status::Argument);
    let error = table.filter("heat > ").unwrap_err();
    assert_eq!(error.status(), Status::Parse);
    let path = std::env::temp_dir().join(format!("tenon-rust-{}.jsonl", std::process::id()));
    let path = path.to_str().unwrap();
    table.write_jsonl(path).unwrap();
    let read = Table::read_jsonl(path).unwrap();
    std::fs::remove_file(path).unwrap();
    assert_eq!(read.numbers("heat").unwrap(), table.numbers("heat").unwrap());
    assert_eq!(read.findings().unwrap().rows(), 0);
    assert_eq!(Table::from_jsonl_text("{\"a\": 1}\n{\n").unwrap_err().line(), Some(2));
}

#[test]
fn what_is_known_of_a_file_can_be_said() {
    let options = CsvOptions::new()
        .delimiter(';')
        .missing_marks(&["9999"])
        .text_columns(&["id"])
        .skip_lines(1)
        .skip_below_header(1)
        .encoding(Encoding::Guess);
    let table = Table::from_csv_bytes(
        b"export\nid;heat;place\n;[K];\n007;9999;Z\xfcrich\n008;2;Bern\n",
        &options,
    )
    .unwrap();
    assert_eq!(table.text("id", 0).unwrap(), Some("007"));
    assert_eq!(table.numbers("heat").unwrap(), [None, Some(2.0)]);
    assert_eq!(table.text("place", 0).unwrap(), Some("Z\u{fc}rich"));
    assert!(table.findings().unwrap().rows() >= 1);
    let wrong = CsvOptions::new().delimiter('\u{fc}');
    assert_eq!(Table::from_csv_bytes(b"a", &wrong).unwrap_err().argument(), "delimiter");
    assert_eq!(
        Table::read_csv_with("/no/such/file.csv", &options).unwrap_err().status(),
        Status::Io
    );
}

#[test]
fn a_file_is_read_batch_by_batch_up_to_its_fault() {
    let path = std::env::temp_dir().join(format!("tenon-rust-{}-batches.csv", std::process::id()));
    let path = path.to_str().unwrap();
    std::fs::write(path, "heat,line\n1,A\n2,B\n2.5,A\n").unwrap();
    let mut reader = CsvReader::open(path, &CsvOptions::new(), &CsvBatch::new().rows(2)).unwrap();
    let first = reader.next().unwrap().unwrap();
    assert_eq!((first.rows(), first.column_type("heat")), (2, Some(Type::Float64)));
    assert_eq!(reader.next().unwrap().unwrap().numbers("heat").unwrap(), [Some(2.5)]);
    assert!(reader.next().is_none() && reader.next().is_none());
    assert_eq!(reader.findings().unwrap().rows(), 0);
    std::fs::write(path, "heat,line\n1,A\nbroken\n3,B\n").unwrap();
    assert_eq!(
        CsvReader::open(path, &CsvOptions::new(), &CsvBatch::new().rows(1)).unwrap_err().line(),
        Some(3)
    );
    let lenient = CsvOptions::new().lenient(true);
    let rows: usize = CsvReader::open(path, &lenient, &CsvBatch::new().rows(1))
        .unwrap()
        .map(|batch| batch.unwrap().rows())
        .sum();
    std::fs::remove_file(path).unwrap();
    assert_eq!(rows, 2);
}

#[test]
fn one_model_scores_on_many_threads_alike() {
    let table = log().drop_missing(&[]).unwrap();
    let model =
        Model::logistic(&table, &["heat"], "status", &LogisticOptions::positive("FAIL")).unwrap();
    let alone: Vec<f64> = (0..100).map(|i| model.score(&[f64::from(i) / 10.0]).unwrap()).collect();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for (i, expected) in alone.iter().enumerate() {
                    assert_eq!(
                        model.score(&[i as f64 / 10.0]).unwrap().to_bits(),
                        expected.to_bits()
                    );
                }
            });
        }
    });
}

#[test]
fn a_saved_model_scores_bit_equal() {
    let table = log().drop_missing(&[]).unwrap();
    let model = Model::linear(&table, &["heat"], "heat", &LinearOptions::default());
    assert_eq!(model.unwrap_err().status(), Status::Argument);
    let model =
        Model::logistic(&table, &["heat"], "status", &LogisticOptions::positive("FAIL")).unwrap();
    let path = std::env::temp_dir().join(format!("tenon-rust-{}.json", std::process::id()));
    let path = path.to_str().unwrap();
    model.save(path).unwrap();
    let loaded = Model::load(path).unwrap();
    std::fs::remove_file(path).unwrap();
    assert_eq!(model.predict(&table).unwrap(), loaded.predict(&table).unwrap());
    assert_eq!(model.inputs(), ["heat"]);
    assert_eq!(model.coefficients().unwrap().len(), 2);
}

#[test]
fn errors_carry_kind_place_and_words() {
    let error = Table::read_csv("/no/such/file.csv").unwrap_err();
    assert_eq!(error.status(), Status::Io);
    assert!(error.to_string().contains("/no/such/file.csv"));
    let error = Table::from_csv_text("a,b\n1,2\n3\n").unwrap_err();
    assert_eq!((error.status(), error.line()), (Status::Parse, Some(3)));
    let error = Table::read_csv("with\0zero").unwrap_err();
    assert_eq!(error.status(), Status::Argument);
    let table = log();
    let error =
        Model::logistic(&table, &["heat"], "stauts", &LogisticOptions::default()).unwrap_err();
    assert_eq!(error.status(), Status::NotFound);
}

#[test]
fn the_same_seed_gives_the_same_split() {
    let table = log();
    let options = SplitOptions::new().stratify("status");
    let (train, test) = table.split(&options).unwrap();
    let (again, _) = table.split(&options).unwrap();
    assert_eq!(train.rows() + test.rows(), table.rows());
    assert_eq!(train.numbers("heat").unwrap(), again.numbers("heat").unwrap());
}

#[test]
fn a_plan_is_proven() {
    let mut problem = Problem::new(Sense::Maximize).unwrap();
    let terms: Vec<_> = [(60.0, 10.0), (100.0, 20.0), (120.0, 30.0)]
        .into_iter()
        .enumerate()
        .map(|(i, (worth, weight))| {
            let name = format!("item {i}");
            (problem.add_column(&name, ColumnType::Binary, (0.0, 1.0), worth).unwrap(), weight)
        })
        .collect();
    problem.add_row("weight", (f64::NEG_INFINITY, 50.0), &terms).unwrap();
    let solution = problem.solve(&SolveOptions::default()).unwrap();
    assert_eq!(solution.outcome(), Outcome::Optimal);
    assert_eq!(solution.objective(), Some(220.0));
    assert_eq!(solution.values(), [0.0, 1.0, 1.0]);
    assert_eq!(solution.worst_row().0, 0.0);
}

fn shop() -> Problem {
    let mut shop = Problem::new(Sense::Maximize).unwrap();
    let doors =
        shop.add_column("doors", ColumnType::Continuous, (0.0, f64::INFINITY), 3.0).unwrap();
    let windows =
        shop.add_column("windows", ColumnType::Continuous, (0.0, f64::INFINITY), 5.0).unwrap();
    shop.add_row("plant1", (f64::NEG_INFINITY, 4.0), &[(doors, 1.0)]).unwrap();
    shop.add_row("plant2", (f64::NEG_INFINITY, 12.0), &[(windows, 2.0)]).unwrap();
    shop.add_row("plant3", (f64::NEG_INFINITY, 18.0), &[(doors, 3.0), (windows, 2.0)]).unwrap();
    shop
}

#[test]
fn a_warm_program_is_changed_and_solved_again() {
    let mut plan = WarmLinear::new(&shop()).unwrap();
    assert!(plan.objective().is_none());
    assert_eq!(plan.solve(&WarmLimits::default()).unwrap(), Outcome::Optimal);
    assert!((plan.objective().unwrap() - 36.0).abs() < 1e-9);
    let more = plan.add_column((0.0, 3.0), 2.0, &[(0, 1.0), (2, 1.0)]).unwrap();
    assert_eq!((more, plan.columns(), plan.rows()), (2, 3, 3));
    plan.set_row_bounds(1, (f64::NEG_INFINITY, 10.0)).unwrap();
    assert_eq!(plan.solve(&WarmLimits::default()).unwrap(), Outcome::Optimal);
    let cold = plan.problem().unwrap().solve(&SolveOptions::default()).unwrap();
    assert!((plan.objective().unwrap() - cold.objective().unwrap()).abs() < 1e-9);
    assert_eq!(plan.solution().unwrap().values().len(), 3);
    let mut values = [0.0; 3];
    assert_eq!(plan.copy_values(&mut values), 3);
    let beyond = WarmLimits::new().cutoff(1000.0);
    plan.set_cost(0, 4.0).unwrap();
    assert_eq!(plan.solve(&beyond).unwrap(), Outcome::Cutoff);
    plan.delete_columns(&[more]).unwrap();
    assert_eq!(plan.set_bounds(7, (0.0, 1.0)).unwrap_err().status(), Status::Argument);
}

#[test]
fn ranges_say_who_replaces_whom() {
    let shop = shop();
    let solution = shop.solve(&SolveOptions::default()).unwrap();
    let ranges = Sensitivity::analyse(&shop, &solution).unwrap();
    let doors = ranges.range(Part::Cost, 0).unwrap();
    assert!((doors.upper.value - 7.5).abs() < 1e-9);
    assert_eq!(doors.upper.entering, Some(BasisVariable::Row(1)));
    assert_eq!(ranges.range(Part::RowUpper, 0).unwrap().upper.value, f64::INFINITY);
}

#[test]
fn a_problem_without_a_plan_is_explained_and_mended() {
    let mut stuck = shop();
    stuck.add_row("order", (40.0, f64::INFINITY), &[(0, 1.0), (1, 1.0)]).unwrap();
    let conflict = Conflict::find(&stuck, &ConflictOptions::new()).unwrap();
    assert_eq!(conflict.outcome(), Outcome::Infeasible);
    assert!(conflict.is_minimal());
    let members = conflict.members().unwrap();
    let order = members.iter().find(|member| member.part == Part::RowLower).unwrap();
    assert_eq!((order.index, order.needed), (3, true));
    assert!(order.text.contains("order: doors + windows >= 40"));
    assert!(conflict.text().contains("order: doors + windows >= 40"));
    let must = f64::INFINITY;
    let options = RelaxOptions::new().row_weights([must, must, must, 1.0]);
    let relaxation = Relaxation::find(&stuck, &options).unwrap();
    assert_eq!(relaxation.outcome(), Outcome::Optimal);
    let changes = relaxation.changes().unwrap();
    assert_eq!(changes.len(), 1);
    assert!((relaxation.cost() - 32.0).abs() < 1e-6);
    assert!(relaxation.text().contains("lower order"));
}

#[test]
fn a_solution_tells_what_it_took() {
    let mut problem = Problem::new(Sense::Maximize).unwrap();
    let doors =
        problem.add_column("doors", ColumnType::Continuous, (0.0, f64::INFINITY), 3.0).unwrap();
    let windows =
        problem.add_column("windows", ColumnType::Continuous, (0.0, f64::INFINITY), 5.0).unwrap();
    problem.add_row("plant1", (f64::NEG_INFINITY, 4.0), &[(doors, 1.0)]).unwrap();
    problem.add_row("plant2", (f64::NEG_INFINITY, 12.0), &[(windows, 2.0)]).unwrap();
    problem.add_row("plant3", (f64::NEG_INFINITY, 18.0), &[(doors, 3.0), (windows, 2.0)]).unwrap();
    let solution = problem.solve(&SolveOptions::default()).unwrap();
    let counters = solution.counters().unwrap();
    assert!(counters.work > 0);
    assert!(counters.presolved_rows >= 2);
    assert!(counters.simplex.fill > 0.0);
    assert!(counters.presolve_time <= counters.time);
    let reductions = solution.reductions();
    assert_eq!(reductions[0].name, "singleton rows");
    assert_eq!(reductions[0].fired, 2);
}

#[test]
fn the_parts_of_an_integer_search_add_up() {
    let mut problem = Problem::new(Sense::Maximize).unwrap();
    let one = problem.add_column("one", ColumnType::Integer, (0.0, 9.0), 3.0).unwrap();
    let other = problem.add_column("other", ColumnType::Integer, (0.0, 9.0), 5.0).unwrap();
    problem.add_row("room", (f64::NEG_INFINITY, 17.0), &[(one, 3.0), (other, 4.0)]).unwrap();
    let solution = problem.solve(&SolveOptions::default()).unwrap();
    let parts = solution.parts().unwrap();
    assert!(parts.iter().any(|part| part.name == "presolve" && part.calls == 1));
    assert_eq!(parts.iter().map(|part| part.work).sum::<i64>(), solution.counters().unwrap().work);
}

#[test]
fn callbacks_bring_rows_and_stop_and_panic() {
    let mut problem = Problem::new(Sense::Maximize).unwrap();
    let items: Vec<i32> = (0..6)
        .map(|j| problem.add_column("", ColumnType::Binary, (0.0, 1.0), 1.0 + j as f64).unwrap())
        .collect();
    let mut told = Vec::new();
    {
        let mut callbacks = Callbacks::new()
            .incumbent(|point| {
                told.push(point.objective);
                ControlFlow::Continue(())
            })
            .lazy_rows(|point, rows| {
                for pair in items.windows(2) {
                    if point.values[pair[0] as usize] + point.values[pair[1] as usize] > 1.5 {
                        rows.add("", (f64::NEG_INFINITY, 1.0), &[(pair[0], 1.0), (pair[1], 1.0)])
                            .unwrap();
                    }
                }
                assert!(rows.add("bad", (0.0, 1.0), &[(99, 1.0)]).is_err());
                ControlFlow::Continue(())
            });
        let solution = problem.solve_with(&SolveOptions::default(), &mut callbacks).unwrap();
        assert_eq!(solution.outcome(), Outcome::Optimal);
        assert_eq!(solution.objective(), Some(12.0));
    }
    assert_eq!(told.last(), Some(&12.0));
    let mut stop = Callbacks::new().incumbent(|_| ControlFlow::Break(()));
    let stopped = problem.solve_with(&SolveOptions::default(), &mut stop).unwrap();
    assert_eq!(stopped.outcome(), Outcome::Cancelled);
    let mut fails = Callbacks::new().lazy_rows(|_, _| panic!("the host failed"));
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let _ = problem.solve_with(&SolveOptions::default(), &mut fails);
    }));
    assert!(caught.is_err());
}

#[test]
fn callbacks_hand_in_plans_and_choose_branchings() {
    let mut problem = Problem::new(Sense::Maximize).unwrap();
    let weight = |j: usize| (19 + j * 7 % 23) as f64;
    let items: Vec<i32> = (0..14)
        .map(|j| {
            problem
                .add_column("", ColumnType::Binary, (0.0, 1.0), 2.0 * weight(j) + (j % 5) as f64)
                .unwrap()
        })
        .collect();
    let slack = problem.add_column("", ColumnType::Continuous, (0.0, 1.0), 0.0).unwrap();
    let terms: Vec<_> = items.iter().map(|&j| (j, weight(j as usize))).collect();
    problem.add_row("weight", (f64::NEG_INFINITY, 201.0), &terms).unwrap();
    let options = SolveOptions::new().cuts(false).heuristics(false);
    let alone = problem.solve(&options).unwrap();
    let mut verdicts = Vec::new();
    let mut callbacks = Callbacks::new()
        .user_plans(|point, plans| {
            let mut mine: Vec<f64> =
                point.values.iter().map(|&x| if x < 0.999 { 0.0 } else { 1.0 }).collect();
            mine[slack as usize] = f64::NAN;
            plans.add(&mine).unwrap();
            plans.add(&vec![1.0; mine.len()]).unwrap();
            assert!(plans.add(&[1.0]).is_err());
            ControlFlow::Continue(())
        })
        .plan_verdict(|verdict| {
            verdicts.push((verdict.number, verdict.objective, verdict.reason.to_string()));
            ControlFlow::Continue(())
        })
        .user_branching(|point, branching| {
            let open = items.iter().find(|&&j| {
                let x = point.values[j as usize];
                (x - x.round()).abs() > 1e-6
            });
            branching.choose(*open.unwrap(), BranchSide::Up).unwrap();
            assert!(branching.choose_at(slack, 0.5, BranchSide::Down).is_err());
            assert!(branching.choose(99, BranchSide::Automatic).is_err());
            ControlFlow::Continue(())
        });
    let solution = problem.solve_with(&options, &mut callbacks).unwrap();
    drop(callbacks);
    assert_eq!(solution.outcome(), Outcome::Optimal);
    assert_eq!(solution.objective(), alone.objective());
    let counters = solution.counters().unwrap();
    assert!(counters.user_plans > 0 && counters.user_branchings > 0);
    assert!(verdicts[0].0 == 0 && verdicts[0].1.is_some());
    assert!(verdicts[1].0 == 1 && verdicts[1].1.is_none());
    assert!(verdicts[1].2.starts_with("with the integers of the plan row \"weight\" is broken by"));
    let mut stop = Callbacks::new().user_branching(|_, _| ControlFlow::Break(()));
    let stopped = problem.solve_with(&options, &mut stop).unwrap();
    assert_eq!(stopped.outcome(), Outcome::Cancelled);
    let mut fails = Callbacks::new().user_plans(|_, _| panic!("the host failed"));
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let _ = problem.solve_with(&options, &mut fails);
    }));
    assert!(caught.is_err());
}

#[test]
fn constructs_objectives_and_the_pool() {
    let mut problem = Problem::new(Sense::Maximize).unwrap();
    let x = problem.add_column("x", ColumnType::Continuous, (0.0, 10.0), 1.0).unwrap();
    let y = problem.add_column("y", ColumnType::Continuous, (0.0, 10.0), 2.0).unwrap();
    let z = problem.add_column("z", ColumnType::Binary, (0.0, 1.0), 5.0).unwrap();
    problem
        .add_indicator("cap", z, true, (f64::NEG_INFINITY, 16.0), &[(x, 1.0), (y, 1.0)])
        .unwrap();
    let options = SolveOptions::new().pool_size(4).certify(true);
    let solution = problem.solve(&options).unwrap();
    let certificate = solution.certificate().unwrap();
    assert!(certificate.complete && certificate.text.starts_with("tenon certificate 1\n"));
    assert!((certificate.bound - 31.0).abs() < 1e-4);
    assert!((solution.objective().unwrap() - 31.0).abs() < 1e-6);
    assert_eq!(solution.pool()[0].values, solution.values());
    let largest = problem.add_maximum("largest", &[x, y]).unwrap();
    let columns = largest as usize + 3;
    let mut size = vec![0.0; columns];
    size[x as usize] = 1.0;
    size[y as usize] = 1.0;
    let mut peak = vec![0.0; columns];
    peak[largest as usize] = 1.0;
    let (solution, reached) = problem
        .solve_objectives(
            &[
                Objective::new("size", Sense::Maximize, size, 2),
                Objective::new("peak", Sense::Minimize, peak, 1),
            ],
            &SolveOptions::default(),
        )
        .unwrap();
    assert_eq!(solution.outcome(), Outcome::Optimal);
    assert!((reached[0] - 20.0).abs() < 1e-6);
    assert!((reached[1] - 10.0).abs() < 1e-6);
    let open =
        problem.add_column("open", ColumnType::Continuous, (0.0, f64::INFINITY), 0.0).unwrap();
    assert!(problem.add_sos1("set", &[x, open]).unwrap_err().to_string().contains("\"open\""));
}

/// Orders of several sizes on days of a limited capacity; a worth for each order that is made.
fn week(capacity: f64) -> Problem {
    let mut week = Problem::new(Sense::Maximize).unwrap();
    let mut days = vec![Vec::new(); 3];
    for order in 0..10 {
        let size = f64::from(11 + order * 29 % 31);
        let mut once = Vec::new();
        for (day, load) in days.iter_mut().enumerate() {
            let name = format!("order {order} on day {day}");
            let worth = size + f64::from(order * 17 % 5) - day as f64;
            let column = week.add_column(&name, ColumnType::Binary, (0.0, 1.0), worth).unwrap();
            load.push((column, size));
            once.push((column, 1.0));
        }
        week.add_row(&format!("order {order} once"), (f64::NEG_INFINITY, 1.0), &once).unwrap();
    }
    for (day, load) in days.iter().enumerate() {
        week.add_row(&format!("day {day}"), (f64::NEG_INFINITY, capacity), load).unwrap();
    }
    week
}

#[test]
fn a_solve_with_a_memory_finds_the_same_objective() {
    let options = SolveOptions::new().relative_gap(0.0);
    let mut memory = SolveMemory::new().unwrap();
    assert_eq!(memory.problems(), 0);
    for capacity in [64.0, 64.0, 61.0, 70.0, 64.0] {
        let cold = week(capacity).solve(&options).unwrap();
        let warm = week(capacity).solve_remembering(&options, &mut memory).unwrap();
        assert_eq!((cold.outcome(), warm.outcome()), (Outcome::Optimal, Outcome::Optimal));
        assert!(
            (cold.objective().unwrap() - warm.objective().unwrap()).abs() < 1e-6,
            "capacity {capacity}"
        );
    }
    assert!(memory.problems() > 0);
    memory.clear();
    assert_eq!(memory.problems(), 0);
}

#[test]
fn the_same_problem_again_takes_less_work() {
    let options = SolveOptions::default();
    let mut memory = SolveMemory::new().unwrap();
    let first = week(64.0).solve_remembering(&options, &mut memory).unwrap();
    let again = week(64.0).solve_remembering(&options, &mut memory).unwrap();
    assert_eq!(again.objective(), first.objective());
    assert!(again.counters().unwrap().work < first.counters().unwrap().work);
}

#[test]
fn objectives_by_priority_share_a_memory() {
    let columns = week(64.0).solve(&SolveOptions::default()).unwrap().values().len();
    let early = (0..columns).map(|j| [2.0, 1.0, 0.0][j % 3]).collect();
    let objectives = [
        Objective::new("orders", Sense::Maximize, vec![1.0; columns], 2),
        Objective::new("early", Sense::Maximize, early, 1),
    ];
    let options = SolveOptions::default();
    let mut memory = SolveMemory::new().unwrap();
    for capacity in [64.0, 61.0] {
        let week = week(capacity);
        let (_, cold) = week.solve_objectives(&objectives, &options).unwrap();
        let (_, warm) =
            week.solve_objectives_remembering(&objectives, &options, &mut memory).unwrap();
        assert_eq!(warm, cold);
    }
    assert!(memory.problems() > 0);
}

#[test]
fn a_memory_goes_to_another_thread_and_comes_with_callbacks() {
    let options = SolveOptions::default();
    let mut memory = SolveMemory::new().unwrap();
    let first = week(64.0).solve_remembering(&options, &mut memory).unwrap().objective();
    let mut memory = thread::spawn(move || {
        week(61.0).solve_remembering(&SolveOptions::default(), &mut memory).unwrap();
        memory
    })
    .join()
    .unwrap();
    let mut told = None;
    let mut callbacks = Callbacks::new().incumbent(|point| {
        told = Some(point.objective);
        ControlFlow::Continue(())
    });
    let again = week(64.0).solve_remembering_with(&options, &mut memory, &mut callbacks).unwrap();
    drop(callbacks);
    assert_eq!(again.objective(), first);
    assert_eq!(told, first);
}

#[test]
fn parts_of_the_solver_are_left_out_by_name() {
    let parts = solve_parts();
    assert!(parts.len() > 20);
    assert!(parts.iter().all(|part| !part.name.is_empty() && !part.text.is_empty()));
    let without = |name: &str| SolveOptions::new().without(&[name]);
    let usual = week(64.0).solve(&SolveOptions::default()).unwrap();
    assert!(usual.parts().unwrap().iter().any(|part| part.name == "presolve"));
    let plain = week(64.0).solve(&without("presolve")).unwrap();
    assert_eq!(plain.objective(), usual.objective());
    assert!(plain.parts().unwrap().iter().all(|part| part.name != "presolve"));
    let error = week(64.0).solve(&without("luck")).unwrap_err();
    assert_eq!((error.status(), error.argument()), (Status::Argument, "without"));
    assert!(
        error.to_string().contains("luck") && error.to_string().contains("tenon_solve_part_name")
    );
    assert_eq!(week(64.0).solve(&without("a\0b")).unwrap_err().status(), Status::Argument);
}
