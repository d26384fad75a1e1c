//! Tables in and out: readers and writers of the host's, Arrow streams, cleaning of files, profiles.

use std::io::{self, Cursor, Read, Write};
use std::panic::{catch_unwind, AssertUnwindSafe};

use tenon::clean::{
    Fill, ImputeOptions, Imputer, Keep, OutlierAction, OutlierFilter, OutlierOptions, OutlierRule,
};
use tenon::{
    is_jsonl_file, ArrowColumn, ArrowStream, AsofOptions, CleanPlan, CsvBatch, CsvColumn,
    CsvOptions, CsvReader, CsvSource, CsvWriteOptions, DateOrder, JoinOptions, JsonlOptions,
    JsonlReader, JsonlWriteOptions, Language, Nearest, NotFinite, Profile, Report, Status, Table,
    TableBuilder, Timestamp, Type,
};

fn csv(rows: usize) -> String {
    (0..rows).fold(String::from("a,b\n"), |csv, i| csv + &format!("{i},{}.5\n", i * 3 % 1000))
}

/// Gives a byte or two at a time, is interrupted, and fails or panics at its end.
struct Wire<'a> {
    text: &'a [u8],
    reads: usize,
    end: fn() -> io::Result<usize>,
}

impl Read for Wire<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        self.reads += 1;
        if self.reads % 5 == 0 {
            return Err(io::ErrorKind::Interrupted.into());
        }
        if self.text.is_empty() {
            return (self.end)();
        }
        let count = to.len().min(1 + self.reads % 2).min(self.text.len());
        to[..count].copy_from_slice(&self.text[..count]);
        self.text = &self.text[count..];
        Ok(count)
    }
}

fn wire(text: &str, end: fn() -> io::Result<usize>) -> CsvSource<'_> {
    CsvSource::new(Wire { text: text.as_bytes(), reads: 0, end })
}

#[test]
fn a_source_is_read_as_a_file_is() {
    let text = csv(500);
    let of_text = Table::from_csv_text(&text).unwrap();
    let of_wire = Table::from_csv_source(wire(&text, || Ok(0)), &CsvOptions::new()).unwrap();
    assert_eq!(of_wire.to_csv().unwrap(), of_text.to_csv().unwrap());
    let source = CsvSource::seekable(Cursor::new(text.as_bytes())).unwrap().size(text.len() as u64);
    let reader =
        CsvReader::from_source(source, &CsvOptions::new(), &CsvBatch::new().rows(100)).unwrap();
    let tables: Vec<Table> = reader.collect::<Result<_, _>>().unwrap();
    assert_eq!(tables.len(), 5);
    let whole = Table::concatenate(&tables.iter().collect::<Vec<_>>(), false).unwrap();
    assert_eq!(whole.to_csv().unwrap(), of_text.to_csv().unwrap());
    let reader =
        CsvReader::from_bytes(text.as_bytes(), &CsvOptions::new(), &CsvBatch::new().rows(300));
    let rows: Vec<_> = reader.unwrap().map(|table| table.unwrap().rows()).collect();
    assert_eq!(rows, [300, 200]);
}

#[test]
fn a_reader_moves_to_another_thread_with_its_source() {
    let text = csv(50);
    let reader = CsvReader::from_source(
        wire(&text, || Ok(0)),
        &CsvOptions::new(),
        &CsvBatch::new().rows(20),
    )
    .unwrap();
    let rows = std::thread::scope(|scope| {
        scope
            .spawn(|| reader.map(|table| table.unwrap().rows()).collect::<Vec<_>>())
            .join()
            .unwrap()
    });
    assert_eq!(rows, [20, 20, 10]);
}

#[test]
fn the_words_of_a_source_are_those_of_the_error() {
    let broken = || Err(io::Error::new(io::ErrorKind::Other, "the cable is cut"));
    let error = Table::from_csv_source(wire(&csv(9), broken), &CsvOptions::new()).unwrap_err();
    assert_eq!((error.status(), error.to_string()), (Status::Io, "the cable is cut".into()));
    let panic = catch_unwind(AssertUnwindSafe(|| {
        Table::from_csv_source(wire(&csv(9), || panic!("a bug of the host's")), &CsvOptions::new())
    }));
    assert_eq!(panic.unwrap_err().downcast_ref::<&str>(), Some(&"a bug of the host's"));
    let malformed =
        Table::from_csv_source(CsvSource::new(&b"a,b\n1,2\n3\n"[..]), &CsvOptions::new());
    assert_eq!(malformed.unwrap_err().line(), Some(3));
}

