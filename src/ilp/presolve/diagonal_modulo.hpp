// A system of linear equations modulo a number, made diagonal: is it solvable, and if not, by which
// sum of rows is that seen?
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace tenon::ilp {

// Dense, row by row, the right side in the last column.
struct WholeSystem {
    std::size_t rows = 0, columns = 0;  // columns without the right side
    std::vector<std::int64_t> entry;    // rows * (columns + 1)

    std::int64_t& at(std::size_t i, std::size_t j) { return entry[i * (columns + 1) + j]; }
    std::int64_t at(std::size_t i, std::size_t j) const { return entry[i * (columns + 1) + j]; }
};

// A minor of the rank's size, not zero: all elementary divisors divide it. None where a minor on
// the way passes 2^62 (2^31 without 128-bit integers), or all entries are zero.
std::optional<std::int64_t> some_full_minor(const WholeSystem& system);

// A modulus that knows of small divisors only, where there is no such minor.
std::int64_t product_of_small_primes();

// sum_i weight_i (row i) = 0 (mod divisor) but for the right side.
struct Unsolvable {
    std::int64_t divisor = 1;
    std::vector<std::int64_t> weight;
};

// Modulo one of these numbers, at least 2. About rows^2 columns operations.
std::optional<Unsolvable> unsolvable_modulo(const WholeSystem& system, std::int64_t modulus);

// Is it so? Every sum is taken anew from the system.
bool proves(const WholeSystem& system, const Unsolvable& found);

// The same with the smallest divisor that a prime power of it gives, and weights nearest to zero.
Unsolvable shortened(const WholeSystem& system, Unsolvable found);

}  // namespace tenon::ilp
