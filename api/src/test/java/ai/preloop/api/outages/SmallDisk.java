package ai.preloop.api.outages;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A disk in memory that can be filled to its last byte; only root may mount one. */
final class SmallDisk implements AutoCloseable {

  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /** Empty where the machine forbids it. */
  static Optional<SmallDisk> mountedOn(Path folder, int megabytes) {
    if (!run("mount", "-t", "tmpfs", "-o", "mode=0711,size=" + megabytes + "m", "tmpfs", folder)) {
      return Optional.empty();
    }
    SmallDisk disk = new SmallDisk(folder);
    Runtime.getRuntime().addShutdownHook(new Thread(disk::close));
    return Optional.of(disk);
  }

  /** In place of the folder of a home's servers, with the programs that were linked there. */
  static Optional<SmallDisk> forServersOf(Path home, int megabytes) {
    try {
      Path servers = home.resolve("servers").toRealPath();
      Path programs = servers.resolve("programs");
      Optional<Path> linked =
          Files.isSymbolicLink(programs)
              ? Optional.of(Files.readSymbolicLink(programs))
              : Optional.empty();
      Optional<SmallDisk> disk = mountedOn(servers, megabytes);
      if (disk.isPresent() && linked.isPresent()) {
        Files.createSymbolicLink(programs, linked.get());
      }
      return disk;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void fill() {
    try (OutputStream out = Files.newOutputStream(ballast())) {
      byte[] bytes = new byte[4_096];
      while (folder.toFile().getUsableSpace() > 0) {
        out.write(bytes);
      }
    } catch (IOException e) {
      // Somebody else took the last byte.
    }
  }

  void clear() {
    try {
      Files.deleteIfExists(ballast());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    run("umount", "-l", folder);
  }

  private Path ballast() {
    return folder.resolve("ballast");
  }

  private static boolean run(Object... command) {
    try {
      Process process =
          new ProcessBuilder(java.util.Arrays.stream(command).map(Object::toString).toList())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
