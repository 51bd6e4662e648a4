package ai.preloop.api.policies;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.policies.PolicyEntries;
import ai.preloop.activities.policies.PolicyEntries.Owned;
import ai.preloop.activities.policies.PolicyEntries.Wanted;
import ai.preloop.api.lists.Page;
import ai.preloop.api.problems.ProblemWriter;
import ai.preloop.policies.ownership.EditedDocument.Section;
import ai.preloop.policies.problems.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Approval workflows one at a time; those of files are shown, and changed in their files. */
@RestController
@RequestMapping("/api/v1/approval-workflows")
@Tag(name = "Policies")
class WorkflowController {

  private static final String INVALID = "It is not valid: a problem with all the findings.";
  private static final String EXPECTED =
      "The version that must be in force; with another one the answer is 409 and nothing changes.";

  private final PolicyEntries entries;

  WorkflowController(PolicyEntries entries) {
    this.entries = entries;
  }

  @GetMapping
  @Operation(
      operationId = "listApprovalWorkflows",
      summary = "List the approval workflows in force, of all owners")
  Page<WorkflowAnswer> list(Principal principal, Page.Asked asked) {
    return Page.of(
            entries.list(principal, Section.WORKFLOWS), asked, each -> each.entry().id().toString())
        .map(WorkflowAnswer::of);
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      operationId = "createApprovalWorkflow",
      summary = "Make an approval workflow by hand",
      description =
          "Takes the keys of approval_workflows[] in a document, and makes a version of the policy.")
  @ApiResponse(responseCode = "201")
  @ApiResponse(responseCode = "422", description = INVALID)
  WorkflowAnswer create(
      Principal principal,
      @Parameter(description = EXPECTED) @RequestParam(name = "expected_version", required = false)
          @Nullable Integer expectedVersion,
      @RequestBody Map<String, @Nullable Object> entry) {
    return WorkflowAnswer.of(
        entries.create(principal, Section.WORKFLOWS, new Wanted(entry, expectedVersion)));
  }

  @GetMapping("/{id}")
  @Operation(operationId = "getApprovalWorkflow", summary = "Show an approval workflow")
  WorkflowAnswer get(Principal principal, @PathVariable UUID id) {
    return WorkflowAnswer.of(entries.get(principal, Section.WORKFLOWS, id));
  }

  @PutMapping("/{id}")
  @Operation(
      operationId = "updateApprovalWorkflow",
      summary = "Write an approval workflow anew",
      description =
          "What is left out is as if it had never been said. Requests that are open go on"
              + " as they were opened.")
  @ApiResponse(responseCode = "200")
  @ApiResponse(
      responseCode = "409",
      description = "A file owns it, another owner names it, or another version is in force.")
  @ApiResponse(responseCode = "422", description = INVALID)
  WorkflowAnswer update(
      Principal principal,
      @PathVariable UUID id,
      @Parameter(description = EXPECTED) @RequestParam(name = "expected_version", required = false)
          @Nullable Integer expectedVersion,
      @RequestBody Map<String, @Nullable Object> entry) {
    Owned written =
        entries.replace(principal, Section.WORKFLOWS, id, new Wanted(entry, expectedVersion));
    return WorkflowAnswer.of(written);
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(operationId = "deleteApprovalWorkflow", summary = "Take an approval workflow away")
  @ApiResponse(responseCode = "204")
  @ApiResponse(
      responseCode = "409",
      description = "A file owns it, another owner names it, or another version is in force.")
  @ApiResponse(responseCode = "422", description = "What is made by hand still names it.")
  void delete(
      Principal principal,
      @PathVariable UUID id,
      @Parameter(description = EXPECTED) @RequestParam(name = "expected_version", required = false)
          @Nullable Integer expectedVersion) {
    entries.remove(principal, Section.WORKFLOWS, id, expectedVersion);
  }

  /** A problem with a document tells its findings as the answers do. */
  @ExceptionHandler
  void refused(ProblemException e, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ProblemWriter.write(request, response, FindingAnswer.shown(e));
  }
}
