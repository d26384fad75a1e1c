#include "tenon/context.hpp"

#include <string>

#include "base/hearing.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

[[noreturn]] void throw_refused() {
    throw Error(Status::cancelled, "cancelled by the progress callback");
}

}  // namespace

void Budget::charge(std::int64_t bytes) {
    const std::int64_t now = used_.fetch_add(bytes, std::memory_order_relaxed) + bytes;
    if (now > limit_) {
        used_.fetch_sub(bytes, std::memory_order_relaxed);
        throw Error(Status::budget, "the byte budget of " + std::to_string(limit_) +
                                        " bytes does not allow another " + std::to_string(bytes) +
                                        "; raise byte_budget or work on fewer rows");
    }
    std::int64_t seen = peak_.load(std::memory_order_relaxed);
    while (now > seen && !peak_.compare_exchange_weak(seen, now, std::memory_order_relaxed)) {
    }
}

void Budget::release(std::int64_t bytes) noexcept {
    used_.fetch_sub(bytes, std::memory_order_relaxed);
}

void Context::check_cancelled() const {
    if (cancel && cancel->requested()) throw Error(Status::cancelled, "cancelled by the caller");
    if (!hearing_goes_on(*this)) throw_refused();
}

void Context::report(const Progress& snapshot) const {
    if (progress && !tell(*this, snapshot)) throw_refused();
    check_cancelled();
}

void Context::write_log(LogLevel level, std::string_view line, LogId id) const {
    if (log) log(level, line);
    if (log_line) log_line({level, id, line});
}

}  // namespace tenon
