package ai.preloop.activities.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Assumptions;

/** An image with a shell, and an MCP server in it whose one tool runs what it is told. */
public final class FixtureImage {

  public static final String NAME = "preloop-fixture:test";

  /** The same, with a volume declared. */
  static final String WITH_VOLUME = "preloop-fixture-volume:test";

  private static final List<Path> SHELLS =
      List.of(Path.of("/bin/busybox"), Path.of("/usr/bin/busybox"));

  /** One line in and one line out; what a script says stays on the line. */
  private static final String SERVER =
      """
      #!/bin/sh
      export LANG_OF_TEST=C
      while read -r line; do
        id=$(echo "$line" | sed -n 's/.*"id":\\([0-9]*\\).*/\\1/p')
        case "$line" in
          *'"initialize"'*) result='{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"boxed","version":"1"}}' ;;
          *'"tools/list"'*) result='{"tools":[{"name":"sh","inputSchema":{"type":"object"}}]}' ;;
          *'"tools/call"'*)
            script=$(echo "$line" | sed -n 's/.*"script":"\\([^"]*\\)".*/\\1/p' | sed 's/\\\\\\\\/\\\\/g')
            said=$(sh -c "$script" | tr -d '"\\\\' | tr '\\n' ' ' | sed 's/ $//')
            result='{"content":[{"type":"text","text":"'$said'"}]}' ;;
          *) continue ;;
        esac
        echo '{"jsonrpc":"2.0","id":'$id',"result":'$result'}'
      done
      """;

  private FixtureImage() {}

  /** Makes it; tests are skipped where no engine answers, or no static shell is there. */
  public static synchronized void require() {
    Assumptions.assumeTrue(
        !docker("version", "-f", "{{.Server.Version}}").isEmpty(),
        "No container engine answers; servers in containers are not tested");
    Path shell =
        SHELLS.stream()
            .filter(Files::isExecutable)
            .findFirst()
            .orElseGet(() ->
                Assumptions.abort("busybox (static) is not here; nothing runs in containers"));
    try {
      Path root = Files.createTempFile("preloop-fixture", ".tar");
      write(root, shell);
      docker("import", root.toString(), NAME);
      docker("import", "-c", "VOLUME /data", root.toString(), WITH_VOLUME);
      Files.delete(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path root, Path shell) throws IOException {
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(root))) {
      for (String directory : List.of("bin/", "tmp/", "root/", "read/", "proc/", "sys/", "dev/")) {
        tar.putArchiveEntry(new TarArchiveEntry(directory));
        tar.closeArchiveEntry();
      }
      tar.putArchiveEntry(open("open/"));
      tar.closeArchiveEntry();
      add(tar, "serve", SERVER.getBytes(UTF_8));
      byte[] busybox = Files.readAllBytes(shell);
      for (String name :
          List.of(
              "sh",
              "sed",
              "tr",
              "ls",
              "touch",
              "cat",
              "cp",
              "id",
              "grep",
              "env",
              "cut",
              "hostname",
              "kill",
              "true")) {
        add(tar, "bin/" + name, busybox);
      }
    }
  }

  /** A folder that everybody may write to, but for what else forbids it. */
  private static TarArchiveEntry open(String directory) {
    TarArchiveEntry entry = new TarArchiveEntry(directory);
    entry.setMode(040777);
    return entry;
  }

  private static void add(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setMode(0755);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  /** What the client of the engine says; empty when it is not there, or says no. */
  static String docker(String... words) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(words));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0 ? said : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
