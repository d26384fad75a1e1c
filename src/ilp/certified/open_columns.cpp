// Columns without any bound want coefficients that are exactly zero in every proof, which
// multipliers in doubles give by luck only. So the rows are asked once, at the root, for bounds of
// such columns: the greatest and the least value of each by linear programs, with whole multipliers
// where that can be had, since the other open columns have to vanish from the sum.
#include "ilp/certified/prover.hpp"
#include "ilp/certified/whole_multipliers.hpp"

namespace tenon::ilp::certified {

namespace {

// Each costs two linear programs; problems of more open columns are left to luck.
constexpr std::size_t most_columns = 200;
// A bounded column may help to bound another one.
constexpr int most_rounds = 3;

}  // namespace

bool Prover::bound_open_column(Simplex& lp, std::int32_t column, bool upper) {
    lp.set_cost(column, upper ? -1 : 1);
    const LpStatus status = lp.solve(control_.lp_limits());
    lp.set_cost(column, 0);
    if (status != LpStatus::optimal) return false;
    const std::size_t before = proof_.first.size();
    std::vector<double> y(lp.dual().begin(), lp.dual().end());
    if (make_whole(y)) box_.tighten(multipliers(y, false), true, proof_.first);
    if (proof_.first.size() == before)
        box_.tighten(multipliers(lp.dual(), false), true, proof_.first);
    return proof_.first.size() > before;
}

void Prover::bound_open_columns() {
    std::vector<std::int32_t> open;
    for (std::int32_t j = 0; j < rows_.columns(); ++j)
        if (std::isinf(box_.lower()[j]) && std::isinf(box_.upper()[j])) open.push_back(j);
    if (open.empty() || open.size() > most_columns) return;
    LinearProgram program = program_.lp;
    program.cost.assign(program.cost.size(), 0);
    program.lower.assign(box_.lower().begin(), box_.lower().end());
    program.upper.assign(box_.upper().begin(), box_.upper().end());
    Simplex lp(std::move(program));
    for (int round = 0; round < most_rounds; ++round) {
        bool any = false;
        for (const std::int32_t j : open)
            for (const bool upper : {true, false}) {
                const double bound = upper ? box_.upper()[j] : box_.lower()[j];
                if (!std::isinf(bound) || control_.stopped()) continue;
                any = bound_open_column(lp, j, upper) || any;
            }
        if (!any) break;
    }
    control_.add_work(lp.counters().work);
}

}  // namespace tenon::ilp::certified
