//! Numbers that no memory holds and texts that C cannot: an error that names the argument, or as much as there
//! is; never a number that has become negative, a text that has become shorter, or a panic.

use tenon::clean::{ImputeOptions, Imputer, OutlierFilter, OutlierOptions};
use tenon::evaluate::{FoldKind, Folds};
use tenon::features::{EncodeOptions, Encoder, Feature, Scaler, Scaling};
use tenon::models::{LinearPartial, OnlineModel, OnlineOptions};
use tenon::{
    ArrowBatch, ArrowColumn, ArrowStream, AsofOptions, ColumnType, Context, CsvColumn, CsvOptions,
    CsvSource, Error, JoinOptions, JsonlOptions, Language, LinearOptions, Model, PipelineOptions,
    Problem, Report, Sense, SolveOptions, SplitOptions, Status, Table, TableBuilder, Type,
    WarmLimits, WarmLinear,
};

const NUL: &str = "he\0at";

fn log() -> Table {
    Table::from_csv_text("heat,load,line\n1,2.5,a\n2,3.5,b\n3,1.5,a\n4,0.5,b\n").unwrap()
}

fn refused<T>(made: Result<T, Error>, argument: &str) {
    let error = made.map(|_| ()).unwrap_err();
    assert_eq!((error.status(), error.argument()), (Status::Argument, argument), "{error}");
}

#[test]
fn a_context_refuses_more_threads_than_there_are_and_takes_any_budget() {
    refused(Context::builder().threads(usize::MAX).build(), "threads");
    refused(Context::builder().threads(1 << 32 | 1).build(), "threads");
    let context = Context::builder().byte_budget(u64::MAX).spare_bytes(u64::MAX).build().unwrap();
    assert_eq!(context.scope(|| log().rows()), 4);
}

#[test]
fn places_and_counts_past_every_end_are_not_negative() {
    let table = log();
    for far in [4, usize::MAX / 2 + 1, usize::MAX - 1, usize::MAX] {
        for made in [table.take(&[0, far]), table.slice(far, 1), table.slice(1, far)] {
            let error = made.map(|_| ()).unwrap_err();
            assert_eq!(error.status(), Status::Argument, "{error}");
            assert!(!error.to_string().contains('-'), "{error}");
        }
        refused(table.cell_text("heat", far), "row");
        refused(table.text("line", far), "row");
        assert_eq!(table.batches(far).map(|batch| batch.unwrap().rows()).sum::<usize>(), 4);
        let whole: Vec<_> = ArrowStream::of(&table, far).unwrap().collect();
        assert_eq!(whole.len(), 1);
    }
    let page = |rows| {
        let mut report = Report::new(Language::English, "log", "").unwrap();
        report.table("all", &table, rows).unwrap().html().unwrap()
    };
    assert_eq!(page(usize::MAX), page(4));
}

#[test]
fn limits_that_no_work_reaches_are_no_limits_and_a_limit_of_none_is_the_least() {
    let text = CsvSource::new(&b"a\n1\n"[..]).size(u64::MAX);
    assert_eq!(Table::from_csv_source(text, &CsvOptions::new()).unwrap().rows(), 1);
    let mut problem = Problem::new(Sense::Maximize).unwrap();
    let columns: Vec<_> = (0..6)
        .map(|j| {
            let name = format!("x{j}");
            problem.add_column(&name, ColumnType::Continuous, (0.0, 9.0), f64::from(j + 1)).unwrap()
        })
        .collect();
    for limit in 1..5 {
        let terms: Vec<_> = columns.iter().map(|j| (*j, f64::from((j + limit) % 5 + 1))).collect();
        problem.add_row("", (f64::NEG_INFINITY, 20.0), &terms).unwrap();
    }
    let far = SolveOptions::new().node_limit(u64::MAX).work_limit(u64::MAX).seed(u64::MAX);
    let best = problem.solve(&far).unwrap().objective().unwrap();
    let mut warm = WarmLinear::new(&problem).unwrap();
    let ended = warm.solve(&WarmLimits::new().iterations(0)).unwrap();
    assert_ne!(ended, tenon::Outcome::Optimal);
    warm.solve(&WarmLimits::new().iterations(u64::MAX)).unwrap();
    assert!((warm.objective().unwrap() - best).abs() < 1e-9);
}

