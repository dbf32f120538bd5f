"""Repère and the engines that Debian has, each behind the same few calls: load, start, ask, stop.

All of them get the rows of bench_generate's works.tsv, fold letters to small ones without accents where they can, stem nothing,
and answer each question with the total, the best 20 works and the 10 largest values of six facets, counted exactly. What is asked
through a driver is asked on one connection that stays open. Settings are those that each engine's manual gives for speed
on one machine with enough memory."""
import http.client
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
import unicodedata
import urllib.parse

FACETS = ["country", "theme", "year", "type", "language", "organization"]
COLUMNS = ["n", "id", "language", "year", "type", "organization", "themes", "countries", "language_n", "year_n", "type_n",
           "organization_n", "themes_n", "countries_n", "title", "abstract", "text"]
LISTS = {"theme": "themes", "country": "countries"}
SHOWN, VALUES = 20, 10


def rows(works):
    for line in open(works, encoding="utf-8"):
        yield line.rstrip("\n").split("\t")


def wait_for(what, probe, seconds=60):
    end = time.monotonic() + seconds
    while True:
        try:
            return probe()
        except Exception as error:  # whatever a driver raises while nobody listens yet
            if time.monotonic() > end:
                raise RuntimeError(f"{what} does not answer: {error}") from error
            time.sleep(0.1)


def end_process(process):
    if process and process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def size_of(path):
    if os.path.isfile(path):
        return os.path.getsize(path)
    return sum(os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(path) for name in names)


class Numbers:
    """The numbers of facet values in works.tsv, for engines that filter by them."""

    def __init__(self, works):
        self.of = {name: {} for name in FACETS}
        for row in rows(works):
            for name, value, number in (("language", 2, 8), ("year", 3, 9), ("type", 4, 10), ("organization", 5, 11),
                                        ("theme", 6, 12), ("country", 7, 13)):
                for one, n in zip(row[value].split(","), row[number].split(",")):
                    self.of[name].setdefault(one, int(n))
            if int(row[0]) == 50000:
                return


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost")
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)


class Repere:
    name = "repere"
    passages = 1

    def __init__(self, folder, build):
        self.folder, self.build = folder, build
        self.process = self.connection = None

    def start(self):
        log = open(os.path.join(self.folder, "searchd.log"), "w", encoding="utf-8")
        self.process = subprocess.Popen([f"{self.build}/repere-searchd", "-c", f"{self.folder}/bench.conf"], stderr=log)
        self.connection = UnixConnection(f"{self.folder}/bench.sock")
        wait_for("repere-searchd", lambda: self.get("/health/ready"), 300)

    def get(self, target):
        try:
            self.connection.request("GET", target)
            answer = self.connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            raise
        if answer.status != 200:
            raise RuntimeError(f"{target}: status {answer.status}: {body[:300]}")
        return body

    def words(self, question):
        if "any" in question:
            return " OR ".join(question["any"])
        if "phrase" in question:
            return '"' + " ".join(question["phrase"]) + '"'
        if "beginning" in question:
            return question["beginning"] + "*"
        return " ".join(question.get("words", []))

    def prepare(self, question):
        return "/v1/search?" + urllib.parse.urlencode(
            [("q", self.words(question)), ("lang", "en"), ("limit", SHOWN), ("facet", ",".join(FACETS)),
             ("passages", self.passages)] + [("filter", f"{name}:{value}") for name, value in question.get("filters", [])])

    def ask(self, target):
        return json.loads(self.get(target))["total"]

    def timed(self, target):
        start = time.perf_counter()
        self.get(target)
        return time.perf_counter() - start

    def stop(self):
        if self.connection:
            self.connection.close()
        end_process(self.process)
        self.process = None


class Rival:
    def __init__(self, works, folder):
        self.works = works
        self.folder = os.path.join(folder, self.name)
        self.process = None

    def fresh_folder(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)

    def timed(self, prepared):
        start = time.perf_counter()
        self.ask(prepared)
        return time.perf_counter() - start


