#!/usr/bin/python3
"""Measures ranking with default settings, prints it beside other engines, compares it with the figures kept.

  relevance.py BUILD [--rivals] [--update] [--dir FOLDER] [--only KIND]...

Judged sets and the larger library come from the folder REPERE_SHARED (eval/, library/, vocabularies/, tools/evaluate.py); what
is not there is skipped and named. A fall of more than 0.01 ends with status 1; --update keeps the new figures instead.
--dir keeps indexes and generated sets for the next run, for a build that indexes alike.
"""
import argparse
import contextlib
import importlib.util
import io
import json
import os
import shutil
import sys
import tempfile

import figures
import known_items
import known_score
import parity
import repere
import rivals
import texts

HERE = os.path.dirname(os.path.abspath(__file__))
CORPUS = os.path.join(HERE, "..", "..", "corpus")
EXPANSION = (("repere", {}), ("repere expand=off", {"expand": "off"}))


def load_tool(path):
    spec = importlib.util.spec_from_file_location("evaluate", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def say(text):
    print(text, file=sys.stderr, flush=True)


class Measurement:
    def __init__(self, arguments, folder):
        self.build, self.with_rivals, self.folder = os.path.abspath(arguments.build), arguments.rivals, folder
        self.kinds, self.now = arguments.only, figures.Figures()
        self.shared = os.environ.get("REPERE_SHARED") or "/nowhere"
        tool = os.path.join(self.shared, "tools", "evaluate.py")
        self.evaluate = load_tool(tool) if os.path.exists(tool) else None

    def wanted(self, kind):
        return not self.kinds or kind in self.kinds

    def daemon(self, name, records, files, vocabularies=()):
        say(f"{name} ...")
        return repere.Daemon(self.build, records, files, vocabularies, self.place("index", name))

    def place(self, *names):
        path = os.path.join(self.folder, *(name.replace("/", "-") for name in names))
        os.makedirs(path, exist_ok=True)
        return path

    def vocabularies(self):
        return [os.path.join(CORPUS, "vocabularies"), os.path.join(self.shared, "vocabularies")]

    # ---- judged sets ----

    def scored(self, folder, ask):
        """What evaluate.py's own `score` prints for a function from a question to ranked identifiers."""
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            self.evaluate.score(folder, ask)
        result = json.loads(printed.getvalue())
        return {"n": result["n"], "ndcg@10": result["ndcg@10"], "recall@100": result["recall@100"], "mrr@10": result["mrr@10"],
                "ms": result["ms_median"]}

    def judged_set(self, folder):
        name = os.path.basename(folder)
        records = os.path.join(self.place("judged", name), "records.xml")
        self.evaluate.records(folder, records)
        info, documents, _, _ = self.evaluate.load(folder)
        with self.daemon(name, records, os.path.dirname(records)) as daemon:
            for engine, parameters in EXPANSION + EXPANSION:  # the first round warms the caches: times are of the second
                ask = self.evaluate.ranker(daemon.address, info["queries"], list(parameters.items()))
                self.now.add("judged/" + name, engine, self.scored(folder, ask))
        if self.with_rivals:
            self.now.add("judged/" + name, "xapian", self.scored(folder, self.evaluate.stock(folder)))
            for make in (rivals.Sqlite, rivals.Groonga):
                rival = make(documents)
                self.now.add("judged/" + name, rival.name, self.scored(folder, rival.ask))
                rival.stop()

    def judged_sets(self):
        eval_folder = os.path.join(self.shared, "eval")
        if not self.evaluate or not os.path.isdir(eval_folder):
            say("Judged sets are skipped: REPERE_SHARED names no folder with eval/ and tools/evaluate.py in it.")
            return
        for name in sorted(os.listdir(eval_folder)):
            folder = os.path.join(eval_folder, name)
            if os.path.exists(os.path.join(folder, "set.json")):
                self.judged_set(folder)

    # ---- a library of files: parity, known items ----

    def known_set(self, folder, client):
        """Rows by engine. Stock Xapian names no pages."""
        rows = {engine: known_score.outcomes(client, folder, parameters) for engine, parameters in EXPANSION}
        if self.with_rivals and self.evaluate:
            rows["xapian"] = known_score.rank_with(self.evaluate.stock(folder), folder)
        return rows

    def add_known(self, name, rows):
        for engine, some in rows.items():
            for size, measures in known_score.by_class(some).items():
                if engine == "xapian":
                    measures = {measure: v for measure, v in measures.items() if measure not in ("page", "both")}
                self.now.add(name + (" " + size if size else ""), engine, measures)

    def known_sets(self, library, known, pairs, client):
        """Figures of each set; the rows of all of them by kind of question and engine."""
        together = {}
        for kind in ("title", "sentence", "words"):
            for a, b in pairs:
                folder = os.path.join(known, f"{kind}-{a}-{b}")
                if os.path.isdir(folder):
                    rows = self.known_set(folder, client)
                    self.add_known(f"{'within' if a == b else 'across'}/{library}-{kind}-{a}-{b}", rows)
                    for engine, some in rows.items():
                        together.setdefault(kind, {}).setdefault(engine, []).extend(some)
        return together

    def add_together(self, group, library, parts):
        """The same over all languages."""
        for kind in ("title", "sentence", "words"):
            rows = {}
            for part in parts:
                for engine, some in part.get(kind, {}).items():
                    rows.setdefault(engine, []).extend(some)
            if rows:
                self.add_known(f"{group}/{library}-{kind}", rows)

    def library(self, name, records, files):
        if self.wanted("known"):
            known = self.known(name, records, files)
        with self.daemon(name, records, files, self.vocabularies()) as daemon:
            if self.wanted("parity"):
                for engine, parameters in EXPANSION:
                    found = parity.measure(daemon.client, name, parameters)
                    self.now.add("parity/" + name, engine, {"n": len(found), "overlap": parity.mean(found)})
            if self.wanted("known"):
                pairs = [(lang, lang) for lang in texts.LANGUAGES]
                self.add_together("within", name, [self.known_sets(name, known, pairs, daemon.client)])
        if self.wanted("known"):
            parts = []
            for to in texts.LANGUAGES:
                only = os.path.join(known, f"texts-{to}")
                with self.daemon(f"{name} in {to}", os.path.join(only, "records.xml"), os.path.join(only, "files"),
                                 self.vocabularies()) as daemon:
                    pairs = [(lang, to) for lang in texts.LANGUAGES if lang != to]
                    parts.append(self.known_sets(name, known, pairs, daemon.client))
            self.add_together("across", name, parts)

    def known(self, name, records, files):
        folder = os.path.join(self.folder, "known", name)
        if not os.path.exists(os.path.join(folder, "done")):
            say(f"known items of {name} ...")
            shutil.rmtree(folder, ignore_errors=True)
            known_items.generate(records, files, folder)
            with open(os.path.join(folder, "done"), "w", encoding="utf-8"):
                pass
        return folder

    def libraries(self):
        if not os.path.isdir(os.path.join(self.shared, "vocabularies")):
            say("Parity and known items are skipped: REPERE_SHARED names no folder with vocabularies/ in it.")
            return
        self.library("corpus", os.path.join(CORPUS, "records"), os.path.join(CORPUS, "files"))
        library = os.path.join(self.shared, "library")
        if os.path.isdir(library):
            self.library("library", os.path.join(library, "records.xml"), os.path.join(library, "files"))
        else:
            say("The larger library is skipped: REPERE_SHARED names no folder with library/ in it.")


def conclude(now, update):
    """Prints the tables, with what is kept of engines that did not run; keeps or compares. The exit status."""
    kept = figures.Figures.read()
    shown = figures.Figures({key: figure for key, figure in kept.items()
                             if key[1] in figures.RIVALS and (key[0], "repere", "n") in now})
    shown.update(now)
    print(figures.as_text(shown))
    if update:
        kept.update(now)
        kept.write()
        print(f"\nThe figures are kept in {os.path.relpath(figures.PATH)}.")
        return 0
    sentences, new = figures.falls(kept, now)
    print()
    for name in new:
        print(f"{name}: no figure is kept of it yet: 'make relevance UPDATE=1' keeps one.")
    for sentence in sentences:
        print(sentence)
    print("'make relevance UPDATE=1' keeps the new figures, where the fall is meant." if sentences else "Nothing fell.")
    return 1 if sentences else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--rivals", action="store_true", help="run the other engines too; their kept figures are shown otherwise")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--dir")
    parser.add_argument("--only", action="append", default=[], choices=["judged", "parity", "known"])
    arguments = parser.parse_args()
    folder = arguments.dir or tempfile.mkdtemp(prefix="repere-relevance-")
    try:
        measurement = Measurement(arguments, os.path.abspath(folder))
        if measurement.wanted("judged"):
            measurement.judged_sets()
        if measurement.wanted("parity") or measurement.wanted("known"):
            measurement.libraries()
        return conclude(measurement.now, arguments.update)
    except repere.Failure as failure:
        say(f"relevance.py: {failure}")
        return 70
    finally:
        if not arguments.dir:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
