#include "ilp/model/problem_format.hpp"

#include <cstdint>
#include <string>

#include "ilp/model/text_place.hpp"
#include "tenon/error.hpp"

namespace tenon::ilp {

namespace {

bool ends_with(std::string_view text, std::string_view end) noexcept {
    return text.size() >= end.size() && same_letters(text.substr(text.size() - end.size()), end);
}

}  // namespace

bool is_gzip_name(std::string_view path) noexcept {
    return ends_with(path, ".gz");
}

bool is_mps_name(std::string_view path) noexcept {
    if (is_gzip_name(path)) path.remove_suffix(3);
    return ends_with(path, ".mps");
}

ProblemFormat format_by_name(std::string_view path) noexcept {
    if (is_gzip_name(path)) path.remove_suffix(3);
    return ends_with(path, ".lp")     ? ProblemFormat::lp
           : ends_with(path, ".json") ? ProblemFormat::json
                                      : ProblemFormat::mps;
}

void check_format(ProblemFormat format) {
    if (format < ProblemFormat::by_name || format > ProblemFormat::json)
        throw Error(Status::argument,
                    "format " + std::to_string(static_cast<std::int32_t>(format)) +
                        " is not by name (0), MPS (1), LP (2) or JSON (3)",
                    {.argument = "format"});
}

}  // namespace tenon::ilp
