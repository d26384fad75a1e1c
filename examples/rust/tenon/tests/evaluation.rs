//! How good a model is, which options make it better, and whether one is better than another.

use tenon::clean::{Fill, ImputeOptions, OutlierAction, OutlierOptions};
use tenon::evaluate::{
    class_measures, cost_threshold, multi_class_measures, number_measures, pinball_loss,
    prediction_intervals, test_delong, test_mcnemar, test_resampled, tweedie_deviance,
    BootstrapOptions, Calibration, CalibrationMethod, FoldKind, Folds, PredictionKind, ScoreKind,
    TuneMethod, TuneOptions, TuneRange, Tuned,
};
use tenon::features::{PolynomialOptions, Scaling};
use tenon::models::{DependenceOptions, Glm, ImportanceOptions};
use tenon::{Feature, LinearOptions, Model, PipelineModel, PipelineOptions, Status, Table};

fn log() -> Table {
    let mut csv = String::from("heat,noise,line,day,wear,status,count\n");
    for i in 0..240u32 {
        let heat = f64::from(i * 37 % 101) / 10.0;
        let noise = f64::from(i * 53 % 97);
        let wear = 2.0 * heat + f64::from(i * 29 % 11) / 5.0;
        let status = if wear + f64::from(i * 31 % 13) > 16.0 { "FAIL" } else { "OK" };
        csv += &format!("{heat},{noise},L{},{i},{wear},{status},{}\n", i % 4, i % 7);
    }
    Table::from_csv_text(&csv).unwrap()
}

fn linear() -> PipelineOptions {
    PipelineOptions::linear("wear").numeric(&["heat", "noise"])
}

fn logistic() -> PipelineOptions {
    PipelineOptions::logistic("status", "FAIL").numeric(&["heat", "noise"])
}

#[test]
fn every_record_is_judged_once_by_a_model_that_has_not_seen_it() {
    let told = logistic().cross_validate(&log(), &Folds::new().folds(6)).unwrap();
    assert_eq!((told.pooled.rows, told.splits.rows(), told.predictions.rows()), (240, 6, 240));
    let mut rows = told.predictions.integers("row").unwrap();
    rows.sort_unstable();
    assert!(rows.into_iter().eq((0..240).map(Some)));
    assert!(told.pooled.auc > 0.8 && told.pooled.auc < 1.0);
    let count = told.pooled.true_positive + told.pooled.false_negative;
    assert_eq!(count + told.pooled.true_negative + told.pooled.false_positive, 240);
    let strict = logistic().cross_validate_at(&log(), &Folds::new().folds(6), 0.9).unwrap();
    assert!(strict.pooled.recall < told.pooled.recall && strict.pooled.auc == told.pooled.auc);
}

#[test]
fn folds_keep_groups_together_classes_in_share_and_the_future_out() {
    let table = log();
    let lines: Vec<_> =
        (0..240).map(|row| table.text("line", row).unwrap().unwrap().to_owned()).collect();
    let grouped = Folds::new().folds(4).kind(FoldKind::Grouped("line".into()));
    let folds = grouped.assign(&table).unwrap();
    for (fold, line) in folds.iter().zip(&lines) {
        assert_eq!(*fold, folds[lines.iter().position(|other| other == line).unwrap()]);
    }
    let even = Folds::new().folds(3).kind(FoldKind::Stratified("line".into()));
    let folds = even.assign(&table).unwrap();
    for fold in 0..3 {
        let count = folds.iter().zip(&lines).filter(|(f, l)| **f == fold && *l == "L0").count();
        assert_eq!(count, 20);
    }
    assert_eq!(even.assign(&table).unwrap(), folds);
    assert_ne!(even.clone().seed(7).assign(&table).unwrap(), folds);
    let past = Folds::new().folds(3).kind(FoldKind::Time("day".into()));
    let told = linear().cross_validate(&table, &past).unwrap();
    assert_eq!(told.predictions.rows(), 180);
    assert_eq!(past.assign(&table).unwrap_err().status(), Status::Argument);
    let many = Folds::new().folds(1000).assign(&table).unwrap_err();
    assert_eq!(many.status(), Status::Data);
}

