// Zero-half cuts: half the sum of some rows, rounded down. With rows of integers over integer
// columns, all measured from the bound they are nearest to (z >= 0), and slacks s >= 0,
//
//   sum over rows R of (a_i z + s_i) = sum over R of b_i,
//
// half of it gives  sum floor(a_j / 2) z_j <= floor(b / 2)  with a, b the sums. If b is odd this
// is broken at the LP point by
//
//   (1 - sum over R of s_i - sum over odd a_j of z_j) / 2,
//
// so rows whose odd columns cancel are looked for. Modulo two that is Gaussian elimination: columns
// at their bounds weigh nothing and are left out, tight rows eliminate the heaviest columns first,
// and what remains with an odd right side and little weight is a cut. It is made by rounding the
// half sum (mixed_rounding.hpp), which also takes continuous columns at their bounds.
//
// A. Koster, A. Zymolka, M. Kutschka: Algorithms to separate {0,1/2}-Chvatal-Gomory cuts,
// Algorithmica 55, 2009; G. Andreello, A. Caprara, M. Fischetti: Embedding {0,1/2}-cuts in a branch
// and cut framework, INFORMS Journal on Computing 19, 2007.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "ilp/cuts/base_cuts.hpp"
#include "ilp/presolve/integral_scale.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

// A combination may weigh this much at most: it must break the cut by a twentieth.
constexpr double most_weight = 0.9;
// Rows up to this slack may eliminate, and columns this near to a bound weigh nothing.
constexpr double tight = 1e-6;
// Coefficients beyond this lose their last bit in sums.
constexpr double largest_coefficient = 1e6;
// Entries moved in one round, against the size of the LP.
constexpr std::int64_t work_start = 1'000'000, work_share = 20;
// Few of them are taken, and each costs a sum of long rows.
constexpr std::size_t most_found = 100;
// Rows in one sum: more of them make dense and shallow cuts.
constexpr std::size_t most_terms = 60;

// One side of a row of the LP, times scale, all integers.
struct Side {
    std::int32_t row;
    double scale;  // negative for the lower side
};

// A sum of sides modulo two.
struct Parity {
    std::vector<std::int32_t> odd;    // fractional columns with odd coefficients, ascending
    std::vector<std::int32_t> sides;  // ascending
    double slack = 0;
    bool odd_right = false;
};

void add_modulo_two(std::vector<std::int32_t>& a, const std::vector<std::int32_t>& b,
                    std::vector<std::int32_t>& space) {
    space.clear();
    std::set_symmetric_difference(a.begin(), a.end(), b.begin(), b.end(),
                                  std::back_inserter(space));
    a.swap(space);
}

bool is_odd(double x) {
    return std::fmod(std::fabs(x), 2.0) == 1.0;
}

class ZeroHalf {
  public:
    ZeroHalf(const Separation& at, std::vector<Cut>& out) : at_(at), out_(out), cuts_(at) {
        sum_.resize(static_cast<std::size_t>(at.columns()) + static_cast<std::size_t>(at.rows()));
    }

    void separate() {
        weigh_columns();
        for (std::int32_t i = 0; i < at_.rows(); ++i) read_row(i);
        std::int64_t entries = 0;
        for (const Parity& parity : parities_)
            entries += static_cast<std::int64_t>(parity.odd.size());
        work_left_ = work_start + work_share * entries;
        const std::int64_t given = work_left_;
        eliminate();
        at_.control.add_work(given - work_left_);
    }

  private:
    double near_bound(std::int32_t j) const {
        return std::min(at_.point[j] - at_.lower(j), at_.upper(j) - at_.point[j]);
    }

    void weigh_columns() {
        weight_.assign(static_cast<std::size_t>(at_.columns()), 0);
        for (std::int32_t j = 0; j < at_.columns(); ++j)
            if (at_.integer(j)) weight_[j] = std::max(0.0, near_bound(j));
    }

    void read_row(std::int32_t row) {
        const std::span<const std::int32_t> index = at_.row_index(row);
        const std::span<const double> value = at_.row_value(row);
        // A row that is tight on neither side needs no closer look.
        const double low = at_.lp.row_lower[row], high = at_.lp.row_upper[row];
        const double activity = at_.activity[row];
        coefficients_.clear();
        for (std::size_t k = 0; k < index.size(); ++k) {
            if (at_.integer(index[k])) {
                coefficients_.push_back(value[k]);
            } else if (near_bound(index[k]) > tight) {
                return;
            }
        }
        const std::optional<double> step = common_step(coefficients_);
        if (!step) return;
        const double scale = 1 / *step;
        const bool upper = (high - activity) * scale <= most_weight;
        const bool lower = (activity - low) * scale <= most_weight;
        // An equation has one side modulo two.
        if (upper)
            add_side(row, scale, high);
        else if (lower)
            add_side(row, -scale, low);
    }

