//! New columns of old ones.

use tenon::features::{
    BinOptions, Bins, CalendarOptions, CalendarParts, EncodeOptions, Encoder, Encoding,
    FrequencyOptions, Outside, PcaOptions, PolynomialOptions, PowerFamily, PowerOptions,
    QuantileOptions, Scaler, Scaling, Select, SelectOptions, SignalFeatures, SpectrumOptions,
    TargetOptions, Unknown, WindowOptions, WindowStatistics,
};
use tenon::{Feature, Status, Table, TableBuilder, Timestamp};

fn table() -> Table {
    let heat: Vec<f64> = (0..90u32).map(|i| f64::from(i * 37 % 101) / 10.0 + 0.1).collect();
    TableBuilder::new()
        .unwrap()
        .column("twin", heat.iter().map(|h| 2.0 * h + 1.0))
        .unwrap()
        .column("wear", heat.iter().enumerate().map(|(i, h)| 3.0 * h + (i % 4) as f64))
        .unwrap()
        .column("line", (0..90).map(|i| ["A", "B", "C"][i % 3]))
        .unwrap()
        .column("noise", (0..90).map(|i| i64::from(i * 53 % 97)))
        .unwrap()
        .column("at", (0..90).map(|i| Timestamp(i * 3_600_000_000)))
        .unwrap()
        .column("heat", heat)
        .unwrap()
        .finish()
        .unwrap()
}

fn numbers(table: &Table, name: &str) -> Vec<f64> {
    table.numbers(name).unwrap().into_iter().map(|cell| cell.unwrap_or(f64::NAN)).collect()
}

/// The same from its document.
fn kept(step: &Feature) -> Feature {
    let kept = Feature::from_json(&step.to_json().unwrap()).unwrap();
    assert_eq!(
        (kept.kind(), kept.inputs(), kept.outputs()),
        (step.kind(), step.inputs(), step.outputs())
    );
    kept
}

#[test]
fn scalers_bring_other_tables_to_the_scale_that_was_learned() {
    let table = table();
    let standard = Scaler::fit(&table, &["heat"], Scaling::Standard).unwrap();
    let scaled = numbers(&standard.apply(&table).unwrap(), "heat");
    assert!(scaled.iter().sum::<f64>().abs() < 1e-9);
    let half = standard.apply(&table.slice(0, 45).unwrap()).unwrap();
    assert_eq!(numbers(&half, "heat"), scaled[..45]);
    let step = kept(&Feature::scale(&table, &["heat"], Scaling::Standard).unwrap());
    assert_eq!(numbers(&step.apply(&table).unwrap(), "heat"), scaled);
    assert_eq!(Scaler::fit(&table, &["line"], Scaling::Robust).unwrap_err().status(), Status::Type);
}

#[test]
fn encoders_know_what_they_have_met() {
    let table = table();
    let other = Table::from_csv_text("line\nC\nZ\n").unwrap();
    let encoder = |unknown| {
        let options = EncodeOptions::new().encoding(Encoding::Ordinal).unknown(unknown);
        Encoder::fit(&table, &["line"], &options).unwrap()
    };
    let refused = encoder(Unknown::Error).apply(&other).unwrap_err();
    assert_eq!((refused.status(), refused.row()), (Status::Data, Some(1)));
    let missing = encoder(Unknown::Missing).apply(&other).unwrap();
    assert_eq!(missing.numbers("line").unwrap(), [Some(2.0), None]);
    let zero = encoder(Unknown::Zero).apply(&other).unwrap();
    assert_eq!(zero.numbers("line").unwrap(), [Some(2.0), Some(-1.0)]);
    let few = EncodeOptions::new().max_categories(2);
    assert_eq!(Encoder::fit(&table, &["line"], &few).unwrap_err().status(), Status::Data);
    let dropped = EncodeOptions::new().drop_first(true);
    let step = kept(&Feature::encode(&table, &["line"], &dropped).unwrap());
    assert_eq!(step.outputs(), ["line=B", "line=C"]);
}

