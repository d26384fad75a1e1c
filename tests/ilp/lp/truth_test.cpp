// The simplex engine against exact arithmetic, on random programs of every style.
//
// TENON_TRIALS=300000 runs that many programs instead of a few thousand; TENON_FIRST=17 begins at
// seed 17.
#include <doctest/doctest.h>

#include <cstdlib>
#include <memory>
#include <string>

#include "exact_truth.hpp"
#include "lp_styles.hpp"
#include "trials.hpp"

using namespace tenon;
using namespace tenon::ilp;
using namespace tenon::test;

namespace {

// No program here needs as many by far: an engine that takes them is cycling.
LpLimits patience(const LinearProgram& p) {
    LpLimits limits;
    limits.iterations = 100 * (p.rows + p.columns) + 100;
    return limits;
}

LpAnswer solved(const LinearProgram& p, LpMethod method = LpMethod::automatic) {
    Simplex s(p);
    s.set_method(method);
    s.solve(patience(p));
    return answer_of(s);
}

double random_bound(Random& random) {
    return integer_between(random, -6, 6);
}

void change_bounds(Random& random, Simplex& s) {
    double lower = 0, upper = 0;
    random_bounds(random, 6, lower, upper);
    const auto variable =
        static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(s.columns() + s.rows())));
    if (variable < s.columns()) {
        s.set_bounds(variable, lower, upper);
    } else {
        s.set_row_bounds(variable - s.columns(), lower, upper);
    }
}

void add_a_row(Random& random, Simplex& s) {
    std::vector<std::int32_t> index;
    std::vector<double> value;
    for (std::int32_t j = 0; j < s.columns(); ++j) {
        if (random.below(3) != 0) continue;
        index.push_back(j);
        value.push_back(integer_between(random, -3, 3));
    }
    double lower = 0, upper = 0;
    random_bounds(random, 8, lower, upper);
    const std::vector<std::int64_t> start{0, static_cast<std::int64_t>(index.size())};
    s.add_rows(std::span(&lower, 1), std::span(&upper, 1), start, index, value);
}

void add_a_column(Random& random, Simplex& s) {
    std::vector<std::int32_t> rows;
    std::vector<double> values;
    for (std::int32_t i = 0; i < s.rows(); ++i) {
        if (random.below(2) != 0) continue;
        rows.push_back(i);
        values.push_back(integer_between(random, 1, 3));
    }
    double lower = 0, upper = 0;
    random_bounds(random, 4, lower, upper);
    s.add_column(integer_between(random, -4, 4), lower, upper, rows, values);
}

void delete_some_rows(Random& random, Simplex& s) {
    std::vector<std::uint8_t> remove(static_cast<std::size_t>(s.rows()), 0);
    for (std::uint8_t& r : remove) r = random.below(4) == 0;
    s.delete_rows(remove);
}

void take_some_basis(Random& random, Simplex& s) {
    Basis basis = s.basis();
    for (auto* part : {&basis.column, &basis.row})
        for (BasisStatus& status : *part)
            if (random.below(4) == 0) status = BasisStatus(random.below(4));
    s.set_basis(basis);
}

// One change of a kind that callers make, small or violent.
void change_something(Random& random, Simplex& s, std::shared_ptr<const Simplex::Snapshot>& saved) {
    if (s.columns() + s.rows() == 0) return;
    switch (random.below(16)) {
        case 0:
            return add_a_row(random, s);
        case 1:
            return add_a_column(random, s);
        case 2:
            saved.reset();
            return delete_some_rows(random, s);
        case 3:
            if (!saved) {
                saved = s.save();
            } else {
                s.restore(saved);
            }
            return;
        case 4:
            return take_some_basis(random, s);
        case 5:
        case 6:
        case 7:
            if (s.columns() == 0) return;
            return s.set_cost(
                static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(s.columns()))),
                integer_between(random, -5, 5));
        case 8: {  // stopped on the way
            LpLimits limits;
            limits.iterations = static_cast<std::int64_t>(random.below(4));
            s.solve(limits);
            return;
        }
        case 9: {  // cut off on the way
            LpLimits limits = patience(s.problem());
            limits.objective_cutoff = random_bound(random);
            s.solve(limits);
            return;
        }
        default:
            return change_bounds(random, s);
    }
}

}  // namespace