    void add_side(std::int32_t row, double scale, double side) {
        const std::span<const std::int32_t> index = at_.row_index(row);
        const std::span<const double> value = at_.row_value(row);
        double right = scale * side;
        Parity parity;
        for (std::size_t k = 0; k < index.size(); ++k) {
            const std::int32_t j = index[k];
            const double a = scale * value[k];
            const bool from_upper = at_.upper(j) - at_.point[j] < at_.point[j] - at_.lower(j);
            const double bound = from_upper ? at_.upper(j) : at_.lower(j);
            if (std::isinf(bound) || std::fabs(a) > largest_coefficient) return;
            right -= a * bound;
            if (at_.integer(j) && weight_[j] > tight && is_odd(std::round(a)))
                parity.odd.push_back(j);
        }
        if (distance_to_integer(right) > integrality_tolerance) return;
        parity.odd_right = is_odd(std::round(right));
        parity.slack = std::max(0.0, scale * (side - at_.activity[row]));
        if (parity.odd.empty() && !parity.odd_right) return;
        parity.sides.push_back(static_cast<std::int32_t>(sides_.size()));
        sides_.push_back({row, scale});
        parities_.push_back(std::move(parity));
    }

    double weight(const Parity& parity) const {
        double sum = parity.slack;
        for (const std::int32_t j : parity.odd) sum += weight_[j];
        return sum;
    }

    void consider(const Parity& parity) {
        if (!parity.odd_right || parity.sides.size() > most_terms || found_ >= most_found) return;
        if (weight(parity) <= most_weight) give(parity);
    }

    void eliminate() {
        std::stable_sort(parities_.begin(), parities_.end(), [](const Parity& a, const Parity& b) {
            return a.slack != b.slack ? a.slack < b.slack : a.odd.size() < b.odd.size();
        });
        for (const Parity& parity : parities_) consider(parity);
        std::vector<std::int32_t> space;
        for (std::size_t r = 0; r < parities_.size(); ++r) {
            if (at_.control.stopped() || work_left_ <= 0 || found_ >= most_found) return;
            const Parity pivot = parities_[r];
            if (pivot.slack > tight || pivot.odd.empty()) continue;
            const std::int32_t column = *std::max_element(
                pivot.odd.begin(), pivot.odd.end(),
                [this](std::int32_t a, std::int32_t b) { return weight_[a] < weight_[b]; });
            for (std::size_t k = 0; k < parities_.size(); ++k) {
                Parity& other = parities_[k];
                --work_left_;
                if (k == r || !std::binary_search(other.odd.begin(), other.odd.end(), column))
                    continue;
                work_left_ -= static_cast<std::int64_t>(other.odd.size() + pivot.odd.size() +
                                                        other.sides.size() + pivot.sides.size());
                add_modulo_two(other.odd, pivot.odd, space);
                add_modulo_two(other.sides, pivot.sides, space);
                other.slack += pivot.slack;
                other.odd_right = other.odd_right != pivot.odd_right;
                consider(other);
            }
            // Eliminates no more; only what comes after it does.
            parities_[r].odd.clear();
            parities_[r].odd_right = false;
            parities_[r].sides.clear();
        }
    }

    void give(const Parity& parity) {
        ++found_;
        sum_.clear();
        for (const std::int32_t s : parity.sides) {
            const Side& side = sides_[s];
            const std::span<const std::int32_t> index = at_.row_index(side.row);
            const std::span<const double> value = at_.row_value(side.row);
            for (std::size_t k = 0; k < index.size(); ++k)
                sum_.add(index[k], side.scale * value[k]);
            sum_.add(at_.columns() + side.row, -side.scale);
            work_left_ -= static_cast<std::int64_t>(index.size());
        }
        cuts_.halve(sum_, "zero-half", out_);
    }

    const Separation& at_;
    std::vector<Cut>& out_;
    BaseCuts cuts_;
    DenseRow sum_;
    std::vector<double> weight_, coefficients_;
    std::vector<Side> sides_;
    std::vector<Parity> parities_;
    std::int64_t work_left_ = 0;
    std::size_t found_ = 0;
};

}  // namespace

void separate_zero_halves(const Separation& at, std::vector<Cut>& out) {
    ZeroHalf(at, out).separate();
}

}  // namespace tenon::ilp
