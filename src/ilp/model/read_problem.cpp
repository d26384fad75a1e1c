#include <cstdint>
#include <string>
#include <string_view>

#include "base/file.hpp"
#include "base/memory.hpp"
#include "ilp/model/gzip.hpp"
#include "ilp/model/lp_reader.hpp"
#include "ilp/model/mps_reader.hpp"
#include "ilp/model/problem_document.hpp"
#include "ilp/model/problem_format.hpp"
#include "ilp/model/text_place.hpp"
#include "tenon/error.hpp"
#include "tenon/problem.hpp"

namespace tenon {

namespace {

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
    ilp::check_format(format);
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
    switch (format) {
        case ProblemFormat::lp:
            return ilp::read_lp(context, text);
        case ProblemFormat::json:
            return ilp::read_problem_document(context, text);
        default:
            return ilp::read_mps(context, text);
    }
}

Problem read_problem(const Context& context, const std::string& path, ProblemFormat format) {
    ilp::check_format(format);
    const bool by_name = format == ProblemFormat::by_name;
    if (by_name) format = ilp::format_by_name(path);
    const bool guessed = by_name && format == ProblemFormat::mps && !ilp::is_mps_name(path);
    return ilp::with_path(path, [&] {
        check_size(path);
        const std::string bytes = read_file(context, path);
        const Charge charge(context, static_cast<std::int64_t>(bytes.size()));
        try {
            return read_problem_text(context, bytes, format);
        } catch (const Error& error) {
            if (!guessed || error.status() != Status::parse) throw;
            throw Error(
                Status::parse,
                error.message() + " (read as MPS, as its name ends in neither .lp nor .json)",
                error.where());
        }
    });
}

}  // namespace tenon
