//! Ways to fit on arrays, and what a fitted model tells.

use tenon::models::{
    ClassWeights, DependenceOptions, ElasticNet, Estimator, Family, FitPath, Glm, Huber,
    HuberScale, InferenceOptions, Link, Matrix, Multinomial, Nonnegative, OnnxOperators, Ordinal,
    QuantileRegression, RidgePath, Samples, StandardErrors,
};
use tenon::{LinearOptions, LogisticOptions, Model, PipelineOptions, Status, Table};

/// Numbers that look random and are the same everywhere.
fn noise(seed: u32, count: usize) -> Vec<f64> {
    let mut state = u64::from(seed) * 2 + 1;
    (0..count)
        .map(|_| {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (state >> 40) as f64 / f64::from(1 << 24) - 0.5
        })
        .collect()
}

fn estimates(model: &Model) -> Vec<f64> {
    model.coefficients().unwrap().iter().map(|c| c.estimate).collect()
}

fn close(a: &[f64], b: &[f64], tolerance: f64) -> bool {
    a.len() == b.len()
        && a.iter().zip(b).all(|(a, b)| (a - b).abs() <= tolerance * b.abs().max(1.0))
}

/// 60 records of two features and y = 1 + 2 a - b and some noise.
fn plane() -> (Vec<[f64; 2]>, Vec<f64>) {
    let (a, b, e) = (noise(1, 60), noise(2, 60), noise(3, 60));
    let x: Vec<_> = a.iter().zip(&b).map(|(a, b)| [10.0 * a, 4.0 * b]).collect();
    let y = x.iter().zip(&e).map(|(x, e)| 1.0 + 2.0 * x[0] - x[1] + e).collect();
    (x, y)
}

#[test]
fn a_matrix_is_the_same_by_rows_and_by_columns() {
    let (x, y) = plane();
    let by_rows = LinearOptions::new().fit(&Samples::new(&x, &y)).unwrap();
    let columns: Vec<f64> = x.iter().map(|row| row[0]).chain(x.iter().map(|row| row[1])).collect();
    let matrix = Matrix::column_major(&columns, 60).unwrap();
    let by_columns = LinearOptions::new().fit(&Samples::new(matrix, &y)).unwrap();
    assert_eq!(estimates(&by_rows), estimates(&by_columns));
    assert!(close(&estimates(&by_rows), &[1.0, 2.0, -1.0], 0.2));
    assert_eq!(Matrix::new(&[1.0, 2.0, 3.0], 2).unwrap_err().status(), Status::Argument);
    assert_eq!(Matrix::new(&[], 0).unwrap_err().argument(), "columns");
}

#[test]
fn lists_of_unlike_lengths_never_reach_the_library() {
    let (x, y) = plane();
    let fit = |samples: &Samples| LinearOptions::new().fit(samples).unwrap_err();
    assert_eq!(fit(&Samples::new(&x, &y[1..])).argument(), "target");
    assert_eq!(fit(&Samples::new(&x, &y).weights(&y[..9])).argument(), "weights");
    assert_eq!(fit(&Samples::new(&x, &y).names(&["a"])).argument(), "names");
    assert_eq!(fit(&Samples::new(&x, &y).clusters(&[1, 2])).argument(), "clusters");
    // Nor do extras that a fit does not know.
    assert_eq!(fit(&Samples::new(&x, &y).exposure(&y)).argument(), "exposure");
    let huber = Huber::new().fit(&Samples::new(&x, &y).offset(&y)).unwrap_err();
    assert_eq!((huber.status(), huber.argument()), (Status::Argument, "offset"));
    let folds = ElasticNet::new().folds([0, 1]).fit(&Samples::new(&x, &y)).unwrap_err();
    assert_eq!(folds.argument(), "folds");
}

#[test]
fn an_error_names_row_and_column() {
    let (mut x, y) = plane();
    x[17][1] = f64::NAN;
    let error = LinearOptions::new().fit(&Samples::new(&x, &y)).unwrap_err();
    assert_eq!((error.status(), error.row(), error.column()), (Status::Data, Some(17), Some(1)));
}

