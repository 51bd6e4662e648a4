package ai.preloop.api.mcp.tools;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.mcp.JsonSlice;
import org.jspecify.annotations.Nullable;

/** A tool of Preloop itself. A new one is one class; Spring collects them. */
public interface BuiltinTool {

  String name();

  /** Its definition as {@code tools/list} shows it: one JSON object. */
  String definition();

  /** Answers a call with a JSON object, never a bare value: some clients fail on those. */
  Answer call(Principal principal, @Nullable JsonSlice arguments);

  /** The object, as JSON text, and whether it tells of a failure. */
  record Answer(String json, boolean isError) {}
}
