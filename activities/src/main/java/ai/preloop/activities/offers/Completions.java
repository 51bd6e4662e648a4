package ai.preloop.activities.offers;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.servers.Offer;
import ai.preloop.activities.tools.Admissions;
import ai.preloop.activities.tools.ToolAnswer;
import ai.preloop.activities.tools.ToolCall;
import ai.preloop.activities.tools.ToolCalls;
import ai.preloop.activities.tools.VisibleTools;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Completes arguments of prompts and resource templates that are not denied to a caller. */
public final class Completions {

  private final Offers offers;
  private final VisibleTools visible;
  private final Admissions admissions;
  private final ToolCalls calls;

  Completions(Offers offers, VisibleTools visible, Admissions admissions, ToolCalls calls) {
    this.offers = offers;
    this.visible = visible;
    this.admissions = admissions;
    this.calls = calls;
  }

  /** What the server suggests; {@code reference} is the message's {@code params.ref}. */
  public ToolAnswer complete(ToolCall asked, JsonSlice reference) {
    @Nullable JsonSlice[] parts = reference.pick("type", "name", "uri");
    boolean isPrompt = parts[0] != null && "ref/prompt".equals(parts[0].text());
    JsonSlice named = isPrompt ? parts[1] : parts[2];
    String name = named == null ? null : named.text();
    if (named == null || name == null) {
      return calls.unknown(asked);
    }
    ToolCall call = asked.named(name);
    Optional<Offer> found = isPrompt ? offers.prompt(call) : offers.template(call);
    return found
        .filter(offer -> !visible.isHidden(call.principal(), offer))
        .map(offer -> admissions.completing(call, offer).orElseGet(() -> pass(call, named, offer)))
        .orElseGet(() -> calls.unknown(call));
  }

  private ToolAnswer pass(ToolCall call, JsonSlice named, Offer offer) {
    return calls.pass(
        call, offer.server(), id -> call.envelope().toUpstream(id, named, offer.name()));
  }
}
