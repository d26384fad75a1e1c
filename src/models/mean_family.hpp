// Families told by their variance function: Var Y = phi V(mu), g(mu) = eta.
//
//     dl/deta = (y - mu) m' / V,      m' = dmu/deta,  m'' its slope
//     expected -d2l/deta2 = m'^2 / V
//     observed -d2l/deta2 = expected - (y - mu) (m'' / V - m'^2 V' / V^2)
//
// and l = -d(y, mu)/2 with the unit deviance d, for phi = 1: it differs from the log-likelihood by
// what does not depend on eta, and being a sum of small terms it keeps its digits near the maximum.
#pragma once

#include <limits>

#include "models/family.hpp"
#include "tenon/model.hpp"

namespace tenon::models {

// Of one row, as RowTerms has them.
struct RowTerm {
    double log_likelihood = 0, residual = 0, curvature = 0;
};

class MeanFamily : public Family {
  public:
    explicit MeanFamily(Link link) : link_(link) {}

    void evaluate(const Values& target, const Values& eta, Information information,
                  RowTerms& out) const override;
    bool canonical() const noexcept override { return link_ == canonical_link(); }
    bool of_logarithms() const noexcept override { return link_ == Link::log; }
    // A count of 0 has its likelihood grow as ln mu goes to -infinity; other rows pull both ways.
    Eigen::ArrayXd open_side(const Values& target) const override;

    Link link() const noexcept { return link_; }
    // Adds weight * ln mu to the log-likelihood of rows whose target is 0, which holds their means
    // above 0 where the link does not; 0: nothing. See models/boundary_path.hpp.
    void set_barrier(double weight) noexcept { barrier_ = weight; }
    // Under a log link never below the least normal number.
    Eigen::ArrayXd mean(const Values& eta) const;

    virtual Eigen::ArrayXd deviance(const Values& y, const Eigen::ArrayXd& mu) const = 0;
    virtual Eigen::ArrayXd variance(const Eigen::ArrayXd& mu) const = 0;
    virtual Eigen::ArrayXd variance_slope(const Eigen::ArrayXd& mu) const = 0;
    virtual Link canonical_link() const noexcept = 0;
    // Whether phi is a parameter, not 1.
    virtual bool has_dispersion() const noexcept { return false; }

  protected:
    // Under a log link, from where on down the mean or its variance leaves the range of numbers,
    // and what evaluate says there: a row far out with a target of 0 asks for nothing more.
    virtual double least_plain_predictor() const noexcept;
    virtual RowTerm vanishing(double y, double eta, Information information) const = 0;

  private:
    void add_barrier(const Values& y, const Eigen::ArrayXd& mu, const Eigen::ArrayXd& first,
                     RowTerms& out) const;

    Link link_;
    double barrier_ = 0;
};

// ln(y / mu) - (y - mu) / mu for y and mu above 0, however far apart or near they are.
Eigen::ArrayXd log_ratio_less(const Family::Values& y, const Eigen::ArrayXd& mu);

// V = mu; d = 2 (y ln(y/mu) - (y - mu)).
class Poisson final : public MeanFamily {
  public:
    using MeanFamily::MeanFamily;
    Eigen::ArrayXd deviance(const Values& y, const Eigen::ArrayXd& mu) const override;
    Eigen::ArrayXd variance(const Eigen::ArrayXd& mu) const override { return mu; }
    Eigen::ArrayXd variance_slope(const Eigen::ArrayXd& mu) const override {
        return Eigen::ArrayXd::Ones(mu.size());
    }
    Link canonical_link() const noexcept override { return Link::log; }
    RowTerm vanishing(double y, double eta, Information information) const override;
};

// V = mu + alpha mu^2; d = 2 (y ln(y/mu) - (y + 1/alpha) ln((1 + alpha y) / (1 + alpha mu))).
class NegativeBinomial final : public MeanFamily {
  public:
    NegativeBinomial(Link link, double alpha) : MeanFamily(link), alpha_(alpha) {}
    void set_alpha(double alpha) { alpha_ = alpha; }
    double alpha() const { return alpha_; }
    Eigen::ArrayXd deviance(const Values& y, const Eigen::ArrayXd& mu) const override;
    Eigen::ArrayXd variance(const Eigen::ArrayXd& mu) const override {
        return mu * (1 + alpha_ * mu);
    }
    Eigen::ArrayXd variance_slope(const Eigen::ArrayXd& mu) const override {
        return 1 + 2 * alpha_ * mu;
    }
    Link canonical_link() const noexcept override { return Link::logit; }  // no link offered is
    RowTerm vanishing(double y, double eta, Information information) const override;

  private:
    double alpha_;
};

// V = mu^2; d = 2 ((y - mu)/mu - ln(y/mu)).
class Gamma final : public MeanFamily {
  public:
    using MeanFamily::MeanFamily;
    Eigen::ArrayXd deviance(const Values& y, const Eigen::ArrayXd& mu) const override;
    Eigen::ArrayXd variance(const Eigen::ArrayXd& mu) const override { return mu * mu; }
    Eigen::ArrayXd variance_slope(const Eigen::ArrayXd& mu) const override { return 2 * mu; }
    Link canonical_link() const noexcept override { return Link::inverse; }
    bool has_dispersion() const noexcept override { return true; }
    // No amount is 0, so no mean can vanish.
    RowTerm vanishing(double, double, Information) const override {
        return {-std::numeric_limits<double>::infinity(), 0, 0};
    }
};

// V = mu^p, 1 < p < 2; d = 2 (y^(2-p)/((1-p)(2-p)) - y mu^(1-p)/(1-p) + mu^(2-p)/(2-p)).
class Tweedie final : public MeanFamily {
  public:
    Tweedie(Link link, double power) : MeanFamily(link), power_(power) {}
    void set_power(double power) { power_ = power; }
    double power() const { return power_; }
    Eigen::ArrayXd deviance(const Values& y, const Eigen::ArrayXd& mu) const override;
    Eigen::ArrayXd variance(const Eigen::ArrayXd& mu) const override {
        return (power_ * mu.log()).exp().max(std::numeric_limits<double>::min());
    }
    Eigen::ArrayXd variance_slope(const Eigen::ArrayXd& mu) const override {
        return power_ * ((power_ - 1) * mu.log()).exp();
    }
    Link canonical_link() const noexcept override { return Link::logit; }  // no link offered is
    bool has_dispersion() const noexcept override { return true; }
    double least_plain_predictor() const noexcept override { return -200; }  // mu^p, its square
    RowTerm vanishing(double y, double eta, Information information) const override;

  private:
    double power_;
};

}  // namespace tenon::models
