package ai.preloop.api.outages;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many threads there are, but for those of the tests themselves. */
record Threads(long platform, long virtual) {

  static Threads now() {
    try {
      Path folder = Files.createTempDirectory("threads");
      Path dump = folder.resolve("dump.txt");
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
      long virtual =
          Files.readString(dump)
              .lines()
              .filter(line -> line.startsWith("#") && line.contains(" virtual"))
              .count();
      Files.delete(dump);
      Files.delete(folder);
      return new Threads(platformThreads(), virtual);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long platformThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> !name.equals("gate") && !name.startsWith("HttpClient"))
        .count();
  }
}
