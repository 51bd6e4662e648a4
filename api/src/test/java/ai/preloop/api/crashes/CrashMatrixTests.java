package ai.preloop.api.crashes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * One approved call at each moment at which something is killed, for each thing that may be. What
 * is not the product comes back, and the product is not started again for it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashMatrixTests {

  private final Map<Victim, Map<Moment, Transfer>> transfers = new EnumMap<>(Victim.class);
  private final Story story = Story.shared();

  @BeforeAll
  void killEachAtAllMoments() {
    for (Victim victim : Victim.values()) {
      Map<Moment, Transfer> all = story.comeToEachMoment(victim.name());
      transfers.put(victim, all);
      long pid = story.product.pid();
      story.kill(victim);
      story.finish(all);
      assertThat(story.product.isAlive()).isTrue();
      assertThat(story.product.pid() == pid).isEqualTo(victim != Victim.PRODUCT);
    }
  }

  @ParameterizedTest
  @MethodSource("deaths")
  void losesNothingAndRunsNothingTwice(Victim victim, Moment moment) {
    Transfer transfer = transfer(victim, moment);
    JsonNode ended = transfer.show();

    assertThat(ended.path("status").asString()).isEqualTo("approved");
    assertThat(ended.path("execution_status").asString())
        .isEqualTo(victim.leavesDoubt(moment) ? "outcome_unknown" : "succeeded");
    assertThat(story.bank.transfers(transfer.mark())).isEqualTo(victim.sent(moment));
    assertThat(ended.path("votes")).hasSize(1);
    assertThat(transfer.requests()).hasSize(1);
  }

  /** Everybody's answers in the order they came: none takes back what another said. */
  @ParameterizedTest
  @MethodSource("deaths")
  void tellsNobodyWhatIsNotTrue(Victim victim, Moment moment) {
    Transfer transfer = transfer(victim, moment);
    List<Transfer.Told> told = transfer.told();

    assertThat(told).extracting(Transfer.Told::status).isSubsetOf(200, 202, 409, 503);
    assertThat(told)
        .filteredOn(each -> each.status() == 200)
        .allSatisfy(each -> assertThat(each.body()).contains(transfer.approval()));
    assertThat(told.stream().map(Transfer.Told::progress).filter(Objects::nonNull))
        .isSorted()
        .last()
        .isEqualTo(victim.leavesDoubt(moment) ? Progress.IN_DOUBT : Progress.OVER);
  }

  @Test
  void hasAWholeLedger() {
    JsonNode chain =
        story.product.http().get("/api/v1/audit-logs/verify", story.owner.token()).expect(200);

    assertThat(chain.path("valid").asBoolean()).isTrue();
  }

  static List<Arguments> deaths() {
    return Arrays.stream(Victim.values())
        .flatMap(victim -> Stream.of(Moment.values()).map(moment -> Arguments.of(victim, moment)))
        .toList();
  }

  private Transfer transfer(Victim victim, Moment moment) {
    return Objects.requireNonNull(transfers.getOrDefault(victim, Map.of()).get(moment));
  }
}
