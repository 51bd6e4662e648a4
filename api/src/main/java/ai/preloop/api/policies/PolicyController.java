package ai.preloop.api.policies;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.policies.Policies;
import ai.preloop.activities.policies.Uploads;
import ai.preloop.api.problems.ProblemWriter;
import ai.preloop.policies.problems.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Takes documents as they are written, as the body or as the file of a form. */
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
  ValidationAnswer validate(Principal principal, PolicyQuery query, @RequestBody byte[] document) {
    return ValidationAnswer.of(policies.validate(principal, query.submission(document)));
  }

  @PostMapping(path = "/validate", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  ValidationAnswer validateFile(
      Principal principal, PolicyQuery query, @RequestPart("file") MultipartFile file)
      throws IOException {
    return validate(principal, query, file.getBytes());
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
              + " document again changes nothing.")
  @ApiResponse(responseCode = "200")
  @ApiResponse(
      responseCode = "422",
      description = "The document is not valid: a problem with all the findings; nothing changed.")
  UploadAnswer upload(Principal principal, PolicyQuery query, @RequestBody byte[] document) {
    return UploadAnswer.of(uploads.upload(principal, query.submission(document)));
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
  @ApiResponse(responseCode = "200")
  @ApiResponse(
      responseCode = "422",
      description = "The document is not valid: a problem with all the findings.")
  DiffAnswer diff(Principal principal, PolicyQuery query, @RequestBody byte[] document) {
    return DiffAnswer.of(policies.diff(principal, query.submission(document)));
  }

  @PostMapping(path = "/diff", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  DiffAnswer diffFile(
      Principal principal, PolicyQuery query, @RequestPart("file") MultipartFile file)
      throws IOException {
    return diff(principal, query, file.getBytes());
  }

  @PostMapping(path = "/upload", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  UploadAnswer uploadFile(
      Principal principal, PolicyQuery query, @RequestPart("file") MultipartFile file)
      throws IOException {
    return upload(principal, query, file.getBytes());
  }

  /** A problem with a document tells its findings as the answers do. */
  @ExceptionHandler
  void refused(ProblemException e, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ProblemWriter.write(request, response, FindingAnswer.shown(e));
  }
}
