#include "base/reason_text.hpp"

#include <charconv>
#include <cmath>

#include "base/number_text.hpp"

namespace tenon {

namespace {

constexpr int significant_digits = 6;  // what a gauge shows; the exact value is in the fitted step
constexpr double smallest_plain = 1e-5;
constexpr double largest_plain = 1e15;  // above it a double no longer holds every tenth

}  // namespace

std::string count_text(std::int64_t count) {
    std::string digits;
    append_int64(digits, count);
    const std::size_t sign = count < 0 ? 1 : 0;
    for (std::size_t place = digits.size(); place > sign + 3;) {
        place -= 3;
        digits.insert(place, 1, ',');
    }
    return digits;
}

std::string count_text(std::int64_t count, const char* one, const char* many) {
    return count_text(count) + ' ' + (count == 1 ? one : many);
}

std::string interval_text(double low, double high) {
    constexpr double shown = 1000;  // parts of the width
    const double step = (high - low) / shown;
    const auto text = [step](double value) {
        const std::string usual = reading_text(value);
        if (!(step > 0) || !std::isfinite(step)) return usual;
        double said = 0;
        const auto end = usual.data() + usual.size();
        if (std::from_chars(usual.data(), end, said).ptr == end && std::fabs(said - value) <= step)
            return usual;
        char exact[64];
        for (int digits = significant_digits + 1; digits < 17; ++digits) {
            const auto stop = std::to_chars(exact, exact + sizeof exact, value,
                                            std::chars_format::general, digits);
            std::from_chars(exact, stop.ptr, said);
            if (std::fabs(said - value) <= step) return format_double(said);
        }
        return format_double(value);
    };
    return "[" + text(low) + ", " + text(high) + "]";
}

std::string reading_text(double value) {
    const double size = std::fabs(value);
    if (!std::isfinite(value) || value == 0) return format_double(value == 0 ? 0.0 : value);
    char text[64];
    if (size < smallest_plain || size >= largest_plain) {
        const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::general,
                                       significant_digits);
        return {text, end.ptr};
    }
    const int before = static_cast<int>(std::floor(std::log10(size))) + 1;
    const int after = significant_digits > before ? significant_digits - before : 0;
    const auto end =
        std::to_chars(text, text + sizeof text, value, std::chars_format::fixed, after);
    std::string out(text, end.ptr);
    if (after > 0) {
        while (out.back() == '0') out.pop_back();
        if (out.back() == '.') out.pop_back();
    }
    return out;
}

}  // namespace tenon
