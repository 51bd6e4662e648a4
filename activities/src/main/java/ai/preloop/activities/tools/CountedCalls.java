package ai.preloop.activities.tools;

import ai.preloop.activities.budgets.BudgetedCall;
import ai.preloop.activities.budgets.BudgetedCall.What;
import ai.preloop.activities.budgets.Budgets;
import ai.preloop.activities.budgets.Reservation;
import ai.preloop.activities.identity.Labels;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.servers.Catalog.Tool;
import ai.preloop.activities.servers.Offer;
import ai.preloop.activities.servers.UpstreamCalls;
import ai.preloop.activities.upstream.UpstreamAnswer;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts calls of tools in the account's budgets of calls, each that may have reached its server.
 */
record CountedCalls(UpstreamCalls upstream, Budgets budgets) {

  /**
   * Keeps room for a call that is about to be sent: BUDGET_LIMIT_EXCEEDED where a budget has none,
   * UNAVAILABLE where that is not known. Whoever gets it settles it.
   */
  Reservation reserve(Principal principal, @Nullable UUID session, Offer offer) {
    if (!(offer instanceof Tool tool) || !budgets.countsTools(principal.account())) {
      return Budgets.nothing();
    }
    String conversation = session == null ? null : session.toString();
    return budgets.reserve(
        BudgetedCall.of(
            principal,
            Labels.claimed(null, conversation),
            new What.Tool(tool.known().hints().readOnly())));
  }

  /** Sends it, and settles whether it was. */
  static UpstreamAnswer counted(Reservation kept, Supplier<UpstreamAnswer> sending) {
    long calls = 1;
    try {
      UpstreamAnswer answer = sending.get();
      calls = isUnsent(answer) ? 0 : 1;
      return answer;
    } finally {
      kept.settle(calls);
    }
  }

  private static boolean isUnsent(UpstreamAnswer answer) {
    return switch (answer) {
      case UpstreamAnswer.NotSent _,
          UpstreamAnswer.NotNow _,
          UpstreamAnswer.Crowded _,
          UpstreamAnswer.Withheld _ ->
          true;
      case UpstreamAnswer.Result _,
          UpstreamAnswer.InputRequired _,
          UpstreamAnswer.RpcError _,
          UpstreamAnswer.SessionLost _,
          UpstreamAnswer.Refused _,
          UpstreamAnswer.Unknown _ ->
          false;
    };
  }
}
