#include "help.h"

const char *const help_text =
    "tenon - decisions from production data\n"
    "\n"
    "  tenon read    LOG.csv                     the records of a file, typed, and what was odd\n"
    "  tenon profile LOG.csv                     what is in a file, column by column\n"
    "  tenon clean   LOG.csv --output CLEAN.csv  repair it, and say what was changed\n"
    "  tenon learn   LOG.csv --target COLUMN     fit a model, judge it on records held back\n"
    "  tenon score   MODEL.json NEW.csv          predictions for new records\n"
    "  tenon solve   MODEL.mps                   an integer program, to proven optimality\n"
    "  tenon explain MODEL.mps                   why a model has no plan, and what to loosen\n"
    "  tenon convert MODEL.mps MODEL.json        a model in another format\n"
    "  tenon export  MODEL.json --onnx FILE      a learned model for scoring elsewhere\n"
    "  tenon import  COEFFICIENTS.json           coefficients from elsewhere as a model\n"
    "  tenon inspect MODEL.json                  what a saved document is, intact or not\n"
    "\n"
    "A first quarter of an hour:\n"
    "\n"
    "  tenon profile log.csv\n"
    "  tenon clean log.csv --drop-duplicates --outliers hampel:clip:vibration \\\n"
    "                      --fill median --output clean.csv\n"
    "  tenon learn clean.csv --target status --positive FAIL \\\n"
    "                      --features temperature,pressure,vibration \\\n"
    "                      --save model.json --report report.html\n"
    "  tenon score model.json --record temperature=303.5,pressure=4.87,vibration=1.92\n"
    "  tenon solve plan.mps --time-limit 60\n"
    "\n"
    "Every command takes --help, and --json for one JSON object on standard output; an error is then\n"
    "{\"error\":{\"code\",\"message\",\"row\",\"column\",\"line\",\"byte\"}}.\n"
    "Exit codes: 0 done, 1 the data or the model was refused, 2 wrong usage.\n"
    "Also: tenon --version.\n";

#define CSV_HELP                                                                                            \
    "\n"                                                                                                    \
    "How the file is written. Found out when not given: a delimiter among , ; tab |, a decimal comma in\n"  \
    "files with the delimiters ; tab |, UTF-16 by its byte-order mark (else UTF-8), and per column the\n"   \
    "type and the order of day and month. Nothing else is: say it.\n"                                       \
    "  --delimiter C     , ; | tab or space (runs of blanks)\n"                                             \
    "  --decimal C       . or ,\n"                                                                          \
    "  --thousands C     between groups of digits (space: U+00A0 too); none when not given\n"              \
    "  --quote C         the quote mark, or none; \" when not given\n"                                      \
    "  --comment C       lines that begin with it are skipped\n"                                            \
    "  --encoding NAME   auto, guess (tells UTF-16, GB18030 and Latin-1 by their bytes),\n"                 \
    "                    utf-8, latin1, utf-16le, utf-16be, gb18030\n"                                      \
    "  --missing a,b     cells that mean missing, in quotes too; else NA, NaN, null, -, ... unquoted;\n"    \
    "                    with -999 also -999.0 in a column of numbers; one with a comma:\n"                 \
    "                    '\"-999,9\",NA'\n"                                                               \
    "  --column NAME=TYPE[:a,b]   the type of a column (int64, float64, bool, text, timestamp, or none,\n"  \
    "                    which is inferred) and the cells in it that mean missing: speed=none:9999,-;\n"   \
    "                    once for each column\n"                                                           \
    "  --ragged WORD     error (default) or pad: short lines are filled, empty fields too many left out\n"                             \
    "  --dates dmy|mdy   day or month first, where no date of a column tells, and with dots (which\n"             \
    "                    are day first when this is not given)\n"                             \
    "  --skip-lines N, --skip-below-header N   lines ahead of the header, right behind it\n"                \
    "  --lenient         lines that are no records are left out and told\n"                                 \
    "  --no-header       the first line is a record\n"                                                      \
    "A file named .jsonl or .ndjson, or that begins with {, is read as JSON Lines, to which --missing,\n" \
    "--column and --lenient apply, too.\n"