class Sphinx(Rival):
    """SphinxQL through MySQL's protocol. Numbers instead of words as attributes: what Sphinx groups fastest by."""
    name = "sphinx"
    port = 19306
    needs = ("/usr/bin/searchd", "/usr/bin/indexer")

    @staticmethod
    def charset():
        table = ["0..9", "a..z", "A..Z->a..z"]
        for code in range(0xC0, 0x250):
            letter = chr(code)
            if not letter.isalpha():
                continue
            plain = unicodedata.normalize("NFKD", letter)[0].lower()
            small = ord(letter.lower()) if len(letter.lower()) == 1 else code
            if plain.isascii() and plain.isalpha():
                table.append(f"U+{code:X}->{plain}")
            else:
                table.append(f"U+{code:X}" if small == code else f"U+{code:X}->U+{small:X}")
        return ", ".join(table)

    def configure(self):
        cut = "cut -f1,9- " + self.works
        attributes = "".join(f"  tsvpipe_attr_uint = {name}\n" for name in ("language", "year", "type", "organization"))
        attributes += "".join(f"  tsvpipe_attr_multi = {name}\n" for name in ("theme", "country"))
        fields = "".join(f"  tsvpipe_field = {name}\n" for name in ("title", "abstract", "body"))
        with open(f"{self.folder}/sphinx.conf", "w", encoding="utf-8") as conf:
            conf.write(f"source works {{\n  type = tsvpipe\n  tsvpipe_command = {cut}\n{attributes}{fields}}}\n"
                       f"index works {{\n  source = works\n  path = {self.folder}/works\n  dict = keywords\n"
                       f"  min_prefix_len = 3\n  min_word_len = 1\n  charset_table = {self.charset()}\n}}\n"
                       f"indexer {{\n  mem_limit = 1024M\n}}\n"
                       f"searchd {{\n  listen = 127.0.0.1:{self.port}:mysql41\n  pid_file = {self.folder}/pid\n"
                       f"  log = {self.folder}/log\n  workers = threads\n  binlog_path =\n  expansion_limit = 0\n"
                       f"  read_buffer = 1M\n  dist_threads = 2\n}}\n")

    def load(self):
        self.fresh_folder()
        self.configure()
        start = time.monotonic()
        subprocess.run(["/usr/bin/indexer", "-c", f"{self.folder}/sphinx.conf", "--all", "--quiet"], check=True)
        return time.monotonic() - start, size_of(self.folder)

    def start(self):
        import pymysql
        from pymysql.constants import CLIENT
        self.numbers = Numbers(self.works).of
        self.process = subprocess.Popen(["/usr/bin/searchd", "-c", f"{self.folder}/sphinx.conf", "--nodetach"],
                                        stdout=subprocess.DEVNULL)
        self.connection = wait_for("sphinx", lambda: pymysql.connect(
            host="127.0.0.1", port=self.port, charset="utf8", client_flag=CLIENT.MULTI_STATEMENTS))
        self.cursor = self.connection.cursor()

    def prepare(self, question):
        conditions = [f"{name}={self.numbers[name][value]}" for name, value in question.get("filters", [])]
        match = None
        if "any" in question:
            match = " | ".join(question["any"])
        elif "phrase" in question:
            match = '"' + " ".join(question["phrase"]) + '"'
        elif "beginning" in question:
            match = question["beginning"] + "*"
        elif "words" in question:
            match = " ".join(question["words"])
        if match:
            conditions.append(f"MATCH('{match}')")
        where = " WHERE " + " AND ".join(conditions) if conditions else ""
        facets = " ".join(f"FACET {name} ORDER BY COUNT(*) DESC LIMIT {VALUES}" for name in FACETS)
        return f"SELECT id FROM works{where} LIMIT {SHOWN} {facets}"

    def ask(self, statement):
        self.cursor.execute(statement)
        self.cursor.fetchall()
        while self.cursor.nextset():
            self.cursor.fetchall()

    def total(self, prepared):
        self.cursor.execute(prepared[:prepared.index(" FACET")])
        self.cursor.fetchall()
        self.cursor.execute("SHOW META")
        return int(dict(self.cursor.fetchall())["total_found"])

    def stop(self):
        end_process(self.process)


