package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Clients that lose the stream of a call on which its server said something. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LostStreamTests {

  private static final String VERSION = "2025-11-25";
  private static final String LONG =
      """
      {"name":"trigger-long-running-operation","arguments":{"duration":3,"steps":6},\
      "_meta":{"progressToken":"p"}}\
      """;

  private RunningPreloop preloop;
  private EverythingServer server;

  @BeforeAll
  void start() {
    preloop = RunningPreloop.shared();
    server = EverythingServer.at(preloop, "lost");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void aStreamThatIsLostTwiceIsGoneOnWithTwice() throws Exception {
    Agent agent = Agent.connect(preloop.http(), preloop.agentKey());
    String id = lost(agent);
    try (HeldStreamReader second = HeldStreamReader.resume(agent, id)) {
      assertThat(second.contentType()).startsWith("text/event-stream");
      assertThat(second.firstId()).isEqualTo(id);
    }

    try (HeldStreamReader rest = HeldStreamReader.resume(agent, id)) {
      assertThat(rest.next().path("method").asString()).isEqualTo("notifications/progress");
      assertThat(completed(rest.answer())).isTrue();
      assertThat(rest.isOver()).isTrue();
    }
  }

  @Test
  void anAnswerThatMayNotHaveArrivedIsGivenAgain() throws Exception {
    Agent agent = Agent.connect(preloop.http(), preloop.agentKey());
    String id;
    try (HeldStreamReader stream = HeldStreamReader.call(agent, VERSION, "7", LONG)) {
      id = stream.firstId();
      assertThat(completed(stream.answer())).isTrue();
    }

    try (HeldStreamReader again = HeldStreamReader.resume(agent, id)) {
      assertThat(completed(again.next())).isTrue();
      assertThat(again.isOver()).isTrue();
    }
  }

  @Test
  void aStreamIsItsSessionsAlone() throws Exception {
    Agent agent = Agent.connect(preloop.http(), preloop.agentKey());
    String id = lost(agent);
    Agent another = Agent.connect(preloop.http(), preloop.agentKey());

    try (HeldStreamReader other = HeldStreamReader.resume(another, id)) {
      assertThat(other.status()).isEqualTo(405);
    }
    try (HeldStreamReader unknown = HeldStreamReader.resume(agent, id + "0")) {
      assertThat(unknown.status()).isEqualTo(405);
    }
  }

  /** Who goes on with a stream takes it from whoever still has it. */
  @Test
  void aStreamIsOneClientsAtATime() throws Exception {
    Agent agent = Agent.connect(preloop.http(), preloop.agentKey());
    try (HeldStreamReader first = HeldStreamReader.call(agent, VERSION, "7", LONG)) {
      String id = first.firstId();
      try (HeldStreamReader second = HeldStreamReader.resume(agent, id);
          HeldStreamReader third = HeldStreamReader.resume(agent, id)) {
        assertThat(second.endsUnanswered()).isTrue();
        assertThat(completed(third.answer())).isTrue();
      }
    }
  }

  /** Some clients of older revisions take an event without data for a broken stream. */
  @Test
  void aClientThatTakesNoMarksIsGivenNone() throws Exception {
    Agent agent = Agent.connect(preloop.http(), preloop.agentKey());
    try (HeldStreamReader stream = HeldStreamReader.call(agent, "2025-06-18", "7", LONG)) {
      assertThat(completed(stream.answer())).isTrue();
      assertThat(stream.countIds()).isZero();
    }
  }

  private static String lost(Agent agent) throws Exception {
    try (HeldStreamReader stream = HeldStreamReader.call(agent, VERSION, "7", LONG)) {
      String id = stream.firstId();
      assertThat(stream.next().path("method").asString()).isEqualTo("notifications/progress");
      return id;
    }
  }

  private static boolean completed(JsonNode answer) {
    return answer.path("id").asInt() == 7
        && answer.path("result").toString().contains("operation completed");
  }
}
