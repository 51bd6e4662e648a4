package ai.preloop.cli.commands.policy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.cli.commands.policy.Batch.Known;
import ai.preloop.cli.terminal.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What documents of one run are to each other, whatever is in them. */
class BatchTests {

  private static final String BRINGS =
      "metadata: { name: b }\napproval_workflows: [ { name: deploy-approval } ]\n";

  @ParameterizedTest
  @CsvSource({
    "workflow.unknown, There is no approval workflow `deploy-approval` in this document., 0",
    "workflow.unknown, There is no approval workflow `deploy-aproval`. Did you mean `deploy-approval`?, 1",
    "server.unknown, There is no server `deploy-approval`., 1",
    "key.unknown, There is no key `deploy-approval`., 1"
  })
  void onlyWhatIsMissingIsBroughtByAnother(String code, String message, int left) {
    PolicySource asks = source("a", "metadata: { name: a }\n");
    PolicySource brings = source("b", BRINGS);
    var batch =
        new Batch(
            List.of(new Known(asks, Outline.of(asks.text())), new Known(brings, outline(BRINGS))));
    var finding =
        Map.of(
            "severity",
            "error",
            "code",
            code,
            "path",
            "$",
            "line",
            1,
            "column",
            1,
            "message",
            message);

    assertThat(batch.findings(asks, Json.of(Map.of("findings", List.of(finding)))).found())
        .hasSize(left);
  }

  @Test
  @Timeout(20)
  void nothingIsSaidOfWhatNobodyCouldRead() {
    String bomb = "a0: &a0 [x, x]\n";
    for (int i = 1; i < 60; i++) {
      bomb += "a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1);
    }

    assertThat(outline(bomb + "metadata: { name: *a59 }\n").owner()).isEmpty();
    assertThat(outline("[".repeat(200_000)).owner()).isEmpty();
    assertThat(outline("metadata: { name: [b] }\n").owner()).isEmpty();
    assertThat(outline(BRINGS).owner()).isEqualTo("b");
  }

  private static Outline outline(String text) {
    return Outline.of(text);
  }

  private static PolicySource source(String name, String text) {
    return PolicySource.named(name, text.getBytes(StandardCharsets.UTF_8));
  }
}
