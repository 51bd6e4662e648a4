package ai.preloop.activities.embedded;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * The data folder: made aside and moved into place in one step, with the role and the database of
 * the product in it, so that it is either whole or not there.
 */
record PostgresCluster(ServerHome home, PostgresBinaries binaries, Launcher launcher) {

  static final String NAME = "preloop";

  Path folder() {
    return home.servers().resolve("postgres");
  }

  void make(String superuserPassword, String password) throws IOException, InterruptedException {
    Path fresh = home.servers().resolve("postgres.new");
    delete(fresh);
    home.ownFolder("postgres.new");
    initialize(fresh, superuserPassword);
    bootstrap(fresh, password);
    Files.move(fresh, folder(), ATOMIC_MOVE);
  }

  private void initialize(Path fresh, String superuserPassword)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile(home.servers(), "initdb", null);
    try {
      Files.writeString(home.user().own(file), superuserPassword);
      check(
          launcher.run(
              List.of(
                  binaries.program("initdb"),
                  "--pgdata=" + fresh,
                  "--username=postgres",
                  "--pwfile=" + file,
                  "--auth=scram-sha-256",
                  "--encoding=UTF8",
                  "--locale=C",
                  "--locale-provider=builtin",
                  "--builtin-locale=C.UTF-8"),
              ""));
    } finally {
      Files.delete(file);
    }
  }

  /** In single-user mode, so that the superuser never comes in over the network. */
  private void bootstrap(Path fresh, String password) throws IOException, InterruptedException {
    String role = "CREATE ROLE %s LOGIN CREATEROLE PASSWORD '%s'\n".formatted(NAME, password);
    String database = "CREATE DATABASE %1$s OWNER %1$s\n".formatted(NAME);
    check(
        launcher.run(
            List.of(binaries.program("postgres"), "--single", "-D", fresh.toString(), "postgres"),
            role + database));
  }

  private static void check(Launcher.Finished finished) {
    if (finished.exit() != 0 || finished.output().contains("ERROR:")) {
      String reason =
          finished
              .output()
              .lines()
              .filter(line -> line.matches("(?i).*(error|fatal|panic):.*"))
              .findFirst()
              .orElse("it ended with " + finished.exit());
      throw new ProblemException(
          ProblemType.UNAVAILABLE, "PostgreSQL could not make its data folder: " + reason);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var paths = Files.walk(folder)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
