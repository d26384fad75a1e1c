// The plan, and what is claimed beside it.
#include <cmath>

#include "replay.hpp"

namespace certificate_checker {

namespace {

bool next_to(const Exact& value, double stated) {  // within a unit in the last place
    return Exact(std::nextafter(stated, -endless)) <= value &&
           value <= Exact(std::nextafter(stated, endless));
}

}  // namespace

// Lines "word column value" by rising column; the first other word is left in word_.
std::vector<double> Replay::read_point(const char* word) {
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

// Integers are exact; rows and bounds may be missed by 1e-6, or 1e-9 of a large side.
void Replay::read_plan() {
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
            demand(breach <= Exact(1e-6) || breach <= Exact(1e-9) * Exact(std::fabs(side)),
                   "the plan breaks a row or bound");
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

void Replay::read_direction() {
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

void Replay::read_bound() {
    found_.claim = Claim::bound;
    found_.bound = lines_.real();
    lines_.done();
    limit_ = Exact(model_.maximise ? -found_.bound : found_.bound) - Exact(offset());
    demand(lines_.next(), "the text ends too early");
    word_ = lines_.word();
    if (word_ == "step") read_step();
}

// Every plan costs offset + (cost of fixed columns) + k step, and so does the bound: a plan below
// it is below it by a step.
void Replay::read_step() {
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

}  // namespace certificate_checker