#[test]
fn numbers_become_ranks_bins_and_powers() {
    let table = table();
    let ranks =
        Feature::quantile(&table, &["heat"], &QuantileOptions::new().quantiles(90)).unwrap();
    let ranks = numbers(&kept(&ranks).apply(&table).unwrap(), "heat");
    assert!(ranks.iter().all(|rank| (0.0..=1.0).contains(rank)));
    assert_eq!(ranks.iter().copied().fold(0.0, f64::max), 1.0);
    let normal =
        Feature::quantile(&table, &["heat"], &QuantileOptions::new().normal(true)).unwrap();
    assert!(numbers(&normal.apply(&table).unwrap(), "heat").iter().all(|z| z.abs() <= 5.2));

    let even = BinOptions::new().bins(Bins::EqualCount(3));
    let bins =
        numbers(&Feature::bins(&table, &["heat"], &even).unwrap().apply(&table).unwrap(), "heat");
    assert_eq!(bins.iter().filter(|bin| **bin == 1.0).count(), 30);
    let edges = |outside| BinOptions::new().bins(Bins::Edges(vec![2.0, 5.0])).outside(outside);
    let step = Feature::bins(&table, &["heat"], &edges(Outside::Missing)).unwrap();
    assert!(numbers(&step.apply(&table).unwrap(), "heat").iter().any(|bin| bin.is_nan()));
    let strict = Feature::bins(&table, &["heat"], &edges(Outside::Error)).unwrap();
    assert_eq!(strict.apply(&table).unwrap_err().status(), Status::Data);
    let none = BinOptions::new().bins(Bins::Edges(Vec::new()));
    assert_eq!(Feature::bins(&table, &["heat"], &none).unwrap_err().status(), Status::Argument);

    let options = PowerOptions::new().family(PowerFamily::BoxCox).standardise(false);
    assert!(Feature::power(&table, &["heat"], &options).is_ok());
    let below = table.compute("heat", "heat - 5").unwrap();
    assert_eq!(Feature::power(&below, &["heat"], &options).unwrap_err().status(), Status::Data);

    let products = PolynomialOptions::new().interactions_only(true);
    let step = Feature::polynomial(&table, &["heat", "twin"], &products).unwrap();
    assert_eq!(step.outputs(), ["heat*twin"]);
    let made = step.apply(&table).unwrap();
    let product = numbers(&made, "heat")[5] * numbers(&made, "twin")[5];
    assert_eq!(numbers(&made, "heat*twin")[5], product);
}

#[test]
fn categories_become_how_often_they_are_and_what_they_bring() {
    let table = table();
    let counts =
        Feature::frequency(&table, &["line"], &FrequencyOptions::new().counts(true)).unwrap();
    let other = Table::from_csv_text("line\nA\nZ\n").unwrap();
    assert_eq!(numbers(&kept(&counts).apply(&other).unwrap(), "line"), [30.0, 0.0]);
    let options = TargetOptions::new().target("wear");
    let (step, training) = Feature::target(&table, &["line"], &options).unwrap();
    assert_ne!(numbers(&training, "line"), numbers(&step.apply(&table).unwrap(), "line"));
    let missing = Feature::target(&table, &["line"], &TargetOptions::new()).unwrap_err();
    assert_eq!(missing.status(), Status::Argument);
}

#[test]
fn times_become_parts_of_the_calendar_and_rows_look_back() {
    let table = table();
    let parts = CalendarParts::WEEKDAY | CalendarParts::SHIFT | CalendarParts::DAY_CIRCLE;
    let options = CalendarOptions::new().parts(parts).shifts(2).first_shift_hour(0.0);
    let step = kept(&Feature::calendar(&table, &["at"], &options).unwrap());
    let made = step.apply(&table).unwrap();
    assert_eq!(numbers(&made, "at_weekday")[0], 4.0); // 1970-01-01 was a Thursday
    assert_eq!((numbers(&made, "at_shift")[0], numbers(&made, "at_shift")[13]), (0.0, 1.0));
    assert!((numbers(&made, "at_day_sin")[6] - 1.0).abs() < 1e-12);
    let options = WindowOptions::new()
        .groups(&["line"])
        .time("at")
        .seconds(4.0 * 3600.0)
        .statistics(WindowStatistics::MAX | WindowStatistics::COUNT)
        .include_self(true)
        .min_count(2);
    let step = Feature::windows(&table, &["heat"], &options).unwrap();
    assert_eq!(step.outputs().len(), 2);
    let made = step.apply(&table).unwrap();
    let heat = numbers(&made, "heat");
    let most = made.names().into_iter().find(|name| name.starts_with("heat_max")).unwrap();
    let most = made.numbers(&most).unwrap();
    // Rows of one line are three hours apart, so that two of them are in the window.
    assert_eq!(most[..3], [None, None, None]);
    assert_eq!(most[3], Some(heat[0].max(heat[3])));
}

