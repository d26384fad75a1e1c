// A line of an MPS file as words, and as its six fields in both layouts.
//
// field 1: kind of row or bound       field 2: column, or name of the right-hand side or bound set
// field 3: row (or column of a bound) field 4: number    fields 5 and 6: a second pair
//
// Fixed layout: columns 2-3, 5-12, 15-22, 25-36, 40-47 and 50-61, so that names may hold blanks.
// Free layout: words between blanks; optional fields are told by the number of words.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "ilp/model/mps_model.hpp"

namespace tenon::ilp {

enum class MpsLayout { free, fixed };
enum class MpsSection {
    start,
    objective_sense,
    objective_name,
    rows,
    columns,
    rhs,
    ranges,
    bounds,
    sets,
    indicators
};

struct MpsLine {
    std::string_view text;                 // without the line end
    std::array<std::string_view, 7> word;  // one more than a sound line has
    std::size_t count = 0;                 // 7 where there are more than 6
    std::size_t next = 0;                  // where the next line begins
};

// The line of the text that begins at `at`. Throws Error(parse) for control characters and broken
// UTF-8. A line that begins with '*' is a comment and has no words.
void scan_line(std::string_view text, std::size_t at, MpsLine& line);

struct MpsFields {
    std::array<std::string_view, 7> field;  // field[1] .. field[6]; empty where absent
    std::string_view operator[](std::size_t k) const noexcept { return field[k]; }
};

// The model's columns decide between "BV SET COLUMN" and "BV COLUMN 1". Throws Error(parse) where
// the line has no sound shape.
MpsFields fields_of(std::string_view text, const MpsLine& line, MpsSection section,
                    MpsLayout layout, const MpsModel& model);

}  // namespace tenon::ilp
