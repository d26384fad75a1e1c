// A fitted pipeline as one JSON document, and back.
//
// Format version 1, or 2 where there are features and 3 where there are several classes, so that a
// library that knows none of them refuses the document instead of scoring without them. Members in
// this order; a reader takes any order and ignores members it does not know, so that they can be
// added within a version.
//
//   format           "tenon.pipeline"
//   format_version   1
//   library_version  of the writer
//   schema           inputs: [{name, type, categorical, categories}], the numeric ones first, the
//                    categories in byte order, the first being the reference level;
//                    target and positive_label, empty where there is none; classes (version 3)
//   options          as given to the fit; glm and rows (weights, offset, exposure), and what
//                    logistic says of firth, intervals and class weights, came within version 1,
//                    as did errors of logistic and glm, which are classical where not told;
//                    levels and classes of a model of several classes
//   features         version 2: the documents of the feature steps, as texts, in their order
//   steps            [{step: "outliers", bounds: [{column, low, high, centre, spread}]},
//                     {step: "impute", fills: [{column, value or text}]},
//                     {step: "scale", scales: [{column, centre, scale}]},
//                     {step: "encode"}], those that are on
//   model            kind, the fit's summary (from link on and effective_parameters within version
//                    1), has_intercept,
//                    coefficients: [{name, estimate, standard_error, statistic, p_value, low, high,
//                    dropped, standardized, vif}], warnings; degree, powered, powers: [{feature,
//                    plain, centre, half, terms}] and powers_intercept where inputs stand with
//                    their powers; core (least squares of up to 200 columns: what intervals of
//                    predictions are made of; linear_core.hpp). Of several classes in place of
//                    coefficients: class_coefficients, a list of them a class but the first or of
//                    an ordinal model one, and cuts
//   training         rows, changes: [{step, column, rows, cells, reason}]
//   checksum         base/json.hpp's checksum of the document without this member
//
// (The column of a step's entry is that of the input at the same place.) A real number is the
// shortest text that reads back to the same double, or one of the texts "nan", "inf", "-inf".
// Enumerations are words (enum_names.hpp).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/json_member.hpp"
#include "base/saved_formats.hpp"
#include "pipeline/fitted.hpp"

namespace tenon {

// A coefficient takes some 200 bytes, so this is room for 300,000 of them; what people fit has some
// kilobytes.
inline constexpr std::int64_t largest_document_bytes = std::int64_t{64} << 20;

// The core of a model, as a member of the document.
bool writes_core(const LinearModel& model);
Json write_core(const LinearModel& model);
std::shared_ptr<const LinearCore> read_core(const JsonMember& core, std::int64_t features);

std::string write_document(const Fitted& fitted);  // Error(data): a text that is not UTF-8
// Error: parse, version, corrupt, and of what it takes meanwhile budget.
Fitted read_document(std::string_view document, Budget* budget = nullptr);

}  // namespace tenon
