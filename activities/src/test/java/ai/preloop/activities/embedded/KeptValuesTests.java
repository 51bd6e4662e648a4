package ai.preloop.activities.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptValuesTests {

  @TempDir Path folder;

  @Test
  void areTheSameFromStartToStartAndTheirOwnersOnly() throws IOException {
    Path file = folder.resolve("not there yet/kept.properties");

    String made = new KeptValues(file).value("password", () -> "made once");
    int port = new KeptValues(file).port("port");

    assertThat(new KeptValues(file).value("password", () -> "made again")).isEqualTo(made);
    assertThat(new KeptValues(file).port("port")).isEqualTo(port);
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }
}
