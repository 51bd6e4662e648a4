package ai.preloop.policies.testing;

import ai.preloop.policies.syntax.Fields;
import ai.preloop.policies.syntax.Findings;
import ai.preloop.policies.verdicts.Caller;
import ai.preloop.policies.verdicts.ModelFacts;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Makes calls of checked keys. */
record SampleCallReader(Findings findings, Instant standardNow) {

  private static final JsonMapper JSON = JsonMapper.shared();

  SampleCall call(Fields fields) {
    return new SampleCall(
        new TargetReader(findings).target(fields),
        JSON.writeValueAsBytes(fields.map("args")),
        fields.values().get("justification") instanceof String given ? given : null,
        new Caller(
            principal(fields.group("principal")),
            agent(fields.group("agent")),
            session(fields.group("session")),
            flow(fields.group("flow"))),
        instant(fields, "now", standardNow),
        request(fields.group("request"), fields.group("cost")));
  }

  private static ModelFacts request(@Nullable Fields request, @Nullable Fields cost) {
    var estimate =
        cost != null && cost.has("estimate_usd") ? (Double) cost.decimal("estimate_usd") : null;
    if (request == null) {
      return new ModelFacts(0, null, 0, false, estimate);
    }
    Long limit =
        request.has("max_output_tokens") ? (Long) (long) request.whole("max_output_tokens") : null;
    return new ModelFacts(
        request.whole("input_tokens"),
        limit,
        request.whole("tools"),
        request.flag("stream"),
        estimate);
  }

  private static Caller.Principal principal(@Nullable Fields fields) {
    return fields == null
        ? new Caller.Principal("api_key", "", "", "", List.of(), List.of(), List.of())
        : new Caller.Principal(
            fields.text("type"),
            fields.text("id"),
            fields.text("name"),
            fields.text("user"),
            fields.texts("roles"),
            fields.texts("teams"),
            fields.texts("scopes"));
  }

  private static Caller.Agent agent(@Nullable Fields fields) {
    return fields == null
        ? Caller.Agent.NONE
        : new Caller.Agent(
            fields.text("id"), fields.text("name"), fields.text("kind"), fields.texts("tags"));
  }

  private Caller.Session session(@Nullable Fields fields) {
    return fields == null
        ? Caller.Session.NONE
        : new Caller.Session(
            fields.text("id"),
            fields.text("source"),
            instant(fields, "started_at", Instant.EPOCH),
            fields.whole("calls"));
  }

  private static Caller.Flow flow(@Nullable Fields fields) {
    return fields == null
        ? Caller.Flow.NONE
        : new Caller.Flow(fields.text("id"), fields.text("name"), fields.text("execution_id"));
  }

  private Instant instant(Fields fields, String key, Instant otherwise) {
    var text = fields.textOrNull(key);
    if (text == null) {
      return otherwise;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      findings.error(
          "value.time",
          fields.path() + "." + key,
          "This must be a time like 2026-01-01T12:00:00Z.");
      return otherwise;
    }
  }
}
