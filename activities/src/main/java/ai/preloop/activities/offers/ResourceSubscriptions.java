package ai.preloop.activities.offers;

import ai.preloop.activities.servers.Offer;
import ai.preloop.activities.servers.ResourceNames;
import ai.preloop.activities.servers.ResourceNames.Own;
import ai.preloop.activities.tools.Admissions;
import ai.preloop.activities.tools.ToolAnswer;
import ai.preloop.activities.tools.ToolCall;
import ai.preloop.activities.tools.ToolCalls;
import ai.preloop.activities.tools.VisibleTools;
import java.util.Objects;

/** Passes subscriptions, and their ends, on to the servers of resources. */
public final class ResourceSubscriptions {

  private final Offers offers;
  private final VisibleTools visible;
  private final Admissions admissions;
  private final ToolCalls calls;
  private final ResourceNames told;

  ResourceSubscriptions(
      Offers offers,
      VisibleTools visible,
      Admissions admissions,
      ToolCalls calls,
      ResourceNames told) {
    this.offers = offers;
    this.visible = visible;
    this.admissions = admissions;
    this.calls = calls;
    this.told = told;
  }

  /** Begins one, of a resource that the caller may read at once. */
  public ToolAnswer begin(ToolCall call) {
    return offers
        .resource(call)
        .filter(offer -> !visible.isHidden(call.principal(), offer))
        .map(offer -> admissions.subscribing(call, offer).orElseGet(() -> begin(call, offer)))
        .orElseGet(() -> calls.unknown(call));
  }

  /** What a server then says of the resource is said of what the client asked for. */
  private ToolAnswer begin(ToolCall call, Offer offer) {
    told.subscribed(Objects.requireNonNull(call.session()).id(), own(offer), call.name());
    ToolAnswer answer = pass(call, offer);
    if (!(answer instanceof ToolAnswer.Result)) {
      ended(call, offer);
    }
    return answer;
  }

  /** Ends one, which no rule is about. */
  public ToolAnswer end(ToolCall call) {
    return offers
        .resource(call)
        .filter(offer -> !visible.isHidden(call.principal(), offer))
        .map(offer -> end(call, offer))
        .orElseGet(() -> calls.unknown(call));
  }

  private ToolAnswer end(ToolCall call, Offer offer) {
    ToolAnswer answer = pass(call, offer);
    if (answer instanceof ToolAnswer.Result) {
      ended(call, offer);
    }
    return answer;
  }

  private void ended(ToolCall call, Offer offer) {
    told.ended(Objects.requireNonNull(call.session()).id(), own(offer));
  }

  private ToolAnswer pass(ToolCall call, Offer offer) {
    return calls.pass(
        call, offer.server(), id -> call.envelope().toUpstream(id, offer.name(), null));
  }

  private static Own own(Offer offer) {
    return new Own(offer.server().id(), offer.name());
  }
}
