package ai.preloop.policies.verdicts;

import ai.preloop.policies.conditions.Primitive;
import ai.preloop.policies.documents.Justification;
import ai.preloop.policies.documents.KnownTool;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.documents.SubjectEntry;
import ai.preloop.policies.documents.ToolEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the entries that speak of a tool, a resource or a prompt, once for each. */
final class Rulebook {

  private static final int REMEMBERED = 10_000;

  private final List<EntryIndex> owners;
  private final Map<Subject, List<EntryIndex>> subjects = new HashMap<>();
  private final Map<ToolName, KnownTool> tools = new HashMap<>();
  private final Map<CalledTool.Key, ToolRules> found = new ConcurrentHashMap<>();
  private final boolean output;
  private final int limit;

  Rulebook(PolicyCompilation compilation, List<PolicyDocument> documents, List<KnownTool> known) {
    this.owners = documents.stream().map(compilation::index).toList();
    for (PolicyDocument document : documents) {
      for (SubjectEntry entry : document.subjects()) {
        subjects
            .computeIfAbsent(new Subject(entry.type(), entry.name()), _ -> new ArrayList<>())
            .add(compilation.index(document, entry));
      }
    }
    known.forEach(tool -> tools.put(new ToolName(tool.server(), tool.name()), tool));
    this.output =
        documents.stream().flatMap(Rulebook::tools).anyMatch(each -> !each.output().isEmpty());
    this.limit = known.size() + REMEMBERED;
  }

  private static Stream<ToolEntry> tools(PolicyDocument document) {
    return Stream.concat(
        document.tools().stream(),
        document.subjects().stream().flatMap(each -> each.entries().tools().stream()));
  }

  /** Whether anything at all is said of what tools answer. */
  boolean speaksOfOutput() {
    return output;
  }

  /** All that is said of the caller's calls of the tool. */
  Speakers speakers(CalledTool tool, Caller caller) {
    return new Speakers(of(tool), of(tool, caller));
  }

  /** What everybody's entries say of the tool. */
  ToolRules of(CalledTool tool) {
    CalledTool.Key key = tool.key();
    ToolRules known = found.get(key);
    if (known != null) {
      return known;
    }
    ToolRules rules = rules(key);
    if (found.size() < limit) {
      found.put(key, rules);
    }
    return rules;
  }

  /** What the entries for this caller say of the tool. */
  private List<CompiledEntry> of(CalledTool tool, Caller caller) {
    if (subjects.isEmpty()) {
      return List.of();
    }
    List<CompiledEntry> entries = new ArrayList<>();
    if (caller.principal().type().equals("api_key")) {
      collect(SubjectEntry.Type.API_KEY, caller.principal().name(), tool, entries);
    }
    collect(SubjectEntry.Type.AGENT, caller.agent().name(), tool, entries);
    collect(SubjectEntry.Type.FLOW, caller.flow().name(), tool, entries);
    return entries;
  }

  private void collect(
      SubjectEntry.Type type, String name, CalledTool tool, List<CompiledEntry> entries) {
    for (EntryIndex index : subjects.getOrDefault(new Subject(type, name), List.of())) {
      index.find(tool.key()).ifPresent(entries::add);
    }
  }

  private ToolRules rules(CalledTool.Key key) {
    KnownTool tool = key.primitive() == Primitive.TOOL ? known(key) : null;
    return ToolRules.of(
        owners.stream().map(index -> index.find(key)).flatMap(Optional::stream).toList(),
        tool == null ? ArgumentCheck.NONE : ArgumentCheck.of(tool.inputSchema()),
        Justification.member(tool == null ? Map.of() : tool.inputSchema()));
  }

  private @Nullable KnownTool known(CalledTool.Key key) {
    return tools.get(new ToolName(key.server(), key.name()));
  }

  /**
   * The entries of all owners for one tool, the check of its arguments, and which of them says why
   * it is called.
   */
  record ToolRules(
      List<CompiledEntry> entries, ArgumentCheck check, String reason, boolean isUnspoken) {

    static ToolRules of(List<CompiledEntry> entries, ArgumentCheck check, String reason) {
      return new ToolRules(
          entries, check, reason, entries.stream().noneMatch(CompiledEntry::speaks));
    }

    /** What a default says of the tool asks all whom the tool's entries name, if one does. */
    List<Judgement> asked(Judgement byDefault) {
      List<Judgement> named =
          entries.stream()
              .filter(CompiledEntry::isBinding)
              .flatMap(entry -> entry.named().stream())
              .distinct()
              .map(byDefault::askedOf)
              .toList();
      return named.isEmpty() ? List.of(byDefault) : named;
    }
  }

  private record Subject(SubjectEntry.Type type, String name) {}

  private record ToolName(String server, String name) {}
}
