// One reading of a certificate: what stands at a line, and the rules for each kind of line.
#pragma once

#include <limits>
#include <string_view>
#include <utility>
#include <vector>

#include "checker.hpp"
#include "exact.hpp"
#include "lines.hpp"

namespace certificate_checker {

constexpr double endless = std::numeric_limits<double>::infinity();

struct Row {
    std::vector<std::pair<int, double>> terms;
    double lower, upper;
    bool whole;
};
struct Multipliers {
    bool given = false;
    double cost = 0;
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

class Replay {
  public:
    Replay(const Model& model, std::string_view text) : model_(model), lines_(text) {}
    Finding run();

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
    void modulo();
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

bool is_whole(const Model& model, const Row& row);

}  // namespace certificate_checker
