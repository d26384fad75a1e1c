#include "clean/fill_json.hpp"

#include <cstdint>
#include <limits>

#include "base/number_text.hpp"
#include "clean/fill_value.hpp"
#include "clean/type_words.hpp"

namespace tenon::clean {

namespace {

void read_constant(PlanReader& reader, ImputeOptions& options) {
    const Json* value = reader.raw("value");
    if (options.fill != Fill::constant) {
        if (value) reader.refuse("value", "belongs to the method constant");
        return;
    }
    if (!value) reader.refuse("value", "is needed for the method constant");
    if (const std::string* text = value->if_text()) {
        options.constant_text = *text;
        // A number column refuses it by name.
        options.constant = std::numeric_limits<double>::quiet_NaN();
    } else if (const bool* truth = value->if_boolean()) {
        options.constant_text = *truth ? "true" : "false";
        options.constant = std::numeric_limits<double>::quiet_NaN();
    } else {
        options.constant = reader.number("value", 0);
        options.constant_text.clear();
        if (const std::int64_t* whole = value->if_integer())
            append_int64(options.constant_text, *whole);
        else
            options.constant_text = format_double(options.constant);
    }
}

}  // namespace

ImputeOptions read_impute_options(PlanReader& reader, Fill fill) {
    ImputeOptions options;
    options.fill = fill;
    read_constant(reader, options);
    if (fill == Fill::linear_time) options.time_column = reader.text("time", "");
    options.limit = reader.whole("limit", 0, 0, INT64_MAX);
    options.add_indicator = reader.boolean("indicator", false);
    return options;
}

void write_impute_options(Json& out, const ImputeOptions& options) {
    if (options.fill == Fill::constant) {
        const auto whole = exact_constant(options);
        if (whole)
            out.set("value", *whole);
        else if (options.constant == options.constant)
            out.set("value", json_of(options.constant));
        else
            out.set("value", options.constant_text);
    }
    if (!options.time_column.empty()) out.set("time", options.time_column);
    if (options.limit > 0) out.set("limit", options.limit);
    if (options.add_indicator) out.set("indicator", true);
}

FittedFill read_fitted_fill(PlanReader& reader) {
    FittedFill fill;
    fill.column = reader.needed_text("column");
    fill.type = reader.word<Type>("type", type_words, Type::float64);
    fill.value = reader.number("value", 0);
    fill.text = reader.text("text", "");
    fill.cells = reader.whole("cells", 0, 0, INT64_MAX);
    return fill;
}

Json json_of(const FittedFill& fill) {
    Json entry = Json::object();
    entry.set("column", fill.column);
    entry.set("type", word_of<Type>(type_words, fill.type));
    entry.set("value", json_of(fill.value));
    if (!fill.text.empty()) entry.set("text", fill.text);
    entry.set("cells", fill.cells);
    return entry;
}

}  // namespace tenon::clean
