// Rows are taken in blocks whose running sums stay in the first-level cache; each input adds its
// contribution to all sums of the block before the next input comes. So memory is read column by
// column, the inner loop vectorises, and every row still adds in the order of score().
#include "pipeline/predict.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <limits>
#include <string_view>

#include "base/parallel.hpp"
#include "base/vector_math.hpp"
#include "pipeline/training.hpp"
#include "tenon/error.hpp"
#include "tenon/glm.hpp"
#include "tenon/model.hpp"

namespace tenon {

namespace {

// Sums and one column of a block: 2 x 16 KiB, half of a common first-level cache.
constexpr std::int64_t block_rows = 2048;
// Rows between two progress reports: about 20 ms of work at 20 inputs.
constexpr std::int64_t report_rows = std::int64_t{1} << 20;

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

// Writes NaN where the cells [first, first + count) are missing; bytes of eight present cells, the
// most frequent by far, cost one look.
void mark_missing(const Column& column, std::int64_t first, std::int64_t count, double* out) {
    const ColumnBuffers& buffers = column.buffers();
    if (!buffers.validity || column.missing() == 0 || count == 0) return;
    const std::int64_t begin = buffers.bit_offset + first, end = begin + count;
    for (std::int64_t byte = begin >> 3; byte <= (end - 1) >> 3; ++byte)
        for (unsigned holes = ~unsigned{buffers.validity[byte]} & 0xffu; holes != 0;
             holes &= holes - 1) {
            const std::int64_t bit = byte * 8 + std::countr_zero(holes);
            if (bit >= begin && bit < end) out[bit - begin] = not_a_number;
        }
}

// The cells [first, first + count) as numbers, NaN where missing: the column's own memory where it
// has that form already, else copied to `scratch`.
const double* numbers_of(const Column& column, std::int64_t first, std::int64_t count,
                         double* scratch) {
    if (column.type() == Type::float64) {
        const double* values = column.float64s().data() + first;
        if (column.missing() == 0) return values;
        std::copy_n(values, count, scratch);
    } else if (column.type() == Type::int64) {
        const std::int64_t* values = column.int64s().data() + first;
        for (std::int64_t i = 0; i < count; ++i) scratch[i] = static_cast<double>(values[i]);
    } else if (column.type() == Type::boolean) {
        for (std::int64_t i = 0; i < count; ++i) scratch[i] = column.boolean(first + i) ? 1 : 0;
    } else {  // a column of another type is here only if all its cells are missing
        std::fill_n(scratch, count, not_a_number);
    }
    mark_missing(column, first, count, scratch);
    return scratch;
}

void add_numbers(const NumericInstruction& given, const double* x, std::int64_t count,
                 double* sums) {
    const NumericInstruction instruction = given;  // the compiler sees that sums cannot change it
    for (std::int64_t i = 0; i < count; ++i) sums[i] += contribution(instruction, x[i]);
}

// The place of a present cell's category, -1 if unknown. Numbers and bools by their text, as in the
// fit.
std::int64_t code_of(const Column& column, std::int64_t row, const CategoryIndex& index,
                     const std::vector<std::string>& categories) {
    switch (column.type()) {
        case Type::text:
            return index.find(categories, column.text(row));
        case Type::boolean:
            return index.find(categories, column.boolean(row) ? "true" : "false");
        case Type::int64: {
            std::array<char, 24> digits;  // the longest is 20 characters
            const std::int64_t value = column.int64s()[static_cast<std::size_t>(row)];
            const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
            return index.find(categories,
                              {digits.data(), static_cast<std::size_t>(end - digits.data())});
        }
        default:
            return -1;
    }
}

double record_entry(const Column& column, std::int64_t row, const CategoryIndex& index,
                    const std::vector<std::string>& categories) {
    if (!column.valid(row)) return not_a_number;
    return static_cast<double>(code_of(column, row, index, categories));
}

void add_categories(const CategoryInstruction& instruction, const Column& column,
                    const std::vector<std::string>& categories, std::int64_t first,
                    std::int64_t count, double* sums) {
    for (std::int64_t i = 0; i < count; ++i)
        sums[i] += contribution(instruction,
                                record_entry(column, first + i, instruction.index, categories));
}

class TablePrediction {
  public:
    TablePrediction(const Fitted& fitted, const Program& program, const Table& table,
                    const std::vector<std::int64_t>* rows)
        : fitted_(fitted), program_(program), table_(table), rows_(rows) {
        columns_.reserve(fitted.inputs.size());
        for (const PipelineInput& input : fitted.inputs) {
            const Column& column = table.column(input.name);
            if (input.categorical)
                insist_on_category(input.name, column);
            else
                insist_on_number(input.name, column);
            columns_.push_back(rows ? column.take(*rows) : column);
        }
    }