#[test]
fn a_search_finds_the_better_option_and_nesting_tells_what_it_is_worth() {
    let table = log();
    let (folds, few) = (Folds::new().folds(3), Folds::new().folds(2));
    let grid = TuneOptions::new().ranges([
        TuneRange::values(Tuned::L2, [1e6, 0.01]),
        TuneRange::values(Tuned::Scaling, [-1.0, 0.0]),
    ]);
    let choice = linear().tune(&table, &folds, &grid).unwrap();
    assert_eq!(choice.trials.rows(), 4);
    let chosen: Vec<_> = choice.trials.numbers("chosen").unwrap();
    let best = chosen.iter().position(|c| *c == Some(1.0)).unwrap();
    assert_eq!(choice.trials.numbers("l2").unwrap()[best], Some(0.01));
    assert!(choice.model.evaluate(&table).unwrap().r2 > 0.9);
    let draws = TuneOptions::new()
        .method(TuneMethod::Random { trials: 5 })
        .ranges([TuneRange::logarithmic(Tuned::L2, 1e-3..1e3)])
        .score(ScoreKind::Mae)
        .seed(3);
    let drawn = linear().tune(&table, &folds, &draws).unwrap().trials.numbers("l2").unwrap();
    assert_eq!(drawn.len(), 5);
    assert!(drawn.iter().flatten().all(|l2| (1e-3..1e3).contains(l2)));
    let again = linear().tune(&table, &folds, &draws).unwrap().trials.numbers("l2").unwrap();
    assert_eq!(again, drawn);
    let halving = TuneOptions::new()
        .method(TuneMethod::Halving { trials: 6, survive: 3 })
        .ranges([TuneRange::uniform(Tuned::L2, 0.0..10.0)]);
    let halved = linear().tune(&table, &folds, &halving).unwrap();
    assert!(halved.trials.numbers("share").unwrap().iter().flatten().any(|s| *s < 1.0));
    let nested = linear().nested_validate(&table, &folds, &few, &grid).unwrap();
    assert!(nested.pooled.r2 > 0.9 && nested.pooled.rows == 240);
    let empty = linear().tune(
        &table,
        &folds,
        &TuneOptions::new().ranges([TuneRange::values(Tuned::L2, Vec::new())]),
    );
    assert_eq!(empty.unwrap_err().status(), Status::Argument);
}

#[test]
fn more_records_bring_training_and_test_together() {
    let shares = [0.1, 0.5, 1.0];
    let curve =
        linear().learning_curve(&log(), &Folds::new(), &shares, ScoreKind::Rmse, 42).unwrap();
    let gap: Vec<f64> = curve
        .numbers("training")
        .unwrap()
        .iter()
        .zip(curve.numbers("test").unwrap())
        .map(|(training, test)| training.unwrap() - test.unwrap())
        .collect();
    assert_eq!(gap.len(), 3);
    assert!(gap[0] > gap[2]);
    let wrong = linear().learning_curve(&log(), &Folds::new(), &[2.0], ScoreKind::Rmse, 42);
    assert_eq!(wrong.unwrap_err().status(), Status::Argument);
}

#[test]
fn a_pipeline_takes_steps_fills_scales_and_counts() {
    let csv = log().to_csv().unwrap().replacen("3.7,", ",", 1);
    let table = Table::from_csv_text(&csv).unwrap();
    assert_eq!(table.missing("heat").unwrap(), 1);
    let refused = Model::pipeline(&table, &linear()).unwrap_err();
    assert_eq!(refused.status(), Status::Data);
    let filled = linear()
        .impute(ImputeOptions::new().fill(Fill::Mean))
        .outliers(OutlierOptions::new().action(OutlierAction::Clip))
        .scaling(Scaling::Robust);
    assert!(Model::pipeline(&table, &filled).unwrap().changes().unwrap().rows() >= 2);
    let table = log();
    let powers =
        Feature::polynomial(&table, &["heat"], &PolynomialOptions::new().degree(3)).unwrap();
    let with_powers =
        PipelineOptions::linear("wear").numeric(&["heat", "heat^3"]).features([powers.into()]);
    let model = Model::pipeline(&table, &with_powers).unwrap();
    assert_eq!(model.predict(&table).unwrap().len(), 240);
    let counts = PipelineOptions::glm("count", Glm::poisson()).numeric(&["heat"]);
    let rates = counts.clone().exposure("day");
    assert_eq!(Model::pipeline(&table, &rates).unwrap_err().row(), Some(0)); // day 0
    assert!(Model::pipeline(&table, &counts).unwrap().score(&[5.0]).unwrap() > 0.0);
    let shares = PipelineOptions::new()
        .target("status")
        .model(PipelineModel::Probability { positive_label: Some("FAIL".into()) })
        .numeric(&["heat"]);
    assert!(Model::pipeline(&table, &shares).unwrap().coefficients().unwrap()[1].estimate > 0.0);
    let lasso = Model::pipeline(&table, &linear().penalty(2.0)).unwrap();
    assert_eq!(lasso.coefficients().unwrap()[2].estimate, 0.0);
}

