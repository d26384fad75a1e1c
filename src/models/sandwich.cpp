#include "models/sandwich.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "models/chunks.hpp"
#include "tenon/error.hpp"

namespace tenon::models {

namespace {

// A row whose leverage is within its own rounding of 1 is fitted exactly: 0/0 in hc2 and hc3.
constexpr double decisive_roundings = 64;

// Rows [first, last) of [z y] times the roots of their weights, row after row.
void load_rows(const Design& design, const Target& target, std::int64_t first, std::int64_t last,
               std::vector<double>& out) {
    const std::int64_t n = last - first, width = design.width();
    std::vector<double> columns(static_cast<std::size_t>(n * (width + 1)));
    design.load(first, last, columns.data(), n);
    target.load(first, last, columns.data() + width * n);
    design.weigh(first, last, width + 1, columns.data(), n);
    for (std::int64_t i = 0; i < n; ++i)
        for (std::int64_t c = 0; c <= width; ++c)
            out[static_cast<std::size_t>(i * (width + 1) + c)] =
                columns[static_cast<std::size_t>(c * n + i)];
}

void load_rows(const Design& design, const Target& target, std::int64_t first, std::int64_t last,
               std::vector<DoubleDouble>& out) {
    const std::int64_t n = last - first, width = design.width();
    std::vector<double> high(static_cast<std::size_t>(n * (width + 1))), low(high.size());
    design.load_parts(first, last, high.data(), low.data(), n);
    target.load(first, last, high.data() + width * n);
    target.load_low(first, last, low.data() + width * n);
    for (std::int64_t i = 0; i < n; ++i) {
        const DoubleDouble root = design.weighted() ? design.exact_root(first + i) : 1.0;
        for (std::int64_t c = 0; c <= width; ++c) {
            const auto at = static_cast<std::size_t>(c * n + i);
            out[static_cast<std::size_t>(i * (width + 1) + c)] =
                DoubleDouble(high[at], low[at]) * root;
        }
    }
}

[[noreturn]] void refuse_one_cluster() {
    throw Error(Status::data, "all rows are in one cluster; errors by cluster need two or more",
                {.argument = "clusters"});
}

// Places of the clusters of the rows among all clusters in ascending order.
std::vector<std::int64_t> places_of(std::span<const std::int64_t> clusters, std::int64_t& count) {
    std::vector<std::int64_t> known(clusters.begin(), clusters.end());
    std::sort(known.begin(), known.end());
    known.erase(std::unique(known.begin(), known.end()), known.end());
    count = static_cast<std::int64_t>(known.size());
    if (count < 2) refuse_one_cluster();
    std::vector<std::int64_t> places;
    places.reserve(clusters.size());
    for (const std::int64_t c : clusters)
        places.push_back(std::lower_bound(known.begin(), known.end(), c) - known.begin());
    return places;
}

template <class T>
void add_square(Grid<T>& m, const T* u, T factor) {
    for (std::int64_t b = 0; b < m.columns; ++b) {
        const T scaled = factor * u[b];
        for (std::int64_t a = 0; a <= b; ++a) m(a, b) += scaled * u[a];
    }
}

template <class T>
class Middle {
  public:
    Middle(const OrderedQr<T>& f, const std::vector<DoubleDouble>& beta, ErrorKind kind, double n,
           double freedom)
        : f_(f), beta_(beta), kind_(kind), widen_(n / freedom), k_(f.r.columns) {}

