// Scalers: numbers of unlike units brought to one scale, x -> (x - centre) / scale.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon {

enum class Scaling : std::int32_t {
    standard = 0,  // centre mean, scale standard deviation (n - 1)
    min_max = 1,   // centre minimum, scale maximum - minimum
    robust = 2,    // centre median, scale interquartile range
};

struct FittedScale {
    std::string column;
    double centre = 0;
    double scale = 1;  // 1 where the column is constant, so that it maps to 0
};

class Scaler {
  public:
    static Scaler fit(const Context& context, const Table& table,
                      std::span<const std::string> columns, Scaling scaling = Scaling::standard);
    Scaler(Scaling scaling, std::vector<FittedScale> scales);

    Table apply(const Context& context, const Table& table) const;  // columns become float64
    Scaling scaling() const noexcept { return scaling_; }
    const std::vector<FittedScale>& scales() const noexcept { return scales_; }

  private:
    Scaling scaling_;
    std::vector<FittedScale> scales_;
};

}  // namespace tenon
