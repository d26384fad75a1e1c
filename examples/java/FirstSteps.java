// A production log becomes a failure model, and a week's steps a plan, from Java through JNA.
//
//   java -Djna.library.path=build/capi -cp /usr/share/java/jna.jar FirstSteps.java ../data/log.csv model.json
//
// (Debian: libjna-java.) The numbers are those of examples/c/first_model.c and first_plan.c, to the last
// bit: it is the same library.

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;
import com.sun.jna.ptr.DoubleByReference;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

public final class FirstSteps {
    // As much of tenon.h as this program needs; the header has the words.
    interface Tenon extends Library {
        int OK = 0, MINIMIZE = 1, BINARY = 2, OPTIMAL = 1, ABI_VERSION = 1;

        int tenon_check_version(int headerAbiVersion, Failure err);
        String tenon_version();
        int tenon_table_read_csv(Pointer context, String path, Pointer options, PointerByReference out, Failure err);
        long tenon_table_rows(Pointer table);
        int tenon_table_drop_duplicates(Pointer context, Pointer table, String[] keys, int keyCount,
                PointerByReference out, Failure err);
        int tenon_table_drop_missing(Pointer context, Pointer table, String[] columns, int columnCount,
                PointerByReference out, Failure err);
        int tenon_table_split(Pointer context, Pointer table, SplitOptions options, PointerByReference train,
                PointerByReference test, Failure err);
        void tenon_table_free(Pointer table);
        int tenon_logistic_fit(Pointer context, Pointer table, String[] features, int featureCount, String target,
                LogisticOptions options, PointerByReference out, Failure err);
        int tenon_model_evaluate(Pointer context, Pointer model, Pointer table, Metrics metrics, Failure err);
        int tenon_model_save(Pointer model, String path, Failure err);
        int tenon_model_load(Pointer context, String path, PointerByReference out, Failure err);
        int tenon_model_score(Pointer model, double[] record, int valueCount, DoubleByReference scores,
                int scoreCount, Failure err);
        void tenon_model_free(Pointer model);
        int tenon_problem_create(int sense, PointerByReference out, Failure err);
        int tenon_problem_add_column(Pointer problem, String name, int type, double lower, double upper, double cost,
                IntByReference index, Failure err);
        int tenon_problem_add_row(Pointer problem, String name, double lower, double upper, int count, int[] columns,
                double[] coefficients, IntByReference index, Failure err);
        int tenon_problem_solve(Pointer context, Pointer problem, Pointer options, PointerByReference out, Failure err);
        void tenon_problem_free(Pointer problem);
        int tenon_solution_outcome(Pointer solution);
        double tenon_solution_objective(Pointer solution);
        double tenon_solution_bound(Pointer solution);
        int tenon_solution_values(Pointer solution, double[] values, int capacity);
        void tenon_solution_free(Pointer solution);
    }

    // Every struct begins with its size: members that a newer header appends are defaults then.
    public abstract static class Sized extends Structure {
        public int struct_size;
    }

    static <T extends Sized> T sized(T struct) {
        struct.struct_size = struct.size();
        return struct;
    }

    @FieldOrder({"struct_size", "code", "row", "column", "line", "at_byte", "argument", "message"})
    public static class Failure extends Sized {
        public int code;
        public long row, column, line, at_byte;
        public byte[] argument = new byte[64];
        public byte[] message = new byte[936];

        String words() {
            int length = 0;
            while (message[length] != 0) ++length;
            return new String(message, 0, length, StandardCharsets.UTF_8);
        }
    }

    @FieldOrder({"struct_size", "reserved", "test_share", "seed", "stratify"})
    public static class SplitOptions extends Sized {
        public int reserved;
        public double test_share;
        public long seed;
        public String stratify;
    }

    @FieldOrder({"struct_size", "no_intercept", "positive_label", "l2", "confidence", "tolerance", "max_iterations"})
    public static class LogisticOptions extends Sized {
        public int no_intercept;
        public String positive_label;
        public double l2, confidence, tolerance;
        public long max_iterations;
    }

    @FieldOrder({"struct_size", "reserved", "rows", "threshold", "true_positive", "false_positive", "true_negative",
            "false_negative", "accuracy", "precision", "recall", "f1", "auc", "log_loss", "brier", "r2", "rmse", "mae"})
    public static class Metrics extends Sized {
        public int reserved;
        public long rows;
        public double threshold;
        public long true_positive, false_positive, true_negative, false_negative;
        public double accuracy, precision, recall, f1, auc, log_loss, brier, r2, rmse, mae;
    }

    static final class TenonException extends RuntimeException {
        TenonException(Failure err) {
            super(err.words());
        }
    }

    // Text and paths are UTF-8, whatever the machine's locale.
    static final Tenon tenon =
            Native.load("tenon", Tenon.class, Map.of(Library.OPTION_STRING_ENCODING, "UTF-8"));
    static final Failure err = sized(new Failure());

    static void done(int status) {
        if (status != Tenon.OK) throw new TenonException(err);
    }

