package ai.preloop.api.approvals;

import ai.preloop.activities.approvals.ApprovalReading;
import ai.preloop.activities.approvals.Decisions.Effect;
import ai.preloop.activities.approvals.Links;
import ai.preloop.activities.approvals.Links.Holder;
import ai.preloop.api.approvals.ApprovalResponse.Reader;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.quorum.Vote.Choice;
import ai.preloop.workflows.approvals.ApprovalStatus;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
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
import org.springframework.web.bind.annotation.RestController;

/** What a one-time link opens: the request, and one decision. GET never decides. */
@RestController
@RequestMapping("/approval/{id}")
@Tag(name = "Approvals by link")
class LinkController {

  private final Links links;
  private final ApprovalReading reading;

  LinkController(Links links, ApprovalReading reading) {
    this.links = links;
    this.reading = reading;
  }

  @Operation(operationId = "getByLink", summary = "Show what a one-time link is for")
  @GetMapping("/data")
  ApprovalResponse data(
      @PathVariable String id, @RequestParam(required = false) @Nullable String token) {
    return response(links.open(approval(id), token));
  }

  @Operation(operationId = "decideByLink", summary = "Decide by a one-time link, once")
  @PostMapping("/decide")
  ResponseEntity<ApprovalResponse> decide(
      @PathVariable String id,
      @RequestParam(required = false) @Nullable String token,
      @RequestBody LinkDecision body) {
    UUID approval = approval(id);
    links.open(approval, token);
    Effect effect = links.decide(approval, token, body.request().ballot(body.choice()));
    return ResponseEntity.status(effect == Effect.DONE ? HttpStatus.OK : HttpStatus.ACCEPTED)
        .body(response(links.open(approval, token)));
  }

  private ApprovalResponse response(Holder holder) {
    var detail = reading.get(holder.elector().account(), holder.approval());
    return ApprovalResponse.of(
        detail,
        !holder.used() && detail.row().status() == ApprovalStatus.PENDING
            ? Reader.DECIDING
            : Reader.ASKED);
  }

  /** An id that is none gets the same answer as one that is unknown. */
  private static UUID approval(String id) {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(ProblemType.NOT_FOUND, "There is no such approval request.");
    }
  }

  /** {@code approve} or {@code decline}, and why. */
  record LinkDecision(@Nullable String action, @Nullable String comment, @Nullable String digest) {

    Choice choice() {
      return switch (action) {
        case "approve" -> Choice.APPROVE;
        case "decline" -> Choice.DECLINE;
        case null, default ->
            throw new ProblemException(ProblemType.UNPROCESSABLE, "action is approve or decline.");
      };
    }

    DecisionRequest request() {
      return new DecisionRequest(null, comment, digest);
    }
  }
}
