// Every format in which tenon saves what it has learned or read: the one place of their names and
// versions. A new member that old readers may pass over is no new version.
#pragma once

#include "base/bytes.hpp"
#include "base/json_envelope.hpp"

namespace tenon {

inline constexpr JsonFormat pipeline_format{"tenon.pipeline", "pipeline", 3};
inline constexpr JsonFormat class_model_format{"tenon.class_model", "model of classes", 1};
inline constexpr JsonFormat feature_format{"tenon.feature", "feature", 1};
inline constexpr JsonFormat clean_plan_format{"tenon.clean_plan", "cleaning plan", 1, false};
inline constexpr JsonFormat problem_format{"tenon.problem", "problem", 1, false};
inline constexpr JsonFormat json_formats[] = {pipeline_format, class_model_format, feature_format,
                                              clean_plan_format, problem_format};

inline constexpr ByteFormat linear_partial_format{"TENON-LP", "linear partial", 1};
inline constexpr ByteFormat logistic_partial_format{"TENON-GP", "logistic partial", 5};
inline constexpr ByteFormat online_model_format{"TENON-OM", "online model", 1};
inline constexpr ByteFormat byte_formats[] = {linear_partial_format, logistic_partial_format,
                                              online_model_format};

}  // namespace tenon
