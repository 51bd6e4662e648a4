package ai.preloop.activities.servers;

import ai.preloop.policies.documents.KnownTool;
import ai.preloop.policies.documents.Sources;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tools that are Preloop's own, as a policy knows them; their names no server can take. */
public final class BuiltinTools {

  public static final String SERVER = "preloop";

  /** Outside the policy: whoever may ask for a call may ask what became of it. */
  public static final String GET_APPROVAL_STATUS = "get_approval_status";

  public static final KnownTool REQUEST_APPROVAL =
      new KnownTool(
          SERVER,
          "request_approval",
          Sources.BUILTIN,
          Map.of(),
          new KnownTool.Hints(false, false, true, false));

  static final Set<String> NAMES = Set.of(GET_APPROVAL_STATUS, REQUEST_APPROVAL.name());

  private BuiltinTools() {}

  /** Those that rules may be about; without schemas, since every argument is a text. */
  public static List<KnownTool> judged() {
    return List.of(REQUEST_APPROVAL);
  }
}
