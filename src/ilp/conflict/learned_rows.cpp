#include "ilp/conflict/learned_rows.hpp"

#include <algorithm>
#include <utility>

namespace tenon::ilp {

namespace {

// More are forgotten down to half of that: visits cost more than old clauses bring.
constexpr std::size_t most_clauses = 2'000;
constexpr std::size_t most_proofs = 100;
// A use counts this much less with each one after it.
constexpr double ageing = 0.999;
constexpr double largest_worth = 1e100;

// A proof row that has been looked at this often must have acted once in so many times.
constexpr std::int32_t trial_visits = 60;
constexpr std::int32_t visits_an_action = 15;
// The same for all of them together; idle ones go when there are a few.
constexpr std::int64_t trial_of_all = 1'000;
constexpr std::int64_t few = 8;

template <class Held>
void keep_most_used(std::vector<Held>& held, std::size_t most) {
    if (held.size() <= most) return;
    std::vector<double> uses;
    for (const Held& one : held) uses.push_back(one.use);
    const auto middle = uses.end() - static_cast<std::ptrdiff_t>(most / 2);
    std::nth_element(uses.begin(), middle, uses.end());
    const double least = *middle;
    std::erase_if(held, [least](const Held& one) { return one.use < least; });
    if (held.size() > most) held.resize(most);  // equals
}

}  // namespace

LearnedRows::LearnedRows(std::int32_t columns, std::int32_t rows)
    : rows_(rows),
      watching_(2 * static_cast<std::size_t>(columns)),
      proofs_of_(2 * static_cast<std::size_t>(columns)),
      is_moved_(2 * static_cast<std::size_t>(columns), 0) {}

void LearnedRows::moved(std::int32_t column, bool upper) {
    const std::size_t key = key_of(column, upper);
    if (is_moved_[key] || (watching_[key].empty() && proofs_of_[key].empty())) return;
    is_moved_[key] = 1;
    moved_.push_back(key);
}

void LearnedRows::forget() {
    for (const std::size_t key : moved_) is_moved_[key] = 0;
    moved_.clear();
    for (const std::int32_t number : due_proofs_) proofs_[number].due = false;
    due_proofs_.clear();
}

void LearnedRows::add(Clause clause) {
    ++counters.clauses;
    counters.literals += static_cast<std::int64_t>(clause.size());
    fresh_.push_back(static_cast<std::int32_t>(clauses_.size()));
    clauses_.push_back({std::move(clause), worth_});
}

void LearnedRows::add(ProofRow row) {
    ++counters.proofs;
    proofs_.push_back({std::move(row), worth_});
    list_proof(static_cast<std::int32_t>(proofs_.size()) - 1);
}

void LearnedRows::list_proof(std::int32_t number) {
    const ProofRow& row = proofs_[number].row;
    for (std::size_t k = 0; k < row.index.size(); ++k)
        proofs_of_[key_of(row.index[k], row.value[k] < 0)].push_back(number);
    proofs_[number].due = true;
    due_proofs_.push_back(number);
}

bool LearnedRows::HeldProof::is_idle() const {
    return visits >= trial_visits && visits > visits_an_action * actions;
}

bool LearnedRows::proofs_pay() const {
    return proof_visits_ < trial_of_all || proof_visits_ <= visits_an_action * proof_actions_;
}

void LearnedRows::praise(std::int32_t reason) {
    const std::size_t number = static_cast<std::size_t>(reason - rows_) / 2;
    (is_clause(reason) ? clauses_[number].use : proofs_[number].use) += worth_;
    worth_ /= ageing;
}

void LearnedRows::propagate(Domain& domain) {
    while (!fresh_.empty() && !domain.infeasible()) {
        const std::int32_t number = fresh_.back();
        fresh_.pop_back();
        watch_new(number, domain);
    }
    while (!moved_.empty() && !domain.infeasible()) {
        const std::size_t key = moved_.back();
        moved_.pop_back();
        is_moved_[key] = 0;
        visit(key, domain);
    }
    if (due_proofs_.empty() || domain.infeasible()) return;
    // One at a time: clauses are cheaper.
    const std::int32_t number = due_proofs_.back();
    due_proofs_.pop_back();
    proofs_[number].due = false;
    const std::size_t before = domain.mark();
    domain.spread(proofs_[number].row.side(), rows_ + 2 * number + 1, true);
    ++proof_visits_;
    ++proofs_[number].visits;
    if (domain.mark() == before && !domain.infeasible()) {
        idle_proofs_ += proofs_[number].visits == trial_visits && proofs_[number].is_idle() ? 1 : 0;
        return;
    }
    ++proof_actions_;
    ++proofs_[number].actions;
    proofs_[number].use += worth_;
    counters.propagations += static_cast<std::int64_t>(domain.mark() - before);
}

void LearnedRows::watch_new(std::int32_t number, Domain& domain) {
    Clause& literals = clauses_[number].literals;
    const auto rank = [&domain](const BoundLiteral& literal) {
        return literal.is_false(domain) ? place_of(domain, literal.opposite())
                                        : static_cast<std::int32_t>(domain.mark());
    };
    domain.charge(static_cast<std::int64_t>(literals.size()));
    for (std::size_t place = 0; place < 2; ++place) {
        std::size_t best = place;
        for (std::size_t k = place + 1; k < literals.size(); ++k)
            if (rank(literals[k]) > rank(literals[best])) best = k;
        std::swap(literals[place], literals[best]);
        watching_[key_of_falsifier(literals[place])].push_back(number);
    }
    if (literals[1].is_false(domain) && !literals[0].is_true(domain)) act(number, domain);
}

void LearnedRows::visit(std::size_t key, Domain& domain) {
    for (const std::int32_t number : proofs_of_[key]) {
        if (proofs_[number].due) continue;
        proofs_[number].due = true;
        due_proofs_.push_back(number);
    }
    // Watches move to lists of other keys only: this one shrinks under the loop and nothing more.
    std::vector<std::int32_t>& list = watching_[key];
    domain.charge(static_cast<std::int64_t>(list.size()));
    std::size_t kept = 0;
    for (std::size_t k = 0; k < list.size(); ++k)
        if (domain.infeasible() || keeps_watch(list[k], key, domain)) list[kept++] = list[k];
    list.resize(kept);
}

// False: the watch has gone to another literal.
bool LearnedRows::keeps_watch(std::int32_t number, std::size_t key, Domain& domain) {
    Clause& literals = clauses_[number].literals;
    const std::size_t own = key_of_falsifier(literals[0]) == key ? 0 : 1;
    if (!literals[own].is_false(domain)) return true;
    if (literals[1 - own].is_true(domain)) return true;
    for (std::size_t k = 2; k < literals.size(); ++k) {
        if (literals[k].is_false(domain)) continue;
        domain.charge(static_cast<std::int64_t>(k));
        std::swap(literals[own], literals[k]);
        watching_[key_of_falsifier(literals[own])].push_back(number);
        return false;
    }
    domain.charge(static_cast<std::int64_t>(literals.size()));
    if (own == 0) std::swap(literals[0], literals[1]);
    act(number, domain);
    return true;
}

// The first literal is the only one that may still be true.
void LearnedRows::act(std::int32_t number, Domain& domain) {
    const BoundLiteral& literal = clauses_[number].literals.front();
    const std::int32_t reason = rows_ + 2 * number;
    ++counters.propagations;
    clauses_[number].use += worth_;
    domain.tighten(literal.column, literal.upper, literal.bound, reason);
}

void LearnedRows::shrink() {
    if (worth_ > largest_worth) {
        for (HeldClause& one : clauses_) one.use /= worth_;
        for (HeldProof& one : proofs_) one.use /= worth_;
        worth_ = 1;
    }
    if (clauses_.size() <= most_clauses && proofs_.size() <= most_proofs && idle_proofs_ <= few)
        return;
    std::erase_if(proofs_, [](const HeldProof& proof) { return proof.is_idle(); });
    idle_proofs_ = 0;
    keep_most_used(clauses_, most_clauses);
    keep_most_used(proofs_, most_proofs);
    rebuild();
}

void LearnedRows::rebuild() {
    forget();
    fresh_.clear();
    for (auto& list : watching_) list.clear();
    for (auto& list : proofs_of_) list.clear();
    for (std::size_t k = 0; k < clauses_.size(); ++k)
        fresh_.push_back(static_cast<std::int32_t>(k));
    for (std::size_t k = 0; k < proofs_.size(); ++k) list_proof(static_cast<std::int32_t>(k));
}

}  // namespace tenon::ilp
