// Which format a problem file has, told by its name.
#pragma once

#include <string_view>

#include "tenon/problem.hpp"

namespace tenon::ilp {

// .lp, .json, or else MPS; each also with .gz at its end.
ProblemFormat format_by_name(std::string_view path) noexcept;

// Is it MPS by the ending, and not for want of one that is known?
bool is_mps_name(std::string_view path) noexcept;

bool is_gzip_name(std::string_view path) noexcept;

// Throws Error(argument) for a number that is no format.
void check_format(ProblemFormat format);

}  // namespace tenon::ilp
