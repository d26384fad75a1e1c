#include "ilp/node/search_parts.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/near_names.hpp"
#include "base/utf8.hpp"
#include "ilp/presolve/presolve.hpp"
#include "tenon/error.hpp"

namespace tenon::ilp {

namespace {

struct Entry {
    SearchPart part;
    const char* name;
    bool SearchOptions::*on;  // nullptr: it has no switch
    const char* text;
};

// The one table of parts. A new part is a line here, a line in SearchPart (effort.hpp), and where
// it can be left out a member of SearchOptions (workbench.hpp).
constexpr std::array<Entry, search_part_count> table{{
    {SearchPart::rest, "the rest", nullptr, ""},
    {SearchPart::presolve, "presolve", &SearchOptions::presolve, "all reductions before a search"},
    {SearchPart::components, "components", &SearchOptions::components,
     "what no row connects is searched apart"},
    {SearchPart::propagation, "propagation", nullptr, ""},
    {SearchPart::root_lps, "root LPs", nullptr, ""},
    {SearchPart::probing, "probing", &SearchOptions::probing, "what each binary implies"},
    {SearchPart::implications, "implications", &SearchOptions::implications,
     "what probing has found is followed in the tree"},
    {SearchPart::equivalences, "equivalences", &SearchOptions::equivalences,
     "columns that probing finds equal, aggregated"},
    {SearchPart::symmetry, "symmetry", &SearchOptions::symmetry, "equal machines, bins, bars"},
    {SearchPart::block_patterns, "block patterns", &SearchOptions::block_patterns,
     "bins and bars: a bound and plans from patterns of one block"},
    {SearchPart::small_tree, "small tree", &SearchOptions::small_tree,
     "a plain tree before cuts, where few integers are open"},
    {SearchPart::cuts, "cuts", &SearchOptions::cuts, "all families of cuts"},
    {SearchPart::clique_cuts, "clique cuts", &SearchOptions::clique_cuts, "sets that exclude"},
    {SearchPart::implied_bound_cuts, "implied bound cuts", &SearchOptions::implied_bound_cuts,
     "bounds that probing implies"},
    {SearchPart::cover_cuts, "cover cuts", &SearchOptions::cover_cuts, "lifted knapsack covers"},
    {SearchPart::path_cuts, "path cuts", &SearchOptions::path_cuts, "lot sizing, flow paths"},
    {SearchPart::aggregation_cuts, "aggregation cuts", &SearchOptions::aggregation_cuts,
     "mixed rounding and covers over sums of rows"},
    {SearchPart::network_cuts, "network cuts", &SearchOptions::network_cuts,
     "sets of nodes in networks of flows"},
    {SearchPart::tableau_cuts, "tableau cuts", &SearchOptions::tableau_cuts,
     "Gomory, mixed rounding over the tableau"},
    {SearchPart::zero_half_cuts, "zero half cuts", &SearchOptions::zero_half_cuts,
     "sums of whole rows, halved"},
    {SearchPart::tree_cuts, "tree cuts", &SearchOptions::tree_cuts, "cuts below the root"},
    {SearchPart::local_cuts, "local cuts", &SearchOptions::local_cuts,
     "cuts that hold in one node only"},
    {SearchPart::reduced_costs, "reduced costs", &SearchOptions::reduced_costs,
     "bounds from reduced costs and the cutoff"},
    {SearchPart::objective_step, "objective step", &SearchOptions::objective_step,
     "bounds rounded to the step of the objective"},
    {SearchPart::attainable_costs, "attainable costs", &SearchOptions::attainable_costs,
     "bounds rounded to costs that plans can have"},
    {SearchPart::heuristics, "heuristics", &SearchOptions::heuristics, "all ways to plans"},
    {SearchPart::fix_and_propagate, "fix and propagate", &SearchOptions::fix_and_propagate,
     "fixes integers one by one"},
    {SearchPart::feasibility_jump, "feasibility jump", &SearchOptions::feasibility_jump,
     "mends rows by jumps, without an LP"},
    {SearchPart::feasibility_pump, "feasibility pump", &SearchOptions::feasibility_pump,
     "roundings and LP points near them"},
    {SearchPart::rounding, "rounding", &SearchOptions::rounding, "where no row holds back"},
    {SearchPart::shifting, "shifting", &SearchOptions::shifting, "rounds, then mends rows"},
    {SearchPart::exchange, "exchange", &SearchOptions::exchange, "one and two moves from a plan"},
    {SearchPart::octane, "octane", &SearchOptions::octane,
     "0/1 points along rays from the LP optimum"},
    {SearchPart::dives, "dives", &SearchOptions::dives, "all of these"},
    {SearchPart::fractional_dive, "fractional dive", &SearchOptions::fractional_dive,
     "nearest to an integer"},
    {SearchPart::coefficient_dive, "coefficient dive", &SearchOptions::coefficient_dive,
     "fewest rows against it"},
    {SearchPart::pseudo_cost_dive, "pseudo cost dive", &SearchOptions::pseudo_cost_dive,
     "least expected loss"},
    {SearchPart::guided_dive, "guided dive", &SearchOptions::guided_dive, "towards the best plan"},
    {SearchPart::vector_length_dive, "vector length dive", &SearchOptions::vector_length_dive,
     "least cost a row"},
    {SearchPart::line_search_dive, "line search dive", &SearchOptions::line_search_dive,
     "on from the root's optimum"},
    {SearchPart::sub_problems, "sub problems", &SearchOptions::sub_problems, "all of these"},
    {SearchPart::rens, "rens", &SearchOptions::rens, "near the LP optimum"},
    {SearchPart::rins, "rins", &SearchOptions::rins, "where LP and best plan agree"},
    {SearchPart::crossover, "crossover", &SearchOptions::crossover, "where plans agree"},
    {SearchPart::mutation, "mutation", &SearchOptions::mutation, "near the best plan"},
    {SearchPart::local_branching, "local branching", &SearchOptions::local_branching,
     "few binaries from the best plan"},
    {SearchPart::proximity, "proximity", &SearchOptions::proximity,
     "the nearest plan that is better"},
    {SearchPart::repair, "repair", &SearchOptions::repair, "near a start that does not fit"},
    {SearchPart::node_lps, "node LPs", nullptr, ""},
    {SearchPart::strong_branching, "strong branching", &SearchOptions::strong_branching,
     "tries branches before one is taken"},
    {SearchPart::inference_scores, "inference scores", &SearchOptions::inference_scores,
     "of like branches the one that implies more"},
    {SearchPart::set_branching, "set branching", &SearchOptions::set_branching,
     "on halves of sets of which one is true"},
    {SearchPart::conflicts, "conflicts", &SearchOptions::conflicts,
     "learns from nodes that admit nothing"},
    {SearchPart::plunging, "plunging", &SearchOptions::plunging, "from a node to its child"},
    {SearchPart::rounds, "rounds", &SearchOptions::rounds, "workers side by side in large trees"},
    {SearchPart::restarts, "restarts", &SearchOptions::may_restart,
     "begins anew when much is fixed"},
}};

constexpr bool in_order() {
    for (std::size_t k = 0; k < table.size(); ++k)
        if (table[k].part != static_cast<SearchPart>(k)) return false;
    return true;
}
static_assert(in_order());

bool same_name(std::string_view given, std::string_view name) {
    return std::equal(given.begin(), given.end(), name.begin(), name.end(),
                      [](char a, char b) { return a == b || (a == '-' && b == ' '); });
}

[[noreturn]] void refuse(std::string_view name) {
    std::vector<std::string> names;
    for (const SolvePart& part : solve_parts()) names.emplace_back(part.name);
    const std::string near = near_names(name, names);
    std::string message = "\"" + excerpt(name) + "\" is not a part that can be switched off";
    message += near.empty()
                   ? "; tenon_solve_part_name tells them all, and so does tenon solve --help"
                   : "; did you mean " + near + "?";
    throw Error(Status::argument, message, {"without"});
}

}  // namespace

const char* name_of(SearchPart part) {
    return table[static_cast<std::size_t>(part)].name;
}

void switch_off(std::string_view name, SearchOptions& options) {
    for (const Entry& entry : table)
        if (entry.on && same_name(name, entry.name)) {
            options.*entry.on = false;
            return;
        }
    for (const char* reduction : Presolve::reduction_names())
        if (same_name(name, reduction)) {
            options.resting_reductions.emplace_back(reduction);
            return;
        }
    refuse(name);
}

SearchOptions search_options(const SolveOptions& given) {
    SearchOptions options;
    options.gap = {given.relative_gap, given.absolute_gap};
    options.presolve = given.presolve;
    options.cuts = given.cuts;
    options.heuristics = given.heuristics;
    options.seed = given.seed;
    for (const std::string& part : given.without) switch_off(part, options);
    return options;
}

void report_parts(Effort& effort, SolveCounters& counters) {
    for (const Entry& entry : table) {
        const Effort::Account& account = effort.of(entry.part);
        if (account.calls == 0 && account.work == 0 && entry.part != SearchPart::rest) continue;
        counters.parts.push_back({entry.name, account.calls, account.found, account.kept,
                                  account.work, account.seconds});
    }
}

}  // namespace tenon::ilp

namespace tenon {

std::vector<SolvePart> solve_parts() {
    std::vector<SolvePart> out;
    for (const ilp::Entry& entry : ilp::table)
        if (entry.on) out.push_back({entry.name, entry.text});
    for (const char* reduction : ilp::Presolve::reduction_names())
        out.push_back({reduction, "a reduction of presolve"});
    return out;
}

}  // namespace tenon
