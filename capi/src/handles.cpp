#include "handles.hpp"

namespace tenon::capi {

void refuse(std::string_view argument, std::string_view why) {
    throw Error(Status::argument, std::string(argument) + " " + std::string(why),
                {.argument = std::string(argument)});
}

void refuse_struct(std::string_view name, std::uint32_t given, std::size_t known) {
    if (given <= known)
        refuse(name, "has struct_size " + std::to_string(given) +
                         ", which no version of it had; initialise it with its ..._INIT macro");
    throw Error(Status::version,
                std::string(name) + " has " + std::to_string(given) +
                    " bytes and uses members that this library, which knows " +
                    std::to_string(known) +
                    " of them, does not have; link the tenon that the header came with",
                {.argument = std::string(name)});
}

namespace {

const Context& value_of(const tenon_context* context) noexcept {
    static const Context silent{};
    return context ? context->value : silent;
}

}  // namespace

CallContext::CallContext(const tenon_context* context) noexcept
    : context_(value_of(context)), heard_(context_) {}

CallContext context_of(const tenon_context* context) {
    value_of(context).check_cancelled();
    return CallContext(context);
}

CallContext solve_context_of(const tenon_context* context) noexcept {
    return CallContext(context);
}

std::vector<std::string> texts(const char* const* list, std::int64_t count,
                               std::string_view argument) {
    if (count < 0) refuse(argument, "has a negative count");
    if (count > 0 && !list) refuse(argument, "must not be NULL when its count is not 0");
    std::vector<std::string> result;
    for (std::int64_t i = 0; i < count; ++i) {
        if (!list[i]) refuse(argument, "holds a NULL at place " + std::to_string(i));
        result.emplace_back(list[i]);
    }
    return result;
}

std::string_view buffer(const char* bytes, std::int64_t length, std::string_view argument) {
    if (length < 0) refuse(argument, "has a negative length");
    if (length > 0 && !bytes) refuse(argument, "must not be NULL when its length is not 0");
    return {bytes, static_cast<std::size_t>(length)};
}

void give_text(std::string_view text, char* out, std::int64_t capacity, std::int64_t* needed,
               std::string_view argument) {
    if (capacity < 0) refuse("capacity", "must not be negative");
    if (capacity > 0 && !out) refuse(argument, "must not be NULL when capacity is not 0");
    const auto there = static_cast<std::int64_t>(text.size());
    const std::int64_t copied = std::min(there, capacity);
    if (copied > 0) std::memcpy(out, text.data(), static_cast<std::size_t>(copied));
    if (needed) *needed = there;
}

void give_bytes(const std::string& bytes, void* out, std::int64_t capacity, std::int64_t* needed) {
    if (capacity < 0) refuse("capacity", "must not be negative");
    const auto there = static_cast<std::int64_t>(bytes.size());
    if (needed) *needed = there;
    if (capacity == 0 && needed) return;
    if (capacity < there)
        refuse("capacity", "is " + std::to_string(capacity) + ", but " + std::to_string(there) +
                               " bytes are needed");
    std::memcpy(&required(static_cast<char*>(out), "buffer"), bytes.data(), bytes.size());
}

}  // namespace tenon::capi
