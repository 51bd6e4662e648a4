package ai.preloop.activities.usage;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.dialects.Operation;
import ai.preloop.activities.dialects.Usage;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Principal.Kind;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.nodes.NodeSettings;
import ai.preloop.activities.nodes.Nodes;
import ai.preloop.activities.nodes.ThisNode;
import ai.preloop.activities.usage.ModelCall.Asked;
import ai.preloop.activities.usage.ModelCall.Attribution;
import ai.preloop.activities.usage.Outcome.Cost;
import ai.preloop.activities.usage.Outcome.Served;
import ai.preloop.activities.usage.Outcome.Status;
import ai.preloop.activities.usage.Outcome.Timing;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import ai.preloop.workflows.identity.UserId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Calls of models, how they end, and nodes that write them. */
public final class UsageFixtures {

  public static final long BOUND = 9_000_000;

  private UsageFixtures() {}

  public static UsageLedger started(Database database) {
    return started(database, UsageSettings.DEFAULT, new SimpleMeterRegistry());
  }

  static UsageLedger started(Database database, UsageSettings settings, MeterRegistry meters) {
    UsageLedger ledger =
        new UsageLedger(database, meters, settings, node(database), InstantSource.system());
    ledger.start();
    return ledger;
  }

  /** A ledger whose calls all begin at this instant. */
  public static UsageLedger at(Database database, Instant instant) {
    UsageLedger ledger =
        new UsageLedger(
            database,
            new SimpleMeterRegistry(),
            UsageSettings.DEFAULT,
            node(database),
            InstantSource.fixed(instant));
    ledger.start();
    return ledger;
  }

  private static ThisNode node(Database database) {
    return new ThisNode(
        database, new Nodes(NodeSettings.DEFAULT), NodeSettings.DEFAULT, System::nanoTime);
  }

  public static Principal key(AccountId account, String name) {
    return new Principal(
        account,
        Kind.API_KEY,
        Ids.next(),
        name,
        new UserId(Ids.next()),
        "ana",
        Set.of(Scope.ACCOUNT_READ),
        Set.of());
  }

  public static ModelCall call(Principal caller, String model) {
    return call(caller, model, Operation.MESSAGES, Attribution.NONE, BOUND);
  }

  public static ModelCall call(
      Principal caller,
      String model,
      Operation operation,
      Attribution attribution,
      @Nullable Long bound) {
    return new ModelCall(
        Ids.next(), caller, new Asked(model, operation, true), attribution, bound, List.of());
  }

  public static ModelCall reserved(Principal caller, UUID lease) {
    return new ModelCall(
        Ids.next(),
        caller,
        new Asked("fast", Operation.MESSAGES, true),
        Attribution.NONE,
        BOUND,
        List.of(lease));
  }

  /** Answered by Anthropic in 250 ms, the first byte after 100. */
  public static Outcome ok(Usage usage, @Nullable Long nanos) {
    return ended(Status.OK, usage, new Cost(nanos, nanos == null ? "none" : "account", false));
  }

  public static Outcome ended(Status status, Usage usage, Cost cost) {
    return new Outcome(
        status,
        new Served("anthropic", "claude-x", 200, "req_1"),
        usage,
        cost,
        new Timing(Duration.ofMillis(100), Duration.ofMillis(250)));
  }
}
