package ai.preloop.api.crashes;

import static org.awaitility.Awaitility.await;

import ai.preloop.activities.embedded.MortalServer;
import ai.preloop.api.end2end.Agent;
import ai.preloop.api.end2end.Approver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The product, its servers and an upstream, each of which can be killed, and transfers that are at
 * all of the moments when that happens.
 */
final class Story {

  private static final String POLICY =
      """
      version: "1.0"
      metadata:
        name: crashes
      approval_workflows:
        - name: people
          timeout_seconds: 3600
          async_approval: true
        - name: at once
          timeout_seconds: 3600
          async_approval: false
      tools:
        - name: transfer
          source: bank
          approval_workflow: people
          otherwise: require_approval
        - name: wire
          source: bank
          approval_workflow: at once
          otherwise: require_approval
      """;

  private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

  final Bank bank = new Bank();
  final MortalServer postgres = MortalServer.postgres();
  final MortalServer temporal = MortalServer.temporal();
  final MortalProcess product = new MortalProcess(postgres.database(), temporal.target());
  final Agent agent = Agent.connect(product.http(), product.agentKey());
  final Approver owner = new Approver(product.http(), product.owner());
  private final List<CompletableFuture<Void>> underWay = new ArrayList<>();

  /** The one of this JVM, started at the first call: each test has names of its own in it. */
  static Story shared() {
    return Running.STORY;
  }

  private Story() {
    String server =
        product
            .http()
            .post(
                "/api/v1/mcp-servers",
                owner.token(),
                "{\"name\":\"bank\",\"url\":\"%s\"}".formatted(bank.url()))
            .expect(201)
            .path("id")
            .asString();
    product.http().post("/api/v1/mcp-servers/" + server + "/scan", owner.token(), "{}").expect(200);
    product
        .http()
        .send(
            "POST",
            "/api/v1/policies/upload",
            owner.token(),
            POLICY,
            Map.of("Content-Type", "application/yaml"))
        .expect(200);
  }

  /**
   * Brings one transfer to each moment. Each comes there before the next sets out, so that none is
   * taken for another; those that hold up later ones come last.
   */
  Map<Moment, Transfer> comeToEachMoment(String name) {
    Map<Moment, Transfer> all = new EnumMap<>(Moment.class);
    for (Moment moment : Arrays.asList(Moment.values()).reversed()) {
      Transfer transfer = new Transfer(name + "-" + moment, agent, owner);
      all.put(moment, transfer);
      comeTo(moment, transfer);
    }
    return all;
  }

  private void comeTo(Moment moment, Transfer transfer) {
    if (moment.isWhileAsking()) {
      product.hold(moment);
      go(transfer::ask);
      await().atMost(Transfer.PATIENCE).until(() -> product.isAt(moment));
    } else {
      transfer.ask();
      approveUntil(moment, transfer);
    }
  }

  /** Brings one that is asked about to a moment that comes after that. */
  void approveUntil(Moment moment, Transfer transfer) {
    transfer.awaitNotice();
    if (moment.isHeld()) {
      product.hold(moment);
      go(transfer::approve);
      await().atMost(Transfer.PATIENCE).until(() -> product.isAt(moment));
    } else if (moment == Moment.SENT) {
      bank.hold(transfer.mark());
      go(transfer::approve);
      await().atMost(Transfer.PATIENCE).until(() -> bank.transfers(transfer.mark()) == 1);
    } else if (moment == Moment.ANSWER_GIVEN) {
      transfer.approve();
      transfer.poll(told -> told.has("tool_result"));
    }
  }

  /** Kills it while everything is where it is, and lets it come back while all go on. */
  void kill(Victim victim) {
    switch (victim) {
      case PRODUCT -> {
        product.kill();
        bank.goOn();
        product.startAgain();
      }
      case TEMPORAL -> {
        temporal.kill();
        goOn();
        temporal.start();
      }
      case TEMPORAL_AND_STORE -> {
        temporal.kill();
        temporal.loseData();
        goOn();
        temporal.start();
      }
      case POSTGRESQL -> {
        postgres.kill();
        goOn();
        postgres.start();
      }
    }
  }

  /** Until everybody has done what is theirs and knows how it ended. */
  void finish(Map<Moment, Transfer> all) {
    underWay.forEach(CompletableFuture::join);
    underWay.clear();
    all.values().stream()
        .map(transfer -> CompletableFuture.runAsync(transfer::finish, THREADS))
        .toList()
        .forEach(CompletableFuture::join);
  }

  /** Lets everything go on that is held. */
  void goOn() {
    product.goOn();
    bank.goOn();
  }

  /** Does it meanwhile; {@code finish} waits for it. */
  void go(Runnable part) {
    underWay.add(CompletableFuture.runAsync(part, THREADS));
  }

  private void close() {
    product.close();
    bank.close();
    temporal.close();
    postgres.close();
  }

  private static final class Running {

    static final Story STORY = started();

    private static Story started() {
      Story story = new Story();
      Runtime.getRuntime().addShutdownHook(new Thread(story::close));
      return story;
    }
  }
}
