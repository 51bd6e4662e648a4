package ai.preloop.activities.policies;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.servers.Catalog;
import ai.preloop.activities.servers.Catalogs;
import ai.preloop.policies.documents.KnownTool;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.documents.Sources;
import ai.preloop.policies.documents.ToolEntry;
import ai.preloop.policies.ownership.EditedDocument.Section;
import ai.preloop.policies.ownership.NamedEntry;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.reading.PolicyReader;
import ai.preloop.policies.reading.Reading;
import ai.preloop.policies.reading.Surroundings;
import ai.preloop.policies.syntax.Finding;
import ai.preloop.policies.verdicts.Call;
import ai.preloop.policies.verdicts.CalledTool;
import ai.preloop.policies.verdicts.CompiledPolicy;
import ai.preloop.policies.verdicts.Explanation;
import ai.preloop.policies.verdicts.Step;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Tries a condition on arguments that nobody sent, as a rule of a tool that is there. */
public final class ConditionTrials {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final PolicyReader READER = new PolicyReader();

  private final Database database;
  private final Catalogs catalogs;
  private final Map<String, String> environment;
  private final InstantSource clock;

  /** {@code environment} has the variables that documents may read, and no other. */
  ConditionTrials(
      Database database, Catalogs catalogs, Map<String, String> environment, InstantSource clock) {
    this.database = database;
    this.catalogs = catalogs;
    this.environment = Map.copyOf(environment);
    this.clock = clock;
  }

  /** A condition and what it is tried on; {@code arguments} are JSON. */
  public record Sample(String expression, @Nullable String conditionType, byte[] arguments) {}

  /** Whether it matched, or why that cannot be said; and what it read, without secrets. */
  public record Trial(
      @Nullable Boolean matches, @Nullable String error, List<Explanation.Value> read) {

    public Trial {
      read = List.copyOf(read);
    }
  }

  /** Nothing is stored; the condition is checked as for an upload. */
  public Trial run(Principal principal, UUID tool, Sample sample) {
    principal.require(Scope.ACCOUNT_READ);
    NamedEntry entry =
        database
            .inAccount(principal.account(), jdbc -> EntriesInForce.read(jdbc, principal.account()))
            .find(Section.TOOLS, each -> each.id().equals(tool))
            .entry();
    List<KnownTool> known =
        catalogs.of(principal.account()).tools().stream().map(Catalog.Tool::known).toList();
    Reading read =
        READER.read(
            JSON.writeValueAsBytes(document(entry, sample)),
            Surroundings.offline(environment).withTools(known));
    PolicyDocument document = read.document();
    return document == null
        ? new Trial(null, defects(read.findings()), List.of())
        : tried(document, call(principal, document.tools().getFirst(), known, sample));
  }

  /** A rule that only the condition decides, in a document of its own. */
  private static Map<String, Object> document(NamedEntry entry, Sample sample) {
    Map<String, Object> condition = new LinkedHashMap<>();
    condition.put("expression", sample.expression());
    condition.put("action", "deny");
    if (sample.conditionType() != null) {
      condition.put("condition_type", sample.conditionType());
    }
    Map<String, Object> tool = new LinkedHashMap<>();
    tool.put("conditions", List.of(condition));
    for (String key : List.of("name", "source")) {
      Object value = entry.written().get(key);
      if (value != null) {
        tool.put(key, value);
      }
    }
    return Map.of(
        "version", "1.0",
        "metadata", Map.of("name", "trial"),
        "tools", List.of(tool),
        "defaults", Map.of("validate_arguments", false));
  }

  /** UNPROCESSABLE when it is not the expression that is wrong. */
  private static String defects(List<Finding> findings) {
    List<Finding> errors = findings.stream().filter(Finding::isError).toList();
    for (Finding each : errors) {
      if (!each.path().endsWith(".expression")) {
        throw new ProblemException(ProblemType.UNPROCESSABLE, each.message());
      }
    }
    return errors.stream().map(Finding::message).collect(Collectors.joining(" "));
  }

  private static Trial tried(PolicyDocument document, Call call) {
    Explanation.Tried tried =
        CompiledPolicy.compile(0, List.of(document), List.of()).explain(call).tried().getFirst();
    Step step = tried.step();
    return switch (step.outcome()) {
      case MATCHED -> new Trial(true, null, tried.values());
      case NOT_MATCHED -> new Trial(false, null, tried.values());
      case ERROR, SKIPPED, UNKNOWN -> new Trial(null, step.detail(), tried.values());
    };
  }

  private Call call(Principal principal, ToolEntry entry, List<KnownTool> known, Sample sample) {
    CalledTool called =
        known.stream()
            .filter(entry::fits)
            .findFirst()
            .map(CalledTool::of)
            .orElseGet(() -> CalledTool.of(unknown(entry)));
    return new Call(Callers.of(principal), called, sample::arguments, "", clock.instant(), false);
  }

  /** A tool that no scan knows: of a server that nobody trusts. */
  private static KnownTool unknown(ToolEntry entry) {
    String source = entry.source() == null ? Sources.MCP : entry.source();
    boolean isServer = !Sources.isKind(source);
    return new KnownTool(
        isServer ? source : "",
        entry.name(),
        isServer ? Sources.MCP : source,
        Map.of(),
        KnownTool.Hints.UNTRUSTED);
  }
}
