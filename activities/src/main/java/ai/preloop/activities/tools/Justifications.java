package ai.preloop.activities.tools;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonType;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.mcp.Envelope.Justified;
import ai.preloop.activities.servers.Catalog.Tool;
import ai.preloop.policies.documents.Justification;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The reason that a caller gives: asked for in the tool's schema, and taken out of its arguments.
 */
public final class Justifications {

  private static final int LONGEST = 4_000;

  private Justifications() {}

  /** The member that carries the reason. */
  public static String member(Tool tool) {
    return Justification.member(tool.definition().inputSchema());
  }

  /** Why a call cannot be taken with the reason that it gives; the policy asks whether it does. */
  static Optional<String> fault(Envelope envelope, Tool tool, Justification mode) {
    JsonSlice arguments = envelope.arguments();
    if (mode == Justification.DISABLED) {
      return Optional.empty();
    }
    String member = member(tool);
    JsonSlice given = arguments == null ? null : arguments.member(member);
    if (given != null && !given.is(JsonType.STRING)) {
      return Optional.of("`%s` is not a string.".formatted(member));
    }
    return tooLong(member, given == null ? null : given.text());
  }

  /** Also for the reason in a question, which people are shown in the same place. */
  static Optional<String> tooLong(String member, @Nullable String reason) {
    return reason == null || reason.length() <= LONGEST
        ? Optional.empty()
        : Optional.of(
            "%s has at most %d characters, and this one has %d: say it shorter."
                .formatted(member, LONGEST, reason.length()));
  }

  static Justified take(Envelope envelope, Tool tool, Justification mode) {
    return mode == Justification.DISABLED
        ? new Justified(null, envelope.arguments())
        : envelope.withoutJustification(member(tool));
  }
}
