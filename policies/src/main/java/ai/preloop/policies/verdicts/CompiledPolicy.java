package ai.preloop.policies.verdicts;

import ai.preloop.policies.documents.Action;
import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.documents.Defaults;
import ai.preloop.policies.documents.Justification;
import ai.preloop.policies.documents.KnownTool;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.verdicts.Rulebook.ToolRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An account's policy, ready to judge: immutable to its callers, thread-safe, and without clocks,
 * locks and I/O.
 */
public final class CompiledPolicy {

  private static final System.Logger LOG = System.getLogger(CompiledPolicy.class.getName());

  private final long version;
  private final Defaults defaults;
  private final Rulebook rulebook;
  private final DefaultRules defaultRules;
  private final Workflows workflows;

  private CompiledPolicy(
      long version,
      Defaults defaults,
      Rulebook rulebook,
      DefaultRules defaultRules,
      Workflows workflows) {
    this.version = version;
    this.defaults = defaults;
    this.rulebook = rulebook;
    this.defaultRules = defaultRules;
    this.workflows = workflows;
  }

  /**
   * {@code documents} are one for each owner; throws POLICY_INVALID when a condition does not
   * compile.
   */
  public static CompiledPolicy compile(
      long version, List<PolicyDocument> documents, List<KnownTool> tools) {
    Optional<PolicyDocument> holder =
        documents.stream().filter(document -> document.defaults() != null).findFirst();
    Defaults defaults =
        holder
            .map(document -> Objects.requireNonNull(document.defaults()))
            .orElse(Defaults.STANDARD);
    String owner = holder.map(PolicyDocument::owner).orElse("defaults");
    Workflows workflows = new Workflows(documents, defaults.defaultApprovalWorkflow(), owner);
    return new CompiledPolicy(
        version,
        defaults,
        new Rulebook(new PolicyCompilation(workflows, defaults), documents, tools),
        new DefaultRules(defaults, owner, workflows.fallback()),
        workflows);
  }

  /** The rules that a document has, as steps and verdicts name them. */
  public static List<DecidingRule> rulesOf(PolicyDocument document) {
    return PolicyCompilation.rulesOf(document);
  }

  public long version() {
    return version;
  }

  /** Never throws: what fails here denies the call, and the record says that it was our fault. */
  public Verdict judge(Call call) {
    List<Step> steps = new ArrayList<>();
    try {
      return judge(call, steps);
    } catch (Exception | StackOverflowError e) {
      LOG.log(System.Logger.Level.ERROR, "A call could not be judged: {0}", whereabouts(e));
      return deny(
          Verdict.Cause.INTERNAL_ERROR, "This call cannot be judged now, so it is refused.", steps);
    }
  }

  /**
   * The same verdict, and how it comes about; a call without the reason that is wanted does not get
   * as far as that, and is denied.
   */
  public Explanation explain(Call call) {
    Verdict verdict = unreasoned(call).orElseGet(() -> judge(call));
    ValuesRead values = new ValuesRead(new CallFacts(call));
    return new Explanation(
        verdict,
        verdict.basis().steps().stream()
            .map(step -> new Explanation.Tried(step, values.of(step)))
            .toList());
  }

  /**
   * Who is asked when an agent asks of its own accord: the workflow that it names, if agents may
   * name that one, and the account's own where it names none; empty when there is no such.
   */
  public Optional<ApprovalWorkflow> workflowForAgent(@Nullable String named) {
    return Optional.ofNullable(named == null ? workflows.fallback() : workflows.selectable(named));
  }

  /** What the strictest of the entries for the tool and the caller asks for. */
  public Justification justificationFor(CalledTool tool, Caller caller) {
    return entries(tool, caller)
        .map(CompiledEntry::justification)
        .max(Justification::compareTo)
        .orElse(Justification.DISABLED);
  }

  /** Whether the caller is not to see the tool: it is switched off, or denied whatever is sent. */
  public boolean hidden(CalledTool tool, Caller caller) {
    return tool.switchedOff()
        || entries(tool, caller).anyMatch(entry -> !entry.isEnabled() || entry.alwaysDenies())
        || byDefault(tool).stream().anyMatch(each -> each.is(Action.DENY));
  }

  /** What holds for the caller's calls of the tool, as far as it is the same for all of them. */
  public Outlook outlook(CalledTool tool, Caller caller) {
    List<CompiledEntry> entries = entries(tool, caller).toList();
    if (tool.switchedOff() || anyDisabled(entries)) {
      return Outlook.DENIED;
    }
    List<CompiledEntry> binding = entries.stream().filter(CompiledEntry::isBinding).toList();
    int rules = binding.stream().mapToInt(CompiledEntry::ruleCount).sum();
    if (binding.stream().anyMatch(CompiledEntry::alwaysDenies)) {
      return new Outlook(Outlook.Kind.DENY, List.of(), rules);
    }
    List<List<Judgement>> voices =
        Stream.concat(
                binding.stream().map(CompiledEntry::possible),
                byDefault(tool).stream().map(List::of))
            .toList();
    return Outlook.of(voices, rules);
  }

