// Rows in slices, each a partial of its own.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "models/made_data.hpp"
#include "tenon/logistic_partial.hpp"

namespace tenon::test {

struct Sample {
    MadeData data;
    std::vector<double> values, weights;

    MatrixView view() const { return slice(0, data.rows); }
    MatrixView slice(std::int64_t first, std::int64_t last) const {
        const auto p = static_cast<std::int64_t>(data.columns.size());
        return MatrixView::row_major(values.data() + first * p, last - first, p);
    }
};

// Slices of `rows` rows, as partials of their own that travel as bytes and are merged from the last
// to the first or from the first on.
struct Slices {
    const Sample& s;
    std::int64_t rows;
    bool backwards = false, weighted = false;
    int passes = 0;

    template <class Partial>
    void fill(Partial& whole) {
        ++passes;
        const Partial empty = Partial::from_bytes(whole.to_bytes());
        std::vector<Partial> parts;
        for (std::int64_t first = 0; first < s.data.rows; first += rows) {
            const std::int64_t last = std::min(s.data.rows, first + rows);
            const auto at = static_cast<std::size_t>(first);
            const auto count = static_cast<std::size_t>(last - first);
            Partial part = empty;
            part.add(
                {}, s.slice(first, last), std::span(s.data.target).subspan(at, count),
                weighted ? std::span(s.weights).subspan(at, count) : std::span<const double>());
            parts.push_back(Partial::from_bytes(part.to_bytes()));
        }
        if (backwards) std::reverse(parts.begin(), parts.end());
        Partial rest = empty;  // another grouping
        for (std::size_t k = 0; k < parts.size(); ++k)
            (backwards && k % 2 == 1 ? rest : whole).merge(parts[k]);
        whole.merge(rest);
    }
    LinearPartial first() {
        LinearPartial partial(s.data.names());
        fill(partial);
        return partial;
    }
    LogisticPass pass() {
        return [this](LogisticPartial& partial) { fill(partial); };
    }
};

}  // namespace tenon::test
