package ai.preloop.activities.providers;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonText;
import ai.preloop.activities.json.JsonType;
import ai.preloop.activities.json.MalformedMessage;
import ai.preloop.activities.json.StrictJson;
import ai.preloop.activities.json.StrictJson.Limits;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A body of Anthropic's messages as Bedrock takes it: the path says model and form, and the body
 * what headers say to Anthropic. All other bytes stay as they are.
 */
final class BedrockBody {

  private static final String VERSION = "\"bedrock-2023-05-31\"";

  /**
   * Those that Bedrock takes ("Anthropic Claude Messages API"): it refuses a request for one that
   * it does not know, and agents name all that they know of.
   */
  private static final Set<String> BETAS =
      Set.of(
          "compact-2026-01-12",
          "computer-use-2025-01-24",
          "computer-use-2025-11-24",
          "context-1m-2025-08-07",
          "context-management-2025-06-27",
          "effort-2025-11-24",
          "fine-grained-tool-streaming-2025-05-14",
          "interleaved-thinking-2025-05-14",
          "tool-examples-2025-10-29",
          "tool-search-tool-2025-10-19");

  /** What Anthropic has under one name with more, of which Bedrock has the search for tools. */
  private static final Map<String, String> NAMED_OTHERWISE =
      Map.of("advanced-tool-use-2025-11-20", "tool-search-tool-2025-10-19");

  private BedrockBody() {}

  static byte[] of(Asked asked) {
    JsonSlice body = read(asked.body()).without("model").without("stream");
    if (body.member("anthropic_version") == null) {
      body = body.with("anthropic_version", slice(VERSION));
    }
    String betas = betas(asked);
    if (!betas.isEmpty() && body.member("anthropic_beta") == null) {
      body = body.with("anthropic_beta", slice("[" + betas + "]"));
    }
    return body.toBytes();
  }

  private static JsonSlice read(byte[] body) {
    try {
      JsonSlice read = StrictJson.read(body, Limits.ANSWER.withBytes(Integer.MAX_VALUE));
      if (read.is(JsonType.OBJECT)) {
        return read;
      }
    } catch (MalformedMessage e) {
      throw unreadable().causedBy(e);
    }
    throw unreadable();
  }

  private static String betas(Asked asked) {
    return asked.passed().headers().allValues("anthropic-beta").stream()
        .flatMap(line -> Stream.of(line.split(",")))
        .map(String::strip)
        .map(beta -> NAMED_OTHERWISE.getOrDefault(beta, beta))
        .filter(BETAS::contains)
        .distinct()
        .map(JsonText::quote)
        .collect(Collectors.joining(","));
  }

  private static JsonSlice slice(String json) {
    return JsonSlice.of(json.getBytes(StandardCharsets.UTF_8));
  }

  private static ProblemException unreadable() {
    return new ProblemException(
        ProblemType.INVALID_REQUEST, "The body of the request is no JSON object.");
  }
}
