#include <limits>

#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

namespace {
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
}

tenon_status tenon_random_create(uint64_t seed, uint64_t stream, tenon_random** out,
                                 tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        *out = new tenon_random{Random(seed, stream)};
    });
}

void tenon_random_free(tenon_random* random) {
    guard_void([&] { delete random; });
}

double tenon_random_uniform(tenon_random* random) {
    return guard_value(nothing, [&] { return random ? random->value.uniform() : nothing; });
}

double tenon_random_normal(tenon_random* random) {
    return guard_value(nothing, [&] { return random ? random->value.normal() : nothing; });
}

uint64_t tenon_random_below(tenon_random* random, uint64_t limit) {
    return guard_value(std::uint64_t{0}, [&] {
        return random && limit > 0 ? random->value.below(limit) : std::uint64_t{0};
    });
}
