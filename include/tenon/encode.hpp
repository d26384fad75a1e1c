// Encoders: categories to numbers by a dictionary that is stored and replayed.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon {

enum class EncoderKind : std::int32_t {
    one_hot = 0,  // one 0/1 column (bool) a category, "<name>=<category>", in place of the column
    ordinal = 1,  // one int64 column with the category's place in the dictionary
};

enum class Unknown : std::int32_t {
    error = 0,    // Error(data) that names row, column and category
    missing = 1,  // ordinal: missing cell; one-hot: all missing
    zero = 2,     // one-hot: all zero (with drop_first the same as the reference); ordinal: -1
};

struct EncodeOptions {
    EncoderKind kind = EncoderKind::one_hot;
    Unknown unknown = Unknown::error;
    bool drop_first = false;  // one-hot: leave out the first category (the reference level)
    std::int64_t max_categories = 1000;  // more is refused: it is an identifier, not a category
};

struct Dictionary {
    std::string column;
    std::vector<std::string> categories;  // sorted by bytes
};

class Encoder {
  public:
    // Text, bool and int64 columns (numbers by their text, "true" and "false"). Missing cells
    // encode as missing. Throws Error: not_found, type (float64 and timestamps), argument (a
    // column twice), data (no present cell, or more than max_categories).
    static Encoder fit(const Context& context, const Table& table,
                       std::span<const std::string> columns, const EncodeOptions& options = {});
    // From stored dictionaries (a saved pipeline). Throws Error(argument) for dictionaries that
    // are not sorted and distinct.
    Encoder(EncodeOptions options, std::vector<Dictionary> dictionaries);

    // Throws Error(argument) if a new column would bear the name of one that is there. One change
    // a column.
    Table apply(const Context& context, const Table& table) const;
    const EncodeOptions& options() const noexcept { return options_; }
    const std::vector<Dictionary>& dictionaries() const noexcept { return dictionaries_; }

    // Place of a category in the dictionary of a column, -1 if unknown. No allocation.
    std::int64_t code(std::size_t column, std::string_view category) const noexcept;

  private:
    EncodeOptions options_;
    std::vector<Dictionary> dictionaries_;
};

// One code a row: equal cells share a code, codes count from 0 in order of first appearance, missing
// cells have -1 and all NaN share one. Any type. For strata and groups.
std::vector<std::int64_t> category_codes(const Context& context, const Column& column);

}  // namespace tenon
