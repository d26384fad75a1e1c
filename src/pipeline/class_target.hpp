// The target of a model of several classes: which classes there are, and which a cell is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/target.hpp"
#include "tenon/table.hpp"

namespace tenon {

// Classes in the order in which they are searched: numbers and truth values by value, texts in byte
// order. Numbers are compared as numbers, as in label.hpp.
struct ClassKey {
    double number = 0;  // 0 for a text
    std::string text;
    std::int64_t place = 0;
};

// Cells of a column to places among classes that are named as texts. Borrows the column.
class ClassPlaces {
  public:
    // Error(argument): two of the texts name the same value, or one is no number where cells are.
    ClassPlaces(const Column& column, const std::vector<std::string>& classes);
    // -1: none of them.
    std::int64_t find(std::int64_t row) const;

  private:
    const Column& column_;
    std::vector<ClassKey> keys_;
};

// For a cell that is none of the classes.
[[noreturn]] void refuse_stranger(const std::string& name, std::int64_t row,
                                  const std::string& cell, const std::vector<std::string>& classes);

// The classes of a target in their order where none are named, gathered cell by cell, so that
// tables may come in parts.
class ClassList {
  public:
    explicit ClassList(const std::string& name) : name_(name) {}
    // Error(data) at the 1001st class.
    void add(const Column& column, std::int64_t row);
    // Error: data (one class only), argument (an order is wanted of texts, which have none).
    std::vector<std::string> finish(ModelKind kind) const;

  private:
    std::string name_;
    std::vector<ClassKey> keys_;
    bool text_ = false, boolean_ = false;
};

// For a fit: values are places among `classes` of the target, which are `levels` if there are any;
// every one occurs. Error: data, type, argument.
Target learn_class_target(const Context& context, const Column& column, const std::string& name,
                          ModelKind kind, const std::vector<std::string>& levels);
// Error(data) for a class that no record has.
void insist_on_all(const std::string& name, const std::vector<std::string>& classes,
                   const std::vector<double>& places);
// For judging: cells must be classes, which need not all occur. Error: data, type.
Target read_class_target(const Context& context, const Column& column, const std::string& name,
                         const std::vector<std::string>& classes);

}  // namespace tenon
