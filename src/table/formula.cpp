#include "table/formula.hpp"

#include <algorithm>

namespace tenon {

namespace {

class ColumnFormula : public Formula {
  public:
    explicit ColumnFormula(Column column) : Formula(column.type()), column_(std::move(column)) {}

    void evaluate(std::int64_t first, std::int64_t count, Block& out) override {
        if (column_.missing() == 0)
            std::fill_n(out.valid.begin(), count, std::uint8_t{1});
        else
            for (std::int64_t i = 0; i < count; ++i)
                out.valid[static_cast<std::size_t>(i)] = column_.valid(first + i);
        switch (type()) {
            case Type::float64:
                std::copy_n(column_.float64s().begin() + first, count, out.reals.begin());
                break;
            case Type::int64:
            case Type::timestamp:
                std::copy_n(column_.int64s().begin() + first, count, out.integers.begin());
                break;
            case Type::boolean:
                for (std::int64_t i = 0; i < count; ++i)
                    out.truths[static_cast<std::size_t>(i)] = column_.boolean(first + i);
                break;
            case Type::text:
                for (std::int64_t i = 0; i < count; ++i)
                    out.texts[static_cast<std::size_t>(i)] = column_.text(first + i);
                break;
        }
    }

  private:
    Column column_;
};

template <class T>
class Literal : public Formula {
  public:
    Literal(Type type, T value, bool present = true)
        : Formula(type), value_(std::move(value)), present_(present) {}

    void evaluate(std::int64_t, std::int64_t count, Block& out) override {
        std::fill_n(out.valid.begin(), count, std::uint8_t{present_});
        if constexpr (std::is_same_v<T, std::string>)
            std::fill_n(out.texts.begin(), count, std::string_view(value_));
        else
            std::fill_n(out.cells<T>(), count, value_);
    }

  private:
    T value_;
    bool present_;
};

class IsMissing : public Formula {
  public:
    IsMissing(FormulaPointer of, bool negated)
        : Formula(Type::boolean), of_(std::move(of)), block_(of_->type()), negated_(negated) {}

    void evaluate(std::int64_t first, std::int64_t count, Block& out) override {
        of_->evaluate(first, count, block_);
        std::fill_n(out.valid.begin(), count, std::uint8_t{1});
        for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i)
            out.truths[i] = (block_.valid[i] != 0) == negated_;
    }

  private:
    FormulaPointer of_;
    Block block_;
    bool negated_;
};

// S. C. Kleene's logic of three values: an operand that decides alone does so beside a missing one.
class Logic : public Formula {
  public:
    Logic(FormulaPointer a, FormulaPointer b, bool conjunction)
        : Formula(Type::boolean), a_(std::move(a)), b_(std::move(b)), decides_(!conjunction) {}

    void evaluate(std::int64_t first, std::int64_t count, Block& out) override {
        a_->evaluate(first, count, left_);
        b_->evaluate(first, count, right_);
        for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
            const bool by_left = left_.valid[i] && (left_.truths[i] != 0) == decides_;
            const bool by_right = right_.valid[i] && (right_.truths[i] != 0) == decides_;
            const bool decided = by_left || by_right;
            out.truths[i] = decided ? decides_ : !decides_;
            out.valid[i] = decided || (left_.valid[i] && right_.valid[i]);
        }
    }

  private:
    FormulaPointer a_, b_;
    Block left_{Type::boolean}, right_{Type::boolean};
    bool decides_;
};

void copy_cell(const Block& from, std::size_t i, Type type, Block& out) {
    out.valid[i] = from.valid[i];
    switch (type) {
        case Type::float64:
            out.reals[i] = from.reals[i];
            break;
        case Type::int64:
        case Type::timestamp:
            out.integers[i] = from.integers[i];
            break;
        case Type::boolean:
            out.truths[i] = from.truths[i];
            break;
        case Type::text:
            out.texts[i] = from.texts[i];
            break;
    }
}

class If : public Formula {
  public:
    If(FormulaPointer condition, FormulaPointer yes, FormulaPointer no)
        : Formula(yes->type()),
          condition_(std::move(condition)),
          yes_(std::move(yes)),
          no_(std::move(no)),
          yes_block_(type()),
          no_block_(type()) {}