class Groonga(Rival):
    """HTTP, as its manual has it. Facet values are keys of tables; the words' table is a Patricia trie, so beginnings are found."""
    name = "groonga"
    port = 19041
    needs = ("/usr/bin/groonga",)
    schema = """table_create Languages TABLE_HASH_KEY ShortText
table_create Years TABLE_HASH_KEY UInt16
table_create Types TABLE_HASH_KEY ShortText
table_create Organizations TABLE_HASH_KEY ShortText
table_create Themes TABLE_HASH_KEY ShortText
table_create Countries TABLE_HASH_KEY ShortText
table_create Works TABLE_NO_KEY
column_create Works identifier COLUMN_SCALAR ShortText
column_create Works language COLUMN_SCALAR Languages
column_create Works year COLUMN_SCALAR Years
column_create Works type COLUMN_SCALAR Types
column_create Works organization COLUMN_SCALAR Organizations
column_create Works theme COLUMN_VECTOR Themes
column_create Works country COLUMN_VECTOR Countries
column_create Works title COLUMN_SCALAR Text
column_create Works abstract COLUMN_SCALAR Text
column_create Works body COLUMN_SCALAR Text
"""
    indexes = """table_create Terms TABLE_PAT_KEY ShortText --default_tokenizer TokenBigram --normalizer NormalizerAuto
column_create Terms works COLUMN_INDEX|WITH_POSITION|WITH_SECTION Works title,abstract,body
column_create Languages works COLUMN_INDEX Works language
column_create Years works COLUMN_INDEX Works year
column_create Types works COLUMN_INDEX Works type
column_create Organizations works COLUMN_INDEX Works organization
column_create Themes works COLUMN_INDEX Works theme
column_create Countries works COLUMN_INDEX Works country
"""

    def write_rows(self, path):
        with open(path, "w", encoding="utf-8") as out:
            out.write(self.schema + "load --table Works\n[\n")
            out.write('["identifier","language","year","type","organization","theme","country","title","abstract","body"]')
            for row in rows(self.works):
                out.write(",\n" + json.dumps([row[1], row[2], int(row[3]), row[4], row[5], row[6].split(","),
                                              row[7].split(","), row[14], row[15], row[16]], ensure_ascii=False))
            out.write("\n]\n" + self.indexes)

    def load(self):
        self.fresh_folder()
        self.write_rows(f"{self.folder}/load.grn")
        os.makedirs(f"{self.folder}/db")
        start = time.monotonic()
        subprocess.run(["groonga", "--file", f"{self.folder}/load.grn", "-n", f"{self.folder}/db/db"], check=True,
                       stdout=subprocess.DEVNULL)
        seconds = time.monotonic() - start
        os.remove(f"{self.folder}/load.grn")
        return seconds, size_of(f"{self.folder}/db")

    def start(self):
        self.process = subprocess.Popen(
            ["groonga", "--protocol", "http", "--bind-address", "127.0.0.1", "--port", str(self.port), "-s",
             f"{self.folder}/db/db"], stdout=subprocess.DEVNULL)
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port)
        wait_for("groonga", lambda: self.get("/d/status"))

    def get(self, target):
        try:
            self.connection.request("GET", target)
            body = self.connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            raise
        return body

    def prepare(self, question):
        parameters = [("table", "Works"), ("limit", SHOWN), ("output_columns", "_id,identifier,title,abstract,_score"),
                      ("cache", "no")]
        words = None
        if "any" in question:
            words = " OR ".join(question["any"])
        elif "phrase" in question:
            words = '"' + " ".join(question["phrase"]) + '"'
        elif "beginning" in question:
            words = question["beginning"] + "*"
        elif "words" in question:
            words = " ".join(question["words"])
        if words:
            parameters += [("match_columns", "Terms.works"), ("query", words), ("sort_keys", "-_score")]
        conditions = [f"{name} @ '{value}'" if name in LISTS else f"{name} == '{value}'" if name != "year" else f"year == {value}"
                      for name, value in question.get("filters", [])]
        if conditions:
            parameters.append(("filter", " && ".join(conditions)))
        for name in FACETS:
            parameters += [(f"drilldowns[{name}].keys", name), (f"drilldowns[{name}].sort_keys", "-_nsubrecs"),
                           (f"drilldowns[{name}].limit", VALUES), (f"drilldowns[{name}].output_columns", "_key,_nsubrecs")]
        return "/d/select?" + urllib.parse.urlencode(parameters)

    def ask(self, target):
        return self.get(target)

    def total(self, prepared):
        return json.loads(self.ask(prepared))[1][0][0][0]

    def stop(self):
        end_process(self.process)


