// Scalers: numbers of unlike units brought to one scale, x -> (x - centre) / scale.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon {

// NaN cells are left out of the fit and stay NaN; missing cells stay missing.
enum class Scaling : std::int32_t {
    standard = 0,  // centre mean, scale standard deviation (n - 1)
    min_max = 1,   // centre minimum, scale maximum - minimum
    robust = 2,    // centre median, scale interquartile range (type 7 quartiles)
};

struct FittedScale {
    std::string column;
    double centre = 0;
    double scale = 1;        // 1 where the spread is zero: a constant column then maps to 0
    std::int64_t cells = 0;  // present numbers they were learned from; 0: not known
};

class Scaler {
  public:
    // Throws Error: not_found, type (text and timestamps), argument (a column twice), data (no
    // present number; an infinite reading, which robust bears while its quartiles are finite).
    static Scaler fit(const Context& context, const Table& table,
                      std::span<const std::string> columns, Scaling scaling = Scaling::standard);
    // From stored values (a saved pipeline). Throws Error(argument) for values fit cannot give.
    Scaler(Scaling scaling, std::vector<FittedScale> scales);

    // Columns become float64, each cell exactly (x - centre) / scale. One change a column.
    Table apply(const Context& context, const Table& table) const;
    Scaling scaling() const noexcept { return scaling_; }
    const std::vector<FittedScale>& scales() const noexcept { return scales_; }

  private:
    Scaling scaling_;
    std::vector<FittedScale> scales_;
};

}  // namespace tenon
