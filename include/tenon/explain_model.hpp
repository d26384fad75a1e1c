// What a fitted pipeline makes of its inputs, in the user's own columns: where feature steps make
// an input, the columns of the table that they read stand for it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/cross_validate.hpp"
#include "tenon/pipeline.hpp"
#include "tenon/table.hpp"

namespace tenon {

struct ImportanceOptions {
    std::int32_t repeats = 5;
    Score score = Score::automatic;
    double threshold = 0.5;
    std::uint64_t seed = 42;
};

struct InputImportance {
    std::string input;
    double loss = 0;  // of the score where the input's cells are shuffled, mean over the repeats
    double sd = 0;    // of it over the repeats; NaN for one repeat
};

struct Importance {
    double score = 0;  // of the table as it is; larger is better
    std::vector<InputImportance> inputs;  // the largest loss first; the earlier input among equals
};

// Permutation importance (L. Breiman, Random forests, 2001): by how much the score falls when the
// cells of one input are put in another order (repeat r of input j: stream j * repeats + r of the
// seed), so that it tells nothing while its distribution stays. It is about the model, not about
// the world: of inputs that tell the same, each may look idle. Judge on records that the pipeline
// was not fitted on. Cost: inputs * repeats predictions of the table. Errors: those of
// Pipeline::judge, argument (options, a pipeline without a target), cancelled.
Importance permutation_importance(const Context& context, const Pipeline& pipeline,
                                  const Table& table, const ImportanceOptions& options = {});

struct DependenceOptions {
    // Values at which a number is set: so many quantiles of its present cells (the type 7 ones from
    // the least to the greatest, equal ones once). Categories are all of the pipeline's, or of a
    // text that a feature step reads all of the table's, at most 10,000.
    std::int32_t points = 20;
    // Records that are averaged over: the whole table, or so many drawn from it without replacement.
    std::int64_t records = 0;
    std::uint64_t seed = 42;
    // Of a pipeline with classes the one whose probability is told; of others empty.
    std::string of_class = {};
};

struct Dependence {
    std::string input;
    bool categorical = false;
    std::vector<double> values;           // of a number
    std::vector<std::string> categories;  // of a category
    std::vector<double> mean;             // prediction at each of them: partial dependence
    std::vector<double> sd;               // over the records
    // Individual curves (ICE): record after record, a prediction at each value.
    std::vector<std::int64_t> rows;
    std::vector<double> curves;
};

// Partial dependence (J. Friedman, Greedy function approximation, Annals of Statistics 29, 2001) and
// individual conditional expectation (A. Goldstein and others, 2015): predictions with the input set
// to each value in turn, other inputs as they are; records count alike, whatever they weigh. It may
// ask about records that do not exist. In the target's unit, or a probability. Errors: not_found (no
// such input or class), data (no present cell), argument (options), those of Pipeline::predict.
Dependence partial_dependence(const Context& context, const Pipeline& pipeline, const Table& table,
                              const std::string& input, const DependenceOptions& options = {});

}  // namespace tenon
