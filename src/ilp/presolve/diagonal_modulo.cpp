#include "ilp/presolve/diagonal_modulo.hpp"

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <utility>

#include "ilp/presolve/bezout.hpp"

namespace tenon::ilp {

namespace {

#if defined(__SIZEOF_INT128__)
__extension__ using Wide = __int128;
#else
using Wide = std::int64_t;
#endif
// Twice the square of this fits.
constexpr std::int64_t largest_modulus = std::int64_t{1} << (sizeof(Wide) > 8 ? 62 : 31);
// Primes that are looked for in a divisor; what is left of it counts as one.
constexpr std::int64_t largest_prime = 1000;

std::int64_t reduced(Wide value, std::int64_t modulus) {
    const auto rest = static_cast<std::int64_t>(value % modulus);
    return rest < 0 ? rest + modulus : rest;
}

// One matrix modulo m: what is done to its rows is done to the right side and to the weights.
class Diagonal {
  public:
    Diagonal(const WholeSystem& system, std::int64_t modulus)
        : m_(modulus), rows_(system.rows), columns_(system.columns), width_(columns_ + 1 + rows_) {
        entry_.resize(rows_ * width_);
        for (std::size_t i = 0; i < rows_; ++i) {
            for (std::size_t j = 0; j <= columns_; ++j) at(i, j) = reduced(system.at(i, j), m_);
            at(i, columns_ + 1 + i) = 1 % m_;
        }
    }

    std::optional<Unsolvable> run() {
        for (std::size_t t = 0; t < rows_; ++t) {
            const bool empty = t >= columns_ || !bring_pivot(t);
            if (!empty) do
                    clear_column(t);
                while (!clear_row(t));
            const std::int64_t divisor = empty ? m_ : std::gcd(at(t, t), m_);
            if (at(t, columns_) % divisor != 0) return found(t, divisor);
        }
        return std::nullopt;
    }

  private:
    std::int64_t& at(std::size_t i, std::size_t j) { return entry_[i * width_ + j]; }

    Unsolvable found(std::size_t row, std::int64_t divisor) {
        Unsolvable out{divisor, {}};
        for (std::size_t i = 0; i < rows_; ++i)
            out.weight.push_back(at(row, columns_ + 1 + i) % divisor);
        return out;
    }

    // The entry with the least common divisor with m comes to (t, t).
    bool bring_pivot(std::size_t t) {
        std::int64_t least = m_;
        std::size_t row = t, column = t;
        for (std::size_t i = t; i < rows_ && least > 1; ++i)
            for (std::size_t j = t; j < columns_ && least > 1; ++j) {
                if (at(i, j) == 0) continue;
                const std::int64_t g = std::gcd(at(i, j), m_);
                if (g >= least) continue;
                least = g;
                row = i;
                column = j;
            }
        if (least == m_) return false;
        if (row != t)
            for (std::size_t j = 0; j < width_; ++j) std::swap(at(row, j), at(t, j));
        if (column != t)
            for (std::size_t i = 0; i < rows_; ++i) std::swap(at(i, column), at(i, t));
        return true;
    }

    // q with q p = a (mod m), where gcd(p, m) divides a.
    std::int64_t quotient(std::int64_t a, std::int64_t p, std::int64_t g) const {
        const std::int64_t m = m_ / g;
        if (m == 1) return 0;
        const std::int64_t inverse = reduced(bezout(p / g % m, m).u, m);
        return reduced(Wide{a / g} * inverse, m);
    }

    // (x, y) := (u x + v y, -(b / g) x + (a / g) y) takes (a, b) to (g, 0).
    void mix(std::int64_t& x, std::int64_t& y, const Bezout& by, std::int64_t a, std::int64_t b) {
        const std::int64_t first = reduced(Wide{by.u} * x + Wide{by.v} * y, m_);
        y = reduced(Wide{a / by.g} * y - Wide{b / by.g} * x, m_);
        x = first;
    }

    void clear_column(std::size_t t) {
        for (std::size_t i = t + 1; i < rows_; ++i) {
            const std::int64_t p = at(t, t), a = at(i, t), g = std::gcd(p, m_);
            if (a == 0) continue;
            if (a % g == 0) {
                const std::int64_t q = quotient(a, p, g);
                for (std::size_t j = 0; j < width_; ++j)
                    at(i, j) = reduced(at(i, j) - Wide{q} * at(t, j), m_);
            } else {
                const Bezout by = bezout(p, a);
                for (std::size_t j = 0; j < width_; ++j) mix(at(t, j), at(i, j), by, p, a);
            }
        }
    }

