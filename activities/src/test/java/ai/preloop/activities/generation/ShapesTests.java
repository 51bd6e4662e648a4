package ai.preloop.activities.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShapesTests {

  private final Shapes shapes = new Shapes();

  @Test
  void tellsNamesTypesAndLengthsAndNoValues() {
    shapes.add("{\"to\":\"hunter2\",\"amount\":4711,\"deep\":{\"tags\":[\"geheim\"]}}");
    shapes.add("{\"to\":\"x\",\"amount\":0.5,\"dry\":true}");

    assertThat(shapes.told())
        .containsExactly(
            entry("amount", "integer or number, in 2 calls"),
            entry("deep", "object, in 1 calls"),
            entry("deep.tags", "array, length 1 to 1, in 1 calls"),
            entry("dry", "boolean, in 1 calls"),
            entry("to", "string, length 1 to 7, in 2 calls"));
    assertThat(shapes.told().toString()).doesNotContain("hunter2", "4711", "geheim");
  }

  @Test
  void isBounded() {
    IntStream.range(0, 500).forEach(i -> shapes.add("{\"n%d\":1}".formatted(i)));
    shapes.add("{\"%s\":1}".formatted("n".repeat(65)));
    shapes.add("no JSON");

    assertThat(shapes.told()).hasSize(61).containsKey("(unreadable)");
  }
}
