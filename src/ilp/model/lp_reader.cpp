#include "ilp/model/lp_reader.hpp"

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/utf8.hpp"
#include "ilp/model/file_constructs.hpp"
#include "ilp/model/lp_columns.hpp"
#include "ilp/model/lp_tokens.hpp"
#include "ilp/model/text_place.hpp"

namespace tenon::ilp {

namespace {

// Working memory a byte of text, with room: a term takes some 10 bytes of text and 20 of memory.
constexpr std::int64_t memory_factor = 3;

std::string quoted(std::string_view word) {
    std::string out(1, '"');
    out += excerpt(word, 60);
    out += '"';
    return out;
}

// a'x + constant, in the order written.
struct Expression {
    std::vector<std::int32_t> column;
    std::vector<double> coefficient;
    double constant = 0;
    std::size_t terms = 0, place = 0;
    void clear(std::size_t at) {
        column.clear();
        coefficient.clear();
        constant = 0;
        terms = 0;
        place = at;
    }
};

class LpReader {
  public:
    LpReader(const Context& context, std::string_view text)
        : tokens_(context, text), columns_(text, problem_) {}

    Problem read() {
        read_objective();
        while (tokens_.now().kind == LpKind::section) {
            const LpToken head = tokens_.take();
            switch (head.section) {
                case LpSection::subject_to:
                    read_constraints();
                    break;
                case LpSection::bounds:
                    read_bounds();
                    break;
                case LpSection::generals:
                    read_types(ColumnType::integer);
                    break;
                case LpSection::binaries:
                    read_types(ColumnType::binary);
                    break;
                case LpSection::semis:
                    read_semis();
                    break;
                case LpSection::sets:
                    read_sets();
                    break;
                case LpSection::end:
                    return finish();
                case LpSection::beyond:  // some writers leave the heads of empty sections
                    if (tokens_.now().kind == LpKind::section) break;
                    refuse_text(tokens_.text(), head.place,
                                "section " + quoted(head.text) +
                                    " is not supported; this library reads linear models with "
                                    "integers",
                                Status::unsupported);
                default:
                    refuse(head, "a second objective; an LP text has one, at its beginning");
            }
        }
        if (tokens_.now().kind == LpKind::end)
            refuse(tokens_.now(), "the text ends without End; it seems to be cut off");
        refuse(tokens_.now(),
               quoted(tokens_.now().text) + " does not fit here; expected a section");
    }

  private:
    [[noreturn]] void refuse(const LpToken& token, const std::string& message) const {
        refuse_text(tokens_.text(), token.place, message);
    }

    bool is_constant(const LpToken& name) const noexcept {
        return !tokens_.constant_name().empty() && name.text == tokens_.constant_name();
    }

    static bool is_sign(const LpToken& token) noexcept {
        return token.kind == LpKind::plus || token.kind == LpKind::minus;
    }
    static bool is_comparison(const LpToken& token) noexcept {
        return token.kind == LpKind::less || token.kind == LpKind::greater ||
               token.kind == LpKind::equal;
    }

    // sign* [number] ['*'] [name]; false if no term begins here.
    bool read_term(Expression& out) {
        double value = 1;
        bool any = false;
        LpToken first = tokens_.now();
        for (; is_sign(tokens_.now()); any = true)
            if (tokens_.take().kind == LpKind::minus) value = -value;
        bool number = false;
        if (tokens_.now().kind == LpKind::number) {
            first = tokens_.take();
            value *= first.number;
            number = true;
            if (tokens_.now().kind == LpKind::times) {
                tokens_.take();
                if (tokens_.now().kind != LpKind::name)
                    refuse(tokens_.now(), "a column belongs after '*'");
            }
        }
        // A name before a colon labels the next constraint.
        const LpToken& name = tokens_.now();
        if (name.kind == LpKind::name && tokens_.after().kind != LpKind::colon) {
            if (!std::isfinite(value))
                refuse(first, quoted(first.text) + " is no finite coefficient");
            if (is_constant(name)) {
                tokens_.take();
                out.constant += value;
            } else {
                out.column.push_back(columns_.column_of(tokens_.take()));
                out.coefficient.push_back(value);
            }
        } else if (number) {
            out.constant += value;
            if (std::isnan(out.constant)) refuse(first, "infinite constants cancel each other");
        } else if (any) {
            refuse(tokens_.now(), "a number or a column belongs after the sign");
        } else {
            return false;
        }
        ++out.terms;
        return true;
    }

