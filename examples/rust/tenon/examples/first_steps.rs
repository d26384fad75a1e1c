//! The two first programs: a log becomes a failure model, orders become a plan.
//!
//!     cargo run --example first_steps [LOG.csv]

use std::time::Duration;

use tenon::{
    ColumnType, LogisticOptions, Model, Outcome, Problem, Sense, SolveOptions, SplitOptions, Table,
};

fn first_model(path: &str) -> tenon::Result<()> {
    let used = ["temperature", "pressure", "vibration", "status"];
    let log = Table::read_csv(path)?;
    let complete = log.drop_duplicates(&[])?.drop_missing(&used)?;
    let (train, test) = complete.split(&SplitOptions::default())?;
    let model = Model::logistic(&train, &used[..3], "status", &LogisticOptions::positive("FAIL"))?;
    let metrics = model.evaluate(&test)?;
    println!("rows {} of {}", complete.rows(), log.rows());
    println!(
        "accuracy {:.4}  auc {:.4}  log_loss {:.6}",
        metrics.accuracy, metrics.auc, metrics.log_loss
    );
    println!("probability of failure {:.6}", model.score(&[303.5, 4.87, 1.92])?);
    Ok(())
}

fn first_plan() -> tenon::Result<()> {
    let steps = [
        ("stamp", 410.0, 120.0, 7.0),
        ("mill", 230.0, 80.0, 4.0),
        ("weld", 520.0, 150.0, 9.0),
        ("grind", 160.0, 60.0, 3.0),
        ("paint", 340.0, 100.0, 6.0),
        ("outsource", 900.0, 260.0, 0.0),
    ];
    let mut problem = Problem::new(Sense::Minimize)?;
    let (mut output, mut hours) = (Vec::new(), Vec::new());
    for (name, cost, makes, takes) in steps {
        let column = problem.add_column(name, ColumnType::Binary, (0.0, 1.0), cost)?;
        output.push((column, makes));
        hours.push((column, takes));
    }
    problem.add_row("demand", (300.0, f64::INFINITY), &output)?;
    problem.add_row("machine hours", (f64::NEG_INFINITY, 20.0), &hours)?;
    problem.add_row("grind needs mill", (f64::NEG_INFINITY, 0.0), &[(3, 1.0), (1, -1.0)])?;
    let options = SolveOptions::new().time_limit(Duration::from_secs(10));
    let plan = problem.solve(&options)?;
    assert_eq!(plan.outcome(), Outcome::Optimal);
    println!(
        "cost {:.0}, proven at least {:.0}",
        plan.objective().unwrap_or(f64::NAN),
        plan.bound()
    );
    for (value, (name, ..)) in plan.values().iter().zip(steps) {
        if *value > 0.5 {
            println!("run {name}");
        }
    }
    Ok(())
}

fn main() -> tenon::Result<()> {
    if let Some(path) = std::env::args().nth(1) {
        first_model(&path)?;
    }
    first_plan()
}
