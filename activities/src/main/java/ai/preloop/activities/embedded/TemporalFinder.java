package ai.preloop.activities.embedded;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the {@code temporal} program: the one that {@code TEMPORAL_CLI} names, on {@code PATH}, got
 * before, downloaded, or built with Go, in this order.
 */
final class TemporalFinder {

  private final Path bin;
  private final Map<String, String> environment;
  private final TemporalDownload download;
  private final EmbeddedLog log;

  TemporalFinder(
      Path bin, Map<String, String> environment, TemporalDownload download, EmbeddedLog log) {
    this.bin = bin;
    this.environment = environment;
    this.download = download;
    this.log = log;
  }

  Path find() throws IOException, InterruptedException {
    String named = environment.getOrDefault("TEMPORAL_CLI", "");
    if (!named.isBlank()) {
      return named(Path.of(named));
    }
    Optional<Path> there = onPath("temporal").or(() -> runnable(bin.resolve("temporal")));
    return there.isPresent() ? there.get() : get();
  }

  private static Path named(Path path) {
    return runnable(path)
        .orElseThrow(
            () -> unavailable("TEMPORAL_CLI names %s, which is not a program".formatted(path)));
  }

  private Path get() throws IOException, InterruptedException {
    Files.createDirectories(bin);
    Path target = bin.resolve("temporal");
    if (download.into(target, log)) {
      return target;
    }
    Optional<Path> go = onPath("go");
    if (go.isPresent()) {
      log.tell("Temporal could not be downloaded and is built with Go, once; it takes minutes");
      if (new TemporalBuild(go.get(), environment).into(target)) {
        return target;
      }
    }
    throw unavailable(
        "The Temporal CLI is neither here nor to be had: put `temporal` on PATH, name it in TEMPORAL_CLI, install Go 1.24 or later, or set TEMPORAL_ADDRESS to a server of your own");
  }

  private Optional<Path> onPath(String program) {
    return Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isBlank())
        .flatMap(folder -> runnable(Path.of(folder, program)).stream())
        .findFirst();
  }

  private static Optional<Path> runnable(Path path) {
    return Optional.of(path.toAbsolutePath())
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file));
  }

  private static ProblemException unavailable(String sentence) {
    return new ProblemException(ProblemType.UNAVAILABLE, sentence);
  }
}