    // Terms are separated by signs; two without a sign between end the expression in the caller.
    void read_expression(Expression& out) {
        out.clear(tokens_.now().place);
        if (!read_term(out)) return;
        while (is_sign(tokens_.now())) read_term(out);
    }

    // Labels may be numbers, against the letter of the format: many models number their rows.
    std::string read_label() {
        const LpKind kind = tokens_.now().kind;
        if ((kind != LpKind::name && kind != LpKind::number) ||
            tokens_.after().kind != LpKind::colon)
            return {};
        std::string label(tokens_.take().text);
        tokens_.take();
        return label;
    }

    void read_objective() {
        const LpToken head = tokens_.now();
        if (head.kind == LpKind::end) refuse(head, "the text is empty; an LP text ends with End");
        if (head.kind != LpKind::section ||
            (head.section != LpSection::minimize && head.section != LpSection::maximize))
            refuse(head, quoted(head.text) +
                             " does not fit; an LP text begins with Minimize or "
                             "Maximize");
        tokens_.take();
        problem_.set_sense(head.section == LpSection::maximize ? Sense::maximize : Sense::minimize);
        if (tokens_.now().kind == LpKind::colon) tokens_.take();
        read_label();
        Expression objective;
        read_expression(objective);
        if (tokens_.now().kind != LpKind::section && tokens_.now().kind != LpKind::end)
            refuse(tokens_.now(),
                   quoted(tokens_.now().text) + " does not fit in the objective; " +
                       (tokens_.now().begins_section_words() ? "a section begins on a new line"
                                                             : "expected + or - or Subject To"));
        std::vector<double> cost(static_cast<std::size_t>(problem_.columns()), 0.0);
        for (std::size_t k = 0; k < objective.column.size(); ++k)
            cost[static_cast<std::size_t>(objective.column[k])] += objective.coefficient[k];
        at_place(tokens_.text(), objective.place, [&] {
            problem_.set_offset(objective.constant);
            for (std::size_t j = 0; j < cost.size(); ++j)
                problem_.set_cost(static_cast<std::int32_t>(j), cost[j]);
        });
    }

    void read_constraints() {
        while (tokens_.now().kind != LpKind::section && tokens_.now().kind != LpKind::end)
            read_constraint();
    }

    // [label :] expression op constant, or [label :] constant op expression [op constant]. A sign
    // on a new line after it begins the next constraint, as labels are optional.
    void read_constraint() {
        const LpToken first = tokens_.now();
        std::string label = read_label();
        read_expression(row_);
        const LpToken op = take_comparison();
        const bool empty = row_.terms == 0;  // "r: <= 4", a row without columns
        if (empty && label.empty()) refuse(first, "an expression is missing here");
        double lower = -infinity, upper = infinity;
        const auto bound_by = [&](LpKind kind, double value) {
            if (kind != LpKind::less) lower = value;
            if (kind != LpKind::greater) upper = value;
        };
        if (!row_.column.empty() || empty) {
            const double right = read_right_side();
            if (tokens_.now().kind == LpKind::arrow)
                return read_indicator(std::move(label), first, op, right);
            bound_by(op.kind, right - row_.constant);
        } else {
            const double before = row_.constant;
            read_expression(row_);
            if (row_.column.empty()) refuse(first, "a constraint without columns; drop it");
            bound_by(turned(op.kind), before - row_.constant);
            if (is_comparison(tokens_.now())) {
                const LpToken second = tokens_.take();
                if (op.kind == LpKind::equal || second.kind != op.kind)
                    refuse(second,
                           "both comparisons of a range must point in one direction: "
                           "-5 <= x + y <= 8");
                bound_by(second.kind, read_right_side() - row_.constant);
            }
        }
        refuse_known_label(first, label);
        at_place(tokens_.text(), first.place, [&] {
            if (first.after_range_mark && completes_range(lower, upper))
                problem_.set_row_bounds(problem_.rows() - 1, problem_.row_lower().back(), upper);
            else
                problem_.add_row(std::move(label), lower, upper, row_.column, row_.coefficient);
            std::swap(row_, row_above_);
        });
        row_places_.resize(static_cast<std::size_t>(problem_.rows()), first.place);
    }

