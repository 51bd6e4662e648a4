package ai.preloop.api.policies;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.policies.Policies;
import ai.preloop.policies.ownership.OwnedDocument;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Gives the documents back that are in force; applied to an empty account they make the same. */
@RestController
@RequestMapping("/api/v1/policies")
@Tag(name = "Policies")
class ExportController {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final MediaType YAML = MediaType.parseMediaType("application/yaml");

  private final Policies policies;

  ExportController(Policies policies) {
    this.policies = policies;
  }

  @GetMapping("/export")
  @Operation(
      operationId = "exportPolicies",
      summary = "The documents in force: a stream of YAML documents, or a JSON array",
      description = "As they were written, comments included; secrets are references.")
  ResponseEntity<String> export(
      Principal principal,
      @RequestParam(required = false) @Nullable String format,
      @RequestParam(name = "policy_name", required = false) @Nullable String policyName) {
    List<OwnedDocument> documents = policies.export(principal, policyName);
    return switch (format) {
      case "json" ->
          ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(json(documents));
      case "yaml" -> ResponseEntity.ok().contentType(YAML).body(yaml(documents));
      case null -> ResponseEntity.ok().contentType(YAML).body(yaml(documents));
      case String _ ->
          throw new ProblemException(ProblemType.UNPROCESSABLE, "format is yaml or json.");
    };
  }

  /** JSON is YAML, so a document that was written as JSON has its place in the stream. */
  private static String yaml(List<OwnedDocument> documents) {
    return documents.stream()
        .map(OwnedDocument::source)
        .map(source -> source.endsWith("\n") ? source : source + "\n")
        .collect(Collectors.joining("---\n"));
  }

  private static String json(List<OwnedDocument> documents) {
    return JSON.writeValueAsString(documents.stream().map(OwnedDocument::tree).toList());
  }
}
