package ai.preloop.api.policies;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.policies.PolicyEntries;
import ai.preloop.activities.policies.PolicyEntries.Wanted;
import ai.preloop.api.policies.ToolConfigurationAnswer.WrittenRuleAnswer;
import ai.preloop.api.problems.ProblemWriter;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.Ids;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The rules of a tool, one at a time; the first that matches a call decides. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Policies")
class AccessRuleController {

  private static final String INVALID = "It is not valid: a problem with all the findings.";
  private static final String REFUSED = "A file owns it, or another version is in force.";
  private static final String EXPECTED =
      "The version that must be in force; with another one the answer is 409 and nothing changes.";

  private final PolicyEntries entries;

  AccessRuleController(PolicyEntries entries) {
    this.entries = entries;
  }

  @PostMapping("/tool-configurations/{id}/access-rules")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      operationId = "createAccessRule",
      summary = "Add a rule behind the last one of a tool",
      description =
          "Takes the keys of conditions[] in a document, and makes a version of the policy.")
  @ApiResponse(responseCode = "201")
  @ApiResponse(responseCode = "409", description = REFUSED)
  @ApiResponse(responseCode = "422", description = INVALID)
  WrittenRuleAnswer create(
      Principal principal,
      @PathVariable UUID id,
      @Parameter(description = EXPECTED) @RequestParam(name = "expected_version", required = false)
          @Nullable Integer expectedVersion,
      @RequestBody Map<String, @Nullable Object> entry) {
    UUID rule = Ids.next();
    return WrittenRuleAnswer.of(
        entries.addRule(principal, id, rule, new Wanted(entry, expectedVersion)), rule);
  }

  @PutMapping("/access-rules/{id}")
  @Operation(
      operationId = "updateAccessRule",
      summary = "Write a rule anew, in its place",
      description = "What is left out is as if it had never been said.")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "409", description = REFUSED)
  @ApiResponse(responseCode = "422", description = INVALID)
  WrittenRuleAnswer update(
      Principal principal,
      @PathVariable UUID id,
      @Parameter(description = EXPECTED) @RequestParam(name = "expected_version", required = false)
          @Nullable Integer expectedVersion,
      @RequestBody Map<String, @Nullable Object> entry) {
    return WrittenRuleAnswer.of(
        entries.replaceRule(principal, id, new Wanted(entry, expectedVersion)), id);
  }

  @DeleteMapping("/access-rules/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(operationId = "deleteAccessRule", summary = "Take a rule away")
  @ApiResponse(responseCode = "204")
  @ApiResponse(responseCode = "409", description = REFUSED)
  void delete(
      Principal principal,
      @PathVariable UUID id,
      @Parameter(description = EXPECTED) @RequestParam(name = "expected_version", required = false)
          @Nullable Integer expectedVersion) {
    entries.removeRule(principal, id, expectedVersion);
  }

  @PutMapping("/tool-configurations/{id}/access-rules/order")
  @Operation(
      operationId = "orderAccessRules",
      summary = "Say in which order the rules of a tool are tried")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "409", description = REFUSED)
  @ApiResponse(responseCode = "422", description = "It does not name each of the rules once.")
  ToolConfigurationAnswer order(
      Principal principal,
      @PathVariable UUID id,
      @Parameter(description = EXPECTED) @RequestParam(name = "expected_version", required = false)
          @Nullable Integer expectedVersion,
      @RequestBody OrderRequest body) {
    if (body.order() == null) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE, "order is missing: the ids of all the tool's rules.");
    }
    return ToolConfigurationAnswer.of(entries.order(principal, id, body.order(), expectedVersion));
  }

  /** A problem with a document tells its findings as the answers do. */
  @ExceptionHandler
  void refused(ProblemException e, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ProblemWriter.write(request, response, FindingAnswer.shown(e));
  }

  /** The ids of all the rules of a tool. */
  @Schema(name = "AccessRuleOrder")
  record OrderRequest(@Nullable List<UUID> order) {}
}
