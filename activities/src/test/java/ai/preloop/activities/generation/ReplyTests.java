package ai.preloop.activities.generation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReplyTests {

  @Test
  void takesTheBlocksApart() {
    Reply reply =
        Reply.of(
            """
            Here it is.
            ```yaml
            version: "1.0"
            ```
            And its tests:
            ```yaml
            cases:
              - name: one
            ```
            I assumed nothing.
            """);

    assertThat(reply.document()).isEqualTo("version: \"1.0\"\n");
    assertThat(reply.tests()).isEqualTo("cases:\n  - name: one\n");
    assertThat(reply.note()).isEqualTo("Here it is.\nAnd its tests:\nI assumed nothing.");
  }

  @Test
  void tellsTestsFromTheDocumentWhereverTheyStand() {
    Reply reply = Reply.of("~~~\ncases: []\n~~~\n````yml\nversion: x\n```\n````\n");

    assertThat(reply.document()).isEqualTo("version: x\n```\n");
    assertThat(reply.tests()).isEqualTo("cases: []\n");
  }

  @Test
  void takesAnAnswerWithoutBlocksAsADocument() {
    assertThat(Reply.of("  version: x\nmetadata: y"))
        .isEqualTo(new Reply("version: x\nmetadata: y\n", null, ""));
  }

  @Test
  void takesABlockWithoutAnEnd() {
    assertThat(Reply.of("Well:\n```yaml\nversion: x").document()).isEqualTo("version: x\n");
  }

  @Test
  void boundsTheNote() {
    assertThat(Reply.of("a".repeat(5_000) + "\n```\nx\n```").note()).hasSize(2_001);
  }
}
