// A block of rows is loaded once, dealt to its folds in the cache, and each fold's panel adds a
// symmetric rank update to that fold's sum.
#include "models/fold_products.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "base/number_text.hpp"
#include "base/rank_update.hpp"
#include "base/sum.hpp"
#include "models/chunks.hpp"
#include "models/compensated.hpp"
#include "tenon/error.hpp"

namespace tenon::models {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;

// Sums of all chunks and folds together hold at most this many doubles (128 MiB), however many
// folds there are; the number of chunks follows from it.
constexpr std::int64_t most_doubles = std::int64_t{1} << 24;
constexpr std::int64_t most_chunks = 64;
// Blocks that are added plainly before their sum is added with compensation: the error is about
// this many roundings, and compensation costs next to nothing.
constexpr std::int64_t plain_blocks = 8;

struct Cut {
    std::int64_t block, chunk, chunks;
};

Cut cut(std::int64_t rows, std::int64_t width, std::int64_t groups) {
    const std::int64_t block = std::min(groups, std::int64_t{8}) * block_rows(width);
    const std::int64_t fitting = most_doubles / std::max<std::int64_t>(1, groups * width * width);
    const std::int64_t chunks = std::clamp<std::int64_t>(fitting, 1, most_chunks);
    const std::int64_t chunk =
        block_count(block_count(std::max<std::int64_t>(1, rows), chunks), block) * block;
    return {block, chunk, block_count(rows, chunk)};
}

// Where the rows of a block go when they are put in the order of their folds.
struct Dealing {
    std::vector<Index> place;   // of row i of the block
    std::vector<Index> border;  // group g has places [border[g], border[g + 1])

    void keep(Index count) {
        place.resize(static_cast<std::size_t>(count));
        std::iota(place.begin(), place.end(), Index{0});
        border = {0, count};
    }
    void deal(std::span<const std::int32_t> fold_of, std::int64_t groups) {
        place.resize(fold_of.size());
        border.assign(static_cast<std::size_t>(groups) + 1, 0);
        const auto group = [&](std::int32_t fold) {
            return static_cast<std::size_t>(fold < 0 ? groups - 1 : fold);
        };
        for (const std::int32_t fold : fold_of) ++border[group(fold) + 1];
        for (std::size_t g = 1; g < border.size(); ++g) border[g] += border[g - 1];
        std::vector<Index> next(border.begin(), border.end() - 1);
        for (std::size_t i = 0; i < fold_of.size(); ++i) place[i] = next[group(fold_of[i])]++;
    }
};

// The design, the target and the root of the weight of a block's rows, dealt to folds and packed in
// panels (base/rank_update.hpp), fold after fold.
class Pass {
  public:
    Pass(const Design& design, const Target& target, std::span<const double> weights,
         std::span<const std::int32_t> fold_of, std::int64_t groups)
        : design_(design),
          target_(target),
          weights_(weights),
          fold_of_(fold_of),
          groups_(groups),
          width_(design.width() + 1),
          panels_(panels_of(width_)) {}

    // Rows of one chunk, into its sums.
    void add_chunk(const Context& context, std::int64_t first, std::int64_t last,
                   std::int64_t block, CompensatedMatrix* sums) const {
        const Index padded = panels_ * panel_columns;
        std::vector<MatrixXd> plain(static_cast<std::size_t>(groups_),
                                    MatrixXd::Zero(padded, padded));
        const auto flush = [&] {
            for (std::int64_t g = 0; g < groups_; ++g) {
                MatrixXd& sum = plain[static_cast<std::size_t>(g)];
                sums[g].add(sum.topLeftCorner(width_, width_));
                sum.setZero();
            }
        };
        std::vector<double> panels(static_cast<std::size_t>(block * padded));
        std::int64_t blocks = 0;
        for (std::int64_t at = first; at < last; at += block) {
            context.check_cancelled();
            add_block(at, std::min(last, at + block), panels, plain);
            if (++blocks % plain_blocks == 0) flush();
        }
        flush();
    }

