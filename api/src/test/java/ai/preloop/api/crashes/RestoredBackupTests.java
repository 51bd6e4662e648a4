package ai.preloop.api.crashes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * A backup of PostgreSQL with one approved call at each moment, put back after all of them ran:
 * Temporal and the upstream know of what the database does not.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestoredBackupTests {

  private final Story story = Story.shared();
  private Map<Moment, Transfer> transfers;

  @BeforeAll
  void restoreABackupOfAllMoments() {
    transfers = story.comeToEachMoment("BACKUP");
    story.postgres.kill();
    story.postgres.backUp();
    story.goOn();
    story.postgres.start();
    story.finish(transfers);
    story.postgres.kill();
    story.postgres.restore();
    story.postgres.start();
    transfers.forEach(this::goOnFromTheBackup);
  }

  @ParameterizedTest
  @EnumSource
  void sendsNothingTwiceAndSaysWhatIsNotKnown(Moment moment) {
    assertThat(story.bank.transfers(transfer(moment).mark())).isOne();
    if (moment == Moment.BEFORE_THE_ROW) {
      assertThat(transfer(moment).requests()).isEmpty();
    } else {
      assertThat(transfer(moment).show().path("execution_status").asString())
          .isEqualTo(moment.isStored() ? "succeeded" : "outcome_unknown");
    }
  }

  @Test
  void letsAPersonHaveItSentAgain() {
    Transfer transfer = transfer(Moment.DECIDED);

    story.owner.act(transfer.approval(), "resolve", "{\"action\":\"resend\"}").expect(200);

    await()
        .atMost(Transfer.PATIENCE)
        .until(() -> transfer.show().path("execution_status").asString().equals("succeeded"));
    assertThat(story.bank.transfers(transfer.mark())).isEqualTo(2);
  }

  @Test
  void keepsAWholeLedger() {
    JsonNode chain =
        story.product.http().get("/api/v1/audit-logs/verify", story.owner.token()).expect(200);

    assertThat(chain.path("valid").asBoolean()).isTrue();
  }

  /** The approver is asked again what the backup does not know to be decided. */
  private void goOnFromTheBackup(Moment moment, Transfer transfer) {
    if (moment != Moment.BEFORE_THE_ROW) {
      transfer.approve();
      transfer.finish();
    }
  }

  private Transfer transfer(Moment moment) {
    return Objects.requireNonNull(transfers.get(moment));
  }
}
