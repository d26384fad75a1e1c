/* tenon learn: the answer, as text and as one JSON object. */
#include <math.h>
#include <string.h>

#include "learn.h"

void json_metrics(const tenon_metrics *metrics, tenon_model_kind kind)
{
    printf("{\"rows\":%lld", (long long)metrics->rows);
    if (has_classes(kind)) {
        json_member("accuracy", metrics->accuracy);
        json_member("log_loss", metrics->log_loss);
        json_member("brier", metrics->brier);
        json_member("macro_precision", metrics->precision);
        json_member("macro_recall", metrics->recall);
        json_member("macro_f1", metrics->f1);
    } else if (kind != TENON_MODEL_LOGISTIC) {
        json_member("r2", metrics->r2);
        json_member("rmse", metrics->rmse);
        json_member("mae", metrics->mae);
    } else {
        json_member("accuracy", metrics->accuracy);
        json_member("precision", metrics->precision);
        json_member("recall", metrics->recall);
        json_member("f1", metrics->f1);
        json_member("auc", metrics->auc);
        json_member("log_loss", metrics->log_loss);
        json_member("brier", metrics->brier);
        json_member("threshold", metrics->threshold);
        printf(",\"confusion\":{\"true_positive\":%lld,\"false_positive\":%lld,"
               "\"true_negative\":%lld,\"false_negative\":%lld}",
               (long long)metrics->true_positive, (long long)metrics->false_positive,
               (long long)metrics->true_negative, (long long)metrics->false_negative);
    }
    printf("}");
}

/* What was minimised, under which penalty. */
static void json_estimator(const learner *run)
{
    static const char *const names[] = {"least squares", "nonnegative", "huber", "quantile"};
    const int likelihood = run->kind != TENON_MODEL_LINEAR && run->kind != TENON_MODEL_PROBABILITY;
    printf(",\"estimator\":\"%s\"", run->family.firth ? "firth"
                                    : likelihood        ? "maximum likelihood"
                                                        : names[run->estimator]);
    if (run->estimator == TENON_ESTIMATOR_QUANTILE) json_member("quantile", run->quantile);
    json_member("penalty", run->folds.choose ? run->folds.chosen : run->l2);
    json_member("lasso_share", run->folds.lasso ? 1 - run->folds.ridge_share : 0);
    printf(",\"weights\":");
    if (run->weights)
        json_text(stdout, run->weights, -1);
    else
        printf("null");
    printf(",\"scaling\":%s", run->scale ? "\"standard\"" : "null");
}

static void json_errors(const tenon_fit_summary *summary)
{
    printf(",\"errors\":");
    json_text(stdout, tenon_errors_text(summary->errors), -1);
    if (summary->errors == TENON_ERRORS_CLUSTER) printf(",\"clusters\":%lld", (long long)summary->clusters);
}

static void json_least_squares(const learner *run, const tenon_fit_summary *summary)
{
    printf(",\"path\":");
    json_text(stdout, tenon_fit_path_text(summary->path), -1);
    json_member("digits", summary->digits);
    json_member("error_digits", summary->error_digits);
    json_errors(summary);
    json_member("error_degrees", summary->error_degrees);
    json_member("residual_sd", summary->residual_sd);
    json_member("r2", summary->r2);
    printf(",\"r2_about\":\"%s\"", run->estimator == TENON_ESTIMATOR_QUANTILE ? "quantile"
                                   : run->no_intercept                         ? "zero"
                                                                               : "mean");
    json_member("adjusted_r2", summary->adjusted_r2);
    json_member("f_statistic", summary->f_statistic);
    json_member("f_p_value", summary->f_p_value);
    json_member("durbin_watson", summary->durbin_watson);
    if (run->folds.lasso) return;
    json_member("objective", summary->objective);
    json_member("bound", summary->bound);
}

/* Of a lasso or an elastic net: what was minimised, and what proves it. */
static void json_gap(const tenon_fit_summary *summary)
{
    json_member("objective", summary->objective);
    json_member("bound", summary->bound);
    json_member("gap", summary->objective - summary->bound);
}

