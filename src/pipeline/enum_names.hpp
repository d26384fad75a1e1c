// The words by which a document names the values of enumerations. They never change.
#pragma once

#include "base/enum_names.hpp"
#include "tenon/pipeline.hpp"

namespace tenon {

inline constexpr EnumNames<ModelKind, 9> model_kind_names{
    {{ModelKind::linear, "linear"},
     {ModelKind::logistic, "logistic"},
     {ModelKind::poisson, "poisson"},
     {ModelKind::negative_binomial, "negative_binomial"},
     {ModelKind::gamma, "gamma"},
     {ModelKind::tweedie, "tweedie"},
     {ModelKind::multinomial, "multinomial"},
     {ModelKind::ordinal, "ordinal"},
     {ModelKind::probability, "probability"}}};

inline constexpr EnumNames<Link, 4> link_names{{{Link::identity, "identity"},
                                                {Link::logit, "logit"},
                                                {Link::log, "log"},
                                                {Link::inverse, "inverse"}}};

inline constexpr EnumNames<ClassWeights, 3> class_weights_names{
    {{ClassWeights::none, "none"},
     {ClassWeights::balanced, "balanced"},
     {ClassWeights::given, "given"}}};

inline constexpr EnumNames<Type, 5> type_names{{{Type::float64, "float64"},
                                                {Type::int64, "int64"},
                                                {Type::boolean, "bool"},
                                                {Type::text, "text"},
                                                {Type::timestamp, "timestamp"}}};

inline constexpr EnumNames<OutlierRule, 5> outlier_rule_names{{{OutlierRule::iqr, "iqr"},
                                                               {OutlierRule::mad, "mad"},
                                                               {OutlierRule::hampel, "hampel"},
                                                               {OutlierRule::z, "z"},
                                                               {OutlierRule::rolling, "rolling"}}};

inline constexpr EnumNames<OutlierAction, 4> outlier_action_names{
    {{OutlierAction::flag, "flag"},
     {OutlierAction::clip, "clip"},
     {OutlierAction::missing, "missing"},
     {OutlierAction::drop, "drop"}}};

inline constexpr EnumNames<Fill, 7> fill_names{{{Fill::mean, "mean"},
                                                {Fill::median, "median"},
                                                {Fill::mode, "mode"},
                                                {Fill::constant, "constant"},
                                                {Fill::previous, "previous"},
                                                {Fill::next, "next"},
                                                {Fill::linear_time, "linear_time"}}};

inline constexpr EnumNames<Scaling, 3> scaling_names{
    {{Scaling::standard, "standard"}, {Scaling::min_max, "min_max"}, {Scaling::robust, "robust"}}};

inline constexpr EnumNames<Unknown, 3> unknown_names{
    {{Unknown::error, "error"}, {Unknown::missing, "missing"}, {Unknown::zero, "zero"}}};

inline constexpr EnumNames<ErrorKind, 6> error_kind_names{{{ErrorKind::classical, "classical"},
                                                           {ErrorKind::hc0, "hc0"},
                                                           {ErrorKind::hc1, "hc1"},
                                                           {ErrorKind::hc2, "hc2"},
                                                           {ErrorKind::hc3, "hc3"},
                                                           {ErrorKind::cluster, "cluster"}}};

inline constexpr EnumNames<Estimator, 4> estimator_names{
    {{Estimator::least_squares, "least_squares"},
     {Estimator::nonnegative, "nonnegative"},
     {Estimator::huber, "huber"},
     {Estimator::quantile, "quantile"}}};

inline constexpr EnumNames<FitPath, 5> fit_path_names{{{FitPath::none, "none"},
                                                       {FitPath::cross_product, "cross_product"},
                                                       {FitPath::blocked_qr, "blocked_qr"},
                                                       {FitPath::dense_qr, "dense_qr"},
                                                       {FitPath::exact, "exact"}}};

}  // namespace tenon
