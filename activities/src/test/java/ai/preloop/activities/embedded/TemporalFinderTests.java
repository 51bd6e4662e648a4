package ai.preloop.activities.embedded;

import static ai.preloop.activities.embedded.TemporalDownload.platform;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.policies.problems.ProblemException;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TemporalFinderTests {

  private static final TemporalDownload CLOSED =
      new TemporalDownload(URI.create("http://127.0.0.1:1"), Map.of(), Duration.ofSeconds(5));

  @TempDir Path folder;
  private final List<String> said = new ArrayList<>();
  private @Nullable HttpServer site;

  @AfterEach
  void stop() {
    if (site != null) {
      site.stop(0);
    }
  }

  @Test
  void takesTheOneThatTheEnvironmentNames() throws Exception {
    Path named = program("named/temporal");
    program("path/temporal");
    var environment =
        Map.of("TEMPORAL_CLI", named.toString(), "PATH", folder.resolve("path").toString());
    assertThat(finder(environment, CLOSED).find()).isEqualTo(named);
  }

  @Test
  void looksOnThePathBeforeWhatItGotItself() throws Exception {
    Path got = program("bin/temporal");
    assertThat(finder(Map.of("PATH", folder + "/path"), CLOSED).find()).isEqualTo(got);
    Path onPath = program("path/temporal");
    assertThat(finder(Map.of("PATH", folder + "/path"), CLOSED).find()).isEqualTo(onPath);
  }

  @Test
  void refusesANameThatIsNoProgram() {
    assertThatThrownBy(() -> finder(Map.of("TEMPORAL_CLI", "/nowhere/temporal"), CLOSED).find())
        .isInstanceOf(ProblemException.class)
        .hasMessage("TEMPORAL_CLI names /nowhere/temporal, which is not a program");
  }

  @Test
  void saysWhatToDoWhenThereIsNone() {
    assertThatThrownBy(() -> finder(Map.of(), CLOSED).find())
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("TEMPORAL_CLI")
        .hasMessageContaining("install Go")
        .hasMessageContaining("TEMPORAL_ADDRESS");
  }

  @Test
  void downloadsTheArchiveThatIsKnownAndSaysSo() throws Exception {
    byte[] archive = archive("temporal", "#!/bin/sh\n");

    Path got = finder(Map.of(), downloadOf(archive, archive.length, sha256(archive))).find();

    assertThat(got).isEqualTo(folder.resolve("bin/temporal")).isExecutable();
    assertThat(got).hasContent("#!/bin/sh\n");
    assertThat(said).singleElement().asString().contains("is downloaded", platform());
    assertThat(leftovers()).containsExactly("temporal");
  }

  @Test
  void runsNothingThatIsNotWhatIsKnown() throws Exception {
    byte[] archive = archive("temporal", "#!/bin/sh\necho evil\n");
    TemporalDownload download = downloadOf(archive, archive.length, sha256(new byte[0]));

    assertThatThrownBy(() -> finder(Map.of(), download).find())
        .isInstanceOf(ProblemException.class);

    assertThat(said).anyMatch(line -> line.contains("thrown away"));
    assertThat(leftovers()).isEmpty();
  }

  @Test
  @Timeout(20)
  void waitsForADownloadOnlySoLong() throws Exception {
    byte[] archive = archive("temporal", "#!/bin/sh\n");
    TemporalDownload download = downloadOf(archive, archive.length + 1, sha256(archive));

    assertThatThrownBy(() -> finder(Map.of(), download).find())
        .isInstanceOf(ProblemException.class);

    assertThat(leftovers()).isEmpty();
  }

  @Test
  void buildsItWithGoWhereThereIsNoDownload() throws Exception {
    Path go = program("path/go");
    Files.writeString(go, "#!/bin/sh\necho \"$@\" > \"$GOBIN/temporal\"\n");
    var environment = Map.of("PATH", folder.resolve("path") + ":/usr/bin:/bin");
    Path got = finder(environment, CLOSED).find();
    assertThat(got)
        .hasContent(
            "install -trimpath -ldflags -s -w github.com/temporalio/cli/cmd/temporal@v1.5.1");
    assertThat(folder.resolve("bin")).isDirectoryNotContaining("glob:**building*");
  }

  private TemporalFinder finder(Map<String, String> environment, TemporalDownload download) {
    return new TemporalFinder(
        folder.resolve("bin"), environment, download, EmbeddedLog.into(said::add));
  }

  private Path program(String name) throws IOException {
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    Files.writeString(path, "#!/bin/sh\n");
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** From a place that says it sends so many bytes, and keeps the rest to itself. */
  private TemporalDownload downloadOf(byte[] archive, int promised, String digest)
      throws IOException {
    site = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    site.createContext(
        "/v1/",
        exchange -> {
          exchange.sendResponseHeaders(200, promised);
          exchange.getResponseBody().write(archive);
          exchange.getResponseBody().flush();
          if (promised == archive.length) {
            exchange.close();
          }
        });
    site.start();
    return new TemporalDownload(
        URI.create("http://127.0.0.1:%d/v1/".formatted(site.getAddress().getPort())),
        Map.of(platform(), digest),
        Duration.ofSeconds(promised == archive.length ? 20 : 2));
  }

  private List<String> leftovers() throws IOException {
    try (var files = Files.list(folder.resolve("bin"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static byte[] archive(String entry, String content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      var header = new TarArchiveEntry(entry);
      header.setSize(content.length());
      tar.putArchiveEntry(header);
      tar.write(content.getBytes(UTF_8));
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }
}
