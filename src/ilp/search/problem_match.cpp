#include "ilp/search/problem_match.hpp"

#include <algorithm>
#include <cmath>

#include "base/sum.hpp"

namespace tenon::ilp {

namespace {

// Mostly nothing was added or taken away before a name's place.
template <class NameAt, class Find>
std::vector<std::int32_t> places(std::int32_t count, std::int32_t others, NameAt same_name,
                                 Find find) {
    std::vector<std::int32_t> out(static_cast<std::size_t>(count), -1);
    for (std::int32_t k = 0; k < count; ++k)
        out[k] = k < others && same_name(k) ? k : find(k).value_or(-1);
    return out;
}

std::vector<std::int32_t> inverse(const std::vector<std::int32_t>& map, std::int32_t size) {
    std::vector<std::int32_t> out(static_cast<std::size_t>(size), -1);
    for (std::size_t k = 0; k < map.size(); ++k)
        if (map[k] >= 0) out[map[k]] = static_cast<std::int32_t>(k);
    return out;
}

// Every value that the new problem allows for its columns is one that the old one allows.
bool columns_within(const Problem& old_problem, const Problem& new_problem,
                    const ProblemMatch& match) {
    for (std::int32_t j = 0; j < new_problem.columns(); ++j) {
        const std::int32_t old = match.old_column[j];
        const double low = new_problem.lower()[j], high = new_problem.upper()[j];
        if (old < 0) {
            if (low != 0 || high != 0) return false;
            continue;
        }
        if (low < old_problem.lower()[old] || high > old_problem.upper()[old]) return false;
        if (old_problem.type()[old] != ColumnType::continuous &&
            new_problem.type()[j] == ColumnType::continuous)
            return false;
    }
    for (std::int32_t old = 0; old < old_problem.columns(); ++old)
        if (match.new_column[old] < 0 &&
            (old_problem.lower()[old] > 0 || old_problem.upper()[old] < 0))
            return false;
    return true;
}

std::int64_t first_entry(const Problem& problem, std::int32_t row) {
    return problem.row_start()[row];
}

// Every row of the old problem stands in the new one, with the same or tighter sides.
class RowCompare {
  public:
    RowCompare(const Problem& old_problem, const Problem& new_problem, const ProblemMatch& match)
        : old_(old_problem),
          new_(new_problem),
          match_(match),
          value_(static_cast<std::size_t>(new_problem.columns())) {}

    bool within() {
        for (std::int32_t row = 0; row < old_.rows(); ++row) {
            const std::int32_t other = match_.new_row[row];
            if (other < 0 || new_.row_lower()[other] < old_.row_lower()[row] ||
                new_.row_upper()[other] > old_.row_upper()[row] || !equal(row, other))
                return false;
        }
        return true;
    }

  private:
    bool equal(std::int32_t row, std::int32_t other) {
        std::int64_t left = 0;  // entries of the new row that have not been met
        for (std::int64_t k = first_entry(new_, other); k < first_entry(new_, other + 1); ++k) {
            const std::int32_t j = new_.index()[k];
            if (match_.old_column[j] < 0) continue;
            value_[j] = new_.value()[k];
            ++left;
        }
        bool same = true;
        for (std::int64_t k = first_entry(old_, row); k < first_entry(old_, row + 1); ++k) {
            const std::int32_t j = match_.new_column[old_.index()[k]];
            if (j < 0) continue;
            same &= value_[j] == old_.value()[k];
            --left;
        }
        for (std::int64_t k = first_entry(new_, other); k < first_entry(new_, other + 1); ++k)
            value_[new_.index()[k]] = 0;
        return same && left == 0;
    }

    const Problem& old_;
    const Problem& new_;
    const ProblemMatch& match_;
    std::vector<double> value_;  // of the new row in work, zero elsewhere
};

bool equal(std::span<const double> a, std::span<const double> b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

}  // namespace

ProblemMatch match(const Problem& old_problem, const Problem& new_problem) {
    ProblemMatch out;
    out.old_column = places(
        new_problem.columns(), old_problem.columns(),
        [&](std::int32_t j) { return old_problem.column_name(j) == new_problem.column_name(j); },
        [&](std::int32_t j) { return old_problem.find_column(new_problem.column_name(j)); });
    out.old_row = places(
        new_problem.rows(), old_problem.rows(),
        [&](std::int32_t i) { return old_problem.row_name(i) == new_problem.row_name(i); },
        [&](std::int32_t i) { return old_problem.find_row(new_problem.row_name(i)); });
    out.new_column = inverse(out.old_column, old_problem.columns());
    out.new_row = inverse(out.old_row, old_problem.rows());
    return out;
}

double inherited_bound(const Problem& old_problem, const Problem& new_problem,
                       const ProblemMatch& match, double bound) {
    if (bound == -infinity || !columns_within(old_problem, new_problem, match) ||
        !RowCompare(old_problem, new_problem, match).within())
        return -infinity;
    if (bound == infinity) return bound;  // no plan there, so none here
    const double old_sign = old_problem.sense() == Sense::maximize ? -1.0 : 1.0;
    const double sign = new_problem.sense() == Sense::maximize ? -1.0 : 1.0;
    Sum sum;
    sum.add(bound);
    sum.add(sign * new_problem.offset());
    sum.add(-old_sign * old_problem.offset());
    for (std::int32_t j = 0; j < new_problem.columns(); ++j) {
        const std::int32_t old = match.old_column[j];
        if (old < 0) continue;
        const double more = sign * new_problem.cost()[j] - old_sign * old_problem.cost()[old];
        if (more == 0) continue;
        const double at = more > 0 ? new_problem.lower()[j] : new_problem.upper()[j];
        if (std::isinf(at)) return -infinity;
        sum.add_product(more, at);
    }
    return sum.value();
}

std::vector<double> carried(const std::vector<double>& old_point, const Problem& new_problem,
                            const ProblemMatch& match) {
    std::vector<double> out(static_cast<std::size_t>(new_problem.columns()));
    for (std::int32_t j = 0; j < new_problem.columns(); ++j)
        out[j] = match.old_column[j] >= 0
                     ? old_point[match.old_column[j]]
                     : std::clamp(0.0, new_problem.lower()[j], new_problem.upper()[j]);
    return out;
}

bool same_problem(const Problem& a, const Problem& b) {
    if (a.columns() != b.columns() || a.rows() != b.rows() || a.nonzeros() != b.nonzeros() ||
        a.sense() != b.sense() || a.offset() != b.offset())
        return false;
    if (!equal(a.cost(), b.cost()) || !equal(a.lower(), b.lower()) ||
        !equal(a.upper(), b.upper()) || !equal(a.row_lower(), b.row_lower()) ||
        !equal(a.row_upper(), b.row_upper()) || !equal(a.value(), b.value()))
        return false;
    if (!std::equal(a.type().begin(), a.type().end(), b.type().begin()) ||
        !std::equal(a.index().begin(), a.index().end(), b.index().begin()) ||
        !std::equal(a.row_start().begin(), a.row_start().end(), b.row_start().begin()))
        return false;
    for (std::int32_t j = 0; j < a.columns(); ++j)
        if (a.column_name(j) != b.column_name(j)) return false;
    for (std::int32_t i = 0; i < a.rows(); ++i)
        if (a.row_name(i) != b.row_name(i)) return false;
    return true;
}

}  // namespace tenon::ilp
