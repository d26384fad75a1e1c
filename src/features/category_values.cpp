#include "features/category_values.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "features/columns.hpp"
#include "features/numbers.hpp"

namespace tenon::features {

void check_category_values(const std::vector<CategoryValues>& encodings) {
    check_distinct(column_names(encodings));
    for (const CategoryValues& one : encodings) {
        const auto& categories = one.dictionary.categories;
        if (categories.empty() || categories.size() != one.values.size())
            refuse_column(one.column, "needs one value a category", Status::argument);
        if (std::adjacent_find(categories.begin(), categories.end(), std::greater_equal<>()) !=
            categories.end())
            refuse_column(one.column, "its categories must be sorted by bytes and distinct",
                          Status::argument);
    }
}

Column encoded(const Context& context, const Column& column, const CategoryValues& encoding) {
    check_categories(encoding.column, column);
    const Charge charge(context, column.size() * 12);
    const auto codes = codes_of(context, column, encoding.dictionary);
    std::vector<double> values(codes.size(), 0);
    for (std::size_t row = 0; row < codes.size(); ++row)
        if (codes[row] != missing_code)
            values[row] = codes[row] == unknown_code
                              ? encoding.unknown
                              : encoding.values[static_cast<std::size_t>(codes[row])];
    return with_numbers(column, std::move(values));
}

Json write_category_values(const std::vector<CategoryValues>& encodings) {
    Json columns = Json::array();
    for (const CategoryValues& one : encodings) {
        Json entry;
        entry.set("column", one.column);
        entry.set("unknown", one.unknown);
        entry.set("categories", one.dictionary.categories);
        Json values = Json::array();
        for (const double value : one.values) values.push(Json(value));
        entry.set("values", std::move(values));
        columns.push(std::move(entry));
    }
    return columns;
}

std::vector<CategoryValues> read_category_values(const JsonMember& list) {
    std::vector<CategoryValues> out;
    for (const JsonMember& entry : list.items()) {
        CategoryValues one;
        one.column = entry["column"].text();
        one.unknown = entry["unknown"].finite();
        one.dictionary = {one.column, entry["categories"].texts()};
        one.values = entry["values"].finites();
        out.push_back(std::move(one));
    }
    return out;
}

}  // namespace tenon::features
