// Numbers as people read them in the change log: few digits, grouped counts. Not for data.
#pragma once

#include <cstdint>
#include <string>

namespace tenon {

std::string count_text(std::int64_t count);  // "4,889"
// Six significant digits, no exponent between 1e-5 and 1e15, no trailing zeros: "298.42".
std::string reading_text(double value);
// "[281.3, 316.9]", with digits enough to tell the ends apart to a thousandth of what lies between.
std::string interval_text(double low, double high);
// count_text with its noun: "1 cell", "4,889 cells".
std::string count_text(std::int64_t count, const char* one, const char* many);

}  // namespace tenon