const char *const read_help =
    "tenon read FILE [--text] [--json]\n"
    "\n"
    "The file as a table: with --json {\"columns\":[{\"name\",\"type\"}],\"rows\":[[...]],\"findings\":[...]}\n"
    "with null for missing cells, times as ISO 8601 and numbers that are not finite as \"nan\", \"inf\"\n"
    "and \"-inf\"; else its first rows. --text: every cell as its text, no types,\n"
    "no marks of missing cells. A name is the one in the header; a column that other commands know by\n"
    "another, as its own stands there twice or not at all, has that as \"called\".\n"
    "\n"
    "  tenon read log.csv\n"
    "  tenon read export.csv --delimiter ';' --decimal , --thousands . --json\n" CSV_HELP;

const char *const profile_help =
    "tenon profile LOG.csv [--report report.html] [--lang en|zh] [--full] [--anova Y,G] [--json]\n"
    "\n"
    "One line a column: type, missing, distinct values, range, mean, quartiles, most frequent value;\n"
    "then what the reader found odd, with line and byte. --full adds frequent values, runs that do not\n"
    "change, the period of the time column and its gaps; --json and --report hold them always.\n"
    "--anova Y,G: do the groups of column G differ in the mean of column Y? (one-way analysis of\n"
    "variance)\n"
    "\n"
    "  tenon profile log.csv\n"
    "  tenon profile export.csv --delimiter ';' --decimal ,\n" CSV_HELP;

const char *const clean_help =
    "tenon clean LOG.csv STEP... [--output CLEAN.csv] [--json]\n"
    "\n"
    "Steps run in the order they are given, and each says what it changed and why:\n"
    "  --drop-duplicates[=a,b]      equal records (in columns a and b only); --keep-last\n"
    "  --drop-missing[=a,b]         records with a missing cell\n"
    "  --outliers RULE[:ACTION[:a,b]]  RULE mad, iqr, z, or hampel or rolling (a window);\n"
    "                               ACTION flag (default), clip, missing or drop\n"
    "  --fill METHOD[:a,b]          mean, median, mode, previous, next, linear (in time),\n"
    "                               constant=VALUE; without columns: all numbers (mode: all)\n"
    "  --step KIND[:member=value]...   any step of a plan: --step fill:method=mode:columns=a,b;\n"
    "                               lists (columns, keys, group, units, predictors, features) as a,b\n"
    "                               or [\"a,b\",\"c\"]: --step units:group=machine:units=bar,psi:unit=bar\n"
    "Numbers for them: --factor F, --window N (hampel: 7, finds 5 % of mere noise),\n"
    "--limit N (longest run to fill), --time-column NAME (linear).\n"
    "  --plan PLAN.json             the steps of a plan; a fitted one repairs this file as it did\n"
    "                               the one it was fitted on, and reads it with that one's decimal and\n"
    "                               thousands marks and order of dates, unless they are given\n"
    "  --memory BYTES               with a fitted plan: reads, cleans and writes batch by batch in\n"
    "                               about so much, 2000000 at least; files of 256 MB and more\n"
    "                               go so by themselves.\n"
    "                               Some steps go over the file once ahead and remember of every\n"
    "                               record some 30 bytes (clock_jumps, near duplicates, those that\n"
    "                               keep another than the first); a pipe is read whole for them\n"
    "  --save-plan PLAN.json        the steps with what they learned, for the next file\n"
    "  --why ROW:COLUMN             which steps changed this cell (rows of LOG.csv, from 0) and why\n"
    "  --row-id NAME                adds a column with the row of LOG.csv\n"
    "  --steps                      lists the steps of plans\n"
    "\n"
    "  tenon clean log.csv --drop-duplicates --fill median --output clean.csv\n"
    "  tenon clean log.csv --outliers hampel:missing:vibration --window 11 \\\n"
    "              --fill linear:vibration --time-column timestamp --output clean.csv\n" CSV_HELP;

