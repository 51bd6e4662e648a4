package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The interface that clients were promised. A change is made on purpose: {@code ./mvnw -pl api -am
 * test -Dtest=OpenApiTests -Dsurefire.failIfNoSpecifiedTests=false -Dopenapi.write=true} writes it
 * down, to be read with the rest of the change.
 */
class OpenApiTests {

  private static final Path WRITTEN_DOWN = Path.of("../docs/openapi.json");

  @Test
  void isServedAsItIsWrittenDown() throws IOException {
    String served = RunningPreloop.shared().http().get("/openapi.json", "").body().stripTrailing();
    if (Boolean.getBoolean("openapi.write")) {
      Files.createDirectories(WRITTEN_DOWN.getParent());
      Files.writeString(WRITTEN_DOWN, served + "\n");
    }

    assertThat(Files.readString(WRITTEN_DOWN)).isEqualTo(served + "\n");
  }
}
