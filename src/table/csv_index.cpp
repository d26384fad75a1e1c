// Two ways to the same cells. Most records are plain: no quoted field, as many fields as there are
// columns. They are cut by the set bits of structural masks alone. Any other record, and every
// record of a text that is parted by runs of blanks, goes through CsvTokenizer.
#include "table/csv_index.hpp"

#include <algorithm>
#include <bit>

#include "table/csv_tokenizer.hpp"

namespace tenon {

void CsvIndex::shape(const CsvDialect& dialect, std::size_t width, std::size_t rows, bool pad) {
    // Columns begin in different cache sets, whatever the number of rows.
    constexpr std::size_t apart = 9;
    dialect_ = dialect;
    scan_ = fastest_structural_form().scan;
    width_ = width;
    most_rows_ = rows;
    stride_ = rows + apart;
    pad_ = pad;
    clear();
    cells_.clear();
    cells_.room(width_ * stride_);
    const bool skips_blank = width > 1;
    std::fill(std::begin(begins_oddly_), std::end(begins_oddly_), false);
    if (skips_blank)
        for (const char c : {'\n', '\r', ' ', '\t'})
            begins_oddly_[static_cast<unsigned char>(c)] = c != dialect.delimiter;
    if (dialect.comment != 0) begins_oddly_[static_cast<unsigned char>(dialect.comment)] = true;
    if (dialect.quote != 0) begins_oddly_[static_cast<unsigned char>(dialect.quote)] = true;
}

CsvIndex::Stop CsvIndex::fill(std::string_view text, std::size_t& at, bool complete) {
    for (;;) {
        if (rows_ == most_rows_) return Stop::full;
        if (!dialect_.blank_runs()) at = fill_plain(text, at, complete);
        if (rows_ == most_rows_) return Stop::full;
        const Stop stop = add_row(text, at, complete);
        if (stop != Stop::full) return stop;
    }
}

// Adds plain records; returns the beginning of the first that is not, or not whole, or too many.
std::size_t CsvIndex::fill_plain(std::string_view text, std::size_t at, bool complete) {
    constexpr std::size_t least_blocks = 4, most_blocks = 32;
    const char* const data = text.data();
    const std::size_t size = text.size(), width = width_, stride = stride_, most_rows = most_rows_;
    const char delimiter = dialect_.delimiter;
    if (at >= size || begins_oddly_[static_cast<unsigned char>(data[at])]) return at;
    StructuralMasks masks[most_blocks];
    std::size_t row_begin = at, begin = at, column = 0, rows = rows_;
    CsvCell* const cells = cells_.data();
    CsvCell* cell = cells + rows;
    bool inside_line_end = false;    // the next byte is the '\n' of a "\r\n"
    std::uint64_t begins_field = 1;  // bit 0: the block begins with a field
    std::size_t blocks = least_blocks;
    for (std::size_t batch = at; batch < size;) {
        blocks = std::min(blocks, (size - batch + 63) / 64);
        scan_(data + batch, blocks, dialect_.delimiter, dialect_.quote, masks);
        for (std::size_t k = 0; k < blocks; ++k) {
            const std::size_t block = batch + 64 * k;
            std::uint64_t stops = masks[k].stops;
            if (size - block < 64) stops &= (std::uint64_t{1} << (size - block)) - 1;
            const std::uint64_t quoted = masks[k].quotes & (stops << 1 | begins_field);
            begins_field = stops >> 63;
            if (inside_line_end) stops &= ~std::uint64_t{1};
            inside_line_end = false;
            if (quoted) stops &= (quoted & (~quoted + 1)) - 1;  // up to the first quoted field
            while (stops) {
                const std::size_t stop = block + static_cast<std::size_t>(std::countr_zero(stops));
                stops &= stops - 1;
                if (column == width) return rows_ = rows, row_begin;
                *cell = {static_cast<std::uint32_t>(begin),
                         static_cast<std::uint32_t>(stop - begin)};
                cell += stride;
                ++column;
                begin = stop + 1;
                if (data[stop] == delimiter) continue;
                if (column != width) return rows_ = rows, row_begin;
                if (data[stop] == '\r') {
                    if (begin == size && !complete) return rows_ = rows, row_begin;
                    if (begin < size && data[begin] == '\n') {
                        if (begin - block == 64)
                            inside_line_end = true;
                        else
                            stops &= stops - 1;
                        ++begin;
                    }
                }
                ++rows;
                row_begin = begin;
                column = 0;
                cell = cells + rows;
                if (rows == most_rows || begin >= size ||
                    begins_oddly_[static_cast<unsigned char>(data[begin])])
                    return rows_ = rows, row_begin;
            }
            if (quoted) return rows_ = rows, row_begin;
        }
        batch += 64 * blocks;
        blocks = most_blocks;
    }
    return rows_ = rows, row_begin;
}

// Adds one record of any kind; `full` means that it was added.
CsvIndex::Stop CsvIndex::add_row(std::string_view text, std::size_t& at, bool complete) {
    CsvTokenizer tokens(text, dialect_, at);
    if (!tokens.begin_row(width_ > 1)) {
        if (complete) at = text.size();
        return complete ? Stop::end : Stop::more_text;
    }
    const std::size_t row_begin = tokens.row_begin();
    std::size_t fields = 0;
    bool surplus_empty = true;
    CsvField field;
    for (bool more = true; more; ++fields) {
        more = tokens.next(field);
        const std::size_t length = field.end - field.begin;
        if (fields >= width_) {
            const auto content = text.substr(field.begin, length);
            surplus_empty =
                surplus_empty && !field.quoted && content.find_first_not_of(" \t") == content.npos;
            continue;
        }
        cells_.data()[fields * stride_ + rows_] = {static_cast<std::uint32_t>(field.begin),
                                                   static_cast<std::uint32_t>(length) |
                                                       (field.quoted ? CsvCell::quoted_bit : 0) |
                                                       (field.doubled ? CsvCell::doubled_bit : 0)};
    }
    const CsvFault fault = tokens.fault();
    const bool ran_out =
        fault.kind != CsvFault::Kind::after_quote && tokens.position() >= text.size();
    if (ran_out && !complete) return Stop::more_text;
    if (fault.kind != CsvFault::Kind::none || (fields != width_ && !pad_) ||
        (fields > width_ && !surplus_empty)) {
        bad_row_ = {CsvBadRow::Kind::ragged, row_begin,    row_begin, fields,
                    tokens.position(),       surplus_empty};
        if (fault.kind != CsvFault::Kind::none) {
            bad_row_.kind = fault.kind == CsvFault::Kind::open_quote ? CsvBadRow::Kind::open_quote
                                                                     : CsvBadRow::Kind::after_quote;
            bad_row_.at = fault.at;
            bad_row_.next = after_line(text, fault.at);
            if (bad_row_.next >= text.size() && !complete) return Stop::more_text;
        }
        at = row_begin;
        return Stop::bad_row;
    }
    if (fields < width_) {
        short_rows_.push_back({row_begin, fields});
        for (std::size_t c = fields; c < width_; ++c)
            cells_.data()[c * stride_ + rows_] = {static_cast<std::uint32_t>(row_begin), 0};
    }
    if (fields > width_) short_rows_.push_back({row_begin, fields});
    ++rows_;
    at = tokens.position();
    return Stop::full;
}

}  // namespace tenon
