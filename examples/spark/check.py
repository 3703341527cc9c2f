#!/usr/bin/env python3
"""Spark and sistergraph count the same: ties per region and sizes of connected components.

    examples/spark/check.py target/debug/sistergraph [DATA ...]

Needs Java 17 and the packages of requirements.txt beside this file; the program is built with the feature `parquet`. DATA is
what --data takes; without it, the built-in data. Says how long each program took.
"""
import collections
import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import pyspark

HERE = pathlib.Path(__file__).resolve().parent
PROGRAM = pathlib.Path(sys.argv[1]).resolve()
SPARK = pathlib.Path(pyspark.__file__).parent
LOCAL = ["--master", "local[*]", "--driver-memory", os.environ.get("SPARK_MEMORY", "2g"), "--conf", "spark.ui.enabled=false"]


def run(what, *command, **more):
    began = time.monotonic()
    ran = subprocess.run([str(word) for word in command], capture_output=True, text=True, **more)
    if ran.returncode:
        raise SystemExit(f"{what}: {ran.stderr[-2000:]}")
    print(f"{what}: {time.monotonic() - began:.1f} s")
    return ran.stdout


def rows(folder):
    """What Spark wrote, in however many parts."""
    found = []
    for part in sorted(folder.glob("part-*.csv")):
        with open(part, encoding="utf-8", newline="") as file:
            found += [{name: int(cell) if cell.isdigit() else cell for name, cell in row.items()} for row in csv.DictReader(file)]
    return found


def check(data):
    def sistergraph(*args):
        return run(f"{data}, sistergraph {args[0]}", PROGRAM, "--data", data, *args, "-q")

    columns = ["region", "internal", "external", "volume"]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        exported = folder / "x.parquet"
        sistergraph("export", "-o", exported)
        spark = {**os.environ, "SPARK_HOME": str(SPARK), "PYSPARK_PYTHON": sys.executable}
        submit = [SPARK / "bin/spark-submit", *LOCAL, HERE / "regions.py", exported, folder / "regions"]
        run(f"{data}, Spark's DataFrames", *submit, env=spark, cwd=folder)
        conf = {"data": exported, "out": folder / "components"}
        confs = [word for key, value in conf.items() for word in ("--conf", f"spark.sistergraph.{key}={value}")]
        shell = [SPARK / "bin/spark-shell", *LOCAL, *confs, "-i", HERE / "components.scala"]
        run(f"{data}, Spark's GraphX", *shell, env=spark, cwd=folder, stdin=subprocess.DEVNULL)

        with open(HERE.parent.parent / "data/register/countries.csv", encoding="utf-8", newline="") as file:
            countries = [row["alpha2"] for row in csv.DictReader(file)]
        asked = sistergraph("regions", *countries, "--to", "any", "--format", "json")
        ours = {row["region"]: [row[column] for column in columns] for row in json.loads(asked) if row["volume"]}
        theirs = {row["region"]: [row[column] for column in columns] for row in rows(folder / "regions")}
        different = [region for region in ours.keys() | theirs.keys() if ours.get(region) != theirs.get(region)]
        if different:
            first = sorted(different)[0]
            raise SystemExit(f"{data}: {len(different)} regions differ: {ours.get(first)}, by Spark {theirs.get(first)}")

        listed = json.loads(sistergraph("components", "--format", "json"))
        ours = collections.Counter(row["size"] for row in listed)
        theirs = {row["size"]: row["components"] for row in rows(folder / "components")}
        if ours != theirs:
            raise SystemExit(f"{data}: components differ: {sorted(ours.items())[-5:]}, by Spark {sorted(theirs.items())[-5:]}")
        print(f"{data}: the same figures of {len(rows(folder / 'regions'))} regions and {sum(theirs.values())} components")


for source in sys.argv[2:] or ["belarus"]:
    check(source)
