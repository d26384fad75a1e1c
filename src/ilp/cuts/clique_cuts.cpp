// Clique cuts. Literals of which any two exclude one another may sum to one at most; where the
// rows know this only pair by pair, or in parts, the LP goes beyond.
//
// The conflict graph is written down for the literals that are fractional at the LP point, as rows
// of bits. From each of them, heaviest first, the clique of largest LP weight around it is looked
// for by branch and bound: with the candidates P coloured so that no two of one colour are joined,
// no clique in P weighs more than the sum over colours of the heaviest of each. What is found is
// lifted with literals of weight zero that exclude all members.
//
// K. Hoffman, M. Padberg: Solving airline crew scheduling problems by branch-and-cut, Management
// Science 39, 1993; E. Balas, C. S. Yu: Finding a maximum clique in an arbitrary graph, SIAM
// Journal on Computing 15, 1986.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <set>
#include <vector>

#include "ilp/cuts/separation.hpp"
#include "ilp/presolve/clique_table.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

// By how much the weight of a clique must pass one.
constexpr double least_violation = 1e-3;
// The graph is cut down to so many literals, most fractional first.
constexpr std::size_t most_literals = 3000;
// Steps of branch and bound from one literal, and in one round.
constexpr std::int64_t steps_a_start = 200, steps_a_round = 20'000;
constexpr std::size_t most_cliques = 1000;
// Entries looked at to lift one clique, and the longest result.
constexpr std::int64_t lifting_work = 100'000;
constexpr std::size_t longest_cut = 1000;

using Bits = std::vector<std::uint64_t>;

// Cliques of the graph heavier than one.
class CliqueSearch {
  public:
    explicit CliqueSearch(std::vector<double> weight)
        : weight_(std::move(weight)), words_((weight_.size() + 63) / 64) {
        rows_.assign(weight_.size() * words_, 0);
    }

    void join(std::size_t a, std::size_t b) {
        if (a == b) return;
        set(a, b);
        set(b, a);
    }

    // The heaviest clique through `start` that the steps allow; empty if none passes the limit.
    const std::vector<std::size_t>& around(std::size_t start, std::int64_t steps) {
        best_.clear();
        best_weight_ = 1 + least_violation;
        steps_ = steps;
        chosen_.assign(1, start);
        const std::uint64_t* row = &rows_[start * words_];
        extend(Bits(row, row + words_), weight_[start]);
        return best_;
    }
    std::int64_t steps_left() const noexcept { return steps_; }
    std::size_t words() const noexcept { return words_; }

  private:
    void set(std::size_t a, std::size_t b) {
        rows_[a * words_ + b / 64] |= std::uint64_t{1} << (b % 64);
    }

    // Candidates in the order of their colours, with the bound of all up to and including each.
    void colour(const Bits& candidates, std::vector<std::size_t>& order,
                std::vector<double>& bound) const {
        Bits left = candidates;
        double sum = 0;
        while (true) {
            Bits now = left;
            double heaviest = 0;
            bool any = false;
            for (std::size_t w = 0; w < words_; ++w) {
                while (now[w] != 0) {
                    const std::size_t v =
                        w * 64 + static_cast<std::size_t>(std::countr_zero(now[w]));
                    any = true;
                    left[w] &= ~(std::uint64_t{1} << (v % 64));
                    now[w] &= now[w] - 1;
                    const std::uint64_t* row = &rows_[v * words_];
                    for (std::size_t u = w; u < words_; ++u) now[u] &= ~row[u];
                    heaviest = std::max(heaviest, weight_[v]);
                    order.push_back(v);
                    bound.push_back(sum + heaviest);
                }
            }
            if (!any) return;
            sum += heaviest;
        }
    }

    void extend(Bits candidates, double weight) {
        --steps_;
        if (weight > best_weight_) {
            best_weight_ = weight;
            best_ = chosen_;
        }
        std::vector<std::size_t> order;
        std::vector<double> bound;
        colour(candidates, order, bound);
        for (std::size_t k = order.size(); k-- > 0;) {
            if (weight + bound[k] <= best_weight_ || steps_ <= 0) return;
            const std::size_t v = order[k];
            Bits next(words_);
            const std::uint64_t* row = &rows_[v * words_];
            for (std::size_t w = 0; w < words_; ++w) next[w] = candidates[w] & row[w];
            chosen_.push_back(v);
            extend(std::move(next), weight + weight_[v]);
            chosen_.pop_back();
            candidates[v / 64] &= ~(std::uint64_t{1} << (v % 64));
        }
    }

    std::vector<double> weight_;
    std::size_t words_;
    Bits rows_;
    std::vector<std::size_t> chosen_, best_;
    double best_weight_ = 0;
    std::int64_t steps_ = 0;
};

class CliqueCuts {
  public:
    CliqueCuts(const Separation& at, std::vector<Cut>& out)
        : at_(at), table_(*at.cliques), out_(out) {}

    void separate() {
        const std::int64_t before = table_.work();
        collect();
        if (literals_.size() < 3) return;
        CliqueSearch search(weights());
        write_graph(search);
        std::set<std::vector<std::size_t>> seen;
        std::int64_t left = steps_a_round;
        std::size_t found = 0;
        for (std::size_t k = 0; k < literals_.size() && left > 0 && found < most_cliques; ++k) {
            if (at_.control.stopped()) return;
            const std::int64_t given = std::min(left, steps_a_start);
            std::vector<std::size_t> best = search.around(k, given);
            const std::int64_t used = given - search.steps_left();
            left -= used;
            at_.control.add_work(used * static_cast<std::int64_t>(search.words()));
            std::sort(best.begin(), best.end());
            if (best.empty() || !seen.insert(best).second) continue;
            ++found;
            clique_.clear();
            for (const std::size_t v : best) clique_.push_back(literals_[v]);
            lift();
            give();
        }
        at_.control.add_work(table_.work() - before);
    }

