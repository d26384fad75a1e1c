// Path inequalities of lot sizing and fixed charge networks. Rows are read as nodes,
//
//   sum of inflows - sum of outflows >= d,   all flows >= 0 (measured from their lower bounds),
//
// and a path leads from node to node along columns that flow out of one and into the next (stock
// from period to period). Inflows with a variable bound x <= u y, y integer, can be opened or not.
// For a path 1..p with D_q = d_q + ... + d_p and any set S of such inflows,
//
//   inflow of the path + sum of inflows not in S + sum_{j in S at q} min(c_j u_j, max(0, D_q)) y_j
//   >= D_1
//
// holds: if j at q is the first of S that is open (apart from those that count as c u y >= c x),
// the nodes before q must be served by what is not in S, and the term of j covers all from q on.
// Each inflow is put where it counts less at the LP point, which separates exactly for a given
// path. With S in one period these are flow covers; over equations of stock they are the (l,S)
// inequalities.
//
// I. Barany, T. Van Roy, L. Wolsey: Strong formulations for multi-item capacitated lot sizing,
// Management Science 30, 1984; T. Van Roy, L. Wolsey: Valid inequalities and separation for
// uncapacitated fixed charge networks, Operations Research Letters 4, 1985.
#include <algorithm>
#include <cmath>
#include <vector>

#include "ilp/cuts/dense_row.hpp"
#include "ilp/cuts/separation.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

// Nodes of one path, and starts in one round.
constexpr std::size_t longest_path = 20;
constexpr std::int32_t most_starts = 500;
// Rows with more entries are no nodes of a network.
constexpr std::size_t longest_row = 200;
constexpr double least_efficacy = 1e-4;
constexpr double largest_factor = 1e4;
// Room for the rounding of the sums.
constexpr double right_room = 1e-9;

struct Node {
    std::int32_t row;
    double factor;          // of the row: its sign as a node, and the scale of the path
    double demand;          // d, scaled
    std::int32_t entering;  // the column along which the path came, -1 at the first
};

class PathFinder {
  public:
    PathFinder(const Separation& at, std::vector<Cut>& out) : at_(at), out_(out) {
        result_.resize(static_cast<std::size_t>(at.columns()));
        on_path_.assign(static_cast<std::size_t>(at.relaxation.model_rows()), 0);
    }

    // All ends of the best path that starts at the row, read with the given sign.
    void start(std::int32_t row, double sign) {
        path_.clear();
        Node node{row, sign, 0, -1};
        while (path_.size() < longest_path && read(node)) {
            path_.push_back(node);
            on_path_[node.row] = 1;
            separate();
            if (!leave(node)) break;
        }
        for (const Node& passed : path_) on_path_[passed.row] = 0;
    }

    // An inflow that is opened in part: where a path is worth starting.
    bool opens(std::int32_t row, double sign) const {
        const auto index = at_.row_index(row);
        const auto value = at_.row_value(row);
        for (std::size_t k = 0; k < index.size(); ++k) {
            if (sign * value[k] <= 0 || at_.integer(index[k])) continue;
            const VariableBound* bound = opening(index[k]);
            if (bound && distance_to_integer(at_.point[bound->integer]) > integrality_tolerance)
                return true;
        }
        return false;
    }

  private:
    // x <= slope y with y >= 0, or nothing.
    const VariableBound* opening(std::int32_t column) const {
        if (at_.lower(column) != 0) return nullptr;
        for (const VariableBound& bound : at_.bounds.upper(column))
            if (bound.constant == 0 && bound.slope > 0 && at_.lower(bound.integer) >= 0)
                return &bound;
        return nullptr;
    }

    // The demand of the row as a node; false if it is none.
    bool read(Node& node) const {
        const double side =
            node.factor > 0 ? at_.lp.row_lower[node.row] : at_.lp.row_upper[node.row];
        const auto index = at_.row_index(node.row);
        const auto value = at_.row_value(node.row);
        if (std::isinf(side) || index.size() > longest_row) return false;
        node.demand = node.factor * side;
        for (std::size_t k = 0; k < index.size(); ++k) {
            const double low = at_.lower(index[k]);
            if (std::isinf(low)) return false;
            node.demand -= node.factor * value[k] * low;
        }
        at_.control.add_work(static_cast<std::int64_t>(index.size()));
        return true;
    }

