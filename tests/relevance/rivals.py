"""Other engines on a judged set, each as a function from a question to the identifiers of the best 100 documents.

Stock Xapian is evaluate.py's own `floor`. The others get title and text of the same documents as they are, and the question's
words joined by OR: with AND they find nothing for most questions. Each is set up the best way its packages allow without any
data of ours, and which way that is was measured:

SQLite FTS5   bm25 over title and text; `porter unicode61 remove_diacritics 2`: its only stemmer is made for English, and yet
              it scores better with it than without on every set, French and Spanish included
groonga       TokenBigram (which keeps words of Latin letters whole) and NormalizerAuto, scorer_tf_idf over title and text: its
              own count of occurrences scores lower on every set
"""
import json
import os
import re
import sqlite3
import subprocess
import tempfile

BEST = 100


def words(text):
    return list(dict.fromkeys(re.findall(r"\w+", text.lower())))


class Sqlite:
    name = "sqlite"

    def __init__(self, documents):
        self.database = sqlite3.connect(":memory:")
        self.database.execute("CREATE VIRTUAL TABLE works USING fts5(id UNINDEXED, title, text, "
                              "tokenize='porter unicode61 remove_diacritics 2')")
        self.database.executemany("INSERT INTO works VALUES(?, ?, ?)", [(d["id"], d["title"], d["text"]) for d in documents])

    def ask(self, text):
        match = " OR ".join(f'"{w}"' for w in words(text))
        if not match:
            return []
        rows = self.database.execute(f"SELECT id FROM works WHERE works MATCH ? ORDER BY rank LIMIT {BEST}", (match,))
        return [row[0] for row in rows]

    def stop(self):
        self.database.close()


class Groonga:
    """Commands on its standard input, answers on its standard output: no HTTP between."""
    name = "groonga"
    schema = """table_create Works TABLE_NO_KEY
column_create Works identifier COLUMN_SCALAR ShortText
column_create Works title COLUMN_SCALAR Text
column_create Works text COLUMN_SCALAR Text
table_create Terms TABLE_PAT_KEY ShortText --default_tokenizer TokenBigram --normalizer NormalizerAuto
column_create Terms titles COLUMN_INDEX|WITH_POSITION Works title
column_create Terms texts COLUMN_INDEX|WITH_POSITION Works text
"""
    columns = "scorer_tf_idf(title) || scorer_tf_idf(text)"

    def __init__(self, documents):
        self.folder = tempfile.TemporaryDirectory(prefix="repere-groonga-")
        path = os.path.join(self.folder.name, "db")
        rows = [{"identifier": d["id"], "title": d["title"], "text": d["text"]} for d in documents]
        load = self.schema + "load --table Works\n" + json.dumps(rows, ensure_ascii=False) + "\n"
        subprocess.run(["groonga", "-n", path], input=load.encode(), stdout=subprocess.DEVNULL, check=True)
        self.process = subprocess.Popen(["groonga", path], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, text):
        query = " OR ".join(w for w in words(text))
        if not query:
            return []
        command = f"select Works --match_columns '{self.columns}' --query '{query}' --sort_keys -_score --limit {BEST} " \
                  "--output_columns identifier --cache no\n"
        self.process.stdin.write(command.encode())
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if answer[0][0] != 0:
            raise RuntimeError(f"groonga answers to {query!r}: {answer[0][3]}")
        return [row[0] for row in answer[1][0][2:]]

    def stop(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()
        self.folder.cleanup()

