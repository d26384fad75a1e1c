#include "ilp/presolve/whole_equations.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <utility>

#include "ilp/presolve/diagonal_modulo.hpp"
#include "ilp/presolve/presolve.hpp"

namespace tenon::ilp {

namespace {

// Fractions of equations. An error of one such unit is far above the judge's 1e-6.
constexpr double finest_unit = 0x1p-10;
// Where there are fractions: one rounding of a larger side would come near to a unit.
constexpr double largest_side_of_fractions = 0x1p30;
// Coefficients from here on are hardly meant to the unit. A side is what the plans keep to the
// unit, and has room in 64 bits.
constexpr double largest_whole = 0x1p53, largest_side = 0x1p62;
// Operations for one part, and for all.
constexpr std::int64_t most_of_part = 2'000'000, most_in_all = 8'000'000;

bool is_whole(double x) {
    return x == std::round(x);
}

// The power of two that makes all of them whole; 0: none that will do.
double unit_scale(std::span<const double> values, double right) {
    double scale = 1;
    const auto take = [&](double x) {
        while (scale <= 1 / finest_unit && !is_whole(x * scale)) scale *= 2;
    };
    for (const double x : values) take(x);
    take(right);
    if (scale > 1 / finest_unit) return 0;
    if (scale > 1 && std::fabs(right) > largest_side_of_fractions) return 0;
    double largest = 0;
    for (const double x : values) largest = std::max(largest, std::fabs(x));
    const bool fits = largest * scale < largest_whole && std::fabs(right) * scale < largest_side;
    return fits ? scale : 0;
}

WholeSystem system_of(const WholeEquations& equations, std::span<const std::int32_t> part,
                      const std::vector<std::int32_t>& place, std::size_t columns) {
    WholeSystem system{part.size(), columns,
                       std::vector<std::int64_t>(part.size() * (columns + 1))};
    const SparseRows& rows = equations.rows;
    for (std::size_t i = 0; i < part.size(); ++i) {
        for (std::int64_t k = rows.start[part[i]]; k < rows.start[part[i] + 1]; ++k)
            system.at(i, place[rows.index[k]]) += static_cast<std::int64_t>(rows.value[k]);
        system.at(i, columns) = static_cast<std::int64_t>(equations.right[part[i]]);
    }
    return system;
}

class Parts {
  public:
    Parts(const WholeEquations& equations, std::int32_t columns, std::int64_t& work)
        : equations_(equations),
          rows_(equations.rows),
          alive_(static_cast<std::size_t>(rows_.rows()), 1),
          standing_(static_cast<std::size_t>(columns), 0),
          place_(static_cast<std::size_t>(columns), -1),
          work_(work) {
        std::vector<std::int64_t> count(static_cast<std::size_t>(columns) + 1, 0);
        for (const std::int32_t j : rows_.index) ++count[j + 1];
        std::partial_sum(count.begin(), count.end(), count.begin());
        column_start_ = count;
        row_of_.resize(rows_.index.size());
        for (std::int32_t i = 0; i < rows_.rows(); ++i) {
            std::int64_t divisor = 0;
            for (std::int64_t k = rows_.start[i]; k < rows_.start[i + 1]; ++k) {
                row_of_[count[rows_.index[k]]++] = i;
                ++standing_[rows_.index[k]];
                divisor = std::gcd(divisor, static_cast<std::int64_t>(rows_.value[k]));
            }
            divisor_.push_back(divisor);
        }
        work_ += 4 * static_cast<std::int64_t>(rows_.index.size()) + columns;
    }

    std::optional<Congruence> run() {
        for (std::int32_t i = 0; i < rows_.rows(); ++i)
            if (divisor_[i] > 1 &&
                std::fmod(equations_.right[i], static_cast<double>(divisor_[i])) != 0)
                return judge({i});
        peel();
        const std::int64_t most = work_ + most_in_all;
        for (std::int32_t i = 0; i < rows_.rows(); ++i) {
            if (!alive_[i]) continue;
            const std::vector<std::int32_t> part = take_part(i);
            if (auto found = judge(part)) return found;
            if (work_ > most) break;
        }
        return std::nullopt;
    }

  private:
    // Equations that a column of their own solves, one after the other.
    void peel() {
        std::vector<std::int32_t> waiting(static_cast<std::size_t>(rows_.rows()));
        std::iota(waiting.begin(), waiting.end(), 0);
        while (!waiting.empty()) {
            const std::int32_t i = waiting.back();
            waiting.pop_back();
            if (!alive_[i] || !has_own_column(i)) continue;
            alive_[i] = 0;
            for (std::int64_t k = rows_.start[i]; k < rows_.start[i + 1]; ++k) {
                const std::int32_t j = rows_.index[k];
                if (--standing_[j] != 1) continue;
                for (std::int64_t e = column_start_[j]; e < column_start_[j + 1]; ++e)
                    if (alive_[row_of_[e]]) waiting.push_back(row_of_[e]);
                work_ += column_start_[j + 1] - column_start_[j];
            }
        }
    }

