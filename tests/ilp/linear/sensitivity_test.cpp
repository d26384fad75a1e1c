// Ranges of costs and sides against dense algebra: inside, the basis stays optimal and the
// objective is a straight line; just outside it is not optimal; at the end the named exchange gives
// the next.
#include "tenon/sensitivity.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "ilp/linear/linear_problems.hpp"
#include "tenon/error.hpp"
#include "test_data.hpp"

using namespace tenon;
using namespace tenon::test;

namespace {

constexpr Part parts[] = {Part::cost, Part::row_lower, Part::row_upper, Part::column_lower,
                          Part::column_upper};

// Sets one number; equal sides move together. False: the sides would cross.
bool set_part(Problem& p, Part part, std::int32_t k, double value) {
    const bool row = is_of_row(part);
    if (part == Part::cost) {
        p.set_cost(k, value);
        return true;
    }
    double l = row ? p.row_lower()[k] : p.lower()[k], u = row ? p.row_upper()[k] : p.upper()[k];
    const bool equal = l == u;
    if (equal || is_lower(part)) l = value;
    if (equal || !is_lower(part)) u = value;
    if (l > u) return false;
    row ? p.set_row_bounds(k, l, u) : p.set_bounds(k, l, u);
    return true;
}

double part_value(const Problem& p, Part part, std::int32_t k) {
    switch (part) {
        case Part::cost:
            return p.cost()[k];
        case Part::row_lower:
            return p.row_lower()[k];
        case Part::row_upper:
            return p.row_upper()[k];
        case Part::column_lower:
            return p.lower()[k];
        case Part::column_upper:
        case Part::integrality:
            break;
    }
    return p.upper()[k];
}

// The basic solution and the reduced costs of a basis, by dense elimination. Variables are columns,
// then rows with column -e_i.
struct Vertex {
    bool singular = false;
    double primal_breach = 0, dual_breach = 0, objective = 0;
};

Vertex vertex_of(const Problem& p, const std::vector<BasisStatus>& status) {
    const std::int32_t n = p.columns(), m = p.rows(), total = n + m;
    const double sign = p.sense() == Sense::maximize ? -1 : 1;
    std::vector<std::vector<double>> a(static_cast<std::size_t>(m),
                                       std::vector<double>(static_cast<std::size_t>(total)));
    for (std::int32_t i = 0; i < m; ++i) {
        for (std::int64_t k = p.row_start()[i]; k < p.row_start()[i + 1]; ++k)
            a[i][p.index()[k]] = p.value()[k];
        a[i][n + i] = -1;
    }
    const auto low = [&](std::int32_t j) { return j < n ? p.lower()[j] : p.row_lower()[j - n]; };
    const auto high = [&](std::int32_t j) { return j < n ? p.upper()[j] : p.row_upper()[j - n]; };
    const auto cost = [&](std::int32_t j) { return j < n ? sign * p.cost()[j] : 0.0; };
    std::vector<std::int32_t> head;
    std::vector<double> z(static_cast<std::size_t>(total), 0.0);
    for (std::int32_t j = 0; j < total; ++j) {
        if (status[j] == BasisStatus::basic) head.push_back(j);
        if (status[j] == BasisStatus::at_lower) z[j] = low(j);
        if (status[j] == BasisStatus::at_upper) z[j] = high(j);
    }
    Vertex v;
    if (head.size() != static_cast<std::size_t>(m)) return v.singular = true, v;
    std::vector<std::vector<double>> b(static_cast<std::size_t>(m),
                                       std::vector<double>(static_cast<std::size_t>(m)));
    std::vector<std::vector<double>> transposed = b;
    std::vector<double> x(static_cast<std::size_t>(m), 0.0), y(static_cast<std::size_t>(m));
    for (std::int32_t i = 0; i < m; ++i) {
        for (std::int32_t k = 0; k < m; ++k) b[i][k] = transposed[k][i] = a[i][head[k]];
        for (std::int32_t j = 0; j < total; ++j)
            if (status[j] != BasisStatus::basic) x[i] -= a[i][j] * z[j];
        y[i] = cost(head[i]);
    }
    if (!solve_dense(b, x) || !solve_dense(transposed, y)) return v.singular = true, v;
    for (std::int32_t k = 0; k < m; ++k) z[head[k]] = x[k];
    v.objective = p.offset();
    for (std::int32_t j = 0; j < total; ++j) {
        v.primal_breach = std::max({v.primal_breach, low(j) - z[j], z[j] - high(j)});
        if (j < n) v.objective += p.cost()[j] * z[j];
        if (status[j] == BasisStatus::basic || low(j) == high(j)) continue;
        double d = cost(j);
        for (std::int32_t i = 0; i < m; ++i) d -= a[i][j] * y[i];
        if (status[j] != BasisStatus::at_upper) v.dual_breach = std::max(v.dual_breach, -d);
        if (status[j] != BasisStatus::at_lower) v.dual_breach = std::max(v.dual_breach, d);
    }
    return v;
}

bool is_optimal(const Vertex& v) {
    return !v.singular && v.primal_breach <= 1e-7 && v.dual_breach <= 1e-7;
}

std::vector<BasisStatus> flat(const Basis& basis) {
    std::vector<BasisStatus> status = basis.column;
    status.insert(status.end(), basis.row.begin(), basis.row.end());
    return status;
}

// The optimum with the number at a place between here and the end lies on the line.
void check_on_line(const Problem& problem, const Sensitivity& s, Part part, std::int32_t k,
                   const RangeEnd& end, double share) {
    // From a side that is open there is no way to measure; from the end itself the line is level.
    const double here = part_value(problem, part, k);
    Problem changed = problem;
    const double reach = std::isfinite(end.value) ? end.value : here + (end.value > 0 ? 50 : -50);
    if (!std::isfinite(reach)) return;
    const double at = std::isfinite(here) ? here + share * (reach - here) : reach;
    REQUIRE(set_part(changed, part, k, at));
    const Vertex v = vertex_of(changed, flat(s.basis));
    CAPTURE(at);
    REQUIRE(is_optimal(v));
    if (std::isfinite(end.value) && std::isfinite(here)) {
        const double expected = s.objective + share * (end.objective - s.objective);
        CHECK(std::fabs(v.objective - expected) <= 1e-6 * (1 + std::fabs(expected)));
    }
    const Solution again = solve({}, changed);
    REQUIRE(again.outcome == Outcome::optimal);
    CHECK(std::fabs(v.objective - again.objective) <= 1e-6 * (1 + std::fabs(v.objective)));
}

void check_beyond(const Problem& problem, const Sensitivity& s, Part part, std::int32_t k,
                  const RangeEnd& end, bool up) {
    if (!std::isfinite(end.value)) return;
    const double beyond = end.value + (up ? 1e-3 : -1e-3) * (1 + std::fabs(end.value));
    Problem changed = problem;
    if (!set_part(changed, part, k, beyond)) return;  // the sides meet: no way on
    const Vertex v = vertex_of(changed, flat(s.basis));
    CHECK(!is_optimal(v));
    const Outcome outcome = solve({}, changed).outcome;
    if (end.entering.index < 0 && part != Part::cost) CHECK(outcome == Outcome::infeasible);
    if (end.leaving.index < 0 && part == Part::cost) CHECK(outcome == Outcome::unbounded);
}

// The exchange at the end gives a basis that is optimal there too.
void check_exchange(const Problem& problem, const Sensitivity& s, Part part, std::int32_t k,
                    const RangeEnd& end) {
    if (!std::isfinite(end.value) || end.entering.index < 0 || end.leaving.index < 0) return;
    const auto number = [&](const BasisVariable& v) {
        return v.is_row ? problem.columns() + v.index : v.index;
    };
    Problem changed = problem;
    REQUIRE(set_part(changed, part, k, end.value));
    std::vector<BasisStatus> status = flat(s.basis);
    const auto in = number(end.entering), out = number(end.leaving);
    int optimal = 0;
    if (in == out) {
        if (part != Part::cost) return;  // the sides meet
        status[in] =
            status[in] == BasisStatus::at_lower ? BasisStatus::at_upper : BasisStatus::at_lower;
        optimal = is_optimal(vertex_of(changed, status)) ? 1 : 0;
    } else {
        REQUIRE(status[in] != BasisStatus::basic);
        REQUIRE(status[out] == BasisStatus::basic);
        status[in] = BasisStatus::basic;
        for (const BasisStatus side : {BasisStatus::at_lower, BasisStatus::at_upper}) {
            status[out] = side;
            const Vertex v = vertex_of(changed, status);
            if (std::isfinite(v.primal_breach) && is_optimal(v)) ++optimal;
        }
    }
    CHECK(optimal > 0);
}

void check_all(const Problem& problem, const Sensitivity& s) {
    for (const Part part : parts) {
        const std::vector<Range>& ranges = s.ranges(part);
        for (std::size_t k = 0; k < ranges.size(); ++k) {
            const auto index = static_cast<std::int32_t>(k);
            CAPTURE(static_cast<int>(part));
            CAPTURE(index);
            const Range& range = ranges[k];
            const double here = part_value(problem, part, index);
            CHECK(range.value == here);
            CHECK(range.lower.value <= here + 1e-9);
            CHECK(range.upper.value >= here - 1e-9);
            for (const bool up : {false, true}) {
                const RangeEnd& end = up ? range.upper : range.lower;
                CAPTURE(up);
                CAPTURE(end.value);
                check_on_line(problem, s, part, index, end, 1.0);
                check_on_line(problem, s, part, index, end, 0.5);
                check_beyond(problem, s, part, index, end, up);
                check_exchange(problem, s, part, index, end);
            }
        }
    }
}

void run(std::uint64_t seed, int count, bool degenerate) {
    int analysed = 0;
    for (int k = 0; k < count; ++k) {
        CAPTURE(k);
        Random random(seed, static_cast<std::uint64_t>(k));
        const auto rows = static_cast<std::int32_t>(random.below(6));
        const auto columns = static_cast<std::int32_t>(1 + random.below(6));
        LinearProgram p = random.below(2) ? feasible_program(random, rows, columns, 0.6)
                                          : random_program(random, rows, columns, 0.6);
        p.offset = integer_between(random, -3, 3);
        if (degenerate) {
            for (double& c : p.cost) c = random.below(2) ? 0 : c;
            for (std::int32_t i = 0; i < rows; ++i) {  // many sides through the origin
                if (random.below(2) == 0) continue;
                if (p.row_lower[i] > -infinity) p.row_lower[i] = 0;
                if (p.row_upper[i] < infinity) p.row_upper[i] = p.row_lower[i] == 0 ? 3 : 0;
            }
        }
        const Problem problem = to_problem(p, random_sense(random));
        const Solution solution = solve({}, problem);
        if (solution.outcome != Outcome::optimal) continue;
        ++analysed;
        CAPTURE(write_mps_text(problem));
        const Sensitivity s = analyse_sensitivity({}, problem, solution);
        CHECK(s.objective == doctest::Approx(solution.objective));
        check_all(problem, s);
    }
    CHECK(analysed > count / 4);
}

// Rows and columns by name for the textbook cases.
struct Named {
    const Problem& problem;
    Sensitivity s;
    explicit Named(const Problem& p) : problem(p) { s = analyse_sensitivity({}, p, solve({}, p)); }
    static bool same(double a, double b) { return a == b || std::fabs(a - b) <= 1e-9; }
    void cost(const std::string& name, double low, double high) const {
        const Range& range = s.cost.at(static_cast<std::size_t>(*problem.find_column(name)));
        CAPTURE(name);
        CHECK(same(range.lower.value, low));
        CHECK(same(range.upper.value, high));
    }
    void right_side(const std::string& name, double low, double high) const {
        const Range& range = s.row_upper.at(static_cast<std::size_t>(*problem.find_row(name)));
        CAPTURE(name);
        CHECK(same(range.lower.value, low));
        CHECK(same(range.upper.value, high));
    }
};

}  // namespace

