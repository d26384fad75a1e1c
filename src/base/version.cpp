#include "tenon/version.hpp"

namespace tenon {

const char* version() noexcept {
    return TENON_CORE_VERSION;
}

const char* build_info() noexcept {
    return "tenon " TENON_CORE_VERSION
#if defined(__clang__)
           ", clang " __clang_version__
#elif defined(__GNUC__)
           ", gcc " __VERSION__
#elif defined(_MSC_VER)
           ", msvc"
#endif
#if defined(NDEBUG)
           ", release"
#else
           ", debug"
#endif
#if defined(TENON_HAVE_ZLIB)
           ", zlib"
#else
           ", no zlib"
#endif
        ;
}

}  // namespace tenon
