/* Families of tenon learn: words, options and what there is to print. */
#include "family.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *word;
    tenon_model_kind kind;
} families[] = {{"linear", TENON_MODEL_LINEAR},
                {"logistic", TENON_MODEL_LOGISTIC},
                {"poisson", TENON_MODEL_POISSON},
                {"negative-binomial", TENON_MODEL_NEGATIVE_BINOMIAL},
                {"gamma", TENON_MODEL_GAMMA},
                {"tweedie", TENON_MODEL_TWEEDIE},
                {"probability", TENON_MODEL_PROBABILITY},
                {"multinomial", TENON_MODEL_MULTINOMIAL},
                {"ordinal", TENON_MODEL_ORDINAL}};

static int is_glm(tenon_model_kind kind)
{
    return kind >= TENON_MODEL_POISSON && kind <= TENON_MODEL_TWEEDIE;
}

int has_classes(tenon_model_kind kind)
{
    return kind == TENON_MODEL_MULTINOMIAL || kind == TENON_MODEL_ORDINAL;
}

const char *family_word(tenon_model_kind kind)
{
    for (size_t i = 0; i < sizeof families / sizeof *families; ++i)
        if (families[i].kind == kind) return families[i].word;
    return "?";
}

/* balanced, or the weights of the negative and the positive class: "1,20" */
static void take_class_weights(const arguments *args, family *chosen)
{
    char *end = NULL;
    const char *text = chosen->balance;
    if (!text) return;
    chosen->class_weights = TENON_CLASS_WEIGHTS_BALANCED;
    if (same(text, "balanced")) return;
    chosen->class_weights = TENON_CLASS_WEIGHTS_GIVEN;
    chosen->negative_weight = strtod(text, &end);
    if (end != text && *end == ',') {
        const char *second = end + 1;
        chosen->positive_weight = strtod(second, &end);
        if (end != second && !*end && chosen->negative_weight > 0 && chosen->positive_weight > 0) return;
    }
    usage_error(args,
                "--class-weights \"%s\" is not known; use balanced, or two weights above 0 as in 1,20 "
                "(negative, positive)",
                text);
}

static tenon_link link_of(const arguments *args, const char *word)
{
    if (!word || same(word, "log")) return TENON_LINK_DEFAULT;
    if (same(word, "identity")) return TENON_LINK_IDENTITY;
    if (!same(word, "inverse"))
        usage_error(args, "--link \"%s\" is not known; use log, identity or inverse", word);
    return TENON_LINK_INVERSE;
}

int take_family(arguments *args, family *chosen, tenon_model_kind *kind)
{
    const char *word = take_option(args, "--family");
    chosen->weights = take_option(args, "--weights");
    chosen->offset = take_option(args, "--offset");
    chosen->exposure = take_option(args, "--exposure");
    const char *levels = take_option(args, "--levels");
    if (levels) chosen->levels = split_names(levels);
    chosen->firth = take_flag(args, "--firth");
    chosen->no_inference = take_flag(args, "--no-inference");
    chosen->profile = take_flag(args, "--profile-intervals");
    chosen->quasi = take_flag(args, "--quasi");
    chosen->balance = take_option(args, "--class-weights");
    chosen->link = link_of(args, take_option(args, "--link"));
    chosen->shape = take_number(args, "--shape", 0);
    take_class_weights(args, chosen);
    if (!word) return 0;
    for (size_t i = 0; i < sizeof families / sizeof *families; ++i)
        if (same(families[i].word, word)) {
            *kind = families[i].kind;
            return 1;
        }
    usage_error(args,
                "--family \"%s\" is not known; use linear, logistic, poisson, negative-binomial, gamma, "
                "tweedie, multinomial, ordinal or probability",
                word);
    return 0;
}

void check_family(const arguments *args, const family *chosen, tenon_model_kind kind)
{
    const char *name = family_word(kind);
    if ((chosen->firth || chosen->profile || chosen->balance || chosen->no_inference) && kind != TENON_MODEL_LOGISTIC)
        usage_error(args,
                    "--firth, --profile-intervals, --no-inference and --class-weights are for logistic models, "
                    "not %s",
                    name);
    if (chosen->exposure && !is_glm(kind))
        usage_error(args, "--exposure is for poisson, negative-binomial, gamma and tweedie, not %s", name);
    if (chosen->offset && !is_glm(kind) && kind != TENON_MODEL_LOGISTIC)
        usage_error(args, "--offset is for logistic models and those of counts and amounts, not %s", name);
    if (chosen->link != TENON_LINK_DEFAULT && !is_glm(kind))
        usage_error(args, "--link is for poisson, gamma and tweedie, not %s", name);
    if (chosen->shape != 0 && kind != TENON_MODEL_NEGATIVE_BINOMIAL && kind != TENON_MODEL_TWEEDIE)
        usage_error(args, "--shape is for negative-binomial and tweedie, not %s", name);
    if (chosen->quasi && kind != TENON_MODEL_POISSON)
        usage_error(args, "--quasi is for poisson, not %s", name);
    if (chosen->levels.count && !has_classes(kind))
        usage_error(args, "--levels is for multinomial and ordinal, not %s", name);
}

