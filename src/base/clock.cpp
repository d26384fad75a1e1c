#include "base/clock.hpp"

#include <chrono>

namespace tenon {

double steady_seconds() noexcept {
    using namespace std::chrono;
    return duration<double>(steady_clock::now().time_since_epoch()).count();
}

}  // namespace tenon
