// What model files say beyond linear rows: semi-continuous columns, special ordered sets, rows with
// a switch. Gathered while the text is read; at the end they become the rows and columns that
// tenon/constructs.hpp writes for them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tenon/problem.hpp"

namespace tenon::ilp {

class FileConstructs {
  public:
    // `place` is the byte in the text that an error is told with.
    void add_semi(std::int32_t column, std::size_t place) { semis_.push_back({column, place}); }
    void begin_set(int kind, std::string name, std::size_t place);
    bool in_set() const noexcept { return !sets_.empty(); }
    void add_to_set(std::int32_t column, double weight);
    // Of a row that the problem has, and that is free afterwards.
    void add_indicator(std::int32_t row, std::int32_t column, bool active, std::size_t place);
    // Of a row that it does not have.
    void add_indicator(std::string name, double lower, double upper,
                       std::vector<std::int32_t> columns, std::vector<double> coefficients,
                       std::int32_t column, bool active, std::size_t place);

    // Throws Error(unsupported) where a bound is missing without which there are no such rows.
    void write(std::string_view text, Problem& problem) const;

  private:
    struct Semi {
        std::int32_t column;
        std::size_t place;
    };
    struct Set {
        int kind;
        std::string name;
        std::size_t place;
        std::vector<std::int32_t> columns;
        std::vector<double> weights;
    };
    struct Indicator {
        std::int32_t row;
        std::int32_t column;
        bool active;
        std::size_t place;
        std::string name;
        double lower, upper;
        std::vector<std::int32_t> columns;
        std::vector<double> coefficients;
    };

    static void write_semi(Problem& problem, const Semi& semi);
    static void write_set(Problem& problem, const Set& set);
    static void write_indicator(Problem& problem, const Indicator& indicator);

    std::vector<Semi> semis_;
    std::vector<Set> sets_;
    std::vector<Indicator> indicators_;
};

}  // namespace tenon::ilp
