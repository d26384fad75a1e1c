#include "table/jsonl_rule.hpp"

#include <algorithm>
#include <cmath>

#include "base/number_text.hpp"
#include "table/csv_cell.hpp"

namespace tenon {

namespace {

using Kind = PlainMember::Kind;
using Fit = JsonRule::Fit;

Fit make(PlainMember& out, Kind kind) noexcept {
    out.kind = kind;
    return Fit::made;
}

Fit fit_real(const PlainMember& value, std::string_view written, PlainMember& out) {
    if (value.kind == Kind::truth) return Fit::bad;
    if (value.kind != Kind::text && written.empty()) return Fit::as_it_is;
    const std::string_view number = written.empty() ? trim_blanks(value.text) : written;
    const auto real = parse_double(number);
    if (!real) return Fit::bad;
    out.real = *real;
    out.text = number;
    return make(out, Kind::real);
}

Fit fit_integer(const PlainMember& value, std::string_view written, PlainMember& out) {
    constexpr double end = 9223372036854775808.0;  // 2^63
    if (value.kind == Kind::integer && written.empty()) return Fit::as_it_is;
    if (value.kind == Kind::text) {
        const auto whole = parse_int64(trim_blanks(value.text));
        if (!whole) return Fit::bad;
        out.integer = *whole;
        return make(out, Kind::integer);
    }
    const bool whole = value.kind == Kind::real && value.real >= -end && value.real < end &&
                       value.real == std::floor(value.real);
    if (!whole) return Fit::bad;
    out.integer = static_cast<std::int64_t>(value.real);
    return make(out, Kind::integer);
}

Fit fit_truth(const PlainMember& value, PlainMember& out) {
    if (value.kind == Kind::truth) return Fit::as_it_is;
    const bool number = value.kind == Kind::integer && value.integer >> 1 == 0;
    const std::string_view text =
        value.kind == Kind::text ? trim_blanks(value.text) : std::string_view();
    if (!number && text != "true" && text != "false") return Fit::bad;
    out.truth = number ? value.integer != 0 : text == "true";
    return make(out, Kind::truth);
}

Fit fit_time(const PlainMember& value, PlainMember& out) {
    if (value.kind != Kind::text) return Fit::bad;
    out.text = trim_blanks(value.text);
    if (parse_timestamp(out.text)) return make(out, Kind::text);
    // By local custom where one value alone leaves no doubt of the order of day and month.
    const auto local = parse_local_time(out.text);
    const bool certain =
        local && (local->form == 'y' || (local->form == '.' && local->can_be_day_first));
    if (!certain) return Fit::bad;
    return make(out, Kind::text);
}

}  // namespace

JsonRule::JsonRule(std::optional<Type> type, const std::vector<std::string>& marks)
    : type_(type), marks_(marks) {
    for (const std::string& mark : marks_)
        if (const auto number = parse_double(mark)) number_marks_.push_back(*number);
}

bool JsonRule::is_missing(const PlainMember& value) const {
    if (value.kind == Kind::text)
        return std::find(marks_.begin(), marks_.end(), value.text) != marks_.end();
    if (value.kind != Kind::integer && value.kind != Kind::real) return false;
    const double number =
        value.kind == Kind::integer ? static_cast<double>(value.integer) : value.real;
    return std::find(number_marks_.begin(), number_marks_.end(), number) != number_marks_.end();
}

JsonRule::Fit JsonRule::fit(const PlainMember& value, std::string_view written,
                            PlainMember& out) const {
    if (value.kind == Kind::null) return Fit::as_it_is;
    if (!marks_.empty() && is_missing(value)) return Fit::missing;
    out = value;
    if (!type_) return Fit::as_it_is;
    switch (*type_) {
        case Type::float64:
            return fit_real(value, written, out);
        case Type::int64:
            return fit_integer(value, written, out);
        case Type::boolean:
            return fit_truth(value, out);
        case Type::timestamp:
            return fit_time(value, out);
        case Type::text:
            break;
    }
    return Fit::as_it_is;
}

}  // namespace tenon
