// What a warm linear program accepts: the rules of Problem, with the place in the message.
#pragma once

#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/number_text.hpp"
#include "tenon/error.hpp"
#include "tenon/problem.hpp"

namespace tenon::ilp {

[[noreturn]] inline void refuse_at(const char* kind, std::int32_t index, const std::string& what) {
    Location where{.argument = kind};
    (kind[0] == 'c' ? where.column : where.row) = index;
    throw Error(Status::argument, std::string(kind) + " " + std::to_string(index) + ": " + what,
                std::move(where));
}

inline void check_place(const char* kind, std::int32_t index, std::int32_t count) {
    if (index < 0 || index >= count)
        refuse_at(kind, index, "does not exist; there are " + std::to_string(count));
}

inline void check_finite(const char* kind, std::int32_t index, const char* what, double value) {
    if (!std::isfinite(value))
        refuse_at(
            kind, index,
            std::string(what) + " is " + format_double(value) + "; it must be a finite number");
}

struct Sides {
    double lower, upper;
};

// Bounds of 1e20 and more count as none.
inline Sides sound_sides(const char* kind, std::int32_t index, double lower, double upper) {
    if (std::isnan(lower) || std::isnan(upper))
        refuse_at(kind, index, "a bound is NaN; use a number, or infinity for no bound");
    const auto open = [](double bound) {
        return bound >= infinite_bound ? infinity : bound <= -infinite_bound ? -infinity : bound;
    };
    const Sides sides{open(lower), open(upper)};
    if (sides.lower > sides.upper || sides.lower == infinity || sides.upper == -infinity)
        refuse_at(kind, index,
                  "no number lies between " + format_double(lower) + " and " +
                      format_double(upper) + "; the lower bound must not be above the upper one");
    return sides;
}

// Entries by index with repeats summed.
struct Entries {
    std::vector<std::int32_t> index;
    std::vector<double> value;
};

Entries sound_entries(const char* kind, std::int32_t which, const char* other,
                      std::int32_t other_count, std::span<const std::int32_t> index,
                      std::span<const double> value);

}  // namespace tenon::ilp
