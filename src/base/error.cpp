#include "tenon/error.hpp"

namespace tenon {

const char* status_text(Status status) noexcept {
    switch (status) {
        case Status::ok: return "ok";
        case Status::argument: return "wrong argument";
        case Status::data: return "data refused";
        case Status::parse: return "malformed text";
        case Status::not_found: return "not found";
        case Status::type: return "wrong type";
        case Status::io: return "input or output failed";
        case Status::no_memory: return "out of memory";
        case Status::budget: return "byte budget exhausted";
        case Status::cancelled: return "cancelled";
        case Status::version: return "version mismatch";
        case Status::corrupt: return "corrupt document";
        case Status::unsupported: return "not supported by this build";
        case Status::internal: return "internal fault";
    }
    return "unknown status";
}

}  // namespace tenon
