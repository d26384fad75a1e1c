#include <cstdint>
#include <string>
#include <string_view>

#include "base/file.hpp"
#include "base/memory.hpp"
#include "ilp/model/gzip.hpp"
#include "ilp/model/lp_reader.hpp"
#include "ilp/model/mps_reader.hpp"
#include "ilp/model/text_place.hpp"
#include "tenon/error.hpp"
#include "tenon/problem.hpp"

namespace tenon {

namespace {

bool ends_with(std::string_view text, std::string_view end) noexcept {
    return text.size() >= end.size() &&
           ilp::same_letters(text.substr(text.size() - end.size()), end);
}

ProblemFormat format_by_name(std::string_view path) noexcept {
    return ends_with(path, ".lp") || ends_with(path, ".lp.gz") ? ProblemFormat::lp
                                                               : ProblemFormat::mps;
}

void check_format(ProblemFormat format) {
    if (format != ProblemFormat::by_name && format != ProblemFormat::mps &&
        format != ProblemFormat::lp)
        throw Error(Status::argument,
                    "format " + std::to_string(static_cast<std::int32_t>(format)) +
                        " is not by name (0), MPS (1) or LP (2)",
                    {.argument = "format"});
}

void check_size(const std::string& path) {
    const std::int64_t memory = physical_memory_bytes(), size = file_size_bytes(path);
    if (memory > 0 && size > memory / 2)
        throw Error(Status::data,
                    "the file has " + std::to_string(size) +
                        " bytes, more than half of this machine's memory (" +
                        std::to_string(memory) + " bytes)",
                    {.argument = "path"});
}

}  // namespace

Problem read_problem_text(const Context& context, std::string_view text, ProblemFormat format) {
    check_format(format);
    if (ilp::is_gzip(text)) {
        const std::string plain = ilp::gunzip(context, text);
        if (ilp::is_gzip(plain))
            throw Error(Status::parse, "the text is packed twice by gzip; unpack it once",
                        {.argument = {}, .byte = 0});
        return read_problem_text(context, plain, format);
    }
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text.substr(0, byte_order_mark.size()) == byte_order_mark)
        text.remove_prefix(byte_order_mark.size());
    return format == ProblemFormat::lp ? ilp::read_lp(context, text) : ilp::read_mps(context, text);
}

Problem read_problem(const Context& context, const std::string& path, ProblemFormat format) {
    check_format(format);
    if (format == ProblemFormat::by_name) format = format_by_name(path);
    try {
        check_size(path);
        const std::string bytes = read_file(context, path);
        const Charge charge(context, static_cast<std::int64_t>(bytes.size()));
        return read_problem_text(context, bytes, format);
    } catch (const Error& error) {
        if (error.status() != Status::parse && error.status() != Status::data &&
            error.status() != Status::unsupported)
            throw;
        throw Error(error.status(), "\"" + path + "\": " + error.message(), error.where());
    }
}

}  // namespace tenon
