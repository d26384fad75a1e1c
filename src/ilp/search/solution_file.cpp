#include "tenon/solution_file.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>

#include "base/file.hpp"
#include "base/json.hpp"
#include "base/near_names.hpp"
#include "base/number_text.hpp"
#include "base/utf8.hpp"
#include "ilp/model/file_names.hpp"
#include "ilp/model/text_place.hpp"
#include "ilp/model/text_scan.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

constexpr std::int64_t poll_every = 1024;             // lines between two looks at cancel
constexpr std::int32_t most_names_compared = 20'000;  // for "near names are"
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

bool reads_as_it_is(std::string_view name) noexcept {
    return name.front() != '"' && name.front() != '#' && name.front() != '=' &&
           name.front() != ' ' && name.back() != ' ' &&
           std::all_of(name.begin(), name.end(),
                       [](char c) { return c == ' ' || ilp::is_word_byte(c); });
}

template <class NameOf>
void append_values(std::string& out, const char* head, std::span<const double> values,
                   const NameOf& name_of) {
    ((out += "# ") += head) += ' ';
    append_int64(out, static_cast<std::int64_t>(values.size()));
    out += '\n';
    for (std::size_t k = 0; k < values.size(); ++k) {
        const std::string& name = name_of(static_cast<std::int32_t>(k));
        if (reads_as_it_is(name))
            out += name;
        else
            append_json_text(out, name);
        out += ' ';
        append_double(out, values[k]);
        out += '\n';
    }
}

void check_sizes(const Problem& problem, const Solution& solution) {
    const auto fits = [](std::size_t count, std::int32_t wanted, bool needed) {
        return count == static_cast<std::size_t>(wanted) || (count == 0 && !needed);
    };
    if (!fits(solution.values.size(), problem.columns(), solution.has_values) ||
        !fits(solution.reduced_cost.size(), problem.columns(), false) ||
        !fits(solution.dual.size(), problem.rows(), false) ||
        !fits(solution.row_activity.size(), problem.rows(), !solution.dual.empty()))
        throw Error(Status::argument,
                    "the solution has another number of columns or rows than the problem; it "
                    "belongs to another one, or the problem was changed",
                    {.argument = "solution"});
}

class StartReader {
  public:
    StartReader(const Context& context, const Problem& problem, std::string_view text)
        : context_(context),
          problem_(problem),
          text_(text),
          values_(problem.cost().size(), unknown) {}

    std::vector<double> read() {
        std::int64_t lines = 0;
        for (std::size_t at = 0; at < text_.size();) {
            if (++lines % poll_every == 0) context_.check_cancelled();
            const std::size_t end = std::min(text_.find('\n', at), text_.size());
            const std::string_view line = trimmed(text_.substr(at, end - at));
            if (!line.empty()) read_line(line);
            at = end + 1;
        }
        if (passed_over_ > 0) tell_names();
        if (leaves_zeros_out_)
            for (double& value : values_)
                if (std::isnan(value)) value = 0;
        return std::move(values_);
    }

  private:
    static std::string_view trimmed(std::string_view text) noexcept {
        constexpr std::string_view blanks = " \t\r";
        const std::size_t first = text.find_first_not_of(blanks);
        if (first == std::string_view::npos) return {};
        return text.substr(first, text.find_last_not_of(blanks) + 1 - first);
    }

    static bool begins(std::string_view text, std::string_view with) noexcept {
        return text.substr(0, with.size()) == with;
    }

    [[noreturn]] void refuse(std::string_view part, const std::string& what) const {
        ilp::refuse_text(text_, static_cast<std::size_t>(part.data() - text_.data()), what);
    }

    void read_line(std::string_view line) {
        if (line[0] == '#' && (line.size() == 1 || ilp::is_blank(line[1])))
            read_head(trimmed(line.substr(1)));
        else if (line == "Model status")  // HiGHS says more before its columns
            reading_ = false;
        else if (begins(line, "=obj=") || begins(line, "=infeas=") ||
                 begins(line, "solution status:") || begins(line, "objective value:"))
            leaves_zeros_out_ = true;
        else if (reading_)
            read_value(line);
    }

    void read_head(std::string_view head) {
        if (begins(head, "Columns") && !past_columns_)
            reading_ = true;
        else if (begins(head, "Rows") || begins(head, "Dual solution values"))
            reading_ = false, past_columns_ = true;
    }

    void read_value(std::string_view line) {
        std::string quoted;
        std::string_view name, number;
        if (line[0] == '"' && take_quoted(line, quoted, number)) {
            name = quoted;
        } else {
            line = without_objective(line);
            const std::size_t blank = line.find_last_of(" \t");
            if (blank == std::string_view::npos)
                refuse(line,
                       "\"" + excerpt(line, 60) + "\" does not fit; a line reads \"name value\"");
            name = trimmed(line.substr(0, blank));
            number = line.substr(blank + 1);
        }
        const std::int32_t column = find_column(name);
        double value = 0;
        if (!ilp::model_number(number, value) || !std::isfinite(value))
            refuse(number.empty() ? line : number,
                   "\"" + excerpt(number, 60) +
                       "\" is not a finite number; the value of column \"" + excerpt(name, 60) +
                       "\" belongs here");
        if (column < 0) return pass_over(line, name);
        double& known = values_[static_cast<std::size_t>(column)];
        if (!std::isnan(known) && known != value)
            refuse(line, "column \"" + excerpt(name, 60) + "\" has two values; keep one");
        known = value;
        ++taken_;
    }

