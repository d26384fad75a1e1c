// LP text of a problem, such that HiGHS, GLPK and CPLEX read the same feasible set and optimum, and
// this library the same problem.
//
// No reader knows all of the format, so only what all of them know is written. Two things that some
// do not know are written around, with a comment that tells this library's reader what was meant
// (lp_tokens.hpp): a constant in the objective as the cost of a column fixed at 1, and a row with
// two different finite sides as two rows.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/number_text.hpp"
#include "ilp/model/file_names.hpp"
#include "ilp/model/lp_tokens.hpp"
#include "tenon/problem.hpp"

namespace tenon {

namespace {

constexpr std::size_t line_bytes = 100;  // CPLEX takes 560

class LpWriter {
  public:
    explicit LpWriter(const Problem& problem)
        : problem_(problem),
          columns_(ilp::FileNames::of_columns(problem, ilp::lp_word, "\\ ", comments_)),
          rows_(ilp::FileNames::of_rows(problem, ilp::lp_word, "\\ ", comments_)) {
        if (problem.offset() != 0) one_ = columns_.unused("one");
    }

    std::string write() {
        if (!problem_.name().empty())
            ((out_ += ilp::lp_problem_name) += ilp::one_line(problem_.name())) += '\n';
        out_ += comments_;
        if (!one_.empty()) ((out_ += ilp::lp_constant_mark) += one_) += '\n';
        out_ += problem_.sense() == Sense::maximize ? "Maximize\n" : "Minimize\n";
        write_objective();
        out_ += "Subject To\n";
        for (std::size_t i = 0; i < row_count(); ++i) write_row(i);
        write_bounds();
        write_types("Generals\n", false);
        write_types("Binaries\n", true);
        out_ += "End\n";
        return std::move(out_);
    }

  private:
    std::size_t column_count() const noexcept { return problem_.cost().size(); }
    std::size_t row_count() const noexcept { return problem_.row_lower().size(); }

    // Every reader takes 1e30 as infinite; not every one knows the word "inf" on the right.
    void number(double value) {
        if (std::isinf(value))
            out_ += value > 0 ? "1e30" : "-1e30";
        else
            append_double(out_, value);
    }

    void begin_line() { line_ = out_.size(); }

    // " + 2 x": the sign stands alone and begins the next line where one is full.
    void term(double value, std::string_view name) {
        if (out_.size() - line_ > line_bytes) {
            out_ += "\n ";
            begin_line();
        }
        out_ += std::signbit(value) ? " - " : " + ";
        append_double(out_, std::fabs(value));
        (out_ += ' ') += name;
    }

    // Readers number the columns as they come.
    bool columns_come_in_order() const {
        std::vector<bool> seen(column_count(), false);
        std::size_t next = 0;
        const auto comes = [&](std::size_t j) {
            if (seen[j]) return true;
            seen[j] = true;
            return j == next++;
        };
        for (std::size_t j = 0; j < column_count(); ++j)
            if (problem_.cost()[j] != 0 && !comes(j)) return false;
        for (const std::int32_t j : problem_.index())
            if (!comes(static_cast<std::size_t>(j))) return false;
        return next == column_count();
    }

    void write_objective() {
        begin_line();
        ((out_ += ' ') += rows_.unused("objective")) += ':';
        const bool all = !columns_come_in_order();
        bool any = false;
        for (std::size_t j = 0; j < column_count(); ++j) {
            if (!all && problem_.cost()[j] == 0) continue;
            term(problem_.cost()[j], columns_[j]);
            any = true;
        }
        if (!any && column_count() > 0) term(0, columns_[0]);
        if (!one_.empty()) term(problem_.offset(), one_);
        out_ += '\n';
    }

    void side(std::size_t row, std::string_view name, const char* relation, double value) {
        begin_line();
        ((out_ += ' ') += name) += ':';
        const auto first = static_cast<std::size_t>(problem_.row_start()[row]);
        const auto last = static_cast<std::size_t>(problem_.row_start()[row + 1]);
        for (std::size_t k = first; k < last; ++k)
            term(problem_.value()[k], columns_[static_cast<std::size_t>(problem_.index()[k])]);
        if (first == last && column_count() > 0) term(0, columns_[0]);
        out_ += relation;
        number(value);
        out_ += '\n';
    }

    void write_row(std::size_t i) {
        const double lower = problem_.row_lower()[i], upper = problem_.row_upper()[i];
        if (lower == upper) return side(i, rows_[i], " = ", lower);
        if (upper == infinity) return side(i, rows_[i], " >= ", lower);  // a free row too
        if (lower == -infinity) return side(i, rows_[i], " <= ", upper);
        side(i, rows_[i], " >= ", lower);
        (out_ += ilp::lp_range_mark) += '\n';
        side(i, rows_.unused(upper_name(i)), " <= ", upper);
    }

    std::string upper_name(std::size_t i) const {
        std::string name = rows_[i] + ".upper";
        return ilp::lp_word(name) == name ? name : "row" + std::to_string(i) + ".upper";
    }

    bool is_binary(std::size_t j) const noexcept {
        return problem_.type()[j] == ColumnType::binary && problem_.lower()[j] == 0 &&
               problem_.upper()[j] == 1;
    }

    void write_bounds() {
        out_ += "Bounds\n";
        for (std::size_t j = 0; j < column_count(); ++j)
            if (!is_binary(j)) write_bound(columns_[j], problem_.lower()[j], problem_.upper()[j]);
        if (!one_.empty()) write_bound(one_, 1, 1);
    }

    void write_bound(std::string_view name, double lower, double upper) {
        if (lower == 0 && upper == infinity) return;
        out_ += ' ';
        if (lower == -infinity && upper == infinity) {
            (out_ += name) += " free\n";
            return;
        }
        if (lower == upper) {
            (out_ += name) += " = ";
            number(lower);
        } else if (upper == infinity) {
            (out_ += name) += " >= ";
            number(lower);
        } else {
            lower == -infinity ? void(out_ += "-inf") : number(lower);
            ((out_ += " <= ") += name) += " <= ";
            number(upper);
        }
        out_ += '\n';
    }

    void write_types(const char* head, bool binary) {
        bool any = false;
        for (std::size_t j = 0; j < column_count(); ++j) {
            if (problem_.type()[j] == ColumnType::continuous || is_binary(j) != binary) continue;
            if (!any) out_ += head;
            any = true;
            ((out_ += ' ') += columns_[j]) += '\n';
        }
    }

    const Problem& problem_;
    std::string comments_, out_, one_;
    ilp::FileNames columns_, rows_;
    std::size_t line_ = 0;  // where the line being written begins
};

}  // namespace

std::string write_lp_text(const Problem& problem) {
    return LpWriter(problem).write();
}

}  // namespace tenon
