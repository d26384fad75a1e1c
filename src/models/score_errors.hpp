// Errors of maximum-likelihood estimates that do not trust the family's variance: a sandwich of
// the scatter of the scores between two inverses of the information (P. J. Huber 1967; H. White,
// Econometrica 50, 1982; clusters: K.-Y. Liang and S. L. Zeger, Biometrika 73, 1986; leverages: A.
// Zeileis, J. Statistical Software 16(9), 2006).
//
// With the rows v_i of V (models/likelihood.hpp), W W' = (H + P)^-1 of the observed information, E
// the same of the expected one, r_i = dl/deta and c_i = -E d2l/deta2, a row that is there f_i times
// and counts for its class s_i times as much (f_i s_i is its weight in the fit), n the sum of the
// f_i, k the effective coefficients and h_i = s_i c_i |E'v_i|^2:
//
//     M = sum_i m_i v_i v_i',  m_i = f_i (s_i r_i)^2 times  1,  n/(n-k),  1/(1-h_i),  1/(1-h_i)^2
//     M = c sum_g u_g u_g',    u_g = sum_(i in g) f_i s_i r_i v_i,   c = G/(G-1) (n-1)/(n-k)
//
// and the covariance of theta is W (W' M W) W'. A dispersion cancels.
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "models/predictor_fit.hpp"
#include "models/score_scatter.hpp"
#include "tenon/row_source.hpp"

namespace tenon::models {

class ScoreSums {
  public:
    // Borrows what it is given.
    ScoreSums(const PredictorFit& fit, const PredictorResult& result, ErrorKind kind);

    // Rows in memory, or a slice of them. `repeats`: the f_i; empty: the weights of the data, or 1.
    // `clusters`: one a row, of errors by cluster.
    void add(const Context& context, const Observations& data, std::span<const double> repeats,
             std::span<const std::int64_t> clusters);
    // Error(data): fewer than two clusters.
    RobustErrors finish();

  private:
    struct Block;
    Block weigh(const Observations& data, std::span<const double> repeats, std::int64_t first,
                std::int64_t last) const;
    void add_rows(const Context& context, const Observations& data,
                  std::span<const double> repeats);
    void add_clusters(const Context& context, const Observations& data,
                      std::span<const double> repeats, std::span<const std::int64_t> clusters);

    const Eigen::VectorXd& theta_;
    ErrorKind kind_;
    double effective_;
    Eigen::MatrixXd root_, expected_;  // W and E; empty where the information is singular
    ScoreScatter scatter_;
    std::int64_t seen_ = 0, decisive_row_ = -1;
};

// What a row of each class weighs beside its own weight.
struct ClassFactors {
    double negative = 1, positive = 1;
};

// Where the rows of a fit by passes come from once more.
struct ScoreSource {
    const RowSource& rows;
    ClassFactors factors = {};
};

// One more pass: each block as observations of the fit's design, weights with those of classes, and
// as it came, its own weights never empty. Error(data): other rows than the fit had.
void visit_source(const Observations& whole, ErrorKind kind, const ScoreSource& source,
                  const std::function<void(const Observations&, const RowBlock&)>& visit);

// Rows in memory, those of a fit.
RobustErrors errors_of_rows(const Context& context, const PredictorFit& fit,
                            const PredictorResult& result, ErrorKind kind, const FitRows& rows);
// One more pass over a source.
RobustErrors errors_of_source(const Context& context, const PredictorFit& fit,
                              const PredictorResult& result, ErrorKind kind,
                              const ScoreSource& source);
// Error(argument): robust errors without a source.
void refuse_without_source(ErrorKind kind, const ScoreSource* source);

// Error(argument): an unknown kind, or clusters that are needed and not there, or not one a row
// (`rows`; -1: they come with the rows of a source).
void check_errors(ErrorKind kind, std::span<const std::int64_t> clusters, std::int64_t rows);
// Fills in what the summary and the warnings tell of them, which name rows of the caller.
void note_errors(LinearModel& model, const RobustErrors& errors, const FitRows& rows);

}  // namespace tenon::models
