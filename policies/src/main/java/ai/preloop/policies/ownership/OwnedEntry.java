package ai.preloop.policies.ownership;

import ai.preloop.policies.documents.ToolEntry;
import java.util.List;
import java.util.stream.Stream;

/**
 * An entry of a policy as people call it, and who owns it: {@code bash (shell)}, and for one
 * subject {@code bash (shell) for nightly-job (api_key)}.
 */
public record OwnedEntry(String owner, String entry) {

  static Stream<OwnedEntry> naming(OwnedDocument owned, String server) {
    var forEverybody = keys(owned.document().tools(), server);
    var forSubjects =
        owned.document().subjects().stream()
            .flatMap(
                subject -> keys(subject.tools(), server).map(key -> key + " for " + subject.key()));
    return Stream.concat(forEverybody, forSubjects).map(key -> new OwnedEntry(owned.owner(), key));
  }

  private static Stream<String> keys(List<ToolEntry> entries, String server) {
    return entries.stream().filter(entry -> server.equals(entry.source())).map(ToolEntry::key);
  }

  @Override
  public String toString() {
    return entry + " of " + owner;
  }
}
