package ai.preloop.activities.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.addresses.AddressRules;
import ai.preloop.activities.database.DatabaseFixture;
import ai.preloop.activities.secrets.RootKey;
import ai.preloop.activities.secrets.Sealer;
import ai.preloop.activities.upstream.Outbound;
import ai.preloop.activities.upstream.UpstreamSettings;
import ai.preloop.activities.webhooks.Receiver.Received;
import ai.preloop.activities.webhooks.Webhook.Last;
import ai.preloop.activities.webhooks.Webhook.Plan;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DeliveriesTests {

  private static final DatabaseFixture FIXTURE = DatabaseFixture.migrated();
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Event EVENT = new Event("budget.exceeded", NOW, Map.of("name", "daily"));

  private static final Duration SOON = Duration.ofSeconds(30);

  private final AccountId account = FIXTURE.account(Ids.next().toString());
  private final Receiver receiver = new Receiver();
  private final Outbound outbound =
      new Outbound(
          UpstreamSettings.DEFAULTS,
          new AddressRules(AddressRules.Local.OPEN, List.of(), port -> false));
  private final SealedSecrets secrets =
      new SealedSecrets(new Sealer(RootKey.of("0123456789abcdef0123456789abcdef"), "webhooks"));
  private final SigningSecret secret = SigningSecret.random(new SecureRandom());
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Deliveries deliveries = node();

  @AfterEach
  void close() throws IOException {
    FIXTURE.database().doInAccount(account, jdbc -> jdbc.sql("delete from webhooks").update());
    outbound.close();
    receiver.close();
  }

  @AfterAll
  static void drop() {
    FIXTURE.close();
  }

  @Test
  void sendsWhatWasLeftSignedAndOnce() {
    UUID webhook = webhook(receiver.url());
    tell();

    round(deliveries);
    round(deliveries);

    Received came = receiver.received().getFirst();
    assertThat(receiver.received()).hasSize(1);
    assertThat(came.path()).isEqualTo("/events");
    assertThat(came.header("content-type")).isEqualTo("application/json");
    assertThat(came.header("webhook-timestamp")).isEqualTo("" + NOW.getEpochSecond());
    assertThat(came.header("webhook-signature"))
        .isEqualTo(secret.signature(came.header("webhook-id"), NOW.getEpochSecond(), came.body()));
    JsonNode body = JsonMapper.shared().readTree(came.body());
    assertThat(body.path("type").asString()).isEqualTo("budget.exceeded");
    assertThat(body.path("timestamp").asString()).isEqualTo("2026-11-23T12:00:00Z");
    assertThat(body.at("/data/name").asString()).isEqualTo("daily");
    assertThat(last(webhook).endedAt()).isNotNull();
    assertThat(attempts("delivered")).isOne();
  }

  @Test
  void sendsNothingOfATransactionThatWasNotCommitted() {
    webhook(receiver.url());

    assertThatThrownBy(() ->
            FIXTURE
                .database()
                .doInAccount(
                    account,
                    jdbc -> {
                      new Outbox().tell(jdbc, account, EVENT);
                      throw new IllegalStateException("after all");
                    }))
        .hasMessage("after all");
    round(deliveries);

    assertThat(receiver.received()).isEmpty();
  }

  @Test
  void sendsAgainUnderTheSameIdWhatWasNotTaken() {
    UUID webhook = webhook(receiver.url());
    receiver.answering(500);
    tell();
    round(deliveries);
    round(deliveries);

    assertThat(receiver.received()).hasSize(1);
    assertThat(last(webhook).error()).isEqualTo("The receiver answered with the status 500.");
    assertThat(last(webhook).endedAt()).isNull();
    receiver.answering(200);
    due();
    round(deliveries);

    assertThat(receiver.received()).hasSize(2);
    assertThat(receiver.received().get(1).header("webhook-id"))
        .isEqualTo(receiver.received().get(0).header("webhook-id"));
    assertThat(last(webhook))
        .satisfies(last -> {
          assertThat(last.attempts()).isEqualTo(2);
          assertThat(last.error()).isNull();
          assertThat(last.endedAt()).isNotNull();
        });
  }

  @Test
  void givesUpAfterTheNinthAttempt() {
    UUID webhook = webhook(receiver.url());
    receiver.answering(503);
    tell();
    for (int attempt = 1; attempt <= 10; attempt++) {
      due();
      round(deliveries);
    }

    assertThat(receiver.received()).hasSize(9);
    assertThat(last(webhook).endedAt()).isNotNull();
    assertThat(last(webhook).error()).contains("503");
    assertThat(attempts("given_up")).isOne();
  }

  @Test
  void givesUpToSignWithASecretThatCannotBeOpened() {
    UUID webhook = webhook(receiver.url());
    FIXTURE
        .database()
        .doInAccount(
            account,
            jdbc ->
                jdbc.sql("update webhooks set secret = '\\x00' where id = ?")
                    .param(webhook)
                    .update());
    tell();
    for (int attempt = 1; attempt <= 9; attempt++) {
      due();
      round(deliveries);
    }

    assertThat(receiver.received()).isEmpty();
    assertThat(last(webhook).endedAt()).isNotNull();
    assertThat(attempts("given_up")).isOne();
  }

  @Test
  void aNodeThatEndedWhileItSentLeavesItToAnother() {
    webhook(receiver.url());
    tell();
    DeliveryRows rows = new DeliveryRows(FIXTURE.database());
    DeliveryRows.Due due = mine(rows);
    assertThat(rows.take(due, Duration.ofMinutes(2))).isPresent();
    assertThat(rows.take(due, Duration.ofMinutes(2))).isEmpty();

    round(deliveries);
    assertThat(receiver.received()).isEmpty();
    due();
    round(deliveries);

    assertThat(receiver.received()).hasSize(1);
  }

  @Test
  void twoNodesSendOneEventOnce() {
    webhook(receiver.url());
    for (int event = 0; event < 20; event++) {
      tell();
    }
    Deliveries other = node();
    for (int rounds = 0; rounds < 4; rounds++) {
      CompletableFuture.allOf(
              CompletableFuture.runAsync(deliveries::deliver),
              CompletableFuture.runAsync(other::deliver))
          .join();
      deliveries.settle(SOON);
      other.settle(SOON);
    }

    assertThat(receiver.received())
        .hasSize(20)
        .extracting(came -> came.header("webhook-id"))
        .doesNotHaveDuplicates();
  }

  @Test
  void followsNoRedirect() {
    webhook(receiver.url());
    receiver.answering(302);
    tell();

    round(deliveries);

    assertThat(receiver.received()).extracting(Received::path).containsExactly("/events");
    assertThat(attempts("failed")).isOne();
  }

  @Test
  void neverConnectsToALinkLocalAddress() {
    UUID webhook = webhook(URI.create("http://169.254.169.254/latest"));
    tell();

    round(deliveries);

    assertThat(last(webhook).error()).contains("never connected to");
  }

  @Test
  void forgetsWhatEndedLongAgo() {
    webhook(receiver.url());
    tell();
    round(deliveries);
    tell();
    DeliveryRows rows = new DeliveryRows(FIXTURE.database());

    rows.forget(Duration.ofDays(7));
    assertThat(kept()).isEqualTo(2);
    rows.forget(Duration.ofMinutes(-1));
    assertThat(kept()).isOne();
  }

  @Test
  void waitsForNoReceiverBeforeItSendsToTheNext() throws IOException {
    AccountId slow = FIXTURE.account(Ids.next().toString());
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      webhook(slow, URI.create("http://127.0.0.1:%d/".formatted(silent.getLocalPort())));
      for (int event = 0; event < 8; event++) {
        tell(slow);
      }
      deliveries.deliver();
      webhook(receiver.url());
      tell();
      deliveries.deliver();

      await().atMost(SOON).until(() -> receiver.received().size() == 1);
      assertThat(attempts("failed")).as("the slow ones are waited for still").isZero();
      assertThat(begun(slow)).isEqualTo(UnderWay.OF_ONE);
    } finally {
      deliveries.settle(SOON);
      FIXTURE.database().doInAccount(slow, jdbc -> jdbc.sql("delete from webhooks").update());
    }
  }

  @Test
  void goesOnByItselfUntilNothingIsLeft() {
    webhook(receiver.url());
    for (int event = 0; event < 4 * UnderWay.OF_ONE; event++) {
      tell();
    }
    long begun = System.nanoTime();
    deliveries.start();
    try {
      await().atMost(SOON).until(() -> receiver.received().size() == 4 * UnderWay.OF_ONE);
    } finally {
      deliveries.stop();
    }

    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .as("without a rest of two seconds between rounds")
        .isLessThan(Duration.ofSeconds(5));
    assertThat(receiver.received())
        .extracting(came -> came.header("webhook-id"))
        .doesNotHaveDuplicates();
  }

  @Test
  void endsWhatIsUnderWayBeforeItStops() {
    UUID webhook = webhook(receiver.url());
    tell();
    deliveries.deliver();

    deliveries.stop();

    assertThat(last(webhook).endedAt()).isNotNull();
  }

  /** Starts what is due, and waits for it. */
  private static void round(Deliveries node) {
    node.deliver();
    node.settle(SOON);
  }

  private long begun(AccountId whose) {
    return FIXTURE
        .database()
        .inAccount(
            whose,
            jdbc ->
                jdbc.sql("select count(*) from webhook_deliveries where attempts > 0")
                    .query(Long.class)
                    .single());
  }

  private long kept() {
    return FIXTURE
        .database()
        .inAccount(
            account,
            jdbc -> jdbc.sql("select count(*) from webhook_deliveries").query(Long.class).single());
  }

  private Deliveries node() {
    return new Deliveries(
        new DeliveryRows(FIXTURE.database()),
        secrets,
        outbound,
        () -> NOW,
        new DeliveryMetrics(meters));
  }

  private UUID webhook(URI url) {
    return webhook(account, url);
  }

  private UUID webhook(AccountId whose, URI url) {
    UUID id = Ids.next();
    FIXTURE
        .database()
        .doInAccount(
            whose,
            jdbc ->
                WebhookRows.add(
                    jdbc, whose, id, new Plan("hook", url), secrets.seal(whose, id, secret)));
    return id;
  }

  private void tell() {
    tell(account);
  }

  private static void tell(AccountId whose) {
    FIXTURE.database().doInAccount(whose, jdbc -> new Outbox().tell(jdbc, whose, EVENT));
  }

  private static DeliveryRows.Due mine(DeliveryRows rows) {
    return rows.due(1, 1).getFirst();
  }

  private void due() {
    FIXTURE
        .database()
        .doInAccount(
            account,
            jdbc ->
                jdbc.sql(
                        "update webhook_deliveries set due_at = clock_timestamp() - interval '1 s'")
                    .update());
  }

  private Last last(UUID webhook) {
    Last last =
        FIXTURE.database().inAccount(account, jdbc -> WebhookRows.all(jdbc, account)).stream()
            .filter(each -> each.id().equals(webhook))
            .findFirst()
            .orElseThrow()
            .last();
    assertThat(last).isNotNull();
    return Objects.requireNonNull(last);
  }

  private double attempts(String outcome) {
    return meters.get("preloop.webhooks.attempts").tag("outcome", outcome).counter().count();
  }
}
