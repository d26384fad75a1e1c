// Logistic partials as bytes: the plan of the pass, then its sums.
#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "base/saved_formats.hpp"
#include "models/class_rows.hpp"
#include "models/logistic_sums.hpp"
#include "models/number_bytes.hpp"
#include "tenon/logistic_partial.hpp"

namespace tenon {

namespace {

using namespace models;

// Version 1 knew logistic models only, version 2 those and models of counts and amounts, version 3
// no penalised ones and no prior, version 4 no curvature of it.
// Tasks that the versions know.
constexpr std::uint32_t last_task[] = {3, 5, 12, 14, 15};

void write_reals(ByteWriter& out, const std::vector<double>& list) {
    out.i64(static_cast<std::int64_t>(list.size()));
    for (const double x : list) out.real(x);
}

std::vector<double> read_reals(ByteReader& in) {
    const std::int64_t count = in.count(8);
    std::vector<double> list;
    for (std::int64_t k = 0; k < count; ++k) list.push_back(in.finite());
    return list;
}

std::vector<double> read_reals(ByteReader& in, std::int64_t expected) {
    std::vector<double> list = read_reals(in);
    if (static_cast<std::int64_t>(list.size()) != expected)
        in.refuse("a list has another length than it must");
    return list;
}

void write_plan(ByteWriter& out, const PassPlan& plan) {
    out.i64(static_cast<std::int64_t>(plan.names.size()));
    for (const std::string& name : plan.names) out.text(name);
    out.u32(plan.intercept ? 1 : 0);
    out.i64(static_cast<std::int64_t>(plan.kept.size()));
    for (const std::int64_t feature : plan.kept) out.i64(feature);
    write_reals(out, plan.inverse);
    write_reals(out, plan.centre);
    out.u32(plan.basis.empty() ? 0 : 1);
    if (!plan.basis.empty()) write_reals(out, plan.basis);
    out.u32(static_cast<std::uint32_t>(plan.task));
    write_reals(out, plan.point);
    out.real(plan.bound);
    out.u32(static_cast<std::uint32_t>(plan.family.kind));
    out.u32(static_cast<std::uint32_t>(plan.family.link));
    out.real(plan.family.shape);
    out.real(plan.family.dispersion);
    out.real(plan.target_inverse);
    out.real(plan.target_centre);
    write_reals(out, plan.marks);
    write_reals(out, plan.earlier);
    write_reals(out, plan.root);
}

PassFamily read_family(ByteReader& in) {
    PassFamily family;
    const std::uint32_t kind = in.u32(), link = in.u32();
    family.kind = static_cast<ModelKind>(kind);
    family.link = static_cast<Link>(link);
    family.shape = in.finite();
    family.dispersion = in.finite();
    const double shape = family.shape;
    const bool log_or_identity = family.link == Link::log || family.link == Link::identity;
    bool known = false;
    if (family.kind == ModelKind::logistic) known = family.link == Link::logit;
    if (family.kind == ModelKind::poisson) known = log_or_identity;
    if (family.kind == ModelKind::negative_binomial) known = family.link == Link::log && shape >= 0;
    if (family.kind == ModelKind::gamma) known = log_or_identity || family.link == Link::inverse;
    if (family.kind == ModelKind::tweedie) known = log_or_identity && shape > 1 && shape < 2;
    if (family.of_classes() && in.version() > 2)
        known = family.link == Link::logit && shape >= 2 &&
                shape <= static_cast<double>(most_classes) && shape == std::floor(shape);
    if (family.kind == ModelKind::linear && in.version() > 2)
        known = family.link == Link::identity && shape > 0;
    if (!known || family.dispersion < 0) in.refuse("an unknown family");
    return family;
}

void check_residual_plan(const ByteReader& in, const PassPlan& plan) {
    const bool scaled = plan.task == PassTask::huber || plan.task == PassTask::pinball ||
                        plan.task == PassTask::density;
    if ((scaled && !(plan.family.dispersion > 0)) ||
        (plan.task != PassTask::huber && !(plan.family.shape < 1)) ||
        (plan.task != PassTask::ranks && !plan.marks.empty()) ||
        !std::is_sorted(plan.marks.begin(), plan.marks.end()))
        in.refuse("a pass over residuals with values out of range");
}

PassPlan read_plan(ByteReader& in) {
    PassPlan plan;
    plan.names.resize(static_cast<std::size_t>(in.count(8)));
    for (std::string& name : plan.names) name = in.text();
    const auto flag = [&in] {
        const std::uint32_t value = in.u32();
        if (value > 1) in.refuse("a truth value is neither 0 nor 1");
        return value == 1;
    };
    plan.intercept = flag();
    const std::int64_t kept = in.count(8);
    std::int64_t before = -1;
    for (std::int64_t k = 0; k < kept; ++k) {
        plan.kept.push_back(in.i64());
        if (plan.kept.back() <= before ||
            plan.kept.back() >= static_cast<std::int64_t>(plan.names.size()))
            in.refuse("features are out of order");
        before = plan.kept.back();
    }
    plan.inverse = read_reals(in, kept);
    plan.centre = read_reals(in, kept);
    const std::int64_t width = plan.width();
    if (flag()) plan.basis = read_reals(in, width * width);
    const std::uint32_t task = in.u32();
    if (task < 1 || task > last_task[in.version() - 1]) in.refuse("an unknown kind of pass");
    plan.task = static_cast<PassTask>(task);
    plan.point = read_reals(in);
    plan.bound = in.finite();
    if (in.version() > 1) plan.family = read_family(in);
    if (in.version() > 2) {
        plan.target_inverse = in.finite();
        plan.target_centre = in.finite();
        plan.marks = read_reals(in);
        plan.earlier = read_reals(in, plan.task == PassTask::check ? width : 0);
    }
    const bool by_root = plan.task == PassTask::jeffreys || plan.task == PassTask::bent_jeffreys;
    if (plan.task == PassTask::bent_jeffreys && width > most_bent_width)
        in.refuse("an unknown kind of pass");
    if (in.version() > 3) plan.root = read_reals(in, by_root ? width * width : 0);
    const bool linear = plan.family.kind == ModelKind::linear;
    const bool of_means =
        plan.family.kind != ModelKind::logistic && !plan.family.of_classes() && !linear;
    if (linear != plan.of_residuals() || (plan.task == PassTask::measures && !of_means) ||
        (plan.task == PassTask::classes && !plan.family.of_classes()) ||
        ((plan.task == PassTask::penalised || by_root) && plan.family.kind != ModelKind::logistic))
        in.refuse("an unknown kind of pass");
    if (linear) check_residual_plan(in, plan);
    if (static_cast<std::int64_t>(plan.point.size()) != plan.parameters() ||
        (plan.family.kind == ModelKind::ordinal && !plan.intercept))
        in.refuse("the point has another length than it must");
    return plan;
}

void read_cells(ByteReader& in, LogisticSums& sums) {
    std::int64_t rest = sums.rows;
    for (std::int64_t& count : sums.cells) {
        count = in.i64();
        if (count < 0 || count > rest) in.refuse("counts of ranks are more than the rows");
        rest -= count;
    }
    if (!sums.cells.empty() && rest != 0) in.refuse("counts of ranks are fewer than the rows");
}

void read_near(ByteReader& in, LogisticSums& sums) {
    NearRows& near = sums.near;
    near.values = read_reals(in);
    const auto width = static_cast<std::size_t>(near.width);
    if (near.values.size() % width != 0) in.refuse("a row is cut off");
    std::int64_t rest = sums.rows;
    for (std::size_t at = 0; at < near.values.size(); at += width) {
        near.times.push_back(in.i64());
        if (near.times.back() < 1 || near.times.back() > rest)
            in.refuse("more rows are near than there are");
        rest -= near.times.back();
        if (at > 0 && !std::lexicographical_compare(
                          near.values.begin() + static_cast<std::ptrdiff_t>(at - width),
                          near.values.begin() + static_cast<std::ptrdiff_t>(at),
                          near.values.begin() + static_cast<std::ptrdiff_t>(at),
                          near.values.begin() + static_cast<std::ptrdiff_t>(at + width)))
            in.refuse("rows are out of order");
    }
}

}  // namespace

std::string LogisticPartial::to_bytes() const {
    ByteWriter out(logistic_partial_format);
    write_plan(out, sums_->plan);
    out.i64(sums_->rows);
    out.i64(sums_->within);
    out.u32(sums_->overflowed ? 1 : 0);
    out.real(sums_->least);
    out.real(sums_->most);
    write_number(out, sums_->log_likelihood);
    for (const ExactNumber& number : sums_->gradient) write_number(out, number);
    for (const ExactNumber& number : sums_->hessian) write_number(out, number);
    for (const ExactNumber& number : sums_->measures) write_number(out, number);
    for (const std::int64_t count : sums_->cells) out.i64(count);
    if (sums_->plan.task == PassTask::near) {
        write_reals(out, sums_->near.values);
        for (const std::int64_t times : sums_->near.times) out.i64(times);
    }
    return out.seal();
}

LogisticPartial LogisticPartial::from_bytes(std::string_view bytes) {
    ByteReader in(bytes, logistic_partial_format);
    PassPlan plan = read_plan(in);
    const std::int64_t k = plan.has_hessian() ? plan.parameters() : 0;
    // What must still come, before memory is asked for it.
    if (k * (k + 3) / 2 > static_cast<std::int64_t>(bytes.size()) / least_number_bytes)
        in.refuse("it ends too early");
    auto sums = std::make_unique<LogisticSums>(std::move(plan));
    sums->rows = in.i64();
    sums->within = in.i64();
    const std::uint32_t overflowed = in.u32();
    sums->overflowed = overflowed == 1;
    sums->least = in.real();
    sums->most = in.real();
    const bool has_margins = sums->rows > 0 && sums->plan.has_margins();
    const bool ordered = has_margins ? sums->least <= sums->most || sums->overflowed
                                     : std::isinf(sums->least) && sums->least > 0 &&
                                           std::isinf(sums->most) && sums->most < 0;
    if (overflowed > 1 || sums->within < 0 || sums->within > sums->rows || !ordered)
        in.refuse("counts and margins contradict each other");
    sums->log_likelihood = read_number(in);
    for (ExactNumber& number : sums->gradient) number = read_number(in);
    for (ExactNumber& number : sums->hessian) number = read_number(in);
    for (ExactNumber& number : sums->measures) number = read_number(in);
    read_cells(in, *sums);
    if (sums->plan.task == PassTask::near) read_near(in, *sums);
    in.end();
    return LogisticPartial(std::move(sums));
}

}  // namespace tenon
