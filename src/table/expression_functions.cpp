// Functions of numbers, texts and times.
#include <algorithm>
#include <cmath>

#include "base/date.hpp"
#include "table/expression_bind.hpp"

namespace tenon {

namespace {

constexpr std::size_t any_number = 1000;
constexpr std::int64_t micros_per_second = 1'000'000;
constexpr std::int64_t micros_per_day = 86'400 * micros_per_second;

using RealFunction = double (*)(double);

RealFunction real_function(const std::string& name) {
    static constexpr std::pair<std::string_view, RealFunction> functions[] = {
        {"floor", [](double x) { return std::floor(x); }},
        {"ceil", [](double x) { return std::ceil(x); }},
        {"sqrt", [](double x) { return std::sqrt(x); }},
        {"exp", [](double x) { return std::exp(x); }},
        {"ln", [](double x) { return std::log(x); }},
        {"log10", [](double x) { return std::log10(x); }},
        {"sin", [](double x) { return std::sin(x); }},
        {"cos", [](double x) { return std::cos(x); }},
        {"tan", [](double x) { return std::tan(x); }},
        {"abs", [](double x) { return std::fabs(x); }},
        {"sign", [](double x) { return x > 0   ? 1.0
                                       : x < 0 ? -1.0
                                               : x; }}};
    for (const auto& [known, f] : functions)
        if (known == name) return f;
    return nullptr;
}

FormulaPointer bind_real(BoundCall& call, RealFunction f) {
    call.want_arguments(1, 1);
    const std::string& name = call.node.name;
    if (call.are(Type::int64) && (name == "floor" || name == "ceil"))
        return std::move(call.arguments[0]);
    if (call.are(Type::int64) && (name == "abs" || name == "sign"))
        return map<std::int64_t, std::int64_t>(
            Type::int64,
            [sign = name == "sign", byte = call.node.byte](std::int64_t x, std::int64_t& out,
                                                           std::int64_t row) {
                if (!sign && x == INT64_MIN) refuse_overflow(byte, row);  // it has no counterpart
                out = sign ? (x > 0) - (x < 0) : x < 0 ? -x : x;
                return true;
            },
            std::move(call.arguments[0]));
    return map<double, double>(
        Type::float64,
        [f](double x, double& out, std::int64_t) {
            out = f(x);
            return true;
        },
        call.real(0));
}

// Half a unit goes away from zero.
FormulaPointer bind_round(BoundCall& call) {
    call.want_arguments(1, 2);
    if (call.arguments.size() == 1) call.arguments.push_back(real_literal(0));
    FormulaPointer x = call.real(0), digits = call.real(1);
    return map<double, double, double>(
        Type::float64,
        [](double value, double places, double& out, std::int64_t) {
            // Powers of ten above 1 are doubles, those below are not.
            const bool fraction = places >= 0;
            const double unit = std::pow(10.0, std::fabs(std::round(places)));
            const double scaled = fraction ? value * unit : value / unit;
            const double whole = std::round(scaled);
            const double rounded = whole == 0 ? whole : fraction ? whole / unit : whole * unit;
            // A value whose last digit is worth more is its own nearest.
            const bool coarse = fraction && !(std::fabs(scaled) < 0x1p52);
            out = coarse || !std::isfinite(rounded) ? value : rounded;
            return true;
        },
        std::move(x), std::move(digits));
}

template <class T>
FormulaPointer extreme(Type type, FormulaPointer a, FormulaPointer b, bool least) {
    return map<T, T, T>(
        type,
        [least](const T& x, const T& y, T& out, std::int64_t) {
            if constexpr (std::is_same_v<T, double>) {
                if (std::isnan(x) || std::isnan(y)) {
                    out = std::isnan(x) ? x : y;
                    return true;
                }
            }
            out = (y < x) == least ? y : x;
            return true;
        },
        std::move(a), std::move(b));
}

FormulaPointer bind_extreme(BoundCall& call, bool least) {
    call.want_arguments(1, any_number);
    if (call.numbers() && !call.are(Type::int64))
        for (std::size_t k = 0; k < call.arguments.size(); ++k) call.arguments[k] = call.real(k);
    const Type type = call.arguments[0]->type();
    if (!call.are(type)) call.refuse_types();
    FormulaPointer out = std::move(call.arguments[0]);
    for (std::size_t k = 1; k < call.arguments.size(); ++k) {
        FormulaPointer& next = call.arguments[k];
        if (type == Type::float64)
            out = extreme<double>(type, std::move(out), std::move(next), least);
        else if (type == Type::text)
            out = extreme<std::string_view>(type, std::move(out), std::move(next), least);
        else if (type == Type::boolean)
            out = extreme<std::uint8_t>(type, std::move(out), std::move(next), least);
        else
            out = extreme<std::int64_t>(type, std::move(out), std::move(next), least);
    }
    return out;
}

void make_lower(std::string_view text, std::string& out) {
    out = text;
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
}

void make_upper(std::string_view text, std::string& out) {
    out = text;
    for (char& c : out)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
}

void make_trimmed(std::string_view text, std::string& out) {
    constexpr std::string_view blanks = " \t\r\n\v\f";
    const std::size_t first = text.find_first_not_of(blanks);
    out = first == std::string_view::npos
              ? std::string_view()
              : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

FormulaPointer bind_length(BoundCall& call) {
    return map<std::int64_t, std::string_view>(
        Type::int64,
        [](std::string_view text, std::int64_t& out, std::int64_t) {
            // Every character has one byte that does not continue another.
            out = std::count_if(text.begin(), text.end(), [](char c) {
                return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
            });
            return true;
        },
        call.of_type(0, Type::text));
}

template <class F>
FormulaPointer text_question(BoundCall& call, F f) {
    call.want_arguments(2, 2);
    FormulaPointer a = call.of_type(0, Type::text), b = call.of_type(1, Type::text);
    return map<std::uint8_t, std::string_view, std::string_view>(
        Type::boolean,
        [f](std::string_view text, std::string_view part, std::uint8_t& out, std::int64_t) {
            out = f(text, part);
            return true;
        },
        std::move(a), std::move(b));
}

template <class F>
FormulaPointer time_part(BoundCall& call, Type type, F f) {
    return map<std::int64_t, std::int64_t>(
        type,
        [f](std::int64_t micros, std::int64_t& out, std::int64_t) {
            std::int64_t day = micros / micros_per_day, in_day = micros % micros_per_day;
            if (in_day < 0) {
                in_day += micros_per_day;
                --day;
            }
            out = f(day, in_day);
            return true;
        },
        call.of_type(0, Type::timestamp));
}

}  // namespace

FormulaPointer bind_function(BoundCall& call) {
    const std::string& name = call.node.name;
    if (const RealFunction f = real_function(name)) return bind_real(call, f);
    if (name == "round") return bind_round(call);
    if (name == "min" || name == "max") return bind_extreme(call, name == "min");
    if (name == "contains")
        return text_question(call, [](std::string_view text, std::string_view part) {
            return text.find(part) != std::string_view::npos;
        });
    if (name == "starts")
        return text_question(call, [](std::string_view text, std::string_view part) {
            return text.starts_with(part);
        });
    if (name == "ends")
        return text_question(call, [](std::string_view text, std::string_view part) {
            return text.ends_with(part);
        });
    if (name != "lower" && name != "upper" && name != "trim" && name != "length") return nullptr;
    call.want_arguments(1, 1);
    if (name == "length") return bind_length(call);
    return text_formula(call.of_type(0, Type::text), name == "lower"   ? make_lower
                                                     : name == "upper" ? make_upper
                                                                       : make_trimmed);
}

FormulaPointer bind_time_function(BoundCall& call) {
    const std::string& name = call.node.name;
    static constexpr std::string_view names[] = {"year",   "month",  "day",     "hour",
                                                 "minute", "second", "weekday", "date"};
    if (std::find(std::begin(names), std::end(names), name) == std::end(names)) return nullptr;
    call.want_arguments(1, 1);
    const auto part = [&](auto f) { return time_part(call, Type::int64, f); };
    if (name == "year")
        return part([](std::int64_t day, std::int64_t) { return date_of(day).year; });
    if (name == "month")
        return part(
            [](std::int64_t day, std::int64_t) { return std::int64_t{date_of(day).month}; });
    if (name == "day")
        return part([](std::int64_t day, std::int64_t) { return std::int64_t{date_of(day).day}; });
    if (name == "hour")
        return part([](std::int64_t, std::int64_t t) { return t / (3600 * micros_per_second); });
    if (name == "minute")
        return part([](std::int64_t, std::int64_t t) { return t / (60 * micros_per_second) % 60; });
    if (name == "second")
        return part([](std::int64_t, std::int64_t t) { return t / micros_per_second % 60; });
    if (name == "weekday")  // day 0 is a Thursday
        return part([](std::int64_t day, std::int64_t) { return ((day + 3) % 7 + 7) % 7 + 1; });
    return time_part(call, Type::timestamp,
                     [](std::int64_t day, std::int64_t) { return day * micros_per_day; });
}

}  // namespace tenon
