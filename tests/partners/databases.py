"""The database example against real databases: a PostgreSQL server from the system's packages, started
here for the time of the test, and a SQLite file.

    databases.py PATH/read_database

The server runs in a temporary folder, under another user where the test runs as root (it refuses root),
and listens on a socket in that folder only. Exit 77 (skipped) where there is no server to start.
"""
import csv
import glob
import os
import pwd
import shutil
import sqlite3
import subprocess
import sys
import tempfile

example = os.path.abspath(sys.argv[1])
folder = tempfile.mkdtemp(prefix="tenon_db_")
os.environ["LC_ALL"] = "C"


def read(kind, where, query, refused=None):
    """Rows of the CSV that the example writes, and what it said."""
    out = os.path.join(folder, "out.csv")
    ran = subprocess.run([example, kind, where, query, out], capture_output=True, text=True)
    if refused is not None:
        assert ran.returncode == 1 and refused in ran.stderr, (query, ran)
        return
    assert ran.returncode == 0, (query, ran)
    with open(out, newline="", encoding="utf-8") as file:
        return list(csv.reader(file)), ran.stdout


def sqlite_is_read():
    path = os.path.join(folder, "plant.db")
    base = sqlite3.connect(path)
    base.execute("create table log (id integer, line varchar(9), heat double, ok boolean, at datetime)")
    base.executemany("insert into log values (?,?,?,?,?)",
                     [(i, None if i % 7 == 0 else f"Linie {i % 3} 温", i / 8, i % 2, "2026-01-01 00:00:00")
                      for i in range(20000)])
    base.execute("create table odd (id integer)")
    base.execute("insert into odd values (1), ('two')")
    base.commit()
    rows, said = read("sqlite", path, "select * from log order by id")
    assert rows[0] == ["id", "line", "heat", "ok", "at"], rows[0]
    assert len(rows) == 20001 and said.startswith("20000 rows, 5 columns"), said
    assert rows[1] == ["0", "", "0", "false", "2026-01-01 00:00:00"], rows[1]
    assert rows[19999] == ["19998", "Linie 0 温", "2499.75", "false", "2026-01-01 00:00:00"], rows[19999]
    rows, _ = read("sqlite", path, "select count(*) n, avg(heat) mean from log")
    assert rows == [["n", "mean"], ["20000", "1249.9375"]], rows
    rows, _ = read("sqlite", path, "select id, line from log where id < 0")
    assert rows == [["id", "line"]], rows
    read("sqlite", path, "select id from odd", refused='column "id", row 1: a text does not fit')
    read("sqlite", path, "select * from nowhere", refused="no such table: nowhere")
    read("sqlite", os.path.join(folder, "absent.db"), "select 1", refused="unable to open")
    print("passed: sqlite is read")


def server_folder():
    found = shutil.which("pg_ctl")
    places = [os.path.dirname(os.path.realpath(found))] if found else []
    places += sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True)
    for place in places:
        if all(os.path.exists(os.path.join(place, name)) for name in ("initdb", "pg_ctl", "psql")):
            return place
    return None


class Server:
    def __init__(self, programs):
        self.programs = programs
        self.data = os.path.join(folder, "data")
        self.user = None
        if os.geteuid() == 0:
            names = {entry.pw_name for entry in pwd.getpwall()}
            self.user = "postgres" if "postgres" in names else "nobody"
            os.chown(folder, pwd.getpwnam(self.user).pw_uid, -1)

    def run(self, program, *arguments, **options):
        command = [os.path.join(self.programs, program), *arguments]
        done = subprocess.run(command, user=self.user, cwd=folder, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=120, **options)
        assert done.returncode == 0, (command, done.stdout)

    def __enter__(self):
        self.run("initdb", "-D", self.data, "-U", "tenon", "-A", "trust", "-E", "UTF8", "--no-sync",
                 "--locale=C")
        # The server must not hold the pipe of the test open.
        log = os.path.join(folder, "log")
        command = [os.path.join(self.programs, "pg_ctl"), "-D", self.data, "-w", "-l", log, "-o",
                   f"-c listen_addresses='' -k {folder} -c fsync=off", "start"]
        started = subprocess.run(command, user=self.user, cwd=folder, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL, timeout=120)
        assert started.returncode == 0, open(log).read() if os.path.exists(log) else command
        return self

    def __exit__(self, *_):
        self.run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")

    def sql(self, text):
        self.run("psql", "-h", folder, "-U", "tenon", "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-q", "-c",
                 text)


def postgres_is_read(server):
    where = f"host={folder} user=tenon dbname=postgres"
    server.sql("""
        create table log as select i::int4 as id, i::int2 as small, i * 3000000000::int8 as "Großes Feld",
            case when i % 7 = 0 then null else 'line ' || i % 3 || ' 温' end as line,
            (i / 8.0)::float8 as heat, (i / 4.0)::float4 as half, (i * 0.01)::numeric(12,2) as cost,
            i % 2 = 0 as ok, timestamp '1999-12-31 23:59:59.25' + i * interval '1 second' as at,
            timestamptz '2026-07-01 12:00:00+08' as instant, date '2026-02-28' + i as day,
            'p' || i as code, '{"a":1}'::jsonb as extra
        from generate_series(0, 19999) as t(i)""")
    rows, said = read("postgres", where, "select * from log order by id -- the whole log")
    assert rows[0] == ["id", "small", "Großes Feld", "line", "heat", "half", "cost", "ok", "at", "instant",
                       "day", "code", "extra"], rows[0]
    assert len(rows) == 20001 and "20000 rows, 13 columns" in said, said
    assert rows[1] == ["0", "0", "0", "", "0", "0", "0", "true", "1999-12-31 23:59:59.250000",
                       "2026-07-01 04:00:00", "2026-02-28 00:00:00", "p0", '{"a": 1}'], rows[1]
    assert rows[19999][:8] == ["19998", "19998", "59994000000000", "line 0 温", "2499.75", "4999.5",
                               "199.98", "true"], rows[19999]
    assert "time zone" in said and "instant" in said, said
    rows, _ = read("postgres", where, "select count(*), avg(cost) as mean from log")
    assert rows == [["count", "mean"], ["20000", "99.995"]], rows
    rows, _ = read("postgres", where, "select id, line from log where id < 0")
    assert rows == [["id", "line"]], rows
    rows, _ = read("postgres", where, "select -1::int2 a, '-9223372036854775808'::int8 b, 'NaN'::float8 c,"
                                      " null::text d, timestamp '0001-01-01' e")
    assert rows[1] == ["-1", "-9223372036854775808", "-nan", "", "0001-01-01 00:00:00"], rows
    read("postgres", where, "select * from nowhere", refused='relation "nowhere" does not exist')
    read("postgres", where, "select 'infinity'::timestamp as at", refused="an infinite time")
    read("postgres", where, "select 1 / (100 - id) from log order by id", refused="division by zero")
    read("postgres", where, "drop table log", refused="no columns")
    read("postgres", f"host={folder}/absent user=tenon", "select 1", refused="absent")
    print("passed: postgres is read")


try:
    sqlite_is_read()
    programs = server_folder()
    if programs is None:
        print("skipped: no PostgreSQL server is installed (initdb, pg_ctl, psql)")
        sys.exit(77)
    with Server(programs) as server:
        postgres_is_read(server)
finally:
    shutil.rmtree(folder, ignore_errors=True)
