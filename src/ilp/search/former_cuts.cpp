// Cuts of an earlier search, made again by their recipes in the rows of this program: at the points
// they were made for, all before the next linear program is solved.
#include <algorithm>
#include <cmath>

#include "ilp/cuts/base_cuts.hpp"
#include "ilp/search/search.hpp"
#include "ilp/search/separators.hpp"

namespace tenon::ilp {

namespace {

// What one step of the plan has made, as rows of the relaxation: the first and how many.
struct Made {
    std::int32_t first = 0, count = 0;
};

class Remaking {
  public:
    Remaking(const Separation& at, std::span<const Made> made) : at_(at), made_(made), cuts_(at) {
        sum_.resize(static_cast<std::size_t>(at.columns()) + static_cast<std::size_t>(at.rows()));
    }

    // The deepest cut of the sum of rows, if there is one.
    void sum(const CutPlan::Step& step, std::vector<Cut>& out) {
        sum_.clear();
        for (const auto& [row, weight] : step.rows) add(row, weight);
        for (const auto& [part, weight] : step.steps)
            if (made_[part].count == 1) add(made_[part].first, weight);
        std::vector<Cut> found;
        if (step.halved)
            cuts_.halve(sum_, "zero-half", found);
        else
            cuts_.separate(sum_, 1, 0, "gomory", found);
        const auto deepest =
            std::max_element(found.begin(), found.end(),
                             [](const Cut& a, const Cut& b) { return a.efficacy < b.efficacy; });
        if (deepest != found.end()) out.push_back(std::move(*deepest));
    }

  private:
    void add(std::int32_t row, double weight) {
        const std::span<const std::int32_t> index = at_.row_index(row);
        const std::span<const double> value = at_.row_value(row);
        for (std::size_t k = 0; k < index.size(); ++k) sum_.add(index[k], weight * value[k]);
        sum_.add(at_.columns() + row, -weight);
        at_.control.add_work(static_cast<std::int64_t>(index.size()));
    }

    const Separation& at_;
    std::span<const Made> made_;
    BaseCuts cuts_;
    DenseRow sum_;
};

}  // namespace

// False: the root is settled or stopped.
bool Search::make_former_cuts(const VariableBounds& bounds) {
    const CutPlan& plan = options_.former->cuts;
    if (plan.steps.empty()) return true;
    const std::shared_ptr<const PackedBasis> basis_before = relaxation_.packed_basis();
    const std::int32_t cuts_before = relaxation_.cut_rows();
    std::vector<Made> made(plan.steps.size());
    Separators separators(options_);
    std::vector<Cut> cuts;
    for (std::size_t k = 0; k < plan.steps.size();) {
        if (control_.stopped()) return false;
        const std::int32_t number = plan.steps[k].point;
        std::vector<double> point = plan.points[number];
        for (std::int32_t j = 0; j < domain_.columns(); ++j)
            point[j] =
                std::clamp(std::isnan(point[j]) ? 0 : point[j], domain_.lower(j), domain_.upper(j));
        Separation at(program_, domain_, bounds, relaxation_, control_, std::move(point));
        equip(at);
        CutRound round;
        keep_recipes(at, round);
        cuts.clear();
        Remaking remaking(at, made);
        for (; k < plan.steps.size() && plan.steps[k].point == number; ++k) {
            const std::size_t before = cuts.size();
            if (plan.steps[k].separator >= 0)
                separators.ask_again(plan.steps[k].separator, at, cuts);
            else
                remaking.sum(plan.steps[k], cuts);
            made[k] = {relaxation_.lp().rows() + static_cast<std::int32_t>(before),
                       static_cast<std::int32_t>(cuts.size() - before)};
        }
        check_cuts(cuts);
        counters_.cuts += static_cast<std::int64_t>(cuts.size());
        relaxation_.add_cuts(cuts);
    }
    if (!resolve_root()) {
        if (root_closed_ || status_ != SearchStatus::proven || control_.stopped()) return false;
        // The linear program cannot be solved with them: without, as it was.
        relaxation_.remove_last_cuts(
            static_cast<std::size_t>(relaxation_.cut_rows() - cuts_before));
        relaxation_.load_basis(*basis_before);
        return resolve_root();
    }
    root_closed_ = !tighten_root();
    if (root_closed_) return false;
    if (relaxation_.remove_slack_cuts(1)) return resolve_root();
    return true;
}

}  // namespace tenon::ilp