/// Takes so many bytes.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.len() > self.0 {
            return Err(io::Error::new(io::ErrorKind::Other, "the disk is full"));
        }
        self.0 -= bytes.len();
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_writer_gets_what_a_file_would_and_its_fault_is_told() {
    let table = Table::from_csv_text(&csv(100_000)).unwrap();
    let mut text = Vec::new();
    table.write_csv_to(&mut text, &CsvWriteOptions::new()).unwrap();
    assert_eq!(text, table.to_csv().unwrap().as_bytes());
    let error = table.write_csv_to(Full(100), &CsvWriteOptions::new()).unwrap_err();
    assert_eq!((error.status(), error.to_string()), (Status::Io, "the disk is full".into()));
    let error = table.write_jsonl_to(Full(100), &JsonlWriteOptions::new()).unwrap_err();
    assert_eq!(error.to_string(), "the disk is full");
    let wrong = CsvWriteOptions::new().delimiter('\u{fc}');
    assert_eq!(table.write_csv_to(Full(0), &wrong).unwrap_err().argument(), "delimiter");
}

#[test]
fn a_schema_is_kept_and_dates_are_read_as_said() {
    let options = CsvOptions::new()
        .columns([
            CsvColumn::new("id").kind(Type::Text),
            CsvColumn::new("heat").kind(Type::Float64).missing_marks(&["off"]),
        ])
        .date_order(DateOrder::DayFirst)
        .pad_short_lines(true);
    let table =
        Table::from_csv_bytes(b"id,heat,day\n007,1,03/04/2024\n8,off,04/04/2024\n9\n", &options)
            .unwrap();
    assert_eq!(
        (table.text("id", 0).unwrap(), Type::Float64.to_string()),
        (Some("007"), "float64".into())
    );
    assert_eq!(table.numbers("heat").unwrap(), [Some(1.0), None, None]);
    assert_eq!(table.column_type("day"), Some(Type::Timestamp));
    assert!(table.cell_text("day", 0).unwrap().starts_with("2024-04-03"));
}

#[test]
fn json_lines_know_what_json_has_not() {
    let table =
        TableBuilder::new().unwrap().column("x", [1.5, f64::NAN]).unwrap().finish().unwrap();
    let written = |not_finite| {
        let mut text = Vec::new();
        let options = JsonlWriteOptions::new().not_finite(not_finite);
        table.write_jsonl_to(&mut text, &options).map(|()| String::from_utf8(text).unwrap())
    };
    let refused = written(NotFinite::Refuse).unwrap_err();
    assert_eq!((refused.status(), refused.row()), (Status::Data, Some(1)));
    assert_eq!(written(NotFinite::Null).unwrap(), "{\"x\":1.5}\n{\"x\":null}\n");
    assert_eq!(written(NotFinite::Text).unwrap(), "{\"x\":1.5}\n{\"x\":\"nan\"}\n");
    let options = JsonlOptions::new().columns(&["b"]).lenient(true);
    let read = Table::from_jsonl_text_with("{\"a\":1,\"b\":2}\n{oops\n", &options).unwrap();
    assert_eq!(
        (read.names(), read.rows(), read.findings().unwrap().rows()),
        (vec!["b".into()], 1, 1)
    );
    let path = std::env::temp_dir().join(format!("tenon-rust-{}.txt", std::process::id()));
    std::fs::write(&path, "  {\"a\": 1}\n").unwrap();
    assert!(is_jsonl_file(&path));
    std::fs::write(&path, "a,b\n").unwrap();
    assert!(!is_jsonl_file(&path));
    std::fs::remove_file(&path).unwrap();
}

