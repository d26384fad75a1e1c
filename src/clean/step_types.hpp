// The types of the columns behind each step of a plan that is applied to a table part by part. They
// are those of the whole table only once every part was seen: a step may make a column of whole
// numbers float64 where it changes a cell, and leave it alone in a part without such a cell.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon::clean {

class StepTypes {
  public:
    // The part behind step `step`, its columns float64 where they were in any part so far.
    Table settle(const Context& context, std::size_t step, const Table& part);
    // Whether a part went by before it was known that one of its columns is float64.
    bool came_late() const noexcept { return !late_.empty(); }
    // The first such column; empty where there is none.
    const std::string& late_column() const noexcept { return late_; }
    // For parts from the first on again; what is known stays.
    void begin_again() noexcept { late_.clear(); }

  private:
    std::vector<std::map<std::string, Type>> known_;
    std::string late_;
};

}  // namespace tenon::clean
