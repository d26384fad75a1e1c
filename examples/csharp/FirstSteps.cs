// A production log becomes a failure model, and a week's steps a plan, from C#.
//
//   mcs -unsafe FirstSteps.cs TenonNative.cs && LD_LIBRARY_PATH=build/capi mono FirstSteps.exe ../data/log.csv model.json
//
// With the .NET SDK: both files in a project with AllowUnsafeBlocks. The numbers are those of
// examples/c/first_model.c and first_plan.c, to the last bit: it is the same library.

using System;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using TenonNative;
using static TenonNative.Tenon;

internal static unsafe class FirstSteps
{
    private static tenon_error err = TENON_ERROR_INIT();

    private sealed class TenonException : Exception
    {
        public TenonException(string words) : base(words) { }
    }

    private static void Done(int status)
    {
        if (status == TENON_OK) return;
        fixed (byte* message = err.message) throw new TenonException(Text(message));
    }

    private static string Text(byte* bytes)
    {
        int length = 0;
        while (bytes[length] != 0) ++length;
        return Encoding.UTF8.GetString(bytes, length);
    }

    // UTF-8 texts in memory that the garbage collector does not move, for the time of a call or longer.
    private sealed class Texts : IDisposable
    {
        private readonly GCHandle[] pinned;
        private readonly IntPtr[] pointers;
        private readonly GCHandle list;

        public Texts(params string[] texts)
        {
            pinned = new GCHandle[texts.Length];
            pointers = new IntPtr[texts.Length];
            for (int i = 0; i < texts.Length; ++i)
            {
                pinned[i] = GCHandle.Alloc(Encoding.UTF8.GetBytes(texts[i] + "\0"), GCHandleType.Pinned);
                pointers[i] = pinned[i].AddrOfPinnedObject();
            }
            list = GCHandle.Alloc(pointers, GCHandleType.Pinned);
        }

        public byte* this[int index] => (byte*)pointers[index];
        public byte** List => (byte**)list.AddrOfPinnedObject();

        public void Dispose()
        {
            list.Free();
            foreach (GCHandle handle in pinned) handle.Free();
        }
    }

    private static void Print(FormattableString line) =>
        Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static void Learn(string logPath, string modelPath)
    {
        tenon_table* log = null, distinct = null, complete = null, train = null, test = null;
        tenon_model* model = null, loaded = null;
        using (var path = new Texts(logPath, modelPath))
        using (var used = new Texts("temperature", "pressure", "vibration", "status", "FAIL"))
        fixed (tenon_error* error = &err)
        try
        {
            Done(tenon_table_read_csv(null, path[0], null, &log, error));
            Done(tenon_table_drop_duplicates(null, log, null, 0, &distinct, error));
            Done(tenon_table_drop_missing(null, distinct, used.List, 4, &complete, error));
            tenon_split_options split = TENON_SPLIT_OPTIONS_INIT();
            split.test_share = 0.2;
            split.seed = 42;
            Done(tenon_table_split(null, complete, &split, &train, &test, error));
            tenon_logistic_options options = TENON_LOGISTIC_OPTIONS_INIT();
            options.positive_label = used[4];
            Done(tenon_logistic_fit(null, train, used.List, 3, used[3], &options, &model, error));
            tenon_metrics metrics = TENON_METRICS_INIT();
            Done(tenon_model_evaluate(null, model, test, &metrics, error));
            Print($"rows {tenon_table_rows(complete)} of {tenon_table_rows(log)}");
            Print($"accuracy {metrics.accuracy:F4}  auc {metrics.auc:F4}  log_loss {metrics.log_loss:F6}");
            Done(tenon_model_save(model, path[1], error));
            Done(tenon_model_load(null, path[1], &loaded, error));
            double probability = 0;
            fixed (double* record = new[] { 303.5, 4.87, 1.92 })
                Done(tenon_model_score(loaded, record, 3, &probability, 1, error));
            Print($"probability of failure {probability:F6}");
        }
        finally // a free takes null
        {
            tenon_model_free(loaded);
            tenon_model_free(model);
            tenon_table_free(test);
            tenon_table_free(train);
            tenon_table_free(complete);
            tenon_table_free(distinct);
            tenon_table_free(log);
        }
    }

    private static void Plan()
    {
        string[] name = { "stamp", "mill", "weld", "grind", "paint", "outsource" };
        double[] cost = { 410, 230, 520, 160, 340, 900 };
        tenon_problem* problem = null;
        tenon_solution* solution = null;
        using (var names = new Texts(name))
        using (var rows = new Texts("demand", "machine hours", "grind needs mill"))
        fixed (tenon_error* error = &err)
        fixed (double* output = new double[] { 120, 80, 150, 60, 100, 260 })
        fixed (double* hours = new double[] { 7, 4, 9, 3, 6, 0 }, implies = new double[] { 1, -1 })
        fixed (int* all = new[] { 0, 1, 2, 3, 4, 5 }, pair = new[] { 3, 1 })
        fixed (double* run = new double[6])
        try
        {
            Done(tenon_problem_create(TENON_MINIMIZE, &problem, error));
            for (int j = 0; j < 6; ++j)
                Done(tenon_problem_add_column(problem, names[j], TENON_BINARY, 0, 1, cost[j], null, error));
            Done(tenon_problem_add_row(problem, rows[0], 300, TENON_INFINITY, 6, all, output, null, error));
            Done(tenon_problem_add_row(problem, rows[1], -TENON_INFINITY, 20, 6, all, hours, null, error));
            Done(tenon_problem_add_row(problem, rows[2], -TENON_INFINITY, 0, 2, pair, implies, null, error));
            Done(tenon_problem_solve(null, problem, null, &solution, error));
            if (tenon_solution_outcome(solution) != TENON_OPTIMAL) throw new TenonException("no proven plan");
            Print($"cost {tenon_solution_objective(solution):F0}, proven at least {tenon_solution_bound(solution):F0}");
            tenon_solution_values(solution, run, 6);
            for (int j = 0; j < 6; ++j)
                if (run[j] > 0.5) Print($"run {name[j]}");
        }
        finally
        {
            tenon_solution_free(solution);
            tenon_problem_free(problem);
        }
    }

    private static int Main(string[] arguments)
    {
        fixed (tenon_error* error = &err) Done(tenon_check_version(TENON_ABI_VERSION, error));
        Print($"tenon {Text(tenon_version())}");
        Learn(arguments[0], arguments[1]);
        Plan();
        return 0;
    }
}
