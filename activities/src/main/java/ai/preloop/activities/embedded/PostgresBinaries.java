package ai.preloop.activities.embedded;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs from the class path, unpacked once. */
record PostgresBinaries(Path folder) {

  /** Unpacks into {@code parent} unless that was done before; never leaves half of it there. */
  static PostgresBinaries unpackInto(Path parent) throws IOException {
    String archive = archive();
    try (InputStream stream = PostgresBinaries.class.getResourceAsStream("/" + archive)) {
      if (stream == null) {
        throw new ProblemException(
            ProblemType.UNAVAILABLE,
            "There is no PostgreSQL for this machine (%s) in this build: set DATABASE_URL to a server of your own"
                .formatted(archive));
      }
      Path folder = parent.resolve(archive.replace(".txz", "-") + fingerprint(archive));
      if (!Files.exists(folder)) {
        Path fresh = Files.createTempDirectory(parent, "unpacking");
        unpack(stream, fresh);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(fresh, folder, ATOMIC_MOVE);
      }
      return new PostgresBinaries(folder);
    }
  }

  String program(String name) {
    return folder.resolve("bin", name).toString();
  }

  private static String archive() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch");
    boolean mac = system.contains("mac");
    String processor = "aarch64".equals(machine) ? "arm_64" : "x86_64";
    return "postgres-%s-%s.txz".formatted(mac ? "darwin" : "linux", processor);
  }

  /** Another build of the programs has another size, and so another folder. */
  private static String fingerprint(String archive) throws IOException {
    var resource = PostgresBinaries.class.getResource("/" + archive);
    return resource == null
        ? ""
        : Long.toString(resource.openConnection().getContentLengthLong(), 36);
  }

  private static void unpack(InputStream stream, Path target) throws IOException {
    try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(stream)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        place(tar, entry, target);
      }
    }
  }

  private static void place(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    Path path = target.resolve(entry.getName()).normalize();
    if (!path.startsWith(target)) {
      throw new IOException("The archive names a file outside itself: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.resolveSibling("."));
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else {
      Files.copy(tar, path);
      boolean runs = (entry.getMode() & 0100) != 0;
      Files.setPosixFilePermissions(
          path, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }
}
