// Basis files of the MPS family. The pairing of a basic column with a nonbasic row has no meaning
// beyond counting: the columns and rows are paired in order.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/file.hpp"
#include "base/number_text.hpp"
#include "base/utf8.hpp"
#include "ilp/model/file_names.hpp"
#include "ilp/model/mps_fields.hpp"
#include "ilp/model/text_place.hpp"
#include "ilp/model/text_scan.hpp"
#include "tenon/basis.hpp"
#include "tenon/error.hpp"
#include "tenon/problem.hpp"

namespace tenon {

namespace {

constexpr std::size_t name_width = 8;      // of the fixed layout
constexpr std::int64_t poll_every = 1024;  // lines between two looks at cancel

// Where a nonbasic variable rests that is asked to rest above or below.
BasisStatus resting(double lower, double upper, bool above) noexcept {
    const bool has_lower = std::isfinite(lower), has_upper = std::isfinite(upper);
    if (!has_lower && !has_upper) return BasisStatus::free_zero;
    return (above && has_upper) || !has_lower ? BasisStatus::at_upper : BasisStatus::at_lower;
}

class BasisReader {
  public:
    BasisReader(const Context& context, const Problem& problem, std::string_view text)
        : context_(context),
          problem_(problem),
          text_(text),
          columns_(ilp::FileNames::of_columns(problem, ilp::mps_word, "", changes_)),
          rows_(ilp::FileNames::of_rows(problem, ilp::mps_word, "", changes_)) {
        basis_.row.assign(problem.row_lower().size(), BasisStatus::basic);
        basis_.column.reserve(problem.cost().size());
        for (std::size_t j = 0; j < problem.cost().size(); ++j)
            basis_.column.push_back(resting(problem.lower()[j], problem.upper()[j], false));
        column_told_.assign(problem.cost().size(), false);
    }

    Basis read() {
        ilp::MpsLine line;
        std::int64_t lines = 0;
        while (place_ < text_.size() && !ended_) {
            if (++lines % poll_every == 0) context_.check_cancelled();
            ilp::scan_line(text_, place_, line);
            if (line.count > 0) read_line(line);
            place_ = line.next;
        }
        if (!ended_) refuse(text_.size(), "the basis ends without ENDATA; it seems to be cut off");
        take_rows_out();
        return std::move(basis_);
    }

  private:
    [[noreturn]] void refuse(std::size_t place, const std::string& what) const {
        ilp::refuse_text(text_, place, what);
    }
    [[noreturn]] void refuse_word(std::string_view word, const std::string& what) const {
        refuse(static_cast<std::size_t>(word.data() - text_.data()),
               "\"" + excerpt(word, 60) + "\" " + what);
    }

    void read_line(const ilp::MpsLine& line) {
        const std::string_view head = line.word[0];
        if (!ilp::is_blank(line.text.front())) {
            if (ilp::same_letters(head, "NAME")) return;
            ended_ = ilp::same_letters(head, "ENDATA");
            if (!ended_)
                refuse_word(head, "is not NAME, ENDATA or a line that begins with a blank");
            return;
        }
        const auto is = [head](const char* kind) { return ilp::same_letters(head, kind); };
        if (is("UL") || is("LL")) {
            rest_column(line, is("UL"));
        } else if (is("XU") || is("XL")) {
            swap(line, is("XU"));
        } else if (is("BS")) {
            std::size_t last = 0;
            tell_column(line, column_at(line, last), BasisStatus::basic);
            ++without_row_;
        } else {
            refuse_word(head, "is not one of XU, XL, UL, LL, BS");
        }
    }

    // The words first to last of the line as they stand, with the blanks between them: names of the
    // fixed layout may hold some.
    static std::string_view words(const ilp::MpsLine& line, std::size_t first, std::size_t last) {
        const char* const begin = line.word[first].data();
        const char* const end = line.word[last].data() + line.word[last].size();
        return {begin, static_cast<std::size_t>(end - begin)};
    }

    std::int32_t find_column(std::string_view name) const {
        if (const auto known = problem_.find_column(name)) return *known;
        return columns_.find(name);
    }
    std::int32_t find_row(std::string_view name) const {
        if (const auto known = problem_.find_row(name)) return *known;
        return rows_.find(name);
    }

    // The column that begins with the second word; the longest that is known. `last` becomes the
    // last word of its name.
    std::int32_t column_at(const ilp::MpsLine& line, std::size_t& last) const {
        if (line.count < 2) refuse_word(line.word[0], "needs a column");
        for (last = std::min(line.count, line.word.size()) - 1; last >= 1; --last) {
            const std::int32_t column = find_column(words(line, 1, last));
            if (column >= 0) return column;
        }
        refuse_word(line.word[1], "is no column of the problem");
    }

