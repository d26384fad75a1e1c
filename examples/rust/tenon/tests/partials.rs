//! Models of rows that come in parts, in streams, or never end.

use std::panic::{catch_unwind, AssertUnwindSafe};

use tenon::models::{LinearPartial, LogisticPartial, Loss, OnlineModel, OnlineOptions, Samples};
use tenon::{
    ArrowStream, CsvBatch, CsvOptions, Error, LinearOptions, LogisticOptions, Model,
    PipelineOptions, Status, Table,
};

fn rows() -> (Vec<[f64; 2]>, Vec<f64>) {
    let x: Vec<_> =
        (0..120u32).map(|i| [f64::from(i * 37 % 101) / 7.0, f64::from(i * 53 % 97)]).collect();
    let y = x.iter().enumerate().map(|(i, x)| 3.0 * x[0] - 0.5 * x[1] + (i % 5) as f64).collect();
    (x, y)
}

fn bits(model: &Model) -> Vec<u64> {
    model.coefficients().unwrap().iter().map(|c| c.estimate.to_bits()).collect()
}

#[test]
fn slices_in_any_order_give_the_same_bits() {
    let (x, y) = rows();
    let partial = |ranges: &[std::ops::Range<usize>]| {
        let mut sum = LinearPartial::new(&["a", "b"]).unwrap();
        for range in ranges {
            let mut slice = LinearPartial::new(&["a", "b"]).unwrap();
            slice.add(&Samples::new(&x[range.clone()], &y[range.clone()])).unwrap();
            sum.merge(&LinearPartial::from_bytes(&slice.to_bytes().unwrap()).unwrap()).unwrap();
        }
        assert_eq!(sum.rows(), 120);
        sum
    };
    let forth = partial(&[0..50, 50..70, 70..120]);
    let back = partial(&[60..120, 0..60]);
    let options = LinearOptions::new();
    assert_eq!(bits(&forth.fit(&options).unwrap()), bits(&back.fit(&options).unwrap()));
    let other = LinearPartial::new(&["a", "c"]).unwrap();
    let mut forth = forth;
    assert_eq!(forth.merge(&other).unwrap_err().status(), Status::Argument);
    assert_eq!(LinearPartial::from_bytes(b"nonsense").unwrap_err().status(), Status::Parse);
    let empty = LinearPartial::new(&["a"]).unwrap();
    assert_eq!(empty.fit(&options).unwrap_err().status(), Status::Data);
}

#[test]
fn a_slice_that_fails_has_added_nothing() {
    let (mut x, y) = rows();
    let mut partial = LinearPartial::new(&["a", "b"]).unwrap();
    x[5][0] = f64::INFINITY;
    let error = partial.add(&Samples::new(&x, &y)).unwrap_err();
    assert_eq!((error.status(), error.row(), partial.rows()), (Status::Data, Some(5), 0));
    let table = Table::from_csv_text("a,b,y\n1,2,3\n,2,3\n4,4,\n2,1,1\n").unwrap();
    assert_eq!(partial.add_table(&table, "y", None).unwrap(), 2);
    assert_eq!(partial.rows(), 2);
    assert_eq!(partial.add_table(&table, "z", None).unwrap_err().status(), Status::NotFound);
}

fn classes() -> (Vec<[f64; 2]>, Vec<f64>) {
    let (x, y) = rows();
    let y = y
        .iter()
        .enumerate()
        .map(|(i, y)| f64::from(u8::from(y + f64::from(i as u32 * 31 % 67) > 30.0)))
        .collect();
    (x, y)
}

fn first_pass(x: &[[f64; 2]], y: &[f64]) -> LinearPartial {
    let mut first = LinearPartial::new(&["a", "b"]).unwrap();
    first.add(&Samples::new(x, y)).unwrap();
    first
}

#[test]
fn passes_over_workers_fit_as_one_machine_does() {
    let (x, y) = classes();
    let first = first_pass(&x, &y);
    let mut passes = 0;
    let model = LogisticOptions::new()
        .fit_passes(&first, |pass| {
            passes += 1;
            let order = pass.to_bytes()?;
            for range in [70..120, 0..70] {
                let mut worker = LogisticPartial::from_bytes(&order)?;
                worker.add(&Samples::new(&x[range.clone()], &y[range.clone()]))?;
                assert_eq!(worker.rows(), range.len());
                pass.merge(&LogisticPartial::from_bytes(&worker.to_bytes()?)?)?;
            }
            Ok(())
        })
        .unwrap();
    assert!(passes > 2);
    let whole = LogisticOptions::new().fit(&Samples::new(&x, &y)).unwrap();
    for (a, b) in model.coefficients().unwrap().iter().zip(whole.coefficients().unwrap()) {
        assert!((a.estimate - b.estimate).abs() < 1e-8 * b.estimate.abs().max(1.0));
    }
}

#[test]
fn an_error_or_a_panic_of_a_pass_is_that_of_the_fit() {
    let (x, y) = classes();
    let first = first_pass(&x, &y);
    let own = Table::from_csv_text("a\n1\n2,3\n").unwrap_err();
    let error = LogisticOptions::new().fit_passes(&first, |_| Err(own.clone())).unwrap_err();
    assert_eq!(error, own);
    let panic = catch_unwind(AssertUnwindSafe(|| {
        LogisticOptions::new().fit_passes(&first, |_| panic!("a worker is gone"))
    }));
    let panic = panic.unwrap_err();
    assert_eq!(panic.downcast_ref::<&str>(), Some(&"a worker is gone"));
    // A pass that forgets rows is found out.
    let error = LogisticOptions::new()
        .fit_passes(&first, |pass| pass.add(&Samples::new(&x[1..], &y[1..])))
        .unwrap_err();
    assert_eq!(error.status(), Status::Data);
}

