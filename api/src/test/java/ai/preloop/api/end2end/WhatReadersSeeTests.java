package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is asked sees a call to the letter; who may only read sees it without its secrets. */
class WhatReadersSeeTests {

  private static final String ARGUMENTS = "{\"to\":\"%s\",\"password\":\"hunter-two-hunter\"}";

  private final RunningPreloop preloop = RunningPreloop.shared();

  private enum Reader {
    READ_KEY,
    READ_TOKEN;

    String credential(RunningPreloop preloop) {
      return switch (this) {
        case READ_KEY -> preloop.readKey();
        case READ_TOKEN -> preloop.token("account:read");
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void seesNoSecretOfACall(Reader reader) {
    try (AskedTool tool = new AskedTool(preloop, "async_approval: true", "")) {
      tool.agent().call(tool.name(), ARGUMENTS.formatted(reader));
      String id = tool.pending(reader.toString());
      Approver reading = new Approver(preloop.http(), reader.credential(preloop));

      for (String shown : new String[] {reading.show(id).toString(), list(reading)}) {
        assertThat(shown).contains("[redacted]", reader.toString()).doesNotContain("hunter-two");
      }
      assertThat(reading.show(id).path("can_decide").asBoolean()).isFalse();
      assertThat(reading.show(id).has("arguments_text")).as("to the letter").isFalse();
      assertThat(reading.show(id).has("digest")).as("a vote on what is not shown").isFalse();
      tool.owner().decline(id, "seen").expect(200);
    }
  }

  @Test
  void whoIsAskedSeesItToTheLetter() {
    try (AskedTool tool = new AskedTool(preloop, "async_approval: true", "")) {
      tool.agent().call(tool.name(), ARGUMENTS.formatted("letter"));
      String id = tool.pending("letter");

      assertThat(tool.owner().show(id).path("arguments_text").asString())
          .isEqualTo(ARGUMENTS.formatted("letter"));
      tool.owner().decline(id, "seen").expect(200);
      assertThat(tool.owner().show(id).path("arguments_text").asString())
          .as("afterwards")
          .isEqualTo(ARGUMENTS.formatted("letter"));
    }
  }

  private static String list(Approver reading) {
    return reading
        .http()
        .get("/api/v1/approval-requests?limit=100", reading.token())
        .expect(200)
        .toString();
  }
}