    void tell_column(const ilp::MpsLine& line, std::int32_t column, BasisStatus status) {
        const auto j = static_cast<std::size_t>(column);
        if (column_told_[j]) refuse_word(line.word[1], "is told twice");
        column_told_[j] = true;
        basis_.column[j] = status;
    }

    void rest_column(const ilp::MpsLine& line, bool above) {
        std::size_t last = 0;
        const std::int32_t column = column_at(line, last);
        const auto j = static_cast<std::size_t>(column);
        tell_column(line, column, resting(problem_.lower()[j], problem_.upper()[j], above));
    }

    void swap(const ilp::MpsLine& line, bool above) {
        std::size_t last = 0;
        const std::int32_t column = column_at(line, last);
        if (last + 1 >= line.count) refuse_word(line.word[0], "needs a column and a row");
        const std::size_t first = last + 1;
        std::int32_t row = -1;
        for (last = std::min(line.count, line.word.size()) - 1; last >= first && row < 0; --last)
            row = find_row(words(line, first, last));
        if (row < 0) refuse_word(line.word[first], "is no row of the problem");
        const auto i = static_cast<std::size_t>(row);
        if (basis_.row[i] != BasisStatus::basic) refuse_word(line.word[first], "is told twice");
        tell_column(line, column, BasisStatus::basic);
        basis_.row[i] = resting(problem_.row_lower()[i], problem_.row_upper()[i], above);
    }

    // For each basic column that came without a row, the last row leaves that is still basic.
    void take_rows_out() {
        for (std::size_t i = basis_.row.size(); i-- > 0 && without_row_ > 0;) {
            if (basis_.row[i] != BasisStatus::basic) continue;
            basis_.row[i] = resting(problem_.row_lower()[i], problem_.row_upper()[i], false);
            --without_row_;
        }
        if (without_row_ > 0)
            refuse(place_,
                   "more columns are basic than there are rows; a basis has as many basic "
                   "columns and rows as rows");
    }

    const Context& context_;
    const Problem& problem_;
    std::string_view text_;
    std::string changes_;
    std::int64_t without_row_ = 0;  // basic columns
    ilp::FileNames columns_, rows_;
    Basis basis_;
    std::vector<bool> column_told_;
    std::size_t place_ = 0;
    bool ended_ = false;
};

void check_basis(const Problem& problem, const Basis& basis) {
    if (basis.column.size() != problem.cost().size() ||
        basis.row.size() != problem.row_lower().size())
        throw Error(Status::argument,
                    "the basis has " + std::to_string(basis.column.size()) + " columns and " +
                        std::to_string(basis.row.size()) + " rows, the problem " +
                        std::to_string(problem.columns()) + " and " +
                        std::to_string(problem.rows()),
                    {.argument = "basis"});
    std::size_t basic = 0;
    for (const BasisStatus status : basis.column) basic += status == BasisStatus::basic;
    for (const BasisStatus status : basis.row) basic += status == BasisStatus::basic;
    if (basic != basis.row.size())
        throw Error(Status::argument,
                    std::to_string(basic) +
                        " variables are basic, but a basis has as many as rows (" +
                        std::to_string(basis.row.size()) + ")",
                    {.argument = "basis"});
}

void append_name(std::string& out, const std::string& name, bool pad) {
    out += name;
    if (pad) out.append(name.size() < name_width ? name_width - name.size() + 2 : 2, ' ');
}

}  // namespace

Basis read_basis_text(const Context& context, const Problem& problem, std::string_view text) {
    return BasisReader(context, problem, text).read();
}

Basis read_basis(const Context& context, const Problem& problem, const std::string& path) {
    return ilp::with_path(
        path, [&] { return read_basis_text(context, problem, read_file(context, path)); });
}

std::string write_basis_text(const Problem& problem, const Basis& basis) {
    check_basis(problem, basis);
    std::string changes;
    const auto columns = ilp::FileNames::of_columns(problem, ilp::mps_word, "* ", changes);
    const auto rows = ilp::FileNames::of_rows(problem, ilp::mps_word, "* ", changes);
    std::string out = changes + "NAME";
    if (!problem.name().empty()) (out += "          ") += ilp::one_line(problem.name());
    out += '\n';
    std::size_t row = 0;  // the next nonbasic one
    for (std::size_t j = 0; j < basis.column.size(); ++j) {
        if (basis.column[j] == BasisStatus::basic) {
            while (basis.row[row] == BasisStatus::basic) ++row;
            out += basis.row[row] == BasisStatus::at_upper ? " XU " : " XL ";
            append_name(out, columns[j], true);
            append_name(out, rows[row++], false);
            out += '\n';
        } else if (basis.column[j] == BasisStatus::at_upper) {
            out += " UL ";
            append_name(out, columns[j], false);
            out += '\n';
        }
    }
    return out += "ENDATA\n";
}

void write_basis(const Problem& problem, const Basis& basis, const std::string& path) {
    write_file(path, write_basis_text(problem, basis));
}

}  // namespace tenon
