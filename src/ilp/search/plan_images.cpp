#include "ilp/search/plan_images.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>

#include "ilp/presolve/presolve.hpp"
#include "ilp/search/problem_match.hpp"
#include "ilp/symmetry/automorphisms.hpp"

namespace tenon::ilp {

namespace {

// The search for symmetries: entries looked at, and passes over the matrix.
constexpr std::int64_t work_start = 1'000'000, work_share = 50;
// Columns that are mended one after the other.
constexpr int most_steps = 50;

bool allowed(double value, const Problem& problem, std::int32_t column) {
    return value >= problem.lower()[column] && value <= problem.upper()[column];
}

// What a column is where the former problem has it; its value there must lie in its bounds here.
struct Bounds {
    const Problem& problem;
    const ProblemMatch& pairs;

    bool keep(double value, std::int32_t former) const {
        const std::int32_t here = pairs.new_column[former];
        return here < 0 ? value == 0 : allowed(value, problem, here);
    }
};

std::vector<double> image_of(const std::vector<double>& plan, const Permutation& permutation) {
    std::vector<double> out = plan;
    for (const auto& [from, to] : permutation.moves) out[to] = plan[from];
    return out;
}

class Images {
  public:
    Images(const std::vector<Permutation>& generators, std::size_t columns)
        : generators_(generators), came_(columns), reached_(columns, -1) {
        for (std::size_t g = 0; g < generators.size(); ++g)
            for (const auto& [from, to] : generators[g].moves)
                came_[to].push_back({static_cast<std::int32_t>(g), from});
    }

    // The plan after the fewest generators that bring a value to `column` which it may have there;
    // the plan itself if none do. Breadth first, backwards from the column.
    std::vector<double> bring(std::vector<double> plan, std::int32_t column, const Bounds& bounds) {
        std::vector<Step> steps{{column, -1, -1}};
        ++round_;
        reached_[column] = round_;
        for (std::size_t k = 0; k < steps.size(); ++k) {
            if (bounds.keep(plan[steps[k].column], column)) {
                for (auto at = static_cast<std::int32_t>(k); steps[at].before >= 0;
                     at = steps[at].before)
                    plan = image_of(plan, generators_[steps[at].generator]);
                break;
            }
            for (const auto& [generator, from] : came_[steps[k].column]) {
                if (reached_[from] == round_) continue;
                reached_[from] = round_;
                steps.push_back({from, static_cast<std::int32_t>(k), generator});
            }
        }
        return plan;
    }

  private:
    struct Step {
        std::int32_t column, before, generator;
    };
    struct Origin {
        std::int32_t generator, column;
    };
    const std::vector<Permutation>& generators_;
    std::vector<std::vector<Origin>> came_;  // of each column: what moves to its place
    std::vector<std::int32_t> reached_;
    std::int32_t round_ = 0;
};

}  // namespace

void offer_plan_image(const Problem& former, const std::vector<double>& plan,
                      const Problem& problem, Control& control,
                      const std::function<void(const std::vector<double>&)>& take) {
    const Stint stint(control, SearchPart::symmetry);
    const Automorphisms found =
        find_automorphisms(to_mixed_program(former), work_start + work_share * former.nonzeros());
    control.add_work(found.work);
    if (found.generators.empty()) return;
    const ProblemMatch pairs = match(former, problem);
    const Bounds bounds{problem, pairs};
    Images images(found.generators, plan.size());
    std::vector<double> image = plan;
    for (int step = 0; step < most_steps; ++step) {
        control.add_work(former.columns());
        std::int32_t column = 0;
        while (column < former.columns() && bounds.keep(image[column], column)) ++column;
        if (column == former.columns()) return take(carried(image, problem, pairs));
        image = images.bring(std::move(image), column, bounds);
        if (!bounds.keep(image[column], column)) return;
    }
}

}  // namespace tenon::ilp
