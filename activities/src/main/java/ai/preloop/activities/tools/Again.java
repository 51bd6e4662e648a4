package ai.preloop.activities.tools;

import ai.preloop.activities.approvals.ApprovalRow;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.policies.CallFacts;
import ai.preloop.activities.policies.Callers;
import ai.preloop.activities.servers.Offer;
import ai.preloop.policies.verdicts.Call;
import java.time.InstantSource;
import java.util.Objects;

/** A call that waited, as it is judged now. */
record Again(InstantSource clock) {

  Call call(ApprovalRow row, Offer offer, Principal subject, boolean frozen) {
    return new Call(
        Callers.of(
            subject, CallFacts.session(row.caller().sessionId(), row.caller().earlierCalls())),
        offer.called(),
        () -> row.content().arguments(),
        Objects.requireNonNullElse(row.content().justification(), ""),
        clock.instant(),
        frozen);
  }
}
