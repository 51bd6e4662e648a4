package ai.preloop.activities.embedded;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Builds the Temporal CLI from its published source. */
record TemporalBuild(Path go, Map<String, String> environment) {

  /** The newest that {@code go install} takes; later ones replace modules and are refused by it. */
  private static final String MODULE = "github.com/temporalio/cli/cmd/temporal@v1.5.1";

  /** False when it could not be built. */
  boolean into(Path target) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(target.toAbsolutePath().getParent(), "building");
    try {
      Process process = builder(folder).start();
      if (!process.waitFor(15, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        return false;
      }
      if (process.exitValue() == 0) {
        Files.move(folder.resolve("temporal"), target, ATOMIC_MOVE);
      }
      return process.exitValue() == 0;
    } finally {
      Files.delete(folder);
    }
  }

  private ProcessBuilder builder(Path folder) {
    var builder =
        new ProcessBuilder(go.toString(), "install", "-trimpath", "-ldflags", "-s -w", MODULE)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.DISCARD);
    builder.environment().putAll(environment);
    builder.environment().put("GOBIN", folder.toString());
    return builder;
  }
}
