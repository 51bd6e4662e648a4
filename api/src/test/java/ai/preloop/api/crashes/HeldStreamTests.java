package ai.preloop.api.crashes;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.api.end2end.HeldStreamReader;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Streams that were held when the product was killed: the client goes on after the last event. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeldStreamTests {

  private final Story story = Story.shared();
  private final Map<Moment, Transfer> transfers = new EnumMap<>(Moment.class);
  private final Map<Moment, String> lastEvents = new EnumMap<>(Moment.class);

  @BeforeAll
  void killTheProductWhileItHoldsThem() throws Exception {
    for (Moment moment : List.of(Moment.SENT, Moment.RESULT_STORED, Moment.WAITING)) {
      hold(moment);
    }
    story.kill(Victim.PRODUCT);
  }

  @Test
  void whatWaitedIsAnsweredOnceAPersonDecided() throws Exception {
    try (HeldStreamReader resumed = resume(Moment.WAITING)) {
      transfer(Moment.WAITING).approve();

      assertThat(text(resumed.answer())).isEqualTo("transferred HELD-WAITING");
    }
    assertThat(story.bank.transfers("HELD-WAITING")).isOne();
  }

  @Test
  void aResultThatWasStoredAndNotToldIsTold() throws Exception {
    try (HeldStreamReader resumed = resume(Moment.RESULT_STORED)) {
      assertThat(text(resumed.answer())).isEqualTo("transferred HELD-RESULT_STORED");
    }
    assertThat(story.bank.transfers("HELD-RESULT_STORED")).isOne();
  }

  @Test
  void whatWasSentWithoutAnAnswerIsSaidToBeUnknown() throws Exception {
    try (HeldStreamReader resumed = resume(Moment.SENT)) {
      JsonNode answer = resumed.answer();

      assertThat(answer.at("/result/isError").asBoolean()).isTrue();
      assertThat(text(answer))
          .contains("its outcome is not known. Do not make it again")
          .contains(transfer(Moment.SENT).approval());
    }
    assertThat(story.bank.transfers("HELD-SENT")).isOne();
  }

  private void hold(Moment moment) throws Exception {
    Transfer transfer = new Transfer("HELD-" + moment, story.agent, story.owner);
    transfers.put(moment, transfer);
    HeldStreamReader held =
        HeldStreamReader.call(
            story.agent,
            "\"" + transfer.mark() + "\"",
            """
            {"name":"wire","arguments":{"mark":"%s"},"_meta":{"progressToken":1}}\
            """
                .formatted(transfer.mark()));
    held.next();
    lastEvents.put(moment, held.lastId());
    transfer.find();
    story.approveUntil(moment, transfer);
  }

  private HeldStreamReader resume(Moment moment) throws Exception {
    return HeldStreamReader.resume(story.agent, Objects.requireNonNull(lastEvents.get(moment)));
  }

  private Transfer transfer(Moment moment) {
    return Objects.requireNonNull(transfers.get(moment));
  }

  private static String text(JsonNode answer) {
    return answer.at("/result/content/0/text").asString();
  }
}