#[test]
fn a_weight_counts_as_a_variance_and_zero_as_no_row() {
    let (x, y) = plane();
    let mut weights = vec![1.0; 60];
    weights[40..].fill(0.0);
    let weighted = LinearOptions::new().fit(&Samples::new(&x, &y).weights(&weights)).unwrap();
    let fewer = LinearOptions::new().fit(&Samples::new(&x[..40], &y[..40])).unwrap();
    assert!(close(&estimates(&weighted), &estimates(&fewer), 1e-12));
    assert_eq!(weighted.summary().unwrap().rows, 40);
}

#[test]
fn targets_that_are_fitted_together_are_as_if_alone() {
    let (x, y) = plane();
    let targets: Vec<[f64; 2]> = y.iter().zip(&x).map(|(y, x)| [*y, x[0] - 3.0 * x[1]]).collect();
    let samples = Samples::features_only(&x).names(&["a", "b"]);
    let models = LinearOptions::new().fit_targets(&samples, &targets).unwrap();
    let alone = LinearOptions::new().fit(&Samples::new(&x, &y)).unwrap();
    assert!(close(&estimates(&models[0]), &estimates(&alone), 1e-12));
    assert!(close(&estimates(&models[1]), &[0.0, 1.0, -3.0], 1e-12));
    assert_eq!(models[1].inputs(), ["a", "b"]);
    let fewer = LinearOptions::new().fit_targets(&samples, &targets[1..].to_vec()).unwrap_err();
    assert_eq!(fewer.argument(), "targets");
    assert_eq!(LinearOptions::new().fit(&samples).unwrap_err().argument(), "target");
    let mut broken = targets;
    broken[8][1] = f64::NAN;
    let error = LinearOptions::new().fit_targets(&samples, &broken).unwrap_err();
    assert_eq!((error.status(), error.row()), (Status::Data, Some(8)));
}

#[test]
fn robust_errors_are_told_in_the_summary() {
    let (x, y) = plane();
    let clusters: Vec<i64> = (0..60).map(|i| i / 6).collect();
    let samples = Samples::new(&x, &y);
    let classical = LinearOptions::new().fit(&samples).unwrap();
    let options = LinearOptions::new().errors(StandardErrors::Hc3);
    let robust = options.fit(&samples).unwrap();
    assert_eq!(estimates(&classical), estimates(&robust));
    assert_ne!(
        classical.coefficients().unwrap()[1].standard_error,
        robust.coefficients().unwrap()[1].standard_error
    );
    let summary = robust.summary().unwrap();
    assert_eq!((summary.errors, summary.errors.to_string()), (StandardErrors::Hc3, "hc3".into()));
    assert!(summary.path.is_some() && summary.log_likelihood.is_some());
    assert_eq!(FitPath::DenseQr.to_string(), "QR");
    let clustered = LinearOptions::new()
        .errors(StandardErrors::Cluster)
        .fit(&samples.clusters(&clusters))
        .unwrap();
    assert_eq!(clustered.summary().unwrap().clusters, 10);
    assert_eq!(clustered.summary().unwrap().error_degrees, Some(9.0));
}

#[test]
fn classes_and_counts_have_robust_errors_too() {
    let (x, y) = plane();
    let clusters: Vec<i64> = (0..60).map(|i| i / 6).collect();
    let counts: Vec<f64> = (0..60).map(|i| f64::from(i * 13 % 17)).collect();
    let middle = y.iter().sum::<f64>() / 60.0;
    let classes: Vec<f64> =
        y.iter().zip(&counts).map(|(y, n)| f64::from(y + n > middle + 8.0)).collect();
    let counted = Samples::new(&x, &counts).clusters(&clusters);
    let classed = Samples::new(&x, &classes).clusters(&clusters);
    let glm = Glm::poisson();
    let logistic = LogisticOptions::new().l2(1.0);
    let pairs = [
        (
            glm.fit(&counted).unwrap(),
            glm.clone().errors(StandardErrors::Cluster).fit(&counted).unwrap(),
        ),
        (
            logistic.fit(&classed).unwrap(),
            logistic.clone().errors(StandardErrors::Cluster).fit(&classed).unwrap(),
        ),
    ];
    for (plain, robust) in pairs {
        assert_eq!(estimates(&plain), estimates(&robust));
        let summary = robust.summary().unwrap();
        assert_eq!((summary.errors, summary.clusters), (StandardErrors::Cluster, 10));
        assert_ne!(
            plain.coefficients().unwrap()[1].standard_error,
            robust.coefficients().unwrap()[1].standard_error
        );
        let spent = summary.effective_parameters.unwrap();
        assert!(spent > 1.0 && spent <= summary.parameters as f64);
    }
}

