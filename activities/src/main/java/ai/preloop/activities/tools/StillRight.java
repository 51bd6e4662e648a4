package ai.preloop.activities.tools;

import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Principals;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.policies.ActivePolicies;
import ai.preloop.activities.policies.ActivePolicy;
import ai.preloop.activities.servers.Catalogs;
import ai.preloop.activities.servers.Offer;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether a call that was let go, perhaps a while ago, may still leave: asked before the claim on
 * an approved call, and of every call in the moment before its first byte. Reads snapshots only.
 */
final class StillRight {

  static final String NOT_THERE = "The tool is not there any more.";

  private final Principals principals;
  private final Catalogs catalogs;
  private final ActivePolicies policies;
  private final Revisions revisions;

  StillRight(
      Principals principals, Catalogs catalogs, ActivePolicies policies, Revisions revisions) {
    this.principals = principals;
    this.catalogs = catalogs;
    this.policies = policies;
    this.revisions = revisions;
  }

  /** What was let go: whose call, and what it led to then. */
  record LetGo(Subject subject, Goal goal) {}

  /** Whose credential called. */
  record Subject(AccountId account, String type, UUID id, String name, @Nullable UUID token) {

    static Subject of(Principal who) {
      return new Subject(who.account(), who.kind().word(), who.id(), who.name(), who.token());
    }
  }

  /** What was asked for, its definition's SHA-256 in hex, and where its server was. */
  record Goal(@Nullable UUID server, String method, String name, String definition, String url) {}

  /** What the policy of now says of it; null when it lets the call go. */
  @FunctionalInterface
  interface Judging {
    @Nullable String refusal(ActivePolicy policy, Offer offer, Principal subject);
  }

  /** Why the call may not leave now, were it only that this cannot be known; null when it may. */
  @Nullable String refusal(LetGo call, Judging judging) {
    try {
      return knownRefusal(call, judging);
    } catch (ProblemException e) {
      return e.detail();
    }
  }

  /** As above, but UNAVAILABLE where it cannot be known now: what can wait for that should. */
  @Nullable String knownRefusal(LetGo call, Judging judging) {
    try {
      revisions.requireConfirmed(call.subject().account());
      ActivePolicy policy = policies.require(call.subject().account());
      Optional<Principal> subject = inStanding(call.subject());
      if (subject.isEmpty()) {
        return "The credential %s that asked for it is not valid any more."
            .formatted(call.subject().name());
      }
      Optional<Offer> offer = offer(call);
      return offer.isEmpty()
          ? NOT_THERE
          : refusal(
              call.goal(), offer.get(), () -> judging.refusal(policy, offer.get(), subject.get()));
    } catch (ProblemException e) {
      if (e.type() == ProblemType.UNAVAILABLE) {
        throw e;
      }
      return e.detail();
    }
  }

  /** Why nothing at all may leave for this subject now; null when it may. */
  @Nullable String refusal(Subject subject) {
    try {
      revisions.requireConfirmed(subject.account());
      if (policies.require(subject.account()).frozen()) {
        return "The account is frozen, so nothing is sent.";
      }
      return inStanding(subject).isEmpty()
          ? "The credential %s is not valid any more.".formatted(subject.name())
          : null;
    } catch (ProblemException e) {
      return e.detail();
    }
  }

  Optional<Offer> offer(LetGo call) {
    Goal goal = call.goal();
    return catalogs.of(call.subject().account()).offer(goal.server(), goal.method(), goal.name());
  }

  Optional<Principal> inStanding(Subject subject) {
    return principals
        .inStanding(subject.account(), subject.type(), subject.id(), subject.token())
        .filter(principal -> principal.may(Scope.MCP_CALL));
  }

  private static @Nullable String refusal(
      Goal goal, Offer offer, Supplier<@Nullable String> policyOfNow) {
    if (!offer.sha256().equals(goal.definition())) {
      return "The tool's definition is not what it was when the call was let go.";
    }
    if (!offer.server().address().url().toString().equals(goal.url())) {
      return "The server's address is not what it was when the call was let go.";
    }
    return policyOfNow.get();
  }
}
