// Rows and columns rearranged: sort, filter, join, group.
#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

namespace {

std::string suffix_of(const char* given) {
    return given ? std::string(given) : std::string("_right");
}

// A list of as many names as another, or none.
std::vector<std::string> parallel_names(const char* const* names, std::int32_t count,
                                        std::string_view argument) {
    if (!names) return {};
    return texts(names, count, argument);
}

JoinOptions join_options(const tenon_join_options* options) {
    const auto given = options_of(options, "options");
    JoinOptions result;
    result.keys = texts(given.keys, given.key_count, "keys");
    result.right_keys = parallel_names(given.right_keys, given.key_count, "right_keys");
    result.kind = given.keep_unmatched ? JoinKind::left : JoinKind::inner;
    result.suffix = suffix_of(given.suffix);
    return result;
}

AsofOptions asof_options(const tenon_asof_options* options) {
    const auto given = options_of(options, "options");
    if (given.direction < TENON_ASOF_PREVIOUS || given.direction > TENON_ASOF_NEAREST)
        refuse("direction", "must be one of TENON_ASOF_...");
    AsofOptions result;
    result.time = required_text(given.time, "time");
    result.right_time = optional_text(given.right_time);
    result.keys = texts(given.keys, given.key_count, "keys");
    result.right_keys = parallel_names(given.right_keys, given.key_count, "right_keys");
    result.direction = static_cast<AsofDirection>(given.direction);
    if (given.has_tolerance) {
        if (!(given.tolerance >= 0)) refuse("tolerance", "must not be negative");
        result.tolerance = given.tolerance;
    }
    result.keep_time = given.keep_time != 0;
    result.suffix = suffix_of(given.suffix);
    return result;
}

std::vector<AggregateColumn> aggregate_columns(const tenon_aggregate* aggregates,
                                               const char* const* columns, const char* const* names,
                                               std::int32_t count) {
    const auto kinds = list_of(aggregates, count, "aggregates");
    std::vector<AggregateColumn> out;
    for (std::size_t k = 0; k < kinds.size(); ++k) {
        if (kinds[k] < TENON_AGGREGATE_COUNT || kinds[k] > TENON_AGGREGATE_DISTINCT)
            refuse("aggregates", "must be of TENON_AGGREGATE_...");
        out.push_back({static_cast<Aggregate>(kinds[k]),
                       optional_text(columns ? columns[k] : nullptr),
                       optional_text(names ? names[k] : nullptr)});
    }
    return out;
}

}  // namespace

tenon_status tenon_table_sort(const tenon_context* context, const tenon_table* table,
                              const char* const* columns, const int32_t* descending,
                              int32_t column_count, tenon_table** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        std::vector<SortKey> keys;
        for (const std::string& name : texts(columns, column_count, "columns"))
            keys.push_back({name, descending && descending[keys.size()] != 0});
        give_handle(out, sort(context_of(context), required(table, "table").value, keys));
    });
}

tenon_status tenon_table_filter(const tenon_context* context, const tenon_table* table,
                                const char* expression, tenon_table** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, filter(context_of(context), required(table, "table").value,
                                required_text(expression, "expression")));
    });
}

tenon_status tenon_table_compute(const tenon_context* context, const tenon_table* table,
                                 const char* name, const char* expression, tenon_table** out,
                                 tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, with_computed(context_of(context), required(table, "table").value,
                                       std::string(required_text(name, "name")),
                                       required_text(expression, "expression")));
    });
}

tenon_status tenon_table_concatenate(const tenon_context* context, const tenon_table* const* tables,
                                     int32_t table_count, int32_t fill, tenon_table** out,
                                     tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        std::vector<Table> parts;
        for (const tenon_table* table : list_of(tables, table_count, "tables"))
            parts.push_back(required(table, "tables").value);
        give_handle(out, concatenate(context_of(context), parts, fill != 0));
    });
}

tenon_status tenon_table_rename(const tenon_table* table, const char* const* old_names,
                                const char* const* new_names, int32_t count, tenon_table** out,
                                tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        const auto olds = texts(old_names, count, "old_names");
        const auto news = texts(new_names, count, "new_names");
        std::vector<std::pair<std::string, std::string>> pairs;
        for (std::size_t k = 0; k < olds.size(); ++k) pairs.emplace_back(olds[k], news[k]);
        give_handle(out, rename(required(table, "table").value, pairs));
    });
}

tenon_status tenon_table_cast(const tenon_context* context, const tenon_table* table,
                              const char* column, tenon_type type, int32_t strict,
                              tenon_table** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        if (type < TENON_FLOAT64 || type > TENON_TIMESTAMP)
            refuse("type", "must be one of the types of a column");
        give_handle(out, cast(context_of(context), required(table, "table").value,
                              required_text(column, "column"), static_cast<Type>(type),
                              strict ? Unconverted::refuse : Unconverted::missing));
    });
}

tenon_status tenon_table_join(const tenon_context* context, const tenon_table* left,
                              const tenon_table* right, const tenon_join_options* options,
                              tenon_table** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, join(context_of(context), required(left, "left").value,
                              required(right, "right").value, join_options(options)));
    });
}

tenon_status tenon_table_join_asof(const tenon_context* context, const tenon_table* left,
                                   const tenon_table* right, const tenon_asof_options* options,
                                   tenon_table** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, join_asof(context_of(context), required(left, "left").value,
                                   required(right, "right").value, asof_options(options)));
    });
}

tenon_status tenon_table_aggregate(const tenon_context* context, const tenon_table* table,
                                   const char* const* keys, int32_t key_count,
                                   const tenon_aggregate* aggregates, const char* const* columns,
                                   const char* const* names, int32_t aggregate_count,
                                   tenon_table** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, aggregate(context_of(context), required(table, "table").value,
                                   texts(keys, key_count, "keys"),
                                   aggregate_columns(aggregates, columns, names, aggregate_count)));
    });
}
