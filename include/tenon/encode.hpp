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
    one_hot = 0,  // one 0/1 column a category, "<name>=<category>"
    ordinal = 1,  // one column with the category's place in the dictionary
};

enum class Unknown : std::int32_t {
    error = 0,    // Error(data) that names row, column and category
    missing = 1,  // ordinal: missing cell; one-hot: all missing
    zero = 2,     // one-hot: all zero; ordinal: -1
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
    // Text, bool and int64 columns (numbers by their text). Missing cells encode as missing.
    static Encoder fit(const Context& context, const Table& table,
                       std::span<const std::string> columns, const EncodeOptions& options = {});
    Encoder(EncodeOptions options, std::vector<Dictionary> dictionaries);

    Table apply(const Context& context, const Table& table) const;
    const EncodeOptions& options() const noexcept { return options_; }
    const std::vector<Dictionary>& dictionaries() const noexcept { return dictionaries_; }

    // Place of a category in the dictionary of a column, -1 if unknown. No allocation.
    std::int64_t code(std::size_t column, std::string_view category) const noexcept;

  private:
    EncodeOptions options_;
    std::vector<Dictionary> dictionaries_;
};

}  // namespace tenon