    // One row [z y]; false if its leverage is 1 and the kind has no answer to that.
    bool row(T* zy, T& e, T& weight) const {
        e = zy[k_];
        for (std::int64_t c = 0; c < k_; ++c)
            e -= zy[c] * static_cast<T>(as_t(beta_[static_cast<std::size_t>(c)]));
        std::vector<T> u(zy, zy + k_);
        solve_upper_transposed(f_.r, u);
        std::copy(u.begin(), u.end(), zy);
        const T left = T(1.0) - dot(u.data(), u.data(), k_);
        const bool decisive = !(static_cast<double>(left) >
                                decisive_roundings * std::numeric_limits<double>::epsilon());
        weight = e * e;
        switch (kind_) {
            case ErrorKind::hc1:
                weight = weight * T(widen_);
                break;
            case ErrorKind::hc2:
                weight = weight / left;
                break;
            case ErrorKind::hc3:
                weight = weight / (left * left);
                break;
            default:
                return true;
        }
        return kind_ == ErrorKind::hc1 || !decisive;
    }

  private:
    static double as_t(DoubleDouble b, double) { return b.hi; }
    static DoubleDouble as_t(DoubleDouble b, DoubleDouble) { return b; }
    static T as_t(DoubleDouble b) { return as_t(b, T{}); }

    const OrderedQr<T>& f_;
    const std::vector<DoubleDouble>& beta_;
    ErrorKind kind_;
    double widen_;
    std::int64_t k_;
};

}  // namespace

template <class T>
Sandwich<T> sandwich(const Context& context, const Design& kept, const Target& target,
                     const OrderedQr<T>& f, const std::vector<DoubleDouble>& beta, ErrorKind kind,
                     std::span<const std::int64_t> clusters, double freedom) {
    const std::int64_t k = f.r.columns, rows = kept.rows();
    Sandwich<T> out;
    out.middle = Grid<T>(k, k);
    std::vector<std::int64_t> place;
    if (kind == ErrorKind::cluster) place = places_of(clusters, out.clusters);
    const std::int64_t chunks = kind == ErrorKind::cluster ? 1 : chunk_count(rows, k + 1);
    const Charge charge(context, (chunks + 1) * k * k * 16 + out.clusters * k * 16);
    std::vector<Grid<T>> partial(static_cast<std::size_t>(chunks), Grid<T>(k, k));
    std::vector<std::int64_t> decisive(static_cast<std::size_t>(chunks), -1);
    std::vector<T> scores(static_cast<std::size_t>(out.clusters * k));
    const Middle<T> middle(f, beta, kind, static_cast<double>(rows), freedom);
    const auto block = [&](std::int64_t chunk, std::int64_t first, std::int64_t last) {
        std::vector<T> zy(static_cast<std::size_t>((last - first) * (k + 1)));
        load_rows(kept, target, first, last, zy);
        for (std::int64_t i = first; i < last; ++i) {
            T* row = zy.data() + (i - first) * (k + 1);
            T e, weight;
            auto& found = decisive[static_cast<std::size_t>(chunk)];
            if (!middle.row(row, e, weight) && found < 0) found = i;
            if (kind != ErrorKind::cluster) {
                add_square(partial[static_cast<std::size_t>(chunk)], row, weight);
                continue;
            }
            T* s = scores.data() + place[static_cast<std::size_t>(i)] * k;
            for (std::int64_t c = 0; c < k; ++c) s[c] += e * row[c];
        }
    };
    if (kind == ErrorKind::cluster) {
        const std::int64_t step = block_rows(k + 1);
        for (std::int64_t first = 0; first < rows; first += step) {
            context.check_cancelled();
            block(0, first, std::min(rows, first + step));
        }
        const auto g = static_cast<double>(out.clusters), n = static_cast<double>(rows);
        const T factor = T(g) / T(g - 1) * (T(n - 1) / T(freedom));
        for (std::int64_t c = 0; c < out.clusters; ++c)
            add_square(partial[0], scores.data() + c * k, factor);
    } else {
        for_each_block(context, rows, k + 1, block);
    }
    for (std::size_t c = 0; c < partial.size(); ++c) {
        for (std::size_t i = 0; i < out.middle.values.size(); ++i)
            out.middle.values[i] += partial[c].values[i];
        if (out.decisive_row < 0) out.decisive_row = decisive[c];
    }
    for (std::int64_t b = 0; b < k; ++b)
        for (std::int64_t a = 0; a < b; ++a) out.middle(b, a) = out.middle(a, b);
    return out;
}

template <class T>
struct SandwichSums<T>::State {
    Middle<T> middle;
    ErrorKind kind;
    double rows, freedom;
    std::int64_t k, seen = 0;
    Sandwich<T> sum;
    std::map<std::int64_t, std::size_t> clusters;  // where the scores of each begin
    std::vector<T> scores;

