// Profiles made slice by slice.
#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

tenon_status tenon_profile_create(tenon_profile** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out);
    });
}

tenon_status tenon_profile_add(tenon_profile* profile, const tenon_context* context,
                               const tenon_table* slice, tenon_error* err) {
    return guard(err, [&] {
        required(profile, "profile").value.add(context_of(context), required(slice, "slice").value);
    });
}

tenon_status tenon_profile_merge(tenon_profile* profile, const tenon_profile* later,
                                 tenon_error* err) {
    return guard(err, [&] {
        if (profile == later) refuse("later", "must be another profile");
        required(profile, "profile").value.merge(required(later, "later").value);
    });
}

tenon_status tenon_profile_json(const tenon_profile* profile, char* buffer, int64_t capacity,
                                int64_t* needed, tenon_error* err) {
    return guard(err, [&] {
        give_text(data_profile_json(required(profile, "profile").value.finish()), buffer, capacity,
                  needed, "buffer");
    });
}

tenon_status tenon_profile_text(const tenon_profile* profile, char* buffer, int64_t capacity,
                                int64_t* needed, tenon_error* err) {
    return guard(err, [&] {
        give_text(data_profile_text(required(profile, "profile").value.finish()), buffer, capacity,
                  needed, "buffer");
    });
}

void tenon_profile_free(tenon_profile* profile) {
    guard_void([&] { delete profile; });
}

tenon_status tenon_report_add_data_profile(tenon_report* report, const tenon_profile* profile,
                                           tenon_error* err) {
    return guard(err, [&] {
        required(report, "report")
            .value.add_data_profile(required(profile, "profile").value.finish());
    });
}
