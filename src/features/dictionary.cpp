#include "features/dictionary.hpp"

#include <algorithm>
#include <functional>
#include <string_view>
#include <unordered_map>

#include "base/parallel.hpp"
#include "base/reason_text.hpp"
#include "features/category_text.hpp"
#include "features/numbers.hpp"
#include "tenon/error.hpp"

namespace tenon::features {

namespace {

// Looks text up without making a string of it.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept {
        return std::hash<std::string_view>{}(text);
    }
};
using Places = std::unordered_map<std::string, std::int32_t, TextHash, std::equal_to<>>;

[[noreturn]] void refuse(Status status, const std::string& name, const std::string& what) {
    throw Error(status, "column \"" + name + "\"" + what, {.argument = name});
}

}  // namespace

void check_categories(const std::string& name, const Column& column) {
    if (column.type() == Type::text || column.type() == Type::boolean ||
        column.type() == Type::int64)
        return;
    refuse(Status::type, name,
           std::string(" is ") + type_name(column.type()) +
               "; categories are text, bool or int64; read it as text to encode it");
}

Dictionary learn_dictionary(const Context& context, const std::string& name, const Column& column,
                            std::int64_t max_categories) {
    check_categories(name, column);
    Places places;
    CategoryText category(column);
    for (std::int64_t row = 0; row < column.size(); ++row) {
        if (row % rows_between_checks == 0) context.check_cancelled();
        if (!column.valid(row)) continue;
        const std::string_view text = category.at(row);
        if (places.find(text) != places.end()) continue;
        places.emplace(text, 0);
        if (static_cast<std::int64_t>(places.size()) > max_categories)
            refuse(Status::data, name,
                   " has more than " + count_text(max_categories) + " categories in its first " +
                       count_text(row + 1) +
                       " rows; an identifier is not a category: leave it out, group it, or raise "
                       "max_categories");
    }
    if (places.empty())
        refuse(Status::data, name,
               ": no present cell to learn categories from; leave the column out or fill it");
    Dictionary out;
    out.column = name;
    out.categories.reserve(places.size());
    for (const auto& place : places) out.categories.push_back(place.first);
    std::sort(out.categories.begin(), out.categories.end());
    return out;
}

std::vector<std::int32_t> codes_of(const Context& context, const Column& column,
                                   const Dictionary& dictionary) {
    Places places;
    places.reserve(dictionary.categories.size());
    for (std::size_t i = 0; i < dictionary.categories.size(); ++i)
        places.emplace(dictionary.categories[i], static_cast<std::int32_t>(i));

    std::vector<std::int32_t> codes(static_cast<std::size_t>(column.size()));
    parallel_blocks(context, column.size(), rows_between_checks,
                    [&](std::int64_t, std::int64_t first, std::int64_t last) {
                        CategoryText category(column);
                        for (std::int64_t row = first; row < last; ++row) {
                            auto& code = codes[static_cast<std::size_t>(row)];
                            code = missing_code;
                            if (!column.valid(row)) continue;
                            const auto place = places.find(category.at(row));
                            code = place == places.end() ? unknown_code : place->second;
                        }
                    });
    return codes;
}

}  // namespace tenon::features