static void json_coefficients(const learner *run, int linear)
{
    printf(",\"coefficients\":[");
    for (int32_t i = 0; i < tenon_model_coefficients(run->model); ++i) {
        tenon_coefficient one = TENON_COEFFICIENT_INIT;
        tenon_model_coefficient(run->model, i, &one, NULL);
        printf("%s{\"name\":", i ? "," : "");
        json_text(stdout, one.name, -1);
        json_member("estimate", one.estimate);
        json_member("standard_error", one.standard_error);
        json_member(statistic_word(&run->family, run->kind, run->errors), one.statistic);
        json_member("p_value", one.p_value);
        json_member("low", one.low);
        json_member("high", one.high);
        if (run->kind == TENON_MODEL_LOGISTIC) json_member("odds_ratio", exp(one.estimate));
        if (linear) {
            json_member("standardized", one.standardized);
            json_member("vif", one.vif);
        }
        if (run->scale) {
            json_member("centre", one.centre);
            json_member("unit", one.unit);
        }
        printf(",\"dropped\":%s}", one.dropped ? "true" : "false");
    }
    putchar(']');
}

void print_learned_json(const learner *run, const tenon_fit_summary *summary,
                       const tenon_metrics *metrics, const tenon_metrics *test_metrics)
{
    const int linear = run->kind == TENON_MODEL_LINEAR;
    printf("{\"model\":\"%s\",\"rows\":%lld,\"rows_left_out\":%lld", family_word(run->kind),
           (long long)summary->rows, (long long)run->left_out);
    printf(",\"parameters\":%lld", (long long)summary->parameters);
    json_member("effective_parameters", summary->effective_parameters);
    json_estimator(run);
    if (linear)
        json_least_squares(run, summary);
    else {
        json_errors(summary);
        json_member("digits", summary->digits);
    }
    if (run->folds.lasso) json_gap(summary);
    /* A quasi-likelihood is none, so nothing that is made of one is told. */
    json_member("log_likelihood", run->family.quasi ? NAN : summary->log_likelihood);
    json_member("aic", run->family.quasi ? NAN : summary->aic);
    json_member("bic", run->family.quasi ? NAN : summary->bic);
    if (!linear && !run->family.quasi) json_member("null_log_likelihood", summary->null_log_likelihood);
    if (run->kind == TENON_MODEL_LOGISTIC || has_classes(run->kind)) json_member("mcfadden", summary->r2);
    print_glm(&run->family, summary, 1);
    json_member("condition", summary->condition);
    json_member("gradient_norm", summary->gradient_norm);
    printf(",\"iterations\":%lld,\"converged\":%s,\"warnings\":[", (long long)summary->iterations,
           summary->converged ? "true" : "false");
    for (int32_t i = 0; i < tenon_model_warnings(run->model); ++i) {
        if (i) putchar(',');
        json_text(stdout, tenon_model_warning(run->model, i), -1);
    }
    putchar(']');
    if (has_classes(run->kind)) {
        json_classes(run);
    } else {
        json_coefficients(run, linear);
    }
    printf(",\"metrics\":");
    if (metrics)
        json_metrics(metrics, run->kind);
    else
        printf("null");
    printf(",\"test_metrics\":");
    if (test_metrics)
        json_metrics(test_metrics, run->kind);
    else
        printf("null");
    if (run->estimator == TENON_ESTIMATOR_QUANTILE) {
        printf(",\"pinball_loss\":{\"training\":");
        json_number(stdout, run->pinball);
        printf(",\"held_out\":");
        json_number(stdout, run->test_pinball);
        putchar('}');
    }
    print_folds(run, 1);
    printf("}\n");
}

void print_metrics(const char *title, const tenon_metrics *metrics, tenon_model_kind kind)
{
    printf("%-10s %8lld %s  ", title, COUNTED(metrics->rows, "row"));
    if (has_classes(kind))
        printf("log loss %.4f  accuracy %.4f  mean over classes: precision %.3f  recall %.3f  F1 %.3f\n",
               metrics->log_loss, metrics->accuracy, metrics->precision, metrics->recall, metrics->f1);
    else if (kind != TENON_MODEL_LOGISTIC)
        printf("R2 %.4f  RMSE %.6g  MAE %.6g\n", metrics->r2, metrics->rmse, metrics->mae);
    else
        printf("AUC %.4f  log loss %.4f  precision %.3f  recall %.3f  accuracy %.4f\n", metrics->auc,
               metrics->log_loss, metrics->precision, metrics->recall, metrics->accuracy);
}

