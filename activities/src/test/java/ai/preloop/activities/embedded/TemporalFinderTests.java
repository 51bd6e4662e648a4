package ai.preloop.activities.embedded;

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
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporalFinderTests {

  private static final TemporalDownload CLOSED =
      new TemporalDownload(URI.create("http://127.0.0.1:1"));

  @TempDir Path folder;

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
  void downloadsWhatTheOfficialPlaceNames() throws Exception {
    HttpServer site = site("dist/temporal", "#!/bin/sh\n");
    try {
      var source = URI.create("http://127.0.0.1:" + site.getAddress().getPort());
      Path got = finder(Map.of(), new TemporalDownload(source)).find();
      assertThat(got).isEqualTo(folder.resolve("bin/temporal")).isExecutable();
      assertThat(got).hasContent("#!/bin/sh\n");
    } finally {
      site.stop(0);
    }
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
        folder.resolve("bin"), environment, download, EmbeddedLog.into(line -> {}));
  }

  private Path program(String name) throws IOException {
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    Files.writeString(path, "#!/bin/sh\n");
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static HttpServer site(String entry, String content) throws IOException {
    byte[] archive = archive(entry, content);
    var site = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    byte[] description =
        "{\"archiveUrl\":\"/archive.tar.gz\",\"fileToExtract\":\"temporal\"}".getBytes(UTF_8);
    site.createContext(
        "/",
        exchange -> {
          boolean first = exchange.getRequestURI().getPath().startsWith("/cli/v");
          byte[] body = first ? description : archive;
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    site.start();
    return site;
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
