package ai.preloop.api.policies;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.policies.PolicyVersion;
import ai.preloop.activities.policies.PolicyVersions;
import ai.preloop.activities.policies.PolicyVersions.Preview;
import ai.preloop.activities.policies.PolicyVersions.Return;
import ai.preloop.activities.policies.PolicyVersions.RolledBack;
import ai.preloop.policies.ownership.Change;
import ai.preloop.policies.ownership.OwnedDocument;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The versions of the policy; {@code version} in a path is an id or a number. */
@RestController
@RequestMapping("/api/v1/policies/versions")
@Tag(name = "Policies")
class VersionController {

  private static final int MOST = 100;
  private static final int USUAL = 50;

  private final PolicyVersions versions;

  VersionController(PolicyVersions versions) {
    this.versions = versions;
  }

  @GetMapping
  @Operation(operationId = "listPolicyVersions", summary = "List the versions, newest first")
  VersionItems list(
      Principal principal,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    int size = limit == null ? USUAL : limit;
    if (size < 1 || size > MOST) {
      throw unprocessable("A limit is between 1 and %d.".formatted(MOST));
    }
    List<PolicyVersion> found = versions.list(principal, below(cursor), size + 1);
    List<PolicyVersion> shown = found.subList(0, Math.min(size, found.size()));
    return new VersionItems(
        shown.stream().map(VersionAnswer::of).toList(),
        found.size() > size ? String.valueOf(shown.getLast().number()) : null);
  }

  @GetMapping("/{version}")
  @Operation(operationId = "getPolicyVersion", summary = "A version, with the documents it holds")
  HeldAnswer get(Principal principal, @PathVariable String version) {
    return HeldAnswer.of(versions.get(principal, version));
  }

  @PostMapping
  @Operation(
      operationId = "tagActivePolicyVersion",
      summary = "Give the version in force a name, so that it can be returned to")
  VersionAnswer snapshot(Principal principal, @RequestBody TagRequest body) {
    if (body.tag() == null) {
      throw unprocessable("tag is missing: the name that the version in force gets.");
    }
    return VersionAnswer.of(versions.tagActive(principal, body.tag()));
  }

  @PutMapping("/{version}/tag")
  @Operation(operationId = "tagPolicyVersion", summary = "Give a version a name that is its own")
  VersionAnswer tag(
      Principal principal, @PathVariable String version, @RequestBody TagRequest body) {
    if (body.tag() == null) {
      throw unprocessable("tag is missing.");
    }
    return VersionAnswer.of(versions.tag(principal, version, body.tag()));
  }

  @DeleteMapping("/{version}/tag")
  @Operation(operationId = "untagPolicyVersion", summary = "Take a version's name back")
  VersionAnswer untag(Principal principal, @PathVariable String version) {
    return VersionAnswer.of(versions.tag(principal, version, null));
  }

  @PostMapping("/{version}/rollback")
  @Operation(
      operationId = "rollbackPolicy",
      summary = "Make a new version that holds what an old one held")
  RollbackAnswer rollback(
      Principal principal,
      @PathVariable String version,
      @RequestParam(name = "preview_only", required = false) @Nullable Boolean previewOnly,
      @RequestParam(name = "expected_version", required = false) @Nullable Integer expectedVersion,
      @RequestBody(required = false) @Nullable RollbackRequest body) {
    boolean only =
        Boolean.TRUE.equals(previewOnly)
            || (body != null && Boolean.TRUE.equals(body.previewOnly()));
    return RollbackAnswer.of(
        versions.rollback(
            principal, new Return(version, only ? Preview.SAY : Preview.DO, expectedVersion)));
  }

  @DeleteMapping("/{version}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      operationId = "deletePolicyVersion",
      summary = "Give a version up that is neither in force nor tagged")
  void delete(Principal principal, @PathVariable String version) {
    versions.delete(principal, version);
  }

  @PostMapping("/prune")
  @Operation(
      operationId = "prunePolicyVersions",
      summary = "Give up all versions but the newest, the tagged and the one in force")
  PruneAnswer prune(Principal principal, @RequestBody PruneRequest body) {
    if (body.keep() == null) {
      throw unprocessable("keep is missing: how many of the newest are kept.");
    }
    return new PruneAnswer(versions.prune(principal, body.keep()));
  }

  private static int below(@Nullable String cursor) {
    try {
      return cursor == null ? Integer.MAX_VALUE : Integer.parseInt(cursor);
    } catch (NumberFormatException e) {
      throw unprocessable("This cursor is none of ours.");
    }
  }

  private static ProblemException unprocessable(String sentence) {
    return new ProblemException(ProblemType.UNPROCESSABLE, sentence);
  }

  /** The name that a version gets. */
  record TagRequest(@Nullable String tag) {}

  /** Whether it is only said what returning would change. */
  record RollbackRequest(@Nullable Boolean previewOnly) {}

  /** How many of the newest versions are kept. */
  record PruneRequest(@Nullable Integer keep) {}

  /** The numbers of the versions that are gone. */
  record PruneAnswer(List<Integer> pruned) {}

  /** A page of versions. */
  @JsonInclude(Include.NON_NULL)
  record VersionItems(List<VersionAnswer> items, @Nullable String nextCursor) {}

  /** A version; {@code changes} are those to its parent. */
  @Schema(name = "PolicyVersion")
  @JsonInclude(Include.NON_NULL)
  record VersionAnswer(
      UUID id,
      int number,
      @Nullable Integer parent,
      String author,
      String source,
      String digest,
      @Nullable String tag,
      Instant createdAt,
      boolean active,
      List<String> changes) {

    static VersionAnswer of(PolicyVersion version) {
      return new VersionAnswer(
          version.id(),
          version.number(),
          version.parent(),
          version.author(),
          version.source(),
          version.digest(),
          version.tag(),
          version.createdAt(),
          version.active(),
          version.changes());
    }
  }

  /** A version with its documents, as they were written. */
  @Schema(name = "PolicyVersionContent")
  record HeldAnswer(VersionAnswer version, List<DocumentAnswer> documents) {

    static HeldAnswer of(PolicyVersions.Held held) {
      return new HeldAnswer(
          VersionAnswer.of(held.version()),
          held.policy().documents().stream().map(DocumentAnswer::of).toList());
    }
  }

  /** One owner's document. */
  @Schema(name = "PolicyDocument")
  record DocumentAnswer(
      String policyName, @Schema(allowableValues = {"yaml", "json"}) String format, String source) {

    static DocumentAnswer of(OwnedDocument document) {
      return new DocumentAnswer(
          document.owner(), document.format().name().toLowerCase(Locale.ROOT), document.source());
    }
  }

  /** What returning to a version did; {@code version} is the one in force afterwards. */
  @Schema(name = "PolicyRollback")
  record RollbackAnswer(int version, boolean applied, List<String> changes) {

    static RollbackAnswer of(RolledBack back) {
      return new RollbackAnswer(
          back.version(), back.applied(), back.changes().stream().map(Change::toString).toList());
    }
  }
}
