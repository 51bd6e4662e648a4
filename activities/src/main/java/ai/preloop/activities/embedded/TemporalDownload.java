package ai.preloop.activities.embedded;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The published archive of the Temporal CLI, of the one version that is known here: it is run only
 * if it has the SHA-256 that it had when this was written. {@code digests} are by platform.
 */
record TemporalDownload(URI source, Map<String, String> digests, Duration patience) {

  /** The version whose behaviour and speed were measured. */
  private static final String VERSION = "1.5.1";

  private static final Duration QUICK = Duration.ofSeconds(4);
  private static final String PROGRAM = "temporal";

  static final TemporalDownload OFFICIAL =
      new TemporalDownload(
          URI.create("https://github.com/temporalio/cli/releases/download/v" + VERSION + "/"),
          Map.of(
              "linux_amd64", "ddc95e08b0b076efd4ea9733a3f488eb7d2be875f8834e616cd2a37358b4852d",
              "linux_arm64", "bd1b0db9f18b051026de8bf6cc1505f2510f14bbb7a8b9a4a91fff46c77454f5",
              "darwin_amd64", "bbb73e2a31135abe50a1f1cdb35030c42961df618e8ce9c60ae89f201540c5d9",
              "darwin_arm64", "cca01b7ea35ad56e2a328d9ae596bf716bd22313ef63c7a761c88354457c2415"),
          Duration.ofMinutes(5));

  /** What this machine is called in the names of archives. */
  static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return "%s_%s"
        .formatted(
            system.contains("mac") ? "darwin" : "linux",
            "aarch64".equals(System.getProperty("os.arch")) ? "arm64" : "amd64");
  }

  /** False when it could not be had in time, or was not what is known. */
  boolean into(Path target, EmbeddedLog log) throws InterruptedException {
    URI archive = source.resolve("temporal_cli_%s_%s.tar.gz".formatted(VERSION, platform()));
    Path part = target.resolveSibling("temporal.tar.gz.part");
    try {
      log.tell("Temporal is downloaded, once, from " + archive);
      fetch(archive, part);
      if (!digest(part).equals(digests.get(platform()))) {
        log.tell("What came is not the Temporal that is known here, and was thrown away");
        return false;
      }
      extract(part, target);
      return true;
    } catch (IOException e) {
      return false;
    } finally {
      remove(part);
    }
  }

  private static void remove(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Follows redirects, but for one from https to http. */
  private void fetch(URI archive, Path part) throws IOException, InterruptedException {
    try (var client =
        HttpClient.newBuilder().connectTimeout(QUICK).followRedirects(Redirect.NORMAL).build()) {
      CompletableFuture<HttpResponse<Path>> answer =
          client.sendAsync(HttpRequest.newBuilder(archive).build(), BodyHandlers.ofFile(part));
      try {
        if (answer.get(patience.toMillis(), TimeUnit.MILLISECONDS).statusCode() != 200) {
          throw new FileNotFoundException(archive.toString());
        }
      } catch (ExecutionException | TimeoutException e) {
        throw new IOException(e);
      } finally {
        answer.cancel(true);
        client.shutdownNow();
      }
    }
  }

  private static String digest(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] some = new byte[1 << 16];
      for (int read = in.read(some); read >= 0; read = in.read(some)) {
        digest.update(some, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void extract(Path archive, Path target) throws IOException {
    try (var tar = new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isFile() && Path.of(entry.getName()).endsWith(PROGRAM)) {
          Path part = target.resolveSibling(target.getFileName() + ".part");
          Files.copy(tar, part, REPLACE_EXISTING);
          Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxr-xr-x"));
          Files.move(part, target, ATOMIC_MOVE);
          return;
        }
      }
    }
    throw new FileNotFoundException(PROGRAM);
  }
}
