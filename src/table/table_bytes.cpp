#include "tenon/table_bytes.hpp"

namespace tenon {

std::int64_t cells_bytes(const Column& like, std::int64_t rows) noexcept {
    const std::int64_t bits = rows / 8, validity = like.missing() > 0 ? bits : 0;
    if (like.type() == Type::boolean) return bits + validity;
    double text = 0;
    if (like.type() == Type::text && like.size() > 0) {
        const ColumnBuffers& b = like.buffers();
        text = static_cast<double>(b.offsets[b.rows] - b.offsets[0]) / static_cast<double>(b.rows);
    }
    return 8 * rows + validity + static_cast<std::int64_t>(text * static_cast<double>(rows));
}

std::int64_t rows_bytes(const Table& like, std::int64_t rows) noexcept {
    std::int64_t sum = 0;
    for (std::int32_t j = 0; j < like.columns(); ++j) sum += cells_bytes(like.column(j), rows);
    return sum;
}

std::int64_t own_bytes(const Table& table, const Table& other) noexcept {
    std::int64_t sum = 0;
    for (std::int32_t j = 0; j < table.columns(); ++j) {
        const Column& column = table.column(j);
        // It stands where it stood, or not far from there: thousands of columns are asked for.
        bool shared = false;
        for (std::int32_t step = 0; step < other.columns() && !shared; ++step) {
            const Column& theirs = other.column((j + step) % other.columns());
            shared = theirs.buffers().values == column.buffers().values &&
                     theirs.size() == column.size();
        }
        if (!shared) sum += cells_bytes(column, column.size());
    }
    return sum;
}

}  // namespace tenon
