package ai.preloop.bench.soak;

import ai.preloop.bench.load.FixtureServer;
import ai.preloop.bench.load.Pause;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What the ledger and the upstream must have after the load, beside what they had before it. */
record Truth(long allowed, long denied, long asked) {

  private static final Duration WRITTEN = Duration.ofSeconds(3);

  /** A count, and what it must be. */
  record Check(String what, long found, long expected) {

    boolean holds() {
      return found == expected;
    }
  }

  static Truth before(Records records) throws IOException, SQLException {
    Pause.of(WRITTEN);
    return new Truth(records.judged("allow"), records.judged("deny"), records.judged("ask"));
  }

  List<Check> after(Records records, Tally tally, FixtureServer upstream, Owner owner)
      throws IOException, SQLException {
    Truth now = before(records);
    long approved = tally.asked.sum() - tally.declined.sum();
    JsonNode chain = owner.get("/api/v1/audit-logs/verify");
    return List.of(
        new Check("allowed calls recorded", now.allowed - allowed, tally.allowed.sum()),
        new Check("denied calls recorded", now.denied - denied, tally.denied.sum()),
        new Check("asked calls recorded", now.asked - asked, tally.asked.sum()),
        new Check("approved and succeeded", records.requests("approved", "succeeded"), approved),
        new Check("declined", records.requests("declined", "none"), tally.declined.sum()),
        new Check("approved calls that reached the upstream", upstream.marks(), approved),
        new Check("calls that ran twice", upstream.repeated().size(), 0),
        new Check("requests left open", records.open(), 0),
        new Check("broken chains", chain.path("valid").asBoolean() ? 0 : 1, 0),
        new Check("records that the chain has", chain.path("records").asLong(), records.all()));
  }
}
