package ai.preloop.activities.embedded;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The official download of the Temporal CLI: a description that names the archive and the file in
 * it, then the archive. It is the way that Temporal's own SDKs take.
 */
record TemporalDownload(URI source) {

  static final TemporalDownload OFFICIAL =
      new TemporalDownload(URI.create("https://temporal.download"));

  /** The version whose behaviour and speed were measured. */
  private static final String VERSION = "v1.5.1";

  private static final Duration QUICK = Duration.ofSeconds(4);
  private static final Duration WHOLE = Duration.ofMinutes(5);

  /** False when it could not be had. */
  boolean into(Path target) throws InterruptedException {
    try (var client =
        HttpClient.newBuilder().connectTimeout(QUICK).followRedirects(Redirect.NORMAL).build()) {
      JsonNode description = description(client);
      URI archive = source.resolve(description.path("archiveUrl").asString());
      try (InputStream body = get(client, archive, WHOLE)) {
        extract(body, description.path("fileToExtract").asString(), target);
      }
      return true;
    } catch (IOException | JacksonException | IllegalArgumentException e) {
      return false;
    }
  }

  private JsonNode description(HttpClient client) throws IOException, InterruptedException {
    String platform = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    URI uri =
        source.resolve(
            "/cli/%s?platform=%s&arch=%s&format=tar.gz"
                .formatted(
                    VERSION,
                    platform.contains("mac") ? "darwin" : "linux",
                    "aarch64".equals(System.getProperty("os.arch")) ? "arm64" : "amd64"));
    try (InputStream body = get(client, uri, QUICK)) {
      return JsonMapper.shared().readTree(body);
    }
  }

  private static InputStream get(HttpClient client, URI uri, Duration timeout)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(timeout).build();
    HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      response.body().close();
      throw new IOException("%s answered %d".formatted(uri, response.statusCode()));
    }
    return response.body();
  }

  private static void extract(InputStream archive, String name, Path target) throws IOException {
    try (var tar = new TarArchiveInputStream(new GZIPInputStream(archive))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isFile() && Path.of(entry.getName()).endsWith(name)) {
          Path part = target.resolveSibling(target.getFileName() + ".part");
          Files.copy(tar, part, REPLACE_EXISTING);
          Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxr-xr-x"));
          Files.move(part, target, ATOMIC_MOVE);
          return;
        }
      }
    }
    throw new FileNotFoundException(name);
  }
}