    bool has_own_column(std::int32_t i) {
        work_ += rows_.size(i);
        for (std::int64_t k = rows_.start[i]; k < rows_.start[i + 1]; ++k)
            if (standing_[rows_.index[k]] == 1 &&
                std::fabs(rows_.value[k]) == static_cast<double>(divisor_[i]))
                return true;
        return rows_.size(i) == 0;
    }

    // All equations that are linked with this one by columns; they count as done.
    std::vector<std::int32_t> take_part(std::int32_t first) {
        std::vector<std::int32_t> part{first};
        alive_[first] = 0;
        for (std::size_t at = 0; at < part.size(); ++at) {
            const std::int32_t i = part[at];
            work_ += rows_.size(i);
            for (std::int64_t k = rows_.start[i]; k < rows_.start[i + 1]; ++k) {
                const std::int32_t j = rows_.index[k];
                if (standing_[j] < 2) continue;
                standing_[j] = 0;
                for (std::int64_t e = column_start_[j]; e < column_start_[j + 1]; ++e)
                    if (alive_[row_of_[e]]) {
                        alive_[row_of_[e]] = 0;
                        part.push_back(row_of_[e]);
                    }
                work_ += column_start_[j + 1] - column_start_[j];
            }
        }
        std::sort(part.begin(), part.end());
        return part;
    }

    std::optional<Congruence> judge(const std::vector<std::int32_t>& part) {
        std::vector<std::int32_t> used;
        for (const std::int32_t i : part)
            for (std::int64_t k = rows_.start[i]; k < rows_.start[i + 1]; ++k) {
                std::int32_t& place = place_[rows_.index[k]];
                if (place >= 0) continue;
                place = static_cast<std::int32_t>(used.size());
                used.push_back(rows_.index[k]);
            }
        const auto size = static_cast<std::int64_t>(part.size());
        const auto wide = static_cast<std::int64_t>(used.size());
        std::optional<Congruence> out;
        if (size * size <= most_of_part && size * size * (size + wide) <= most_of_part) {
            work_ += size * size * (size + wide);
            out = judge(system_of(equations_, part, place_, used.size()), part);
        }
        for (const std::int32_t j : used) place_[j] = -1;
        return out;
    }

    std::optional<Congruence> judge(const WholeSystem& system, std::span<const std::int32_t> part) {
        const std::int64_t modulus = some_full_minor(system).value_or(product_of_small_primes());
        if (modulus < 2) return std::nullopt;
        const std::optional<Unsolvable> unsolvable = unsolvable_modulo(system, modulus);
        if (!unsolvable) return std::nullopt;
        const Unsolvable found = shortened(system, *unsolvable);
        if (!proves(system, found)) return std::nullopt;
        Congruence out;
        out.divisor = static_cast<double>(found.divisor);
        if (!(out.divisor < largest_whole)) return std::nullopt;
        for (std::size_t i = 0; i < part.size(); ++i) {
            if (found.weight[i] == 0) continue;
            out.row.push_back(equations_.origin[part[i]]);
            out.multiplier.push_back(static_cast<double>(found.weight[i]) *
                                     equations_.scale[part[i]]);
        }
        return out;
    }

    const WholeEquations& equations_;
    const SparseRows& rows_;
    std::vector<std::uint8_t> alive_;
    std::vector<std::int32_t> standing_;  // in how many equations that are left a column stands
    std::vector<std::int32_t> place_;     // of a column in the part at hand
    std::int64_t& work_;
    std::vector<std::int64_t> column_start_;
    std::vector<std::int32_t> row_of_;   // column by column
    std::vector<std::int64_t> divisor_;  // of the coefficients of each equation
};

}  // namespace

WholeEquations whole_equations(const MixedProgram& program, const SparseRows& rows,
                               std::int64_t& work) {
    const LinearProgram& lp = program.lp;
    WholeEquations out;
    work += lp.rows;
    for (std::int32_t i = 0; i < lp.rows; ++i) {
        if (lp.row_lower[i] != lp.row_upper[i] || rows.size(i) == 0) continue;
        const auto index = std::span(rows.index).subspan(rows.start[i], rows.size(i));
        const auto value = std::span(rows.value).subspan(rows.start[i], rows.size(i));
        work += rows.size(i);
        if (std::any_of(index.begin(), index.end(),
                        [&](std::int32_t j) { return program.integer[j] == 0; }))
            continue;
        const double scale = unit_scale(value, lp.row_lower[i]);
        if (scale == 0) continue;
        for (std::size_t k = 0; k < index.size(); ++k) {
            out.rows.index.push_back(index[k]);
            out.rows.value.push_back(value[k] * scale);
        }
        out.rows.start.push_back(static_cast<std::int64_t>(out.rows.index.size()));
        out.right.push_back(lp.row_lower[i] * scale);
        out.scale.push_back(scale);
        out.origin.push_back(i);
    }
    return out;
}

std::optional<Congruence> find_congruence(const WholeEquations& equations, std::int32_t columns,
                                          std::int64_t& work) {
    if (equations.origin.empty()) return std::nullopt;
    return Parts(equations, columns, work).run();
}

}  // namespace tenon::ilp