  private:
    double value(Literal l) const {
        const double x = at_.point[column_of(l)];
        return value_of(l) ? x : 1 - x;
    }

    // Fractional literals with conflicts, heaviest first.
    void collect() {
        for (std::int32_t j = 0; j < at_.columns(); ++j) {
            if (!at_.integer(j) || at_.lower(j) != 0 || at_.upper(j) != 1) continue;
            const double x = at_.point[j];
            if (x <= integrality_tolerance || x >= 1 - integrality_tolerance) continue;
            for (const Literal l : {literal(j, true), literal(j, false)})
                if (!table_.empty(l)) literals_.push_back(l);
        }
        std::stable_sort(literals_.begin(), literals_.end(), [this](Literal a, Literal b) {
            return std::fabs(value(a) - 0.5) < std::fabs(value(b) - 0.5);
        });
        if (literals_.size() > most_literals) literals_.resize(most_literals);
        std::stable_sort(literals_.begin(), literals_.end(),
                         [this](Literal a, Literal b) { return value(a) > value(b); });
    }

    std::vector<double> weights() const {
        std::vector<double> out;
        for (const Literal l : literals_) out.push_back(value(l));
        return out;
    }

    // Who of the literals stand in each clique; members of one are joined.
    void write_graph(CliqueSearch& search) const {
        std::vector<std::int32_t> place(2 * static_cast<std::size_t>(at_.columns()), -1);
        std::vector<std::pair<std::int32_t, std::int32_t>> met;  // clique, literal
        for (std::size_t k = 0; k < literals_.size(); ++k) {
            place[literals_[k]] = static_cast<std::int32_t>(k);
            for (const std::int32_t c : table_.cliques_of(literals_[k]))
                met.emplace_back(c, static_cast<std::int32_t>(k));
        }
        std::sort(met.begin(), met.end());
        std::int64_t work = static_cast<std::int64_t>(met.size());
        for (std::size_t first = 0; first < met.size();) {
            std::size_t last = first;
            while (last < met.size() && met[last].first == met[first].first) ++last;
            for (std::size_t a = first; a < last; ++a)
                for (std::size_t b = a + 1; b < last; ++b)
                    search.join(static_cast<std::size_t>(met[a].second),
                                static_cast<std::size_t>(met[b].second));
            work += static_cast<std::int64_t>((last - first) * (last - first) / 2);
            first = last;
        }
        for (std::size_t k = 0; k < literals_.size(); ++k) {
            const std::span<const Literal> pairs = table_.pairs_of(literals_[k]);
            work += static_cast<std::int64_t>(pairs.size());
            for (const Literal other : pairs)
                if (place[other] >= 0) search.join(k, static_cast<std::size_t>(place[other]));
            const std::int32_t own = place[negation(literals_[k])];
            if (own >= 0) search.join(k, static_cast<std::size_t>(own));
        }
        at_.control.add_work(work);
    }

    // Literals of weight zero that exclude every member, one by one: they stand next to the member
    // with the fewest conflicts.
    void lift() {
        Literal rarest = clique_.front();
        for (const Literal l : clique_)
            if (table_.degree(l) < table_.degree(rarest)) rarest = l;
        if (table_.degree(rarest) > lifting_work) return;
        const std::int64_t limit = table_.work() + lifting_work;
        const auto consider = [&](Literal l) {
            const std::int32_t j = column_of(l);
            if (table_.work() > limit || clique_.size() >= longest_cut) return;
            if (value(l) > integrality_tolerance || at_.lower(j) == at_.upper(j)) return;
            for (const Literal member : clique_)
                if (column_of(member) == j || !table_.exclusive(member, l)) return;
            clique_.push_back(l);
        };
        for (const Literal l : table_.pairs_of(rarest)) consider(l);
        for (const std::int32_t c : table_.cliques_of(rarest))
            for (const Literal l : table_.members(c)) consider(l);
    }

    // sum of literals <= 1 in columns. A column that is a member both ways takes the one: all
    // others are zero then.
    void give() {
        std::sort(clique_.begin(), clique_.end());
        Cut cut;
        cut.family = "clique";
        cut.right = 1;
        for (std::size_t k = 0; k < clique_.size(); ++k) {
            const std::int32_t j = column_of(clique_[k]);
            if (k + 1 < clique_.size() && column_of(clique_[k + 1]) == j) {
                cut.right -= 1;
                ++k;
                continue;
            }
            const bool positive = value_of(clique_[k]);
            cut.index.push_back(j);
            cut.value.push_back(positive ? 1.0 : -1.0);
            if (!positive) cut.right -= 1;
        }
        if (cut.index.empty()) return;
        cut.efficacy = (cut.activity(at_.point) - cut.right) / cut.norm();
        out_.push_back(std::move(cut));
    }

    const Separation& at_;
    const CliqueTable& table_;
    std::vector<Cut>& out_;
    std::vector<Literal> literals_, clique_;
};

}  // namespace

void separate_cliques(const Separation& at, std::vector<Cut>& out) {
    if (at.cliques == nullptr || at.cliques->empty()) return;
    CliqueCuts(at, out).separate();
}

}  // namespace tenon::ilp
