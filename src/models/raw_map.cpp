#include "models/raw_map.hpp"

#include <cmath>

namespace tenon::models {

namespace {

using Polynomial = std::vector<DoubleDouble>;

// P_1, ..., P_degree by powers of u; [0] is the constant.
std::vector<Polynomial> columns_by_powers(const Variable& v, bool intercept, std::int64_t degree) {
    const DoubleDouble slope = DoubleDouble(1.0) / DoubleDouble(v.half);
    const DoubleDouble offset = DoubleDouble(-v.centre) / DoubleDouble(v.half);
    const auto size = static_cast<std::size_t>(degree) + 1;
    const auto times_t = [&](const Polynomial& p) {
        Polynomial out(size);
        for (std::size_t i = 0; i < size; ++i) {
            out[i] = p[i] * offset;
            if (i > 0) out[i] += p[i - 1] * slope;
        }
        return out;
    };
    Polynomial before(size), now(size);
    before[0] = 1.0;
    now = times_t(before);
    std::vector<Polynomial> list;
    for (std::int64_t k = 1; k <= degree; ++k) {
        if (intercept) {
            list.push_back(now);
        } else {
            Polynomial shifted(size);  // u times it
            for (std::size_t i = 1; i < size; ++i) shifted[i] = before[i - 1];
            list.push_back(std::move(shifted));
        }
        Polynomial next = times_t(now);
        for (std::size_t i = 0; i < size; ++i) next[i] = DoubleDouble(2.0) * next[i] - before[i];
        before = std::move(now);
        now = std::move(next);
    }
    return list;
}

// u^1, ..., u^degree by T_0, ..., T_degree.
std::vector<Polynomial> powers_by_columns(const Variable& v, std::int64_t degree) {
    const auto size = static_cast<std::size_t>(degree) + 1;
    Polynomial power(size);
    power[0] = 1.0;
    std::vector<Polynomial> list;
    for (std::int64_t k = 1; k <= degree; ++k) {
        Polynomial next(size);
        for (std::size_t m = 0; m < size; ++m) {
            next[m] += power[m] * DoubleDouble(v.centre);
            const DoubleDouble part = power[m] * DoubleDouble(v.half);
            const DoubleDouble share = m == 0 ? part : DoubleDouble(0.5) * part;
            if (m + 1 < size) next[m + 1] += share;
            if (m > 0) next[m - 1] += share;
        }
        power = std::move(next);
        list.push_back(power);
    }
    return list;
}

class Terms {
  public:
    Terms(const Design& design, const std::vector<std::int64_t>& kept)
        : design_(design), kept_(kept), list_(kept.size()) {}

    std::vector<RawTerm> run() {
        const auto k = static_cast<std::int64_t>(kept_.size());
        for (std::int64_t i = 0; i < k;) {
            const std::int64_t j = design_.feature(column(i));
            if (j < 0)
                add_intercept(i++);
            else if (design_.degree_of(j) == 1 || design_.plain_powers)
                add_plain(i++);
            else
                i = add_powers(i);
        }
        return std::move(list_);
    }

  private:
    std::int64_t column(std::int64_t i) const { return kept_[static_cast<std::size_t>(i)]; }
    RawTerm& term(std::int64_t i) { return list_[static_cast<std::size_t>(i)]; }

    void add_intercept(std::int64_t i) {
        term(i).is_intercept = true;
        term(i).from_columns.emplace_back(i, 1.0);
    }

    RawTerm& place(std::int64_t i) {
        RawTerm& t = term(i);
        const std::int64_t c = column(i), j = design_.feature(c), power = design_.power(c);
        t.place = static_cast<std::size_t>(design_.first_term(j) + power - 1 +
                                           (design_.intercept ? 1 : 0));
        t.unit = std::pow(design_.variable(c).inverse, static_cast<double>(power));
        return t;
    }

    void add_plain(std::int64_t i) {
        RawTerm& t = place(i);
        t.from_columns.emplace_back(i, 1.0);
        t.in_columns.emplace_back(i, 1.0);
        const std::int64_t c = column(i);
        if (!design_.intercept || design_.degree_of(design_.feature(c)) > 1) return;
        const double centre = design_.variable(c).centre;
        t.in_columns.emplace_back(0, centre);
        term(0).from_columns.emplace_back(i, -centre);
    }

    // The kept powers of one feature are its first ones.
    std::int64_t add_powers(std::int64_t first) {
        const std::int64_t j = design_.feature(column(first));
        std::int64_t last = first;
        while (last < static_cast<std::int64_t>(kept_.size()) && design_.feature(column(last)) == j)
            ++last;
        const std::int64_t degree = last - first;
        const Variable& v = design_.variable(column(first));
        const auto columns = columns_by_powers(v, design_.intercept, degree);
        const auto powers = powers_by_columns(v, degree);
        for (std::int64_t i = first; i < last; ++i) {
            RawTerm& t = place(i);
            const auto power = static_cast<std::size_t>(i - first) + 1;
            for (std::int64_t m = i; m < last; ++m)
                t.from_columns.emplace_back(m, columns[static_cast<std::size_t>(m - first)][power]);
            // Without an intercept u^k is u times a combination of T_0, ..., T_(k-1).
            for (std::size_t m = 0; m <= power; ++m) {
                if (design_.intercept)
                    t.in_columns.emplace_back(m == 0 ? 0 : first + static_cast<std::int64_t>(m) - 1,
                                              powers[power - 1][m]);
                else if (power == 1 ? m == 0 : m < power)
                    t.in_columns.emplace_back(
                        first + static_cast<std::int64_t>(m),
                        power == 1 ? DoubleDouble(1.0) : powers[power - 2][m]);
            }
            if (design_.intercept) term(0).from_columns.emplace_back(i, columns[power - 1][0]);
        }
        return last;
    }

    const Design& design_;
    const std::vector<std::int64_t>& kept_;
    std::vector<RawTerm> list_;
};

}  // namespace

std::vector<RawTerm> raw_terms(const Design& design, const std::vector<std::int64_t>& kept) {
    return Terms(design, kept).run();
}

bool powers_are_nested(const Design& design, const std::vector<std::int64_t>& kept) {
    if (!design.has_powers() || design.plain_powers) return true;
    std::int64_t feature = -1, power = 0;
    for (const std::int64_t c : kept) {
        const std::int64_t j = design.feature(c);
        if (j < 0) continue;
        if (j != feature) {
            feature = j;
            power = 0;
        }
        if (design.power(c) != ++power) return false;
    }
    return true;
}

}  // namespace tenon::models
