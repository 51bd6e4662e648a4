package ai.preloop.api.servers;

import ai.preloop.activities.servers.Scanning;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * What a scan found; {@code refused} says which definitions cannot be used, and why; {@code
 * unchecked} are tools whose schema cannot be used to check arguments, so that the policy's {@code
 * on_error} holds for each call.
 */
@Schema(name = "McpServerScan")
record ScanAnswer(
    int tools,
    List<String> added,
    List<String> changed,
    List<String> removed,
    List<String> refused,
    List<String> unchecked) {

  static ScanAnswer of(Scanning.Found found) {
    return new ScanAnswer(
        found.scan().tools(),
        found.scan().added(),
        found.scan().changed(),
        found.scan().removed(),
        found.refused(),
        found.unchecked());
  }
}