    static void learn(String logPath, String modelPath) {
        String[] used = {"temperature", "pressure", "vibration", "status"};
        PointerByReference log = new PointerByReference(), distinct = new PointerByReference();
        PointerByReference complete = new PointerByReference(), train = new PointerByReference();
        PointerByReference test = new PointerByReference(), model = new PointerByReference();
        PointerByReference loaded = new PointerByReference();
        try {
            done(tenon.tenon_table_read_csv(null, logPath, null, log, err));
            done(tenon.tenon_table_drop_duplicates(null, log.getValue(), null, 0, distinct, err));
            done(tenon.tenon_table_drop_missing(null, distinct.getValue(), used, 4, complete, err));
            SplitOptions split = sized(new SplitOptions());
            split.test_share = 0.2;
            split.seed = 42;
            done(tenon.tenon_table_split(null, complete.getValue(), split, train, test, err));
            LogisticOptions options = sized(new LogisticOptions());
            options.positive_label = "FAIL";
            done(tenon.tenon_logistic_fit(null, train.getValue(), used, 3, "status", options, model, err));
            Metrics metrics = sized(new Metrics());
            done(tenon.tenon_model_evaluate(null, model.getValue(), test.getValue(), metrics, err));
            System.out.printf(Locale.ROOT, "rows %d of %d%n", tenon.tenon_table_rows(complete.getValue()),
                    tenon.tenon_table_rows(log.getValue()));
            System.out.printf(Locale.ROOT, "accuracy %.4f  auc %.4f  log_loss %.6f%n", metrics.accuracy, metrics.auc,
                    metrics.log_loss);
            done(tenon.tenon_model_save(model.getValue(), modelPath, err));
            done(tenon.tenon_model_load(null, modelPath, loaded, err));
            DoubleByReference probability = new DoubleByReference();
            done(tenon.tenon_model_score(loaded.getValue(), new double[] {303.5, 4.87, 1.92}, 3, probability, 1, err));
            System.out.printf(Locale.ROOT, "probability of failure %.6f%n", probability.getValue());
        } finally { // a free takes null
            for (PointerByReference table : new PointerByReference[] {log, distinct, complete, train, test})
                tenon.tenon_table_free(table.getValue());
            tenon.tenon_model_free(loaded.getValue());
            tenon.tenon_model_free(model.getValue());
        }
    }

    // What cannot be done is an exception with the library's words.
    static void refuse() {
        try {
            done(tenon.tenon_table_read_csv(null, "no such file.csv", null, new PointerByReference(), err));
            throw new AssertionError("a file that is not there was read");
        } catch (TenonException refused) {
            System.out.println("refused: " + refused.getMessage());
        }
    }

    static void plan() {
        String[] name = {"stamp", "mill", "weld", "grind", "paint", "outsource"};
        double[] cost = {410, 230, 520, 160, 340, 900}, output = {120, 80, 150, 60, 100, 260};
        double[] hours = {7, 4, 9, 3, 6, 0}, run = new double[6];
        int[] all = {0, 1, 2, 3, 4, 5};
        PointerByReference problem = new PointerByReference(), solution = new PointerByReference();
        try {
            done(tenon.tenon_problem_create(Tenon.MINIMIZE, problem, err));
            for (int j = 0; j < 6; ++j)
                done(tenon.tenon_problem_add_column(problem.getValue(), name[j], Tenon.BINARY, 0, 1, cost[j], null,
                        err));
            done(tenon.tenon_problem_add_row(problem.getValue(), "demand", 300, Double.POSITIVE_INFINITY, 6, all,
                    output, null, err));
            done(tenon.tenon_problem_add_row(problem.getValue(), "machine hours", Double.NEGATIVE_INFINITY, 20, 6,
                    all, hours, null, err));
            done(tenon.tenon_problem_add_row(problem.getValue(), "grind needs mill", Double.NEGATIVE_INFINITY, 0, 2,
                    new int[] {3, 1}, new double[] {1, -1}, null, err));
            done(tenon.tenon_problem_solve(null, problem.getValue(), null, solution, err));
            if (tenon.tenon_solution_outcome(solution.getValue()) != Tenon.OPTIMAL)
                throw new AssertionError("no proven plan");
            System.out.printf(Locale.ROOT, "cost %.0f, proven at least %.0f%n",
                    tenon.tenon_solution_objective(solution.getValue()),
                    tenon.tenon_solution_bound(solution.getValue()));
            tenon.tenon_solution_values(solution.getValue(), run, 6);
            for (int j = 0; j < 6; ++j)
                if (run[j] > 0.5) System.out.println("run " + name[j]);
        } finally {
            tenon.tenon_solution_free(solution.getValue());
            tenon.tenon_problem_free(problem.getValue());
        }
    }

    public static void main(String[] arguments) {
        done(tenon.tenon_check_version(Tenon.ABI_VERSION, err));
        System.out.println("tenon " + tenon.tenon_version());
        learn(arguments[0], arguments[1]);
        refuse();
        plan();
    }
}