TEST_CASE("random programs of every style: status, optimum, basis and certificates are true") {
    TruthCounts counts;
    for (const std::uint64_t seed : seeds(8000)) {
        Random random(seed, 7);
        const LpStyle style = any_style(random);
        const LinearProgram p = any_program(random, style);
        const auto method = LpMethod(random.below(3));
        CAPTURE(seed);
        CAPTURE(style_name(style));
        CAPTURE(static_cast<int>(method));
        CHECK(Truth(p).fault(solved(p, method), counts) == "");
    }
    CHECK(counts.exactly_optimal > 0.95 * static_cast<double>(counts.optimal));
    CHECK(counts.proven > 0.95 * static_cast<double>(counts.infeasible));
    MESSAGE(counts.text());
}

TEST_CASE("another order, other units, repeated or reflected rows: the same answer") {
    using Change = LinearProgram (*)(Random&, const LinearProgram&);
    constexpr Change changes[] = {
        [](Random& random, const LinearProgram& p) { return permuted(random, p); },
        [](Random& random, const LinearProgram& p) { return randomly_rescaled(random, p, 6); },
        [](Random& random, const LinearProgram& p) { return with_repeated_rows(random, p); },
        [](Random& random, const LinearProgram& p) { return reflected(random, p); },
        [](Random& random, const LinearProgram& p) { return shifted(random, p); },
        [](Random&, const LinearProgram& p) { return with_rows_split(p); },
        [](Random&, const LinearProgram& p) { return with_bounds_as_rows(p); },
    };
    TruthCounts counts;
    for (const std::uint64_t seed : seeds(600)) {
        Random random(seed, 8);
        const LpStyle style = any_style(random);
        const LinearProgram p = any_program(random, style);
        CAPTURE(seed);
        CAPTURE(style_name(style));
        const LpAnswer plain = solved(p);
        for (std::size_t k = 0; k < std::size(changes); ++k) {
            CAPTURE(k);
            const LinearProgram q = changes[k](random, p);
            const LpAnswer changed = solved(q);
            CHECK(Truth(q).fault(changed, counts) == "");
            CHECK(changed.status == plain.status);
            if (plain.status != LpStatus::optimal || changed.status != plain.status) continue;
            CHECK(changed.objective == doctest::Approx(plain.objective).epsilon(1e-9));
        }
    }
}

TEST_CASE("the dual has minus the optimum, or none where the program has none") {
    TruthCounts counts;
    for (const std::uint64_t seed : seeds(1000)) {
        Random random(seed, 13);
        const LpStyle style = any_style(random);
        const LinearProgram p = any_program(random, style), dual = dual_program(p);
        CAPTURE(seed);
        CAPTURE(style_name(style));
        const LpAnswer primal_answer = solved(p), dual_answer = solved(dual);
        CHECK(Truth(dual).fault(dual_answer, counts) == "");
        switch (primal_answer.status) {
            case LpStatus::optimal:
                CHECK(dual_answer.status == LpStatus::optimal);
                // Either may stop at a basis that is optimal within its tolerances only.
                CHECK(dual_answer.objective ==
                      doctest::Approx(-primal_answer.objective).epsilon(1e-7));
                break;
            case LpStatus::unbounded:
                CHECK(dual_answer.status == LpStatus::infeasible);
                break;
            default:
                CHECK(dual_answer.status != LpStatus::optimal);
        }
    }
}

TEST_CASE("sequences of changes: every re-solve is true") {
    TruthCounts counts;
    for (const std::uint64_t seed : seeds(300)) {
        Random random(seed, 9);
        const LpStyle style = any_style(random);
        Simplex s(any_program(random, style));
        s.set_method(LpMethod(random.below(3)));
        std::shared_ptr<const Simplex::Snapshot> saved;
        CAPTURE(seed);
        CAPTURE(style_name(style));
        for (int step = 0; step < 12; ++step) {
            CAPTURE(step);
            change_something(random, s, saved);
            if (random.below(3) == 0) change_something(random, s, saved);
            s.solve(patience(s.problem()));
            const std::string fault = Truth(s.problem()).fault(answer_of(s), counts);
            CHECK(fault == "");
            if (!fault.empty()) break;  // those that follow begin from it
        }
    }
    MESSAGE(counts.text());
}

TEST_CASE("coefficients from 2^-20 to 2^20, each for itself: true as well") {
    TruthCounts counts;
    for (const std::uint64_t seed : seeds(2000)) {
        Random random(seed, 10);
        const LinearProgram p = any_program(random, LpStyle::wider);
        CAPTURE(seed);
        CHECK(Truth(p).fault(solved(p), counts) == "");
    }
    MESSAGE(counts.text());
}
