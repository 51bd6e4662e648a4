package ai.preloop.activities.policies;

import ai.preloop.activities.audit.AuditRecord.Judgement;
import ai.preloop.policies.documents.Action;
import ai.preloop.policies.output.Screened.Asking;
import ai.preloop.policies.verdicts.DecidingRule;
import ai.preloop.policies.verdicts.Step;
import ai.preloop.policies.verdicts.Verdict;
import ai.preloop.policies.verdicts.Verdict.Basis;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/** The rules that decided, as records and requests keep them: JSON, with owner and number. */
public final class Rules {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Rules() {}

  /** With what did not bind, and with what is said where no rule decided. */
  public static Judgement of(Verdict verdict) {
    Basis basis = verdict.basis();
    List<Map<String, Object>> all = new ArrayList<>();
    if (verdict instanceof Verdict.Deny deny && saysMore(deny)) {
      all.add(Map.of("description", deny.message()));
    }
    all.addAll(described(basis));
    basis.shadows().forEach(step -> all.add(shadow(step)));
    return new Judgement(
        null,
        all.isEmpty() ? null : JSON.writeValueAsString(all),
        Math.toIntExact(basis.policyVersion()));
  }

  public static Judgement sentence(long version, String sentence) {
    return new Judgement(
        null,
        JSON.writeValueAsString(List.of(Map.of("description", sentence))),
        Math.toIntExact(version));
  }

  /** The rules alone, as JSON; an empty list where a default decided. */
  public static String json(Verdict verdict) {
    return JSON.writeValueAsString(described(verdict.basis()));
  }

  /** The rules for output that ask, as JSON. */
  public static String json(List<Asking> rules) {
    return JSON.writeValueAsString(rules.stream().map(Rules::described).toList());
  }

  private static Map<String, Object> described(Asking rule) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("owner", rule.owner());
    map.put("about", "output");
    map.put("number", rule.number());
    if (rule.description() != null) {
      map.put("description", rule.description());
    }
    return map;
  }

  /** Where no rule decided it alone, why it is refused is told before the rules. */
  private static boolean saysMore(Verdict.Deny deny) {
    return deny.cause() != Verdict.Cause.RULE;
  }

  private static Map<String, Object> shadow(Step step) {
    Map<String, Object> map = described(step.rule());
    map.put("shadow", word(Objects.requireNonNull(step.shadowed())));
    return map;
  }

  private static String word(Action action) {
    return switch (action) {
      case ALLOW -> "allow";
      case REQUIRE_APPROVAL -> "ask";
      case DENY -> "deny";
    };
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
