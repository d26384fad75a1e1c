// One line of JSON Lines as cells: what a JSON parser tells, with objects flattened and arrays as
// text.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/json.hpp"

namespace tenon {

struct JsonCell {
    std::string name;     // "motor.rpm"
    JsonScalar value;     // a number, truth value, text or null
    std::string written;  // a number that is no int64; else empty
};

class JsonRecord : public JsonEvents {
  public:
    void begin() noexcept;
    const std::vector<JsonCell>& cells() const noexcept { return cells_; }

    void scalar(JsonScalar value, std::size_t place) override;
    void number(double value, std::string_view written, std::size_t place) override;
    void key(std::string name, std::size_t place) override;
    void open(bool object, std::size_t place) override;
    void close(std::size_t place) override;

  private:
    bool in_array() const noexcept { return !array_closers_.empty(); }
    void begin_element();

    std::vector<JsonCell> cells_;
    std::string path_;                  // "motor." while its members are told
    std::vector<std::size_t> parents_;  // how much of path_ belongs to each open object
    std::string name_;                  // of the member whose value comes next
    std::string array_;                 // its text so far
    std::string array_closers_;         // ']' and '}' that are due
    bool element_ = false;              // something stands before, so that a comma is due
};

}  // namespace tenon