static const char *method_of(const learner *run)
{
    static const char *const names[] = {"least squares", "least squares with coefficients of at least 0",
                                        "Huber's robust regression", "quantile regression"};
    if (run->folds.lasso)
        return run->folds.ridge_share > 0 ? "least squares with an elastic net" : "least squares with a lasso";
    return names[run->estimator];
}

/* `text` holds the one format of the number; where there is no number, "-" takes its place. */
static void print_measure(const char *text, double value)
{
    const char *number = strchr(text, '%');
    const char *rest = number + strcspn(number, "fg") + 1;
    if (!isnan(value))
        printf(text, value);
    else
        printf("%.*s-%s", (int)(number - text), text, rest);
}

/* At least so many digits; of errors that do not exist there are none. */
static void print_digits(double digits)
{
    if (isnan(digits))
        putchar('-');
    else
        printf("%.0f", floor(digits));
}

static void print_errors(const tenon_fit_summary *summary)
{
    printf("standard errors: %s", tenon_errors_text(summary->errors));
    if (summary->errors == TENON_ERRORS_CLUSTER) printf(" (%lld clusters)", (long long)summary->clusters);
}

static void print_least_squares(const learner *run, const tenon_fit_summary *summary)
{
    print_measure(run->no_intercept ? "R2 about zero %.6g" : "R2 %.6g", summary->r2);
    print_measure(", adjusted %.6g", summary->adjusted_r2);
    print_measure(", residual sd %.9g", summary->residual_sd);
    print_measure(", F %.6g", summary->f_statistic);
    if (!isnan(summary->f_statistic)) print_measure(" (p %.3g)", summary->f_p_value);
    print_measure(", Durbin-Watson %.4f", summary->durbin_watson);
    putchar('\n');
    print_errors(summary);
    printf(", t with %.6g degrees of freedom\n", summary->error_degrees);
    printf("computed by: %s; at least ", tenon_fit_path_text(summary->path));
    print_digits(summary->digits);
    printf(" digits of each estimate and ");
    print_digits(summary->error_digits);
    printf(" of each error are sure for these data\n\n");
}

static void print_other_estimator(const learner *run, const tenon_fit_summary *summary)
{
    if (run->estimator == TENON_ESTIMATOR_HUBER) printf("scale %.9g; ", summary->residual_sd);
    if (run->estimator == TENON_ESTIMATOR_QUANTILE)
        printf("quantile %g: sum %.9g, proven bound %.9g; ", run->quantile, summary->objective, summary->bound);
    printf("optimality missed by %.3g of the scale of the data\n\n", summary->gradient_norm);
}

static void print_coefficients(const learner *run)
{
    int width = 12;
    for (int32_t i = 0; i < tenon_model_coefficients(run->model); ++i) {
        tenon_coefficient one = TENON_COEFFICIENT_INIT;
        tenon_model_coefficient(run->model, i, &one, NULL);
        if ((int)strlen(one.name) > width) width = (int)strlen(one.name);
    }
    if (run->scale) /* one sentence, and the unit of each beside it */
        printf("features are scaled: an estimate is of one unit, a standard deviation, told at the right\n");
    printf("%-*s  %12s %12s %9s %10s %12s %12s%s\n", width, "", "estimate", "std. error",
           statistic_word(&run->family, run->kind, run->errors), "p", "low", "high", run->scale ? "         unit" : "");
    for (int32_t i = 0; i < tenon_model_coefficients(run->model); ++i) {
        tenon_coefficient one = TENON_COEFFICIENT_INIT;
        tenon_model_coefficient(run->model, i, &one, NULL);
        printf("%-*s  ", width, one.name);
        if (one.dropped) {
            printf("%12s  (left out: it follows from other features)\n", "-");
            continue;
        }
        print_number(stdout, one.estimate, 12);
        putchar(' ');
        print_number(stdout, one.standard_error, 12);
        if (isnan(one.statistic)) {
            printf(" %9s %10s", "-", "-");
        } else {
            printf(" %9.3f %10.3g", one.statistic, one.p_value);
        }
        putchar(' ');
        print_number(stdout, one.low, 12);
        putchar(' ');
        print_number(stdout, one.high, 12);
        if (run->scale) {
            putchar(' ');
            print_number(stdout, one.unit, 12);
        }
        putchar('\n');
    }
}