TEST_CASE("ranges of thousands of small programs agree with dense algebra and with re-solving") {
    run(41, 1500, false);
}

TEST_CASE("ranges of degenerate programs belong to their basis") {
    run(42, 1500, true);
}

TEST_CASE("Wyndor Glass (Hillier and Lieberman, Introduction to Operations Research)") {
    const Problem problem = read_problem_text({},
                                              "Maximize\n profit: 3 doors + 5 windows\nSubject To\n"
                                              " plant1: doors <= 4\n plant2: 2 windows <= 12\n"
                                              " plant3: 3 doors + 2 windows <= 18\nEnd\n",
                                              ProblemFormat::lp);
    const Named named(problem);
    CHECK(named.s.objective == 36);
    named.cost("doors", 0, 7.5);
    named.cost("windows", 2, infinity);
    named.right_side("plant1", 2, infinity);
    named.right_side("plant2", 6, 18);
    named.right_side("plant3", 12, 24);
    // One more hour in plant 2 is worth 1.5 as long as there are at most 18.
    CHECK(named.s.row_upper[1].upper.objective == doctest::Approx(36 + 1.5 * 6));
    CHECK(named.s.row_upper[1].lower.objective == doctest::Approx(36 - 1.5 * 6));
    // At 7.5 a door earns so much that plant 2 is left idle for it.
    CHECK(named.s.cost[0].upper.entering == BasisVariable{1, true});
    CHECK(named.s.cost[0].upper.leaving == BasisVariable{0, true});
}

