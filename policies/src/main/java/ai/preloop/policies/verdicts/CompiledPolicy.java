package ai.preloop.policies.verdicts;

import ai.preloop.policies.documents.Action;
import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.documents.Defaults;
import ai.preloop.policies.documents.Justification;
import ai.preloop.policies.documents.KnownTool;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.output.OutputPolicy;
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
  private final Gate gate;
  private final Rulebook rulebook;
  private final DefaultRules defaultRules;
  private final Workflows workflows;

  private CompiledPolicy(
      Gate gate, Rulebook rulebook, DefaultRules defaultRules, Workflows workflows) {
    this.version = gate.version();
    this.gate = gate;
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
        new Gate(version, defaults.validateArguments()),
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
      return new Verdict.Deny(
          Verdict.Cause.INTERNAL_ERROR,
          "This call cannot be judged now, so it is refused.",
          new Verdict.Basis(version, List.of(), steps));
    }
  }

  /** The same verdict, and how it comes about. */
  public Explanation explain(Call call) {
    Verdict verdict = judge(call);
    ValuesRead values = new ValuesRead(new CallVariables(call));
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
    return rulebook.speakers(tool, caller).justification();
  }

  /** What may leave the tool's answers to the caller. */
  public OutputPolicy output(CalledTool tool, Caller caller) {
    return rulebook.speaksOfOutput()
        ? OutputPolicy.of(
            rulebook.speakers(tool, caller).all().flatMap(CompiledEntry::output).toList())
        : OutputPolicy.NONE;
  }

  /** Whether the caller is not to see the tool: it is switched off, or denied whatever is sent. */
  public boolean hidden(CalledTool tool, Caller caller) {
    return tool.switchedOff()
        || rulebook
            .speakers(tool, caller)
            .all()
            .anyMatch(entry -> !entry.isEnabled() || entry.alwaysDenies())
        || byDefault(tool).stream().anyMatch(each -> each.is(Action.DENY));
  }

  /**
   * Whether the rules deny the call as it stands whatever is sent with it. Never throws: what
   * cannot be judged is denied.
   */
  public boolean deniesAnyway(Call call) {
    try {
      return new BeforeCall(call).isDenied(rulebook.speakers(call.tool(), call.caller()));
    } catch (Exception | StackOverflowError e) {
      LOG.log(System.Logger.Level.ERROR, "A call could not be judged: {0}", whereabouts(e));
      return true;
    }
  }

  /** What holds for the caller's calls of the tool, as far as it is the same for all of them. */
  public Outlook outlook(CalledTool tool, Caller caller) {
    Speakers speakers = rulebook.speakers(tool, caller);
    if (tool.switchedOff() || speakers.switchOff()) {
      return Outlook.DENIED;
    }
    List<CompiledEntry> binding = speakers.all().filter(CompiledEntry::isBinding).toList();
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
    return defaultRules.judgements(tool, rulebook.of(tool));
  }

  private Verdict judge(Call call, List<Step> steps) {
    Speakers speakers = rulebook.speakers(call.tool(), call.caller());
    return gate.refusal(call, speakers)
        .or(() -> gate.unfit(speakers.rules().check(), call.arguments()))
        .orElseGet(() -> new Judging(version, call, steps).judge(speakers, defaultRules));
  }

  /**
   * What this policy says of a call that was recorded, as far as the record can tell; the tool's
   * schema is that of now.
   */
  public Replay replay(RecordedCall recorded) {
    return pastCalls().replay(recorded);
  }

  /** The same of a call that this policy judged, with what the record has of what was read. */
  public Retold retell(RecordedCall recorded) {
    return pastCalls().retell(recorded);
  }

  private PastCalls pastCalls() {
    return new PastCalls(version, gate, rulebook, defaultRules);
  }

  /** Its kind and place: a message may hold what an agent sent. */
  private static String whereabouts(Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    return failure.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
  }
}
