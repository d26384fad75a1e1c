//! Linear programs: bases, proofs, files, and what explains an answer.

use tenon::{
    Basis, BasisStatus, ColumnType, Conflict, ConflictOptions, LinearMethod, OrderPlan, Outcome,
    Part, PlanOptions, Problem, ProblemFormat, RelaxOptions, Relaxation, Sense, Sensitivity,
    Solution, SolveOptions, Status, Table, WarmLimits, WarmLinear,
};

fn shop() -> Problem {
    let mut shop = Problem::new(Sense::Maximize).unwrap();
    for (name, worth) in [("doors", 3.0), ("windows", 5.0)] {
        shop.add_column(name, ColumnType::Continuous, (0.0, f64::INFINITY), worth).unwrap();
    }
    let none = f64::NEG_INFINITY;
    shop.add_row("plant1", (none, 4.0), &[(0, 1.0)]).unwrap();
    shop.add_row("plant2", (none, 12.0), &[(1, 2.0)]).unwrap();
    shop.add_row("plant3", (none, 18.0), &[(0, 3.0), (1, 2.0)]).unwrap();
    shop
}

fn solve(problem: &Problem) -> Solution {
    problem.solve(&SolveOptions::new()).unwrap()
}

fn stuck() -> Problem {
    let mut stuck = shop();
    stuck.add_row("order", (40.0, f64::INFINITY), &[(0, 1.0), (1, 1.0)]).unwrap();
    stuck
}

fn endless() -> Problem {
    let mut endless = shop();
    endless.add_column("sand", ColumnType::Continuous, (0.0, f64::INFINITY), 1.0).unwrap();
    endless
}

fn temporary(name: &str) -> std::path::PathBuf {
    std::env::temp_dir().join(format!("tenon-rust-{}-{name}", std::process::id()))
}

#[test]
fn a_basis_goes_through_a_file_into_the_next_solve() {
    let shop = shop();
    let solution = solve(&shop);
    let basis = solution.basis().unwrap();
    let basic = basis.columns.iter().chain(&basis.rows).filter(|s| **s == BasisStatus::Basic);
    assert_eq!(basic.count(), 3);
    let path = temporary("basis.bas");
    shop.write_basis(&path, &basis).unwrap();
    assert_eq!(shop.read_basis(&path).unwrap(), basis);
    std::fs::write(&path, "NAME\n LL nobody\nENDATA\n").unwrap();
    assert_eq!(shop.read_basis(&path).unwrap_err().line(), Some(2));
    std::fs::remove_file(&path).unwrap();
    let start = SolveOptions::new().start_basis(basis.clone()).presolve(false);
    let again = shop.solve(&start.clone().linear_method(LinearMethod::Primal)).unwrap();
    assert_eq!(again.objective(), solution.objective());
    let cold = SolveOptions::new().presolve(false).linear_method(LinearMethod::Primal);
    let count = |solution: &Solution| solution.counters().unwrap().simplex.primal.iterations;
    assert!(count(&again) < count(&shop.solve(&cold).unwrap()));
    let short = Basis { columns: vec![BasisStatus::Basic], rows: Vec::new() };
    assert_eq!(shop.write_basis(&path, &short).unwrap_err().status(), Status::Argument);
    let error = shop.solve(&SolveOptions::new().start_basis(short)).unwrap_err();
    assert_eq!(error.status(), Status::Argument);
    assert_eq!(solve(&stuck()).basis(), None);
}

