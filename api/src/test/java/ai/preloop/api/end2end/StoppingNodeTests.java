package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.waiting.Waiters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a client without a progress token has of its held call when the node stops. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoppingNodeTests {

  private RunningPreloop preloop;
  private AskedTool tool;

  @BeforeAll
  void start() {
    preloop = RunningPreloop.shared();
    tool = new AskedTool(preloop);
  }

  @AfterAll
  void stop() {
    tool.close();
  }

  @Test
  void anIdToComeBackWithWhenItsRevisionKnowsThat() throws Exception {
    Agent agent = tool.agent();
    String last;
    try (HeldStreamReader held = tool.call(agent, 1, "marked", "")) {
      last = held.firstId();
      stopAndGoOn();
      assertThat(held.isOver()).isTrue();
    }
    tool.owner().approve(tool.pending("marked")).expect(200);

    try (HeldStreamReader resumed = HeldStreamReader.resume(agent, last)) {
      assertThat(resumed.answer().at("/result/content/0/text").asString()).isEqualTo("done");
    }
  }

  @Test
  void anAnswerThatTellsItToPollWhenItsRevisionDoesNot() throws Exception {
    try (HeldStreamReader held = tool.call(tool.agent("2025-06-18"), 2, "older", "")) {
      String id = tool.pending("older");
      stopAndGoOn();

      assertThat(held.answer().at("/result/structuredContent/request_id").asString()).isEqualTo(id);
      assertThat(held.isOver()).isTrue();
      tool.owner().decline(id, "done with").expect(200);
    }
  }

  private void stopAndGoOn() {
    Waiters waiters = preloop.bean(Waiters.class);
    waiters.stop();
    waiters.start();
  }
}
