#!/usr/bin/env python3
"""Asks the program about random data sets and compares every answer with an oracle that shares no code with it.

    random_sets.py PROGRAM [--sets 300] [--seed 1] [--only SEED] [--keep FOLDER]

Needs networkx and numpy (`requirements.txt`). `lists.py` makes the data sets, `rules.py` and `network.py` are the oracle,
`questions.py` has what is asked. A data set that an answer is wrong for is kept, and the command to ask it again is
printed. Exit code 1 where any answer differs.
"""
import argparse
import collections
import dataclasses
import json
import multiprocessing
import os
import pathlib
import random
import shlex
import shutil
import subprocess
import sys
import tempfile

from lists import Maker, Register
from questions import Asker, changes_between

REGISTER = pathlib.Path(__file__).parents[2] / "data" / "register"


def ask(program, words):
    """The exit code, the answer as JSON (None if there is none), and the text on stderr."""
    run = subprocess.run([program, *words], capture_output=True, timeout=60, check=False)
    text = run.stdout.decode("utf-8")
    return run.returncode, json.loads(text) if text.strip() else None, run.stderr.decode("utf-8")


def faults(question, code, answer, errors):
    """The errors in an answer, as sentences."""
    if code != question.status:
        return [f"exit code {code} instead of {question.status}: {errors.strip()}"]
    return list(question.judge(answer)) if code == 0 else []


def compare(job):
    """Asks all questions about the data set of one seed. Returns the number of questions, and reports of differences."""
    program, seed, keep = job
    rng = random.Random(seed)
    maker = Maker(Register(REGISTER), rng)
    lists = maker.lists()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        data = lists.write(folder / "lists", rng)
        asker = Asker(lists, rng)
        jobs = [(["--data", str(data), *q.words, "--format", "json", "-q"], q) for q in asker.questions()]
        later = maker.later(lists)
        change = changes_between(lists, later, dataclasses.replace(asker.filters(statuses=False), kinds=()))
        new = later.write(folder / "later", rng)
        jobs.append((["diff", str(data), str(new), *change.words[1:], "--format", "json", "-q"], change))
        reports = []
        for words, question in jobs:
            wrong = faults(question, *ask(program, words))
            if wrong:
                kept = pathlib.Path(keep) / f"seed-{seed}"
                shutil.copytree(folder, kept, dirs_exist_ok=True)
                again = [str(kept / pathlib.Path(word).relative_to(folder)) if word.startswith(str(folder)) else word
                         for word in words]
                reports.append((question.words[0], f"{shlex.join([program, *again])}\n" + "".join(f"  {line}\n" for line in wrong)))
    return seed, len(jobs), reports


def main():
    options = argparse.ArgumentParser()
    options.add_argument("program")
    options.add_argument("--sets", type=int, default=300)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", type=int, help="only the data set of this seed")
    options.add_argument("--keep", default="target/oracle", help="where data sets that fail are written to")
    options = options.parse_args()
    seeds = [options.only] if options.only is not None else range(options.seed, options.seed + options.sets)
    jobs = [(os.path.abspath(options.program), seed, os.path.abspath(options.keep)) for seed in seeds]
    asked, differing = 0, collections.Counter()
    with multiprocessing.Pool() as pool:
        for seed, count, reports in pool.imap(compare, jobs):
            asked += count
            for command, report in reports:
                differing[command] += 1
                print(f"seed {seed}\n{report}")
    print(f"{len(jobs)} data sets, {asked} answers compared, {sum(differing.values())} differ {dict(differing) or ''}")
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
