#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

const char* tenon_status_text(tenon_status status) {
    return guard_value("unknown status", [&] { return status_text(static_cast<Status>(status)); });
}

const char* tenon_version(void) {
    return guard_value("", [] { return version(); });
}

int32_t tenon_abi_version(void) {
    return guard_value(std::int32_t{TENON_ABI_VERSION}, [] { return TENON_ABI_VERSION; });
}

const char* tenon_build_info(void) {
    return guard_value("", [] { return build_info(); });
}

tenon_status tenon_check_version(int32_t header_abi_version, tenon_error* err) {
    return guard(err, [&] {
        if (header_abi_version > TENON_ABI_VERSION)
            throw Error(Status::version,
                        "the program was compiled with ABI " + std::to_string(header_abi_version) +
                            " of tenon.h, but the library found at run time has ABI " +
                            std::to_string(TENON_ABI_VERSION) + "; install the newer library",
                        {.argument = "header_abi_version"});
        if (header_abi_version < 1) refuse("header_abi_version", "must be TENON_ABI_VERSION");
    });
}
