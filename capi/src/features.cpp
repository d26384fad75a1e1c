#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

namespace tenon::capi {

Scaling scaling(tenon_scaling given) {
    switch (given) {
        case TENON_SCALING_STANDARD:
            return Scaling::standard;
        case TENON_SCALING_MIN_MAX:
            return Scaling::min_max;
        case TENON_SCALING_ROBUST:
            return Scaling::robust;
        default:
            refuse("scaling", "must be one of TENON_SCALING_STANDARD, _MIN_MAX, _ROBUST");
    }
}

Unknown unknown_policy(tenon_unknown given) {
    if (given < TENON_UNKNOWN_ERROR || given > TENON_UNKNOWN_ZERO)
        refuse("unknown", "must be one of TENON_UNKNOWN_...");
    return static_cast<Unknown>(given);
}

EncodeOptions encode_options(const tenon_encode_options* options) {
    const auto given = options_of(options, "options");
    if (given.kind != TENON_ENCODER_ONE_HOT && given.kind != TENON_ENCODER_ORDINAL)
        refuse("kind", "must be TENON_ENCODER_ONE_HOT or TENON_ENCODER_ORDINAL");
    if (given.max_categories < 0) refuse("max_categories", "must not be negative");
    EncodeOptions encode;
    encode.kind = static_cast<EncoderKind>(given.kind);
    encode.unknown = unknown_policy(given.unknown);
    encode.drop_first = given.drop_first != 0;
    if (given.max_categories > 0) encode.max_categories = given.max_categories;
    return encode;
}

}  // namespace tenon::capi

tenon_status tenon_scaler_fit(const tenon_context* context, const tenon_table* table,
                              const char* const* columns, int32_t column_count, tenon_scaling kind,
                              tenon_scaler** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, Scaler::fit(context_of(context), required(table, "table").value,
                                     texts(columns, column_count, "columns"), scaling(kind)));
    });
}

tenon_status tenon_scaler_apply(const tenon_context* context, const tenon_scaler* scaler,
                                const tenon_table* table, tenon_table** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, required(scaler, "scaler")
                             .value.apply(context_of(context), required(table, "table").value));
    });
}

void tenon_scaler_free(tenon_scaler* scaler) {
    guard_void([&] { delete scaler; });
}

tenon_status tenon_encoder_fit(const tenon_context* context, const tenon_table* table,
                               const char* const* columns, int32_t column_count,
                               const tenon_encode_options* options, tenon_encoder** out,
                               tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out,
                    Encoder::fit(context_of(context), required(table, "table").value,
                                 texts(columns, column_count, "columns"), encode_options(options)));
    });
}

tenon_status tenon_encoder_apply(const tenon_context* context, const tenon_encoder* encoder,
                                 const tenon_table* table, tenon_table** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, required(encoder, "encoder")
                             .value.apply(context_of(context), required(table, "table").value));
    });
}

void tenon_encoder_free(tenon_encoder* encoder) {
    guard_void([&] { delete encoder; });
}
