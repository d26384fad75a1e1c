// How many random cases a property test runs: few by default, fifty times as many with TENON_FULL,
// as many as TENON_TRIALS says.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <numeric>
#include <vector>

namespace tenon::test {

inline std::uint64_t number_from_environment(const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);
    return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

// The seeds TENON_FIRST, TENON_FIRST + 1, ...
inline std::vector<std::uint64_t> seeds(std::uint64_t usual_trials) {
    constexpr std::uint64_t in_full = 50;
    const bool full = number_from_environment("TENON_FULL", 0) != 0;
    std::vector<std::uint64_t> all(
        number_from_environment("TENON_TRIALS", full ? in_full * usual_trials : usual_trials));
    std::iota(all.begin(), all.end(), number_from_environment("TENON_FIRST", 0));
    return all;
}

}  // namespace tenon::test
