package ai.preloop.bench.load;

import java.time.Duration;
import java.util.stream.Stream;

/** Processor time used so far. It says where work is done, also on a machine that is shared. */
record Cpu(Duration product, Duration temporal, Duration postgres) {

  static Cpu of(ProcessHandle product) {
    return new Cpu(
        used(Stream.of(product)),
        used(product.descendants().filter(one -> runs(one, "temporal"))),
        used(product.descendants().filter(one -> runs(one, "postgres"))));
  }

  Cpu since(Cpu before) {
    return new Cpu(
        product.minus(before.product),
        temporal.minus(before.temporal),
        postgres.minus(before.postgres));
  }

  /** A row for each process, in milliseconds for each of the cases. */
  void perCase(String what, int cases, Table table) {
    row(what, "product", product, cases, table);
    row(what, "Temporal", temporal, cases, table);
    row(what, "PostgreSQL", postgres, cases, table);
  }

  private static void row(String what, String who, Duration used, int cases, Table table) {
    table.add(what + ": CPU of " + who, used.toNanos() / 1e6 / cases, "ms", "");
  }

  private static boolean runs(ProcessHandle process, String program) {
    return process.info().command().orElse("").endsWith("/" + program);
  }

  private static Duration used(Stream<ProcessHandle> processes) {
    return processes
        .map(one -> one.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }
}
