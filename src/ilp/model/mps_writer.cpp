// Free MPS of a problem: numbers in the shortest text that reads back equal, names made fit.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/number_text.hpp"
#include "ilp/model/file_names.hpp"
#include "tenon/problem.hpp"

namespace tenon {

namespace {

// Every reader takes 1e30 as infinite; not every reader knows the word "inf".
constexpr std::string_view infinite_text = "1e30";
// The name of the set of right-hand sides. HiGHS loses the sides if it and a row are called RHS.
constexpr std::string_view right_sides = "B";

// A row as the format writes it: kind, right-hand side b, and range R where both ends are finite
// and differ.
struct RowForm {
    char kind = 'E';
    double rhs = 0, range = 0;
    bool has_range = false;
};

RowForm form_of(double lower, double upper) noexcept {
    if (lower == upper) return {.kind = 'E', .rhs = lower};
    if (lower == -infinity) return {.kind = 'L', .rhs = upper};  // also a free row: L 1e30
    if (upper == infinity) return {.kind = 'G', .rhs = lower};
    // The reader computes lower + R (kind G) or upper - R (kind L); look for an R that gives the
    // other end exactly, among the neighbours of the rounded difference.
    const double middle = upper - lower;
    for (const double R : {middle, std::nextafter(middle, 0.0), std::nextafter(middle, infinity)}) {
        if (lower + R == upper) return {.kind = 'G', .rhs = lower, .range = R, .has_range = true};
        if (upper - R == lower) return {.kind = 'L', .rhs = upper, .range = R, .has_range = true};
    }
    return {.kind = 'G', .rhs = lower, .range = middle, .has_range = true};
}

class MpsWriter {
  public:
    explicit MpsWriter(const Problem& problem)
        : problem_(problem),
          columns_(ilp::FileNames::of_columns(problem, ilp::mps_word, "* ", comments_)),
          rows_(ilp::FileNames::of_rows(problem, ilp::mps_word, "* ", comments_)) {
        objective_ = rows_.unused("objective");
        const auto m = static_cast<std::size_t>(problem.rows());
        forms_.reserve(m);
        for (std::size_t i = 0; i < m; ++i)
            forms_.push_back(form_of(problem.row_lower()[i], problem.row_upper()[i]));
    }

    std::string write() {
        out_ += "* free MPS: words between blanks, an integer column has its bounds written out\n";
        out_ += comments_;
        out_ += "NAME";
        if (!problem_.name().empty()) (out_ += ' ') += ilp::one_line(problem_.name());
        // Minimising is the default, and not every reader knows the section (GLPK).
        out_ += problem_.sense() == Sense::maximize ? "\nOBJSENSE\n    MAX\n" : "\n";
        write_rows();
        write_columns();
        write_rhs();
        write_bounds();
        out_ += "ENDATA\n";
        return std::move(out_);
    }

  private:
    // Names of up to eight bytes fill the fields of the fixed layout: CLP guesses the layout of a
    // file from how its first lines stand.
    void field(std::string_view name) {
        constexpr std::size_t width = 8;
        out_ += name;
        out_.append(name.size() < width ? width - name.size() + 2 : 2, ' ');
    }

    void number(double value) {
        if (value == infinity)
            out_ += infinite_text;
        else if (value == -infinity)
            (out_ += '-') += infinite_text;
        else
            append_double(out_, value);
    }

    void pair_line(std::string_view first, std::string_view second, double value) {
        out_ += "    ";
        field(first);
        field(second);
        number(value);
        out_ += '\n';
    }

    void write_rows() {
        ((out_ += "ROWS\n N  ") += objective_) += '\n';
        for (std::size_t i = 0; i < forms_.size(); ++i) {
            out_ += ' ';
            out_ += forms_[i].kind;
            out_ += "  ";
            out_ += rows_[i];
            out_ += '\n';
        }
    }