#[test]
fn a_stream_is_learned_alike_however_it_is_cut() {
    let (x, y) = classes();
    let options = OnlineOptions::new().loss(Loss::Logistic).half_life(1000.0);
    let mut whole = OnlineModel::new(&["a", "b"], &options).unwrap();
    assert_eq!((whole.rows(), whole.loss()), (0, None));
    assert_eq!(whole.model().unwrap_err().status(), Status::Data);
    whole.learn(&Samples::new(&x, &y)).unwrap();
    let mut cut = OnlineModel::new(&["a", "b"], &options).unwrap();
    for (x, y) in x.chunks(7).zip(y.chunks(7)) {
        cut.learn(&Samples::new(x, y)).unwrap();
        cut = OnlineModel::from_bytes(&cut.to_bytes().unwrap()).unwrap();
    }
    assert_eq!((whole.rows(), cut.rows()), (120, 120));
    assert_eq!(whole.loss(), cut.loss());
    let record = [4.0, 20.0];
    let score = whole.predict(&record).unwrap();
    assert_eq!(score.to_bits(), cut.predict(&record).unwrap().to_bits());
    assert!((whole.model().unwrap().score(&record).unwrap() - score).abs() < 1e-12);
    assert_eq!(whole.predict(&[1.0]).unwrap_err().status(), Status::Argument);
    let wrong = whole.learn(&Samples::new(&[[1.0, 2.0]], &[0.5])).unwrap_err();
    assert_eq!((wrong.status(), wrong.row(), whole.rows()), (Status::Data, Some(0), 120));
}

fn csv(rows: std::ops::Range<u32>) -> String {
    let mut csv = String::from("heat,line,status\n");
    for i in rows {
        let heat = f64::from(i * 37 % 101) / 10.0;
        let failed = heat * 3.0 + f64::from(i * 29 % 40) > 35.0;
        let line = ["A", "B"][(i % 2) as usize];
        csv += &format!("{heat},{line},{}\n", if failed { "FAIL" } else { "OK" });
    }
    csv
}

fn pipeline() -> PipelineOptions {
    PipelineOptions::logistic("status", "FAIL").numeric(&["heat"]).categorical(&["line"])
}

fn near(a: &Model, b: &Model) -> bool {
    let record = |model: &Model| [5.0, model.category(1, "B").unwrap()];
    (a.score(&record(a)).unwrap() - b.score(&record(b)).unwrap()).abs() < 1e-9
}

#[test]
fn a_pipeline_of_tables_files_and_arrow_streams_is_one_of_the_whole() {
    let table = Table::from_csv_text(&csv(0..400)).unwrap();
    let whole = Model::pipeline(&table, &pipeline()).unwrap();
    let mut passes = 0;
    let open = || {
        passes += 1;
        Ok([0..150, 150..151, 151..400].into_iter().map(|part| Table::from_csv_text(&csv(part))))
    };
    assert!(near(&Model::pipeline_tables(open, &pipeline()).unwrap(), &whole));
    assert!(passes > 3);
    let open = || ArrowStream::of(&table, 64);
    assert!(near(&Model::pipeline_arrow(open, &pipeline()).unwrap(), &whole));
    let path = std::env::temp_dir().join(format!("tenon-rust-{}-fit.csv", std::process::id()));
    table.write_csv(&path).unwrap();
    let batch = CsvBatch::new().rows(100);
    let of_file = Model::pipeline_csv(&path, &CsvOptions::new(), &batch, &pipeline()).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert!(near(&of_file, &whole));
    let gone = Model::pipeline_csv(&path, &CsvOptions::new(), &batch, &pipeline()).unwrap_err();
    assert_eq!(gone.status(), Status::Io);
}

#[test]
fn what_a_source_says_ends_the_fit() {
    let own = Table::from_csv_text("a\n1\n2,3\n").unwrap_err();
    let tables = |own: &Error| {
        let own = own.clone();
        move || Ok(vec![Table::from_csv_text(&csv(0..50)), Err(own.clone())].into_iter())
    };
    assert_eq!(Model::pipeline_tables(tables(&own), &pipeline()).unwrap_err(), own);
    let closed = || -> tenon::Result<std::vec::IntoIter<tenon::Result<Table>>> { Err(own.clone()) };
    assert_eq!(Model::pipeline_tables(closed, &pipeline()).unwrap_err(), own);
    let stream = Model::pipeline_arrow(|| Err(own.clone()), &pipeline()).unwrap_err();
    assert_eq!(stream, own);
    let panic = catch_unwind(AssertUnwindSafe(|| {
        Model::pipeline_arrow(|| panic!("no stream"), &pipeline())
    }));
    assert_eq!(panic.unwrap_err().downcast_ref::<&str>(), Some(&"no stream"));
    let none = || Ok(Vec::new().into_iter());
    assert!(Model::pipeline_tables(none, &pipeline()).is_err());
}
