#include "ilp/search/components.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "ilp/presolve/sparse_rows.hpp"
#include "ilp/presolve/tolerances.hpp"
#include "ilp/search/search.hpp"

namespace tenon::ilp {

namespace {

// What one component may take before it is left to the whole: nodes, and entries looked at.
constexpr std::int64_t most_nodes = 5'000, most_work = 200'000'000;

// What a plan of a part may miss a row by: rounding where the row is of integers alone, else the
// accuracy of linear programs. Well within what the judge of the whole allows, so that it does not
// refuse what was fixed here.
constexpr double whole_room = 1e-9, mixed_room = 1e-7;

// The root of a set, with the way there halved.
std::int32_t root_of(std::vector<std::int32_t>& parent, std::int32_t i) {
    while (parent[i] != i) {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    return i;
}

// One component as a program: its columns in the whole, and the rows that hold any of them, with
// what fixed columns contribute taken off their sides.
struct Part {
    MixedProgram program;
    std::vector<std::int32_t> columns;  // in the whole, ascending
    std::int64_t integers = 0;
};

class Splitter {
  public:
    explicit Splitter(const MixedProgram& whole)
        : whole_(whole), fixed_activity_(whole.lp.rows), local_row_(whole.lp.rows, -1) {
        const LinearProgram& lp = whole.lp;
        for (std::int32_t j = 0; j < lp.columns; ++j)
            if (lp.lower[j] == lp.upper[j])
                for (std::int64_t k = lp.matrix.start[j]; k < lp.matrix.start[j + 1]; ++k)
                    fixed_activity_[lp.matrix.index[k]] += lp.matrix.value[k] * lp.lower[j];
    }

    void fill(Part& part) {
        const LinearProgram& lp = whole_.lp;
        LinearProgram& own = part.program.lp;
        std::vector<std::int32_t> rows;
        for (const std::int32_t j : part.columns) {
            own.cost.push_back(lp.cost[j]);
            own.lower.push_back(lp.lower[j]);
            own.upper.push_back(lp.upper[j]);
            part.program.integer.push_back(whole_.integer[j]);
            for (std::int64_t k = lp.matrix.start[j]; k < lp.matrix.start[j + 1]; ++k) {
                const std::int32_t i = lp.matrix.index[k];
                if (local_row_[i] < 0) {
                    local_row_[i] = static_cast<std::int32_t>(rows.size());
                    rows.push_back(i);
                    own.row_lower.push_back(lp.row_lower[i] - fixed_activity_[i]);
                    own.row_upper.push_back(lp.row_upper[i] - fixed_activity_[i]);
                }
                own.matrix.index.push_back(local_row_[i]);
                own.matrix.value.push_back(lp.matrix.value[k]);
            }
            sort_column(own.matrix);
            own.matrix.start.push_back(static_cast<std::int64_t>(own.matrix.index.size()));
        }
        own.columns = static_cast<std::int32_t>(part.columns.size());
        own.rows = static_cast<std::int32_t>(rows.size());
        for (const std::int32_t i : rows) local_row_[i] = -1;
    }

  private:
    // Rows of the last column were numbered as they came.
    static void sort_column(SparseColumns& matrix) {
        const auto first = static_cast<std::size_t>(matrix.start.back());
        std::vector<std::pair<std::int32_t, double>> entries;
        for (std::size_t k = first; k < matrix.index.size(); ++k)
            entries.emplace_back(matrix.index[k], matrix.value[k]);
        std::sort(entries.begin(), entries.end());
        for (std::size_t k = first; k < matrix.index.size(); ++k) {
            matrix.index[k] = entries[k - first].first;
            matrix.value[k] = entries[k - first].second;
        }
    }

    const MixedProgram& whole_;
    std::vector<double> fixed_activity_;
    std::vector<std::int32_t> local_row_;
};

// Nobody else judges points of a part: the whole judges what is made of them.
Judged judge_in(const MixedProgram& program, std::span<const double> x) {
    const LinearProgram& lp = program.lp;
    std::vector<double> activity(static_cast<std::size_t>(lp.rows));
    std::vector<double> room(static_cast<std::size_t>(lp.rows), whole_room);
    Judged judged;
    for (std::int32_t j = 0; j < lp.columns; ++j) {
        judged.objective += lp.cost[j] * x[j];
        for (std::int64_t k = lp.matrix.start[j]; k < lp.matrix.start[j + 1]; ++k) {
            activity[lp.matrix.index[k]] += lp.matrix.value[k] * x[j];
            if (!program.integer[j]) room[lp.matrix.index[k]] = mixed_room;
        }
    }
    judged.accepted = true;
    for (std::int32_t i = 0; i < lp.rows; ++i)
        if (activity[i] > lp.row_upper[i] + scaled(room[i], lp.row_upper[i]) ||
            activity[i] < lp.row_lower[i] - scaled(room[i], lp.row_lower[i]))
            judged.accepted = false;
    return judged;
}

// Nothing: not decided. Empty: it has no plan. Where points were refused that says little: the
// judge here is stricter than that of the whole.
std::optional<std::vector<double>> search_part(const Part& part, Control& whole,
                                               const SearchOptions& options) {
    Control control(whole, most_nodes, most_work);
    bool refused = false;
    Search search(
        part.program, control,
        [&](std::span<const double> x) {
            const Judged judged = judge_in(part.program, x);
            refused |= !judged.accepted;
            return judged;
        },
        options);
    if (search.run() != SearchStatus::proven) return std::nullopt;
    if (refused && !search.incumbent().found()) return std::nullopt;
    return search.incumbent().point();
}

}  // namespace

Components components_of(const LinearProgram& lp) {
    std::vector<std::int32_t> parent(static_cast<std::size_t>(lp.columns));
    std::iota(parent.begin(), parent.end(), 0);
    std::vector<std::int32_t> first(static_cast<std::size_t>(lp.rows), -1);
    for (std::int32_t j = 0; j < lp.columns; ++j) {
        if (lp.lower[j] == lp.upper[j]) continue;
        for (std::int64_t k = lp.matrix.start[j]; k < lp.matrix.start[j + 1]; ++k) {
            std::int32_t& other = first[lp.matrix.index[k]];
            if (other < 0)
                other = j;
            else
                parent[root_of(parent, j)] = root_of(parent, other);
        }
    }
    Components out;
    out.of_column.assign(static_cast<std::size_t>(lp.columns), -1);
    std::vector<std::int32_t> number(static_cast<std::size_t>(lp.columns), -1);
    for (std::int32_t j = 0; j < lp.columns; ++j) {
        if (lp.lower[j] == lp.upper[j]) continue;
        std::int32_t& own = number[root_of(parent, j)];
        if (own < 0) own = out.count++;
        out.of_column[j] = own;
    }
    return out;
}

ComponentStatus solve_components(MixedProgram& program, Control& control,
                                 const SearchOptions& options) {
    const Components components = components_of(program.lp);
    control.add_work(static_cast<std::int64_t>(program.lp.matrix.index.size()));
    if (components.count < 2) return ComponentStatus::none;
    std::vector<Part> parts(static_cast<std::size_t>(components.count));
    for (std::int32_t j = 0; j < program.lp.columns; ++j)
        if (components.of_column[j] >= 0) {
            Part& part = parts[components.of_column[j]];
            part.columns.push_back(j);
            part.integers += program.integer[j];
        }
    std::erase_if(parts, [](const Part& part) { return part.integers == 0; });
    std::stable_sort(parts.begin(), parts.end(),
                     [](const Part& a, const Part& b) { return a.integers < b.integers; });
    SearchOptions own = options;
    own.restarts = 0;
    own.gap = {0, 0};
    Splitter splitter(program);
    ComponentStatus status = ComponentStatus::none;
    for (std::size_t p = 0; p + 1 < parts.size() && !control.stopped(); ++p) {
        splitter.fill(parts[p]);
        const auto point = search_part(parts[p], control, own);
        parts[p].program = {};
        if (!point) continue;
        if (point->empty()) return ComponentStatus::infeasible;
        for (std::size_t k = 0; k < parts[p].columns.size(); ++k) {
            const std::int32_t j = parts[p].columns[k];
            if (!program.integer[j]) continue;
            program.lp.lower[j] = program.lp.upper[j] = (*point)[k];
        }
        status = ComponentStatus::fixed;
    }
    return status;
}

}  // namespace tenon::ilp