TEST_CASE("Reddy Mikks (Taha, Operations Research: An Introduction)") {
    const Problem problem = read_problem_text({},
                                              "Maximize\n z: 5 x1 + 4 x2\nSubject To\n"
                                              " M1: 6 x1 + 4 x2 <= 24\n M2: x1 + 2 x2 <= 6\n"
                                              " market: - x1 + x2 <= 1\n demand: x2 <= 2\nEnd\n",
                                              ProblemFormat::lp);
    const Named named(problem);
    CHECK(named.s.objective == 21);
    named.cost("x1", 2, 6);
    named.cost("x2", 10.0 / 3, 10);
    named.right_side("M1", 20, 36);
    named.right_side("M2", 4, 20.0 / 3);
    named.right_side("market", -1.5, infinity);
    named.right_side("demand", 1.5, infinity);
}

TEST_CASE("Netlib: at the end of its range a number gives the objective that was foretold") {
    int ends = 0;
    for (const char* name : {"adlittle", "sc50a", "kb2", "share2b", "boeing1", "scagr7", "capri"}) {
        const std::string path = data_path(std::string("ilp/netlib/") + name + ".mps.gz");
        if (path.empty()) return;
        CAPTURE(path);
        const Problem problem = read_problem({}, path);
        const Sensitivity s = analyse_sensitivity({}, problem, solve({}, problem));
        Random random(43);
        for (int k = 0; k < 120; ++k) {
            const Part part = parts[random.below(5)];
            const std::vector<Range>& ranges = s.ranges(part);
            const auto index = static_cast<std::int32_t>(random.below(ranges.size()));
            const Range& range = ranges[static_cast<std::size_t>(index)];
            const RangeEnd& end = random.below(2) ? range.upper : range.lower;
            if (std::isinf(end.value) || std::isinf(range.value)) continue;
            CAPTURE(static_cast<int>(part));
            CAPTURE(index);
            Problem changed = problem;
            // Half-way to the end, and almost there: at the end itself rounding decides.
            const double share = random.below(2) ? 0.5 : 1 - 1e-6;
            if (!set_part(changed, part, index, range.value + share * (end.value - range.value)))
                continue;
            SolveOptions from_basis;
            from_basis.start_basis = s.basis;
            const Solution there = solve({}, changed, from_basis);
            REQUIRE(there.outcome == Outcome::optimal);
            const double expected = s.objective + share * (end.objective - s.objective);
            CHECK(std::fabs(there.objective - expected) <= 1e-6 * (1 + std::fabs(expected)));
            ++ends;
        }
    }
    CHECK(ends > 300);
}

