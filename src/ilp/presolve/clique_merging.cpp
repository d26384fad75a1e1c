// Set packing rows made one. A row  sum over K of l <= 1  (literals: binaries or complements) takes
// up literals that exclude all of K and one another,
//
//   sum over K + L of l <= 1,
//
// which holds for the same integer points and makes every set packing row over some of K + L
// redundant: x + y <= 1, y + z <= 1, x + z <= 1 become x + y + z <= 1. Who excludes whom is read
// from all rows (row_cliques.hpp). Only literals of rows that go are taken up, so that the matrix
// grows no longer. Of an equation over K, or where an equation is among the rows that go, the
// others are all zero.
//
// The relaxation becomes tighter by this, not only shorter.
//
// T. Achterberg, R. Bixby, Z. Gu, E. Rothberg, D. Weninger: Presolve reductions in mixed integer
// programming, ZIB-Report 16-44, 2016, section on clique merging; L. Johnson, G. Nemhauser, M.
// Savelsbergh: Progress in linear programming-based algorithms for integer programming, INFORMS
// Journal on Computing 12, 2000 (clique lifting).
#include <algorithm>
#include <cmath>
#include <vector>

#include "ilp/presolve/clique_table.hpp"
#include "ilp/presolve/reductions.hpp"
#include "ilp/presolve/row_cliques.hpp"

namespace tenon::ilp {

namespace {

// Entries that may be looked at, against those of the matrix, with a start for small programs.
constexpr std::int64_t work_start = 50'000, work_share = 5;
// Entries of the clique table, likewise.
constexpr std::int64_t entries_start = 50'000, entries_share = 2;
// Literals that one row may take up.
constexpr std::size_t most_taken_up = 500;
// Longer rows exclude a literal that is not theirs too rarely for what asking all of them takes.
constexpr std::int32_t longest_row = 1000;

// sum of l <= 1 or = 1; its entries are +-weight, with the sign that a true literal has.
struct Packing {
    std::int32_t row;
    double sign;  // of the side that packs
    double weight;
    bool equation;
    std::vector<Literal> members;
};

class Merging {
  public:
    explicit Merging(Workspace& work)
        : work_(work),
          table_(work.matrix.columns(), entries_start + entries_share * work.matrix.entries()),
          rows_of_(2 * static_cast<std::size_t>(work.matrix.columns())),
          is_member_(rows_of_.size(), 0),
          is_needed_(rows_of_.size(), 0),
          left_(work_start + work_share * work.matrix.entries()) {}

    std::int64_t run() {
        read_rows();
        if (packings_.size() < 2) return 0;
        met_.assign(packings_.size(), 0);
        // Short rows grow, long ones are what they grow to.
        std::vector<std::size_t> order(packings_.size());
        for (std::size_t k = 0; k < order.size(); ++k) order[k] = k;
        std::stable_sort(order.begin(), order.end(), [this](std::size_t a, std::size_t b) {
            return packings_[a].members.size() > packings_[b].members.size();
        });
        for (const std::size_t k : order) {
            if (left_ < 0 || work_.stopped()) break;
            if (work_.row_alive[packings_[k].row] != 0) merge(k);
        }
        return count_;
    }

  private:
    void read_rows();
    bool read_packing(std::int32_t row, double sign, Packing& out);
    void merge(std::size_t number);
    void extend(const Packing& packing);
    bool try_literal(Literal l, const Packing& packing);
    void find_dominated(std::size_t number);
    void take_up(Packing& packing);
    void fix_others(const Packing& of);
    void spend(std::int64_t entries) {
        left_ -= entries;
        work_.spend(entries);
    }

