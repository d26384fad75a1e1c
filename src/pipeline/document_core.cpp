// The core of a least-squares model in a document: W as its upper triangle, column after column, M
// likewise since it is symmetric.
#include <cmath>
#include <utility>

#include "base/number_text.hpp"
#include "pipeline/document.hpp"
#include "tenon/linear_core.hpp"

namespace tenon {

namespace {

// The square of this is what a document can bear: half a megabyte of numbers.
constexpr std::size_t most_columns = 200;

Json list_of(const std::vector<double>& values) {
    Json list = Json::array();
    for (const double value : values) list.push(json_real(value));
    return list;
}

Json triangle_of(const std::vector<double>& square, std::size_t k) {
    std::vector<double> upper;
    if (!square.empty())
        for (std::size_t j = 0; j < k; ++j)
            for (std::size_t i = 0; i <= j; ++i) upper.push_back(square[j * k + i]);
    return list_of(upper);
}

std::vector<double> square_of(const JsonMember& list, std::size_t k, bool symmetric) {
    std::vector<double> square(k * k);
    const std::vector<JsonMember> upper = list.items();
    if (upper.size() != k * (k + 1) / 2) list.refuse("the length is not that of a triangle");
    std::size_t at = 0;
    for (std::size_t j = 0; j < k; ++j)
        for (std::size_t i = 0; i <= j; ++i) {
            square[j * k + i] = upper[at++].real();
            if (symmetric) square[i * k + j] = square[j * k + i];
        }
    return square;
}

double positive(const JsonMember& member) {
    const double value = member.finite();
    if (!(value > 0)) member.refuse("it is above 0");
    return value;
}

}  // namespace

bool writes_core(const LinearModel& model) {
    return model.core && model.core->columns.size() <= most_columns;
}

Json write_core(const LinearModel& model) {
    const LinearCore& core = *model.core;
    Json columns = Json::array();
    for (const LinearCore::Column& column : core.columns) {
        Json entry;
        entry.set("feature", column.feature + 1);
        entry.set("power", column.power);
        entry.set("powered", column.powered);
        entry.set("inverse", column.inverse);
        entry.set("centre", column.centre);
        entry.set("half", column.half);
        columns.push(std::move(entry));
    }
    Json out;
    out.set("intercept", core.intercept);
    out.set("plain_powers", core.plain_powers);
    out.set("columns", std::move(columns));
    out.set("beta", list_of(core.beta));
    out.set("target_inverse", core.target_inverse);
    out.set("target_centre", core.target_centre);
    out.set("residual_variance", core.residual_variance);
    out.set("weight_unit", core.weight_unit);
    out.set("degrees", core.degrees);
    out.set("confidence", core.confidence);
    out.set("factor", triangle_of(core.factor, core.columns.size()));
    out.set("middle", triangle_of(core.middle, core.columns.size()));
    return out;
}

std::shared_ptr<const LinearCore> read_core(const JsonMember& said, std::int64_t features) {
    auto core = std::make_shared<LinearCore>();
    core->intercept = said["intercept"].boolean();
    core->plain_powers = said["plain_powers"].boolean();
    for (const JsonMember& entry : said["columns"].items()) {
        LinearCore::Column column;
        column.feature = entry["feature"].count() - 1;
        if (column.feature >= features) entry["feature"].refuse("there is no such feature");
        column.power = entry["power"].count();
        if (column.power < 1 || column.power > most_polynomial)
            entry["power"].refuse("it lies between 1 and 64");
        column.powered = entry["powered"].boolean();
        column.inverse = positive(entry["inverse"]);
        column.centre = entry["centre"].finite();
        column.half = positive(entry["half"]);
        core->columns.push_back(column);
    }
    const std::size_t k = core->columns.size();
    if (k > most_columns) said["columns"].refuse("there are too many");
    core->beta = said["beta"].finites();
    if (core->beta.size() != k) said["beta"].refuse("there is one a column");
    core->target_inverse = positive(said["target_inverse"]);
    core->target_centre = said["target_centre"].finite();
    core->residual_variance = said["residual_variance"].real();
    core->weight_unit = positive(said["weight_unit"]);
    core->degrees = said["degrees"].real();
    core->confidence = said["confidence"].finite();
    if (!(core->confidence > 0 && core->confidence < 1))
        said["confidence"].refuse("it lies between 0 and 1");
    core->factor = square_of(said["factor"], k, false);
    if (!said["middle"].items().empty()) core->middle = square_of(said["middle"], k, true);
    return core;
}

}  // namespace tenon
