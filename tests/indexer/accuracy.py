#!/usr/bin/python3
"""The text that is indexed, against an independent extractor's (mutool, of mupdf-tools): word by word, file by file.

    accuracy.py BUILD [--library FOLDER] [--dir FOLDER] [--least 0.9]

FOLDER (default: $REPERE_SHARED/library) has records.xml and files/. It is indexed into a temporary folder (or --dir, kept
for another run), and the pages' texts are asked of the daemon: what is compared is what readers find and see. Similarity is
2|A and B| / (|A| + |B|) over the multisets of words (Dice's coefficient), case folded, in compatibility form, hyphens inside
and at the ends of lines left out on both sides, since which of them stay is a matter of opinion. Lines that come back on
three or more pages and are not in the page as indexed were dropped on purpose (running headers); they are not counted, and
shown on the side. Every file under --least is listed with the words that make the difference. Says nothing of the order."""
import argparse
import collections
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import unicodedata
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "relevance"))
from repere import Daemon, Failure  # noqa: E402

HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u2011\u00ad\u00ac]\s*(?=[^\W\d_])")
WORD = re.compile(r"[^\W_]+")
SHOWN = 12  # words a file


def normal(text):
    """As both sides are compared."""
    text = unicodedata.normalize("NFKC", HYPHEN.sub("", text.replace("\r", ""))).casefold()
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def words(text):
    return WORD.findall(normal(text))


def pages_of_mutool(path):
    run = subprocess.run(["mutool", "draw", "-q", "-F", "txt", path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                         timeout=600, check=False)
    return run.stdout.decode("utf-8", "replace").split("\f")


def ask(client, path):
    client.connection.request("GET", path)
    answer = client.connection.getresponse()
    body = answer.read()
    return json.loads(body) if answer.status == 200 else None


def pages_of_ours(client, work, number, pages):
    texts = []
    for n in range(1, pages + 1):
        page = ask(client, f"/v1/works/{urllib.parse.quote(work, safe='')}/pages/{n}?file={number}")
        texts.append(page["text"] if page else "")
    return texts


def masked(line):
    return re.sub(r"\d+", "#", " ".join(words(line)))


def without_furniture(theirs, ours):
    """Their pages without the lines that come back and that ours do not have; and how many lines that are."""
    times = collections.Counter()
    for page in theirs:
        times.update({masked(line) for line in page.split("\n")})
    dropped, kept = 0, []
    for i, page in enumerate(theirs):
        have = collections.Counter(words(ours[i])) if i < len(ours) else collections.Counter()
        lines = []
        for line in page.split("\n"):
            known = words(line)
            if known and times[masked(line)] >= 3 and any(have[word] == 0 for word in known):
                dropped += 1
            else:
                lines.append(line)
        kept.append("\n".join(lines))
    return kept, dropped


def compare(theirs, ours):
    a, b = collections.Counter(), collections.Counter()
    for page in theirs:
        a.update(words(page))
    for page in ours:
        b.update(words(page))
    total = sum(a.values()) + sum(b.values())
    return (2 * sum((a & b).values()) / total if total else 1.0), a - b, b - a


def show(counter):
    return ", ".join(f"{word} {n}" for word, n in counter.most_common(SHOWN)) or "none"


def explain(name, similarity, missing, more, ledger):
    sources = collections.Counter(page["source"] for page in ledger["pages"])
    print(f"{name}: {similarity:.3f}")
    print(f"  {ledger['outcome']}{': ' + ledger['reason'] if ledger.get('reason') else ''}; pages: {dict(sources)}")
    print(f"  only mutool has {sum(missing.values())}: {show(missing)}")
    print(f"  only the index has {sum(more.values())}: {show(more)}")


def measure(arguments, daemon):
    conf = os.path.join(daemon.folder, "repere.conf")
    ledger = subprocess.run([f"{arguments.build}/repere-indexer", "-c", conf, "ledger", "--json"], stdout=subprocess.PIPE,
                            check=True).stdout.decode().splitlines()
    similarities, low, furniture, numbers = [], [], 0, collections.Counter()
    for line in map(json.loads, ledger):
        if not line.get("file"):
            continue
        numbers[line["work"]] += 1
        if not line["file"].lower().endswith(".pdf"):
            continue
        path = os.path.join(arguments.library, "files", line["file"])
        ours = pages_of_ours(daemon.client, line["work"], numbers[line["work"]], len(line["pages"]))
        theirs, dropped = without_furniture(pages_of_mutool(path), ours)
        similarity, missing, more = compare(theirs, ours)
        furniture += dropped
        similarities.append(similarity)
        if similarity < arguments.least:
            low.append((similarity, line["file"], missing, more, line))
    if not similarities:
        raise Failure(f"{arguments.library} has no PDF that was indexed.")
    for similarity, name, missing, more, line in sorted(low, key=lambda row: row[:2]):
        explain(name, similarity, missing, more, line)
    print(f"{len(similarities)} files: median {statistics.median(similarities):.4f}, mean "
          f"{statistics.fmean(similarities):.4f}, least {min(similarities):.4f}; {len(low)} under {arguments.least}; "
          f"{furniture} lines that come back were not counted")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("build")
    parser.add_argument("--library", default=os.path.join(os.environ.get("REPERE_SHARED", "/nowhere"), "library"))
    parser.add_argument("--dir")
    parser.add_argument("--least", type=float, default=0.9)
    arguments = parser.parse_args()
    records = os.path.join(arguments.library, "records.xml")
    if not os.path.exists(records):
        print(f"accuracy.py: {arguments.library}: there is no records.xml: set REPERE_SHARED, or say --library.",
              file=sys.stderr)
        return 66
    with tempfile.TemporaryDirectory() as own:
        folder = arguments.dir or own
        os.makedirs(folder, exist_ok=True)
        try:
            with Daemon(arguments.build, records, os.path.join(arguments.library, "files"), [], folder) as daemon:
                measure(arguments, daemon)
        except Failure as failure:
            print(f"accuracy.py: {failure}", file=sys.stderr)
            return 70
    return 0


if __name__ == "__main__":
    sys.exit(main())
