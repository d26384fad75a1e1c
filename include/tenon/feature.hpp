// A fitted feature step: an immutable value that makes the same new columns of any table that has
// the columns it reads, and that is saved as one JSON document.
//
// Each kind of step has a header of its own with a fit_... function that returns a Feature:
// scale, power, quantile, encode, frequency, target_encode, bins, polynomial, calendar, windows,
// spectrum, pca, select, and select_by_model in the pipeline room. Steps that bring a column into
// another form (scalers, encoders, bins) put it in the old one's place; the others append theirs.
//
// Missing cells give missing cells and NaN gives NaN, where a header says nothing else.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/encode.hpp"
#include "tenon/scale.hpp"
#include "tenon/table.hpp"

namespace tenon {

class FeatureStep;  // what a kind of step is, inside the room

class Feature {
  public:
    explicit Feature(std::shared_ptr<const FeatureStep> step);
    // The steps that have classes of their own.
    explicit Feature(Scaler scaler);
    explicit Feature(Encoder encoder);

    std::string kind() const;                  // "power", "pca", ...
    std::vector<std::string> inputs() const;   // the columns it reads
    std::vector<std::string> outputs() const;  // the columns it makes, in their order

    // Throws Error: not_found (a column it reads is not there), type, data (as its header says),
    // argument (a column of the name of a new one is there already), budget, cancelled.
    Table apply(const Context& context, const Table& table) const;

    // One document with format version, library version and checksum, in which the learned numbers
    // read back to the same bits. Error(data) if a name is not UTF-8.
    std::string to_json() const;
    // Trusts nothing. Errors: parse, version, corrupt.
    static Feature from_json(std::string_view document);

  private:
    std::shared_ptr<const FeatureStep> step_;
};

}  // namespace tenon
