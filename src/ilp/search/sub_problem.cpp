// A search within the search: presolve and branch and cut on a part of the program, with limits of
// its own. What it finds is judged in the program itself.
//
// E. Danna, E. Rothberg, C. Le Pape: Exploring relaxation induced neighborhoods to improve MIP
// solutions, Mathematical Programming 102, 2005.
#include <utility>

#include "ilp/node/cut_rows.hpp"
#include "ilp/search/search.hpp"

namespace tenon::ilp {

SearchOptions Search::options_of_part() const {
    SearchOptions options = options_;
    options.sub_problems = false;
    options.brief = true;
    options.most_node_bytes = nullptr;
    options.debug = nullptr;   // the part need not hold it
    options.priority.clear();  // in the columns of the whole, as the hints
    options.hint.clear();
    options.hint_weight.clear();
    options.host = {};
    options.keep_recipes = false;
    options.record = nullptr;
    options.former = nullptr;
    options.near_plan.clear();
    options.near_faults.clear();
    options.judge_may_err = false;
    options.judge_floor = infinity;
    options.known_bound = -infinity;
    return options;
}

// The judge of a part: a point of it, in the columns of this program, is offered here.
Judged Search::take_from_part(std::span<const double> point, const char* source) {
    Judged out;
    out.accepted = offer_completed(point, source);
    out.objective = incumbent_.objective();
    out.reason = incumbent_.refusal();
    return out;
}

bool Search::solve_sub(const SubProblem& part) {
    // A part knows nothing of rows that came late: nearly all it finds would be refused.
    if (options_.rows_may_come) return false;
    Control control(control_, part.nodes, part.work);
    MixedProgram program = program_;
    program.lp.lower = part.lower;
    program.lp.upper = part.upper;
    if (!part.cost.empty()) program.lp.cost = part.cost;
    if (!part.rows.empty()) append_rows(program.lp, part.rows);
    Presolve presolve;
    if (options_.presolve) {
        for (const std::string_view reduction : options_.resting_reductions)
            presolve.skip(reduction);
        const PresolveStatus status = presolve.run(control.context(), program, control.lp_limits());
        control.add_work(presolve.work());
        if (status != PresolveStatus::reduced || control.stopped()) return false;
    }
    bool better = false;
    const auto judge = [&](std::span<const double> found) {
        const std::vector<double> point = options_.presolve
                                              ? presolve.restore(found)
                                              : std::vector<double>(found.begin(), found.end());
        Judged out = take_from_part(point, part.source);
        if (!part.cost.empty()) {
            out.objective = program.lp.offset;
            for (std::size_t j = 0; j < point.size(); ++j) out.objective += part.cost[j] * point[j];
        }
        better |= out.accepted;
        if (out.accepted && part.first_plan) control.stop(Stop::nodes);
        return out;
    };
    Search search(options_.presolve ? presolve.reduced() : program, control, judge,
                  options_of_part());
    search.incumbent().set_limit(part.cutoff);
    search.run();
    counters_.add_lps(search.counters());
    return better;
}

}  // namespace tenon::ilp