    Workspace& work_;
    CliqueTable table_;
    std::vector<Packing> packings_;
    std::vector<std::vector<std::int32_t>> rows_of_;  // packings by literal
    std::vector<std::uint8_t> is_member_, is_needed_;
    std::vector<std::int32_t> met_;
    std::vector<Literal> clique_;  // K and L
    std::vector<std::int32_t> dominated_;
    std::vector<std::int32_t> index_;
    std::vector<double> value_;
    std::int64_t left_, count_ = 0;
};

// A row of binaries with entries of one size, of which this side lets one literal be true.
bool Merging::read_packing(std::int32_t row, double sign, Packing& out) {
    const double side = sign > 0 ? work_.row_upper[row] : work_.row_lower[row];
    const double other = sign > 0 ? work_.row_lower[row] : work_.row_upper[row];
    if (std::isinf(side) || (!std::isinf(other) && other != side) || index_.size() < 2)
        return false;
    const double weight = std::fabs(value_.front());
    double capacity = sign * side;
    out = {row, sign, weight, other == side, {}};
    for (std::size_t k = 0; k < index_.size(); ++k) {
        if (!work_.boxed_binary(index_[k]) || std::fabs(value_[k]) != weight) return false;
        const bool positive = sign * value_[k] > 0;
        if (!positive) capacity += weight;
        out.members.push_back(literal(index_[k], positive));
    }
    return capacity == weight;
}

void Merging::read_rows() {
    RowCliques cliques(work_.lower, work_.upper, work_.integer, table_);
    Packing packing;
    const auto rows = static_cast<std::int32_t>(work_.row_alive.size());
    for (std::int32_t i = 0; i < rows && left_ > 0; ++i) {
        if (work_.row_alive[i] == 0 || work_.matrix.row_size(i) < 2) continue;
        index_.clear();
        value_.clear();
        for (std::int32_t e = work_.matrix.first_in_row(i); e != EntryLists::none;
             e = work_.matrix.next_in_row(e)) {
            index_.push_back(work_.matrix.column(e));
            value_.push_back(work_.matrix.value(e));
        }
        work_.charge(static_cast<std::int64_t>(index_.size()));
        const std::int64_t before = table_.work();
        cliques.read({index_, value_, 1, work_.row_upper[i]});
        cliques.read({index_, value_, -1, work_.row_lower[i]});
        spend(table_.work() - before);
        if (!read_packing(i, 1, packing) && !read_packing(i, -1, packing)) continue;
        for (const Literal l : packing.members)
            rows_of_[l].push_back(static_cast<std::int32_t>(packings_.size()));
        packings_.push_back(std::move(packing));
    }
}

// Does it exclude all of the row, and what the row has taken up?
bool Merging::try_literal(Literal l, const Packing& packing) {
    if (is_member_[l] != 0 || is_member_[negation(l)] != 0 || rows_of_[l].empty()) return false;
    if (!work_.boxed_binary(column_of(l)) || work_.column_alive[column_of(l)] == 0) return false;
    const std::int64_t before = table_.work();
    const bool excludes_all = std::all_of(clique_.begin(), clique_.end(),
                                          [&](Literal k) { return table_.exclusive(l, k); });
    spend(table_.work() - before + static_cast<std::int64_t>(1));
    if (!excludes_all) return false;
    is_member_[l] = 1;
    clique_.push_back(l);
    return clique_.size() >= packing.members.size() + most_taken_up;
}

// What excludes all members excludes the one with the fewest neighbours.
void Merging::extend(const Packing& packing) {
    if (work_.matrix.row_size(packing.row) > longest_row) return;
    std::int64_t fewest = -1;
    Literal rarest = packing.members.front();
    for (const Literal l : packing.members) {
        const std::int64_t degree = table_.degree(l);
        if (fewest >= 0 && degree >= fewest) continue;
        fewest = degree;
        rarest = l;
    }
    // Asked first.
    std::swap(*std::find(clique_.begin(), clique_.end(), rarest), clique_.front());
    spend(static_cast<std::int64_t>(packing.members.size()));
    for (const Literal l : table_.pairs_of(rarest))
        if (left_ < 0 || try_literal(l, packing)) return;
    for (const std::int32_t k : table_.cliques_of(rarest))
        for (const Literal l : table_.members(k))
            if (left_ < 0 || try_literal(l, packing)) return;
}

// Packings within K and L, but for the row itself.
void Merging::find_dominated(std::size_t number) {
    dominated_.clear();
    for (const Literal l : clique_) {
        for (const std::int32_t k : rows_of_[l])
            if (static_cast<std::size_t>(++met_[k]) == packings_[k].members.size() &&
                static_cast<std::size_t>(k) != number && work_.row_alive[packings_[k].row] != 0)
                dominated_.push_back(k);
        spend(static_cast<std::int64_t>(rows_of_[l].size()));
    }
    for (const Literal l : clique_)
        for (const std::int32_t k : rows_of_[l]) met_[k] = 0;
}

// All literals of the clique that are not in the equation are false.
void Merging::fix_others(const Packing& of) {
    for (const Literal l : of.members) is_needed_[l] = 1;
    for (const Literal l : clique_) {
        if (is_needed_[l] != 0 || work_.stopped()) continue;
        const bool changed =
            value_of(l) ? work_.drop_upper(column_of(l), 0) : work_.raise_lower(column_of(l), 1);
        count_ += changed ? 1 : 0;
    }
    for (const Literal l : of.members) is_needed_[l] = 0;
}

// The literals of the rows that go become entries of the row.
void Merging::take_up(Packing& packing) {
    for (const std::int32_t k : dominated_)
        for (const Literal l : packings_[k].members) is_needed_[l] = 1;
    for (const Literal l : packing.members) is_needed_[l] = 0;
    double& side = packing.sign > 0 ? work_.row_upper[packing.row] : work_.row_lower[packing.row];
    const auto number = static_cast<std::int32_t>(&packing - packings_.data());
    for (const Literal l : clique_) {
        if (is_needed_[l] == 0) continue;
        is_needed_[l] = 0;
        const double a = value_of(l) ? packing.weight : -packing.weight;
        work_.matrix.add(packing.row, column_of(l), packing.sign * a);
        if (!value_of(l)) side -= packing.sign * packing.weight;
        work_.columns_changed.touch(column_of(l));
        packing.members.push_back(l);
        rows_of_[l].push_back(number);
    }
    work_.touch_row(packing.row);
}

void Merging::merge(std::size_t number) {
    Packing& packing = packings_[number];
    clique_ = packing.members;
    for (const Literal l : clique_)
        if (!work_.boxed_binary(column_of(l))) return;  // fixed since
    for (const Literal l : clique_) is_member_[l] = 1;
    extend(packing);
    for (const Literal l : clique_) is_member_[l] = 0;
    if (packing.equation) {
        fix_others(packing);
        clique_ = packing.members;
    }
    find_dominated(number);
    for (const std::int32_t k : dominated_) {
        if (work_.stopped() || !packings_[k].equation) continue;
        fix_others(packings_[k]);
        return;  // the rest is for when these are gone
    }
    if (dominated_.empty() || work_.stopped()) return;
    take_up(packing);
    for (const std::int32_t k : dominated_) work_.drop_row(packings_[k].row);
    count_ += static_cast<std::int64_t>(dominated_.size());
}

}  // namespace

std::int64_t merge_cliques(Workspace& work, Cursor& since) {
    if (!work.much_changed(since)) return 0;
    return Merging(work).run();
}

}  // namespace tenon::ilp