    void evaluate(std::int64_t first, std::int64_t count, Block& out) override {
        condition_->evaluate(first, count, truth_);
        yes_->evaluate(first, count, yes_block_);
        no_->evaluate(first, count, no_block_);
        for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
            copy_cell(truth_.truths[i] ? yes_block_ : no_block_, i, type(), out);
            out.valid[i] = out.valid[i] && truth_.valid[i];
        }
    }

  private:
    FormulaPointer condition_, yes_, no_;
    Block truth_{Type::boolean}, yes_block_, no_block_;
};

class Coalesce : public Formula {
  public:
    Coalesce(FormulaPointer a, FormulaPointer b)
        : Formula(a->type()), a_(std::move(a)), b_(std::move(b)), left_(type()), right_(type()) {}

    void evaluate(std::int64_t first, std::int64_t count, Block& out) override {
        a_->evaluate(first, count, left_);
        b_->evaluate(first, count, right_);
        for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i)
            copy_cell(left_.valid[i] ? left_ : right_, i, type(), out);
    }

  private:
    FormulaPointer a_, b_;
    Block left_, right_;
};

class TextFormula : public Formula {
  public:
    TextFormula(FormulaPointer of, void (*make)(std::string_view, std::string&))
        : Formula(Type::text), of_(std::move(of)), make_(make) {}

    void evaluate(std::int64_t first, std::int64_t count, Block& out) override {
        of_->evaluate(first, count, block_);
        out.kept.resize(static_cast<std::size_t>(formula_rows));
        for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
            out.valid[i] = block_.valid[i];
            out.texts[i] = {};
            if (!block_.valid[i]) continue;
            make_(block_.texts[i], out.kept[i]);
            out.texts[i] = out.kept[i];
        }
    }

  private:
    FormulaPointer of_;
    Block block_{Type::text};
    void (*make_)(std::string_view, std::string&);
};

}  // namespace

FormulaPointer column_formula(Column column) {
    return std::make_unique<ColumnFormula>(std::move(column));
}
FormulaPointer real_literal(double value) {
    return std::make_unique<Literal<double>>(Type::float64, value);
}
FormulaPointer integer_literal(std::int64_t value, Type type) {
    return std::make_unique<Literal<std::int64_t>>(type, value);
}
FormulaPointer truth_literal(bool value) {
    return std::make_unique<Literal<std::uint8_t>>(Type::boolean, std::uint8_t{value});
}
FormulaPointer text_literal(std::string value) {
    return std::make_unique<Literal<std::string>>(Type::text, std::move(value));
}
FormulaPointer missing_literal(Type type) {
    switch (type) {
        case Type::float64:
            return std::make_unique<Literal<double>>(type, 0.0, false);
        case Type::boolean:
            return std::make_unique<Literal<std::uint8_t>>(type, std::uint8_t{0}, false);
        case Type::text:
            return std::make_unique<Literal<std::string>>(type, std::string(), false);
        case Type::int64:
        case Type::timestamp:
            break;
    }
    return std::make_unique<Literal<std::int64_t>>(type, std::int64_t{0}, false);
}
FormulaPointer is_missing_formula(FormulaPointer of, bool negated) {
    return std::make_unique<IsMissing>(std::move(of), negated);
}
FormulaPointer logic_formula(FormulaPointer a, FormulaPointer b, bool conjunction) {
    return std::make_unique<Logic>(std::move(a), std::move(b), conjunction);
}
FormulaPointer if_formula(FormulaPointer condition, FormulaPointer yes, FormulaPointer no) {
    return std::make_unique<If>(std::move(condition), std::move(yes), std::move(no));
}
FormulaPointer coalesce_formula(FormulaPointer a, FormulaPointer b) {
    return std::make_unique<Coalesce>(std::move(a), std::move(b));
}
FormulaPointer text_formula(FormulaPointer of, void (*make)(std::string_view, std::string&)) {
    return std::make_unique<TextFormula>(std::move(of), make);
}

}  // namespace tenon