    // Goes on along the outflow with the largest LP value, those without an opening first.
    bool leave(Node& node) const {
        const auto index = at_.row_index(node.row);
        const auto value = at_.row_value(node.row);
        const SparseColumns& matrix = at_.program.lp.matrix;
        Node next{-1, 0, 0, -1};
        double best = -infinity;
        for (std::size_t k = 0; k < index.size(); ++k) {
            const double out = node.factor * value[k];
            const std::int32_t j = index[k];
            if (out >= 0 || at_.integer(j)) continue;
            const double score =
                -out * (at_.point[j] - at_.lower(j)) + (opening(j) ? 0.0 : tie_preference);
            if (score <= best) continue;
            for (std::int64_t e = matrix.start[j]; e < matrix.start[j + 1]; ++e) {
                const std::int32_t row = matrix.index[e];
                if (on_path_[row]) continue;
                const double factor = -out / matrix.value[e];
                if (std::fabs(factor) > largest_factor || std::fabs(factor) < 1 / largest_factor)
                    continue;
                // A row that is no equation is a node in one direction only.
                const double side = factor > 0 ? at_.lp.row_lower[row] : at_.lp.row_upper[row];
                if (std::isinf(side)) continue;
                best = score;
                next = {row, factor, 0, j};
                break;
            }
        }
        if (next.row < 0) return false;
        node = next;
        return true;
    }

    // The cut of the whole path as it stands.
    void separate() {
        result_.clear();
        double from_here = 0;  // D_q
        double right = 0, left = 0;
        for (std::size_t q = path_.size(); q-- > 0;) {
            const Node& node = path_[q];
            from_here += node.demand;
            const auto index = at_.row_index(node.row);
            const auto value = at_.row_value(node.row);
            for (std::size_t k = 0; k < index.size(); ++k) {
                const std::int32_t j = index[k];
                const double c = node.factor * value[k];
                if (c <= 0 || j == node.entering) continue;
                const double flow = at_.point[j] - at_.lower(j);
                const VariableBound* bound = at_.integer(j) ? nullptr : opening(j);
                if (bound) {
                    const double most = std::min(c * bound->slope, std::max(0.0, from_here));
                    if (most * at_.point[bound->integer] < c * flow) {
                        result_.add(bound->integer, -most);
                        left += most * at_.point[bound->integer];
                        continue;
                    }
                }
                result_.add(j, -c);
                right -= c * at_.lower(j);
                left += c * flow;
            }
            at_.control.add_work(static_cast<std::int64_t>(index.size()));
        }
        right -= from_here;
        if (from_here - left <= 0) return;
        give(right);
    }

    void give(double right) {
        double largest = 0;
        for (const std::int32_t j : result_.places())
            largest = std::max(largest, std::fabs(result_[j]));
        if (largest == 0) return;
        Cut cut;
        cut.family = "path";
        std::vector<std::int32_t> places = result_.places();
        std::sort(places.begin(), places.end());
        for (const std::int32_t j : places) {
            if (result_[j] == 0) continue;
            if (std::fabs(result_[j]) < largest / largest_spread) return;
            cut.index.push_back(j);
            cut.value.push_back(result_[j] / largest);
        }
        cut.right = right / largest;
        cut.right += scaled(right_room, cut.right);
        cut.efficacy = (cut.activity(at_.point) - cut.right) / cut.norm();
        if (cut.efficacy >= least_efficacy) out_.push_back(std::move(cut));
    }

    // Stock goes before any flow that could be closed.
    static constexpr double tie_preference = 1e-3;
    static constexpr double largest_spread = 1e7;

    const Separation& at_;
    std::vector<Cut>& out_;
    std::vector<Node> path_;
    std::vector<std::uint8_t> on_path_;
    DenseRow result_;
};

}  // namespace

void separate_paths(const Separation& at, std::vector<Cut>& out) {
    PathFinder finder(at, out);
    std::int32_t starts = 0;
    for (std::int32_t i = 0; i < at.relaxation.model_rows() && starts < most_starts; ++i) {
        if (at.control.stopped()) return;
        if (at.row_index(i).size() > longest_row) continue;
        for (const double sign : {1.0, -1.0}) {
            const double side = sign > 0 ? at.lp.row_lower[i] : at.lp.row_upper[i];
            if (std::isinf(side) || !finder.opens(i, sign)) continue;
            ++starts;
            finder.start(i, sign);
        }
    }
}

}  // namespace tenon::ilp