const char *const learn_help =
    "tenon learn LOG.csv --target COLUMN [--features a,b,c] [--categorical x,y] [--json]\n"
    "\n"
    "Fits a model on most records, judges it on the rest, says how sure it is.\n"
    "Records with missing cells in used columns are left out and counted, unless --fill.\n"
    "  --features a,b      number columns; else all that have a value, but target and categories.\n"
    "                      Lists take names in quotes as CSV does: 'a,\"b, c\"' is a and b, c\n"
    "  --categorical x,y   columns of categories; the first in sorted order is the reference\n"
    "  --model WORD        logistic or linear; else by the target: classes or measured numbers.\n"
    "                      Linear models that are not least squares: nonnegative (coefficients of at\n"
    "                      least 0), huber (outliers do not pull), quantile:0.9 (nine tenths lie below)\n"
    "  --family WORD       instead of --model, see below\n"
    "  --positive VALUE    the target's value whose probability is modelled\n"
    "  --no-intercept      the fitted values are 0 where all features are\n"
    "  --polynomial K      every number feature enters with its powers x, x^2, ..., x^K; at most 64,\n"
    "                      never rounded, of linear models, at most 6 of others\n"
    "  --weights COLUMN    records count by this number; 0 leaves a record out\n"
    "  --penalty NUMBER    ridge penalty on standardised features (default 0), of --polynomial on\n"
    "                      standardised Chebyshev terms in place of powers; also --l2.\n"
    "                      choose: of 33 penalties the one that foretells records left out best\n"
    "  --max-iterations N  of models of maximum likelihood (default 100)\n"
    "  --tolerance T       where they end: on the scaled gradient a record (default 1e-10)\n"
    "  --errors KIND       standard errors: classical, hc0, hc1, hc2, hc3 (unequal variances), or\n"
    "                      cluster:COLUMN (records of one cluster depend on each other); of several\n"
    "                      classes classical, hc0, hc1 and cluster:COLUMN\n"
    "  --fill METHOD       mean, median or mode: fill missing cells inside the model\n"
    "  --unknown WORD      categories met later: refuse (default), fill (as missing cells, by --fill)\n"
    "                      or reference (as the first category)\n"
    "  --outliers RULE     mad or iqr: clip readings outside the rule's bounds inside the model\n"
    "  --scale             standardise inside; estimates are of one deviation\n"
    "  --test-share S      share held back (default 0.2, and 0 for fewer than 100 records; 0 fits on\n"
    "                      everything)\n"
    "  --seed N            of the split (0 and default: 42)\n"
    "  --save FILE         keep the model\n"
    "  --report FILE       an HTML report; --lang en or zh\n"
    "  --stream            for files larger than memory: the records come in batches, once for every\n"
    "                      pass of the fit, and all of them are learned from\n"
    "  --memory BYTES      the same within about so much memory\n"
    "  --threads N\n"
    "\n"
    "  tenon learn ai4i2020.csv --target \"Machine failure\" --categorical Type \\\n"
    "              --features \"Torque [Nm],Tool wear [min]\" --save model.json\n"
    "  tenon learn calibration.csv --target y --features x --polynomial 3 --errors hc3 --json\n";

const char *const csv_help = CSV_HELP;

const char *const fold_help =
    "\n"
    "Penalties that select, and judging by records left out:\n"
    "  --lasso             the penalty is on absolute values, per record: some coefficients are 0\n"
    "  --ridge-share S     of that penalty on squares instead, in [0, 1): an elastic net\n"
    "  --folds K           judge by K folds: each is foretold by a model of the others, steps and\n"
    "                      choice of the penalty included; --repeats R deals them R times\n"
    "  --folds-by COLUMN   records of one value stay in one fold, such as those of a machine\n"
    "  --folds-time COLUMN the past foretells the future; --gap G leaves out so much before it\n";