#[test]
fn a_text_with_a_zero_byte_is_an_error_that_names_the_argument() {
    let table = log();
    refused(table.select(&["line", NUL]), "columns");
    refused(table.rename(&[("heat", NUL)]), "new_names");
    refused(table.rename(&[(NUL, "heat")]), "old_names");
    refused(table.cast(NUL, Type::Text, true), "column");
    refused(table.filter("heat > 1\0 and no"), "expression");
    refused(table.compute(NUL, "heat + 1"), "name");
    refused(table.compute("warm", "heat\0 + 1"), "expression");
    refused(table.sort(&[NUL], &[]), "columns");
    refused(table.drop_duplicates(&[NUL]), "keys");
    refused(table.drop_missing(&[NUL]), "columns");
    refused(table.split(&SplitOptions::new().stratify(NUL)), "stratify");
    refused(table.join(&log(), &JoinOptions::new().keys(&[NUL])), "keys");
    refused(table.join_asof(&log(), &AsofOptions::new().time(NUL)), "time");
    refused(Imputer::fit(&table, &[NUL], &ImputeOptions::new()), "columns");
    refused(OutlierFilter::fit(&table, &[NUL], &OutlierOptions::new()), "columns");
    refused(Scaler::fit(&table, &[NUL], Scaling::Standard), "columns");
    refused(Encoder::fit(&table, &[NUL], &EncodeOptions::new()), "columns");
    refused(Feature::scale(&table, &[NUL], Scaling::Standard), "columns");
    let folds = Folds::new().kind(FoldKind::Stratified(NUL.into()));
    refused(folds.assign(&table), "column");
}

#[test]
fn a_model_a_builder_a_problem_and_a_report_refuse_it_as_well() {
    let table = log();
    let linear = LinearOptions::new();
    refused(Model::linear(&table, &[NUL], "load", &linear), "features");
    refused(Model::linear(&table, &["heat"], NUL, &linear), "target");
    refused(Model::pipeline(&table, &PipelineOptions::linear(NUL)), "target");
    refused(Model::load("model\0.json"), "path");
    refused(LinearPartial::new(&[NUL]), "features");
    refused(OnlineModel::new(&[NUL], &OnlineOptions::new()), "features");
    refused(TableBuilder::new().unwrap().column(NUL, [1.0]), "name");
    refused(TableBuilder::new().unwrap().column("line", ["a\0"]), "cells");
    refused(Table::read_csv("log\0.csv"), "path");
    let columns = CsvOptions::new().columns([CsvColumn::new(NUL)]);
    refused(Table::from_csv_bytes(b"a\n1\n", &columns), "columns");
    let marks = CsvOptions::new().missing_marks(&["\0"]);
    refused(Table::from_csv_bytes(b"a\n1\n", &marks), "missing_marks");
    refused(Table::from_jsonl_text_with("{}", &JsonlOptions::new().columns(&[NUL])), "columns");
    let mut problem = Problem::new(Sense::Minimize).unwrap();
    refused(problem.add_column(NUL, ColumnType::Binary, (0.0, 1.0), 1.0), "name");
    refused(problem.add_row(NUL, (0.0, 1.0), &[]), "name");
    assert_eq!((problem.find_column(NUL), problem.find_row(NUL)), (None, None));
    refused(problem.solve(&SolveOptions::new().without(&["cuts\0"])), "without");
    refused(Report::new(Language::English, NUL, ""), "title");
    let mut report = Report::new(Language::English, "log", "").unwrap();
    refused(report.text("heading", NUL), "paragraph");
    refused(report.figures("heading", &[("heat", NUL)]), "values");
}

#[test]
fn a_column_asked_for_by_such_a_name_is_not_there() {
    let table = log();
    let error = table.numbers(NUL).unwrap_err();
    assert_eq!((error.status(), error.argument()), (Status::NotFound, NUL));
    assert_eq!(table.column_type(NUL), None);
}

#[test]
fn arrays_without_entries_are_lent_as_empty_slices() {
    let none = log().slice(0, 0).unwrap();
    let empty = Table::from_csv_text("n,text\n").unwrap();
    let missing = Table::from_csv_text("n,text\n1,\n2,\n").unwrap();
    for table in [none, empty, missing] {
        let rows = table.rows();
        let batch = ArrowBatch::of(&table).unwrap();
        for column in 0..batch.columns() {
            let seen = match batch.column(column) {
                ArrowColumn::Float64(v) => v.iter().count(),
                ArrowColumn::Int64(v) => v.iter().count(),
                ArrowColumn::Bool(v) => v.iter().count(),
                ArrowColumn::Text(v) => v.iter().count(),
                ArrowColumn::Timestamp(v) => v.iter().count(),
                _ => rows,
            };
            assert_eq!(seen, rows);
        }
    }
}