  private:
    void add_block(std::int64_t first, std::int64_t last, std::vector<double>& panels,
                   std::vector<MatrixXd>& plain) const {
        const Index count = last - first;
        MatrixXd block(count, width_);
        design_.load(first, last, block.data(), count);
        target_.load(first, last, block.data() + (width_ - 1) * count);
        if (!weights_.empty()) {
            const Eigen::Map<const Eigen::ArrayXd> w(weights_.data() + first, count);
            block.array().colwise() *= w.sqrt().eval();
        }
        Dealing dealing;
        if (fold_of_.empty())
            dealing.keep(count);
        else
            dealing.deal(
                fold_of_.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count)),
                groups_);
        const Index stride = count * panel_columns;
        for (Index j = 0; j < width_; ++j) {
            const double* from = block.data() + j * count;
            double* to = panels.data() + j / panel_columns * stride + j % panel_columns;
            for (Index i = 0; i < count; ++i)
                to[dealing.place[static_cast<std::size_t>(i)] * panel_columns] = from[i];
        }
        for (std::int64_t g = 0; g < groups_; ++g) {
            const Index low = dealing.border[static_cast<std::size_t>(g)];
            const Index high = dealing.border[static_cast<std::size_t>(g) + 1];
            if (high == low) continue;
            MatrixXd& sum = plain[static_cast<std::size_t>(g)];
            rank_update({panels.data() + low * panel_columns, stride, high - low, panels_}, 0,
                        panels_, {sum.data(), sum.rows()});
        }
    }

    const Design& design_;
    const Target& target_;
    std::span<const double> weights_;
    std::span<const std::int32_t> fold_of_;
    std::int64_t groups_;
    std::int64_t width_;
    std::int64_t panels_;
};

void count_records(std::vector<Products>& parts, std::span<const double> weights,
                   std::span<const std::int32_t> fold_of, std::int64_t rows) {
    std::vector<Sum> totals(parts.size());
    for (std::int64_t i = 0; i < rows; ++i) {
        const auto at = static_cast<std::size_t>(i);
        const std::int32_t fold = fold_of.empty() ? -1 : fold_of[at];
        const std::size_t g = fold < 0 ? parts.size() - 1 : static_cast<std::size_t>(fold);
        const double w = weights.empty() ? 1 : weights[at];
        totals[g].add(w);
        parts[g].records += w > 0;
    }
    for (std::size_t g = 0; g < parts.size(); ++g) parts[g].weight = totals[g].value();
}

[[noreturn]] void refuse(Status status, const char* argument, const std::string& message,
                         std::int64_t row = -1) {
    throw Error(status, message, {.argument = argument, .row = row});
}

}  // namespace

std::vector<Products> fold_products(const Context& context, const Design& design,
                                    const Target& target, std::span<const double> weights,
                                    std::span<const std::int32_t> fold_of, std::int32_t folds,
                                    const MatrixXd& cross) {
    const std::int64_t rows = design.rows(), width = design.width() + 1;
    const std::int64_t groups = fold_of.empty() ? 1 : std::int64_t{folds} + 1;
    if (fold_of.empty() && weights.empty()) {  // as least squares sums them
        std::vector<Products> whole(1);
        whole[0].matrix = cross.size() > 0 ? cross : cross_product(context, design, &target);
        count_records(whole, weights, fold_of, rows);
        return whole;
    }
    const Cut by = cut(rows, width, groups);
    const std::int64_t padded = panels_of(width) * panel_columns;
    const Charge charge(context, (2 * by.chunks + 1) * groups * width * width * 8);
    // What each thread works in: a block of rows, and the plain sums of it.
    const std::int64_t threads = std::min<std::int64_t>(std::max(1, context.threads), by.chunks);
    const Charge blocks(context,
                        threads * (by.block * (padded + width) + groups * padded * padded) * 8);
    std::vector<CompensatedMatrix> sums(static_cast<std::size_t>(by.chunks * groups));
    for (auto& sum : sums) sum = CompensatedMatrix(width, width);
    const Pass pass(design, target, weights, fold_of, groups);
    parallel_blocks(
        context, rows, by.chunk, [&](std::int64_t chunk, std::int64_t first, std::int64_t last) {
            pass.add_chunk(context, first, last, by.block, sums.data() + chunk * groups);
        });
    std::vector<Products> parts(static_cast<std::size_t>(groups));
    for (std::int64_t g = 0; g < groups; ++g) {
        CompensatedMatrix& total = sums[static_cast<std::size_t>(g)];
        for (std::int64_t c = 1; c < by.chunks; ++c)
            total.merge(sums[static_cast<std::size_t>(c * groups + g)]);
        parts[static_cast<std::size_t>(g)].matrix = total.value();
    }
    count_records(parts, weights, fold_of, rows);
    return parts;
}

