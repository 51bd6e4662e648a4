package ai.preloop.api.end2end;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The official SDKs for Node.js. */
class NodeModelSdkTests extends ModelSdkContract {

  @Override
  Process start(String base, String key) {
    try {
      return NodeProject.MODELS.node("driver.mjs", base, key).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