#[test]
fn several_classes_have_robust_errors() {
    let (x, y) = plane();
    let clusters: Vec<i64> = (0..60).map(|i| i / 6).collect();
    let middle = y.iter().sum::<f64>() / 60.0;
    let noise = noise(9, 60);
    let grade: Vec<f64> = y
        .iter()
        .zip(&noise)
        .map(|(y, e)| {
            let t = y + 40.0 * e - middle;
            f64::from(u8::from(t > -5.0)) + f64::from(u8::from(t > 5.0))
        })
        .collect();
    let samples = Samples::new(&x, &grade).clusters(&clusters);
    let kinds = [StandardErrors::Classical, StandardErrors::Hc1, StandardErrors::Cluster];
    let several = kinds.map(|kind| Multinomial::new().errors(kind).fit(&samples).unwrap());
    let ordered = kinds.map(|kind| Ordinal::new().errors(kind).fit(&samples).unwrap());
    for models in [several, ordered] {
        for (model, kind) in models.iter().zip(kinds) {
            let summary = model.summary().unwrap();
            let clusters = if kind == StandardErrors::Cluster { 10 } else { 0 };
            assert_eq!((summary.errors, summary.clusters), (kind, clusters));
        }
    }
    let refused = Ordinal::new().errors(StandardErrors::Hc3).fit(&samples).unwrap_err();
    assert_eq!((refused.status(), refused.argument()), (Status::Argument, "errors"));
}

#[test]
fn a_weight_is_a_number_of_records_for_robust_fits() {
    let (x, y) = plane();
    let weights: Vec<f64> = (0..60).map(|i| f64::from(i % 3)).collect();
    let (mut long_x, mut long_y) = (Vec::new(), Vec::new());
    for i in 0..60 {
        for _ in 0..i % 3 {
            long_x.push(x[i]);
            long_y.push(y[i]);
        }
    }
    let (short, long) = (Samples::new(&x, &y).weights(&weights), Samples::new(&long_x, &long_y));
    let pairs = [
        (Huber::new().fit(&short).unwrap(), Huber::new().fit(&long).unwrap()),
        (
            QuantileRegression::new().quantile(0.7).fit(&short).unwrap(),
            QuantileRegression::new().quantile(0.7).fit(&long).unwrap(),
        ),
    ];
    for (weighted, repeated) in pairs {
        assert!(close(&estimates(&weighted), &estimates(&repeated), 1e-8));
    }
}

#[test]
fn outliers_pull_least_squares_and_not_the_robust_fits() {
    let (x, mut y) = plane();
    y[3] = 5e3;
    y[30] = -9e3;
    let samples = Samples::new(&x, &y);
    let truth = [1.0, 2.0, -1.0];
    assert!(!close(&estimates(&LinearOptions::new().fit(&samples).unwrap()), &truth, 1.0));
    for scale in [HuberScale::Joint, HuberScale::Mad, HuberScale::Fixed(0.3)] {
        let huber = Huber::new().scale(scale).fit(&samples).unwrap();
        assert!(close(&estimates(&huber), &truth, 0.2), "{scale:?}: {:?}", estimates(&huber));
    }
    let median = QuantileRegression::new().fit(&samples).unwrap();
    assert!(close(&estimates(&median), &truth, 0.2));
    let summary = median.summary().unwrap();
    let (objective, bound) = (summary.objective.unwrap(), summary.bound.unwrap());
    assert!((objective - bound).abs() <= 1e-9 * objective);
    for quantile in [0.0, 1.0, f64::NAN] {
        let error = QuantileRegression::new().quantile(quantile).fit(&samples).unwrap_err();
        assert_eq!(error.status(), Status::Argument);
    }
}

