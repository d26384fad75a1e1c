// LP text as words: numbers, names, signs, comparisons, and the keywords that begin a section.
#pragma once

#include <cstddef>
#include <string_view>

#include "tenon/context.hpp"

namespace tenon::ilp {

// Comments with a meaning. The first is CPLEX's; the others are this library's, whose writer needs
// them for what not every reader of the format knows (lp_writer.cpp).
inline constexpr std::string_view lp_problem_name = "\\Problem name: ";
inline constexpr std::string_view lp_constant_mark = "\\tenon: the number 1 is written as ";
inline constexpr std::string_view lp_range_mark =
    "\\tenon: the next row is the other side of the one above";

enum class LpSection {
    none,
    minimize,
    maximize,
    subject_to,
    bounds,
    generals,
    binaries,
    semis,
    sets,
    beyond,
    end
};

enum class LpKind {
    number,
    name,
    plus,
    minus,
    times,
    colon,
    less,
    greater,
    equal,
    arrow,
    section,
    end
};

struct LpToken {
    LpKind kind = LpKind::end;
    std::string_view text;
    double number = 0;                    // for LpKind::number
    LpSection section = LpSection::none;  // for LpKind::section
    std::size_t place = 0;                // offset in the text
    bool starts_line = false;             // the first word of its line
    bool after_range_mark = false;        // a comment says so right before it
    // The first word of "Subject To" and the like, which somewhere in a line is a name.
    bool begins_section_words() const noexcept;
};

// Walks over the text with one token in view and one after it. A keyword begins a section only as
// the first word of a line and not before a colon, so that columns may be called "st" or "bin".
class LpTokens {
  public:
    LpTokens(const Context& context, std::string_view text);

    const LpToken& now() const noexcept { return now_; }
    const LpToken& after() const noexcept { return after_; }
    LpToken take();  // the token in view, and moves on
    std::string_view text() const noexcept { return text_; }
    const Context& context() const noexcept { return context_; }
    // What comments have said so far; empty if nothing.
    std::string_view problem_name() const noexcept { return problem_name_; }
    std::string_view constant_name() const noexcept { return constant_name_; }

  private:
    LpToken scan();
    LpToken scan_plain();
    LpToken scan_number();
    LpToken scan_word();
    [[noreturn]] void refuse_bracket() const;
    void skip_blanks();
    void take_comment(std::string_view comment) noexcept;
    void poll();
    bool takes_word(std::string_view word) noexcept;
    LpSection section_here(std::string_view first) noexcept;

    const Context& context_;
    std::string_view text_;
    std::size_t at_ = 0;
    bool line_start_ = true, range_marked_ = false;
    std::string_view problem_name_, constant_name_;
    std::size_t scanned_ = 0;
    LpToken now_, after_;
};

}  // namespace tenon::ilp
