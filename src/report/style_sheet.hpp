// The look of the report: light, dark by the reader's preference, and paper.
#pragma once

#include <string_view>

namespace tenon::report {

std::string_view style_sheet() noexcept;

}  // namespace tenon::report
