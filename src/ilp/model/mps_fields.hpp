// A line of an MPS file as its six fields, in both layouts.
//
// field 1: kind of row or bound       field 2: column, or name of the right-hand side or bound set
// field 3: row (or column of a bound) field 4: number    fields 5 and 6: a second pair
//
// Fixed layout: columns 2-3, 5-12, 15-22, 25-36, 40-47 and 50-61, so that names may hold blanks.
// Free layout: words between blanks; optional fields are told by the number of words.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <string_view>

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
    bounds
};

struct MpsWords {
    std::array<std::string_view, 7> word;  // one more than a sound line has
    std::size_t count = 0;                 // 7 where there are more than 6
};

// The words of a line. Throws Error(parse) for control characters and broken UTF-8.
MpsWords words_of(std::string_view text, std::string_view line);

struct MpsFields {
    std::array<std::string_view, 7> field;  // field[1] .. field[6]; empty where absent
    std::string_view operator[](std::size_t k) const noexcept { return field[k]; }
};

// is_column tells whether a word is a column: it decides between "BV SET COLUMN" and "BV COLUMN 1".
// Throws Error(parse) where the line has no sound shape.
MpsFields fields_of(std::string_view text, std::string_view line, const MpsWords& words,
                    MpsSection section, MpsLayout layout,
                    const std::function<bool(std::string_view)>& is_column);

bool is_marker(const MpsFields& fields) noexcept;

}  // namespace tenon::ilp