    void write_columns() {
        const auto n = static_cast<std::size_t>(problem_.columns());
        const auto start = problem_.row_start();
        const auto index = problem_.index();
        // Counting sort by column; the rows of each column come out in order.
        std::vector<std::size_t> at(n + 1, 0);
        for (const std::int32_t j : index) ++at[static_cast<std::size_t>(j) + 1];
        for (std::size_t j = 0; j < n; ++j) at[j + 1] += at[j];
        std::vector<std::size_t> next(at.begin(), at.end() - 1);
        std::vector<std::int32_t> row(index.size());
        std::vector<double> value(index.size());
        for (std::size_t i = 0; i < forms_.size(); ++i)
            for (std::int64_t k = start[i]; k < start[i + 1]; ++k) {
                const auto entry = static_cast<std::size_t>(k);
                const std::size_t to = next[static_cast<std::size_t>(index[entry])]++;
                row[to] = static_cast<std::int32_t>(i);
                value[to] = problem_.value()[entry];
            }
        out_ += "COLUMNS\n";
        bool integer = false;
        for (std::size_t j = 0; j < n; ++j) {
            const bool wanted = problem_.type()[j] != ColumnType::continuous;
            if (wanted != integer) marker(wanted);
            integer = wanted;
            if (problem_.cost()[j] != 0 || at[j] == at[j + 1])
                pair_line(columns_[j], objective_, problem_.cost()[j]);
            for (std::size_t k = at[j]; k < at[j + 1]; ++k)
                pair_line(columns_[j], rows_[static_cast<std::size_t>(row[k])], value[k]);
        }
        if (integer) marker(false);
    }

    void marker(bool begins) {
        out_ += "    MARKER    'MARKER'                 ";
        out_ += begins ? "'INTORG'\n" : "'INTEND'\n";
    }

    void write_rhs() {
        out_ += "RHS\n";
        if (problem_.offset() != 0) pair_line(right_sides, objective_, -problem_.offset());
        bool ranges = false;
        for (std::size_t i = 0; i < forms_.size(); ++i) {
            if (forms_[i].rhs != 0) pair_line(right_sides, rows_[i], forms_[i].rhs);
            ranges = ranges || forms_[i].has_range;
        }
        if (!ranges) return;
        out_ += "RANGES\n";
        for (std::size_t i = 0; i < forms_.size(); ++i)
            if (forms_[i].has_range) pair_line("RANGES", rows_[i], forms_[i].range);
    }

    void bound(const char* kind, std::size_t j, const double* value = nullptr) {
        ((out_ += ' ') += kind) += ' ';
        field("BOUNDS");
        if (value) {
            field(columns_[j]);
            number(*value);
        } else {
            out_ += columns_[j];
        }
        out_ += '\n';
    }

    void write_bounds() {
        out_ += "BOUNDS\n";
        for (std::size_t j = 0; j < problem_.cost().size(); ++j) {
            const double lower = problem_.lower()[j], upper = problem_.upper()[j];
            const ColumnType type = problem_.type()[j];
            if (type == ColumnType::binary && lower == 0 && upper == 1) {
                bound("BV", j);
            } else if (lower == upper) {
                bound("FX", j, &lower);
            } else if (lower == -infinity && upper == infinity) {
                bound("FR", j);
            } else {
                if (lower == -infinity)
                    bound("MI", j);
                else if (lower != 0 || upper < infinity)
                    bound("LO", j, &lower);
                if (upper < infinity)
                    bound("UP", j, &upper);
                else if (type != ColumnType::continuous)
                    bound("PL", j);
            }
        }
    }

    const Problem& problem_;
    std::string comments_, out_;
    ilp::FileNames columns_, rows_;
    std::string objective_;
    std::vector<RowForm> forms_;
};

}  // namespace

std::string write_mps_text(const Problem& problem) {
    return MpsWriter(problem).write();
}

}  // namespace tenon