class Sqlite(Rival):
    """FTS5 in this process: no connection at all. Facets are counted over the numbers of the works found."""
    name = "sqlite"
    needs = ()

    def open(self):
        self.database = sqlite3.connect(f"{self.folder}/works.db", isolation_level=None)
        for pragma in ("page_size=8192", "journal_mode=off", "synchronous=off", "cache_size=-2000000", "mmap_size=8000000000",
                       "temp_store=memory"):
            self.database.execute("PRAGMA " + pragma)

    def load(self):
        self.fresh_folder()
        self.open()
        start = time.monotonic()
        run = self.database.execute
        run("CREATE TABLE works(n INTEGER PRIMARY KEY, id, language INT, year INT, type INT, organization INT, title, abstract, body)")
        run("CREATE VIRTUAL TABLE text USING fts5(title, abstract, body, content='works', content_rowid='n', "
            "tokenize='unicode61 remove_diacritics 2')")
        for name in LISTS:
            run(f"CREATE TABLE {name}(n INT, value INT, PRIMARY KEY(n, value)) WITHOUT ROWID")
        run("BEGIN")
        for row in rows(self.works):
            n = int(row[0])
            run("INSERT INTO works VALUES(?,?,?,?,?,?,?,?,?)", (n, row[1], *map(int, row[8:12]), *row[14:17]))
            self.database.executemany("INSERT INTO theme VALUES(?,?)", [(n, int(v)) for v in row[12].split(",")])
            self.database.executemany("INSERT INTO country VALUES(?,?)", [(n, int(v)) for v in row[13].split(",")])
        run("INSERT INTO text(text) VALUES('rebuild')")
        for name in ("language", "year", "type", "organization"):
            run(f"CREATE INDEX works_{name} ON works({name})")
        for name in LISTS:
            run(f"CREATE INDEX {name}_value ON {name}(value, n)")
        run("CREATE INDEX works_facets ON works(n, language, year, type, organization)")
        run("COMMIT")
        run("INSERT INTO text(text) VALUES('optimize')")
        run("ANALYZE")
        self.database.close()
        return time.monotonic() - start, size_of(self.folder)

    def start(self):
        self.numbers = Numbers(self.works).of
        self.open()
        self.database.execute("CREATE TEMP TABLE m(n INTEGER PRIMARY KEY)")

    def prepare(self, question):
        match = None
        if "any" in question:
            match = " OR ".join(f'"{w}"' for w in question["any"])
        elif "phrase" in question:
            match = '"' + " ".join(question["phrase"]) + '"'
        elif "beginning" in question:
            match = f'"{question["beginning"]}"*'
        elif "words" in question:
            match = " ".join(f'"{w}"' for w in question["words"])
        if match:
            return ("SELECT rowid FROM text WHERE text MATCH ?",
                    f"SELECT w.id, w.title, w.abstract FROM (SELECT rowid r FROM text WHERE text MATCH ? "
                    f"ORDER BY rank LIMIT {SHOWN}) JOIN works w ON w.n = r", (match,))
        parts = [f"SELECT n FROM {name} WHERE value={self.numbers[name][value]}" if name in LISTS else
                 f"SELECT n FROM works WHERE {name}={self.numbers[name][value]}" for name, value in question.get("filters", [])]
        return (" INTERSECT ".join(parts) or "SELECT n FROM works",
                f"SELECT w.id, w.title, w.abstract FROM (SELECT n FROM m ORDER BY n LIMIT {SHOWN}) JOIN works w USING(n)", ())

    def ask(self, prepared):
        found, best, values = prepared
        run = self.database.execute
        run("DELETE FROM m")
        run("INSERT INTO m " + found, values)
        for name in FACETS:
            table, value = (name, "value") if name in LISTS else ("works", name)
            run(f"SELECT {value}, count(*) FROM m CROSS JOIN {table} t USING(n) GROUP BY 1 ORDER BY 2 DESC LIMIT {VALUES}").fetchall()
        run(best, values if "MATCH" in best else ()).fetchall()

    def total(self, prepared):
        self.ask(prepared)
        return self.database.execute("SELECT count(*) FROM m").fetchone()[0]

    def stop(self):
        self.database.close()