#[test]
fn arrow_streams_outlive_their_table_and_come_back() {
    let table = Table::from_csv_text(&csv(250)).unwrap();
    let stream = ArrowStream::of(&table, 100).unwrap();
    let names = table.to_csv().unwrap();
    drop(table);
    let mut sum = 0;
    let mut kept = Vec::new();
    for batch in stream {
        let batch = batch.unwrap();
        match batch.column(0) {
            ArrowColumn::Int64(a) => sum += a.iter().flatten().sum::<i64>(),
            other => panic!("a is {other:?}"),
        }
        kept.push(batch);
    }
    assert_eq!((sum, kept.len(), kept[2].name(1)), (250 * 249 / 2, 3, "b".into()));
    let again = Table::from_csv_text(&names).unwrap();
    let raw = ArrowStream::of(&again, 0).unwrap().into_raw();
    // SAFETY: it comes from into_raw just now.
    let mut back = unsafe { ArrowStream::from_raw(raw) };
    assert_eq!(back.next().unwrap().unwrap().rows(), 250);
    assert!(back.next().is_none() && back.next().is_none());
    assert_eq!(ArrowStream::of(&again, 7).unwrap().into_table().unwrap().to_csv().unwrap(), names);
    let none = Table::from_csv_text("a,b\n").unwrap();
    assert_eq!(ArrowStream::of(&none, 10).unwrap().count(), 0);
}

#[test]
fn what_was_learned_cleans_another_table() {
    let log = Table::from_csv_text("heat,line\n1,A\n,A\n3,\n5,B\n2,A\n").unwrap();
    let fill = |fill, columns: &[&str]| {
        let imputer = Imputer::fit(&log, columns, &ImputeOptions::new().fill(fill)).unwrap();
        imputer.apply(&log).unwrap()
    };
    let filled = fill(Fill::Number(-1.0), &["heat"]);
    assert_eq!(filled.numbers("heat").unwrap()[1], Some(-1.0));
    assert_eq!(fill(Fill::Linear { over: None }, &["heat"]).numbers("heat").unwrap()[1], Some(2.0));
    assert_eq!(fill(Fill::Next, &["heat"]).numbers("heat").unwrap()[1], Some(3.0));
    assert_eq!(fill(Fill::Mode, &["line"]).text("line", 2).unwrap(), Some("A"));
    assert_eq!(fill(Fill::Text("?".into()), &["line"]).text("line", 2).unwrap(), Some("?"));
    let zero = ImputeOptions::new().limit(0);
    assert_eq!(Imputer::fit(&log, &["heat"], &zero).unwrap_err().argument(), "limit");
    let readings = Table::from_csv_text("x\n1\n2\n1\n2\n50\n1\n2\n").unwrap();
    for rule in [OutlierRule::Mad, OutlierRule::Iqr, OutlierRule::Hampel, OutlierRule::Rolling] {
        let options = OutlierOptions::new().rule(rule).action(OutlierAction::Drop).window(5);
        let filter = OutlierFilter::fit(&readings, &["x"], &options).unwrap();
        let kept = filter.apply(&readings).unwrap().numbers("x").unwrap();
        assert!(!kept.contains(&Some(50.0)), "{rule:?}: {kept:?}");
    }
    let even = OutlierOptions::new().rule(OutlierRule::Hampel).window(4);
    assert_eq!(
        OutlierFilter::fit(&readings, &["x"], &even).unwrap_err().status(),
        Status::Argument
    );
    let last = log.drop_duplicates_keep(&["line"], Keep::Last).unwrap();
    assert_eq!(last.numbers("heat").unwrap(), [Some(3.0), Some(5.0), Some(2.0)]);
}