Products sum_of(const std::vector<Products>& parts, std::int32_t left_out) {
    Products sum;
    sum.matrix = MatrixXd::Zero(parts[0].matrix.rows(), parts[0].matrix.cols());
    for (std::size_t k = 0; k < parts.size(); ++k) {
        if (static_cast<std::int32_t>(k) == left_out) continue;
        sum.matrix += parts[k].matrix;
        sum.weight += parts[k].weight;
        sum.records += parts[k].records;
    }
    return sum;
}

std::int32_t count_folds(std::span<const std::int32_t> fold_of, std::int64_t rows) {
    if (static_cast<std::int64_t>(fold_of.size()) != rows)
        refuse(Status::argument, "fold_of",
               "fold_of has " + std::to_string(fold_of.size()) + " entries for " +
                   std::to_string(rows) + " rows; give one a row");
    std::int32_t folds = 0;
    for (std::size_t i = 0; i < fold_of.size(); ++i) {
        if (fold_of[i] < -1 || fold_of[i] >= rows)
            refuse(Status::argument, "fold_of",
                   "fold_of, row " + std::to_string(i) + ": " + std::to_string(fold_of[i]) +
                       " is not a fold; count folds from 0, and give -1 to a row that is never "
                       "left out",
                   static_cast<std::int64_t>(i));
        folds = std::max(folds, fold_of[i] + 1);
    }
    std::vector<bool> seen(static_cast<std::size_t>(folds));
    for (const std::int32_t fold : fold_of)
        if (fold >= 0) seen[static_cast<std::size_t>(fold)] = true;
    const auto empty = std::find(seen.begin(), seen.end(), false);
    if (folds < 2 || empty != seen.end())
        refuse(Status::argument, "fold_of",
               folds < 2 ? std::string("fold_of names fewer than two folds")
                         : "fold " + std::to_string(empty - seen.begin()) +
                               " has no rows; number the folds without gaps");
    return folds;
}

void check_fold(const Products& training, const Products& tested, std::int64_t fold) {
    if (training.records >= 2 && tested.weight > 0) return;
    refuse(Status::data, "fold_of",
           "fold " + std::to_string(fold) +
               " or the rest of the records has no weight to fit or judge by");
}

void check_weights(std::span<const double> weights, std::int64_t rows) {
    if (weights.empty()) return;
    if (static_cast<std::int64_t>(weights.size()) != rows)
        refuse(Status::argument, "weights",
               "weights has " + std::to_string(weights.size()) + " entries for " +
                   std::to_string(rows) + " rows; give one a row");
    std::int64_t positive = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (!(weights[i] >= 0) || std::isinf(weights[i]))
            refuse(Status::data, "weights",
                   "weights, row " + std::to_string(i) + ": " + format_double(weights[i]) +
                       " is not a weight; it must be finite and at least 0",
                   static_cast<std::int64_t>(i));
        positive += weights[i] > 0;
    }
    if (positive < 2) refuse(Status::data, "weights", "fewer than two weights are positive");
}

}  // namespace tenon::models
