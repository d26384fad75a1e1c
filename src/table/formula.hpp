// Typed operations on blocks of rows: what an expression becomes over a table.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "tenon/table.hpp"

namespace tenon {

constexpr std::int64_t formula_rows = 1024;  // a few blocks of them fit the nearest cache

// The cells of one block. Times are int64s; truth values are bytes. Texts live in the table, in the
// formula, or in `kept`.
struct Block {
    std::vector<std::uint8_t> valid;
    std::vector<double> reals;
    std::vector<std::int64_t> integers;
    std::vector<std::uint8_t> truths;
    std::vector<std::string_view> texts;
    std::vector<std::string> kept;

    explicit Block(Type type) : valid(formula_rows) {
        switch (type) {
            case Type::float64:
                reals.resize(formula_rows);
                break;
            case Type::int64:
            case Type::timestamp:
                integers.resize(formula_rows);
                break;
            case Type::boolean:
                truths.resize(formula_rows);
                break;
            case Type::text:
                texts.resize(formula_rows);
                break;
        }
    }
    template <class T>
    T* cells() noexcept {
        if constexpr (std::is_same_v<T, double>)
            return reals.data();
        else if constexpr (std::is_same_v<T, std::int64_t>)
            return integers.data();
        else if constexpr (std::is_same_v<T, std::uint8_t>)
            return truths.data();
        else
            return texts.data();
    }
};

class Formula {
  public:
    explicit Formula(Type type) : type_(type) {}
    virtual ~Formula() = default;
    Formula(const Formula&) = delete;
    Formula& operator=(const Formula&) = delete;
    Type type() const noexcept { return type_; }
    // Rows [first, first + count) of the table; count is at most formula_rows.
    virtual void evaluate(std::int64_t first, std::int64_t count, Block& out) = 0;

  private:
    Type type_;
};
using FormulaPointer = std::unique_ptr<Formula>;

// A result from one cell of each argument. f(arguments..., Out& result, row) says whether it is
// present; a missing argument makes it missing.
template <class Out, class F, class... In>
class Map : public Formula {
  public:
    template <class... Arguments>
    Map(Type type, F f, Arguments... arguments)
        : Formula(type),
          f_(std::move(f)),
          blocks_{Block(arguments->type())...},
          arguments_{std::move(arguments)...} {}

    void evaluate(std::int64_t first, std::int64_t count, Block& out) override {
        run(first, count, out, std::index_sequence_for<In...>());
    }

  private:
    template <std::size_t... I>
    void run(std::int64_t first, std::int64_t count, Block& out, std::index_sequence<I...>) {
        (arguments_[I]->evaluate(first, count, blocks_[I]), ...);
        const std::tuple cells{blocks_[I].template cells<In>()...};
        const std::tuple valid{blocks_[I].valid.data()...};
        Out* const results = out.template cells<Out>();
        std::uint8_t* const present = out.valid.data();
        for (std::int64_t i = 0; i < count; ++i) {
            const bool all = (std::get<I>(valid)[i] & ...) != 0;
            present[i] = all && f_(std::get<I>(cells)[i]..., results[i], first + i);
        }
    }

    F f_;
    Block blocks_[sizeof...(In)];
    FormulaPointer arguments_[sizeof...(In)];
};

template <class Out, class... In, class F, class... Arguments>
FormulaPointer map(Type type, F f, Arguments... arguments) {
    return std::make_unique<Map<Out, F, In...>>(type, std::move(f), std::move(arguments)...);
}

FormulaPointer column_formula(Column column);
FormulaPointer real_literal(double value);
FormulaPointer integer_literal(std::int64_t value, Type type = Type::int64);
FormulaPointer truth_literal(bool value);
FormulaPointer text_literal(std::string value);
FormulaPointer missing_literal(Type type);
FormulaPointer is_missing_formula(FormulaPointer of, bool negated);
FormulaPointer logic_formula(FormulaPointer a, FormulaPointer b, bool conjunction);
// Branches and alternatives are of the same type.
FormulaPointer if_formula(FormulaPointer condition, FormulaPointer yes, FormulaPointer no);
FormulaPointer coalesce_formula(FormulaPointer a, FormulaPointer b);
// A text made anew from a text.
FormulaPointer text_formula(FormulaPointer of, void (*make)(std::string_view, std::string&));

}  // namespace tenon
