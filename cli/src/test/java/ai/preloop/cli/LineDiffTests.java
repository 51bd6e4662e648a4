package ai.preloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.cli.terminal.LineDiff;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineDiffTests {

  @Test
  void showsWhatIsGoneAndWhatIsNew() {
    assertThat(diff("a\nb\nc\nd", "a\nx\nc\nd\ne"))
        .containsExactly("  a", "- b", "+ x", "  c", "  d", "+ e");
    assertThat(diff("", "a")).containsExactly("+ a");
    assertThat(diff("a", "")).containsExactly("- a");
    assertThat(diff("a\na", "a")).containsExactly("  a", "- a");
  }

  @Test
  void leavesOutWhatIsFarFromAChange() {
    String before = lines(0, 20);

    assertThat(diff(before, before.replace("10", "ten")))
        .containsExactly(
            "  …", "  7", "  8", "  9", "- 10", "+ ten", "  11", "  12", "  13", "  …");
    assertThat(diff(before, before)).containsExactly("  …");
  }

  @Test
  void comparesVeryLongTextsRoughly() {
    List<String> diff = diff(lines(0, 3_000), lines(5_000, 8_000));

    assertThat(diff).hasSize(6_000).startsWith("- 0").endsWith("+ 7999");
  }

  private static List<String> diff(String before, String after) {
    return LineDiff.of(before, after).stream().map(LineDiff.Line::toString).toList();
  }

  private static String lines(int from, int to) {
    return IntStream.range(from, to).mapToObj(String::valueOf).collect(Collectors.joining("\n"));
  }
}
