// A value of a parsed document together with its place in it, read under suspicion: each getter
// checks type and range and throws Error(corrupt) that names the kind of document ("pipeline") and
// the place as a JSON pointer.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/enum_names.hpp"
#include "base/json.hpp"

namespace tenon {

class JsonMember {
  public:
    // `noun` is a static string.
    JsonMember(const Json& value, const char* noun, std::string path = {})
        : value_(&value), noun_(noun), path_(std::move(path)) {}

    JsonMember operator[](const char* name) const;  // of an object
    bool has(const char* name) const noexcept;      // members that came within a version
    std::vector<JsonMember> items() const;          // of an array

    const std::string& text() const;
    bool boolean() const;
    double real() const;  // any double, "nan", "inf" and "-inf" included
    double finite() const;
    std::int64_t count() const;  // an integer of at least 0
    std::vector<double> finites() const;
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
    const Json* value_;
    const char* noun_;
    std::string path_;
};

}  // namespace tenon