static int equal(const char *column, const char *name)
{
    return column && same(column, name);
}

int comes_with_rows(const family *chosen, const char *name)
{
    return equal(chosen->weights, name) || equal(chosen->offset, name) || equal(chosen->exposure, name);
}

void set_family(const family *chosen, tenon_pipeline_options *options, tenon_logistic_options *logistic,
                tenon_glm_options *glm)
{
    const tenon_glm_options none = TENON_GLM_OPTIONS_INIT;
    logistic->firth = chosen->firth;
    logistic->profile_intervals = chosen->profile;
    logistic->no_inference = chosen->no_inference;
    logistic->class_weights = chosen->class_weights;
    logistic->negative_weight = chosen->negative_weight;
    logistic->positive_weight = chosen->positive_weight;
    *glm = none;
    glm->link = chosen->link;
    glm->quasi = chosen->quasi;
    glm->shape = chosen->shape;
    glm->l2 = logistic->l2;
    options->glm = glm;
    options->weights = chosen->weights;
    options->offset = chosen->offset;
    options->exposure = chosen->exposure;
    options->levels = chosen->levels.name;
    options->level_count = chosen->levels.count;
}

const char *statistic_word(const family *chosen, tenon_model_kind kind, tenon_errors errors)
{
    if (errors == TENON_ERRORS_CLUSTER) return "t";
    if (kind == TENON_MODEL_POISSON) return chosen->quasi ? "t" : "z";
    return kind == TENON_MODEL_LOGISTIC || kind == TENON_MODEL_NEGATIVE_BINOMIAL || has_classes(kind) ? "z" : "t";
}

static const char *link_text(tenon_link link)
{
    return link == TENON_LINK_IDENTITY ? "mean" : link == TENON_LINK_INVERSE ? "1 / mean" : "log of the mean";
}

void print_family(const family *chosen, const char *target, tenon_model_kind kind, const tenon_model *model)
{
    if (kind == TENON_MODEL_LINEAR) {
        printf("%s by least squares", target);
    } else if (kind == TENON_MODEL_LOGISTIC) {
        printf("P(%s = %s) by %s", target, tenon_model_positive_label(model),
               chosen->firth ? "maximum likelihood with Firth's correction" : "maximum likelihood");
    } else if (kind == TENON_MODEL_MULTINOMIAL) {
        printf("ln(P(class) / P(%s)) of %s by maximum likelihood", tenon_model_class(model, 0), target);
    } else if (kind == TENON_MODEL_ORDINAL) {
        printf("logit P(%s above a cut) by maximum likelihood", target);
    } else if (kind == TENON_MODEL_PROBABILITY) {
        printf("P(%s = %s) by least squares with robust errors (HC3)", target,
               tenon_model_positive_label(model));
    } else {
        printf("%s of %s", link_text(chosen->link), target);
        if (chosen->exposure) printf(" per %s", chosen->exposure);
        printf(", %s, by %s", family_word(kind), chosen->quasi ? "quasi-likelihood" : "maximum likelihood");
    }
}

void print_glm(const family *chosen, const tenon_fit_summary *summary, int json)
{
    const char *shape = summary->kind == TENON_MODEL_TWEEDIE ? "power" : "alpha";
    if (!is_glm(summary->kind)) return;
    if (json) {
        json_member("deviance", summary->deviance);
        json_member("null_deviance", summary->null_deviance);
        json_member("pearson", summary->pearson);
        json_member("dispersion", summary->dispersion);
        if (!isnan(summary->shape)) json_member(shape, summary->shape);
        if (!isnan(summary->shape_error)) {
            printf(",\"%s_standard_error\":", shape);
            json_number(stdout, summary->shape_error);
        }
        return;
    }
    printf("deviance %.6g of %.6g", summary->deviance, summary->null_deviance);
    if (!isnan(summary->r2)) printf(" (%.1f %% explained)", 100 * summary->r2);
    printf(", Pearson %.6g", summary->pearson);
    if (!isnan(summary->dispersion)) printf(", dispersion %.4g", summary->dispersion);
    if (!isnan(summary->aic) && !chosen->quasi) printf(", AIC %.6g", summary->aic);
    putchar('\n');
    if (!isnan(summary->shape)) {
        printf("%s %.6g", shape, summary->shape);
        if (!isnan(summary->shape_error)) printf(" (std. error %.3g)", summary->shape_error);
        if (chosen->shape != 0) printf(" (given)");
        putchar('\n');
    }
}
