// The sizes of connected components, counted by GraphX from a folder that `sistergraph export -o x.parquet` wrote.
//
//     spark-shell --conf spark.sistergraph.data=x.parquet --conf spark.sistergraph.out=OUT -i examples/spark/components.scala
//
// Writes OUT as CSV with the columns size and components: how many components have so many places.
import org.apache.spark.graphx.{Edge, Graph}

val data = spark.conf.get("spark.sistergraph.data")
val places = spark.read.parquet(s"$data/vertices.parquet").select("id").rdd.map(row => (row.getLong(0), ()))
val inForce = spark.read.parquet(s"$data/edges.parquet").where("in_force").select("src", "dst")
val ties = inForce.rdd.map(row => Edge(row.getLong(0), row.getLong(1), ()))

// A component is named by the smallest id in it.
val components = Graph(places, ties).connectedComponents().vertices
val sizes = components.map { case (_, component) => (component, 1L) }.reduceByKey(_ + _).map { case (_, size) => size }
val counts = sizes.map(size => (size, 1L)).reduceByKey(_ + _).toDF("size", "components").orderBy("size")
counts.coalesce(1).write.option("header", "true").csv(spark.conf.get("spark.sistergraph.out"))

System.exit(0)
