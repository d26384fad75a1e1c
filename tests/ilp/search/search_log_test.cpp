// What a host hears while a search runs: log lines for people and the progress callback.
#include "ilp/node/search_log.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <string>
#include <vector>

#include "ilp/node/control.hpp"
#include "tenon/random.hpp"
#include "tenon/solve.hpp"

using namespace tenon;

namespace {

// Choose among items within some capacities; `sense` decides whether worth is sought or shunned.
Problem choice(Sense sense) {
    Random random(9);
    Problem problem(sense);
    for (int j = 0; j < 30; ++j)
        problem.add_column("", ColumnType::binary, 0, 1,
                           100 + static_cast<double>(random.below(50)));
    for (int i = 0; i < 3; ++i) {
        std::vector<std::int32_t> columns;
        std::vector<double> weights;
        for (int j = 0; j < 30; ++j) {
            columns.push_back(j);
            weights.push_back(20 + static_cast<double>(random.below(180)));
        }
        if (sense == Sense::maximize)
            problem.add_row("", -infinity, 1500, columns, weights);
        else
            problem.add_row("", 1500, infinity, columns, weights);
    }
    return problem;
}

struct Listener {
    std::vector<std::string> lines;
    Context context;
    Listener() {
        context.log = [this](LogLevel level, std::string_view line) {
            CHECK(level == LogLevel::info);
            lines.emplace_back(line);
        };
    }
    // Below the header.
    std::vector<std::string> table() const {
        std::vector<std::string> out;
        bool inside = false;
        for (const std::string& line : lines) {
            if (inside) out.push_back(line);
            inside |= line.find("best plan") != std::string::npos;
        }
        return out;
    }
};

double number_at(const std::string& line, std::size_t end) {
    const std::string text = line.substr(end - 16, 16);
    return text.find('-') == 15 ? std::nan("") : std::strtod(text.c_str(), nullptr);
}

// Ends of the columns "best plan" and "bound".
constexpr std::size_t best_end = 48, bound_end = 65;

}  // namespace

TEST_CASE("a log has sizes, one header, and aligned lines that end with the outcome") {
    Listener listener;
    const Solution solution = solve(listener.context, choice(Sense::maximize));
    REQUIRE(solution.outcome == Outcome::optimal);
    REQUIRE(listener.lines.size() >= 5);
    CHECK(listener.lines[0] == "3 rows, 30 columns (30 integer), 90 nonzeros");
    CHECK(listener.lines[1].rfind("after presolve ", 0) == 0);
    const std::string& header = listener.lines[2];
    CHECK(header.substr(best_end - 9, 9) == "best plan");
    CHECK(header.substr(bound_end - 5, 5) == "bound");
    const std::vector<std::string> table = listener.table();
    CHECK(table.size() == listener.lines.size() - 3);
    for (const std::string& line : table) {
        REQUIRE(line.size() >= header.size());
        CHECK((line[0] == '*' || line[0] == ' '));
        for (const std::size_t end : {best_end, bound_end}) {
            CHECK(line[end - 1] != ' ');
            CHECK(line[end] == ' ');
        }
    }
    CHECK(table.back().substr(table.back().size() - 7) == "optimal");
}

TEST_CASE("best plan and bound are told in the problem's own sense, and the bound is on its side") {
    for (const Sense sense : {Sense::maximize, Sense::minimize}) {
        Listener listener;
        const Solution solution = solve(listener.context, choice(sense));
        const double sign = sense == Sense::maximize ? -1 : 1;
        double before = sign > 0 ? infinity : -infinity;
        for (const std::string& line : listener.table()) {
            const double best = number_at(line, best_end), bound = number_at(line, bound_end);
            if (std::isnan(best)) continue;
            CHECK(best > 0);
            CHECK(sign * best <= sign * before);
            before = best;
            if (!std::isnan(bound)) CHECK(sign * bound <= sign * best + 1e-6);
        }
        CHECK(before == doctest::Approx(solution.objective));
    }
}

TEST_CASE("the first plan has a line of its own, with its source") {
    Listener listener;
    solve(listener.context, choice(Sense::maximize));
    const std::vector<std::string> table = listener.table();
    REQUIRE(!table.empty());
    CHECK(table.front()[0] == '*');
    CHECK(table.front().size() > bound_end + 13);
}

TEST_CASE("listening changes nothing") {
    Listener listener;
    const Problem problem = choice(Sense::maximize);
    const Solution heard = solve(listener.context, problem), quiet = solve({}, problem);
    CHECK(heard.values == quiet.values);
    CHECK(heard.counters.nodes == quiet.counters.nodes);
    CHECK(heard.counters.work == quiet.counters.work);
}

TEST_CASE("progress is told in the caller's sense") {
    double incumbent = std::nan(""), bound = std::nan("");
    Context context;
    context.progress = [&](const Progress& progress) {
        incumbent = progress.incumbent;
        bound = progress.bound;
        return true;
    };
    ilp::Control control(context, SolveOptions{});
    control.tell_in_sense(-1);
    ilp::SearchState state;
    state.incumbent = -5;
    state.bound = -8;
    while (std::isnan(incumbent)) control.report(state);  // the first one after a tenth of a second
    CHECK(incumbent == 5);
    CHECK(bound == 8);
}

TEST_CASE("between reports the last one is repeated wherever the search asks whether to stop") {
    int heard = 0;
    Context context;
    context.progress = [&](const Progress& progress) {
        CHECK(progress.nodes == 7);
        return ++heard < 3;
    };
    ilp::Control control(context, SolveOptions{});
    ilp::SearchState state;
    state.nodes = 7;
    control.report(state);
    while (!control.stopped()) {
    }
    CHECK(heard == 3);
    CHECK(control.reason() == ilp::Stop::cancelled);
}
