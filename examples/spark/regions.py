#!/usr/bin/env python3
"""Ties per region, counted by Spark from a folder that `sistergraph export -o x.parquet` wrote.

    spark-submit examples/spark/regions.py x.parquet OUT

Writes OUT as CSV with the columns region, internal, external, volume: ties with both ends in the region, ties with one, and the
sum of the degrees of its places. A region without a tie isn't in it. Where GraphFrames is on the class path
(`--packages io.graphframes:graphframes-spark4_2.13:0.12.3`), `--components OUT2` adds the sizes of connected components;
`components.scala` counts them with GraphX, which every Spark has.
"""
import argparse

from pyspark.sql import SparkSession
from pyspark.sql import functions as f


def ties(spark, data):
    """The ties in force, as sistergraph counts them."""
    return spark.read.parquet(f"{data}/edges.parquet").where("in_force").select("src", "dst")


def by_region(spark, data):
    vertices = spark.read.parquet(f"{data}/vertices.parquet")
    # A region that is itself an end lies in itself.
    region = f.when(f.col("level") == "region", f.col("key"))
    region = f.coalesce(f.col("region"), region) if "region" in vertices.columns else region
    places = vertices.select("id", region.alias("region")).where("region IS NOT NULL")
    of_src = places.select(f.col("id").alias("src"), f.col("region").alias("src_region"))
    of_dst = places.select(f.col("id").alias("dst"), f.col("region").alias("dst_region"))
    ends = ties(spark, data).join(of_src, "src", "left").join(of_dst, "dst", "left")
    is_internal = f.col("src_region").eqNullSafe(f.col("dst_region"))
    regions = f.when(is_internal, f.array("src_region")).otherwise(f.array("src_region", "dst_region"))
    each = ends.select(f.explode(regions).alias("region"), is_internal.cast("long").alias("internal"))
    counts = each.where("region IS NOT NULL").groupBy("region").agg(
        f.sum("internal").alias("internal"), f.sum(1 - f.col("internal")).alias("external")
    )
    return counts.withColumn("volume", 2 * f.col("internal") + f.col("external")).orderBy("region")


def components(spark, data):
    from graphframes import GraphFrame

    vertices = spark.read.parquet(f"{data}/vertices.parquet").select("id")
    found = GraphFrame(vertices, ties(spark, data)).connectedComponents()
    return found.groupBy("component").count().select(f.col("count").alias("size")).orderBy(f.desc("size"))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", help="the folder x.parquet")
    parser.add_argument("out", help="the folder to write")
    parser.add_argument("--components", metavar="OUT2", help="with GraphFrames: the sizes of components")
    options = parser.parse_args()
    spark = SparkSession.builder.appName("sistergraph").getOrCreate()
    by_region(spark, options.data).coalesce(1).write.csv(options.out, header=True)
    if options.components:
        components(spark, options.data).coalesce(1).write.csv(options.components, header=True)
    spark.stop()


if __name__ == "__main__":
    main()
