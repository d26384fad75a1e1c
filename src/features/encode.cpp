#include "tenon/encode.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <set>
#include <utility>

#include "base/reason_text.hpp"
#include "base/utf8.hpp"
#include "features/category_text.hpp"
#include "features/dictionary.hpp"
#include "features/numbers.hpp"
#include "tenon/error.hpp"

namespace tenon {

using namespace features;

namespace {

void check_options(const EncodeOptions& options) {
    const auto kind = static_cast<std::int32_t>(options.kind);
    const auto unknown = static_cast<std::int32_t>(options.unknown);
    if (kind < 0 || kind > static_cast<std::int32_t>(EncoderKind::ordinal))
        throw Error(Status::argument, "kind must be one_hot or ordinal", {.argument = "kind"});
    if (unknown < 0 || unknown > static_cast<std::int32_t>(Unknown::zero))
        throw Error(Status::argument, "unknown must be error, missing or zero",
                    {.argument = "unknown"});
    if (options.max_categories < 1 ||
        options.max_categories > std::numeric_limits<std::int32_t>::max())
        throw Error(Status::argument,
                    "max_categories is " + std::to_string(options.max_categories) +
                        "; give a number from 1 to 2147483647",
                    {.argument = "max_categories"});
}

void refuse_unknown(const Column& column, const Dictionary& dictionary,
                    const std::vector<std::int32_t>& codes) {
    const auto found = std::find(codes.begin(), codes.end(), unknown_code);
    if (found == codes.end()) return;
    const std::int64_t row = found - codes.begin();
    throw Error(Status::data,
                "column \"" + dictionary.column + "\", row " + std::to_string(row) +
                    ": category \"" + std::string(CategoryText(column).at(row)) +
                    "\" is not among the " +
                    count_text(static_cast<std::int64_t>(dictionary.categories.size())) +
                    " of the fit; set unknown to missing or zero, or fit again with such rows",
                {.argument = dictionary.column, .row = row});
}

// Bits of rows, the least significant first.
using Bits = std::vector<std::uint8_t>;

Bits no_bits(std::size_t rows) {
    return Bits((rows + 7) / 8, 0);
}

void raise_bit(Bits& bits, std::size_t row) {
    bits[row >> 3] = static_cast<std::uint8_t>(bits[row >> 3] | 1u << (row & 7));
}

bool is_whole_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}
bool is_truth_value(std::string_view text) {
    return text == "true" || text == "false";
}

// Whole numbers and truth values are never the same category: 1 is not "true". Text may be either.
void check_kind(const Dictionary& dictionary, const Column& column) {
    const auto& categories = dictionary.categories;
    const auto all = [&](auto is) {
        return !categories.empty() && std::all_of(categories.begin(), categories.end(), is);
    };
    const bool truths = column.type() == Type::boolean && all(is_whole_number);
    const bool numbers = column.type() == Type::int64 && all(is_truth_value);
    if (!truths && !numbers) return;
    throw Error(Status::type,
                "column \"" + dictionary.column + "\" is " + type_name(column.type()) +
                    ", and the fit saw " + (truths ? "whole numbers" : "truth values") + ", as " +
                    excerpt(categories.front()) + "; cast it to what it was",
                {.argument = dictionary.column});
}

// Which cells of the new columns are present; all of them share these bits.
struct Presence {
    std::shared_ptr<const Bits> bits;
    std::int64_t missing = 0;
};

Presence presence_of(const std::vector<std::int32_t>& codes, Unknown unknown) {
    auto bits = std::make_shared<Bits>(no_bits(codes.size()));
    Presence out;
    for (std::size_t row = 0; row < codes.size(); ++row) {
        const bool missing = codes[row] == missing_code ||
                             (codes[row] == unknown_code && unknown == Unknown::missing);
        if (missing)
            ++out.missing;
        else
            raise_bit(*bits, row);
    }
    out.bits = std::move(bits);
    return out;
}

template <class Values>
Column new_column(Type type, std::size_t rows, Values values, const Presence& presence) {
    struct Storage {
        Values values;
        std::shared_ptr<const Bits> validity;
    };
    const auto storage = std::make_shared<const Storage>(Storage{std::move(values), presence.bits});
    ColumnBuffers buffers;
    buffers.type = type;
    buffers.rows = static_cast<std::int64_t>(rows);
    buffers.missing = presence.missing;
    buffers.validity = presence.missing > 0 ? storage->validity->data() : nullptr;
    buffers.values = storage->values.data();
    buffers.owner = storage;
    return Column(std::move(buffers));
}

Column ordinal_column(const std::vector<std::int32_t>& codes, const Presence& presence) {
    std::vector<std::int64_t> places(codes.size());
    for (std::size_t row = 0; row < codes.size(); ++row)
        places[row] = std::max(codes[row], unknown_code);
    return new_column(Type::int64, codes.size(), std::move(places), presence);
}

std::vector<Column> one_hot_columns(const std::vector<std::int32_t>& codes, std::size_t categories,
                                    std::size_t first, const Presence& presence) {
    std::vector<Bits> bits(categories, no_bits(codes.size()));
    for (std::size_t row = 0; row < codes.size(); ++row)
        if (codes[row] >= 0) raise_bit(bits[static_cast<std::size_t>(codes[row])], row);
    std::vector<Column> columns;
    for (std::size_t c = first; c < categories; ++c)
        columns.push_back(new_column(Type::boolean, codes.size(), std::move(bits[c]), presence));
    return columns;
}

std::string reason_of(const Dictionary& dictionary, const EncodeOptions& options,
                      const std::vector<std::int32_t>& codes) {
    std::string reason = count_text(static_cast<std::int64_t>(dictionary.categories.size()),
                                    "category", "categories");
    if (options.kind == EncoderKind::ordinal)
        reason += " by their place in the dictionary, from 0";
    else
        reason += ", one 0/1 column each";
    if (options.kind == EncoderKind::one_hot && options.drop_first)
        reason += " but for the reference \"" + dictionary.categories[0] + '"';
    const auto missing = std::count(codes.begin(), codes.end(), missing_code);
    if (missing > 0)
        reason +=
            "; " + count_text(missing, "missing cell stays", "missing cells stay") + " missing";
    const auto unknown = std::count(codes.begin(), codes.end(), unknown_code);
    if (unknown > 0)
        reason +=
            "; " +
            count_text(unknown, "cell of an unknown category", "cells of unknown categories") +
            (options.unknown == Unknown::missing    ? " made missing"
             : options.kind == EncoderKind::one_hot ? " made all zero"
                                                    : " made -1");
    return reason;
}

// The columns of the new table in their order, with names that must not meet.
class NewColumns {
  public:
    void add(std::string name, Column column) {
        if (!seen_.insert(name).second)
            throw Error(Status::argument,
                        "column \"" + name +
                            "\" would exist twice after encoding; rename one of them first",
                        {.argument = name});
        names_.push_back(std::move(name));
        columns_.push_back(std::move(column));
    }
    // A table with the history of the old one.
    Table finish(const Table& old) {
        if (columns_.empty() && old.columns() > 0)
            throw Error(Status::data,
                        "drop_first leaves no column of a table whose columns have one category "
                        "each; leave drop_first off",
                        {.argument = "drop_first"});
        Table out(std::move(names_), std::move(columns_));
        for (const Change& change : old.changes()) out = out.with_change(change);
        return old.findings().empty() ? out : out.with_findings(old.findings());
    }

