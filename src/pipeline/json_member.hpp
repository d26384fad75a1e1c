// A value of a parsed document together with its place in it, read under suspicion: each getter
// checks type and range and throws Error(corrupt) that names the place as a JSON pointer.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "pipeline/enum_names.hpp"

namespace tenon {

class JsonMember {
  public:
    JsonMember(const Json& value, std::string path) : value_(value), path_(std::move(path)) {}

    JsonMember operator[](const char* name) const;  // of an object
    std::vector<JsonMember> items() const;          // of an array

    const std::string& text() const;
    bool boolean() const;
    double real() const;  // any double, "nan", "inf" and "-inf" included
    double finite() const;
    std::int64_t count() const;  // an integer of at least 0
    std::vector<std::string> texts() const;

    template <class E, std::size_t n>
    E word(const EnumNames<E, n>& names) const {
        const std::string& said = text();
        for (const auto& [value, name] : names)
            if (name == said) return value;
        refuse("\"" + said + "\" is not a word it may hold");
    }

    [[noreturn]] void refuse(const std::string& what) const;

  private:
    const Json& value_;
    std::string path_;
};

}  // namespace tenon