const char *const family_help =
    "\n"
    "Families of models (--family) and what comes with their records:\n"
    "  --family WORD       instead of --model: linear, logistic, poisson, negative-binomial, gamma,\n"
    "                      tweedie, probability (least squares of 0 and 1, robust errors),\n"
    "                      multinomial or ordinal (several classes, without and with an order; a text\n"
    "                      of 3 to 20 values is taken for multinomial without being told)\n"
    "  --exposure COLUMN   time, area or units under watch: the mean per unit of it is modelled\n"
    "  --offset COLUMN     added to what is linear in the features, with the coefficient 1\n"
    "  --link WORD         log (default), identity, or inverse (gamma) of the mean\n"
    "  --shape NUMBER      alpha of negative-binomial or the power of tweedie; else estimated\n"
    "  --quasi             poisson: errors widened by the dispersion\n"
    "  --class-weights W   logistic: balanced, or NEGATIVE,POSITIVE such as 1,20\n"
    "  --firth             logistic: Firth's correction, for classes that are separated\n"
    "  --profile-intervals logistic: intervals by profile likelihood\n"
    "  --no-inference      logistic: no standard errors; with --penalty and many columns half the time\n"
    "  --levels a,b,c      ordinal: the classes in ascending order; multinomial: the first is the\n"
    "                      reference. Else numbers ascending, or for multinomial texts in byte order\n";

const char *const score_help =
    "tenon score MODEL.json NEW.csv [--output SCORED.csv] [--per-unit] [--intervals] [--json]\n"
    "tenon score MODEL.json --record NAME=VALUE,... [--json]\n"
    "\n"
    "Predictions of a saved model: the probability of the positive label, or the expected value; of several\n"
    "classes the likeliest and the probability of each.\n"
    "Columns are found by name. A model learned with --exposure or --offset foretells each record's own\n"
    "count, from the same columns; with --per-unit, and for --record, that of an exposure of 1 and an\n"
    "offset of 0.\n"
    "Powers of learn --polynomial that --record leaves out (x^2) are formed from its x.\n"
    "  --intervals         of least squares: where the mean lies (mean_low, mean_high), and where one new\n"
    "                      measurement will (low, high), by the classical errors\n"
    "  --confidence C      of them; else that of the fit, 0.95\n"
    "\n"
    "  tenon score model.json today.csv --output scored.csv\n"
    "  tenon score model.json --record temperature=303.5,pressure=4.87,vibration=1.92\n" CSV_HELP;

const char *const solve_help =
    "tenon solve MODEL.mps[.gz] [--json]\n"
    "\n"
    "Reads MPS, LP text or JSON and minimises or maximises to proven optimality. Every plan is checked\n"
    "in the model as it was read before it is shown.\n"
    "  --time-limit S    seconds\n"
    "  --gap G           relative gap that counts as proven (default 0.000001; 0: none at all)\n"
    "  --node-limit N, --work-limit N   limits that do not depend on the machine\n"
    "  --threads N\n"
    "  --solution FILE   the plan, one \"name value\" a line; of linear programs prices too\n"
    "  --pool N          also the N best plans that the search met, no two of the same integers; others\n"
    "                    as good may exist. With --json as \"pool\", without the zeros\n"
    "  --start FILE      a plan to begin with, as --solution writes it, or HiGHS or SCIP;\n"
    "                    columns that are not in it are found, names that are none passed over\n"
    "  --certificate FILE  a proof of plan and bound that others can check, step by step and exactly;\n"
    "                    takes a multiple of the solve itself on hard models\n"
    "  --basis-out FILE  linear programs: the basis of the optimum (MPS basis file)\n"
    "  --basis-in FILE   linear programs: the basis to begin with\n"
    "  --verbose         a log of the search on standard error; size, effort and times, what each part of\n"
    "                    the search, each reduction of presolve and each phase of the simplex method did;\n"
    "                    of linear programs what the judge says of the answer\n"
    "  --method WORD     linear programs: dual or primal simplex method (default: chosen)\n"
    "  --sensitivity     linear programs: how far each cost, side and bound may move before another\n"
    "                    basis is the best, what the optimum is worth there, and who replaces whom\n"
    "  --no-presolve, --no-cuts, --no-heuristics, --seed N   for experiments\n"
    "  --without PART[,PART]   leaves parts of the solver out, to see what each is worth\n"
    "The outcome is one of optimal, infeasible, unbounded, infeasible_or_unbounded, time_limit,\n"
    "node_limit, work_limit, cancelled, memory_limit, numerical.\n"
    "\n"
    "  tenon solve plan.mps --time-limit 60 --solution plan.txt\n"
    "\n"
    "Parts for --without:\n"; /* main.c lists them */