  private:
    std::set<std::string> seen_;
    std::vector<std::string> names_;
    std::vector<Column> columns_;
};

}  // namespace

Encoder::Encoder(EncodeOptions options, std::vector<Dictionary> dictionaries)
    : options_(options), dictionaries_(std::move(dictionaries)) {
    check_options(options_);
    std::set<std::string_view> seen;
    for (const Dictionary& dictionary : dictionaries_) {
        if (!seen.insert(dictionary.column).second)
            throw Error(Status::argument,
                        "column \"" + dictionary.column + "\" is named twice; name it once",
                        {.argument = dictionary.column});
        const auto& categories = dictionary.categories;
        const bool ascending = std::adjacent_find(categories.begin(), categories.end(),
                                                  std::greater_equal<>()) == categories.end();
        if (categories.empty() || !ascending)
            throw Error(Status::argument,
                        "column \"" + dictionary.column +
                            "\": the stored categories must be sorted by bytes and distinct",
                        {.argument = dictionary.column});
    }
}

Encoder Encoder::fit(const Context& context, const Table& table,
                     std::span<const std::string> columns, const EncodeOptions& options) {
    check_options(options);
    std::vector<Dictionary> dictionaries;
    for (const std::string& name : columns) {
        context.report({.phase = "learn categories",
                        .share = static_cast<double>(dictionaries.size()) /
                                 static_cast<double>(columns.size()),
                        .rows = table.rows()});
        dictionaries.push_back(
            learn_dictionary(context, name, table.column(name), options.max_categories));
    }
    return Encoder(options, std::move(dictionaries));
}