#[test]
fn intervals_lie_around_and_are_wider_with_more_confidence() {
    let table = log();
    let model = Model::pipeline(&table, &logistic()).unwrap();
    let narrow = BootstrapOptions::new().resamples(200).confidence(0.5);
    let told = model.evaluate_intervals(&table, &narrow).unwrap();
    let wide = model.evaluate_intervals(&table, &narrow.clone().confidence(0.99)).unwrap();
    let plain = model.evaluate(&table).unwrap();
    assert_eq!((told.metrics.auc, told.metrics.rows), (plain.auc, plain.rows));
    assert!(wide.low.auc < told.low.auc && told.low.auc < told.metrics.auc);
    assert!(wide.high.auc > told.high.auc && told.high.auc > told.metrics.auc);
    let short = prediction_intervals(&[0.0], &[], PredictionKind::Numbers, &narrow).unwrap_err();
    assert_eq!(short.argument(), "predicted");
}

#[test]
fn predictions_are_explained() {
    let table = log();
    let model = Model::linear(&table, &["heat", "noise"], "wear", &LinearOptions::new()).unwrap();
    let parts = model.contributions(&table).unwrap();
    let column = |name: &str| parts.numbers(name).unwrap()[9].unwrap();
    let sum = column("(intercept)") + column("heat") + column("noise");
    assert!((sum - column("(score)")).abs() < 1e-12);
    assert!((sum - model.predict(&table).unwrap()[9]).abs() < 1e-12);
    let told = model.diagnostics(&table).unwrap();
    let leverage: f64 = told.numbers("leverage").unwrap().into_iter().flatten().sum();
    assert!((leverage - 3.0).abs() < 1e-9); // as many as coefficients
    let wide = model.predict_intervals(&table, 0.99).unwrap().numbers("low").unwrap();
    let narrow = model.predict_intervals(&table, 0.9).unwrap().numbers("low").unwrap();
    assert!(wide.iter().zip(narrow).all(|(wide, narrow)| wide.unwrap() < narrow.unwrap()));
    let (score, losses) = model.importance(&table, &ImportanceOptions::new()).unwrap();
    assert!(score < 0.0); // an error, negated
    assert_eq!(losses.text("input", 0).unwrap(), Some("heat"));
    let (losses, sd) = (losses.numbers("loss").unwrap(), losses.numbers("sd").unwrap());
    assert!(losses[0] > Some(1.0) && losses[1].unwrap().abs() < 0.1 && sd[0] > Some(0.0));
    let options = DependenceOptions::new().points(5).records(7);
    let curve = model.dependence(&table, "heat", &options).unwrap();
    assert_eq!((curve.mean.rows(), curve.curves.rows()), (5, 35));
    let (x, y) = (curve.mean.numbers("value").unwrap(), curve.mean.numbers("mean").unwrap());
    let slope = (y[4].unwrap() - y[0].unwrap()) / (x[4].unwrap() - x[0].unwrap());
    assert!((slope - model.coefficients().unwrap()[1].estimate).abs() < 1e-9);
    assert_eq!(
        model.dependence(&table, "nothing", &options).unwrap_err().status(),
        Status::NotFound
    );
}