const char *const explain_help =
    "tenon explain MODEL.mps[.gz] [--relax] [--json]\n"
    "\n"
    "Why a model has no plan: a set of its rows, bounds and integer demands that cannot hold together,\n"
    "such that any one of them gone lets the rest hold. Every member is tried, for a while: one that\n"
    "was not settled is told as perhaps not needed.\n"
    "  --trial-work N    of the integer solver, for each trial, in the units that solve --verbose tells\n"
    "                    (default: ten times what the first proof took); more settles more members\n"
    "  --relax           also the cheapest way to a plan: which sides to loosen by how much\n"
    "  --measure WORD    amount (default): the least sum, a unit of each row costing 1;\n"
    "                    count: the fewest sides, each by at most 1000000\n"
    "  --bounds          let bounds give too, but not lower bounds of zero and those of binary columns\n"
    "  --time-limit S    seconds, for each of the two; then what is known so far is told\n"
    "\n"
    "  tenon explain plan.mps --relax\n";

const char *const convert_help =
    "tenon convert IN OUT [--json]\n"
    "\n"
    "Reads a model and writes it in the format that the name of the second file says: .lp is LP text,\n"
    ".json the document of this library, any other MPS; .gz at the end packs. Numbers stay the same to\n"
    "the last bit. Names that a format cannot hold are changed; comments in the file list them.\n"
    "\n"
    "  tenon convert plan.mps.gz plan.lp\n"
    "  tenon convert plan.lp plan.json\n";

const char *const export_help =
    "tenon export MODEL.json [--onnx FILE] [--pmml FILE] [--ml-operators] [--json]\n"
    "\n"
    "Writes a saved model with all its steps for scoring elsewhere.\n"
    "  --onnx FILE       ONNX: an input [rows, 1] for every column, numbers as double, categories as\n"
    "                    strings (int64 where the column is whole numbers); NaN and \"\" are missing.\n"
    "                    Outputs prediction, or label and probabilities (the positive one second)\n"
    "  --ml-operators    of ONNX-ML instead: Imputer, Scaler, OneHotEncoder, LinearRegressor and\n"
    "                    LinearClassifier, which compute in float\n"
    "  --pmml FILE       PMML 4.4, a RegressionModel\n"
    "A model learned with --exposure or --offset foretells for an exposure of 1 and an offset of 0, and the\n"
    "command says so.\n"
    "\n"
    "  tenon export model.json --onnx model.onnx --pmml model.pmml\n";

const char *const import_help =
    "tenon import COEFFICIENTS.json --save MODEL.json [--json]\n"
    "\n"
    "Coefficients trained elsewhere as a model that tenon score, export and the library take. The file\n"
    "is a JSON object:\n"
    "  names, coefficients      a list of texts and a list of as many numbers\n"
    "  family                   linear (gaussian) or logistic (binomial)\n"
    "  intercept                a number; without it there is none\n"
    "  scaler                   {\"means\": [...], \"sds\": [...]}: coefficients of (x - mean) / sd\n"
    "  target, positive_label   texts, for names of what is predicted\n"
    "Other members are ignored, but for one that nearly has the name of one of these, which is refused.\n"
    "\n"
    "  tenon import trained.json --save model.json\n";

const char *const inspect_help =
    "tenon inspect FILE [--entries N] [--json]\n"
    "\n"
    "What a saved document is, which tenon wrote it, whether it was changed since, and an outline of what\n"
    "it says: pipelines, class models, features, cleaning plans, problems in JSON; partials and online\n"
    "models without an outline. For a file of unknown origin, or one that is refused. Nothing in it is\n"
    "believed. Exit code 1 where it is damaged or too new.\n"
    "  --entries N       so many of each list (default 20)\n"
    "\n"
    "  tenon inspect model.json\n";
