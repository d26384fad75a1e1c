#include "ilp/model/file_names.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "ilp/model/text_place.hpp"
#include "ilp/model/text_scan.hpp"

namespace tenon::ilp {

namespace {

constexpr std::size_t most_lp_bytes = 255;   // of CPLEX and GLPK
constexpr std::size_t room_for_suffix = 15;  // "_" and two numbers

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

bool is_lp_byte(char c) noexcept {
    return c > ' ' && c < 0x7f &&
           std::string_view("*+-:<=>[\\]^").find(c) == std::string_view::npos;
}

// Words that some reader of LP text takes for the begin of a section, or for a number.
bool is_lp_keyword(std::string_view name) noexcept {
    static constexpr auto words = std::to_array<std::string_view>(
        {"inf",      "infinity", "nan",     "free",     "st",       "s.t.",     "st.",
         "subject",  "such",     "bound",   "bounds",   "end",      "bin",      "binary",
         "binaries", "gen",      "general", "generals", "int",      "integer",  "integers",
         "semi",     "semis",    "sos",     "sos1",     "sos2",     "sec",      "pwlobj",
         "min",      "max",      "minimum", "maximum",  "minimize", "maximize", "minimise",
         "maximise", "lazy",     "user",    "sin",      "scenario"});
    return std::any_of(words.begin(), words.end(),
                       [name](std::string_view word) { return same_letters(name, word); });
}

// "e", "E5": some readers join them to the number before.
bool like_exponent(std::string_view name) noexcept {
    return (name[0] == 'e' || name[0] == 'E') && (name.size() == 1 || is_digit(name[1]));
}

}  // namespace

std::string mps_word(std::string_view name) {
    std::string word(name);
    std::replace_if(
        word.begin(), word.end(), [](char c) { return !is_word_byte(c); }, '_');
    if (word.front() == '*' || word.front() == '$' || word.front() == '\'') word.front() = '_';
    return word;
}

std::string lp_word(std::string_view name) {
    std::string word(name.substr(
        0, name.size() > most_lp_bytes ? most_lp_bytes - room_for_suffix : name.size()));
    std::replace_if(
        word.begin(), word.end(), [](char c) { return !is_lp_byte(c); }, '_');
    const bool cannot_begin = is_digit(word[0]) || word[0] == '.' || word[0] == '/';
    if (cannot_begin || like_exponent(word) || is_lp_keyword(word)) word.insert(0, 1, '_');
    if (word.size() > most_lp_bytes) word.resize(most_lp_bytes - room_for_suffix);
    return word;
}

std::string one_line(std::string_view text) {
    std::string line(text);
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c != ' ' && !is_word_byte(c); }, ' ');
    return line;
}

template <class NameOf>
void FileNames::take_all(const char* kind, std::int32_t count, LegalName legal,
                         std::string_view mark, std::string& comments, const NameOf& name_of) {
    names_.reserve(static_cast<std::size_t>(count));
    index_.reserve(static_cast<std::size_t>(count) + 1);
    // Names that are fit as they are keep their text; the changed ones step aside.
    for (std::int32_t i = 0; i < count; ++i) {
        names_.push_back(legal(name_of(i)));
        if (names_.back() == name_of(i)) index_.insert(names_.back(), i);
    }
    for (std::int32_t i = 0; i < count; ++i) {
        std::string& name = names_[static_cast<std::size_t>(i)];
        if (name == name_of(i)) continue;
        if (find(name) >= 0) name = unused(name + "_" + std::to_string(i));
        index_.insert(name, i);
        ((comments += mark) += kind) += " ";
        ((comments += name) += " stands for \"") += one_line(name_of(i));
        comments += "\"\n";
    }
}

FileNames FileNames::of_columns(const Problem& problem, LegalName legal, std::string_view mark,
                                std::string& comments) {
    FileNames names;
    names.take_all("column", problem.columns(), legal, mark, comments,
                   [&](std::int32_t j) -> const std::string& { return problem.column_name(j); });
    return names;
}

FileNames FileNames::of_rows(const Problem& problem, LegalName legal, std::string_view mark,
                             std::string& comments) {
    FileNames names;
    names.take_all("row", problem.rows(), legal, mark, comments,
                   [&](std::int32_t i) -> const std::string& { return problem.row_name(i); });
    return names;
}

std::string FileNames::unused(const std::string& wish) const {
    std::string name = wish;
    for (int k = 1; find(name) >= 0; ++k) name = wish + "_" + std::to_string(k);
    return name;
}

std::int32_t FileNames::find(std::string_view name) const {
    return index_.find(name, [this](std::int32_t id) -> std::string_view {
        return names_[static_cast<std::size_t>(id)];
    });
}

}  // namespace tenon::ilp
