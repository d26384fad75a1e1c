#include "checker.hpp"

#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <stdexcept>

#include "exact.hpp"

namespace certificate_checker {

namespace {

constexpr double endless = std::numeric_limits<double>::infinity();
constexpr double largest_step = 4503599627370496.0;  // 2^52: whole numbers k and k + 1 are doubles

[[noreturn]] void refuse(const std::string& why) {
    throw std::runtime_error(why);
}
void demand(bool holds, const char* why) {
    if (!holds) refuse(why);
}

// The words of one line after another.
class Lines {
  public:
    explicit Lines(std::string_view text) : text_(text) {}
    bool next() {
        if (place_ >= text_.size()) return false;
        const std::size_t end = text_.find('\n', place_);
        demand(end != text_.npos, "the last line has no end");
        line_ = text_.substr(place_, end - place_);
        place_ = end + 1;
        ++number;
        return true;
    }
    bool at_end() const { return place_ == text_.size(); }
    std::string_view word() {
        demand(!line_.empty(), "a word is missing");
        const std::size_t end = line_.find(' ');
        const std::string_view word = line_.substr(0, end);
        line_ = end == line_.npos ? std::string_view() : line_.substr(end + 1);
        demand(!word.empty() && (end == line_.npos || !line_.empty() || end == word.size()), "stray blank");
        return word;
    }
    double real() {  // a whole decimal number or [-]0x, hexadecimal digits, p, exponent
        std::string_view w = word();
        const bool negative = w.front() == '-';
        if (negative) w.remove_prefix(1);
        double value = 0;
        const bool hex = w.substr(0, 2) == "0x";
        if (hex) w.remove_prefix(2);
        demand(!w.empty() && w.front() != '-', "not a number");
        const auto format = hex ? std::chars_format::hex : std::chars_format::fixed;
        const auto [end, error] = std::from_chars(w.data(), w.data() + w.size(), value, format);
        demand(error == std::errc() && end == w.data() + w.size() && std::isfinite(value), "not a number");
        demand(hex || (w.find('.') == w.npos && value <= 2 * largest_step), "not a whole number");
        return negative ? -value : value;
    }
    std::size_t index(std::size_t below) {
        const double value = real();
        demand(value >= 0 && value == std::floor(value) && value < static_cast<double>(below), "no such number");
        return static_cast<std::size_t>(value);
    }
    void done() const { demand(line_.empty(), "more words than expected"); }
    long number = 0;

  private:
    std::string_view text_, line_;
    std::size_t place_ = 0;
};

struct Row {
    std::vector<std::pair<int, double>> terms;
    double lower, upper;
    bool whole;
};
struct Multipliers {
    bool cost = false, given = false;
    std::vector<std::pair<std::size_t, double>> terms;
};
struct Box {
    std::vector<double> lower, upper;
    bool empty() const {
        for (std::size_t j = 0; j < lower.size(); ++j)
            if (lower[j] > upper[j]) return true;
        return false;
    }
};

class Checker {
  public:
    Checker(const Model& model, std::string_view text) : model_(model), lines_(text) {}
    Finding run() {
        try {
            read_all();
            found_.accepted = true;
        } catch (const std::exception& refusal) {
            found_.reason = "line " + std::to_string(lines_.number) + ": " + refusal.what();
        }
        return found_;
    }

  private:
    std::size_t columns() const { return model_.cost.size(); }
    double cost(std::size_t j) const { return model_.maximise ? -model_.cost[j] : model_.cost[j]; }
    double offset() const { return model_.maximise ? -model_.offset : model_.offset; }

    void read_all();
    void read_plan();
    void read_direction();
    void read_bound();
    void read_step();
    void prepare();
    void read_proof_line(std::string_view word);
    void read_terms(Multipliers& y);
    void tighten(bool upper);
    void derive();
    void branch();
    void leaf();
    bool closes(const Multipliers& y, const Box& box) const;
    std::vector<double> read_point(const char* word);
    std::string_view word_ = {};

