package ai.preloop.activities.embedded;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder that holds everything: what only the product reads lies in {@code home}, what its
 * servers read and write lies in {@code servers}.
 */
record ServerHome(Path home, Path servers, ServerUser user) {

  /**
   * Where root's servers live when root's own folders are closed to the user they run as; {@code
   * servers} is then a link to a folder in there.
   */
  private static final Path STATE = Path.of("/var/lib/preloop");

  static ServerHome open(Path home) {
    var user = ServerUser.current();
    try {
      Path real = folder(home, user == ServerUser.SAME ? "rwx------" : "rwx--x--x").toRealPath();
      Path servers = real.resolve("servers");
      if (!Files.exists(servers)) {
        prepare(servers, user);
      }
      return new ServerHome(real, servers.toRealPath(), user).checked();
    } catch (IOException e) {
      throw new ProblemException(
              ProblemType.UNAVAILABLE, "The folder %s cannot be used: %s".formatted(home, e))
          .causedBy(e);
    }
  }

  private static void prepare(Path servers, ServerUser user) throws IOException {
    if (user.canEnter(servers)) {
      folder(servers, "rwx--x--x");
      return;
    }
    folder(STATE, "rwx--x--x");
    Path elsewhere = folder(Files.createTempDirectory(STATE, "servers-"), "rwx--x--x");
    Files.deleteIfExists(servers);
    Files.createSymbolicLink(servers, elsewhere);
  }

  private ServerHome checked() {
    if (!user.canEnter(servers)) {
      throw new ProblemException(
          ProblemType.UNAVAILABLE,
          "The servers of root run as nobody, who cannot enter %s: open the folders above it with chmod o+x"
              .formatted(servers));
    }
    return this;
  }

  /** A folder of the servers' own, closed to everybody else. */
  Path ownFolder(String name) throws IOException {
    return user.own(folder(servers.resolve(name), "rwx------"));
  }

  /** A folder of programs, which the servers can read and not change. */
  Path programFolder(String name) throws IOException {
    return folder(servers.resolve(name), "rwxr-xr-x");
  }

  private static Path folder(Path path, String permissions) throws IOException {
    Files.createDirectories(path);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    return path;
  }
}