#[test]
fn the_judge_agrees_with_proofs_and_not_with_others() {
    let stuck = stuck();
    let solution = solve(&stuck);
    assert_eq!(
        (solution.outcome(), solution.outcome().to_string()),
        (Outcome::Infeasible, "infeasible".into())
    );
    let farkas = solution.farkas().unwrap();
    assert!((0.0..=1e-9).contains(&farkas.residual));
    let verdict = stuck.check_infeasible(&farkas.multipliers).unwrap();
    assert!(verdict.proves && verdict.value > verdict.doubt);
    assert!(!stuck.check_infeasible(&[0.0; 4]).unwrap().proves);
    assert_eq!(stuck.check_infeasible(&[1.0]).unwrap_err().status(), Status::Argument);
    assert!(solution.ray().is_none() && solve(&shop()).farkas().is_none());

    let endless = endless();
    let solution = endless.solve(&SolveOptions::new().presolve(false)).unwrap();
    assert_eq!(solution.outcome(), Outcome::Unbounded);
    let ray = solution.ray().unwrap();
    assert!(endless.check_ray(&ray, 0.0).unwrap().proves);
    let back: Vec<f64> = ray.iter().map(|step| -step).collect();
    let verdict = endless.check_ray(&back, 0.0).unwrap();
    assert!(!verdict.proves && verdict.worst == "sand");
}

#[test]
fn a_plan_and_its_prices_belong_together() {
    let shop = shop();
    let solution = solve(&shop);
    let told = shop.check_linear(&solution.values(), &solution.duals()).unwrap();
    assert!(told.primal < 1e-9 && told.dual < 1e-9 && told.gap < 1e-12);
    assert!((told.objective - 36.0).abs() < 1e-9);
    let told = shop.check_linear(&[9.0, 6.0], &solution.duals()).unwrap();
    assert!(told.primal > 1.0 && !told.worst_primal.is_empty());
    assert_eq!(shop.check_linear(&[1.0], &[1.0]).unwrap_err().status(), Status::Argument);
}

#[test]
fn problems_and_plans_are_files() {
    let shop = shop();
    let solution = solve(&shop);
    for (name, format) in [
        ("p.lp", ProblemFormat::Lp),
        ("p.mps", ProblemFormat::Mps),
        ("p.json", ProblemFormat::Json),
    ] {
        let path = temporary(name);
        shop.write(&path).unwrap();
        assert_eq!(
            Problem::read(&path).unwrap().to_text(format).unwrap(),
            shop.to_text(format).unwrap()
        );
        let other = temporary("other");
        shop.write_as(&other, format).unwrap();
        assert_eq!(std::fs::read(&other).unwrap(), std::fs::read(&path).unwrap());
        std::fs::remove_file(&path).unwrap();
        std::fs::remove_file(&other).unwrap();
    }
    let path = temporary("plan.sol");
    solution.write(&shop, &path).unwrap();
    assert_eq!(shop.read_start(&path).unwrap(), solution.values());
    std::fs::write(&path, "windows 2\n").unwrap();
    let start = shop.read_start(&path).unwrap();
    assert!(start[0].is_nan() && start[1] == 2.0);
    std::fs::write(&path, "gates 2\n").unwrap();
    assert_eq!(shop.read_start(&path).unwrap_err().status(), Status::Parse);
    assert_eq!(solution.write(&endless(), &path).unwrap_err().status(), Status::Argument);
    assert_eq!(solution.write_certificate(&path).unwrap_err().status(), Status::Argument);
    let proved = shop.solve(&SolveOptions::new().certify(true)).unwrap();
    proved.write_certificate(&path).unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), proved.certificate().unwrap().text);
    assert_eq!(proved.doubt(), None);
    std::fs::remove_file(&path).unwrap();
}

#[test]
fn numbers_that_lie_too_far_apart_are_told_as_a_doubt() {
    let text = "min\n c: x + y\nst\n wide: 10000000000000 x + y >= 20000000000001\nbounds\n x <= 4\n y <= 4\n\
                general\n x y\nend\n";
    let problem = Problem::from_text(text, ProblemFormat::Lp).unwrap();
    let proved = solve(&problem);
    assert_eq!((proved.objective(), proved.doubt()), (Some(3.0), None));
    // Proving takes work: without any there is none, and the answer says of which row.
    let cut_short = problem.solve(&SolveOptions::new().work_limit(1)).unwrap();
    assert_eq!(cut_short.outcome(), Outcome::WorkLimit);
    assert!(cut_short.doubt().unwrap().contains("\"wide\""));
}

