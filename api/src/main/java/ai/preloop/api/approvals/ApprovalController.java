package ai.preloop.api.approvals;

import static ai.preloop.policies.problems.ProblemException.unprocessable;

import ai.preloop.activities.approvals.ApprovalDetail;
import ai.preloop.activities.approvals.ApprovalList;
import ai.preloop.activities.approvals.ApprovalList.Part;
import ai.preloop.activities.approvals.ApprovalReading;
import ai.preloop.activities.approvals.ApprovalRow;
import ai.preloop.activities.approvals.Ballot;
import ai.preloop.activities.approvals.Decisions;
import ai.preloop.activities.approvals.Decisions.Effect;
import ai.preloop.activities.approvals.Elector;
import ai.preloop.activities.approvals.Links;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.api.approvals.ApprovalResponse.Reader;
import ai.preloop.api.lists.Page;
import ai.preloop.policies.quorum.Vote.Choice;
import ai.preloop.workflows.approvals.ApprovalStatus;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Approval requests, for people who are signed in and for keys that may read. */
@RestController
@RequestMapping("/api/v1/approval-requests")
@Tag(name = "Approvals")
class ApprovalController {

  private static final int MOST = 100;

  private final ApprovalReading reading;
  private final Decisions decisions;
  private final Links links;

  ApprovalController(ApprovalReading reading, Decisions decisions, Links links) {
    this.reading = reading;
    this.decisions = decisions;
    this.links = links;
  }

  @Operation(operationId = "listApprovalRequests", summary = "List approval requests, newest first")
  @GetMapping
  Page<ApprovalResponse> list(
      Principal principal,
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(defaultValue = "50") int limit,
      @RequestParam(defaultValue = "0") int skip,
      @RequestParam(required = false) @Nullable String cursor) {
    principal.require(Scope.ACCOUNT_READ);
    if (limit < 1 || limit > MOST || skip < 0) {
      throw unprocessable("limit is between 1 and %d, skip is not negative.".formatted(MOST));
    }
    ApprovalList found =
        reading.list(principal.account(), new Part(status(status), limit, skip, after(cursor)));
    return new Page<>(found.items(), found.last() == null ? null : found.last().toString())
        .map(detail -> response(principal, detail));
  }

  private static @Nullable UUID after(@Nullable String cursor) {
    try {
      return cursor == null ? null : UUID.fromString(cursor);
    } catch (IllegalArgumentException e) {
      throw unprocessable("The cursor is not one that an earlier page gave.");
    }
  }

  @Operation(operationId = "getApprovalRequest", summary = "Show an approval request")
  @GetMapping("/{id}")
  ApprovalResponse get(Principal principal, @PathVariable UUID id) {
    principal.require(Scope.ACCOUNT_READ);
    return response(principal, reading.get(principal.account(), id));
  }

  @Operation(
      operationId = "listApprovalEvents",
      summary = "List what happened to an approval request")
  @GetMapping("/{id}/history")
  History history(Principal principal, @PathVariable UUID id) {
    principal.require(Scope.ACCOUNT_READ);
    return new History(
        reading.outlineOf(principal.account(), id).events().stream().map(HistoryItem::of).toList());
  }

  @Operation(operationId = "approveRequest", summary = "Approve a call")
  @PostMapping("/{id}/approve")
  ResponseEntity<ApprovalResponse> approve(
      Principal principal,
      @PathVariable UUID id,
      @RequestBody(required = false) @Nullable DecisionRequest body) {
    return vote(principal, id, orEmpty(body).ballot(Choice.APPROVE));
  }

  @Operation(operationId = "declineRequest", summary = "Decline a call")
  @PostMapping("/{id}/decline")
  ResponseEntity<ApprovalResponse> decline(
      Principal principal,
      @PathVariable UUID id,
      @RequestBody(required = false) @Nullable DecisionRequest body) {
    return vote(principal, id, orEmpty(body).ballot(Choice.DECLINE));
  }