#[test]
fn nonnegative_coefficients_stay_so() {
    let (x, y) = plane();
    let model = Nonnegative::new().fit(&Samples::new(&x, &y)).unwrap();
    let coefficients = estimates(&model);
    assert!(coefficients[1] > 1.5 && coefficients[2] == 0.0, "{coefficients:?}");
    let table = Table::from_csv_text("a,y\n1,-1\n2,-2\n3,-3\n").unwrap();
    let options = LinearOptions::new().estimator(Estimator::Nonnegative);
    let model = Model::linear(&table, &["a"], "y", &options).unwrap();
    assert_eq!(estimates(&model)[1], 0.0);
}

#[test]
fn an_exposure_is_an_offset_of_its_logarithm() {
    let x: Vec<[f64; 1]> = (0..80).map(|i| [f64::from(i % 8)]).collect();
    let exposure: Vec<f64> = (0..80).map(|i| 1.0 + f64::from(i % 5)).collect();
    let counts: Vec<f64> = x
        .iter()
        .zip(&exposure)
        .enumerate()
        .map(|(i, (x, e))| (e * (0.3 + 0.2 * x[0]).exp() + (i % 3) as f64 - 1.0).round().max(0.0))
        .collect();
    let samples = Samples::new(&x, &counts);
    let rate = Glm::poisson().fit(&samples.exposure(&exposure)).unwrap();
    let logs: Vec<f64> = exposure.iter().map(|e| e.ln()).collect();
    let shifted = Glm::poisson().fit(&samples.offset(&logs)).unwrap();
    assert!(close(&estimates(&rate), &estimates(&shifted), 1e-12));
    let summary = rate.summary().unwrap();
    assert_eq!(summary.link, Some(Link::Log));
    assert!(summary.converged && summary.deviance < summary.null_deviance);
    let wrong = Glm::negative_binomial().link(Link::Inverse).fit(&samples).unwrap_err();
    assert_eq!(wrong.status(), Status::Argument);
    let negative = [-1.0, 1.0, 2.0];
    let error = Glm::new().family(Family::Gamma).fit(&Samples::new(&x[..3], &negative));
    assert_eq!(error.unwrap_err().row(), Some(0));
}

/// 0 and 1, the likelier the larger the feature.
fn failures() -> (Vec<[f64; 1]>, Vec<f64>) {
    let (a, e) = (noise(7, 200), noise(8, 200));
    let x: Vec<_> = a.iter().map(|a| [8.0 * a]).collect();
    let y = x.iter().zip(&e).map(|(x, e)| f64::from(u8::from(x[0] + 6.0 * e > 0.0))).collect();
    (x, y)
}

#[test]
fn a_row_of_weight_two_is_two_rows() {
    let (x, y) = failures();
    let twice: Vec<[f64; 1]> = x.iter().flat_map(|x| [*x, *x]).collect();
    let twice_y: Vec<f64> = y.iter().flat_map(|y| [*y, *y]).collect();
    let weights = vec![2.0; 200];
    let weighted = LogisticOptions::new().fit(&Samples::new(&x, &y).weights(&weights)).unwrap();
    let doubled = LogisticOptions::new().fit(&Samples::new(&twice, &twice_y)).unwrap();
    assert!(close(&estimates(&weighted), &estimates(&doubled), 1e-9));
    let error = |model: &Model| model.coefficients().unwrap()[1].standard_error;
    assert!((error(&weighted) - error(&doubled)).abs() < 1e-9);
}

#[test]
fn classes_that_weigh_alike_move_the_intercept() {
    let (x, _) = failures();
    let y: Vec<f64> = x
        .iter()
        .zip(noise(9, 200))
        .map(|(x, e)| f64::from(u8::from(x[0] + 4.0 * e > 3.0)))
        .collect();
    let samples = Samples::new(&x, &y);
    let plain = LogisticOptions::new().fit(&samples).unwrap();
    let balanced =
        LogisticOptions::new().class_weights(ClassWeights::Balanced).fit(&samples).unwrap();
    assert!(balanced.score(&[0.0]).unwrap() > plain.score(&[0.0]).unwrap());
}

