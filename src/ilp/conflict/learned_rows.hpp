// The clauses and proof rows that conflicts have left, and their propagation.
//
// A clause acts when all its literals but one are false. Two literals of each clause are watched:
// as long as neither is false the clause cannot act, whatever the others do, and nothing needs to
// be undone when bounds go back (M. Moskewicz et al.: Chaff, DAC 2001). A clause that is new is
// looked at once as it stands; those of its literals that became false last are watched, for they
// are the first to come free.
//
// A proof row is propagated as the rows of the program are.
#pragma once

#include <cstdint>
#include <vector>

#include "ilp/node/clause.hpp"

namespace tenon::ilp {

struct LearnedCounters {
    std::int64_t clauses = 0, literals = 0, proofs = 0;  // learned
    std::int64_t propagations = 0, cutoffs = 0;          // by them

    void add(const LearnedCounters& more) {
        clauses += more.clauses;
        literals += more.literals;
        proofs += more.proofs;
        propagations += more.propagations;
        cutoffs += more.cutoffs;
    }
};

class LearnedRows : public LearnedRule {
  public:
    LearnedRows(std::int32_t columns, std::int32_t rows);

    void moved(std::int32_t column, bool upper) override;
    bool due() const override { return !moved_.empty() || !fresh_.empty() || !due_proofs_.empty(); }
    void propagate(Domain& domain) override;
    void forget() override;

    // Two literals or more; at least one column.
    void add(Clause clause);
    void add(ProofRow row);
    // Have the proof rows so far acted often enough for what looking at them costs?
    bool proofs_pay() const;

    // The one that a reason of a change means.
    bool is_clause(std::int32_t reason) const { return (reason - rows_) % 2 == 0; }
    const Clause& clause(std::int32_t reason) const {
        return clauses_[static_cast<std::size_t>(reason - rows_) / 2].literals;
    }
    const ProofRow& proof(std::int32_t reason) const {
        return proofs_[static_cast<std::size_t>(reason - rows_) / 2].row;
    }
    // It took part in a conflict.
    void praise(std::int32_t reason);

    // Forgets those that were of least use, if there are many. Only while no bound rests on any:
    // where the trail is empty.
    void shrink();

    std::size_t clauses() const noexcept { return clauses_.size(); }
    std::size_t proofs() const noexcept { return proofs_.size(); }
    LearnedCounters counters;

  private:
    struct HeldClause {
        Clause literals;  // the first two are watched
        double use;
    };
    struct HeldProof {
        ProofRow row;
        double use;
        bool due = false;
        std::int32_t visits = 0, actions = 0;
        bool is_idle() const;
    };

    static std::size_t key_of(std::int32_t column, bool upper) {
        return 2 * static_cast<std::size_t>(column) + (upper ? 1 : 0);
    }
    // Where the bound is listed that makes a literal false.
    static std::size_t key_of_falsifier(const BoundLiteral& literal) {
        return key_of(literal.column, !literal.upper);
    }
    void watch_new(std::int32_t number, Domain& domain);
    void visit(std::size_t key, Domain& domain);
    bool keeps_watch(std::int32_t number, std::size_t key, Domain& domain);
    void act(std::int32_t number, Domain& domain);
    void list_proof(std::int32_t number);
    void rebuild();
    std::int64_t proof_visits_ = 0, proof_actions_ = 0;
    std::int64_t idle_proofs_ = 0;

    std::int32_t rows_;
    double worth_ = 1;  // of one use now: older uses count less
    std::vector<HeldClause> clauses_;
    std::vector<HeldProof> proofs_;
    std::vector<std::vector<std::int32_t>> watching_, proofs_of_;  // by key
    std::vector<std::int32_t> fresh_, due_proofs_;
    std::vector<std::size_t> moved_;
    std::vector<std::uint8_t> is_moved_;
};

}  // namespace tenon::ilp