#[test]
fn measures_are_those_of_the_books() {
    let truth = [1.0, 2.0, 3.0, 4.0];
    let told = number_measures(&truth, &[1.0, 2.0, 3.0, 6.0], None).unwrap();
    assert_eq!((told.rmse, told.mae, told.largest_error, told.bias), (1.0, 0.5, 2.0, 0.5));
    let weighted = number_measures(&truth, &[1.0, 2.0, 3.0, 6.0], Some(&[1.0, 1.0, 1.0, 0.0]));
    assert_eq!(weighted.unwrap().rmse, 0.0);
    assert_eq!(pinball_loss(&[1.0], &[0.0], None, 0.9).unwrap(), 0.9);
    assert_eq!(tweedie_deviance(&[3.0], &[1.0], None, 0.0).unwrap(), 4.0);
    assert_eq!(tweedie_deviance(&[3.0], &[1.0], None, 0.5).unwrap_err().status(), Status::Argument);
    let told = class_measures(&[1.0, 1.0, 0.0, 0.0], &[0.9, 0.2, 0.6, 0.1], None, 0.5).unwrap();
    assert_eq!((told.precision, told.recall, told.specificity, told.auc), (0.5, 0.5, 0.5, 0.75));
    let told = multi_class_measures(&[0, 1], &[[0.6, 0.4], [0.7, 0.3]], None).unwrap();
    assert_eq!(told.confusion, [[1.0, 0.0], [1.0, 0.0]]);
    assert_eq!((told.accuracy, told.macro_recall), (0.5, 0.5));
    assert!(multi_class_measures(&[0, 5], &[[0.6, 0.4], [0.7, 0.3]], None).is_err());
    for weights in [&[1.0][..], &[1.0; 5][..]] {
        let error = number_measures(&truth, &truth, Some(weights)).unwrap_err();
        assert_eq!(error.argument(), "weights");
    }
}

#[test]
fn tests_tell_models_apart() {
    let truth: Vec<f64> = (0..100).map(|i| f64::from(i % 2)).collect();
    let good: Vec<f64> = (0..100).map(|i| f64::from(u8::from(i % 2 == 1 && i % 10 != 1))).collect();
    let bad: Vec<f64> = (0..100).map(|i| f64::from(u8::from(i % 3 == 0))).collect();
    let told = test_mcnemar(&truth, &good, &bad).unwrap();
    assert!(told.difference > 0.2 && told.p_value < 1e-3 && told.interval.is_none());
    let told = test_delong(&truth, &good, &bad).unwrap();
    let (low, high) = told.interval.unwrap();
    assert!(low > 0.0 && told.difference < high && told.degrees.is_none());
    let same = test_delong(&truth, &good, &good).unwrap();
    assert_eq!(same.difference, 0.0);
    assert_eq!(test_resampled(&[1.0], &[], 0.25).unwrap_err().argument(), "second");
    let anova = log().anova("wear", "line").unwrap();
    assert_eq!((anova.rows, anova.groups, anova.within_degrees), (240, 4, 236.0));
    assert!((anova.f_statistic - anova.between_mean / anova.within_mean).abs() < 1e-12);
    assert_eq!(log().anova("line", "wear").unwrap_err().status(), Status::Type);
}

#[test]
fn calibration_ascends_and_a_threshold_costs_least() {
    let truth: Vec<f64> = (0..400).map(|i| f64::from(u8::from(i * 7 % 400 < i))).collect();
    let told: Vec<f64> = (0..400).map(|i| (f64::from(i) / 400.0).powi(3)).collect();
    for method in [CalibrationMethod::Platt, CalibrationMethod::Isotonic] {
        let calibration = Calibration::fit(&truth, &told, None, method).unwrap();
        let mended = calibration.apply(&told).unwrap();
        assert!(mended.windows(2).all(|pair| pair[0] <= pair[1]));
        let brier = |p: &[f64]| class_measures(&truth, p, None, 0.5).unwrap().brier;
        assert!(brier(&mended) < brier(&told));
        assert_eq!(calibration.slope().is_some(), method == CalibrationMethod::Platt);
        assert_eq!(calibration.intercept().is_some(), method == CalibrationMethod::Platt);
    }
    let best = cost_threshold(&truth, &told, None, 1.0, 5.0).unwrap();
    let cost = |threshold: f64| {
        let m = class_measures(&truth, &told, None, threshold).unwrap();
        m.false_positive + 5.0 * m.false_negative
    };
    assert_eq!(cost(best.threshold), best.cost);
    assert!((1..100).all(|percent| cost(f64::from(percent) / 100.0) >= best.cost));
    assert_eq!(
        cost_threshold(&truth, &told, None, 0.0, 0.0).unwrap_err().status(),
        Status::Argument
    );
}
