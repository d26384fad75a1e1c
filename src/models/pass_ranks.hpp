// Order statistics of numbers that are counted in passes: exact, without keeping any of them.
//
// Doubles in their order are whole numbers (their bits); every pass counts how many lie up to marks
// that cut the intervals in which the wanted ranks are, until these have one double each: some 7 to
// 9 passes, whatever the numbers.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace tenon::models {

// The numbers of these ranks, 0 the least. `count` takes ascending marks and tells how many numbers
// are at most marks[0], above that and at most marks[1], ..., and above all.
std::vector<double> numbers_of_rank(
    const std::vector<std::int64_t>& ranks,
    const std::function<std::vector<std::int64_t>(const std::vector<double>& marks)>& count);

}  // namespace tenon::models
