#include "ilp/symmetry/symmetry.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "ilp/symmetry/lexicographic.hpp"

namespace tenon::ilp {

namespace {

// The search for symmetries may take this share of the work so far, and a start.
constexpr std::int64_t work_share = 10, work_start = 1'000'000;

// The least and the largest value that the rows of a program can take.
struct Reach {
    std::vector<double> least, most;
};

Reach reach_of(const LinearProgram& lp) {
    Reach reach{std::vector<double>(lp.rows), std::vector<double>(lp.rows)};
    for (std::int32_t j = 0; j < lp.columns; ++j)
        for (std::int64_t k = lp.matrix.start[j]; k < lp.matrix.start[j + 1]; ++k) {
            const double a = lp.matrix.value[k];
            if (a == 0) continue;
            reach.least[lp.matrix.index[k]] += a > 0 ? a * lp.lower[j] : a * lp.upper[j];
            reach.most[lp.matrix.index[k]] += a > 0 ? a * lp.upper[j] : a * lp.lower[j];
        }
    return reach;
}

// Rows of the matrix whose columns are binary and lie together in a row of the program that allows
// one of them to be 1.
std::vector<std::uint8_t> packing_rows(const MixedProgram& program, const Reach& reach,
                                       const BlockMatrix& matrix) {
    const LinearProgram& lp = program.lp;
    std::vector<std::uint8_t> out(matrix.rows, 0);
    for (std::int32_t t = 0; t < matrix.rows; ++t) {
        const std::int32_t first = matrix.at(t, 0);
        if (!program.integer[first] || lp.lower[first] != 0 || lp.upper[first] != 1) continue;
        std::map<std::pair<std::int32_t, double>, std::int32_t> count;  // of rows and coefficients
        for (std::int32_t b = 0; b < matrix.blocks; ++b) {
            const std::int32_t j = matrix.at(t, b);
            for (std::int64_t k = lp.matrix.start[j]; k < lp.matrix.start[j + 1]; ++k)
                ++count[{lp.matrix.index[k], lp.matrix.value[k]}];
        }
        for (const auto& [entry, times] : count) {
            const auto [i, a] = entry;
            // Two ones must break the row clearly.
            const double room =
                a > 0 ? lp.row_upper[i] - reach.least[i] : reach.most[i] - lp.row_lower[i];
            if (times == matrix.blocks && room < 1.99 * std::fabs(a)) out[t] = 1;
        }
    }
    return out;
}

bool can_be_ordered(const MixedProgram& program, const BlockMatrix& matrix) {
    return std::all_of(matrix.column.begin(), matrix.column.end(), [&](std::int32_t j) {
        return !program.integer[j] ||
               (!std::isinf(program.lp.lower[j]) && !std::isinf(program.lp.upper[j]));
    });
}

}  // namespace

std::unique_ptr<Symmetry> Symmetry::find(const MixedProgram& program, Control& control) {
    Automorphisms found = find_automorphisms(program, work_start + control.work() / work_share);
    control.add_work(found.work);
    Effort::Account& account = control.effort().of(SearchPart::symmetry);
    account.found += static_cast<std::int64_t>(found.generators.size());
    if (found.generators.empty()) return nullptr;
    SymmetryParts parts = split_symmetries(found.generators, program.lp.columns);
    std::erase_if(parts.matrices,
                  [&](const BlockMatrix& matrix) { return !can_be_ordered(program, matrix); });
    if (parts.matrices.empty() && parts.groups.empty()) return nullptr;
    return std::make_unique<Symmetry>(program, std::move(parts));
}

Symmetry::Symmetry(const MixedProgram& program, SymmetryParts parts)
    : program_(program),
      parts_(std::move(parts)),
      matrix_of_(program.lp.columns, -1),
      row_of_(program.lp.columns, -1),
      block_of_(program.lp.columns, -1),
      group_of_(program.lp.columns, -1),
      label_(program.lp.columns, -1) {
    const Reach reach = reach_of(program.lp);
    for (std::size_t m = 0; m < parts_.matrices.size(); ++m) {
        const BlockMatrix& matrix = parts_.matrices[m];
        for (std::int32_t b = 0; b < matrix.blocks; ++b)
            for (std::int32_t t = 0; t < matrix.rows; ++t) {
                const std::int32_t j = matrix.at(t, b);
                matrix_of_[j] = static_cast<std::int32_t>(m);
                row_of_[j] = t;
                block_of_[j] = b;
            }
        packing_.push_back(packing_rows(program, reach, matrix));
    }
    for (std::size_t g = 0; g < parts_.groups.size(); ++g)
        for (const Permutation& p : parts_.groups[g])
            for (const auto& [from, to] : p.moves) group_of_[from] = static_cast<std::int32_t>(g);
    orders_.resize(parts_.matrices.size());
    groups_.resize(parts_.groups.size());
}

void Symmetry::reset(Domain& domain) {
    for (std::size_t m = 0; m < orders_.size(); ++m) {
        Order& order = orders_[m];
        order.rows.clear();
        order.listed.assign(parts_.matrices[m].rows, 0);
        order.blocks.resize(parts_.matrices[m].blocks);
        std::iota(order.blocks.begin(), order.blocks.end(), 0);
    }
    for (std::size_t g = 0; g < groups_.size(); ++g) {
        Group& group = groups_[g];
        if (group.current && group.kept.size() == parts_.groups[g].size()) continue;
        group.kept.clear();
        for (const Permutation& p : parts_.groups[g]) group.kept.push_back(&p);
        group.current = false;
    }
    domain.wake_rule();
}

void Symmetry::take(const SymmetryStep& step, Domain& domain) {
    if (step.matrix >= 0) {
        Order& order = orders_[step.matrix];
        order.rows.push_back(step.row);
        order.listed[step.row] = 1;
        order.blocks = step.blocks;
        domain.wake_rule();
    }
    if (step.pinned >= 0) {
        Group& group = groups_[group_of_[step.pinned]];
        const std::size_t before = group.kept.size();
        std::erase_if(group.kept,
                      [&](const Permutation* p) { return p->image(step.pinned) != step.pinned; });
        if (group.kept.size() != before) group.current = false;
    }
}

bool Symmetry::equals(std::int32_t m, std::size_t rows, std::int32_t one, std::int32_t other,
                      const Domain& domain) const {
    const BlockMatrix& matrix = parts_.matrices[m];
    for (std::size_t k = 0; k < rows; ++k) {
        const std::int32_t a = matrix.at(orders_[m].rows[k], one);
        const std::int32_t b = matrix.at(orders_[m].rows[k], other);
        if (!domain.fixed(a) || !domain.fixed(b) || domain.lower(a) != domain.lower(b))
            return false;
    }
    return true;
}

std::size_t Symmetry::end_of_equals(std::int32_t m, std::size_t begin, const Domain& domain) const {
    const Order& order = orders_[m];
    std::size_t end = begin + 1;
    while (end < order.blocks.size() &&
           equals(m, order.rows.size(), order.blocks[begin], order.blocks[end], domain))
        ++end;
    return end;
}

SymmetryStep Symmetry::before_branch(std::int32_t column, std::span<const double> x,
                                     const Domain& domain) {
    SymmetryStep step;
    if (group_of_[column] >= 0) {
        step.pinned = column;
        return step;
    }
    const std::int32_t m = matrix_of_[column];
    if (m < 0 || orders_[m].listed[row_of_[column]]) return step;
    const BlockMatrix& matrix = parts_.matrices[m];
    step.matrix = m;
    step.row = row_of_[column];
    step.blocks = orders_[m].blocks;
    for (std::size_t begin = 0; begin < step.blocks.size();) {
        const std::size_t end = end_of_equals(m, begin, domain);
        const auto first = [&](std::int32_t b) { return b == block_of_[column]; };
        const auto value = [&](std::int32_t b) {
            return x.empty() ? 0.0 : x[matrix.at(step.row, b)];
        };
        std::stable_sort(step.blocks.begin() + static_cast<std::ptrdiff_t>(begin),
                         step.blocks.begin() + static_cast<std::ptrdiff_t>(end),
                         [&](std::int32_t a, std::int32_t b) {
                             if (first(a) != first(b)) return first(a);
                             return !first(a) && value(a) > value(b);
                         });
        begin = end;
    }
    return step;
}

std::vector<std::int32_t> Symmetry::orbit(std::int32_t column) {
    if (group_of_[column] >= 0) {
        Group& group = groups_[group_of_[column]];
        find_orbits(group);
        for (const std::vector<std::int32_t>& orbit : group.orbits)
            if (std::find(orbit.begin(), orbit.end(), column) != orbit.end()) return orbit;
    }
    return {column};
}

double Symmetry::appeal(std::int32_t column) const {
    const std::int32_t m = matrix_of_[column];
    if (m < 0) return 1;
    const std::vector<std::int32_t>& blocks = orders_[m].blocks;
    const auto place = std::find(blocks.begin(), blocks.end(), block_of_[column]) - blocks.begin();
    return 1 + 1.0 / (1 + static_cast<double>(place));
}

void Symmetry::find_orbits(Group& group) {
    if (group.current) return;
    group.current = true;
    group.orbits.clear();
    // A column's label leads to one of its orbit with a smaller or equal label, up to the least.
    const auto least = [this](std::int32_t j) {
        while (label_[j] != j) j = label_[j] = label_[label_[j]];
        return j;
    };
    std::vector<std::int32_t> moved;
    for (const Permutation* p : group.kept)
        for (const auto& [from, to] : p->moves)
            for (const std::int32_t j : {from, to})
                if (label_[j] < 0) {
                    label_[j] = j;
                    moved.push_back(j);
                }
    for (const Permutation* p : group.kept)
        for (const auto& [from, to] : p->moves) {
            const std::int32_t a = least(from), b = least(to);
            label_[std::max(a, b)] = std::min(a, b);
        }
    std::map<std::int32_t, std::vector<std::int32_t>> orbits;
    std::sort(moved.begin(), moved.end());
    for (const std::int32_t j : moved) orbits[least(j)].push_back(j);
    for (auto& [label, orbit] : orbits) group.orbits.push_back(std::move(orbit));
    for (const std::int32_t j : moved) label_[j] = -1;
}

bool Symmetry::share(std::span<const std::int32_t> columns, Domain& domain) {
    double lower = -infinity, upper = infinity;
    for (const std::int32_t j : columns) {
        lower = std::max(lower, domain.lower(j));
        upper = std::min(upper, domain.upper(j));
    }
    const std::size_t before = domain.mark();
    for (const std::int32_t j : columns) {
        domain.raise_lower(j, lower, Domain::by_symmetry);
        domain.drop_upper(j, upper, Domain::by_symmetry);
    }
    return domain.mark() != before || domain.infeasible();
}

bool Symmetry::spread(Domain& domain) {
    bool changed = false;
    for (std::size_t m = 0; m < orders_.size(); ++m) {
        const BlockMatrix& matrix = parts_.matrices[m];
        const Order& order = orders_[m];
        for (std::size_t begin = 0; begin < order.blocks.size() && !domain.infeasible();) {
            const std::size_t end = end_of_equals(static_cast<std::int32_t>(m), begin, domain);
            for (std::int32_t t = 0; t < matrix.rows && end - begin > 1; ++t) {
                if (order.listed[t]) continue;
                columns_.clear();
                for (std::size_t p = begin; p < end; ++p)
                    columns_.push_back(matrix.at(t, order.blocks[p]));
                changed |= share(columns_, domain);
            }
            begin = end;
        }
        domain.charge(static_cast<std::int64_t>(matrix.column.size()));
    }
    for (Group& group : groups_) {
        find_orbits(group);
        for (const std::vector<std::int32_t>& orbit : group.orbits) {
            if (domain.infeasible()) return true;
            changed |= share(orbit, domain);
            domain.charge(static_cast<std::int64_t>(orbit.size()));
        }
    }
    return changed;
}

void Symmetry::propagate(Domain& domain) {
    for (std::size_t m = 0; m < orders_.size(); ++m) {
        if (orders_[m].rows.empty() || domain.infeasible()) continue;
        order_blocks(static_cast<std::int32_t>(m), domain);
        if (!domain.infeasible()) close_packing_rows(static_cast<std::int32_t>(m), domain);
    }
}

void Symmetry::order_blocks(std::int32_t m, Domain& domain) {
    const BlockMatrix& matrix = parts_.matrices[m];
    const Order& order = orders_[m];
    columns_.clear();
    lower_.clear();
    upper_.clear();
    for (const std::int32_t b : order.blocks)
        for (const std::int32_t t : order.rows) {
            const std::int32_t j = matrix.at(t, b);
            columns_.push_back(j);
            lower_.push_back(domain.lower(j));
            upper_.push_back(domain.upper(j));
        }
    domain.charge(static_cast<std::int64_t>(columns_.size()));
    if (!tighten_ordered(matrix.blocks, static_cast<std::int32_t>(order.rows.size()), lower_,
                         upper_)) {
        domain.reject();
        return;
    }
    for (std::size_t k = 0; k < columns_.size(); ++k) {
        domain.raise_lower(columns_[k], lower_[k], Domain::by_symmetry);
        domain.drop_upper(columns_[k], upper_[k], Domain::by_symmetry);
    }
}

// Of blocks that are equal in the rows listed before, only the first can have the one 1 of a
// packing row.
void Symmetry::close_packing_rows(std::int32_t m, Domain& domain) {
    const BlockMatrix& matrix = parts_.matrices[m];
    const Order& order = orders_[m];
    for (std::size_t k = 0; k < order.rows.size(); ++k) {
        if (!packing_[m][order.rows[k]]) continue;
        for (std::size_t p = 1; p < order.blocks.size(); ++p) {
            const std::int32_t j = matrix.at(order.rows[k], order.blocks[p]);
            if (domain.fixed(j)) continue;
            if (equals(m, k, order.blocks[p - 1], order.blocks[p], domain))
                domain.drop_upper(j, 0, Domain::by_symmetry);
        }
        domain.charge(matrix.blocks);
    }
}

std::vector<double> Symmetry::equivalent(std::vector<double> point, const SymmetryStep& step,
                                         std::int32_t column, double value) {
    if (step.matrix >= 0) {
        const BlockMatrix& matrix = parts_.matrices[step.matrix];
        std::vector<std::int32_t> rows = orders_[step.matrix].rows;
        rows.push_back(step.row);
        std::vector<std::int32_t> from = step.blocks;
        std::stable_sort(from.begin(), from.end(), [&](std::int32_t a, std::int32_t b) {
            for (const std::int32_t t : rows)
                if (point[matrix.at(t, a)] != point[matrix.at(t, b)])
                    return point[matrix.at(t, a)] > point[matrix.at(t, b)];
            return false;
        });
        const std::vector<double> old = point;
        for (std::size_t p = 0; p < from.size(); ++p)
            for (std::int32_t t = 0; t < matrix.rows; ++t)
                point[matrix.at(t, step.blocks[p])] = old[matrix.at(t, from[p])];
        return point;
    }
    if (step.pinned < 0 || point[column] > value) return point;
    // Breadth first through the orbit of the column; link: the column it was reached from, and how.
    const Group& group = groups_[group_of_[column]];
    std::map<std::int32_t, std::pair<std::int32_t, const Permutation*>> link;
    std::vector<std::int32_t> reached{column};
    link[column] = {column, nullptr};
    for (std::size_t k = 0; k < reached.size(); ++k)
        for (const Permutation* p : group.kept) {
            const std::int32_t to = p->image(reached[k]);
            if (link.contains(to)) continue;
            link[to] = {reached[k], p};
            reached.push_back(to);
        }
    const auto high = std::find_if(reached.begin(), reached.end(),
                                   [&](std::int32_t j) { return point[j] > value; });
    if (high == reached.end()) return point;
    // y_j = x_p(j), from the far end of the chain: in the end the column holds what *high held.
    for (std::int32_t at = *high; at != column; at = link[at].first) {
        const std::vector<double> old = point;
        for (const auto& [from, to] : link[at].second->moves) point[from] = old[to];
    }
    return point;
}

}  // namespace tenon::ilp