#[test]
fn separated_classes_are_told_and_firth_bears_them() {
    let x: Vec<[f64; 1]> = (0..20).map(|i| [f64::from(i)]).collect();
    let y: Vec<f64> = (0..20).map(|i| f64::from(u8::from(i >= 10))).collect();
    let plain = LogisticOptions::new().fit(&Samples::new(&x, &y)).unwrap();
    assert!(plain.summary().unwrap().flags.separation);
    assert!(!plain.warnings().is_empty());
    let firth = LogisticOptions::new().firth(true).fit(&Samples::new(&x, &y)).unwrap();
    assert!(estimates(&firth)[1] > 0.0 && estimates(&firth)[1] < 5.0);
}

#[test]
fn inference_agrees_with_the_model_it_gives() {
    let (x, y) = failures();
    let samples = Samples::new(&x, &y).names(&["heat"]);
    let options = InferenceOptions::new().groups(8).coefficient_tests(true);
    let told = LogisticOptions::new().infer(&samples, &options).unwrap();
    let coefficient = &told.model.coefficients().unwrap()[1];
    let odds = told.effects.numbers("odds_ratio").unwrap()[1].unwrap();
    assert!((odds - coefficient.estimate.exp()).abs() < 1e-12 * odds);
    let summary = told.model.summary().unwrap();
    let ratio = 2.0 * (summary.log_likelihood.unwrap() - summary.null_log_likelihood.unwrap());
    assert!((told.likelihood_ratio.statistic - ratio).abs() < 1e-9 * ratio);
    assert_eq!((told.likelihood_ratio.degrees, told.groups.rows()), (1.0, 8));
    assert!(told.tjur > 0.0 && told.tjur < 1.0 && told.nagelkerke > told.cox_snell);
}

#[test]
fn probabilities_of_classes_sum_to_one_and_an_order_keeps_it() {
    let (a, e) = (noise(11, 300), noise(12, 300));
    let x: Vec<_> = a.iter().map(|a| [8.0 * a]).collect();
    let class: Vec<f64> = x
        .iter()
        .zip(&e)
        .map(|(x, e)| match x[0] + 5.0 * e {
            s if s < -1.5 => 0.0,
            s if s < 1.5 => 1.0,
            _ => 2.0,
        })
        .collect();
    let samples = Samples::new(&x, &class).names(&["heat"]);
    let models = [Multinomial::new().fit(&samples).unwrap(), Ordinal::new().fit(&samples).unwrap()];
    for model in &models {
        assert_eq!((model.classes(), model.features()), (3, 1));
        let mut last = 0.0;
        for heat in [-4.0, -1.0, 1.0, 4.0] {
            let p = model.probabilities(&[heat]).unwrap();
            assert!((p.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            assert!(p[2] > last);
            last = p[2];
        }
        assert!(model.summary().unwrap().converged && model.warnings().is_empty());
        assert_eq!(model.probabilities(&[1.0, 2.0]).unwrap_err().status(), Status::Argument);
        let mut room = [0.0; 2];
        assert_eq!(
            model.probabilities_into(&[1.0], &mut room).unwrap_err().status(),
            Status::Argument
        );
    }
    // One slope and two cuts, against a slope and an intercept for each of two classes.
    assert_eq!(models[1].coefficients().unwrap().rows(), 3);
    assert_eq!(models[0].coefficients().unwrap().rows(), 4);
    let gap = [0.0, 1.0, 3.0];
    assert_eq!(
        Ordinal::new().fit(&Samples::new(&x[..3], &gap)).unwrap_err().status(),
        Status::Data
    );
}

#[test]
fn a_path_goes_from_no_coefficient_to_least_squares() {
    let (x, y) = plane();
    let samples = Samples::new(&x, &y);
    let path = ElasticNet::new().penalties([1e6, 1e-1, 1e-9]).fit(&samples).unwrap();
    assert_eq!((path.len(), path.is_empty(), path.best()), (3, false, None));
    assert_eq!(path.coefficients(0).unwrap(), [0.0, 0.0]);
    let least = estimates(&LinearOptions::new().fit(&samples).unwrap());
    assert!(close(&path.coefficients(2).unwrap(), &least[1..], 1e-6));
    let model = path.model(2, &["a", "b"]).unwrap();
    assert_eq!(model.inputs(), ["a", "b"]);
    assert_eq!(path.model(2, &["a"]).unwrap_err().argument(), "names");
    assert_eq!(path.model(3, &[]).unwrap_err().status(), Status::Argument);
    assert_eq!(path.coefficients(3).unwrap_err().status(), Status::Argument);
    assert_eq!(path.table().unwrap().rows(), 3);
}

#[test]
fn a_ridge_path_is_ridge_at_each_penalty_and_folds_choose() {
    let (x, y) = plane();
    let samples = Samples::new(&x, &y);
    let folds: Vec<i32> = (0..60).map(|i| i % 5).collect();
    let path = RidgePath::new().penalties([100.0, 1.0]).folds(folds).fit(&samples).unwrap();
    for (place, l2) in [100.0, 1.0].into_iter().enumerate() {
        let ridge = LinearOptions::new().l2(l2).fit(&samples).unwrap();
        assert!(close(&path.coefficients(place).unwrap(), &estimates(&ridge)[1..], 1e-9));
    }
    assert_eq!(path.best(), Some(1));
    assert!(path.simplest() <= path.best());
    assert!(path.table().unwrap().numbers("error").unwrap()[1].unwrap() > 0.0);
}

#[test]
fn a_model_leaves_as_other_programs_know_it() {
    let (x, y) = failures();
    let model = LogisticOptions::new().fit(&Samples::new(&x, &y).names(&["heat"])).unwrap();
    let onnx = model.to_onnx(OnnxOperators::Doubles).unwrap();
    assert!(onnx.windows(4).any(|bytes| bytes == b"heat") && onnx.len() > 100);
    assert_ne!(onnx, model.to_onnx(OnnxOperators::Ml).unwrap());
    assert!(model.to_pmml().unwrap().contains("RegressionModel"));
    let path = std::env::temp_dir().join(format!("tenon-rust-{}.onnx", std::process::id()));
    model.save_onnx(&path, OnnxOperators::Doubles).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), onnx);
    model.save_pmml(&path).unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), model.to_pmml().unwrap());
    std::fs::remove_file(&path).unwrap();
    let json = r#"{"names": ["heat"], "coefficients": ["hot"], "family": "linear"}"#;
    assert_eq!(Model::from_coefficients(json).unwrap_err().status(), Status::Corrupt);
    assert_eq!(Model::from_coefficients("{").unwrap_err().status(), Status::Parse);
}

