// Logistic regression and generalised linear models over rows that need not be together, nor fit in
// memory: fit_logistic and fit_glm, pass by pass.
//
// The first pass is that of a LinearPartial (with the classes 0 and 1 as target): it says which
// features depend on others, their means and spreads, and the share of ones. Every step of Newton's
// method is one more pass, for which the fit hands out an empty LogisticPartial that knows the
// point
//
//     sum w_i l_i,    sum w_i v_i (y_i - p_i),    sum w_i p_i (1 - p_i) v_i v_i',    v_i = B'z_i
//
// (z_i the scaled features with 1, B a basis where they are nearly collinear). Within blocks of 512
// rows of a slice the sums are plain double; blocks and slices are added as exact numbers. So the
// same slices give the same bits in whatever order and grouping they are merged, on any machine of
// the same kind, with any number of threads. The answer is that of fit_logistic on the same rows:
// both go on until the gradient is rounding.
//
// Models of several classes (tenon/multinomial.hpp, tenon/ordinal.hpp), Huber's and quantile
// regression (tenon/huber.hpp, tenon/quantile_regression.hpp) are fitted by passes of the same
// partial; what it then asks for of the rows is theirs.
//
// Passes: about 7 to 12 for a fit (Newton's, one to square the error, one or two to look for
// separation), each with the memory of a partial: some 150 bytes for each of k^2 / 2 sums. With
// Firth's correction twice as many; and where rows * k^3 is below a million, for which fits from
// several starts are compared, some hundreds.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/glm.hpp"
#include "tenon/linear_partial.hpp"
#include "tenon/logistic.hpp"
#include "tenon/matrix.hpp"
#include "tenon/model.hpp"
#include "tenon/row_extras.hpp"
#include "tenon/row_source.hpp"

namespace tenon {

namespace models {
struct LogisticSums;
}

class LogisticPartial {
  public:
    LogisticPartial(const LogisticPartial& other);
    LogisticPartial(LogisticPartial&&) noexcept;
    LogisticPartial& operator=(LogisticPartial) noexcept;
    ~LogisticPartial();

    // Adds the rows of a slice; weights as in LinearPartial::add, w_i multiplies the row's
    // log-likelihood; offset as in RowExtras. Errors, and then nothing was added: argument (shapes,
    // a weight out of range), data (a target that is not 0 or 1, no class, or out of the family's
    // range, NaN or infinity, with row and feature), budget, cancelled.
    void add(const Context& context, const MatrixView& features, std::span<const double> target,
             std::span<const double> weights = {}, std::span<const double> offset = {});
    // The same with all that may come with rows: an exposure is its logarithm as an offset, of
    // models with a log link. Errors also as fit_glm has them for exposures.
    void add_rows(const Context& context, const MatrixView& features,
                  std::span<const double> target, const RowExtras& extras);
    // Errors: argument (a partial of another pass).
    void merge(const LogisticPartial& other);
    std::int64_t rows() const noexcept;                      // with a weight above 0
    const std::vector<std::string>& names() const noexcept;  // of the features, in their order

    // As those of LinearPartial. The bytes of an empty partial are what a worker needs to know.
    std::string to_bytes() const;
    static LogisticPartial from_bytes(std::string_view bytes);

    explicit LogisticPartial(std::unique_ptr<models::LogisticSums> sums);  // for the fit
    const models::LogisticSums& sums() const noexcept { return *sums_; }   // what it reads

  private:
    std::unique_ptr<models::LogisticSums> sums_;
};

// Adds all rows, wherever they are, to an empty partial. What it throws leaves the fit.
using LogisticPass = std::function<void(LogisticPartial& partial)>;
// Adds every row to the empty partial of its fold; each fold has the rows of its first partial.
using FoldPass = std::function<void(std::span<LogisticPartial> folds)>;

// fit_logistic on the rows of `first`, which are visited again by `pass`, called on this thread.
// Errors: as fit_logistic, and data if a pass brings other rows than `first` had.
LinearModel fit_logistic(const Context& context, const LinearPartial& first,
                         const LogisticPass& pass, const LogisticOptions& options = {});

// fit_glm on the rows of `first`, visited again by `pass`, whose partial then is one of that
// family's likelihood. The shape of a negative binomial or Tweedie model must be given: to find it
// takes a fit for every shape that is tried. A model without intercept needs the log link. An
// offset comes with the rows of every pass (an exposure is one as its logarithm). With weights and
// l2 a spread s_j is the weighted one, as in a LinearPartial. Passes: about 8
// to 15, and about 20 more for the dispersion of a Tweedie model. Errors: as fit_glm, and as above.
LinearModel fit_glm(const Context& context, const LinearPartial& first, const LogisticPass& pass,
                    const GlmOptions& options = {});

// The same over a source of blocks. Rows in messages are counted from the first of the source.
// Memory: a block of the source's, and partials. Least squares with errors other than classical
// ones take a second pass, by cluster with the cluster of every row, and memory for features of
// each cluster; they are those of fit_linear, to rounding. So do logistic and generalised linear
// models, whose robust errors the fits of partials above refuse. Class weights take two passes
// more, one of them to count the classes. Errors also: argument (a source that cannot go back,
// which least squares with classical errors does not need).
LinearModel fit_linear(const Context& context, const RowSource& source,
                       std::span<const std::string> names, const LinearOptions& options = {});
LinearModel fit_logistic(const Context& context, const RowSource& source,
                         std::span<const std::string> names, const LogisticOptions& options = {});
LinearModel fit_glm(const Context& context, const RowSource& source,
                    std::span<const std::string> names, const GlmOptions& options = {});

}  // namespace tenon
