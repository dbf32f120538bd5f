"""Asks Repère and its rivals the questions of choose.py and prints what they took.

questions.py DIR BUILD [RIVAL...]
questions.py DIR load RIVAL...      only loads them: a rival that is loaded already is not loaded again

DIR holds works.tsv, questions.json, an index and bench.conf, which listens on bench.sock. Medians are of warm answers: each
question of a kind was asked once before, in the same order, and other questions came in between. "cold" is the first time in
the life of the daemon. The table is also kept as DIR/results.txt, and the figures as DIR/results.json."""
import json
import os
import statistics
import sys
import time

from engines import RIVALS, Repere, size_of

QUESTIONS = int(os.environ.get("BENCH_QUESTIONS", "8"))   # at most, of a kind
ROUNDS = 12   # at most: how often each is asked
ENOUGH = float(os.environ.get("BENCH_SECONDS", "8"))   # seconds after which a kind has no further round


class RepereBare(Repere):
    """Without passages: what the rivals answer, too."""
    name = "repere, no passages"
    passages = 0


def steady(repere, kinds):
    """Drops questions whose words have other forms with the same stem: rivals that stem nothing would not find them."""
    for kind in kinds:
        kept = []
        for question in kind["questions"]:
            exact = {name: [f'"{word}"' for word in words] for name, words in question.items() if name in ("words", "any")}
            if not exact or repere.ask(repere.prepare(question)) == repere.ask(repere.prepare(exact)):
                kept.append(question)
        kind["questions"] = (kept or kind["questions"])[:QUESTIONS]


def measure(engine, questions):
    """First answers, warm answers (seconds), a total each."""
    prepared = [engine.prepare(question) for question in questions]
    first = [engine.timed(one) for one in prepared]
    warm, end = [], time.monotonic() + ENOUGH   # but for two rounds, so that one hitch does not make the median
    for answered in range(ROUNDS):
        warm += [engine.timed(one) for one in prepared]
        if answered > 0 and time.monotonic() > end:
            break
    totals = [engine.total(one) if hasattr(engine, "total") else engine.ask(one) for one in prepared]
    return {"first": first, "warm": warm, "totals": totals}


def run_engine(engine, kinds, results):
    engine.start()
    try:
        for kind in kinds:
            try:
                results[engine.name][kind["kind"]] = measure(engine, kind["questions"])
            except RuntimeError as error:
                print(f"{engine.name}: {kind['kind']}: {error}", file=sys.stderr)
    finally:
        engine.stop()


def p99(times):
    return sorted(times)[min(len(times) - 1, len(times) * 99 // 100)]


def ms(seconds):
    return f"{seconds * 1000:.{1 if seconds < 0.0995 else 0}f}"


def agreement(mine, other):
    """The largest difference of totals, in per cent of ours."""
    return max((abs(a - b) / max(a, 1) * 100 for a, b in zip(mine, other)), default=0)


def table_of_ours(kinds, ours, bare):
    yield f"{'repere, ms':26} {'hits':>8} {'cold':>8} {'median':>8} {'p99':>8} {'no passages':>12} {'p99':>8}"
    for kind in (k["kind"] for k in kinds):
        if kind in ours and kind in bare:
            a, b = ours[kind], bare[kind]
            yield (f"{kind:26} {int(statistics.median(a['totals'])):8} {ms(statistics.median(a['first'])):>8} "
                   f"{ms(statistics.median(a['warm'])):>8} {ms(p99(a['warm'])):>8} {ms(statistics.median(b['warm'])):>12} "
                   f"{ms(p99(b['warm'])):>8}")


def table_of_rivals(kinds, results):
    names = [name for name in results if name != RepereBare.name]
    sums = dict.fromkeys(names, 0.0)
    yield f"{'median / p99, ms':26}" + "".join(f" {name:>18}" for name in names)
    for kind in (k["kind"] for k in kinds):
        cells = []
        for name in names:
            found = results[name].get(kind)
            cells.append(f"{ms(statistics.median(found['warm']))} / {ms(p99(found['warm']))}" if found else "-")
            if found:
                sums[name] += statistics.median(found["warm"])
        yield f"{kind:26}" + "".join(f" {cell:>18}" for cell in cells)
    yield f"{'sum of the medians':26}" + "".join(f" {ms(sums[name]):>18}" for name in names)
    if sums[Repere.name]:
        yield f"{'to repere':26}" + "".join(f" {sums[name] / sums[Repere.name]:>17.1f}x" for name in names)


def table_of_totals(kinds, results):
    for name in results:
        off = []
        for kind in (k["kind"] for k in kinds):
            if kind in results[name] and kind in results[Repere.name]:
                by = agreement(results[Repere.name][kind]["totals"], results[name][kind]["totals"])
                if by > 0:
                    off.append(f"{kind}: {by:.2g} %")
        if name not in (Repere.name, RepereBare.name):
            yield f"totals of {name}: " + ("the same" if not off else "differ by at most " + "; ".join(off))


def load_rivals(names, folder):
    loaded = []
    for name in names:
        engine = RIVALS[name](os.path.join(folder, "works.tsv"), folder)
        missing = [path for path in engine.needs if not os.path.exists(path)]
        if missing:
            yield f"{name} is left out: {missing[0]} is not installed"
            continue
        kept = os.path.join(engine.folder, "loaded.json")
        try:
            if os.path.exists(kept):
                with open(kept, encoding="utf-8") as file:
                    seconds, size = json.load(file)
            else:
                seconds, size = engine.load()
                with open(kept, "w", encoding="utf-8") as file:
                    json.dump([seconds, size], file)
        except Exception as error:  # a rival that cannot be had is no failure of the run
            yield f"{name} is left out: {error}"
            continue
        works = sum(1 for _ in open(engine.works, "rb"))
        loaded.append(engine)
        yield f"{name:14} loaded {works} works in {seconds:8.1f} s, {works / seconds:8.0f} works/s, {size / 1e6:8.0f} MB"
    load_rivals.loaded = loaded


def main():
    folder, build, names = sys.argv[1], sys.argv[2], sys.argv[3:]
    if build == "load":
        for line in load_rivals(names, folder):
            print(line, flush=True)
        return
    with open(os.path.join(folder, "questions.json"), encoding="utf-8") as file:
        kinds = json.load(file)
    out = open(os.path.join(folder, "results.txt"), "a", encoding="utf-8")

    def say(line):
        print(line, flush=True)
        print(line, file=out, flush=True)

    load_rivals.loaded = []
    for line in load_rivals(names, folder):
        say(line)
    results = {}
    chooser = Repere(folder, build)
    chooser.start()
    try:
        steady(chooser, kinds)
    finally:
        chooser.stop()
    for engine in [Repere(folder, build), RepereBare(folder, build), *load_rivals.loaded]:
        results[engine.name] = {}
        try:
            run_engine(engine, kinds, results)
        except Exception as error:  # as above
            say(f"{engine.name} gave up: {error}")
            if engine.name.startswith("repere"):
                raise
    for part in (table_of_ours(kinds, results[Repere.name], results[RepereBare.name]),
                 table_of_rivals(kinds, results) if names else (), table_of_totals(kinds, results)):
        say("")
        for line in part:
            say(line)
    with open(os.path.join(folder, "results.json"), "w", encoding="utf-8") as file:
        json.dump({"size": size_of(os.path.join(folder, "index")), "kinds": kinds, "results": results}, file)


main()
