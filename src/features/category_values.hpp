// One number a category: what frequency and target encoders learn and replay.
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/json_member.hpp"
#include "features/dictionary.hpp"

namespace tenon::features {

struct CategoryValues {
    std::string column;
    Dictionary dictionary;
    std::vector<double> values;  // of each category
    double unknown = 0;          // of any other
};

// Throws Error(argument) for values a fit cannot give.
void check_category_values(const std::vector<CategoryValues>& encodings);

// The column by the value of each cell's category, float64; missing cells stay missing.
Column encoded(const Context& context, const Column& column, const CategoryValues& encoding);

Json write_category_values(const std::vector<CategoryValues>& encodings);
std::vector<CategoryValues> read_category_values(const JsonMember& list);

}  // namespace tenon::features
