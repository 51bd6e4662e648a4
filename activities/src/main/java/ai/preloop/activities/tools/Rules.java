package ai.preloop.activities.tools;

import ai.preloop.activities.audit.AuditRecord.Judgement;
import ai.preloop.policies.verdicts.DecidingRule;
import ai.preloop.policies.verdicts.Verdict;
import ai.preloop.policies.verdicts.Verdict.Basis;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The rules that decided, as records and requests keep them: JSON, with owner and number. */
final class Rules {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Rules() {}

  static Judgement of(Verdict verdict) {
    Basis basis = verdict.basis();
    String rules =
        basis.rules().isEmpty() && basis.errors().isEmpty()
            ? message(verdict)
            : JSON.writeValueAsString(described(basis));
    return new Judgement(null, rules, Math.toIntExact(basis.policyVersion()));
  }

  static Judgement sentence(long version, String sentence) {
    return new Judgement(
        null,
        JSON.writeValueAsString(List.of(Map.of("description", sentence))),
        Math.toIntExact(version));
  }

  /** The rules alone, as JSON; an empty list where a default decided. */
  static String json(Verdict verdict) {
    return JSON.writeValueAsString(described(verdict.basis()));
  }

  private static @Nullable String message(Verdict verdict) {
    return verdict instanceof Verdict.Deny deny
        ? JSON.writeValueAsString(List.of(Map.of("description", deny.message())))
        : null;
  }

  private static List<Map<String, Object>> described(Basis basis) {
    List<Map<String, Object>> all =
        new ArrayList<>(basis.rules().stream().map(Rules::described).toList());
    basis
        .errors()
        .forEach(step -> {
          Map<String, Object> failed = described(step.rule());
          failed.put("error", step.detail());
          all.add(failed);
        });
    return all;
  }

  private static Map<String, Object> described(DecidingRule rule) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("owner", rule.owner());
    if (rule.subject() != null) {
      map.put("subject", rule.subject());
    }
    map.put("number", rule.number());
    if (rule.description() != null) {
      map.put("description", rule.description());
    }
    return map;
  }
}
