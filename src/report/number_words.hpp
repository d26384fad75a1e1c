// Numbers as people read them: grouped thousands, true minus signs, no more digits than mean
// something. NaN is shown as "–".
#pragma once

#include <cstdint>
#include <string>

namespace tenon::report {

std::string count_text(std::int64_t value);          // 12,345
std::string fixed_text(double value, int decimals);  // −1,234.50
// Four significant digits by default, no trailing zeros: 0.001234, 12.5, 1,551, 3.2 × 10⁻⁷.
std::string number_text(double value, int digits = 4);
// With sign: +0.8, −0.8.
std::string signed_text(double value, int digits = 3);
// 12.3 %, never "0 %" for a share above zero nor "100 %" for one below one.
std::string share_text(double share);
std::string p_value_text(double p);  // "< 0.001" or three decimals

}  // namespace tenon::report
