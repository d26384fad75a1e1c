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
#include "tenon/csv.hpp"
#include "tenon/error.hpp"

using namespace tenon;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

CsvOptions options_of(std::uint8_t a, std::uint8_t b) {
    constexpr char delimiters[] = {0, ',', ';', ' ', '\t', '|', 0, 0};
    CsvOptions options;
    options.delimiter = delimiters[a & 7];
    options.header = (a & 8) == 0;
    options.ragged = a & 16 ? Ragged::pad : Ragged::error;
    options.quote = a & 32 ? '\0' : '"';
    options.comment = a & 64 ? '#' : '\0';
    options.all_text = (a & 128) != 0;
    options.encoding = static_cast<Encoding>((b & 15) % 7);
    options.date_order = static_cast<DateOrder>((b >> 4) % 3);
    options.quoted_text = (b & 64) != 0;
    if (b & 128) options.missing_marks = {"-", "0", "9999"};
    return options;
}

std::optional<Table> read(std::string_view text, const CsvOptions& options, int threads) {
    Context context;
    context.threads = threads;
    try {
        return read_csv_buffer(context, text, options);
    } catch (const Error& error) {
        require(error.where().line >= 1 || error.status() == Status::argument);
        require(invalid_utf8_at(error.message()) == std::string_view::npos);
        return std::nullopt;
    }
}

std::string image(const Table& table) {
    CsvWriteOptions options;
    return write_csv_text(table, options);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    CsvOptions options = options_of(data[0], data[1]);
    // Of its exact size, so that a sanitizer sees what is read behind it.
    const std::size_t length = size - 2;
    const auto bytes = std::make_unique<char[]>(length ? length : 1);
    for (std::size_t i = 0; i < length; ++i) bytes[i] = static_cast<char>(data[2 + i]);
    const std::string_view text(bytes.get(), length);

    const auto table = read(text, options, 1);
    const auto threaded = read(text, options, 3);
    require(table.has_value() == threaded.has_value());
    if (table) {
        for (std::int32_t c = 0; c < table->columns(); ++c) {
            require(table->column(c).size() == table->rows());
            for (std::int64_t r = 0; r < table->rows(); ++r)
                require(invalid_utf8_at(table->column(c).cell_text(r)) == std::string_view::npos);
        }
        require(image(*table) == image(*threaded));
    }
    options.lenient = true;
    const auto lenient = read(text, options, 1);
    if (table) {
        require(lenient.has_value());
        require(lenient->rows() == table->rows());
        require(image(*lenient) == image(*table));
    }
    return 0;
}
