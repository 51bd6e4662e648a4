package ai.preloop.api.mcp;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.roundtrips.RequestStates;
import ai.preloop.activities.servers.Catalog.Tool;
import ai.preloop.activities.tools.ToolAnswer.Pending;
import ai.preloop.api.mcp.HeldCall.Request;
import ai.preloop.api.mcp.McpMethods.Context;
import ai.preloop.api.mcp.ToolCalling.Asked;
import ai.preloop.workflows.approvals.ApprovalStatus;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * How a client is told that its call waits for a person, in its own terms as far as it has any: a
 * task, a page to show its user, a stream that is held open, or else a text that tells to poll.
 */
@Component
final class PendingCalls {

  private final HeldAnswers held;
  private final RequestStates states;
  private final PageRequests pages;
  private final Tasks tasks;
  private final SessionTaskCalls ofSessions;

  PendingCalls(
      HeldAnswers held,
      RequestStates states,
      PageRequests pages,
      Tasks tasks,
      SessionTaskCalls ofSessions) {
    this.held = held;
    this.states = states;
    this.pages = pages;
    this.tasks = tasks;
    this.ofSessions = ofSessions;
  }

  private enum Way {
    TASK,
    TASK_OF_SESSION,
    NEXT_TRY,
    PAGE_ON_STREAM,
    STREAM,
    POLL
  }

  McpAnswer answer(Asked asked, Pending pending) {
    return switch (way(asked, pending)) {
      case TASK -> tasks.created(asked, pending);
      case TASK_OF_SESSION -> ofSessions.created(asked, pending);
      case NEXT_TRY -> pages.required(asked, pending);
      case PAGE_ON_STREAM -> held(asked, pending).showingPage();
      case STREAM -> held(asked, pending);
      case POLL -> now(asked, pending);
    };
  }

  private Way way(Asked asked, Pending pending) {
    JsonSlice able = asked.capabilities();
    boolean isStateless = asked.context().session().isStateless();
    boolean isCall = asked.message().method().equals(Tool.CALL);
    if (isStateless
        && isCall
        && ClientCapabilities.takesTasks(able)
        && pending.approval().isLive()) {
      return Way.TASK;
    }
    if (ofSessions.isWanted(asked)) {
      return Way.TASK_OF_SESSION;
    }
    boolean showsPage = ClientCapabilities.showsPages(able) && isOpen(pending);
    if (isStateless) {
      return showsPage && isCall ? Way.NEXT_TRY : streamOrPoll(asked.context(), pending);
    }
    return showsPage && asked.context().acceptsEvents()
        ? Way.PAGE_ON_STREAM
        : streamOrPoll(asked.context(), pending);
  }

  private static Way streamOrPoll(Context context, Pending pending) {
    return context.acceptsEvents() && !pending.approval().terms().isPolled()
        ? Way.STREAM
        : Way.POLL;
  }

  private static boolean isOpen(Pending pending) {
    return pending.approval().status() == ApprovalStatus.PENDING;
  }

  /** The next try of a call whose client was asked for something; empty for what is none. */
  Optional<McpAnswer> goOn(Asked asked) {
    return states
        .open(asked.context().principal(), asked.cameIn())
        .flatMap(state ->
            switch (state.kind()) {
              case APPROVAL -> Optional.of(again(asked, pages.waited(asked, state.id())));
              case QUESTION -> Optional.empty();
            });
  }

  /** Whoever was shown the page decides now; else it is as if there had been none. */
  private McpAnswer again(Asked asked, Pending pending) {
    boolean isHeld =
        asked.context().acceptsEvents()
            && (PageRequests.isShown(asked.message()) || !pending.approval().terms().isPolled());
    return isHeld ? held(asked, pending) : now(asked, pending);
  }

  private static HeldCall held(Asked asked, Pending pending) {
    JsonSlice id = Objects.requireNonNull(asked.message().id());
    Request request = new Request(id, asked.message().meta().progressToken(), asked.waited(), 0);
    return HeldCall.of(asked.context().principal(), asked.context().session(), pending, request);
  }

  /** A call that was made before may have its answer by now. */
  private RpcAnswer now(Asked asked, Pending pending) {
    if (!isOpen(pending)) {
      Optional<Told> told = held.look(asked.context().principal(), pending);
      if (told.isPresent()) {
        return told(asked, pending, told.get()).then(() -> held.told(pending, told.get()));
      }
    }
    return told(asked, pending, held.pending(pending));
  }

  private static RpcAnswer told(Asked asked, Pending pending, Told told) {
    return RpcAnswer.told(
        asked.context().session(), asked.message().id(), pending.approval().target(), told);
  }
}
