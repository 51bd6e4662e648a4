package ai.preloop.api.end2end;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one run of a scenario found, by the ids of its checks, of which some are made repeatedly.
 */
record ConformanceChecks(Set<String> made, Set<String> succeeded, Set<String> failed) {

  /** Of a scenario that could not go on to its end. */
  static final ConformanceChecks NOT_ENDED =
      new ConformanceChecks(Set.of(), Set.of(), Set.of("ends"));

  /** A warning and what was not looked at are no success either. */
  static ConformanceChecks read(Path file) {
    return read(file, ConformanceChecks::id);
  }

  /** The same; what was not looked at has a name of its own, since others of its id may be good. */
  static ConformanceChecks readOfClient(Path file) {
    return read(file, check -> id(check) + "/" + check.path("name").asString());
  }

  private static String id(JsonNode check) {
    return check.path("id").asString();
  }

  private static ConformanceChecks read(Path file, Function<JsonNode, String> unseen) {
    if (!Files.exists(file)) {
      return NOT_ENDED;
    }
    Set<String> made = new HashSet<>();
    Set<String> succeeded = new HashSet<>();
    Set<String> failed = new TreeSet<>();
    for (JsonNode check : JsonMapper.shared().readTree(file.toFile()).values()) {
      String id = id(check);
      made.add(id);
      switch (check.path("status").asString()) {
        case "SUCCESS" -> succeeded.add(id);
        case "INFO" -> {
          // It tells what was seen, and judges nothing.
        }
        case "SKIPPED" -> failed.add(unseen.apply(check));
        default -> failed.add(id);
      }
    }
    return new ConformanceChecks(made, succeeded, failed);
  }

  /** What is worse in another run: it fails there alone, or was good here and is not come to. */
  Set<String> lostIn(ConformanceChecks other) {
    Set<String> lost = new TreeSet<>(succeeded);
    lost.removeAll(other.made);
    lost.addAll(other.failed);
    lost.removeAll(failed);
    return lost;
  }
}
