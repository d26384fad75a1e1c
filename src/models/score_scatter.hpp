// What the scores of the rows scatter, and the covariance it gives between two inverses of the
// information: see models/score_errors.hpp.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "base/eigen.hpp"
#include "base/sum.hpp"
#include "models/compensated.hpp"
#include "models/grid.hpp"
#include "tenon/context.hpp"
#include "tenon/model.hpp"

namespace tenon::models {

struct RobustErrors {
    ErrorKind kind = ErrorKind::classical;
    Grid<double> root;     // upper triangle, root root' the covariance of theta; empty: none exist
    double effective = 0;  // coefficients
    std::int64_t clusters = 0;
    std::int64_t decisive_row = -1;  // the first of leverage 1 under hc2 or hc3
};

class ScoreScatter {
  public:
    ScoreScatter(ErrorKind kind, Eigen::Index width)
        : kind_(kind), width_(width), middle_(width, width) {}

    // How often each row is there; empty: once.
    void count(std::span<const double> repeats, std::int64_t rows);
    // A part of M, lower triangle: of errors by rows.
    void merge(const CompensatedMatrix& part) { middle_.merge(part); }
    // Weighted scores, one row each, with the cluster of each: of errors by cluster. In the order
    // in which rows come, so that the sums do not depend on how they are cut.
    void add_clusters(const Context& context, const Eigen::MatrixXd& scores,
                      std::span<const std::int64_t> clusters);
    // For W W' the inverse information and this number of effective coefficients. Error(data):
    // fewer than two clusters.
    RobustErrors finish(const Eigen::MatrixXd& w, double effective, std::int64_t decisive_row = -1);

  private:
    ErrorKind kind_;
    Eigen::Index width_;
    Sum repeats_;
    CompensatedMatrix middle_;
    std::map<std::int64_t, std::size_t> places_;  // where the scores of a cluster begin
    std::vector<double> scores_;
    std::optional<Charge> charge_;
};

}  // namespace tenon::models