    T* scores_of(std::int64_t cluster) {
        const auto [at, is_new] = clusters.emplace(cluster, scores.size());
        if (is_new) scores.resize(scores.size() + static_cast<std::size_t>(k));
        return scores.data() + at->second;
    }
};

template <class T>
SandwichSums<T>::SandwichSums(const OrderedQr<T>& f, const std::vector<DoubleDouble>& beta,
                              ErrorKind kind, double rows, double freedom)
    : state_(new State{.middle = Middle<T>(f, beta, kind, rows, freedom),
                       .kind = kind,
                       .rows = rows,
                       .freedom = freedom,
                       .k = f.r.columns,
                       .sum = {},
                       .clusters = {},
                       .scores = {}}) {
    state_->sum.middle = Grid<T>(f.r.columns, f.r.columns);
}

template <class T>
SandwichSums<T>::~SandwichSums() = default;

template <class T>
void SandwichSums<T>::add(const Context& context, const Design& kept, const Target& target,
                          std::span<const std::int64_t> clusters) {
    State& s = *state_;
    const std::int64_t step = block_rows(s.k + 1);
    std::vector<T> zy;
    for (std::int64_t first = 0; first < kept.rows(); first += step) {
        context.check_cancelled();
        const std::int64_t last = std::min(kept.rows(), first + step);
        zy.resize(static_cast<std::size_t>((last - first) * (s.k + 1)));
        load_rows(kept, target, first, last, zy);
        for (std::int64_t i = first; i < last; ++i) {
            T* row = zy.data() + (i - first) * (s.k + 1);
            T e, weight;
            if (!s.middle.row(row, e, weight) && s.sum.decisive_row < 0)
                s.sum.decisive_row = s.seen + i;
            if (s.kind != ErrorKind::cluster) {
                add_square(s.sum.middle, row, weight);
                continue;
            }
            T* score = s.scores_of(clusters[static_cast<std::size_t>(i)]);
            for (std::int64_t c = 0; c < s.k; ++c) score[c] += e * row[c];
        }
    }
    s.seen += kept.rows();
}

template <class T>
Sandwich<T> SandwichSums<T>::finish() {
    State& s = *state_;
    if (s.kind == ErrorKind::cluster) {
        s.sum.clusters = static_cast<std::int64_t>(s.clusters.size());
        if (s.sum.clusters < 2) refuse_one_cluster();
        const auto g = static_cast<double>(s.sum.clusters);
        const T factor = T(g) / T(g - 1) * (T(s.rows - 1) / T(s.freedom));
        for (const auto& [cluster, first] : s.clusters)
            add_square(s.sum.middle, s.scores.data() + first, factor);
    }
    for (std::int64_t b = 0; b < s.k; ++b)
        for (std::int64_t a = 0; a < b; ++a) s.sum.middle(b, a) = s.sum.middle(a, b);
    return std::move(s.sum);
}

template class SandwichSums<double>;
template class SandwichSums<DoubleDouble>;
template Sandwich<double> sandwich(const Context&, const Design&, const Target&,
                                   const OrderedQr<double>&, const std::vector<DoubleDouble>&,
                                   ErrorKind, std::span<const std::int64_t>, double);
template Sandwich<DoubleDouble> sandwich(const Context&, const Design&, const Target&,
                                         const OrderedQr<DoubleDouble>&,
                                         const std::vector<DoubleDouble>&, ErrorKind,
                                         std::span<const std::int64_t>, double);

}  // namespace tenon::models