#[test]
fn a_conflict_is_proved_by_its_multipliers() {
    let stuck = stuck();
    let conflict = Conflict::find(&stuck, &ConflictOptions::new()).unwrap();
    assert!(conflict.is_proved());
    assert!(stuck.check_infeasible(&conflict.farkas()).unwrap().proves);
    let fine = Conflict::find(&shop(), &ConflictOptions::new()).unwrap();
    assert!(!fine.is_proved() && fine.farkas().is_empty() && fine.members().unwrap().is_empty());
}

#[test]
fn a_loosened_problem_is_lent_with_its_plan() {
    let stuck = stuck();
    let relaxation = Relaxation::find(&stuck, &RelaxOptions::new()).unwrap();
    assert!(relaxation.bound() <= relaxation.cost() + 1e-6);
    let problem = relaxation.problem().unwrap();
    let solution = relaxation.solution().unwrap();
    assert_eq!(problem.rows(), stuck.rows());
    assert!(problem.check(&solution.values(), 0.0).unwrap().feasible);
    assert!(!stuck.check(&solution.values(), 0.0).unwrap().feasible);
    assert_eq!(solve(&relaxation.problem().unwrap()).outcome(), Outcome::Optimal);
}

#[test]
fn a_plan_of_orders_lends_the_program_behind_it() {
    let orders =
        Table::from_csv_text("order,family,hours,due_day\nA1,red,6,1\nA2,blue,4,2\n").unwrap();
    let machines = Table::from_csv_text("machine,hours_per_day\nM1,8\n").unwrap();
    let options = PlanOptions::new().days(3).solve(SolveOptions::new().relative_gap(0.0));
    let plan = OrderPlan::new(&orders, &machines, &options).unwrap();
    let (problem, solution) = (plan.problem().unwrap(), plan.solution().unwrap());
    assert_eq!(problem.columns(), solution.values().len());
    assert!(problem.check(&solution.values(), 0.0).unwrap().feasible);
    let plan = std::thread::spawn(move || plan.solution().unwrap().outcome());
    assert_eq!(plan.join().unwrap(), Outcome::Optimal);
}

#[test]
fn ranges_of_a_part_are_those_of_its_numbers() {
    let shop = shop();
    let ranges = Sensitivity::analyse(&shop, &solve(&shop)).unwrap();
    for (part, count) in [(Part::Cost, 2), (Part::RowUpper, 3), (Part::ColumnLower, 2)] {
        let all = ranges.ranges(part);
        assert_eq!(all.len(), count);
        for (index, ends) in all.into_iter().enumerate() {
            let one = ranges.range(part, index as i32).unwrap();
            assert_eq!((one.lower.value, one.upper.value), ends);
        }
    }
    assert!(ranges.ranges(Part::Integrality).is_empty());
}

#[test]
fn a_warm_program_begins_where_it_is_told() {
    let shop = shop();
    let mut first = WarmLinear::new(&shop).unwrap();
    assert!(!first.has_values());
    first.solve(&WarmLimits::new()).unwrap();
    assert!(first.has_values() && (first.bound() - 36.0).abs() < 1e-9);
    let basis = first.basis().unwrap();
    let mut costs = [9.0; 3];
    assert_eq!(first.copy_reduced_costs(&mut costs), 2);
    assert!(costs[0].abs() < 1e-9 && costs[2] == 9.0);
    let mut activity = [0.0; 2];
    assert_eq!(first.copy_row_activity(&mut activity), 3);
    assert!((activity[0] - 2.0).abs() < 1e-9);
    let mut second = WarmLinear::new(&shop).unwrap();
    second.set_basis(&basis).unwrap();
    // The optimum is at hand, so that a single pivot is not needed.
    assert_eq!(second.solve(&WarmLimits::new().iterations(1)).unwrap(), Outcome::Optimal);
    let short = Basis { columns: Vec::new(), rows: basis.rows };
    assert_eq!(second.set_basis(&short).unwrap_err().argument(), "basis");
}
