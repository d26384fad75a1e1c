// The text of a certificate, line by line and word by word. Whatever is not as it should be is
// refused by an exception.
#pragma once

#include <charconv>
#include <cmath>
#include <stdexcept>
#include <string>
#include <string_view>

namespace certificate_checker {

constexpr double largest_step = 4503599627370496.0;  // 2^52: whole numbers k and k + 1 are doubles

[[noreturn]] inline void refuse(const std::string& why) {
    throw std::runtime_error(why);
}
inline void demand(bool holds, const char* why) {
    if (!holds) refuse(why);
}

// The words of one line after another.
class Lines {
  public:
    explicit Lines(std::string_view text) : text_(text) {}
    bool next() {
        if (place_ >= text_.size()) return false;
        const std::size_t end = text_.find('\n', place_);
        demand(end != text_.npos, "the last line has no end");
        line_ = text_.substr(place_, end - place_);
        place_ = end + 1;
        ++number;
        return true;
    }
    bool at_end() const { return place_ == text_.size(); }
    std::string_view word() {
        demand(!line_.empty(), "a word is missing");
        const std::size_t end = line_.find(' ');
        const std::string_view word = line_.substr(0, end);
        line_ = end == line_.npos ? std::string_view() : line_.substr(end + 1);
        demand(!word.empty() && (end == line_.npos || !line_.empty() || end == word.size()),
               "stray blank");
        return word;
    }
    double real() {  // a whole decimal number or [-]0x, hexadecimal digits, p, exponent
        std::string_view w = word();
        const bool negative = w.front() == '-';
        if (negative) w.remove_prefix(1);
        double value = 0;
        const bool hex = w.substr(0, 2) == "0x";
        if (hex) w.remove_prefix(2);
        demand(!w.empty() && w.front() != '-', "not a number");
        const auto format = hex ? std::chars_format::hex : std::chars_format::fixed;
        const auto [end, error] = std::from_chars(w.data(), w.data() + w.size(), value, format);
        demand(error == std::errc() && end == w.data() + w.size() && std::isfinite(value),
               "not a number");
        demand(hex || (w.find('.') == w.npos && value <= 2 * largest_step), "not a whole number");
        return negative ? -value : value;
    }
    std::size_t index(std::size_t below) {
        const double value = real();
        demand(value >= 0 && value == std::floor(value) && value < static_cast<double>(below),
               "no such number");
        return static_cast<std::size_t>(value);
    }
    void done() const { demand(line_.empty(), "more words than expected"); }
    long number = 0;

  private:
    std::string_view text_, line_;
    std::size_t place_ = 0;
};

}  // namespace certificate_checker