    // Orders come and go: a plan of last week names some that are no more.
    void pass_over(std::string_view line, std::string_view name) {
        if (passed_over_++ > 0) return;
        first_line_ = line;
        first_name_ = std::string(name);
    }

    void tell_names() const {
        if (taken_ == 0) refuse_name(first_line_, first_name_);
        context_.write_log(LogLevel::warning,
                           "the start names " + std::to_string(passed_over_) +
                               (passed_over_ == 1 ? " column" : " columns") +
                               " that the problem does not have, \"" + excerpt(first_name_, 60) +
                               (passed_over_ == 1 ? "\"; it is" : "\" and others; they are") +
                               " passed over",
                           LogId::read_remark);
    }

    // By its name, or by the one it has in MPS or LP text: another solver read the problem there.
    std::int32_t find_column(std::string_view name) {
        if (const auto known = problem_.find_column(name)) return *known;
        if (!mps_names_) {
            std::string changes;
            mps_names_ = ilp::FileNames::of_columns(problem_, ilp::mps_word, "", changes);
            lp_names_ = ilp::FileNames::of_columns(problem_, ilp::lp_word, "", changes);
        }
        const std::int32_t column = mps_names_->find(name);
        return column >= 0 ? column : lp_names_->find(name);
    }

    // "x   1   (obj:100)" of SCIP.
    static std::string_view without_objective(std::string_view line) noexcept {
        const std::size_t at = line.rfind("(obj:");
        const bool there = at != std::string_view::npos && at > 0 && ilp::is_blank(line[at - 1]) &&
                           line.back() == ')';
        return there ? trimmed(line.substr(0, at)) : line;
    }

    // A JSON text at the front of the line; false if it is none, and so part of a name.
    static bool take_quoted(std::string_view line, std::string& name, std::string_view& rest) {
        std::size_t end = 1;
        while (end < line.size() && line[end] != '"') end += line[end] == '\\' ? 2 : 1;
        if (end + 1 >= line.size() || !ilp::is_blank(line[end + 1])) return false;
        try {
            const Json value = parse_json(line.substr(0, end + 1));
            name = *value.if_text();
        } catch (const Error&) {
            return false;
        }
        rest = trimmed(line.substr(end + 1));
        return true;
    }

    [[noreturn]] void refuse_name(std::string_view line, std::string_view name) const {
        std::vector<std::string> names;
        for (std::int32_t j = 0; j < problem_.columns() && j < most_names_compared; ++j)
            names.push_back(problem_.column_name(j));
        const std::string near = near_names(name, names);
        refuse(line, "\"" + excerpt(name, 60) + "\" is no column of the problem" +
                         (near.empty() ? "" : "; near names are " + near));
    }

    const Context& context_;
    const Problem& problem_;
    std::string_view text_;
    std::vector<double> values_;
    std::int64_t taken_ = 0, passed_over_ = 0;
    std::string_view first_line_;
    std::string first_name_;
    std::optional<ilp::FileNames> mps_names_, lp_names_;  // made when a name is not the problem's
    bool reading_ = true, past_columns_ = false, leaves_zeros_out_ = false;
};

}  // namespace

std::string write_solution_text(const Problem& problem, const Solution& solution) {
    check_sizes(problem, solution);
    const auto column_name = [&](std::int32_t j) -> const std::string& {
        return problem.column_name(j);
    };
    const auto row_name = [&](std::int32_t i) -> const std::string& { return problem.row_name(i); };
    std::string out = "# outcome ";
    out += outcome_text(solution.outcome);
    out += "\n# objective ";
    if (!solution.has_values) return out += "none\n";
    append_double(out, solution.objective);
    out += "\n# Primal solution values\n";
    append_values(out, "Columns", solution.values, column_name);
    if (solution.dual.empty() && solution.reduced_cost.empty()) return out;
    append_values(out, "Rows", solution.row_activity, row_name);
    out += "# Dual solution values\n";
    append_values(out, "Columns", solution.reduced_cost, column_name);
    append_values(out, "Rows", solution.dual, row_name);
    return out;
}

void write_solution(const Problem& problem, const Solution& solution, const std::string& path) {
    write_file(path, write_solution_text(problem, solution));
}

void write_certificate(const Solution& solution, const std::string& path) {
    if (solution.certificate.empty())
        throw Error(Status::argument,
                    "the solution has no certificate; solve with SolveOptions::certify",
                    {"solution"});
    write_file(path, solution.certificate);
}

std::vector<double> read_start_text(const Context& context, const Problem& problem,
                                    std::string_view text) {
    return StartReader(context, problem, text).read();
}

std::vector<double> read_start(const Context& context, const Problem& problem,
                               const std::string& path) {
    return ilp::with_path(
        path, [&] { return read_start_text(context, problem, read_file(context, path)); });
}

}  // namespace tenon
