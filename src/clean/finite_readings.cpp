#include "clean/finite_readings.hpp"

#include "clean/column_edit.hpp"
#include "clean/readings.hpp"

namespace tenon::clean {

FiniteReadings finite_readings(const Context& context, const Column& column) {
    FiniteReadings out;
    out.finite = LargeArray<double>(static_cast<std::size_t>(column.size()), context.spare);
    const VectorLevel level = vector_level();
    double buffer[readings_at_once];
    std::uint64_t finite[readings_at_once / 64];
    std::size_t kept = 0;
    for (std::int64_t first = 0; first < column.size(); first += readings_at_once) {
        if (first % rows_between_checks == 0) context.check_cancelled();
        const auto readings =
            readings_of(column, first, std::min(readings_at_once, column.size() - first), buffer);
        mark_finite(level, readings, finite);
        for (std::size_t i = 0; i < readings.size(); ++i) {
            const double reading = readings[i] + 0.0;  // -0.0 is 0.0
            out.finite[kept] = reading;
            if ((finite[i / 64] >> (i % 64)) & 1) {
                ++kept;
                continue;
            }
            const auto before = static_cast<std::int64_t>(kept);
            out.skipped_after.push_back(before);
            if (reading == reading)
                out.infinite.push_back({first + static_cast<std::int64_t>(i), before});
        }
    }
    out.finite.shrink(kept);
    out.nan = column.size() - column.missing() - static_cast<std::int64_t>(kept) -
              static_cast<std::int64_t>(out.infinite.size());
    return out;
}

}  // namespace tenon::clean
