// A commodity grows from one row: of a flow that stands in it, with one end still open, any row
// that can be the other end is taken, with the sign that makes it one. All its flows that the
// commodity knows must agree, and none may belong to another commodity. Equations, and continuous
// rows of both signs, come first, since sums of flows below a limit (capacities of several flows)
// look like the ends of transports as well.
//
// T. Achterberg, C. Raack: The MCF-separator: detecting and exploiting multi-commodity flow
// structures in MIPs, Mathematical Programming Computation 2, 2010, section 3.
#include "ilp/cuts/commodities.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace tenon::ilp {

namespace {

// Passes over the matrix after which there is no network in it.
constexpr std::int64_t most_passes = 4;
// Coefficients that differ by less, relative to their size, are the same.
constexpr double same_size = 1e-9;

enum class Kind : std::uint8_t { other, likely, sure };

class Growth {
  public:
    Growth(const MixedProgram& program, const SparseRows& rows, Control& control)
        : program_(program), rows_(rows), control_(control) {}

    Commodities find() {
        if (!classify()) return {};
        const auto columns = static_cast<std::size_t>(program_.lp.columns);
        const auto rows = static_cast<std::size_t>(program_.lp.rows);
        found_.of_row.assign(rows, -1);
        found_.weight.assign(rows, 0);
        found_.of_column.assign(columns, -1);
        found_.tail.assign(columns, -1);
        found_.head.assign(columns, -1);
        refused_.assign(rows, -1);
        least_ = Kind::sure;
        const bool done = seed() && regrow() && seed();
        if (!done) return {};
        drop_forests();
        return found_.count > 0 ? std::move(found_) : Commodities{};
    }

  private:
    // False: there is nothing to begin with.
    bool classify() {
        kind_.resize(static_cast<std::size_t>(program_.lp.rows));
        std::int32_t count = 0;
        for (std::int32_t i = 0; i < program_.lp.rows; ++i) {
            kind_[i] = kind_of(i);
            count += kind_[i] != Kind::other;
        }
        control_.add_work(program_.lp.rows);
        return count >= 2;
    }

    Kind kind_of(std::int32_t row) const {
        const std::int64_t begin = rows_.start[row], end = rows_.start[row + 1];
        if (end - begin < 2) return Kind::other;
        const double size = std::fabs(rows_.value[begin]);
        std::int32_t positive = 0, negative = 0, continuous = 0, binary = 0;
        for (std::int64_t k = begin; k < end; ++k) {
            if (std::fabs(std::fabs(rows_.value[k]) - size) > same_size * size) return Kind::other;
            ++(rows_.value[k] > 0 ? positive : negative);
            const std::int32_t j = rows_.index[k];
            if (!program_.integer[j])
                ++continuous;
            else if (program_.lp.upper[j] - program_.lp.lower[j] <= 1)
                ++binary;
        }
        const auto all = static_cast<std::int32_t>(end - begin);
        if (program_.lp.row_lower[row] == program_.lp.row_upper[row]) return Kind::sure;
        if (continuous == all && positive > 0 && negative > 0) return Kind::sure;
        const bool alike = continuous == all || (continuous == 0 && binary == 0);
        return alike && (positive == 0 || negative == 0) ? Kind::likely : Kind::other;
    }

    bool usable(std::int32_t row) const { return kind_[row] >= least_ && found_.of_row[row] < 0; }

    // New commodities from what is left. False: too much work.
    bool seed() {
        for (std::int32_t i = 0; i < program_.lp.rows; ++i) {
            if (kind_[i] != least_ || found_.of_row[i] >= 0) continue;
            const auto begin = rows_.index.begin() + rows_.start[i];
            const auto end = rows_.index.begin() + rows_.start[i + 1];
            const bool open =
                std::all_of(begin, end, [&](std::int32_t j) { return found_.of_column[j] < 0; });
            if (!charge(rows_.size(i))) return false;
            if (!open) continue;
            take(i, found_.count, 1);
            if (!grow(found_.count++)) return false;
        }
        return true;
    }

