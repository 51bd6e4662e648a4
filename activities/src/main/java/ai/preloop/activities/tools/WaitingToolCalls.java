package ai.preloop.activities.tools;

import ai.preloop.activities.approvals.ApprovalList;
import ai.preloop.activities.approvals.ApprovalList.Part;
import ai.preloop.activities.approvals.ApprovalReading;
import ai.preloop.activities.approvals.ApprovalRow;
import ai.preloop.activities.approvals.ApprovalRow.Content.Presence;
import ai.preloop.activities.approvals.ApprovalRow.Target;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Principals;
import ai.preloop.activities.policies.ActivePolicies;
import ai.preloop.activities.policies.ActivePolicy;
import ai.preloop.activities.policies.WaitingCalls;
import ai.preloop.activities.servers.Catalogs;
import ai.preloop.activities.servers.Offer;
import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.verdicts.Call;
import ai.preloop.policies.verdicts.CompiledPolicy;
import ai.preloop.policies.verdicts.Verdict;
import ai.preloop.workflows.approvals.ApprovalStatus;
import ai.preloop.workflows.identity.AccountId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Judges the calls that wait once more, by the policy in force and by another. */
final class WaitingToolCalls implements WaitingCalls {

  /** How many are looked at, newest first. */
  private static final int MOST = 1_000;

  private static final int PAGE = 100;

  private final ApprovalReading approvals;
  private final ActivePolicies policies;
  private final Then then;

  WaitingToolCalls(ApprovalReading approvals, ActivePolicies policies, Then then) {
    this.approvals = approvals;
    this.policies = policies;
    this.then = then;
  }

  /** Makes the call of a row again, if whoever called and what was called are still there. */
  record Then(Catalogs catalogs, Principals principals, Again again) {

    Optional<Call> call(ApprovalRow row, boolean frozen) {
      Target of = row.target();
      Optional<Offer> offer =
          catalogs.of(row.account()).offer(of.serverId(), of.method(), of.tool());
      Optional<Principal> subject =
          principals.inStanding(
              row.account(), row.caller().type(), row.caller().id(), row.caller().token());
      return offer.flatMap(there -> subject.map(who -> again.call(row, there, who, frozen)));
    }
  }

  @Override
  public Outlook under(AccountId account, CompiledPolicy draft) {
    ActivePolicy now = policies.find(account).orElse(null);
    if (now == null) {
      return new Outlook(approvals.countOpen(account), 0, List.of());
    }
    List<Effect> effects = new ArrayList<>();
    int judged = 0;
    @Nullable UUID after = null;
    do {
      ApprovalList page = approvals.list(account, new Part(ApprovalStatus.PENDING, PAGE, 0, after));
      page.items().forEach(each -> effect(each.row(), now, draft).ifPresent(effects::add));
      judged += page.items().size();
      after = page.last();
    } while (after != null && judged < MOST);
    return new Outlook(after == null ? judged : approvals.countOpen(account), judged, effects);
  }

  private Optional<Effect> effect(ApprovalRow row, ActivePolicy now, CompiledPolicy draft) {
    if (row.isQuestion() || row.isRelease()) {
      return Optional.empty();
    }
    if (row.content().presence() != Presence.WHOLE) {
      return Optional.of(
          effect(
              row, Kind.UNREADABLE, "Its arguments are not looked at here, so this is unknown."));
    }
    return then.call(row, now.frozen())
        .flatMap(call -> effect(row, now.compiled().judge(call), draft.judge(call)));
  }

  private static Optional<Effect> effect(ApprovalRow row, Verdict now, Verdict draft) {
    return switch (draft) {
      case Verdict.Deny deny when !(now instanceof Verdict.Deny) ->
          Optional.of(
              effect(
                  row,
                  Kind.WOULD_BE_DENIED,
                  "It would not be sent even if it is approved: " + deny.message()));
      case Verdict.Allow _ when !(now instanceof Verdict.Allow) ->
          Optional.of(
              effect(
                  row,
                  Kind.WOULD_BE_ALLOWED,
                  "A call like it would not be asked for any more; this one goes on waiting."));
      case Verdict.Ask ask
          when !(now instanceof Verdict.Ask was && names(was).equals(names(ask))) ->
          Optional.of(
              effect(
                  row,
                  Kind.WOULD_NEED_OTHER_WORKFLOW,
                  "A call like it would ask %s; this one goes on waiting for those whom it asked."
                      .formatted(names(ask))));
      default -> Optional.empty();
    };
  }

  private static String names(Verdict.Ask ask) {
    return ask.workflows().stream()
        .map(ApprovalWorkflow::name)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static Effect effect(ApprovalRow row, Kind kind, String sentence) {
    return new Effect(
        row.ref().approvalId(),
        row.target().server(),
        row.target().tool(),
        row.caller().name(),
        row.deadline(),
        kind,
        sentence);
  }
}
