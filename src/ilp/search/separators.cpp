#include "ilp/search/separators.hpp"

#include <algorithm>

namespace tenon::ilp {

namespace {

// Less than this share of the cuts for more than that share of the work: it rests.
constexpr double small_yield = 0.1, large_work = 0.4;
constexpr int longest_rest = 8;

struct Separator {
    void (*separate)(const Separation& at, std::vector<Cut>& out);
    bool SearchOptions::*on;
    SearchPart part;
};

// Sparse cuts first: of equally deep ones the first is taken.
constexpr std::array<Separator, Separators::count> table{{
    {separate_cliques, &SearchOptions::clique_cuts, SearchPart::clique_cuts},
    {separate_implied_bounds, &SearchOptions::implied_bound_cuts, SearchPart::implied_bound_cuts},
    {separate_covers, &SearchOptions::cover_cuts, SearchPart::cover_cuts},
    {separate_paths, &SearchOptions::path_cuts, SearchPart::path_cuts},
    {separate_aggregations, &SearchOptions::aggregation_cuts, SearchPart::aggregation_cuts},
    {separate_networks, &SearchOptions::network_cuts, SearchPart::network_cuts},
    {separate_tableau, &SearchOptions::tableau_cuts, SearchPart::tableau_cuts},
    {separate_zero_halves, &SearchOptions::zero_half_cuts, SearchPart::zero_half_cuts},
}};

}  // namespace

Separators::Separators(const SearchOptions& options) {
    for (std::size_t k = 0; k < count; ++k) states_[k].off = !(options.*table[k].on);
}

// What was made of no sum of rows is made by asking again.
void Separators::note_recipes(std::size_t k, const Separation& at, std::span<Cut> made) {
    std::shared_ptr<CutRecipe> recipe;
    for (Cut& cut : made) {
        if (cut.recipe) continue;
        if (!recipe) {
            recipe = std::make_shared<CutRecipe>();
            recipe->round = *at.round;
            recipe->separator = static_cast<std::int32_t>(k);
        }
        cut.recipe = recipe;
    }
}

void Separators::ask_again(std::int32_t separator, const Separation& at, std::vector<Cut>& out) {
    if (!states_[separator].off) ask(static_cast<std::size_t>(separator), at, out);
}

void Separators::ask(std::size_t k, const Separation& at, std::vector<Cut>& out) {
    const Stint stint(at.control, table[k].part);
    const std::int64_t before = at.control.work();
    const std::size_t first = out.size();
    table[k].separate(at, out);
    at.control.effort().of(table[k].part).found += static_cast<std::int64_t>(out.size() - first);
    for (std::size_t c = first; c < out.size(); ++c) out[c].source = static_cast<std::int32_t>(k);
    if (at.round) note_recipes(k, at, std::span(out).subspan(first));
    states_[k].work = at.control.work() - before;
    states_[k].asked = true;
}

void Separators::separate(const Separation& at, std::vector<Cut>& out) {
    const std::size_t given = out.size();
    for (State& state : states_) state.asked = false;
    for (std::size_t k = 0; k < count; ++k) {
        State& state = states_[k];
        if (state.off) continue;
        if (state.rest > 0)
            --state.rest;
        else
            ask(k, at, out);
    }
    if (out.size() > given) return;
    for (std::size_t k = 0; k < count; ++k)
        if (!states_[k].off && !states_[k].asked) ask(k, at, out);
}

void Separators::learn(const std::vector<Cut>& taken, Effort& effort) {
    if (taken.empty()) return;
    std::array<double, count> yield{};
    double work = 0;
    for (const Cut& cut : taken) {
        if (cut.source < 0) continue;
        yield[cut.source] += 1 / static_cast<double>(taken.size());
        ++effort.of(table[cut.source].part).kept;
    }
    for (const State& state : states_)
        if (state.asked) work += static_cast<double>(state.work);
    for (std::size_t k = 0; k < count; ++k) {
        State& state = states_[k];
        if (!state.asked) continue;
        const bool dear = static_cast<double>(state.work) > large_work * work;
        if (yield[k] > 0 && !(dear && yield[k] < small_yield)) {
            state.next_rest = 1;
            continue;
        }
        state.rest = state.next_rest;
        state.next_rest = std::min(2 * state.next_rest, longest_rest);
    }
}

}  // namespace tenon::ilp