Table Encoder::apply(const Context& context, const Table& table) const {
    std::vector<const Dictionary*> of_column(static_cast<std::size_t>(table.columns()), nullptr);
    for (const Dictionary& dictionary : dictionaries_)
        of_column[static_cast<std::size_t>(table.index_of(dictionary.column))] = &dictionary;

    NewColumns result;
    std::vector<Change> changes;
    for (std::int32_t c = 0; c < table.columns(); ++c) {
        const Column& column = table.column(c);
        const Dictionary* dictionary = of_column[static_cast<std::size_t>(c)];
        if (!dictionary) {
            result.add(table.name(c), column);
            continue;
        }
        context.report({.phase = "encode",
                        .share = static_cast<double>(c) / static_cast<double>(table.columns()),
                        .rows = table.rows()});
        check_categories(dictionary->column, column);
        check_kind(*dictionary, column);
        const std::size_t categories = dictionary->categories.size();
        const bool ordinal = options_.kind == EncoderKind::ordinal;
        const Charge charge(
            context, column.size() * 4 +
                         (ordinal ? column.size() * 8
                                  : column.size() / 8 * static_cast<std::int64_t>(categories)));
        const auto codes = codes_of(context, column, *dictionary);
        if (options_.unknown == Unknown::error) refuse_unknown(column, *dictionary, codes);
        const Presence presence = presence_of(codes, options_.unknown);
        if (ordinal) {
            result.add(table.name(c), ordinal_column(codes, presence));
        } else {
            const std::size_t first = options_.drop_first ? 1 : 0;
            auto hot = one_hot_columns(codes, categories, first, presence);
            for (std::size_t i = 0; i < hot.size(); ++i)
                result.add(table.name(c) + '=' + dictionary->categories[first + i],
                           std::move(hot[i]));
        }
        changes.push_back({ordinal ? "encode ordinal" : "encode one-hot", table.name(c), 0,
                           column.size() - column.missing(),
                           reason_of(*dictionary, options_, codes)});
    }
    if (changes.empty()) changes.push_back({"encode", "", 0, 0, "no column was named"});
    Table out = result.finish(table);
    for (Change& change : changes) out = out.with_change(std::move(change));
    return out;
}

std::int64_t Encoder::code(std::size_t column, std::string_view category) const noexcept {
    if (column >= dictionaries_.size()) return -1;
    const auto& categories = dictionaries_[column].categories;
    const auto place = std::lower_bound(
        categories.begin(), categories.end(), category,
        [](const std::string& a, std::string_view b) { return std::string_view(a) < b; });
    return place != categories.end() && *place == category ? place - categories.begin() : -1;
}

}  // namespace tenon
