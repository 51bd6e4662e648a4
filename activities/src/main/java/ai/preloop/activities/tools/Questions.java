package ai.preloop.activities.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.activities.approvals.ApprovalRow.Target;
import ai.preloop.activities.approvals.Approvals.Asked;
import ai.preloop.activities.database.Digests;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.policies.ActivePolicies;
import ai.preloop.activities.policies.ActivePolicy;
import ai.preloop.activities.policies.Callers;
import ai.preloop.activities.servers.BuiltinTools;
import ai.preloop.activities.servers.Catalog.Tool;
import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.verdicts.Call;
import ai.preloop.policies.verdicts.CalledTool;
import ai.preloop.policies.verdicts.Caller;
import ai.preloop.policies.verdicts.Outlook;
import ai.preloop.policies.verdicts.Verdict;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an agent asks a person of its own accord. The policy judges the asking: a denial refuses it,
 * an ask says who decides, and it is never asked a second time whether it may be asked.
 */
public final class Questions {

  public static final String TOOL = BuiltinTools.REQUEST_APPROVAL.name();

  private static final String SERVER = BuiltinTools.SERVER;
  private static final CalledTool CALLED = CalledTool.of(BuiltinTools.REQUEST_APPROVAL);

  private final ActivePolicies policies;
  private final AskedCalls asked;
  private final CallRecords records;
  private final InstantSource clock;

  Questions(ActivePolicies policies, AskedCalls asked, CallRecords records, InstantSource clock) {
    this.policies = policies;
    this.asked = asked;
    this.records = records;
    this.clock = clock;
  }

  /** Whether the policy denies it to the caller whatever is asked; then it is not there. */
  public boolean isHidden(Principal principal) {
    return policies.require(principal.account()).compiled().hidden(CALLED, Callers.of(principal));
  }

  /** What the policy says of it to whoever asks. */
  public Outlook outlook(Principal principal) {
    ActivePolicy policy = policies.require(principal.account());
    return policy.frozen()
        ? Outlook.DENIED
        : policy.compiled().outlook(CALLED, Callers.of(principal));
  }

  /** Asks; {@code definition} is the tool's as the agent saw it. */
  public ToolAnswer ask(ToolCall made, String definition) {
    ToolCall call = made.counted();
    ActivePolicy policy = policies.require(call.principal().account());
    Caller caller = Callers.of(call.principal(), call.conversation());
    if (policy.compiled().hidden(CALLED, caller)) {
      records.unknownTool(call);
      return new ToolAnswer.Unknown(call.name());
    }
    Asking asking = Asking.of(call, caller, policy, clock.instant());
    Optional<String> fault = asking.fault();
    return fault.isPresent()
        ? refused(asking, policy.compiled().version(), fault.get())
        : judged(asking, policy, definition);
  }

  private ToolAnswer judged(Asking asking, ActivePolicy policy, String definition) {
    Verdict verdict = policy.compiled().judge(asking.called().judged());
    return switch (verdict) {
      case Verdict.Deny deny -> {
        records.denied(asking.called(), deny);
        yield new ToolAnswer.Refused(deny.message());
      }
      case Verdict.Ask ask -> open(asking, ask, ask.workflows(), definition);
      case Verdict.Allow allow -> chosen(asking, policy, allow, definition);
    };
  }

  private ToolAnswer chosen(
      Asking asking, ActivePolicy policy, Verdict.Allow allow, String definition) {
    String named = asking.text("approval_workflow");
    Optional<ApprovalWorkflow> workflow = policy.compiled().workflowForAgent(named);
    if (workflow.isEmpty()) {
      String sentence =
          named == null
              ? "The policy names nobody who decides what agents ask: it needs a default approval workflow."
              : "There is no approval workflow of this name that an agent may choose.";
      return refused(asking, allow.basis().policyVersion(), sentence);
    }
    return open(asking, allow, List.of(workflow.get()), definition);
  }

  private ToolAnswer open(
      Asking asking, Verdict verdict, List<ApprovalWorkflow> workflows, String definition) {
    Target target =
        new Target(
            null, SERVER, "", Tool.CALL, TOOL, Digests.sha256(definition.getBytes(UTF_8)), false);
    ToolCall call = asking.called().call();
    return asked.open(
        asking.called(),
        verdict,
        new Asked(
            call.principal().account(),
            AskedCalls.caller(call),
            target,
            asking.called().arguments(),
            asking.reasoning(),
            workflows,
            AskedCalls.grounds(verdict)));
  }

  private ToolAnswer refused(Asking asking, long version, String sentence) {
    records.refused(asking.called(), version, sentence);
    return new ToolAnswer.Refused(sentence);
  }

  /** What is asked, as it came. */
  private record Asking(Called called, @Nullable JsonSlice arguments) {

    static Asking of(ToolCall call, Caller caller, ActivePolicy policy, Instant now) {
      JsonSlice given = call.envelope().arguments();
      byte[] bytes = given == null ? "{}".getBytes(UTF_8) : given.toBytes();
      Call judged =
          new Call(
              caller,
              CALLED,
              () -> bytes,
              Objects.requireNonNullElse(text(given, "reasoning"), ""),
              now.truncatedTo(ChronoUnit.MICROS),
              policy.frozen());
      return new Asking(new Called(call, SERVER, TOOL, bytes, judged), given);
    }

    Optional<String> fault() {
      return Stream.of("operation", "context", "reasoning")
          .filter(member -> Objects.requireNonNullElse(text(member), "").isBlank())
          .findFirst()
          .map(missing -> missing + " is to be given, as text.")
          .or(() -> Justifications.tooLong("reasoning", reasoning()));
    }

    String reasoning() {
      return called.judged().justification();
    }

    @Nullable String text(String member) {
      return text(arguments, member);
    }

    private static @Nullable String text(@Nullable JsonSlice arguments, String member) {
      JsonSlice value = arguments == null ? null : arguments.member(member);
      return value == null ? null : value.text();
    }
  }
}
