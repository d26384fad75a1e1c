// Principal components: fewer columns that carry most of the variance, and how far each row lies
// from what they can say.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/feature.hpp"
#include "tenon/table.hpp"

namespace tenon {

struct PcaOptions {
    std::int64_t components = 0;  // 0: as many as `share` needs; else 1 to the number of columns
    double share = 0.95;          // of the variance, in (0, 1]
    bool standardise = true;      // divide by the standard deviation (n - 1), else centre only
    bool keep_inputs = false;     // else the columns are replaced by the components
    std::string prefix = "pc";    // "pc1", "pc2", ..., "pc_error"
};

struct FittedPca {
    std::vector<std::string> columns;
    std::vector<double> means, scales;  // a column; scale 1 where not standardised or constant
    std::vector<double> variances;      // along every component, kept or not, descending
    std::vector<double> components;     // row-major: kept components x columns, orthonormal
    std::int64_t rows = 0;              // that were learned from
    std::string prefix = "pc";
    bool keep_inputs = false;

    std::int64_t kept() const noexcept {
        return columns.empty() ? 0 : static_cast<std::int64_t>(components.size() / columns.size());
    }
    double explained_share(std::int64_t component) const noexcept;  // of the variance
};

// z = (x - means) / scales; score_k = sum_j components(k, j) z_j; "pc_error" is the squared
// distance |z - sum_k score_k component_k|^2, known in process monitoring as Q or SPE.
//
// By singular values of the centred rows, through a QR in blocks: small components keep their
// digits, which they lose in a covariance matrix. Each component's sign is such that its entry of
// largest size is positive. Rows with a missing or NaN cell are not learned from and get missing
// scores. Cost O(rows columns^2), memory O(rows columns).
//
// Errors: not_found, type, argument (options, a column twice, more than 2000 columns), data (fewer
// than two complete rows, an infinite cell, no variance at all).
FittedPca learn_pca(const Context& context, const Table& table,
                    std::span<const std::string> columns, const PcaOptions& options = {});
Feature pca_feature(FittedPca fitted);  // Throws Error(argument) for values a fit cannot give
Feature fit_pca(const Context& context, const Table& table, std::span<const std::string> columns,
                const PcaOptions& options = {});

}  // namespace tenon