#[test]
fn pipelines_of_several_classes_classify_and_explain() {
    let mut text = String::from("load,machine,kind\n");
    for i in 0..90 {
        let load = f64::from((i * 37) % 90) / 10.0;
        let lean = load + f64::from((i * 53) % 30) / 10.0;
        let kind = if lean < 4.0 {
            "none"
        } else if lean < 7.0 {
            "belt"
        } else {
            "shaft"
        };
        text += &format!("{load},{},{kind}\n", if i % 2 == 0 { "mill" } else { "saw" });
    }
    let log = Table::from_csv_text(&text).unwrap();
    let several = PipelineOptions::multinomial("kind")
        .levels(&["none", "belt", "shaft"])
        .numeric(&["load"])
        .categorical(&["machine"])
        .l2(0.01);
    let ordered = PipelineOptions::ordinal("kind", &["none", "belt", "shaft"])
        .numeric(&["load"])
        .categorical(&["machine"]);
    for options in [several, ordered] {
        let model = Model::pipeline(&log, &options).unwrap();
        assert_eq!(model.classes(), ["none", "belt", "shaft"]);
        let told = model.classify(&log).unwrap();
        let shaft = told.numbers("probability of shaft").unwrap();
        let loads = log.numbers("load").unwrap();
        let alone = model.score_classes(&[loads[4].unwrap(), 0.0]).unwrap();
        assert_eq!(Some(alone[2]), shaft[4]);
        let judged = model.evaluate_classes(&log).unwrap();
        assert!(judged.accuracy > 0.7 && judged.log_loss < 1.0);
        assert_eq!(judged.by_class.rows(), 3);
        assert_eq!(judged.confusion.rows(), 3);
        let odds = model.class_coefficients().unwrap();
        assert!(odds.rows() >= 4);
        assert!(model.predict(&log).is_err() && model.score(&[1.0, 0.0]).is_err());
        let moves = model
            .dependence(&log, "load", &DependenceOptions::new().points(3).of_class("shaft"))
            .unwrap();
        let mean = moves.mean.numbers("mean").unwrap();
        assert!(mean[0] < mean[2]);
    }
}
