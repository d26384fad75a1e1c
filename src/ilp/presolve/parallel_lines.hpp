// Pairs of rows, or of columns, that are multiples of each other.
//
// A hash of every line's pattern and of its entries divided by the one of smallest index brings
// candidates together (J. Tomlin, J. Welch: Finding duplicate rows in a linear programming model,
// Operations Research Letters 5, 1986, group by pattern and ratio as well); neighbours of one hash
// are then compared entry by entry.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/stop_check.hpp"
#include "ilp/presolve/entry_lists.hpp"

namespace tenon::ilp {

class ParallelLines {
  public:
    enum class Of : std::uint8_t { rows, columns };

    struct Pair {
        std::int32_t first, second;
        double factor;  // first = factor * second
    };

    // Entries are charged to `stop`.
    ParallelLines(const EntryLists& matrix, Of of, StopCheck& stop)
        : matrix_(matrix), of_(of), stop_(stop) {}

    // The lines that are to be compared, those with wanted[line] != 0; they have entries. Once.
    void add(const std::vector<std::uint8_t>& wanted);
    // The next pair, false at the end. The caller may take the entries of either line
    // out of the matrix; the other, or the second, is compared with what comes next.
    bool next(Pair& pair);
    // Of the last pair, by how much two entries differ at most: |first - factor * second|, and
    // |second - factor * first|.
    double miss(double factor) const { return miss(one_, other_, factor); }
    double miss_back(double factor) const { return miss(other_, one_, factor); }

  private:
    struct Entry {
        std::int32_t index;
        double value;
    };
    std::uint64_t hash_of(std::int32_t column) const;
    void add_rows(const std::vector<std::uint8_t>& wanted);
    std::int32_t first(std::int32_t line) const;
    std::int32_t after(std::int32_t entry) const;
    std::int32_t index(std::int32_t entry) const;
    void read(std::int32_t line, std::vector<Entry>& out) const;
    double factor() const;
    static double miss(const std::vector<Entry>& one, const std::vector<Entry>& other,
                       double factor);

    const EntryLists& matrix_;
    Of of_;
    StopCheck& stop_;
    std::vector<std::pair<std::uint64_t, std::int32_t>> order_;
    std::size_t place_ = 0;
    std::int32_t kept_ = -1;  // the line that the next one of the same hash is compared with
    std::vector<Entry> one_, other_;
};

}  // namespace tenon::ilp
