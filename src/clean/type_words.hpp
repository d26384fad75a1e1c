// The words by which a cleaning plan names types of columns. They never change.
#pragma once

#include "clean/plan_reader.hpp"
#include "tenon/table.hpp"

namespace tenon::clean {

inline constexpr Word<Type> type_words[] = {{"float64", Type::float64},
                                            {"int64", Type::int64},
                                            {"bool", Type::boolean},
                                            {"text", Type::text},
                                            {"timestamp", Type::timestamp}};

}  // namespace tenon::clean