    void refuse_known_label(const LpToken& at, const std::string& label) const {
        const auto known = label.empty() ? std::nullopt : problem_.find_row(label);
        if (!known) return;
        refuse(at, "the name " + quoted(label) + " is already used by row " +
                       std::to_string(*known + 1) + " in line " +
                       std::to_string(
                           line_of(tokens_.text(), row_places_[static_cast<std::size_t>(*known)])) +
                       "; names must be unique");
    }

    // [label :] column = 0 or 1 -> expression op number; the part before the arrow has been read.
    void read_indicator(std::string label, const LpToken& first, const LpToken& op, double active) {
        const bool is_switch = row_.column.size() == 1 && row_.coefficient[0] == 1 &&
                               row_.constant == 0 && op.kind == LpKind::equal &&
                               (active == 0 || active == 1);
        if (!is_switch)
            refuse(first, "before the arrow a column = 0 or a column = 1 belongs, and no more");
        const std::int32_t column = row_.column[0];
        tokens_.take();
        read_expression(row_);
        const LpToken comparison = take_comparison();
        const double right = read_right_side() - row_.constant;
        constructs_.add_indicator(std::move(label),
                                  comparison.kind == LpKind::less ? -infinity : right,
                                  comparison.kind == LpKind::greater ? infinity : right,
                                  row_.column, row_.coefficient, column, active == 1, first.place);
    }

    void read_semis() {
        while (tokens_.now().kind == LpKind::name) {
            const LpToken name = tokens_.take();
            constructs_.add_semi(columns_.column_of_bound(name), name.place);
        }
    }

    void take_colon(const char* after) {
        if (tokens_.now().kind != LpKind::colon)
            refuse(tokens_.now(), std::string("a colon belongs after ") + after +
                                      "; a set reads \"name: S1:: x:1 y:2\"");
        tokens_.take();
    }

    // [label :] S1 :: column : weight ...
    void read_sets() {
        while (tokens_.now().kind == LpKind::name) {
            const LpToken first = tokens_.take();
            take_colon("a name of a set or column");
            if (const auto weight = read_signed_number()) {
                if (!constructs_.in_set()) refuse(first, "no set has begun");
                constructs_.add_to_set(columns_.column_of_bound(first), *weight);
                continue;
            }
            LpToken kind = first;
            if (tokens_.now().kind == LpKind::name) {
                kind = tokens_.take();
                take_colon("the kind of a set");
            }
            take_colon("the kind of a set");
            const bool one = same_letters(kind.text, "S1");
            if (!one && !same_letters(kind.text, "S2"))
                refuse(kind, quoted(kind.text) + " is no kind of set; write S1 or S2");
            constructs_.begin_set(
                one ? 1 : 2, kind.place == first.place ? std::string() : std::string(first.text),
                first.place);
        }
    }

    // Whether the row read is the upper side of the row above it.
    bool completes_range(double lower, double upper) const noexcept {
        return problem_.rows() > 0 && lower == -infinity && upper < infinity &&
               problem_.row_upper().back() == infinity && row_.column == row_above_.column &&
               row_.coefficient == row_above_.coefficient;
    }

    // 8 >= x is x <= 8.
    static LpKind turned(LpKind kind) noexcept {
        return kind == LpKind::less      ? LpKind::greater
               : kind == LpKind::greater ? LpKind::less
                                         : kind;
    }

    // sign* number (sign number)*, all on one line.
    double read_right_side() {
        const LpToken first = tokens_.now();
        auto value = read_signed_number();
        while (value && is_sign(tokens_.now()) && !tokens_.now().starts_line) {
            if (tokens_.after().kind == LpKind::name) refuse_columns_on_the_right(tokens_.after());
            *value += read_signed_number().value_or(0);
        }
        const LpToken& next = tokens_.now();
        if (!value) refuse_columns_on_the_right(first);
        if (next.kind == LpKind::name && !next.starts_line && tokens_.after().kind != LpKind::colon)
            refuse_columns_on_the_right(next);
        if (std::isnan(*value)) refuse(first, "infinite constants cancel each other");
        return *value;
    }

    [[noreturn]] void refuse_columns_on_the_right(const LpToken& token) const {
        refuse(token, "a number alone belongs on the right side; move the columns to the left");
    }