    void block(std::int64_t first, std::int64_t last, std::span<const double> offset,
               double* out) const;
    void class_block(const std::vector<Program>& programs, std::int64_t first, std::int64_t last,
                     double* out) const;
    // Features, or shares of the inputs, of all rows, column after column.
    std::vector<double> features(const Context& context) const;
    std::vector<double> shares(const Context& context) const;

  private:
    [[noreturn]] void refuse(const Program& program, std::int64_t row) const;
    std::string reason(std::size_t input, std::int64_t row) const;
    std::int64_t rows() const { return columns_.empty() ? 0 : columns_.front().size(); }
    // The place of a row's category; -1 for the reference that an unknown one is taken for.
    std::int64_t place_of(std::size_t input, std::int64_t row) const;

    const Fitted& fitted_;
    const Program& program_;
    const Table& table_;
    const std::vector<std::int64_t>* rows_;  // of the table; null: all
    std::vector<Column> columns_;            // in the order of inputs
};

void TablePrediction::block(std::int64_t first, std::int64_t last, std::span<const double> offset,
                            double* out) const {
    std::array<double, block_rows> scratch;
    const std::int64_t count = last - first;
    double* sums = out + first;
    std::fill_n(sums, count, program_.intercept);
    for (std::size_t i = 0; i < fitted_.numeric; ++i) {
        const double* x = numbers_of(columns_[i], first, count, scratch.data());
        if (program_.powers.empty())
            add_numbers(program_.numeric[i], x, count, sums);
        else
            for (std::int64_t r = 0; r < count; ++r) sums[r] += program_.numeric_share(i, x[r]);
    }
    for (std::size_t i = fitted_.numeric; i < columns_.size(); ++i)
        add_categories(program_.categorical[i - fitted_.numeric], columns_[i],
                       fitted_.inputs[i].categories, first, count, sums);
    for (std::int64_t i = 0; i < count; ++i)
        if (!std::isfinite(sums[i])) refuse(program_, first + i);
    if (!offset.empty())
        for (std::int64_t i = 0; i < count; ++i)
            sums[i] += offset[static_cast<std::size_t>(first + i)];
    if (program_.logistic)
        logistic_of(sums, count, sums);
    else if (program_.link != Link::identity)
        for (std::int64_t i = 0; i < count; ++i) sums[i] = inverse_link(program_.link, sums[i]);
}

// A column is read once for the sums of all classes.
void TablePrediction::class_block(const std::vector<Program>& programs, std::int64_t first,
                                  std::int64_t last, double* out) const {
    std::array<double, block_rows> scratch;
    const std::int64_t count = last - first;
    const auto rows_here = static_cast<std::size_t>(count);
    std::vector<double> sums(programs.size() * rows_here);
    for (std::size_t k = 0; k < programs.size(); ++k)
        std::fill_n(sums.data() + k * rows_here, count, programs[k].intercept);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (i < fitted_.numeric) {
            const double* x = numbers_of(columns_[i], first, count, scratch.data());
            for (std::size_t k = 0; k < programs.size(); ++k)
                add_numbers(programs[k].numeric[i], x, count, sums.data() + k * rows_here);
            continue;
        }
        const std::size_t place = i - fitted_.numeric;
        for (std::int64_t r = 0; r < count; ++r)
            scratch[static_cast<std::size_t>(r)] =
                record_entry(columns_[i], first + r, programs.front().categorical[place].index,
                             fitted_.inputs[i].categories);
        for (std::size_t k = 0; k < programs.size(); ++k)
            for (std::size_t r = 0; r < rows_here; ++r)
                sums[k * rows_here + r] += contribution(programs[k].categorical[place], scratch[r]);
    }
    const ClassModel& model = fitted_.class_model;
    const auto classes = static_cast<std::size_t>(model.classes);
    const std::size_t ahead = model.summary.kind == ModelKind::multinomial ? 1 : 0;
    for (std::size_t r = 0; r < rows_here; ++r) {
        double* row = out + (static_cast<std::size_t>(first) + r) * classes;
        for (std::size_t k = 0; k < programs.size(); ++k) {
            row[ahead + k] = sums[k * rows_here + r];
            if (!std::isfinite(row[ahead + k]))
                refuse(programs[k], first + static_cast<std::int64_t>(r));
        }
        model.to_probabilities(row);
    }
}

std::int64_t TablePrediction::place_of(std::size_t input, std::int64_t row) const {
    const CategoryIndex& index = program_.categorical[input - fitted_.numeric].index;
    const auto& categories = fitted_.inputs[input].categories;
    const Column& column = columns_[input];
    const std::int64_t place = column.valid(row) ? code_of(column, row, index, categories) : -1;
    const bool filled = !column.valid(row) || fitted_.options.unknown == Unknown::missing;
    if (place >= 0 || !filled || fitted_.fills.empty()) return place;
    return index.find(categories, fitted_.fills[input].text);
}

std::vector<double> TablePrediction::features(const Context& context) const {
    const std::int64_t n = rows();
    std::vector<double> out, scratch(static_cast<std::size_t>(n));
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        context.check_cancelled();
        if (i < fitted_.numeric) {
            const double* x = numbers_of(columns_[i], 0, n, scratch.data());
            for (std::int64_t r = 0; r < n; ++r) out.push_back(prepared(program_.numeric[i], x[r]));
            continue;
        }
        const std::size_t categories = fitted_.inputs[i].categories.size();
        const std::size_t first = out.size();
        out.resize(first + (categories - 1) * static_cast<std::size_t>(n));
        for (std::int64_t r = 0; r < n; ++r)
            if (const std::int64_t place = place_of(i, r); place > 0)
                out[first + static_cast<std::size_t>((place - 1) * n + r)] = 1;
    }
    return out;
}

