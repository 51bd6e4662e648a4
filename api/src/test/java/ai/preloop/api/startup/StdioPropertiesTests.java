package ai.preloop.api.startup;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.api.startup.StdioProperties.CommandProperties;
import ai.preloop.api.startup.StdioProperties.ContainerProperties;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** What a node's containers are known by. */
class StdioPropertiesTests {

  @TempDir private Path folder;

  @Test
  void knowsANodeFromStartToStartAndFromEachOther() {
    StdioProperties boxed =
        stdio(
            new ContainerProperties(
                "image", "65534", DataSize.ofMegabytes(1), 1, 1, List.of("/a:/b")));
    String first = boxed.links(folder.resolve("one")).containers().node();

    assertThat(boxed.links(folder.resolve("one")).containers().node()).isEqualTo(first);
    assertThat(boxed.links(folder.resolve("two")).containers().node()).isNotEqualTo(first);
    assertThat(folder.resolve("one/node-id")).hasContent(first);
  }

  @Test
  void writesNothingWhereNothingRunsInContainers() {
    stdio(null).links(folder);

    assertThat(folder).isEmptyDirectory();
  }

  private static StdioProperties stdio(@Nullable ContainerProperties container) {
    return new StdioProperties(
        Map.of("files", new CommandProperties(List.of("serve"), List.of(), null, container)),
        1,
        Duration.ofMinutes(1),
        URI.create("unix:///engine.sock"));
  }
}
