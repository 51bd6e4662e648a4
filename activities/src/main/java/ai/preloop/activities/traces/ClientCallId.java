package ai.preloop.activities.traces;

import ai.preloop.activities.database.Digests;
import ai.preloop.activities.database.Storable;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The id of a tool call as both records keep it: the same text from the model and the client. */
public final class ClientCallId {

  private static final int LONGEST = 200;

  private ClientCallId() {}

  /** Longer ones, as those that carry a thought's signature, are kept as their SHA-256. */
  public static String kept(String id) {
    if (id.length() <= LONGEST) {
      return Storable.text(id);
    }
    byte[] digest = Digests.sha256(id.getBytes(StandardCharsets.UTF_8));
    return "sha256:" + HexFormat.of().formatHex(digest);
  }
}
