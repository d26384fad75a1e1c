// Edit distance with insertions, deletions and substitutions at cost one (V. I. Levenshtein, Binary
// codes capable of correcting deletions, insertions and reversals, 1966), by the row recurrence
//     D(i, j) = min(D(i-1, j) + 1, D(i, j-1) + 1, D(i-1, j-1) + [a_i != b_j]).
#include "base/near_names.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace tenon {

namespace {

// Longer names are compared by their first bytes only, so that a hostile header costs little.
constexpr std::size_t longest_compared = 64;
// One table may have very many columns; past this the search would be slower than it is worth.
constexpr std::size_t most_compared = 20000;
constexpr std::size_t most_listed = 3;

char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::size_t distance(std::string_view a, std::string_view b, std::vector<std::size_t>& row) {
    row.resize(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t changed = diagonal + (lower(a[i - 1]) != lower(b[j - 1]));
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
        }
    }
    return row[b.size()];
}

}  // namespace

std::string near_names(std::string_view wanted, std::span<const std::string> names) {
    wanted = wanted.substr(0, longest_compared);
    // A third of the letters may be wrong, and two always.
    const std::size_t limit = std::max<std::size_t>(2, wanted.size() / 3);
    std::vector<std::pair<std::size_t, std::size_t>> near;  // distance, place
    std::vector<std::size_t> row;
    for (std::size_t i = 0; i < std::min(names.size(), most_compared); ++i) {
        const std::string_view name = std::string_view(names[i]).substr(0, longest_compared);
        const std::size_t gap =
            name.size() > wanted.size() ? name.size() - wanted.size() : wanted.size() - name.size();
        if (gap > limit) continue;
        const std::size_t d = distance(wanted, name, row);
        if (d <= limit && d < std::max(wanted.size(), name.size())) near.emplace_back(d, i);
    }
    std::sort(near.begin(), near.end());
    std::string out;
    std::vector<std::string_view> listed;
    for (const auto& [away, place] : near) {
        const std::string_view name = names[place];
        if (std::find(listed.begin(), listed.end(), name) != listed.end()) continue;
        if (!listed.empty()) out += ", ";
        out += '"';
        out += name;
        out += '"';
        listed.push_back(name);
        if (listed.size() == most_listed) break;
    }
    return out;
}

}  // namespace tenon
