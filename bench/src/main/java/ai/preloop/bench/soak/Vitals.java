package ai.preloop.bench.soak;

import ai.preloop.bench.load.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How the product's process is: MiB and counts. */
record Vitals(
    double rss, double heap, double threads, double files, double sockets, double children) {

  private static final double MIB = 1 << 20;

  /** After a collection of the whole heap, so that what is left is what is held. */
  static Vitals of(Product product) throws IOException {
    long pid = product.pid();
    collect(pid);
    List<String> status = Files.readAllLines(Path.of("/proc/" + pid + "/status"));
    List<String> open = open(pid);
    return new Vitals(
        number(status, "VmRSS:") / 1024,
        product.metric("jvm_memory_used_bytes", "area=\"heap\"") / MIB,
        number(status, "Threads:"),
        open.size(),
        (double) open.stream().filter(to -> to.startsWith("socket:")).count(),
        (double) ProcessHandle.of(pid).stream().flatMap(ProcessHandle::children).count());
  }

  private static void collect(long pid) throws IOException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process =
        new ProcessBuilder(jcmd, Long.toString(pid), "GC.run")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException("jcmd could not collect the heap of " + pid);
    }
  }

  private static double number(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(Double.NaN);
  }

  private static List<String> open(long pid) throws IOException {
    try (var files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return files.map(Vitals::target).toList();
    }
  }

  /** A file may be closed while it is looked at. */
  private static String target(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException e) {
      return "gone";
    }
  }
}