    // False if the column has to be cleared again.
    bool clear_row(std::size_t t) {
        for (std::size_t k = t + 1; k < columns_; ++k) {
            const std::int64_t p = at(t, t), a = at(t, k), g = std::gcd(p, m_);
            if (a == 0) continue;
            if (a % g == 0) {
                // The column of the pivot is zero below it: nothing else changes.
                at(t, k) = 0;
                continue;
            }
            const Bezout by = bezout(p, a);
            for (std::size_t i = t; i < rows_; ++i) mix(at(i, t), at(i, k), by, p, a);
            return false;
        }
        return true;
    }

    std::int64_t m_;
    std::size_t rows_, columns_, width_;
    std::vector<std::int64_t> entry_;
};

// Of the weighted rows in one column, modulo the divisor.
std::int64_t sum_of(const WholeSystem& system, const std::vector<std::int64_t>& weight,
                    std::size_t column, std::int64_t divisor) {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < system.rows; ++i)
        sum = reduced(sum + Wide{weight[i] % divisor} * reduced(system.at(i, column), divisor),
                      divisor);
    return sum;
}

}  // namespace

std::optional<std::int64_t> some_full_minor(const WholeSystem& system) {
    std::vector<std::int64_t> entry;
    const std::size_t rows = system.rows, columns = system.columns;
    for (std::size_t i = 0; i < rows; ++i)
        for (std::size_t j = 0; j < columns; ++j) {
            entry.push_back(system.at(i, j));
            if (std::abs(entry.back()) > largest_modulus) return std::nullopt;
        }
    const auto at = [&](std::size_t i, std::size_t j) -> std::int64_t& {
        return entry[i * columns + j];
    };
    std::int64_t previous = 1;
    for (std::size_t t = 0; t < std::min(rows, columns); ++t) {
        std::size_t row = rows, column = 0;
        for (std::size_t i = t; i < rows; ++i)
            for (std::size_t j = t; j < columns; ++j) {
                if (at(i, j) == 0) continue;
                if (row < rows && std::abs(at(i, j)) >= std::abs(at(row, column))) continue;
                row = i;
                column = j;
            }
        if (row == rows) break;
        if (row != t)
            for (std::size_t j = 0; j < columns; ++j) std::swap(at(row, j), at(t, j));
        if (column != t)
            for (std::size_t i = 0; i < rows; ++i) std::swap(at(i, column), at(i, t));
        const std::int64_t pivot = at(t, t);
        for (std::size_t i = t + 1; i < rows; ++i) {
            for (std::size_t j = t + 1; j < columns; ++j) {
                const Wide minor = (Wide{at(i, j)} * pivot - Wide{at(i, t)} * at(t, j)) / previous;
                if (minor > largest_modulus || minor < -largest_modulus) return std::nullopt;
                at(i, j) = static_cast<std::int64_t>(minor);
            }
            at(i, t) = 0;
        }
        previous = pivot;
    }
    return std::abs(previous);
}

std::int64_t product_of_small_primes() {
    std::int64_t product = 1;
    for (const std::int64_t p : {2, 3, 5, 7, 2, 3, 11, 2, 5, 13, 3, 2, 7, 17, 2, 19, 3, 23, 2, 5})
        if (product <= largest_modulus / p) product *= p;
    return product;
}

std::optional<Unsolvable> unsolvable_modulo(const WholeSystem& system, std::int64_t modulus) {
    return Diagonal(system, modulus).run();
}

bool proves(const WholeSystem& system, const Unsolvable& found) {
    for (std::size_t j = 0; j < system.columns; ++j)
        if (sum_of(system, found.weight, j, found.divisor) != 0) return false;
    return sum_of(system, found.weight, system.columns, found.divisor) != 0;
}

Unsolvable shortened(const WholeSystem& system, Unsolvable found) {
    std::int64_t best = found.divisor, rest = found.divisor;
    const auto try_power = [&](std::int64_t power) {
        if (power < best && sum_of(system, found.weight, system.columns, power) != 0) best = power;
    };
    for (std::int64_t p = 2; p <= largest_prime && p * p <= rest; ++p)
        for (std::int64_t power = p; rest % p == 0; power *= p) {
            rest /= p;
            try_power(power);
        }
    if (rest > 1) try_power(rest);
    found.divisor = best;
    for (std::int64_t& weight : found.weight) {
        weight %= best;
        if (2 * Wide{weight} > best) weight -= best;
    }
    return found;
}

}  // namespace tenon::ilp