std::vector<double> TablePrediction::shares(const Context& context) const {
    const std::int64_t n = rows();
    std::vector<double> out, scratch(static_cast<std::size_t>(n));
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        context.check_cancelled();
        if (i < fitted_.numeric) {
            const double* x = numbers_of(columns_[i], 0, n, scratch.data());
            for (std::int64_t r = 0; r < n; ++r) out.push_back(program_.numeric_share(i, x[r]));
            continue;
        }
        const CategoryInstruction& instruction = program_.categorical[i - fitted_.numeric];
        for (std::int64_t r = 0; r < n; ++r)
            out.push_back(contribution(instruction, record_entry(columns_[i], r, instruction.index,
                                                                 fitted_.inputs[i].categories)));
    }
    return out;
}

// Does the row again, slowly, to say what is wrong with it.
void TablePrediction::refuse(const Program& program, std::int64_t row) const {
    std::vector<double> record(columns_.size());
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const Column& column = columns_[i];
        record[i] = fitted_.inputs[i].categorical
                        ? record_entry(column, row, program.categorical[i - fitted_.numeric].index,
                                       fitted_.inputs[i].categories)
                        : *numbers_of(column, row, 1, &record[i]);
    }
    const std::int32_t fault = std::max(0, first_fault(program, record));
    const auto input = static_cast<std::size_t>(fault);
    const std::string& name = fitted_.inputs[input].name;
    const std::int64_t told = rows_ ? (*rows_)[static_cast<std::size_t>(row)] : row;
    throw Error(Status::data,
                "column \"" + name + "\", row " + std::to_string(told) + ": " + reason(input, row),
                {.argument = name, .row = told, .column = table_.index_of(name)});
}

