#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

namespace tenon::capi {

ImputeOptions impute_options(const tenon_impute_options* options) {
    const auto given = options_of(options, "impute options");
    ImputeOptions result;
    switch (given.fill) {
        case TENON_FILL_MEDIAN:
            result.fill = Fill::median;
            break;
        case TENON_FILL_MEAN:
            result.fill = Fill::mean;
            break;
        case TENON_FILL_MODE:
            result.fill = Fill::mode;
            break;
        case TENON_FILL_CONSTANT:
            result.fill = Fill::constant;
            break;
        case TENON_FILL_PREVIOUS:
            result.fill = Fill::previous;
            break;
        case TENON_FILL_NEXT:
            result.fill = Fill::next;
            break;
        case TENON_FILL_LINEAR_TIME:
            result.fill = Fill::linear_time;
            break;
        default:
            refuse("fill", "must be one of TENON_FILL_...");
    }
    result.constant = given.constant;
    result.constant_text = optional_text(given.constant_text);
    result.time_column = optional_text(given.time_column);
    if (given.limit < 0) refuse("limit", "must not be negative");
    result.limit = given.limit;
    result.add_indicator = given.add_indicator != 0;
    return result;
}

OutlierOptions outlier_options(const tenon_outlier_options* options) {
    const auto given = options_of(options, "outlier options");
    OutlierOptions result;
    switch (given.rule) {
        case TENON_OUTLIER_MAD:
            result.rule = OutlierRule::mad;
            break;
        case TENON_OUTLIER_IQR:
            result.rule = OutlierRule::iqr;
            break;
        case TENON_OUTLIER_HAMPEL:
            result.rule = OutlierRule::hampel;
            break;
        case TENON_OUTLIER_Z:
            result.rule = OutlierRule::z;
            break;
        case TENON_OUTLIER_ROLLING:
            result.rule = OutlierRule::rolling;
            break;
        default:
            refuse("rule", "must be one of TENON_OUTLIER_MAD, _IQR, _HAMPEL, _Z, _ROLLING");
    }
    if (given.action < TENON_OUTLIER_FLAG || given.action > TENON_OUTLIER_DROP)
        refuse("action", "must be one of TENON_OUTLIER_FLAG, _CLIP, _MISSING, _DROP");
    result.action = static_cast<OutlierAction>(given.action);
    result.factor = given.factor;
    if (given.window != 0) result.window = given.window;
    return result;
}

}  // namespace tenon::capi

tenon_status tenon_table_drop_duplicates(const tenon_context* context, const tenon_table* table,
                                         const char* const* keys, int32_t key_count,
                                         tenon_table** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, drop_duplicates(context_of(context), required(table, "table").value,
                                         texts(keys, key_count, "keys")));
    });
}

tenon_status tenon_table_drop_duplicates_keep(const tenon_context* context,
                                              const tenon_table* table, const char* const* keys,
                                              int32_t key_count, tenon_keep keep, tenon_table** out,
                                              tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        if (keep < TENON_KEEP_FIRST || keep > TENON_KEEP_MOST_COMPLETE)
            refuse("keep", "must be one of TENON_KEEP_FIRST, _LAST, _MOST_COMPLETE");
        give_handle(out, drop_duplicates(context_of(context), required(table, "table").value,
                                         texts(keys, key_count, "keys"), static_cast<Keep>(keep)));
    });
}

tenon_status tenon_table_drop_missing(const tenon_context* context, const tenon_table* table,
                                      const char* const* columns, int32_t column_count,
                                      tenon_table** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, drop_missing(context_of(context), required(table, "table").value,
                                      texts(columns, column_count, "columns")));
    });
}

tenon_status tenon_imputer_fit(const tenon_context* context, const tenon_table* table,
                               const char* const* columns, int32_t column_count,
                               const tenon_impute_options* options, tenon_imputer** out,
                               tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out,
                    Imputer::fit(context_of(context), required(table, "table").value,
                                 texts(columns, column_count, "columns"), impute_options(options)));
    });
}

tenon_status tenon_imputer_apply(const tenon_context* context, const tenon_imputer* imputer,
                                 const tenon_table* table, tenon_table** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, required(imputer, "imputer")
                             .value.apply(context_of(context), required(table, "table").value));
    });
}

void tenon_imputer_free(tenon_imputer* imputer) {
    guard_void([&] { delete imputer; });
}

tenon_status tenon_outlier_filter_fit(const tenon_context* context, const tenon_table* table,
                                      const char* const* columns, int32_t column_count,
                                      const tenon_outlier_options* options,
                                      tenon_outlier_filter** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, OutlierFilter::fit(context_of(context), required(table, "table").value,
                                            texts(columns, column_count, "columns"),
                                            outlier_options(options)));
    });
}

tenon_status tenon_outlier_filter_fit_by(const tenon_context* context, const tenon_table* table,
                                         const char* const* columns, int32_t column_count,
                                         const char* const* group, int32_t group_count,
                                         const tenon_outlier_options* options,
                                         tenon_outlier_filter** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, OutlierFilter::fit_by(context_of(context), required(table, "table").value,
                                               texts(columns, column_count, "columns"),
                                               texts(group, group_count, "group"),
                                               outlier_options(options)));
    });
}

tenon_status tenon_outlier_filter_apply(const tenon_context* context,
                                        const tenon_outlier_filter* filter,
                                        const tenon_table* table, tenon_table** out,
                                        tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, required(filter, "filter")
                             .value.apply(context_of(context), required(table, "table").value));
    });
}

void tenon_outlier_filter_free(tenon_outlier_filter* filter) {
    guard_void([&] { delete filter; });
}