#[test]
fn a_file_is_cleaned_as_its_table_is() {
    let path = std::env::temp_dir().join(format!("tenon-rust-{}-dirty.csv", std::process::id()));
    let output = path.with_extension("clean");
    let text = csv(300).replace("7,21.5", "7,");
    std::fs::write(&path, &text).unwrap();
    let json = r#"{"steps": [{"step": "fill", "method": "median"}]}"#;
    let (plan, cleaned) =
        CleanPlan::parse(json).unwrap().fit(&Table::from_csv_text(&text).unwrap()).unwrap();
    assert_eq!(plan.step_across_rows(), None);
    let (reading, writing) = (CsvOptions::new(), CsvWriteOptions::new());
    let batch = CsvBatch::new().rows(64);
    let done = plan.apply_file(&path, &output, &reading, &batch, &writing).unwrap();
    assert_eq!(std::fs::read_to_string(&output).unwrap(), cleaned.to_csv().unwrap());
    assert_eq!((done.rows_before, done.rows_after, done.batches), (300, 300, Some(5)));
    assert!(done.changes.rows() > 0 && done.findings.rows() == 0);
    let unfitted = CleanPlan::parse(json).unwrap();
    let error = unfitted.apply_file(&path, &output, &reading, &batch, &writing).unwrap_err();
    assert_eq!(error.status(), Status::Argument);
    let order = r#"{"steps": [{"step": "drop_duplicates", "keep": "first"}]}"#;
    assert_eq!(CleanPlan::parse(order).unwrap().step_across_rows(), Some(1));
    std::fs::remove_file(&path).unwrap();
    std::fs::remove_file(&output).unwrap();
}

#[test]
fn json_lines_are_read_and_cleaned_batch_by_batch() {
    let path = std::env::temp_dir().join(format!("tenon-rust-{}-dirty.jsonl", std::process::id()));
    let output = path.with_extension("clean.jsonl");
    let text = (0..250).fold(String::new(), |text, i| {
        text + &if i % 9 == 4 { "{\"a\":null}\n".into() } else { format!("{{\"a\":{i}}}\n") }
    });
    std::fs::write(&path, &text).unwrap();
    let (reading, writing, batch) =
        (JsonlOptions::new(), JsonlWriteOptions::new(), CsvBatch::new().rows(100));
    let reader = JsonlReader::open(&path, &reading, &batch).unwrap();
    let tables: Vec<Table> = reader.collect::<Result<_, _>>().unwrap();
    assert_eq!(tables.iter().map(Table::rows).collect::<Vec<_>>(), [100, 100, 50]);
    let whole = Table::concatenate(&tables.iter().collect::<Vec<_>>(), false).unwrap();
    assert_eq!(whole.to_csv().unwrap(), Table::read_jsonl(&path).unwrap().to_csv().unwrap());
    let json = r#"{"steps": [{"step": "fill", "method": "previous"}]}"#;
    let (plan, cleaned) = CleanPlan::parse(json).unwrap().fit(&whole).unwrap();
    let done = plan.apply_jsonl_file(&path, &output, &reading, &batch, &writing).unwrap();
    assert_eq!((done.rows_after, done.batches.is_some()), (250, true));
    let mut wanted = Vec::new();
    cleaned.write_jsonl_to(&mut wanted, &writing).unwrap();
    assert_eq!(std::fs::read(&output).unwrap(), wanted);
    let mut lenient =
        JsonlReader::from_bytes(b"{\"a\":1}\n{oops\n", &reading.lenient(true), &batch).unwrap();
    assert_eq!(lenient.next().unwrap().unwrap().rows(), 1);
    assert!(lenient.next().is_none() && lenient.next().is_none());
    assert_eq!(lenient.findings().unwrap().rows(), 1);
    let broken = JsonlReader::from_bytes(b"{\"a\":1}\n{oops\n", &JsonlOptions::new(), &batch);
    assert_eq!(broken.unwrap_err().line(), Some(2));
    std::fs::remove_file(&path).unwrap();
    std::fs::remove_file(&output).unwrap();
}

#[test]
fn a_profile_of_slices_is_that_of_the_whole() {
    let table = Table::from_csv_text(&csv(300)).unwrap();
    let mut whole = Profile::new().unwrap();
    whole.add(&table).unwrap();
    let mut first = Profile::new().unwrap();
    first.add(&table.slice(0, 100).unwrap()).unwrap();
    first.add(&table.slice(100, 50).unwrap()).unwrap();
    let mut later = Profile::new().unwrap();
    later.add(&table.slice(150, 150).unwrap()).unwrap();
    first.merge(&later).unwrap();
    let rows = |profile: &Profile| profile.text().unwrap().lines().next().unwrap().to_owned();
    assert_eq!(rows(&first), rows(&whole));
    assert!(whole.json().unwrap().contains("\"a\""));
    let other = Table::from_csv_text("z\n1\n").unwrap();
    assert_eq!(whole.add(&other).unwrap_err().status(), Status::Argument);
    let mut report = Report::new(Language::English, "Line 3", "").unwrap();
    assert!(report.data_profile(&whole).unwrap().html().unwrap().contains("<svg"));
}