    LpToken take_comparison() {
        const LpToken& at = tokens_.now();
        if (!is_comparison(at))
            refuse(at, (at.kind == LpKind::end || at.kind == LpKind::section
                            ? std::string("the constraint is not complete")
                            : quoted(at.text) + " does not fit") +
                           "; expected a sign, or <=, = or >= and a number");
        return tokens_.take();
    }

    // sign* number; nullopt where neither begins here.
    std::optional<double> read_signed_number() {
        if (tokens_.now().kind != LpKind::number && !is_sign(tokens_.now())) return std::nullopt;
        double sign = 1;
        while (is_sign(tokens_.now()))
            if (tokens_.take().kind == LpKind::minus) sign = -sign;
        if (tokens_.now().kind != LpKind::number)
            refuse(tokens_.now(), "a number belongs after the sign");
        return sign * tokens_.take().number;
    }

    void read_bounds() {
        while (tokens_.now().kind != LpKind::section && tokens_.now().kind != LpKind::end)
            read_bound();
    }

    std::optional<double> read_bound_number() {
        auto value = read_signed_number();
        if (value && *value >= infinite_bound) value = infinity;
        if (value && *value <= -infinite_bound) value = -infinity;
        return value;
    }

    // [number op] column [op number], or column free.
    void read_bound() {
        const LpToken first = tokens_.now();
        const auto before = read_bound_number();
        LpToken left_op;
        if (before) {
            if (!is_comparison(tokens_.now()))
                refuse(tokens_.now(), "<=, = or >= belongs between the number and the column");
            left_op = tokens_.take();
        }
        if (tokens_.now().kind != LpKind::name)
            refuse(tokens_.now(), quoted(tokens_.now().text) +
                                      " does not fit; a bound reads -3 <= x <= 8, x >= 2, x = 1 or "
                                      "x free");
        const LpToken name = tokens_.take();
        if (is_constant(name)) return read_bound_of_constant(first);
        const std::int32_t column = columns_.column_of_bound(name);
        if (!before && tokens_.now().kind == LpKind::name &&
            same_letters(tokens_.now().text, "free")) {
            tokens_.take();
            columns_.set_lower(column, -infinity, first);
            columns_.set_upper(column, infinity, first);
            return;
        }
        if (before) {  // 3 <= x is x >= 3
            if (left_op.kind != LpKind::greater) columns_.set_lower(column, *before, first);
            if (left_op.kind != LpKind::less) columns_.set_upper(column, *before, first);
            if (!is_comparison(tokens_.now())) return;
        } else if (!is_comparison(tokens_.now())) {
            refuse(tokens_.now(),
                   "a bound is not complete; it reads -3 <= x <= 8, x >= 2, x = 1 or "
                   "x free");
        }
        const LpToken op = tokens_.take();
        const auto value = read_bound_number();
        if (!value) refuse(tokens_.now(), "a number belongs after the comparison of a bound");
        if (op.kind != LpKind::less) columns_.set_lower(column, *value, first);
        if (op.kind != LpKind::greater) columns_.set_upper(column, *value, first);
    }

    // "one = 1" says to other readers what the comment says to this one.
    void read_bound_of_constant(const LpToken& first) {
        const bool equal = tokens_.now().kind == LpKind::equal;
        if (equal) tokens_.take();
        if (!equal || read_bound_number() != 1.0)
            refuse(first, quoted(tokens_.constant_name()) +
                              " is the number 1 by a comment above; its bound reads \"= 1\"");
    }

    void read_types(ColumnType type) {
        while (tokens_.now().kind == LpKind::name) {
            const LpToken name = tokens_.take();
            const std::int32_t column = columns_.column_of_bound(name);
            at_place(tokens_.text(), name.place, [&] { problem_.set_type(column, type); });
        }
    }

    Problem finish() {
        columns_.finish(tokens_.context());
        constructs_.write(tokens_.text(), problem_);
        problem_.set_name(std::string(tokens_.problem_name()));
        return std::move(problem_);
    }

    LpTokens tokens_;
    Problem problem_;
    LpColumns columns_;
    FileConstructs constructs_;
    Expression row_, row_above_;  // of the constraint being read, and the one before
    std::vector<std::size_t> row_places_;
};

}  // namespace

Problem read_lp(const Context& context, std::string_view text) {
    const Charge charge(context, memory_factor * static_cast<std::int64_t>(text.size()));
    return LpReader(context, text).read();
}

}  // namespace tenon::ilp
