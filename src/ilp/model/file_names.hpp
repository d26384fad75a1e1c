// The names of a problem as a file format can hold them: all different, the changed ones listed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ilp/model/name_index.hpp"
#include "tenon/problem.hpp"

namespace tenon::ilp {

// A name as one word of a format; equal to the name where the name is one.
using LegalName = std::string (*)(std::string_view name);

std::string mps_word(std::string_view name);  // no blanks; not like a comment or a marker
// ASCII letters, digits and !"#$%&(),./;?@_'`{|}~, no digit, point or slash first, at most 255
// bytes; no keyword, and nothing that reads like an exponent.
std::string lp_word(std::string_view name);

// Control characters as blanks: for comments and titles.
std::string one_line(std::string_view text);

class FileNames {
  public:
    // Appends a comment line for each name that had to change: "<mark>column y_1 stands for "y 1"".
    static FileNames of_columns(const Problem& problem, LegalName legal, std::string_view mark,
                                std::string& comments);
    static FileNames of_rows(const Problem& problem, LegalName legal, std::string_view mark,
                             std::string& comments);

    const std::string& operator[](std::size_t i) const noexcept { return names_[i]; }
    // The wish, or one like it that is no name here.
    std::string unused(const std::string& wish) const;
    // The index whose name in the file this is, or -1.
    std::int32_t find(std::string_view name) const;

  private:
    template <class NameOf>
    void take_all(const char* kind, std::int32_t count, LegalName legal, std::string_view mark,
                  std::string& comments, const NameOf& name_of);

    std::vector<std::string> names_;
    NameIndex index_;
};

}  // namespace tenon::ilp
