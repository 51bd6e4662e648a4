package ai.preloop.policies.testing;

import static ai.preloop.policies.syntax.Key.optional;
import static ai.preloop.policies.syntax.Key.required;
import static ai.preloop.policies.syntax.Shape.FLAG;
import static ai.preloop.policies.syntax.Shape.FREE;
import static ai.preloop.policies.syntax.Shape.JSON;
import static ai.preloop.policies.syntax.Shape.NAME;
import static ai.preloop.policies.syntax.Shape.TEXT_OR_WHOLE;
import static ai.preloop.policies.syntax.Shape.between;
import static ai.preloop.policies.syntax.Shape.group;
import static ai.preloop.policies.syntax.Shape.list;
import static ai.preloop.policies.syntax.Shape.oneOf;

import ai.preloop.policies.syntax.Shape;

/** The keys of a file of tests, and of a call that is asked about. */
final class TestKeys {

  private static final Shape.Group PRINCIPAL =
      group(
          optional("type", oneOf("api_key", "user")).orElse("api_key"),
          optional("id", FREE),
          optional("name", FREE),
          optional("user", FREE),
          optional("roles", list(FREE)),
          optional("teams", list(FREE)),
          optional("scopes", list(FREE)));

  private static final Shape.Group AGENT =
      group(
          optional("id", FREE),
          optional("name", FREE),
          optional("kind", FREE),
          optional("tags", list(FREE)));

  private static final Shape.Group SESSION =
      group(
          optional("id", FREE),
          optional("source", FREE),
          optional("started_at", FREE),
          optional("calls", between(0, Integer.MAX_VALUE)));

  private static final Shape.Group FLOW =
      group(optional("id", FREE), optional("name", FREE), optional("execution_id", FREE));

  private static final Shape.Group TOOL =
      group(
          required("server", NAME),
          required("name", NAME),
          optional("input_schema", JSON),
          optional("annotations", JSON),
          optional("trusted", FLAG).orElse(false));

  private static final Shape.Group REQUEST =
      group(
          optional("input_tokens", between(0, Integer.MAX_VALUE)),
          optional("max_output_tokens", between(0, Integer.MAX_VALUE)),
          optional("tools", between(0, Integer.MAX_VALUE)),
          optional("stream", FLAG));

  private static final Shape.Group COST =
      group(optional("estimate_usd", new Shape.Decimal(0, 1_000_000)));

  static final Shape.Group CALL =
      group(
          optional("tool", NAME),
          optional("resource", NAME),
          optional("prompt", NAME),
          optional("model", NAME),
          optional("provider", NAME),
          optional("identifier", NAME),
          optional("request", REQUEST),
          optional("cost", COST),
          optional("server", NAME),
          optional("source", oneOf("mcp", "builtin")).orElse("mcp"),
          optional("args", JSON),
          optional("justification", FREE),
          optional("principal", PRINCIPAL),
          optional("agent", AGENT),
          optional("session", SESSION),
          optional("flow", FLOW),
          optional("now", FREE));

  private static final Shape.Group EXPECT =
      group(
          optional("verdict", oneOf("allow", "deny", "ask")),
          optional("workflow", NAME),
          optional("rule", TEXT_OR_WHOLE),
          optional("message", FREE),
          optional("error", FLAG));

  private static final Shape.Group CASE =
      CALL.with(required("name", NAME), required("expect", EXPECT));

  static final Shape.Group FILE =
      group(
          optional("policy", NAME).orElse("policy.yaml"),
          optional("tools", list(TOOL)),
          required("cases", list(CASE)));

  private TestKeys() {}
}
