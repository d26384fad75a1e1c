#include "ilp/presolve/clique_table.hpp"

#include <algorithm>

namespace tenon::ilp {

namespace {

// Looking for a clique that contains a new one stops after this many entries: a clique too much
// costs memory, no more.
constexpr std::int64_t domination_work = 10'000;

bool meet(std::span<const std::int32_t> a, std::span<const std::int32_t> b, std::int64_t& work) {
    if (a.size() > b.size()) std::swap(a, b);
    // Against a much longer list each place is looked up.
    if (a.size() * 16 < b.size()) {
        work += static_cast<std::int64_t>(8 * a.size());
        return std::any_of(a.begin(), a.end(), [b](std::int32_t k) {
            return std::binary_search(b.begin(), b.end(), k);
        });
    }
    std::size_t i = 0, k = 0;
    while (i < a.size() && k < b.size()) {
        if (a[i] == b[k]) return true;
        if (a[i] < b[k])
            ++i;
        else
            ++k;
    }
    work += static_cast<std::int64_t>(i + k + 1);
    return false;
}

}  // namespace

CliqueTable::CliqueTable(std::int32_t columns, std::int64_t most_entries)
    : cliques_of_(2 * static_cast<std::size_t>(columns)),
      pairs_of_(2 * static_cast<std::size_t>(columns)),
      marked_(2 * static_cast<std::size_t>(columns), 0),
      most_entries_(most_entries) {}

bool CliqueTable::exclusive(Literal a, Literal b) const {
    if (a == b) return false;
    if (a == negation(b)) return true;
    const Literal fewer = pairs_of_[a].size() < pairs_of_[b].size() ? a : b;
    const std::vector<Literal>& pairs = pairs_of_[fewer];
    work_ += 1;
    if (std::binary_search(pairs.begin(), pairs.end(), fewer == a ? b : a)) return true;
    return meet(cliques_of_[a], cliques_of_[b], work_);
}

std::int64_t CliqueTable::degree(Literal l) const {
    auto sum = static_cast<std::int64_t>(pairs_of_[l].size());
    for (const std::int32_t k : cliques_of_[l]) sum += start_[k + 1] - start_[k];
    return sum;
}

// Is there a clique that holds all of these?
bool CliqueTable::dominated(std::span<const Literal> members) {
    const Literal rarest = *std::min_element(
        members.begin(), members.end(),
        [this](Literal a, Literal b) { return cliques_of_[a].size() < cliques_of_[b].size(); });
    if (cliques_of_[rarest].empty()) return false;
    for (const Literal l : members) marked_[l] = 1;
    bool found = false;
    std::int64_t looked_at = 0;
    for (const std::int32_t k : cliques_of_[rarest]) {
        const std::span<const Literal> other = this->members(k);
        if (other.size() < members.size()) continue;
        looked_at += static_cast<std::int64_t>(other.size());
        if (looked_at > domination_work) break;
        const auto shared = std::count_if(other.begin(), other.end(),
                                          [this](Literal l) { return marked_[l] != 0; });
        found = static_cast<std::size_t>(shared) == members.size();
        if (found) break;
    }
    work_ += looked_at;
    for (const Literal l : members) marked_[l] = 0;
    return found;
}

bool CliqueTable::add(std::span<const Literal> members) {
    const auto size = static_cast<std::int64_t>(members.size());
    if (size < 2 || entries_ + size > most_entries_) return false;
    if (size == 2) {
        const Literal a = members[0], b = members[1];
        if (exclusive(a, b)) return false;
        for (const Literal l : members) {
            std::vector<Literal>& pairs = pairs_of_[l];
            const Literal other = l == a ? b : a;
            pairs.insert(std::upper_bound(pairs.begin(), pairs.end(), other), other);
            work_ += static_cast<std::int64_t>(pairs.size());
        }
        entries_ += 2;
        return true;
    }
    if (dominated(members)) return false;
    const std::int32_t clique = cliques();
    for (const Literal l : members) cliques_of_[l].push_back(clique);
    members_.insert(members_.end(), members.begin(), members.end());
    start_.push_back(static_cast<std::int64_t>(members_.size()));
    entries_ += size;
    work_ += size;
    return true;
}

}  // namespace tenon::ilp