void print_learned(const learner *run, const tenon_fit_summary *summary,
                       const tenon_metrics *metrics, const tenon_metrics *test_metrics)
{
    int linear = run->kind == TENON_MODEL_LINEAR;
    clear_progress();
    if (linear)
        printf("%s by %s", run->target, method_of(run));
    else
        print_family(&run->family, run->target, run->kind, run->model);
    if (!linear && run->folds.lasso) printf(run->folds.ridge_share > 0 ? " with an elastic net" : " with a lasso");
    printf(", %lld %s", COUNTED(summary->rows, "row"));
    if (run->weights) printf(", weighted by %s", run->weights);
    if (run->left_out > 0)
        printf(" (%lld with missing cells left out; see --fill)", (long long)run->left_out);
    putchar('\n');
    if (!isnan(summary->log_likelihood) && !run->family.quasi)
        printf("log-likelihood %.9g, ", summary->log_likelihood);
    if (run->folds.lasso)
        printf("%lld %s, %s: objective %.9g, at most %.3g above its minimum\n",
               COUNTED(summary->iterations, "sweep"), summary->converged ? "converged" : "NOT CONVERGED",
               summary->objective, summary->objective - summary->bound);
    else
        printf("%lld %s, %s", COUNTED(summary->iterations, "iteration"),
               summary->converged ? "converged" : "NOT CONVERGED");
    if (!run->folds.lasso && !isnan(summary->condition))
        printf(", condition number %.3g", summary->condition);
    if (!run->folds.lasso) putchar('\n');
    if (!linear) {
        print_glm(&run->family, summary, 0);
        if (summary->errors != TENON_ERRORS_CLASSICAL) {
            print_errors(summary);
            putchar('\n');
        }
        if (summary->digits > 0)
            printf("at least %.0f digits of each estimate are sure for these data\n", floor(summary->digits));
        putchar('\n');
    } else {
        if (run->folds.lasso)
            printf("a penalised estimate has no standard errors\n\n");
        else if (run->estimator == TENON_ESTIMATOR_LEAST_SQUARES)
            print_least_squares(run, summary);
        else
            print_other_estimator(run, summary);
    }
    if (has_classes(run->kind))
        print_class_coefficients(run);
    else
        print_coefficients(run);
    putchar('\n');
    if (metrics) print_metrics("training", metrics, run->kind);
    if (!metrics) /* of a stream the fit alone speaks */
        printf("%s %.4f over all records; tenon score and a file held back tell more\n",
               linear && run->no_intercept           ? "R2 about zero"
               : linear                              ? "R2"
               : run->kind == TENON_MODEL_LOGISTIC || has_classes(run->kind) ? "pseudo R2 (McFadden)"
                                                   : "share of the deviance explained",
               summary->r2);
    if (test_metrics) print_metrics("held out", test_metrics, run->kind);
    if (run->estimator == TENON_ESTIMATOR_QUANTILE) {
        printf("pinball loss at %g: training %.6g", run->quantile, run->pinball);
        print_measure(", held out %.6g", run->test_pinball);
        putchar('\n');
    }
    if (run->confusion) print_judged_classes(run);
    print_folds(run, 0);
    for (int32_t i = 0; i < tenon_model_warnings(run->model); ++i) {
        char words[2000];
        command_words(tenon_model_warning(run->model, i), words, sizeof words);
        printf("warning: %s\n", words);
    }
    if (run->save) printf("model: %s\n", run->save);
    if (run->report) printf("report: %s\n", run->report);
}
