// The fit of models/logistic.cpp for rows that are elsewhere.
#pragma once

#include "models/likelihood.hpp"
#include "models/ranked.hpp"
#include "tenon/logistic.hpp"

namespace tenon::models {

struct ScoreSource;

inline const char* class_weights_warning(ErrorKind errors) {
    return errors == ErrorKind::classical
               ? "class weights change what is estimated: probabilities are those of classes in "
                 "the weighted shares, and standard errors take the weights for numbers of rows"
               : "class weights change what is estimated: probabilities are those of classes in "
                 "the weighted shares";
}

// Error(argument).
void check_logistic_options(const LogisticOptions& options);

// The design has no data; firth and class weights, which look at rows, are refused. Targets are
// known to be 0 and 1, `ones` is the weight of the ones. `source` brings the rows once more for
// robust errors, which are refused without. Error(data) if there is one class only.
LinearModel fit_logistic_by_passes(const Context& context, const Design& design, Ranked ranked,
                                   double ones, const RowPasses& passes,
                                   const LogisticOptions& options,
                                   const ScoreSource* source = nullptr);

}  // namespace tenon::models
