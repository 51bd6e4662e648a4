package ai.preloop.api.policies;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.policies.PolicyEntries;
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

/**
 * What the policy says of tools, one entry at a time; those of files are changed in their files.
 */
@RestController
@RequestMapping("/api/v1/tool-configurations")
@Tag(name = "Policies")
class ToolConfigurationController {

  private static final String INVALID = "It is not valid: a problem with all the findings.";
  private static final String REFUSED = "A file owns it, or another version is in force.";
  private static final String EXPECTED =
      "The version that must be in force; with another one the answer is 409 and nothing changes.";

  private final PolicyEntries entries;

  ToolConfigurationController(PolicyEntries entries) {
    this.entries = entries;
  }

  @GetMapping
  @Operation(
      operationId = "listToolConfigurations",
      summary = "List what the policy in force says of tools, of all owners",
      description = "Rules for single callers are in their documents alone.")
  Page<ToolConfigurationAnswer> list(Principal principal, Page.Asked asked) {
    return Page.of(
            entries.list(principal, Section.TOOLS), asked, each -> each.entry().id().toString())
        .map(ToolConfigurationAnswer::of);
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      operationId = "createToolConfiguration",
      summary = "Say by hand what holds for a tool",
      description =
          "Takes the keys of tools[] in a document, conditions included, and makes a version of the"
              + " policy. What other owners say of the tool holds beside it, and the strictest wins.")
  @ApiResponse(responseCode = "201")
  @ApiResponse(responseCode = "422", description = INVALID)
  ToolConfigurationAnswer create(
      Principal principal,
      @Parameter(description = EXPECTED) @RequestParam(name = "expected_version", required = false)
          @Nullable Integer expectedVersion,
      @RequestBody Map<String, @Nullable Object> entry) {
    return ToolConfigurationAnswer.of(
        entries.create(principal, Section.TOOLS, new Wanted(entry, expectedVersion)));
  }

  @PutMapping("/{id}")
  @Operation(
      operationId = "updateToolConfiguration",
      summary = "Write anew what holds for a tool",
      description =
          "What is left out is as if it had never been said, conditions included. A rule that says"
              + " the same as before keeps its id.")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "409", description = REFUSED)
  @ApiResponse(responseCode = "422", description = INVALID)
  ToolConfigurationAnswer update(
      Principal principal,
      @PathVariable UUID id,
      @Parameter(description = EXPECTED) @RequestParam(name = "expected_version", required = false)
          @Nullable Integer expectedVersion,
      @RequestBody Map<String, @Nullable Object> entry) {
    return ToolConfigurationAnswer.of(
        entries.replace(principal, Section.TOOLS, id, new Wanted(entry, expectedVersion)));
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      operationId = "deleteToolConfiguration",
      summary = "Take away what was said of a tool by hand")
  @ApiResponse(responseCode = "204")
  @ApiResponse(responseCode = "409", description = REFUSED)
  void delete(
      Principal principal,
      @PathVariable UUID id,
      @Parameter(description = EXPECTED) @RequestParam(name = "expected_version", required = false)
          @Nullable Integer expectedVersion) {
    entries.remove(principal, Section.TOOLS, id, expectedVersion);
  }

  /** A problem with a document tells its findings as the answers do. */
  @ExceptionHandler
  void refused(ProblemException e, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ProblemWriter.write(request, response, FindingAnswer.shown(e));
  }
}
