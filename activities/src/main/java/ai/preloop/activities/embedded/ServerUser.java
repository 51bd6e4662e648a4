package ai.preloop.activities.embedded;

import static java.nio.file.attribute.PosixFilePermission.OTHERS_EXECUTE;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Who the servers run as: the user of the product, or {@code nobody} where that is root, which
 * PostgreSQL refuses to run as.
 */
enum ServerUser {
  SAME,
  NOBODY;

  private static final int NOBODY_ID = 65534;

  static ServerUser current() {
    return new UnixSystem().getUid() == 0 ? NOBODY : SAME;
  }

  /** The arguments of {@code setpriv} that become this user. */
  List<String> privileges() {
    var arguments = new ArrayList<String>();
    if (this == NOBODY) {
      arguments.addAll(List.of("--reuid=" + NOBODY_ID, "--regid=" + NOBODY_ID, "--clear-groups"));
    }
    return arguments;
  }

  /** Gives a file or folder to this user. */
  Path own(Path path) {
    if (this == NOBODY) {
      try {
        Files.setAttribute(path, "unix:uid", NOBODY_ID);
        Files.setAttribute(path, "unix:gid", NOBODY_ID);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return path;
  }

  /** Whether this user can pass through every folder above {@code path}, and {@code path} too. */
  boolean canEnter(Path path) {
    if (this == SAME) {
      return true;
    }
    for (Path folder = real(path); folder != null; folder = folder.getParent()) {
      if (Files.exists(folder) && !isOpen(folder)) {
        return false;
      }
    }
    return true;
  }

  /** Where links lead to is what has to be open. */
  private static Path real(Path path) {
    try {
      return Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOpen(Path path) {
    try {
      return Files.getPosixFilePermissions(path).contains(OTHERS_EXECUTE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
