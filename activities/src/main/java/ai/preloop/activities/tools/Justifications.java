package ai.preloop.activities.tools;

import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.mcp.Envelope.Justified;
import ai.preloop.activities.servers.Catalog.Tool;
import ai.preloop.policies.documents.Justification;
import java.util.Map;

/**
 * The reason that a caller gives: asked for in the tool's schema, and taken out of its arguments.
 */
public final class Justifications {

  private static final String MEMBER = "justification";
  private static final String OTHERWISE = "preloop_justification";

  private Justifications() {}

  /** The member that carries the reason: another one where the tool has that name itself. */
  public static String member(Tool tool) {
    return tool.definition().inputSchema().get("properties") instanceof Map<?, ?> properties
            && properties.containsKey(MEMBER)
        ? OTHERWISE
        : MEMBER;
  }

  static Justified take(Envelope envelope, Tool tool, Justification mode) {
    return mode == Justification.DISABLED
        ? new Justified(null, envelope.arguments())
        : envelope.withoutJustification(member(tool));
  }
}
