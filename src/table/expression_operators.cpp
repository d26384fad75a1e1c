// Arithmetic, comparison and logic.
#include <cmath>
#include <limits>
#include <string>
#include <type_traits>

#include "base/number_text.hpp"
#include "table/expression_bind.hpp"

namespace tenon {

namespace {

constexpr double micros_per_second = 1e6;

constexpr auto most = std::numeric_limits<std::int64_t>::max();
constexpr auto least = std::numeric_limits<std::int64_t>::min();

bool added(std::int64_t a, std::int64_t b, std::int64_t& out) {
    if (b > 0 ? a > most - b : a < least - b) return false;
    out = a + b;
    return true;
}

bool subtracted(std::int64_t a, std::int64_t b, std::int64_t& out) {
    if (b < 0 ? a > most + b : a < least + b) return false;
    out = a - b;
    return true;
}

bool multiplied(std::int64_t a, std::int64_t b, std::int64_t& out) {
    if (a > 0 ? (b > 0 ? a > most / b : b < least / a)
              : (b > 0 ? a < least / b : a != 0 && b < most / a))
        return false;
    out = a * b;
    return true;
}

double remainder_of(double a, double b) {
    const double r = std::fmod(a, b);
    return r != 0 && (r < 0) != (b < 0) ? r + b : r;
}

FormulaPointer integers(BoundCall& call, bool (*f)(std::int64_t, std::int64_t, std::int64_t&)) {
    return map<std::int64_t, std::int64_t, std::int64_t>(
        Type::int64,
        [f, byte = call.node.byte](std::int64_t a, std::int64_t b, std::int64_t& out,
                                   std::int64_t row) {
            if (!f(a, b, out)) refuse_overflow(byte, row);
            return true;
        },
        std::move(call.arguments[0]), std::move(call.arguments[1]));
}

template <class F>
FormulaPointer reals(BoundCall& call, F f) {
    FormulaPointer a = call.real(0), b = call.real(1);
    return map<double, double, double>(
        Type::float64,
        [f](double x, double y, double& out, std::int64_t) {
            out = f(x, y);
            return true;
        },
        std::move(a), std::move(b));
}

FormulaPointer integer_remainder(BoundCall& call) {
    return map<std::int64_t, std::int64_t, std::int64_t>(
        Type::int64,
        [](std::int64_t a, std::int64_t b, std::int64_t& out, std::int64_t) {
            if (b == 0) return false;
            const std::int64_t r = b == -1 ? 0 : a % b;
            out = r != 0 && (r < 0) != (b < 0) ? r + b : r;
            return true;
        },
        std::move(call.arguments[0]), std::move(call.arguments[1]));
}

[[noreturn]] void refuse_time(std::size_t byte, std::int64_t row, double seconds) {
    throw Error(Status::data,
                "expression, byte " + std::to_string(byte) + ", row " + std::to_string(row) + ": " +
                    format_double(seconds) +
                    " seconds from here there is no timestamp any more; they end some 292,000 "
                    "years from 1970",
                {.argument = "expression", .row = row, .byte = static_cast<std::int64_t>(byte)});
}

// A time and seconds, to the nearest microsecond.
FormulaPointer shifted_time(BoundCall& call, std::size_t time, double sign) {
    FormulaPointer seconds = call.real(1 - time);
    return map<std::int64_t, std::int64_t, double>(
        Type::timestamp,
        [sign, byte = call.node.byte](std::int64_t t, double s, std::int64_t& out,
                                      std::int64_t row) {
            constexpr double end = 9.2e18;
            const double micros = std::round(sign * s * micros_per_second);
            if (std::isnan(micros)) return false;
            if (std::fabs(micros) >= end || !added(t, static_cast<std::int64_t>(micros), out))
                refuse_time(byte, row, sign * s);
            return true;
        },
        std::move(call.arguments[time]), std::move(seconds));
}

FormulaPointer time_difference(BoundCall& call) {
    return map<double, std::int64_t, std::int64_t>(
        Type::float64,
        [](std::int64_t a, std::int64_t b, double& out, std::int64_t) {
            std::int64_t micros = 0;
            out = subtracted(a, b, micros)
                      ? static_cast<double>(micros) / micros_per_second
                      : (static_cast<double>(a) - static_cast<double>(b)) / micros_per_second;
            return true;
        },
        std::move(call.arguments[0]), std::move(call.arguments[1]));
}

// A whole number and a double by what they are: the nearest double of the one says it, as rounding
// keeps the order, but where they are equal.
// The sign of a - b, NaN where b is.
double order_of(std::int64_t a, double b) {
    const auto nearest = static_cast<double>(a);
    if (nearest != b) return nearest - b;
    if (b >= 0x1p63) return -1;
    const auto whole = static_cast<std::int64_t>(b);
    return a < whole ? -1 : a > whole ? 1 : 0;
}

double order_of(double a, std::int64_t b) {
    return -order_of(b, a);
}

template <class A, class B>
FormulaPointer comparison(const std::string& name, FormulaPointer a, FormulaPointer b) {
    const auto with = [&](auto f) {
        return map<std::uint8_t, A, B>(
            Type::boolean,
            [f](const A& x, const B& y, std::uint8_t& out, std::int64_t) {
                if constexpr (std::is_same_v<A, B>)
                    out = f(x, y);
                else
                    out = f(order_of(x, y), 0.0);
                return true;
            },
            std::move(a), std::move(b));
    };
    if (name == "=") return with([](const auto& x, const auto& y) { return x == y; });
    if (name == "!=") return with([](const auto& x, const auto& y) { return x != y; });
    if (name == "<") return with([](const auto& x, const auto& y) { return x < y; });
    if (name == "<=") return with([](const auto& x, const auto& y) { return x <= y; });
    if (name == ">") return with([](const auto& x, const auto& y) { return x > y; });
    return with([](const auto& x, const auto& y) { return x >= y; });
}

FormulaPointer bind_comparison(BoundCall& call) {
    const std::string& name = call.node.name;
    if (call.numbers() && !call.are(Type::int64)) {
        const bool whole0 = call.arguments[0]->type() == Type::int64;
        const bool whole1 = call.arguments[1]->type() == Type::int64;
        FormulaPointer &a = call.arguments[0], &b = call.arguments[1];
        if (whole0) return comparison<std::int64_t, double>(name, std::move(a), std::move(b));
        if (whole1) return comparison<double, std::int64_t>(name, std::move(a), std::move(b));
        return comparison<double, double>(name, std::move(a), std::move(b));
    }
    const Type type = call.arguments[0]->type();
    if (!call.are(type)) call.refuse_types();
    FormulaPointer &a = call.arguments[0], &b = call.arguments[1];
    if (type == Type::text)
        return comparison<std::string_view, std::string_view>(name, std::move(a), std::move(b));
    if (type == Type::boolean)
        return comparison<std::uint8_t, std::uint8_t>(name, std::move(a), std::move(b));
    return comparison<std::int64_t, std::int64_t>(name, std::move(a), std::move(b));
}

FormulaPointer bind_sum(BoundCall& call, bool minus) {
    const bool time0 = call.arguments[0]->type() == Type::timestamp;
    const bool time1 = call.arguments[1]->type() == Type::timestamp;
    if (time0 && time1 && minus) return time_difference(call);
    if (time0 && !time1) return shifted_time(call, 0, minus ? -1 : 1);
    if (time1 && !time0 && !minus) return shifted_time(call, 1, 1);
    if (call.are(Type::int64)) return integers(call, minus ? subtracted : added);
    if (minus) return reals(call, [](double a, double b) { return a - b; });
    return reals(call, [](double a, double b) { return a + b; });
}

FormulaPointer bind_negative(BoundCall& call) {
    if (call.are(Type::int64)) {
        call.arguments.insert(call.arguments.begin(), integer_literal(0));
        return integers(call, subtracted);
    }
    return map<double, double>(
        Type::float64,
        [](double a, double& out, std::int64_t) {
            out = -a;
            return true;
        },
        call.real(0));
}

FormulaPointer bind_not(BoundCall& call) {
    return map<std::uint8_t, std::uint8_t>(
        Type::boolean,
        [](std::uint8_t a, std::uint8_t& out, std::int64_t) {
            out = a == 0;
            return true;
        },
        call.of_type(0, Type::boolean));
}

}  // namespace

void refuse_overflow(std::size_t byte, std::int64_t row) {
    throw Error(Status::data,
                "expression, byte " + std::to_string(byte) + ", row " + std::to_string(row) +
                    ": the integer does not fit an int64; write 1.0 * to calculate with float64",
                {.argument = "expression", .row = row, .byte = static_cast<std::int64_t>(byte)});
}

FormulaPointer bind_operator(BoundCall& call) {
    const std::string& name = call.node.name;
    if (name == "unary -") return bind_negative(call);
    if (name == "not") return bind_not(call);
    if (name == "and" || name == "or") {
        FormulaPointer a = call.of_type(0, Type::boolean), b = call.of_type(1, Type::boolean);
        return logic_formula(std::move(a), std::move(b), name == "and");
    }
    if (name == "+" || name == "-") return bind_sum(call, name == "-");
    if (name == "*") {
        if (call.are(Type::int64)) return integers(call, multiplied);
        return reals(call, [](double a, double b) { return a * b; });
    }
    if (name == "/") return reals(call, [](double a, double b) { return a / b; });
    if (name == "^") return reals(call, [](double a, double b) { return std::pow(a, b); });
    if (name == "%")
        return call.are(Type::int64) ? integer_remainder(call) : reals(call, remainder_of);
    if (name == "=" || name == "!=" || name == "<" || name == "<=" || name == ">" || name == ">=")
        return bind_comparison(call);
    return nullptr;
}

}  // namespace tenon
