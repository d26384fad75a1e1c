// Any bytes, under any options, are read as a table or refused with a place, the same for any
// number of threads; what is read strictly is read leniently just so; and what is written reads
// back.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>

#include "base/utf8.hpp"
#include "tenon/error.hpp"
#include "tenon/jsonl.hpp"

using namespace tenon;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

JsonLinesOptions options_of(std::uint8_t bits) {
    JsonLinesOptions options;
    options.all_text = (bits & 1) != 0;
    if (bits & 2) options.text_columns = {"a", "time"};
    if (bits & 4) options.columns = {"motor.rpm", "a"};
    if (bits & 8) options.max_bytes = 100;
    return options;
}

std::optional<Table> read(std::string_view text, const JsonLinesOptions& options, int threads) {
    Context context;
    context.threads = threads;
    try {
        return read_jsonl_buffer(context, text, options);
    } catch (const Error& error) {
        require(error.status() == Status::data || error.where().line >= 1);
        require(invalid_utf8_at(error.message()) == std::string_view::npos);
        return std::nullopt;
    }
}

std::string image(const Table& table) {
    JsonLinesWriteOptions options;
    options.not_finite = NotFinite::text;
    return write_jsonl_text(table, options);
}

void require_text(const Table& table) {
    for (std::int32_t c = 0; c < table.columns(); ++c) {
        require(table.column(c).size() == table.rows());
        for (std::int64_t r = 0; r < table.rows(); ++r)
            require(invalid_utf8_at(table.column(c).cell_text(r)) == std::string_view::npos);
    }
}

// Types aside, which a writer of JSON cannot tell in every case.
void require_reads_back(const Table& table) {
    JsonLinesOptions options;
    options.all_text = true;
    const std::string written = image(table);
    const auto once = read(written, options, 1);
    if (!once) return;  // a table without a row, or without a column
    require(once->rows() == table.rows());
    const auto twice = read(image(*once), options, 1);
    require(twice.has_value() && image(*twice) == image(*once));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    JsonLinesOptions options = options_of(data[0]);
    // Of its exact size, so that a sanitizer sees what is read behind it.
    const std::size_t length = size - 2;
    const auto bytes = std::make_unique<char[]>(length ? length : 1);
    for (std::size_t i = 0; i < length; ++i) bytes[i] = static_cast<char>(data[2 + i]);
    const std::string_view text(bytes.get(), length);

    const auto table = read(text, options, 1);
    const auto threaded = read(text, options, 3);
    require(table.has_value() == threaded.has_value());
    if (table) {
        require_text(*table);
        require(image(*table) == image(*threaded));
        require_reads_back(*table);
    }
    options.lenient = true;
    const auto lenient = read(text, options, 1);
    if (lenient) require_text(*lenient);
    if (table) {
        require(lenient.has_value());
        require(image(*lenient) == image(*table));
    }
    return 0;
}
