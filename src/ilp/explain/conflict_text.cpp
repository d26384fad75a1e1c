// Conflicts in plain words.
#include <algorithm>
#include <cmath>

#include "base/number_text.hpp"
#include "tenon/conflict.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

// More terms than this are counted, not listed.
constexpr std::int64_t most_terms = 10;

std::string count_text(std::size_t count, const char* one, const char* many) {
    return count == 1 ? std::string("one ") + one : std::to_string(count) + " " + many;
}

// "3 x - y + 2 z", or the beginning of it.
std::string terms_text(const Problem& problem, std::int32_t row) {
    const std::int64_t begin = problem.row_start()[row], end = problem.row_start()[row + 1];
    if (begin == end) return "0";
    const std::int64_t shown = end - begin > most_terms + 1 ? begin + most_terms : end;
    std::string text;
    for (std::int64_t k = begin; k < shown; ++k) {
        const double a = problem.value()[k], size = std::fabs(a);
        if (k > begin)
            text += a < 0 ? " - " : " + ";
        else if (a < 0)
            text += "-";
        if (size != 1) text += format_double(size) + " ";
        text += problem.column_name(problem.index()[k]);
    }
    if (shown < end) text += " + ... (" + std::to_string(end - shown) + " more)";
    return text;
}

std::string side_text(Part part, double side) {
    return (is_lower(part) ? " >= " : " <= ") + format_double(side);
}

// A row as it is in the problem, where a conflict holds one of its two sides only.
std::string whole_row(const Problem& problem, std::int32_t row) {
    const double low = problem.row_lower()[row], high = problem.row_upper()[row];
    if (low == high) return " (of an equation)";
    return low > -infinity && high < infinity ? " (of a range)" : "";
}

// Both sides of a row or both bounds of a column, in one line.
std::string both_text(const Problem& problem, const ConflictMember& member) {
    const std::int32_t k = member.index;
    const bool row = is_of_row(member.part);
    const double low = row ? problem.row_lower()[k] : problem.lower()[k];
    const double high = row ? problem.row_upper()[k] : problem.upper()[k];
    const std::string middle = row ? terms_text(problem, k) : problem.column_name(k);
    const std::string text =
        low == high ? middle + " = " + format_double(low)
                    : format_double(low) + " <= " + middle + " <= " + format_double(high);
    return row ? problem.row_name(k) + ": " + text : text;
}

struct Counts {
    std::size_t rows = 0, bounds = 0, integers = 0, needed = 0;
};

Counts count(const Conflict& conflict) {
    Counts counts;
    for (std::size_t k = 0; k < conflict.members.size(); ++k) {
        const ConflictMember& member = conflict.members[k];
        counts.needed += member.needed;
        if (is_of_row(member.part))  // both sides of a row are one row
            counts.rows += k == 0 || conflict.members[k - 1].index != member.index ||
                           !is_of_row(conflict.members[k - 1].part);
        else
            ++(member.part == Part::integrality ? counts.integers : counts.bounds);
    }
    return counts;
}

std::string heading(const Conflict& conflict) {
    const Counts counts = count(conflict);
    std::vector<std::string> groups;
    if (counts.rows > 0) groups.push_back(count_text(counts.rows, "row", "rows"));
    if (counts.bounds > 0) groups.push_back(count_text(counts.bounds, "bound", "bounds"));
    if (counts.integers > 0)
        groups.push_back(count_text(counts.integers, "integer demand", "integer demands"));
    std::string list;
    for (std::size_t k = 0; k < groups.size(); ++k)
        list += (k == 0 ? "" : k + 1 == groups.size() ? " and " : ", ") + groups[k];
    const bool alone = conflict.members.size() == 1;
    // "One row and one bound", "These 2 rows and one bound".
    if (list[0] == 'o')
        list[0] = 'O';
    else
        list = "These " + list;
    std::string text = list + " cannot hold" + (alone ? "" : " together");
    if (!conflict.minimal)
        return text + ". The search for fewer was not finished; " +
               (counts.needed == 0 ? "none of them is known to be needed"
                                   : "those not marked are known to be needed") +
               ":";
    return text + (alone ? ":" : "; removing any one of them lets the rest hold:");
}

}  // namespace

std::string part_text(const Problem& problem, Part part, std::int32_t index) {
    const bool row = is_of_row(part);
    if (index < 0 || index >= (row ? problem.rows() : problem.columns()))
        throw Error(
            Status::argument,
            std::string(row ? "row " : "column ") + std::to_string(index) + " does not exist",
            {.argument = "index"});
    switch (part) {
        case Part::row_lower:
            return problem.row_name(index) + ": " + terms_text(problem, index) +
                   side_text(part, problem.row_lower()[index]);
        case Part::row_upper:
            return problem.row_name(index) + ": " + terms_text(problem, index) +
                   side_text(part, problem.row_upper()[index]);
        case Part::column_lower:
            return problem.column_name(index) + side_text(part, problem.lower()[index]);
        case Part::column_upper:
            return problem.column_name(index) + side_text(part, problem.upper()[index]);
        case Part::integrality:
            return problem.column_name(index) + " is an integer";
        case Part::cost:
            break;
    }
    return "cost of " + problem.column_name(index) + ": " + format_double(problem.cost()[index]);
}

std::string explain_conflict(const Problem& problem, const Conflict& conflict) {
    if (conflict.outcome == Outcome::optimal)
        return "The problem has a plan; nothing contradicts.\n";
    if (conflict.members.empty())
        return std::string("Nothing was found out before the search ended (") +
               outcome_text(conflict.outcome) + ").\n";
    std::string text = heading(conflict) + "\n";
    for (std::size_t k = 0; k < conflict.members.size(); ++k) {
        const ConflictMember& member = conflict.members[k];
        const bool both = k + 1 < conflict.members.size() &&
                          conflict.members[k + 1].index == member.index &&
                          member.part != Part::integrality && is_lower(member.part) &&
                          static_cast<std::int32_t>(conflict.members[k + 1].part) ==
                              static_cast<std::int32_t>(member.part) + 1;
        bool needed = member.needed;
        text += "  ";
        if (both) {
            text += both_text(problem, member);
            needed = needed && conflict.members[++k].needed;
        } else {
            text += part_text(problem, member.part, member.index);
            if (is_of_row(member.part)) text += whole_row(problem, member.index);
        }
        if (!conflict.minimal && !needed) text += "  (perhaps not needed)";
        text += "\n";
    }
    return text;
}

}  // namespace tenon
