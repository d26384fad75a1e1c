#include "clean/finite_readings.hpp"

#include <algorithm>
#include <bit>

#include "base/parallel.hpp"
#include "clean/column_edit.hpp"
#include "clean/readings.hpp"

namespace tenon::clean {

namespace {

// Calls body(readings, finite bits, first row) for each part of rows [first, last).
template <class Body>
void for_parts(const Column& column, std::int64_t first, std::int64_t last, Body body) {
    const VectorLevel level = vector_level();
    double buffer[readings_at_once];
    std::uint64_t finite[readings_at_once / word_bits];
    for (; first < last; first += readings_at_once) {
        const auto readings =
            readings_of(column, first, std::min(readings_at_once, last - first), buffer);
        mark_finite(level, readings, finite);
        body(readings, finite, first);
    }
}

std::int64_t count_finite(const Column& column, std::int64_t first, std::int64_t last) {
    std::int64_t out = 0;
    for_parts(column, first, last,
              [&](std::span<const double> readings, const std::uint64_t* finite, std::int64_t) {
                  for (std::size_t i = 0; i < readings.size(); i += word_bits)
                      out += std::popcount(finite[i / word_bits]);
              });
    return out;
}

// -0.0 becomes 0.0. Returns the end of what was written.
double* copy_plain(const double* from, std::size_t count, double* to) noexcept {
    for (std::size_t i = 0; i < count; ++i) to[i] = from[i] + 0.0;
    return to + count;
}

struct Gaps {
    std::vector<std::int64_t> skipped_after;
    std::vector<FiniteReadings::Infinite> infinite;
};

// Puts the finite readings of the rows at `to`; `before` of them lie before the first row.
Gaps gather(const Column& column, std::int64_t first, std::int64_t last, std::int64_t before,
            double* to) {
    Gaps out;
    double* const begin = to - before;
    for_parts(column, first, last,
              [&](std::span<const double> readings, const std::uint64_t* finite, std::int64_t at) {
                  double* next = to;
                  for (std::size_t word = 0; word < readings.size(); word += word_bits) {
                      const double* from = readings.data() + word;
                      const std::size_t count =
                          std::min<std::size_t>(word_bits, readings.size() - word);
                      std::uint64_t gaps =
                          ~finite[word / word_bits] & low_bits(static_cast<std::int64_t>(count));
                      std::size_t copied = 0;
                      for (; gaps; gaps &= gaps - 1) {
                          const auto gap = static_cast<std::size_t>(std::countr_zero(gaps));
                          next = copy_plain(from + copied, gap - copied, next);
                          copied = gap + 1;
                          out.skipped_after.push_back(next - begin);
                          if (from[gap] == from[gap])
                              out.infinite.push_back(
                                  {at + static_cast<std::int64_t>(word + gap), next - begin});
                      }
                      next = copy_plain(from + copied, count - copied, next);
                  }
                  to = next;
              });
    return out;
}

}  // namespace

FiniteReadings finite_readings(const Context& context, const Column& column) {
    const std::int64_t rows = column.size(), block = rows_between_checks;
    std::vector<std::int64_t> before(static_cast<std::size_t>(block_count(rows, block)) + 1, 0);
    parallel_blocks(
        context, rows, block, [&](std::int64_t number, std::int64_t first, std::int64_t last) {
            before[static_cast<std::size_t>(number) + 1] = count_finite(column, first, last);
        });
    for (std::size_t i = 1; i < before.size(); ++i) before[i] += before[i - 1];
    FiniteReadings out;
    out.finite = LargeArray<double>(static_cast<std::size_t>(before.back()), context.spare);
    std::vector<Gaps> gaps(before.size() - 1);
    parallel_blocks(
        context, rows, block, [&](std::int64_t number, std::int64_t first, std::int64_t last) {
            const auto i = static_cast<std::size_t>(number);
            gaps[i] = gather(column, first, last, before[i], out.finite.data() + before[i]);
        });
    out.skipped_after.reserve(static_cast<std::size_t>(rows - before.back()));
    for (const Gaps& part : gaps) {
        out.skipped_after.insert(out.skipped_after.end(), part.skipped_after.begin(),
                                 part.skipped_after.end());
        out.infinite.insert(out.infinite.end(), part.infinite.begin(), part.infinite.end());
    }
    out.nan =
        rows - column.missing() - before.back() - static_cast<std::int64_t>(out.infinite.size());
    return out;
}

}  // namespace tenon::clean
