// Errors as values of one kind: what was wrong, where, and what to do about it.
//
// Inside the library a fault in the caller's data or call is thrown as tenon::Error; the C layer
// turns it into a tenon_status and a tenon_error. Outcomes of a solver (infeasible, limit reached)
// are results, not errors.
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>

namespace tenon {

// The same numbers as TENON_OK and TENON_E_* in tenon.h; they never change.
enum class Status : std::int32_t {
    ok = 0,
    argument = -1,     // the call itself is wrong: null, out of range, contradictory options
    data = -2,         // the data do not allow what was asked: one class, no rows, constant column
    parse = -3,        // a text or file is malformed
    not_found = -4,    // a named column, row or file entry does not exist
    type = -5,         // a column has another type than the call needs
    io = -6,           // the operating system refused to read or write
    no_memory = -7,    // memory is exhausted
    budget = -8,       // the byte budget of the context is exhausted
    cancelled = -9,    // the progress callback or the cancel handle asked to stop
    version = -10,     // made by a newer library, or a header newer than the library
    corrupt = -11,     // a saved document fails its checksum or contradicts itself
    unsupported = -12, // valid, but not supported by this build
    internal = -13,    // a fault of tenon itself
};

// A short English name such as "data refused"; never null.
const char* status_text(Status status) noexcept;

// Where the fault lies. -1 means "does not apply".
struct Location {
    std::string argument;      // name of the argument, option or column at fault; may be empty
    std::int64_t row = -1;     // record, counted from 0
    std::int64_t column = -1;  // field or column, counted from 0
    std::int64_t line = -1;    // line of a text file, counted from 1
    std::int64_t byte = -1;    // offset in a file or buffer, counted from 0
};

class Error : public std::exception {
  public:
    Error(Status status, std::string message, Location where = {})
        : status_(status), message_(std::move(message)), where_(std::move(where)) {}

    Status status() const noexcept { return status_; }
    const std::string& message() const noexcept { return message_; }
    const Location& where() const noexcept { return where_; }
    const char* what() const noexcept override { return message_.c_str(); }

  private:
    Status status_;
    std::string message_;
    Location where_;
};

}  // namespace tenon