    const Model& model_;
    Lines lines_;
    Finding found_;
    Exact limit_;  // of c x for plans that would refute the bound; strictly, where step_ is zero
    double step_ = 0;
    std::vector<Row> rows_;
    std::vector<Box> waiting_;  // the box at hand last
    bool tree_begun_ = false;
    Multipliers y_;
};

bool is_whole(const Model& model, const Row& row) {
    for (const double side : {row.lower, row.upper})
        if (std::isfinite(side) && side != std::floor(side)) return false;
    for (const auto& [j, a] : row.terms)
        if (!model.integer[j] || a != std::floor(a)) return false;
    return true;
}

// Lines "word column value" by rising column; the first other word is left in word_.
std::vector<double> Checker::read_point(const char* word) {
    std::vector<double> point(columns(), 0);
    std::size_t next = 0;
    for (;;) {
        demand(lines_.next(), "the text ends too early");
        word_ = lines_.word();
        if (word_ != word) return point;
        const std::size_t j = lines_.index(columns());
        demand(j >= next, "columns out of order");
        next = j + 1;
        point[j] = lines_.real();
        lines_.done();
    }
}

bool next_to(const Exact& value, double stated) {  // within a unit in the last place
    return Exact(std::nextafter(stated, -endless)) <= value && value <= Exact(std::nextafter(stated, endless));
}

// Integers are exact; rows and bounds may be missed by 1e-6, or 1e-9 of a large side.
void Checker::read_plan() {
    found_.has_plan = true;
    found_.objective = lines_.real();
    found_.violation = lines_.real();
    lines_.done();
    const std::vector<double> x = read_point("x");
    Exact objective(model_.offset), worst;
    const auto measure = [&](const Exact& value, double lower, double upper) {
        for (const auto& [side, sign] : {std::pair(lower, 1.0), std::pair(upper, -1.0)}) {
            if (std::isinf(side)) continue;
            const Exact breach = (Exact(side) - value) * Exact(sign);
            demand(breach <= Exact(1e-6) || breach <= Exact(1e-9) * Exact(std::fabs(side)), "the plan breaks a row or bound");
            if (worst < breach) worst = breach;
        }
    };
    for (std::size_t j = 0; j < columns(); ++j) {
        demand(!model_.integer[j] || x[j] == std::floor(x[j]), "an integer of the plan is not one");
        measure(Exact(x[j]), model_.lower[j], model_.upper[j]);
        objective += Exact(model_.cost[j]) * Exact(x[j]);
    }
    for (std::size_t i = 0; i < model_.rows.size(); ++i) {
        Exact activity;
        for (const auto& [j, a] : model_.rows[i]) activity += Exact(a) * Exact(x[j]);
        measure(activity, model_.row_lower[i], model_.row_upper[i]);
    }
    demand(next_to(objective, found_.objective), "the plan has another objective");
    demand(next_to(worst, found_.violation), "the plan has another violation");
}

void Checker::read_direction() {
    demand(found_.has_plan, "unbounded without a plan");
    found_.claim = Claim::unbounded;
    lines_.done();
    const std::vector<double> d = read_point("direction");
    const auto keeps = [](int sign, double lower, double upper) {
        demand(sign <= 0 || upper == endless, "the direction leaves the problem");
        demand(sign >= 0 || lower == -endless, "the direction leaves the problem");
    };
    Exact slope;
    for (std::size_t j = 0; j < columns(); ++j) {
        keeps(Exact(d[j]).sign(), model_.lower[j], model_.upper[j]);
        slope += Exact(cost(j)) * Exact(d[j]);
    }
    for (std::size_t i = 0; i < model_.rows.size(); ++i) {
        Exact activity;
        for (const auto& [j, a] : model_.rows[i]) activity += Exact(a) * Exact(d[j]);
        keeps(activity.sign(), model_.row_lower[i], model_.row_upper[i]);
    }
    demand(slope.sign() < 0, "the direction does not improve the objective");
}

void Checker::read_bound() {
    found_.claim = Claim::bound;
    found_.bound = lines_.real();
    lines_.done();
    limit_ = Exact(model_.maximise ? -found_.bound : found_.bound) - Exact(offset());
    demand(lines_.next(), "the text ends too early");
    word_ = lines_.word();
    if (word_ == "step") read_step();
}

// Every plan costs offset + (cost of fixed columns) + k step, and so does the bound: a plan below it
// is below it by a step.
void Checker::read_step() {
    step_ = lines_.real();
    lines_.done();
    demand(step_ > 0, "a step of nothing");
    const auto is_multiple = [this](const Exact& value) {
        const double k = std::round(value.about() / step_);
        return std::fabs(k) < largest_step && (Exact(k) * Exact(step_) - value).sign() == 0;
    };
    Exact above = limit_;
    for (std::size_t j = 0; j < columns(); ++j) {
        if (cost(j) == 0) continue;
        if (waiting_[0].lower[j] == waiting_[0].upper[j]) {
            above -= Exact(cost(j)) * Exact(waiting_[0].lower[j]);
            continue;
        }
        demand(model_.integer[j] && is_multiple(Exact(cost(j))), "costs have no such step");
    }
    demand(is_multiple(above), "the bound is between steps");
    limit_ -= Exact(step_);
    demand(lines_.next(), "the text ends too early");
    word_ = lines_.word();
}

// Integer bounds are rounded inwards.
void Checker::prepare() {
    for (std::size_t i = 0; i < model_.rows.size(); ++i) {
        rows_.push_back({model_.rows[i], model_.row_lower[i], model_.row_upper[i], false});
        rows_.back().whole = is_whole(model_, rows_.back());
    }
    Box box{model_.lower, model_.upper};
    for (std::size_t j = 0; j < columns(); ++j) {
        if (!model_.integer[j]) continue;
        box.lower[j] = std::ceil(box.lower[j]);
        box.upper[j] = std::floor(box.upper[j]);
    }
    waiting_.push_back(std::move(box));
}

// Is every point of the box that keeps the rows without interest? Multipliers y say g x >= r with
// g = sum y_i A_i and r = sum y_i side_i; with the cost, plans of c x <= limit keep
// (c - g) x <= limit - r. Neither can be where the least of the left side is larger.
bool Checker::closes(const Multipliers& y, const Box& box) const {
    demand(y.given, "no multipliers yet");
    demand(!y.cost || found_.claim == Claim::bound, "costs without a bound");
    if (box.empty()) return true;
    std::map<std::size_t, Exact> d;
    Exact gap;
    if (y.cost) {
        gap -= limit_;
        for (std::size_t j = 0; j < columns(); ++j)
            if (cost(j) != 0) d[j] = Exact(cost(j));
    }
    for (const auto& [i, yi] : y.terms) {
        const double side = yi > 0 ? rows_[i].lower : rows_[i].upper;
        demand(std::isfinite(side), "a multiplier leans on a side that is not there");
        gap += Exact(yi) * Exact(side);
        for (const auto& [j, a] : rows_[i].terms) d[j] -= Exact(yi) * Exact(a);
    }
    for (const auto& [j, dj] : d) {
        if (dj.sign() == 0) continue;
        const double bound = dj.sign() > 0 ? box.lower[j] : box.upper[j];
        if (std::isinf(bound)) return false;
        gap += dj * Exact(bound);
    }
    return gap.sign() > 0 || (gap.sign() == 0 && y.cost && step_ == 0);
}

void Checker::read_terms(Multipliers& y) {
    y.given = true;
    y.terms.clear();
    std::size_t next = 0;
    for (std::size_t count = lines_.index(rows_.size() + 1); count-- > 0;) {
        const std::size_t row = lines_.index(rows_.size());
        demand(row >= next, "rows out of order");
        next = row + 1;
        y.terms.emplace_back(row, lines_.real());
    }
}

// Beyond the new bound nothing is left; for an integer column that is one further.
void Checker::tighten(bool upper) {
    const std::size_t j = lines_.index(columns());
    const double value = lines_.real();
    lines_.done();
    Box& box = waiting_.back();
    Box beyond = box;
    double edge = value;
    if (model_.integer[j]) {
        demand(value == std::floor(value) && std::fabs(value) < largest_step, "an integer bound is not one");
        edge = upper ? value + 1 : value - 1;
    }
    (upper ? beyond.lower : beyond.upper)[j] =
        upper ? std::max(edge, box.lower[j]) : std::min(edge, box.upper[j]);
    demand(closes(y_, beyond), "a bound is not implied");
    double& bound = (upper ? box.upper : box.lower)[j];
    bound = upper ? std::min(bound, value) : std::max(bound, value);
}

// Mixed-integer rounding: see src/ilp/certified/README.md for the formula.
void Checker::derive() {
    demand(!tree_begun_, "a cut inside the tree");
    const Box& box = waiting_.back();
    const Exact divisor(lines_.real());
    demand(divisor.sign() > 0, "a divisor must be positive");
    Multipliers y;
    read_terms(y);
    std::set<std::size_t> flipped, down;
    for (std::size_t k = lines_.index(y.terms.size() + 1); k-- > 0;) flipped.insert(lines_.index(y.terms.size()));
    for (std::size_t k = lines_.index(columns() + 1); k-- > 0;) down.insert(lines_.index(columns()));
    std::map<std::size_t, Exact> h, out;
    Exact right;
    const auto lower_side = [&](std::size_t k) { return (y.terms[k].second > 0) != (flipped.count(k) > 0); };
    const auto side_of = [&](std::size_t k) {
        const Row& row = rows_[y.terms[k].first];
        const double side = lower_side(k) ? row.lower : row.upper;
        demand(std::isfinite(side), "a multiplier leans on a side that is not there");
        return Exact(side);
    };
    const auto bound_of = [&](std::size_t j) {
        const double bound = down.count(j) ? box.upper[j] : box.lower[j];
        demand(std::isfinite(bound), "a column is counted from a bound that is not there");
        return Exact(bound);
    };
    for (std::size_t k = 0; k < y.terms.size(); ++k) {
        right -= Exact(y.terms[k].second) * side_of(k);
        for (const auto& [j, a] : rows_[y.terms[k].first].terms) h[j] -= Exact(y.terms[k].second) * Exact(a);
    }
    std::erase_if(h, [](const auto& term) { return term.second.sign() == 0; });
    for (const auto& [j, hj] : h) right -= hj * bound_of(j);
    const auto quotient = [&](const Exact& value) {  // rounded down
        double q = std::floor(value.about() / divisor.about());
        demand(std::fabs(q) < largest_step, "a quotient is too large");
        while (value < Exact(q) * divisor) --q;
        while (Exact(q + 1) * divisor <= value) ++q;
        return Exact(q);
    };
    const Exact q = quotient(right), f = right - q * divisor, depth = divisor - f;
    const auto rounded = [&](const Exact& value, bool whole) {
        if (!whole) return value.sign() < 0 ? value : Exact();
        const Exact k = quotient(value), above = value - k * divisor - f;
        return above.sign() > 0 ? k * depth + above : k * depth;
    };
    right = q * depth;
    for (const auto& [j, hj] : h) {
        const bool turn = down.count(j) > 0;
        const Exact size = rounded(turn ? -hj : hj, model_.integer[j]);
        out[j] = turn ? -size : size;
        right += out[j] * bound_of(j);
    }
    for (std::size_t k = 0; k < y.terms.size(); ++k) {
        const Row& row = rows_[y.terms[k].first];
        if (row.lower == row.upper) continue;
        const double size = std::fabs(y.terms[k].second);
        const Exact factor = rounded(Exact(flipped.count(k) ? -size : size), row.whole) * Exact(lower_side(k) ? 1.0 : -1.0);
        right += factor * side_of(k);
        for (const auto& [j, a] : row.terms) out[j] += factor * Exact(a);
    }
    // The stated row must follow from that one over the box.
    Row row{{}, -endless, 0, false};
    for (std::size_t k = lines_.index(columns() + 1); k-- > 0;) {
        const std::size_t j = lines_.index(columns());
        demand(row.terms.empty() || static_cast<std::size_t>(row.terms.back().first) < j, "columns out of order");
        row.terms.emplace_back(static_cast<int>(j), lines_.real());
        out[j] -= Exact(row.terms.back().second);
    }
    row.upper = lines_.real();
    lines_.done();
    for (const auto& [j, less] : out) {
        if (less.sign() == 0) continue;
        const double bound = less.sign() < 0 ? box.upper[j] : box.lower[j];
        demand(std::isfinite(bound), "a rounded coefficient of a column without a bound");
        right -= less * Exact(bound);
    }
    demand(right <= Exact(row.upper), "a cut is not implied");
    row.whole = is_whole(model_, row);
    rows_.push_back(std::move(row));
    ++found_.cuts;
}

void Checker::branch() {
    tree_begun_ = true;
    const std::size_t j = lines_.index(columns());
    const double value = lines_.real();
    lines_.done();
    demand(model_.integer[j] && value == std::floor(value) && std::fabs(value) < largest_step, "a branching is no choice of integers");
    Box up = std::move(waiting_.back()), low = up;
    up.lower[j] = std::max(up.lower[j], value + 1);
    low.upper[j] = std::min(low.upper[j], value);
    waiting_.back() = std::move(up);
    waiting_.push_back(std::move(low));
}

void Checker::leaf() {
    tree_begun_ = true;
    lines_.done();
    demand(closes(y_, waiting_.back()), "a leaf is not closed");
    waiting_.pop_back();
    ++found_.leaves;
}

void Checker::read_proof_line(std::string_view word) {
    demand(!waiting_.empty(), "the tree is complete already");
    if (word == "cost" || word == "rows") {
        y_.cost = word == "cost";
        read_terms(y_);
        lines_.done();
    } else if (word == "at_most" || word == "at_least") {
        tighten(word == "at_most");
    } else if (word == "cut") {
        derive();
    } else if (word == "branch") {
        branch();
    } else if (word == "leaf") {
        leaf();
    } else {
        refuse("unknown word");
    }
}

void Checker::read_all() {
    prepare();
    std::size_t nonzeros = 0;
    for (const auto& row : model_.rows) nonzeros += row.size();
    demand(lines_.next() && lines_.word() == "tenon" && lines_.word() == "certificate" && lines_.word() == "1", "not a certificate of this version");
    lines_.done();
    demand(lines_.next() && lines_.word() == "problem", "the size of the problem is missing");
    for (const std::size_t size : {columns(), model_.rows.size(), nonzeros})
        demand(lines_.real() == static_cast<double>(size), "the problem is another one");
    lines_.done();
    demand(lines_.next(), "the text ends too early");
    word_ = lines_.word();
    if (word_ == "plan") read_plan();
    if (word_ == "unbounded") {
        read_direction();
    } else if (word_ == "bound") {
        read_bound();
    } else if (word_ == "infeasible") {
        found_.claim = Claim::infeasible;
        lines_.done();
        demand(lines_.next(), "the text ends too early");
        word_ = lines_.word();
    }
    if (found_.claim == Claim::bound || found_.claim == Claim::infeasible) {
        while (word_ != "end") {
            read_proof_line(word_);
            demand(lines_.next(), "the text ends too early");
            word_ = lines_.word();
        }
        demand(waiting_.empty(), "parts of the tree are missing");
    }
    demand(word_ == "end", "unknown word");
    lines_.done();
    demand(lines_.at_end(), "text after the end");
}

}  // namespace

Finding check(const Model& model, std::string_view certificate) {
    return Checker(model, certificate).run();
}

}  // namespace certificate_checker
