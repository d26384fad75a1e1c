// Where in a problem document its reader stands: in which object or array, at which member, and
// which members were there.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "tenon/error.hpp"

namespace tenon::ilp {

class DocumentCursor {
  public:
    enum class At { start, root, columns, column, rows, row, row_columns, row_coefficients, end };

    explicit DocumentCursor(std::string_view text) : text_(text) {}

    At at() const noexcept { return at_; }
    // The member whose value comes next, of the object at hand.
    const std::string& key() const noexcept { return key_; }
    // Whether what comes belongs to a member that the format does not know.
    bool passes_over() const noexcept { return skipped_ > 0 || (in_object() && !known_); }

    // What the text tells, in its order; `place` is the byte where it stands. Each throws
    // Error(parse) where the format does not allow that: a member told twice, an array for an
    // object. False where it is passed over.
    bool key(std::string name, std::size_t place);
    bool open(bool object, std::size_t place);
    // The object or array at hand is complete; at() is still there. Members that are missing throw.
    bool close(std::size_t place);
    void leave() noexcept;  // after close() was true
    bool scalar(std::size_t place);
    void next_entry() noexcept { ++entry_; }  // of an array of a row

    // The message has the line and the JSON pointer of the value at hand.
    [[noreturn]] void refuse(const std::string& what, Status status = Status::parse) const;
    std::size_t place() const noexcept { return place_; }

  private:
    // The members of an object of the format; the first `required` of them must be there.
    struct Members {
        std::array<const char*, 8> name;
        std::size_t count, required;
    };
    static const Members root_members, column_members, row_members;

    bool in_object() const noexcept {
        return at_ == At::root || at_ == At::column || at_ == At::row;
    }
    const Members& members() const noexcept {
        return at_ == At::root ? root_members : at_ == At::column ? column_members : row_members;
    }
    unsigned& seen() noexcept { return at_ == At::root ? root_seen_ : item_seen_; }
    At inner(bool object) const noexcept;
    At outer() const noexcept;
    const char* expected() const noexcept;
    std::string pointer() const;
    void check_members();

    std::string_view text_;
    std::size_t place_ = 0;
    At at_ = At::start;
    std::int64_t skipped_ = 0;  // open objects and arrays of members that are not known
    std::string key_;
    bool known_ = true;                                // the member key_
    unsigned root_seen_ = 0, item_seen_ = 0;           // a bit for each member
    std::int64_t column_ = -1, row_ = -1, entry_ = 0;  // the ones at hand
};

}  // namespace tenon::ilp