std::string TablePrediction::reason(std::size_t input, std::int64_t row) const {
    constexpr std::size_t listed = 8;  // categories that a message can bear
    const Column& column = columns_[input];
    const PipelineInput& known = fitted_.inputs[input];
    const bool nan = column.type() == Type::float64 && std::isnan(column.number(row));
    if (!column.valid(row) || nan)
        return "missing, and the pipeline was fitted without impute; drop such rows with "
               "drop_missing, or fit again with impute";
    if (!known.categorical)
        return column.cell_text(row) +
               " is infinite or makes the sum infinite; mend or drop the row";
    std::string categories;
    for (std::size_t k = 0; k < std::min(listed, known.categories.size()); ++k)
        categories += (k == 0 ? "\"" : ", \"") + known.categories[k] + "\"";
    if (known.categories.size() > listed) categories += ", ...";
    return "category \"" + column.cell_text(row) +
           "\" was not there when the pipeline was fitted (" + categories +
           "); mend it, or fit with unknown set to zero, or to missing with impute";
}

// Calls work(first, last) for blocks of all rows.
template <class Work>
void for_blocks(const Context& context, std::int64_t rows, const Work& work) {
    for (std::int64_t done = 0; done < rows; done += report_rows) {
        context.report({.phase = "predict",
                        .share = static_cast<double>(done) / static_cast<double>(rows),
                        .rows = done});
        const std::int64_t count = std::min(report_rows, rows - done);
        parallel_blocks(context, count, block_rows,
                        [&](std::int64_t, std::int64_t first, std::int64_t last) {
                            work(done + first, done + last);
                        });
    }
}

}  // namespace

std::vector<double> predict_table(const Context& context, const Fitted& fitted,
                                  const Program& program, const Table& table,
                                  const std::vector<std::int64_t>* chosen,
                                  std::span<const double> offset) {
    const TablePrediction prediction(fitted, program, table, chosen);
    const std::int64_t rows = chosen ? static_cast<std::int64_t>(chosen->size()) : table.rows();
    const Charge charge(context, rows * static_cast<std::int64_t>(sizeof(double)));
    std::vector<double> out(static_cast<std::size_t>(rows));
    for_blocks(context, rows, [&](std::int64_t first, std::int64_t last) {
        prediction.block(first, last, offset, out.data());
    });
    return out;
}

std::vector<double> predict_class_table(const Context& context, const Fitted& fitted,
                                        const std::vector<Program>& programs, const Table& table,
                                        const std::vector<std::int64_t>* chosen) {
    const TablePrediction prediction(fitted, programs.front(), table, chosen);
    const std::int64_t rows = chosen ? static_cast<std::int64_t>(chosen->size()) : table.rows();
    const std::int64_t cells = rows * fitted.class_model.classes;
    const Charge charge(context, cells * static_cast<std::int64_t>(sizeof(double)));
    std::vector<double> out(static_cast<std::size_t>(cells));
    for_blocks(context, rows, [&](std::int64_t first, std::int64_t last) {
        prediction.class_block(programs, first, last, out.data());
    });
    return out;
}

std::vector<double> feature_matrix(const Context& context, const Fitted& fitted,
                                   const Program& program, const Table& table,
                                   const std::vector<std::int64_t>* rows) {
    predict_table(context, fitted, program, table, rows);  // refuses what cannot be used
    return TablePrediction(fitted, program, table, rows).features(context);
}

std::vector<double> share_matrix(const Context& context, const Fitted& fitted,
                                 const Program& program, const Table& table) {
    predict_table(context, fitted, program, table);
    return TablePrediction(fitted, program, table, nullptr).shares(context);
}

}  // namespace tenon
