package ai.preloop.api.mcp;

import ai.preloop.activities.idempotency.Idempotency;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonType;
import ai.preloop.activities.json.MalformedMessage;
import ai.preloop.activities.json.StrictJson;
import ai.preloop.activities.json.StrictJson.Limits;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.tools.ToolCall;
import ai.preloop.activities.upstream.ResultRoom;
import ai.preloop.api.idempotency.IdempotencyFilter;
import ai.preloop.api.security.JsonOnly;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriUtils;

/** Tools for whoever speaks no MCP: a call is one request, and runs in no session. */
@RestController
@Tag(name = "Tools over REST", description = "One call of a tool, judged and recorded as any.")
class RestCallController {

  private static final byte[] NOTHING = {'{', '}'};

  private final RepeatableCalls calls;
  private final Entrance entrance;

  RestCallController(RepeatableCalls calls, Entrance entrance) {
    this.calls = calls;
    this.entrance = entrance;
  }

  @PostMapping("/api/v1/mcp/{name}")
  @Operation(
      operationId = "callTool",
      summary = "Call a tool",
      description =
          "The body has the arguments and nothing else; none at all are {}. They go to the server"
              + " as they came, after the policy has judged them. With an Idempotency-Key the call"
              + " is made once at the most: the same request again is answered what came of it."
              + " A tool whose name has characters that a path cannot have, such as files/read, is"
              + " called over MCP alone.")
  @ApiResponse(
      responseCode = "200",
      description = "The tool's own result as it came: content, structuredContent, isError, _meta.",
      content = @Content(schema = @Schema(type = "object")))
  @ApiResponse(
      responseCode = "202",
      description =
          "A person is asked. Location has the request, for who has account:read; with mcp:call"
              + " alone poll get_approval_status, or send the request again with its"
              + " Idempotency-Key.",
      content = @Content(schema = @Schema(type = "object")))
  @ApiResponse(responseCode = "403", description = "The policy or a person refuses it, and why.")
  @ApiResponse(responseCode = "404", description = "There is no such tool for this credential.")
  @ApiResponse(
      responseCode = "502",
      description = "The server failed; error has its protocol error where it answered with one.")
  void call(
      Principal principal,
      @PathVariable String name,
      @RequestHeader(name = HttpHeaders.CONTENT_TYPE, required = false)
          @Nullable String contentType,
      @RequestHeader(name = IdempotencyFilter.HEADER, required = false) @Nullable String key,
      @RequestBody(required = false) byte @Nullable [] body,
      HttpServletResponse response)
      throws IOException {
    principal.require(Scope.MCP_CALL);
    byte[] sent = body == null ? new byte[0] : body;
    byte[] arguments = arguments(contentType, entrance.cleared(principal, sent));
    Idempotency.Asked asked =
        key == null
            ? null
            : new Idempotency.Asked(
                principal, route(name), IdempotencyFilter.required(key), arguments);
    ToolCall call = ToolCall.of(principal, null, Envelope.ofCall(name, arguments, key), name);
    ResultRoom.whilePassingOn(() -> {
      write(response, calls.call(call, asked));
      return true;
    });
  }

  private static String route(String name) {
    return "/api/v1/mcp/" + UriUtils.encodePathSegment(name, StandardCharsets.UTF_8);
  }

  private static byte[] arguments(@Nullable String contentType, byte[] body) {
    if (body.length == 0) {
      return NOTHING;
    }
    JsonOnly.require(contentType);
    JsonSlice read = read(body);
    if (!read.is(JsonType.OBJECT)) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST, "The arguments of a tool are one JSON object.");
    }
    return read.toBytes();
  }

  private static JsonSlice read(byte[] body) {
    try {
      return StrictJson.read(body, Limits.REQUEST);
    } catch (MalformedMessage e) {
      throw new ProblemException(
          e.kind() == MalformedMessage.Kind.TOO_LARGE
              ? ProblemType.TOO_LARGE
              : ProblemType.INVALID_REQUEST,
          e.sentence());
    }
  }

  private static void write(HttpServletResponse response, RestAnswer answer) throws IOException {
    response.setStatus(answer.status());
    if (answer.approval() != null) {
      response.setHeader(HttpHeaders.LOCATION, "/api/v1/approval-requests/" + answer.approval());
    }
    if (answer.origin() == RestAnswer.Origin.REPLAYED) {
      response.setHeader(IdempotencyFilter.REPLAYED, "true");
    }
    response.setContentType(answer.contentType());
    response.setContentLength(answer.body().length);
    response.getOutputStream().write(answer.body());
    response.flushBuffer();
    answer.afterwards().run();
  }
}
