package ai.preloop.api.policies;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.policies.Policies;
import ai.preloop.activities.policies.PolicyDiff;
import ai.preloop.activities.policies.Uploaded;
import ai.preloop.activities.policies.Uploads;
import ai.preloop.activities.policies.Verified;
import ai.preloop.api.problems.ProblemWriter;
import ai.preloop.policies.problems.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/**
 * Takes documents as they are written: one as the body, or one or several as the files of a form,
 * which are taken together.
 */
@RestController
@RequestMapping("/api/v1/policies")
@Tag(name = "Policies", description = "Documents that say what agents may do.")
class PolicyController {

  private final Policies policies;
  private final Uploads uploads;

  PolicyController(Policies policies, Uploads uploads) {
    this.policies = policies;
    this.uploads = uploads;
  }

  @PostMapping(
      path = "/validate",
      consumes = {
        "application/yaml",
        "application/x-yaml",
        "text/yaml",
        MediaType.TEXT_PLAIN_VALUE,
        MediaType.APPLICATION_JSON_VALUE
      })
  @Operation(
      operationId = "validatePolicy",
      summary = "Check a policy document against this account",
      description = "Answers 200 for any document that can be read at all; nothing changes.")
  @ApiResponse(
      responseCode = "200",
      content =
          @Content(
              schema = @Schema(oneOf = {ValidationAnswer.class, ValidationAnswer.Batch.class})))
  Object validate(Principal principal, PolicyQuery query, @RequestBody byte[] document) {
    return validated(principal, query, new Documents(List.of(document)));
  }

  @PostMapping(path = "/validate", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @ApiResponse(
      responseCode = "200",
      content =
          @Content(
              schema = @Schema(oneOf = {ValidationAnswer.class, ValidationAnswer.Batch.class})))
  Object validateFiles(
      Principal principal, PolicyQuery query, @RequestPart("file") List<MultipartFile> files) {
    return validated(principal, query, Documents.of(files));
  }

  private Object validated(Principal principal, PolicyQuery query, Documents documents) {
    List<Verified> verified = policies.validate(principal, query.submission(documents.sources()));
    return documents.isOne() ? ValidationAnswer.of(verified) : ValidationAnswer.Batch.of(verified);
  }

  @PostMapping(
      path = "/upload",
      consumes = {
        "application/yaml",
        "application/x-yaml",
        "text/yaml",
        MediaType.TEXT_PLAIN_VALUE,
        MediaType.APPLICATION_JSON_VALUE
      })
  @Operation(
      operationId = "uploadPolicy",
      summary = "Put a policy document in force",
      description =
          "Replaces what the document's owner has, in one step, and touches nobody else's. The same"
              + " document again changes nothing. Several files of a form, of different owners,"
              + " come in force in one version, all or none, and may use what the others bring.")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(oneOf = {UploadAnswer.class, BatchUploadAnswer.class})))
  @ApiResponse(
      responseCode = "422",
      description =
          "A document is not valid: a problem with all the findings, or with `documents` that have"
              + " theirs each where there are several; nothing changed.")
  Object upload(Principal principal, PolicyQuery query, @RequestBody byte[] document) {
    return uploaded(principal, query, new Documents(List.of(document)));
  }

  @PostMapping(path = "/upload", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(oneOf = {UploadAnswer.class, BatchUploadAnswer.class})))
  Object uploadFiles(
      Principal principal, PolicyQuery query, @RequestPart("file") List<MultipartFile> files) {
    return uploaded(principal, query, Documents.of(files));
  }

  private Object uploaded(Principal principal, PolicyQuery query, Documents documents) {
    Uploaded uploaded = uploads.upload(principal, query.submission(documents.sources()));
    return documents.isOne() ? UploadAnswer.of(uploaded) : BatchUploadAnswer.of(uploaded);
  }

  @PostMapping(
      path = "/diff",
      consumes = {
        "application/yaml",
        "application/x-yaml",
        "text/yaml",
        MediaType.TEXT_PLAIN_VALUE,
        MediaType.APPLICATION_JSON_VALUE
      })
  @Operation(
      operationId = "diffPolicy",
      summary = "Say what uploading a policy document would do, and to which calls that wait",
      description = "Nothing changes. The 1,000 newest of the calls that wait are looked at.")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(oneOf = {DiffAnswer.class, DiffAnswer.Batch.class})))
  @ApiResponse(
      responseCode = "422",
      description = "A document is not valid: a problem with all the findings, as for an upload.")
  Object diff(Principal principal, PolicyQuery query, @RequestBody byte[] document) {
    return compared(principal, query, new Documents(List.of(document)));
  }

  @PostMapping(path = "/diff", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(oneOf = {DiffAnswer.class, DiffAnswer.Batch.class})))
  Object diffFiles(
      Principal principal, PolicyQuery query, @RequestPart("file") List<MultipartFile> files) {
    return compared(principal, query, Documents.of(files));
  }

  private Object compared(Principal principal, PolicyQuery query, Documents documents) {
    PolicyDiff diff = policies.diff(principal, query.submission(documents.sources()));
    return documents.isOne() ? DiffAnswer.of(diff) : DiffAnswer.Batch.of(diff);
  }

  /** A problem with a document tells its findings as the answers do. */
  @ExceptionHandler
  void refused(ProblemException e, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ProblemWriter.write(request, response, FindingAnswer.shown(e));
  }
}
