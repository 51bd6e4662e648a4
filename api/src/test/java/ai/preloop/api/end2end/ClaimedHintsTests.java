package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What conditions are told of a tool that its server calls harmless, from the scan to the call. */
class ClaimedHintsTests {

  private static final String HARMLESS =
      """
      "inputSchema":{"type":"object"},"annotations":{"readOnlyHint":true,"destructiveHint":false,\
      "idempotentHint":true,"openWorldHint":false}\
      """;

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          '',                  'false,true,false,true'
          ',"trusted":false',  'false,true,false,true'
          ',"trusted":true',   'true,false,true,false'
          """)
  void areTheServersOwnWordsOnlyWhereItIsTrusted(String trust, String told) {
    try (OwnServer own =
        new OwnServer(RunningPreloop.shared()).define(HARMLESS).register(trust).upload(denials())) {
      assertThat(own.agent().call(own.name(), "{}").at("/content/0/text").asString())
          .isEqualTo(told);
    }
  }

  /** One denial for each of the sixteen, which says which it is. */
  private static String denials() {
    StringBuilder document = new StringBuilder("tools:\n  - name: NAME\n    conditions:\n");
    for (int bits = 0; bits < 16; bits++) {
      boolean readOnly = (bits & 8) != 0;
      boolean destructive = (bits & 4) != 0;
      boolean idempotent = (bits & 2) != 0;
      boolean openWorld = (bits & 1) != 0;
      document.append(
          """
                - expression: "tool.read_only == %1$b && tool.destructive == %2$b && tool.idempotent == %3$b && tool.open_world == %4$b"
                  action: deny
                  description: "%1$b,%2$b,%3$b,%4$b"
          """
              .formatted(readOnly, destructive, idempotent, openWorld));
    }
    return document.toString();
  }
}