    // What there is, with rows that are only likely.
    bool regrow() {
        least_ = Kind::likely;
        std::vector<std::vector<std::int32_t>> open(static_cast<std::size_t>(found_.count));
        for (std::int32_t j = 0; j < program_.lp.columns; ++j)
            if (is_open(j)) open[found_.of_column[j]].push_back(j);
        for (std::int32_t c = 0; c < found_.count; ++c) {
            open_ = std::move(open[c]);
            if (!grow(c)) return false;
        }
        return true;
    }

    bool is_open(std::int32_t column) const {
        return found_.of_column[column] >= 0 &&
               (found_.tail[column] < 0 || found_.head[column] < 0);
    }

    bool grow(std::int32_t commodity) {
        while (!open_.empty()) {
            const std::int32_t j = open_.back();
            open_.pop_back();
            const SparseColumns& matrix = program_.lp.matrix;
            for (std::int64_t k = matrix.start[j]; k < matrix.start[j + 1] && is_open(j); ++k) {
                const std::int32_t i = matrix.index[k];
                if (!usable(i) || refused_[i] == commodity) continue;
                if (!charge(rows_.size(i))) return false;
                const int sign = fitting_sign(i, commodity);
                if (sign == 0)
                    refused_[i] = commodity;  // ends are never opened again
                else
                    take(i, commodity, sign);
            }
        }
        return true;
    }

    // By which the row is that of a node of the commodity; 0 for none.
    int fitting_sign(std::int32_t row, std::int32_t commodity) const {
        int sign = 0;
        for (std::int64_t k = rows_.start[row]; k < rows_.start[row + 1]; ++k) {
            const std::int32_t j = rows_.index[k];
            if (found_.of_column[j] < 0) continue;
            if (found_.of_column[j] != commodity || !is_open(j)) return 0;
            const bool leaves = found_.tail[j] < 0;
            const int needed = (rows_.value[k] > 0) == leaves ? 1 : -1;
            if (sign == -needed) return 0;
            sign = needed;
        }
        return sign;
    }

    void take(std::int32_t row, std::int32_t commodity, int sign) {
        found_.of_row[row] = commodity;
        found_.weight[row] = sign / std::fabs(rows_.value[rows_.start[row]]);
        for (std::int64_t k = rows_.start[row]; k < rows_.start[row + 1]; ++k) {
            const std::int32_t j = rows_.index[k];
            found_.of_column[j] = commodity;
            (sign * rows_.value[k] > 0 ? found_.tail : found_.head)[j] = row;
            if (is_open(j)) open_.push_back(j);
        }
    }

    void drop_forests() {
        struct Size {
            std::int32_t nodes = 0, arcs = 0, number = -1;
        };
        std::vector<Size> sizes(static_cast<std::size_t>(found_.count));
        for (const std::int32_t c : found_.of_row)
            if (c >= 0) ++sizes[c].nodes;
        for (std::int32_t j = 0; j < program_.lp.columns; ++j)
            if (found_.of_column[j] >= 0 && !is_open(j)) ++sizes[found_.of_column[j]].arcs;
        found_.count = 0;
        for (Size& size : sizes)
            if (size.nodes >= 2 && size.arcs >= size.nodes) size.number = found_.count++;
        for (std::vector<std::int32_t>* const of : {&found_.of_row, &found_.of_column})
            for (std::int32_t& c : *of)
                if (c >= 0) c = sizes[c].number;
    }

    bool charge(std::int64_t work) {
        control_.add_work(work);
        work_ += work;
        return work_ <= most_passes * static_cast<std::int64_t>(rows_.index.size());
    }

    const MixedProgram& program_;
    const SparseRows& rows_;
    Control& control_;
    Commodities found_;
    Kind least_ = Kind::sure;
    std::vector<Kind> kind_;
    std::vector<std::int32_t> refused_;  // by the commodity that tried last
    std::vector<std::int32_t> open_;     // flows with an end to be found
    std::int64_t work_ = 0;
};

}  // namespace

Commodities find_commodities(const MixedProgram& program, const SparseRows& rows,
                             Control& control) {
    return Growth(program, rows, control).find();
}

}  // namespace tenon::ilp