  private List<Judgement> byDefault(CalledTool tool) {
    ToolRules rules = rulebook.of(tool);
    boolean unspoken = rules.entries().stream().noneMatch(CompiledEntry::isBinding);
    return defaultRules.judgements(tool, rules.check(), unspoken);
  }

  private Verdict judge(Call call, List<Step> steps) {
    ToolRules rules = rulebook.of(call.tool());
    List<CompiledEntry> subjects = rulebook.of(call.tool(), call.caller());
    Optional<Verdict> closed = closed(call, rules, subjects);
    if (closed.isPresent()) {
      return closed.get();
    }
    if (defaults.validateArguments()) {
      Optional<String> problem = rules.check().problem(call.arguments());
      if (problem.isPresent()) {
        return deny(Verdict.Cause.ARGUMENTS, problem.get(), steps);
      }
    }
    return new Judging(version, call, steps).judge(rules, subjects, defaultRules);
  }

  /** The same of a call that was recorded, with what the record has of what was read. */
  public Retold retell(RecordedCall recorded) {
    Replay replay =
        recorded.fitted()
            ? early(recorded).orElseGet(() -> byRules(recorded))
            : doubted(replay(recorded));
    ValuesRead values = new ValuesRead(recorded.asRecorded());
    return new Retold(
        replay,
        replay.steps().stream().map(step -> new Explanation.Tried(step, values.of(step))).toList());
  }

  /** A call that was denied may have been unfit for the schema of then, which nobody knows. */
  private static Replay doubted(Replay replay) {
    return replay instanceof Replay.Certain(Verdict verdict) && !(verdict instanceof Verdict.Deny)
        ? new Replay.Unknown(replay.steps())
        : replay;
  }

  /** What a policy says of a recorded call, and how it comes about. */
  public record Retold(Replay replay, List<Explanation.Tried> tried) {

    public Retold {
      tried = List.copyOf(tried);
    }
  }

  /**
   * What this policy says of a call that was recorded, as far as the record can tell; the tool's
   * schema is that of now.
   */
  public Replay replay(RecordedCall recorded) {
    return early(recorded).or(() -> unfit(recorded)).orElseGet(() -> byRules(recorded));
  }

  private Replay byRules(RecordedCall recorded) {
    Call call = recorded.call();
    return new Replaying(version, recorded)
        .replay(rulebook.of(call.tool()), rulebook.of(call.tool(), call.caller()), defaultRules);
  }

  /** What is refused whatever the arguments are. */
  private Optional<Replay> early(RecordedCall recorded) {
    Call call = recorded.call();
    return closed(call, rulebook.of(call.tool()), rulebook.of(call.tool(), call.caller()))
        .or(() -> unreasoned(call))
        .map(Replay.Certain::new);
  }

  /** Arguments that do not fit, or of which nobody can know whether they did. */
  private Optional<Replay> unfit(RecordedCall recorded) {
    ArgumentCheck check = rulebook.of(recorded.call().tool()).check();
    if (!defaults.validateArguments() || check == ArgumentCheck.NONE) {
      return Optional.empty();
    }
    Optional<String> problem = check.problem(recorded::bytes);
    boolean unclear = problem.isPresent() || !recorded.fitted();
    if (unclear && !recorded.isWhole()) {
      return Optional.of(new Replay.Unknown(List.of()));
    }
    return problem.map(
        sentence -> new Replay.Certain(deny(Verdict.Cause.ARGUMENTS, sentence, List.of())));
  }

  /** Whoever does not say why is refused before the rules, where that is wanted. */
  private Optional<Verdict> unreasoned(Call call) {
    boolean wanted = justificationFor(call.tool(), call.caller()) == Justification.REQUIRED;
    return wanted && call.justification().isBlank()
        ? Optional.of(deny(Verdict.Cause.ARGUMENTS, "A justification is missing.", List.of()))
        : Optional.empty();
  }

  /** What is refused without looking at the arguments. */
  private Optional<Verdict> closed(Call call, ToolRules rules, List<CompiledEntry> subjects) {
    if (call.accountFrozen()) {
      return Optional.of(
          deny(Verdict.Cause.FROZEN, "The account is frozen: nothing runs.", List.of()));
    }
    if (call.tool().switchedOff() || anyDisabled(rules.entries()) || anyDisabled(subjects)) {
      return Optional.of(deny(Verdict.Cause.SWITCHED_OFF, "This tool is switched off.", List.of()));
    }
    return Optional.empty();
  }

  private Verdict deny(Verdict.Cause cause, String message, List<Step> steps) {
    return new Verdict.Deny(cause, message, new Verdict.Basis(version, List.of(), steps));
  }

  /** Its kind and place: a message may hold what an agent sent. */
  private static String whereabouts(Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    return failure.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
  }

  private static boolean anyDisabled(List<CompiledEntry> entries) {
    for (CompiledEntry entry : entries) {
      if (!entry.isEnabled()) {
        return true;
      }
    }
    return false;
  }

  private Stream<CompiledEntry> entries(CalledTool tool, Caller caller) {
    return Stream.concat(rulebook.of(tool).entries().stream(), rulebook.of(tool, caller).stream());
  }
}