#[test]
fn records_are_joined_by_time_within_their_keys() {
    let readings = Table::from_csv_text("t,m,x\n10,A,1\n20,B,2\n30,A,3\n").unwrap();
    let faults = Table::from_csv_text("when,m,fault\n9,A,P\n21,B,Q\n28,A,R\n33,A,S\n").unwrap();
    let options = AsofOptions::new().time("t").right_time("when").keys(&["m"]);
    let found = |options: &AsofOptions| -> Vec<Option<String>> {
        let joined = readings.join_asof(&faults, options).unwrap();
        (0..3).map(|row| joined.text("fault", row).unwrap().map(str::to_owned)).collect()
    };
    let text = |cells: [Option<&str>; 3]| cells.map(|cell| cell.map(str::to_owned)).to_vec();
    assert_eq!(found(&options), text([Some("P"), None, Some("R")]));
    let next = options.clone().nearest(Nearest::Next);
    assert_eq!(found(&next), text([Some("R"), Some("Q"), Some("S")]));
    let near = options.clone().nearest(Nearest::Either).tolerance(1.0);
    assert_eq!(found(&near), text([Some("P"), Some("Q"), None]));
    let wrong = options.right_keys(&["m", "when"]);
    assert_eq!(readings.join_asof(&faults, &wrong).unwrap_err().argument(), "right_keys");
}

#[test]
fn a_builder_makes_columns_of_every_type_and_tables_give_them_back() {
    let table = TableBuilder::new()
        .unwrap()
        .column("x", vec![Some(1.5), None])
        .unwrap()
        .column("n", [7_i64, 8])
        .unwrap()
        .column("ok", [Some(true), None])
        .unwrap()
        .column("at", [Timestamp(-5), Timestamp(6)])
        .unwrap()
        .column("s", [None, Some(String::from("ä"))])
        .unwrap()
        .finish()
        .unwrap();
    assert_eq!(table.numbers("x").unwrap(), [Some(1.5), None]);
    assert_eq!(table.integers("n").unwrap(), [Some(7), Some(8)]);
    assert_eq!(table.truths("ok").unwrap(), [Some(true), None]);
    assert_eq!(table.timestamps("at").unwrap(), [Some(Timestamp(-5)), Some(Timestamp(6))]);
    assert_eq!(table.texts("s").unwrap(), [None, Some("ä")]);
    assert_eq!(table.truths("x").unwrap_err().status(), Status::Type);
    assert_eq!(table.timestamps("n").unwrap_err().argument(), "n");
    assert_eq!(table.texts("none").unwrap_err().status(), Status::NotFound);
    let unlike = TableBuilder::new().unwrap().column("a", [1.0]).unwrap().column("b", ["x", "y"]);
    assert_eq!(unlike.unwrap_err().argument(), "rows");
    assert_eq!(Status::NotFound.to_string(), "not found");
}

#[test]
fn tables_are_joined_by_columns_of_other_names() {
    let left = Table::from_csv_text("m,x\nA,1\nB,2\nC,3\n").unwrap();
    let right = Table::from_csv_text("name,x\nA,10\nC,30\nC,31\n").unwrap();
    let options = JoinOptions::new().keys(&["m"]).right_keys(&["name"]).suffix("_of_plant".into());
    let joined = left.join(&right, &options).unwrap();
    assert_eq!(joined.numbers("x_of_plant").unwrap(), [Some(10.0), Some(30.0), Some(31.0)]);
    let all = left.join(&right, &options.clone().keep_unmatched(true)).unwrap();
    assert_eq!((all.rows(), all.missing("x_of_plant").unwrap()), (4, 1));
    let wrong = options.right_keys(&["name", "x"]);
    assert_eq!(left.join(&right, &wrong).unwrap_err().argument(), "right_keys");
}
