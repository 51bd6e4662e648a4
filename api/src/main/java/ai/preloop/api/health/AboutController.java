package ai.preloop.api.health;

import ai.preloop.api.mcp.ProtocolVersions;
import ai.preloop.policies.documents.McpServerEntry;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What this build is, and what is in it. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Health")
class AboutController {

  private final @Nullable BuildProperties build;

  AboutController(ObjectProvider<BuildProperties> build) {
    this.build = build.getIfAvailable();
  }

  @GetMapping("/version")
  @Operation(operationId = "getVersion", summary = "Say which build this is")
  VersionAnswer version() {
    return build == null
        ? new VersionAnswer("unknown", null, null, ProtocolVersions.ALL)
        : new VersionAnswer(
            String.valueOf(build.getVersion()),
            build.get("revision"),
            build.getTime(),
            ProtocolVersions.ALL);
  }

  @GetMapping("/features")
  @Operation(operationId = "getFeatures", summary = "Say what this build can do")
  FeaturesAnswer features() {
    return new FeaturesAnswer(
        true,
        true,
        true,
        McpServerEntry.TRANSPORTS,
        McpServerEntry.AUTH_TYPES,
        List.of("simple", "cel"));
  }

  /** {@code revision} is there when the build knew the commit that it was made of. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record VersionAnswer(
      String version,
      @Nullable String revision,
      @Nullable Instant buildTime,
      List<String> mcpProtocolVersions) {}

  /** What clients may rely on; what is not named is not there. */
  record FeaturesAnswer(
      boolean mcpFirewall,
      boolean approvals,
      boolean auditLog,
      List<String> mcpServerTransports,
      List<String> mcpServerAuthTypes,
      List<String> conditionLanguages) {}
}
