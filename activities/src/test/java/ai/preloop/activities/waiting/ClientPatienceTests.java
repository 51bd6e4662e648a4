package ai.preloop.activities.waiting;

import static ai.preloop.activities.waiting.ClientPatience.Sign.GONE;
import static ai.preloop.activities.waiting.ClientPatience.Sign.SAID;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.database.DatabaseFixture;
import ai.preloop.activities.waiting.ClientPatience.Client;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;

/** What one node learns of a client and another one then knows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientPatienceTests {

  private static final Duration USUAL = Duration.ofSeconds(280);

  private DatabaseFixture fixture;
  private ClientPatience here;
  private Client client;

  @BeforeAll
  void start() {
    fixture = DatabaseFixture.migrated();
    here = new ClientPatience(fixture.database(), USUAL, Runnable::run);
  }

  @BeforeEach
  void meet(TestInfo test) {
    client = new Client(fixture.account(test.getDisplayName()), "claude-code 2.1", true);
  }

  @AfterAll
  void stop() {
    fixture.close();
  }

  @Test
  void isTheUsualOneForAStranger() {
    assertThat(elsewhere(client)).isEqualTo(USUAL);
    assertThat(elsewhere(new Client(client.account(), client.name(), false)))
        .isEqualTo(Duration.ofSeconds(50));
  }

  @Test
  void isATenthLessThanWhatTheClientSaid() {
    here.gaveUp(client, Duration.ofSeconds(100), SAID);

    assertThat(here.of(client)).isEqualTo(Duration.ofSeconds(90));
    assertThat(elsewhere(client)).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void isLoweredByTwoLostConnectionsThatAgree() {
    here.gaveUp(client, Duration.ofSeconds(62), GONE);
    assertThat(elsewhere(client)).as("one may have any reason").isEqualTo(USUAL);

    here.gaveUp(client, Duration.ofMinutes(1), GONE);

    assertThat(elsewhere(client)).isEqualTo(Duration.ofSeconds(54));
  }

  @Test
  void staysAsItIsWhileLostConnectionsDisagree() {
    here.gaveUp(client, Duration.ofMinutes(1), GONE);
    here.gaveUp(client, Duration.ofMinutes(2), GONE);
    here.gaveUp(client, Duration.ofSeconds(30), GONE);

    assertThat(elsewhere(client)).isEqualTo(USUAL);
  }

  @Test
  void isLoweredAgainAndNotRaisedByWhatComesLater() {
    here.gaveUp(client, Duration.ofSeconds(100), SAID);
    here.gaveUp(client, Duration.ofMinutes(1), SAID);
    here.gaveUp(client, Duration.ofSeconds(200), SAID);

    assertThat(elsewhere(client)).isEqualTo(Duration.ofSeconds(54));
  }

  @Test
  void isNotLoweredByALostConnectionThatAgreesWithNothing() {
    here.gaveUp(client, Duration.ofSeconds(100), SAID);
    here.gaveUp(client, Duration.ofSeconds(40), GONE);

    assertThat(elsewhere(client)).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void isForgottenAfterAWeekAndLearnedAnew() {
    here.gaveUp(client, Duration.ofMinutes(1), SAID);
    aWeekGoesBy();
    assertThat(elsewhere(client)).isEqualTo(USUAL);

    here.gaveUp(client, Duration.ofSeconds(200), GONE);
    assertThat(elsewhere(client)).as("what was said is over").isEqualTo(USUAL);
    here.gaveUp(client, Duration.ofSeconds(200), GONE);

    assertThat(elsewhere(client)).isEqualTo(Duration.ofMinutes(3));
  }

  @Test
  void isNotLearnedFromWhoIsCutShort() {
    here.gaveUp(client, Duration.ofSeconds(4), SAID);
    here.gaveUp(client, Duration.ofSeconds(19), GONE);
    here.gaveUp(client, Duration.ofSeconds(19), GONE);

    assertThat(elsewhere(client)).isEqualTo(USUAL);
  }

  @Test
  void isShortForWhoSaysSo() {
    here.gaveUp(client, Duration.ofSeconds(10), SAID);

    assertThat(elsewhere(client)).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void isAClientsOwn() {
    here.gaveUp(client, Duration.ofMinutes(1), SAID);

    assertThat(elsewhere(new Client(client.account(), "claude-code 2.2", true))).isEqualTo(USUAL);
    assertThat(elsewhere(new Client(fixture.account("another"), client.name(), true)))
        .isEqualTo(USUAL);
  }

  @Test
  void isTheUsualOneForWhoWaitsWhereTheOperatorSaysNothing() {
    here.waited(client, USUAL);

    assertThat(elsewhere(client)).isEqualTo(USUAL);
    assertThat(patient(client)).isEqualTo(USUAL);
  }

  @Test
  void isTwiceAsMuchForWhoWaitedUpToTheMostThatTheOperatorAllows() {
    assertThat(waitedFor(280)).isEqualTo(Duration.ofSeconds(560));
    assertThat(waitedFor(560)).isEqualTo(Duration.ofMinutes(15));
    assertThat(waitedFor(900)).isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void goesBackAtOnceWhereTheClientIsLostOnTheWay() {
    waitedFor(280);
    here.gaveUp(client, Duration.ofMinutes(5), GONE);
    assertThat(patient(client)).isEqualTo(USUAL);
    assertThat(waitedFor(280)).isEqualTo(USUAL);

    here.gaveUp(client, Duration.ofSeconds(301), GONE);
    assertThat(patient(client)).isEqualTo(Duration.ofSeconds(271));
  }

  @Test
  void isAsMuchAsItWasWhereTheClientIsLostLate() {
    waitedFor(280);
    here.gaveUp(client, Duration.ofSeconds(500), GONE);

    assertThat(patient(client)).isEqualTo(Duration.ofSeconds(450));
  }

  @Test
  void isNotTriedWithMoreForWhoAskedForNoProgress() {
    client = new Client(client.account(), client.name(), false);

    assertThat(waitedFor(50)).isEqualTo(Duration.ofSeconds(50));
  }

  private Duration waitedFor(int seconds) {
    holdsLong().waited(client, Duration.ofSeconds(seconds));
    return patient(client);
  }

  private Duration patient(Client whom) {
    ClientPatience other = holdsLong();
    other.of(whom);
    return other.of(whom);
  }

  private ClientPatience holdsLong() {
    return new ClientPatience(fixture.database(), Duration.ofMinutes(15), Runnable::run);
  }

  /** As a node that meets the client for the first time knows it, once it has looked. */
  private Duration elsewhere(Client whom) {
    ClientPatience other = new ClientPatience(fixture.database(), USUAL, Runnable::run);
    other.of(whom);
    return other.of(whom);
  }

  private void aWeekGoesBy() {
    fixture
        .database()
        .doInAccount(
            client.account(),
            jdbc ->
                jdbc.sql("update client_patience set seen_at = seen_at - interval '8 days'")
                    .update());
  }
}