#[test]
fn columns_that_say_the_same_go() {
    let table = table();
    let select = |rule| {
        Feature::select(&table, &["heat", "twin", "noise"], &SelectOptions::new().rule(rule))
    };
    let step = select(Select::Correlation { threshold: 0.95 }).unwrap();
    assert_eq!(kept(&step).outputs().len(), 2);
    let target = || "wear".to_owned();
    let best = |rule| select(rule).unwrap().outputs();
    assert!(!best(Select::FScore { target: target(), p_value: 1e-6 }).contains(&"noise".into()));
    assert!(!best(Select::Lasso { target: target(), penalty_share: 0.5 }).contains(&"noise".into()));
    let one = SelectOptions::new()
        .rule(Select::MutualInformation { target: target(), above: 0.0 })
        .keep(1);
    assert_eq!(Feature::select(&table, &["heat", "noise"], &one).unwrap().outputs(), ["heat"]);
    let one = SelectOptions::new().rule(Select::Recursive { target: target(), l2: 0.1 }).keep(1);
    assert_ne!(Feature::select(&table, &["heat", "noise"], &one).unwrap().outputs(), ["noise"]);
    let none = select(Select::Variance { above: 1e9 }).unwrap_err();
    assert_eq!(none.status(), Status::Data);

    let options = PcaOptions::new().share(0.99).prefix("axis".into()).keep_inputs(true);
    let step = Feature::pca(&table, &["heat", "twin"], &options).unwrap();
    assert_eq!(step.outputs(), ["axis1", "axis_error"]);
    let made = step.apply(&table).unwrap();
    assert!(numbers(&made, "axis_error").iter().all(|error| error.abs() < 1e-9));
    assert!(made.names().contains(&"twin".into()));
    let zero = Feature::pca(&table, &["heat"], &PcaOptions::new().components(0)).unwrap_err();
    assert_eq!(zero.argument(), "components");
}

#[test]
fn a_spectrum_of_a_table_is_that_of_its_samples() {
    let tone: Vec<f64> =
        (0..512).map(|i| (f64::from(i) * 0.125 * std::f64::consts::TAU).sin()).collect();
    let options = SpectrumOptions::new().sample_rate_hz(80.0).bands([5.0..15.0, 20.0..40.0]);
    let told = SignalFeatures::measure(&tone[..256], &options).unwrap();
    assert!((told.dominant_hz.unwrap() - 10.0).abs() < 0.5);
    assert!((told.rms - 0.5f64.sqrt()).abs() < 1e-3 && told.band_powers.len() == 2);
    let table = TableBuilder::new().unwrap().column("x", tone).unwrap().finish().unwrap();
    let step = kept(&Feature::spectrum(&table, &["x"], &options.clone().samples(256)).unwrap());
    let made = step.apply(&table).unwrap();
    assert_eq!(made.rows(), 2);
    assert!((numbers(&made, "x_rms")[0] - told.rms).abs() < 1e-12);
    assert!((numbers(&made, "x_band1")[0] - told.band_powers[0]).abs() < 1e-12);
    let still = SignalFeatures::measure(&[3.0; 16], &options).unwrap();
    assert_eq!((still.mean, still.crest, still.kurtosis), (3.0, None, None));
    let no_rate = SignalFeatures::measure(&[3.0; 16], &SpectrumOptions::new()).unwrap_err();
    assert_eq!(no_rate.status(), Status::Argument);
    let short = SignalFeatures::measure(&[1.0], &options).unwrap_err();
    assert_ne!(short.status(), Status::Internal);
}