TEST_CASE("both sides of an equation move together") {
    Problem problem;
    problem.add_column("x", ColumnType::continuous, 0, 10, 3);
    problem.add_column("y", ColumnType::continuous, 0, 4, 5);
    problem.add_row("need", 6, 6, std::vector<std::int32_t>{0, 1}, std::vector<double>{1, 1});
    const Sensitivity s = analyse_sensitivity({}, problem, solve({}, problem));
    for (const auto* ranges : {&s.row_lower, &s.row_upper}) {
        CHECK((*ranges)[0].lower.value == 0);
        CHECK((*ranges)[0].lower.objective == 0);
        CHECK((*ranges)[0].upper.value == 10);
        CHECK((*ranges)[0].upper.objective == 30);
        CHECK((*ranges)[0].upper.leaving == BasisVariable{0, false});
        CHECK((*ranges)[0].upper.entering == BasisVariable{1, false});
    }
}

TEST_CASE("only an optimal basis of the same linear program can be analysed") {
    Problem problem;
    problem.add_column("x", ColumnType::continuous, 0, 1, 1);
    const Solution solution = solve({}, problem);
    Problem larger = problem;
    larger.add_column("y", ColumnType::continuous, 0, 1, 1);
    CHECK_THROWS_AS(analyse_sensitivity({}, larger, solution), const Error&);
    Solution without = solution;
    without.basis = {};
    CHECK(analyse_sensitivity({}, problem, without).basis.column ==
          analyse_sensitivity({}, problem, solution).basis.column);
    CHECK_THROWS_AS(analyse_sensitivity({}, problem, Solution()), const Error&);
    Problem whole = problem;
    whole.set_type(0, ColumnType::integer);
    CHECK_THROWS_AS(analyse_sensitivity({}, whole, solution), const Error&);
    Cancel cancel;
    cancel.request();
    Context context;
    context.cancel = &cancel;
    problem.add_row("", 0, 1, std::vector<std::int32_t>{0}, std::vector<double>{1});
    const Solution two = solve({}, problem);
    CHECK_THROWS_AS(analyse_sensitivity(context, problem, two), const Error&);
    context.cancel = nullptr;
    context.progress = [](const Progress&) { return false; };
    CHECK_THROWS_AS(analyse_sensitivity(context, problem, two), const Error&);
}

TEST_CASE("a side that can only be met within the tolerance has ranges as any other") {
    for (const double beyond : {0.0, 1e-9, 1e-8, 5e-8}) {
        CAPTURE(beyond);
        Problem problem;
        problem.add_column("x", ColumnType::continuous, 0, 1, 1);
        problem.add_row("need", 1 + beyond, infinity, std::vector<std::int32_t>{0},
                        std::vector<double>{1});
        const Solution solution = solve({}, problem);
        REQUIRE(solution.outcome == Outcome::optimal);
        const Sensitivity s = analyse_sensitivity({}, problem, solution);
        const Range& side = s.row_lower[0];
        CHECK(side.lower.value == doctest::Approx(0));
        CHECK(side.lower.objective == doctest::Approx(0));
        CHECK(side.upper.value == doctest::Approx(1));
        CHECK(side.upper.objective == doctest::Approx(1));
        CHECK(side.upper.leaving == BasisVariable{0, false});
        CHECK(s.cost[0].lower.value == 0);
        CHECK(s.cost[0].upper.value == infinity);
    }
}
