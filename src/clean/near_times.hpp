// Times whose distance decides whether two rows are near duplicates.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <span>

#include "tenon/duplicates.hpp"
#include "tenon/table.hpp"

namespace tenon::clean {

// Every time is an integer that ascends with it: microseconds and whole numbers are themselves, a
// double its bits, those of negative ones turned round. So the distance of two near ones is exact
// where the column's numbers are.
class NearTimes {
  public:
    NearTimes(Type type, double tolerance) noexcept
        : whole_(type != Type::float64),
          tolerance_(type == Type::timestamp ? std::round(tolerance * micros_per_second)
                                             : tolerance) {}

    static bool usable(const Column& time, std::int64_t row) noexcept {
        return time.valid(row) && !std::isnan(time.number(row));
    }
    std::int64_t at(const Column& time, std::int64_t row) const noexcept {
        const auto place = static_cast<std::size_t>(row);
        if (whole_) return time.int64s()[place];
        return turned(std::bit_cast<std::int64_t>(time.float64s()[place] + 0.0));  // no -0.0
    }
    // a <= b.
    bool near(std::int64_t a, std::int64_t b) const noexcept {
        if (whole_) {
            const auto gap = static_cast<std::uint64_t>(b) - static_cast<std::uint64_t>(a);
            return static_cast<double>(gap) <= tolerance_;
        }
        return std::bit_cast<double>(turned(b)) - std::bit_cast<double>(turned(a)) <= tolerance_;
    }

  private:
    static constexpr double micros_per_second = 1e6;
    static std::int64_t turned(std::int64_t bits) noexcept {
        return bits < 0 ? bits ^ INT64_MAX : bits;
    }

    bool whole_;
    double tolerance_;
};

// Rows in order of time, cut into clusters: each holds the rows near its first one, or, where the
// last of each cluster stays, near its last one. So no two rows that stay are near, but for the
// most complete ones of two clusters side by side.
template <class Row, class Near, class Use>
void for_clusters(std::span<const Row> rows, Keep keep, Near near, Use use) {
    if (keep == Keep::last) {
        for (std::size_t first = rows.size(), last = first; last > 0; last = first) {
            for (first = last - 1; first > 0 && near(rows[first - 1], rows[last - 1]);) --first;
            use(rows.subspan(first, last - first));
        }
        return;
    }
    for (std::size_t first = 0, last = 0; first < rows.size(); first = last) {
        for (last = first + 1; last < rows.size() && near(rows[first], rows[last]);) ++last;
        use(rows.subspan(first, last - first));
    }
}

}  // namespace tenon::clean