  @Operation(operationId = "decideRequest", summary = "Approve or decline a call")
  @PostMapping("/{id}/decide")
  ResponseEntity<ApprovalResponse> decide(
      Principal principal, @PathVariable UUID id, @RequestBody DecisionRequest body) {
    return vote(principal, id, body.ballot());
  }

  @Operation(
      operationId = "cancelRequest",
      summary = "Take a request back that nobody has decided yet")
  @PostMapping("/{id}/cancel")
  ResponseEntity<ApprovalResponse> cancel(
      Principal principal,
      @PathVariable UUID id,
      @RequestBody(required = false) @Nullable CancelRequest body) {
    String reason = body == null ? null : body.reason();
    return answer(principal, id, decisions.cancel(Elector.of(principal), id, reason));
  }

  @Operation(
      operationId = "resolveRequest",
      summary = "Say what became of a call whose outcome is unknown")
  @PostMapping("/{id}/resolve")
  ResponseEntity<ApprovalResponse> resolve(
      Principal principal, @PathVariable UUID id, @RequestBody ResolveRequest body) {
    if (body.action() == null) {
      throw unprocessable("action is one of resend, succeeded and failed.");
    }
    return answer(
        principal, id, decisions.resolve(Elector.of(principal), id, body.action(), body.comment()));
  }

  @Operation(
      operationId = "createApprovalLink",
      summary = "Make a one-time link for the person who asks")
  @PostMapping("/{id}/links")
  @ResponseStatus(HttpStatus.CREATED)
  LinkResponse link(Principal principal, @PathVariable UUID id) {
    Links.Link link = links.create(Elector.of(principal), id);
    return new LinkResponse(link.url(), link.expiresAt());
  }

  private ResponseEntity<ApprovalResponse> vote(Principal principal, UUID id, Ballot ballot) {
    return answer(principal, id, decisions.vote(Elector.of(principal), id, ballot));
  }

  private ResponseEntity<ApprovalResponse> answer(Principal principal, UUID id, Effect effect) {
    return ResponseEntity.status(effect == Effect.DONE ? HttpStatus.OK : HttpStatus.ACCEPTED)
        .body(response(principal, reading.get(principal.account(), id)));
  }

  private static ApprovalResponse response(Principal principal, ApprovalDetail detail) {
    return ApprovalResponse.of(detail, reader(principal, detail));
  }

  private static Reader reader(Principal principal, ApprovalDetail detail) {
    ApprovalRow row = detail.row();
    if (!principal.mayDecide() || !row.terms().approvers().contains(principal.userName())) {
      return Reader.OTHER;
    }
    boolean canDecide =
        row.content().isReadable()
            && row.status() == ApprovalStatus.PENDING
            && (row.terms().allowsSelfApproval()
                || !principal.user().value().equals(row.caller().userId()))
            && detail.votes().stream()
                .noneMatch(vote -> vote.voter().name().equals(principal.userName()));
    return canDecide ? Reader.DECIDING : Reader.ASKED;
  }

  private static DecisionRequest orEmpty(@Nullable DecisionRequest body) {
    return Objects.requireNonNullElse(body, DecisionRequest.EMPTY);
  }

  private static @Nullable ApprovalStatus status(@Nullable String text) {
    try {
      return text == null || text.isEmpty()
          ? null
          : ApprovalStatus.of(text.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw unprocessable("status is one of pending, approved, declined, expired and cancelled.");
    }
  }

  /** Why a request is taken back. */
  record CancelRequest(@Nullable String reason) {}

  /** What a person says became of a call whose outcome is unknown. */
  record ResolveRequest(@Nullable String action, @Nullable String comment) {}

  /** A link, shown once. */
  record LinkResponse(URI url, Instant expiresAt) {}

  /** What happened to a request, oldest first. */
  record History(List<HistoryItem> items) {}

  /** One thing that happened. */
  record HistoryItem(
      Instant at,
      String type,
      @Nullable String actor,
      @Nullable String detail,
      @Nullable String comment) {

    static HistoryItem of(ApprovalDetail.Event event) {
      return new HistoryItem(
          event.at(), event.type(), event.actor(), event.detail(), event.comment());
    }
  }
}
