package ai.preloop.activities.generation;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.identity.Principal;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Who had which model draft a policy, and how it ended; neither what was wanted nor the draft. */
final class GenerationLog {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String ACTION = "policy.generate";

  private final Audit audit;
  private final MeterRegistry meters;

  GenerationLog(Audit audit, MeterRegistry meters) {
    this.audit = audit;
    this.meters = meters;
  }

  void ended(Principal person, Wish wish, Generated generated, Duration took) {
    String outcome = generated.isValid() ? "ok" : "invalid";
    Map<String, Object> facts = Map.of("source", wish.source(), "attempts", generated.attempts());
    record(
        person,
        new What(ACTION, generated.model(), null, JSON.writeValueAsString(facts)),
        outcome,
        took);
  }

  void failed(Principal person, Wish wish, String model, Duration took) {
    Map<String, Object> facts = Map.of("source", wish.source());
    record(person, new What(ACTION, model, null, JSON.writeValueAsString(facts)), "failed", took);
  }

  private void record(Principal person, What what, String outcome, Duration took) {
    meters.timer("preloop.policy.generations", "outcome", outcome).record(took);
    audit.note(AuditRecord.of(person.account(), person.who(), what).ended(outcome, took));
  }
}
