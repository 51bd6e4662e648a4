package ai.preloop.api.policies;

import static ai.preloop.policies.problems.ProblemException.unprocessable;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.pages.Part;
import ai.preloop.activities.policies.PolicyVersions;
import ai.preloop.activities.policies.Rollbacks;
import ai.preloop.activities.policies.Rollbacks.Preview;
import ai.preloop.activities.policies.Rollbacks.Return;
import ai.preloop.activities.servers.Insistence;
import ai.preloop.api.lists.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
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

  private final PolicyVersions versions;
  private final Rollbacks rollbacks;

  VersionController(PolicyVersions versions, Rollbacks rollbacks) {
    this.versions = versions;
    this.rollbacks = rollbacks;
  }

  @GetMapping
  @Operation(operationId = "listPolicyVersions", summary = "List the versions, newest first")
  Page<VersionAnswer> list(
      Principal principal,
      @RequestParam(defaultValue = "50") int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    Part.requireLimit(limit, MOST);
    return Page.first(
            limit,
            versions.list(principal, below(cursor), limit + 1),
            last -> String.valueOf(last.number()))
        .map(VersionAnswer::of);
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
      @Parameter(
              description =
                  "Take servers that were made by hand since, and leave entries without theirs.")
          @RequestParam(defaultValue = "false")
          boolean force,
      @RequestBody(required = false) @Nullable RollbackRequest body) {
    boolean only =
        Boolean.TRUE.equals(previewOnly)
            || (body != null && Boolean.TRUE.equals(body.previewOnly()));
    return RollbackAnswer.of(
        rollbacks.rollback(
            principal,
            new Return(
                version,
                only ? Preview.SAY : Preview.DO,
                expectedVersion,
                force ? Insistence.FORCE : Insistence.NONE)));
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

  /** The name that a version gets. */
  record TagRequest(@Nullable String tag) {}

  /** Whether it is only said what returning would change. */
  record RollbackRequest(@Nullable Boolean previewOnly) {}

  /** How many of the newest versions are kept. */
  record PruneRequest(@Nullable Integer keep) {}

  /** The numbers of the versions that are gone. */
  record PruneAnswer(List<Integer> pruned) {}
}
