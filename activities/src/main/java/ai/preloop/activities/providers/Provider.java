package ai.preloop.activities.providers;

import ai.preloop.activities.dialects.Operation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.Set;

/**
 * A provider of models. Another one is another bean of this, which the contract of providers is
 * tested against; models name it by its word.
 */
public interface Provider {

  /** What models and settings call it. */
  String word();

  /** Its public address; empty where every model has an address of its own. */
  Optional<URI> endpoint();

  /** What it is asked for in its own dialect, without translation. */
  Set<Operation> operations();

  /** Whether it is not asked without a key. */
  default boolean needsKey() {
    return true;
  }

  /** Whether an answer with this status may be about our key, so that its body is to be seen. */
  default boolean mayRefuseKey(int status) {
    return status == 401;
  }

  /** Whether an answer says that our key is not taken; {@code body} is what came of it. */
  default boolean refusesKey(int status, HttpHeaders headers, byte[] body) {
    return mayRefuseKey(status);
  }

  /** The request for one of its operations, addressed and signed. */
  Outgoing request(Target target, Asked asked);

  /** Its answer in the form that the dialect of the operation has; as it comes, where it comes. */
  default Incoming incoming(Incoming answer) throws IOException {
    return answer;
  }
}