class Postgresql(Rival):
    """A GIN index over a stored tsvector of the configuration `simple`, ranked by ts_rank."""
    name = "postgresql"
    programs = "/usr/lib/postgresql/15/bin"
    needs = (programs + "/postgres", programs + "/initdb")
    port = 19432

    def run_as_server(self, *command):
        """PostgreSQL refuses to run as root."""
        prefix = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        return subprocess.run([*prefix, *command], check=True, cwd="/", stdout=subprocess.DEVNULL)

    def launch(self):
        self.run_as_server(f"{self.programs}/pg_ctl", "-w", "-D", f"{self.folder}/data", "-l", f"{self.folder}/data/log", "-o",
                           f"-p {self.port} -k {self.folder}/data -c listen_addresses='' -c shared_buffers=4GB -c work_mem=512MB "
                           "-c maintenance_work_mem=2GB -c effective_cache_size=12GB -c jit=off -c fsync=off "
                           "-c synchronous_commit=off -c full_page_writes=off -c max_wal_size=8GB -c random_page_cost=1.1 "
                           "-c max_parallel_workers_per_gather=2 -c wal_level=minimal -c max_wal_senders=0", "start")
        import psycopg2
        self.connection = psycopg2.connect(host=f"{self.folder}/data", port=self.port, user="postgres", dbname="postgres")
        self.connection.autocommit = True
        self.cursor = self.connection.cursor()

    def load(self):
        self.fresh_folder()
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres")
        self.run_as_server(f"{self.programs}/initdb", "-D", f"{self.folder}/data", "--locale=C.UTF-8", "-E", "UTF8", "-A", "trust",
                           "-U", "postgres")
        self.launch()
        start = time.monotonic()
        run = self.cursor.execute
        run("CREATE UNLOGGED TABLE works(n int PRIMARY KEY, id text, language smallint, year smallint, type smallint, "
            "organization smallint, theme smallint[], country smallint[], title text, abstract text, body text, tsv tsvector "
            "GENERATED ALWAYS AS (to_tsvector('simple', title || ' ' || abstract || ' ' || body)) STORED)")
        awk = ("BEGIN{FS=OFS=\"\\t\"}{print $1,$2,$9,$10,$11,$12,\"{\"$13\"}\",\"{\"$14\"}\",$15,$16,$17}")
        with subprocess.Popen(["awk", awk, self.works], stdout=subprocess.PIPE) as feed:
            self.cursor.copy_expert("COPY works(n,id,language,year,type,organization,theme,country,title,abstract,body) FROM STDIN",
                                    feed.stdout)
        run("CREATE INDEX ON works USING gin(tsv)")
        run("CREATE INDEX ON works USING gin(theme)")
        run("CREATE INDEX ON works USING gin(country)")
        for name in ("language", "year", "type", "organization"):
            run(f"CREATE INDEX ON works({name})")
        run("VACUUM ANALYZE works")
        seconds = time.monotonic() - start
        run("SELECT pg_total_relation_size('works')")
        size = self.cursor.fetchone()[0]
        self.stop()
        return seconds, size

    def start(self):
        self.numbers = Numbers(self.works).of
        self.launch()

    def prepare(self, question):
        match = None
        if "any" in question:
            match = " | ".join(question["any"])
        elif "phrase" in question:
            match = " <-> ".join(question["phrase"])
        elif "beginning" in question:
            match = question["beginning"] + ":*"
        elif "words" in question:
            match = " & ".join(question["words"])
        conditions = [f"{name} @> '{{{self.numbers[name][value]}}}'" if name in LISTS else f"{name} = {self.numbers[name][value]}"
                      for name, value in question.get("filters", [])]
        rank = "0"
        if match:
            conditions.append(f"tsv @@ to_tsquery('simple', '{match}')")
            rank = f"ts_rank(tsv, to_tsquery('simple', '{match}'))"
        where = " WHERE " + " AND ".join(conditions) if conditions else ""
        facets = " UNION ALL ".join(
            f"(SELECT '{name}', value::text, count(*)::text FROM m"
            + (f", unnest({name}) value" if name in LISTS else f", LATERAL (SELECT {name} AS value) v")
            + f" GROUP BY value ORDER BY count(*) DESC LIMIT {VALUES})" for name in FACETS)
        return (f"WITH m AS MATERIALIZED (SELECT n, language, year, type, organization, theme, country, {rank} AS rank "
                f"FROM works{where}) {facets} UNION ALL SELECT id, title, abstract FROM "
                f"(SELECT n FROM m ORDER BY rank DESC LIMIT {SHOWN}) best JOIN works USING(n)",
                "SELECT count(*) FROM works" + where)

    def ask(self, prepared):
        self.cursor.execute(prepared[0])
        self.cursor.fetchall()

    def total(self, prepared):
        self.cursor.execute(prepared[1])
        return self.cursor.fetchone()[0]

    def stop(self):
        self.connection.close()
        self.run_as_server(f"{self.programs}/pg_ctl", "-w", "-m", "fast", "-D", f"{self.folder}/data", "stop")


RIVALS = {engine.name: engine for engine in (Sphinx, Groonga, Postgresql, Sqlite)}
