package ai.preloop.api.approvals;

import ai.preloop.activities.approvals.BatchDecisions;
import ai.preloop.activities.approvals.BatchDecisions.Outcome;
import ai.preloop.activities.approvals.Decisions.Effect;
import ai.preloop.activities.approvals.Elector;
import ai.preloop.activities.identity.Principal;
import ai.preloop.api.problems.ProblemWriter;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Several requests decided at once, by whoever may decide each of them. */
@RestController
@Tag(name = "Approvals")
class BatchController {

  private static final String REQUESTS = "/api/v1/approval-requests/";

  private final BatchDecisions decisions;

  BatchController(BatchDecisions decisions) {
    this.decisions = decisions;
  }

  @Operation(
      operationId = "batchDecide",
      summary = "Approve or decline several calls",
      description =
          "As so many single decisions one after the other, each answered for itself: one that"
              + " fails stops no other. Sent again, what was decided before is answered 409 and"
              + " stays as it is. A body that is not right, such as one with an id twice or"
              + " without approved, is 422 as a whole, and then nothing is decided.")
  @ApiResponse(
      responseCode = "200",
      description =
          "What came of each, in the order asked; whether they worked is in the items alone.")
  @PostMapping(REQUESTS + "batch-decide")
  BatchAnswer decide(Principal principal, @RequestBody BatchRequest body) {
    Elector elector = Elector.of(principal);
    return new BatchAnswer(
        decisions.vote(elector, body.ballots()).stream().map(BatchController::item).toList());
  }

  private static BatchItem item(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Voted(UUID approval, Effect effect, var status) ->
          new BatchItem(approval, code(effect), status.column(), null);
      case Outcome.Refused(UUID approval, var why) ->
          new BatchItem(
              approval, why.type().status(), null, ProblemWriter.members(REQUESTS + approval, why));
    };
  }

  private static int code(Effect effect) {
    return (effect == Effect.DONE ? HttpStatus.OK : HttpStatus.ACCEPTED).value();
  }

  /** What came of several decisions. */
  @Schema(name = "BatchDecideAnswer")
  record BatchAnswer(List<BatchItem> items) {}

  /** What came of one of them. */
  @Schema(name = "BatchDecideItem")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record BatchItem(
      UUID id,
      @Schema(
              description =
                  "The status that decide would have answered: 200 decided, 202 recorded and still"
                      + " on its way, 403 not yours to decide, 404 no such request, 409 closed,"
                      + " voted before or another digest, 422 a comment is missing, 503 not known.")
          int status,
      @Schema(
              description = "That of the request afterwards, when status is 200 or 202.",
              allowableValues = {"pending", "approved", "declined", "expired", "cancelled"})
          @Nullable String approvalStatus,
      @Schema(ref = "#/components/schemas/Problem", description = "Why it failed.")
          @Nullable Map<String, Object> problem) {}
}
