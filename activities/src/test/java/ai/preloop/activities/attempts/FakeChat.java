package ai.preloop.activities.attempts;

import static ai.preloop.activities.attempts.FakeDialect.data;
import static ai.preloop.activities.attempts.FakeReply.quoted;

import ai.preloop.activities.dialects.Usage;
import java.util.ArrayList;
import java.util.List;

/** OpenAI's chat completions. */
final class FakeChat implements FakeDialect {

  @Override
  public String whole(FakeRequest request, FakeReply reply) {
    return """
    {"id":"chatcmpl-fake1","object":"chat.completion","created":1735689600,"model":%s,"choices":[{"index":0,"message":%s,"logprobs":null,"finish_reason":"%s"}],"service_tier":"default","system_fingerprint":"fp_fake"%s}\
    """
        .formatted(
            quoted(request.model()),
            message(reply),
            reply.tool() == null ? "stop" : "tool_calls",
            reply.member("usage", usage(reply.usage())));
  }

  private static String message(FakeReply reply) {
    FakeReply.Tool tool = reply.tool();
    return tool == null
        ? """
        {"role":"assistant","content":%s,"refusal":null,"annotations":[]}\
        """
            .formatted(quoted(reply.text()))
        : """
        {"role":"assistant","content":null,"refusal":null,"tool_calls":[{"id":"call_fake1","type":"function","function":{"name":%s,"arguments":%s}}]}\
        """
            .formatted(quoted(tool.name()), quoted(tool.arguments()));
  }

  @Override
  public List<String> frames(FakeRequest request, FakeReply reply) {
    boolean counted = request.json().path("stream_options").path("include_usage").asBoolean(false);
    String noUsage = counted ? ",\"usage\":null" : "";
    List<String> frames = new ArrayList<>();
    frames.add(
        chunk(request, choice("{\"role\":\"assistant\",\"content\":\"\"}", "null"), noUsage));
    for (String delta : deltas(reply)) {
      frames.add(chunk(request, choice(delta, "null"), noUsage));
    }
    String reason = reply.tool() == null ? "\"stop\"" : "\"tool_calls\"";
    frames.add(chunk(request, choice("{}", reason), noUsage));
    if (counted) {
      frames.add(chunk(request, "", reply.member("usage", usage(reply.usage()))));
    }
    frames.add("data: [DONE]\n\n");
    return frames;
  }

  private static List<String> deltas(FakeReply reply) {
    FakeReply.Tool tool = reply.tool();
    if (tool == null) {
      return reply.words().stream()
          .map(word -> "{\"content\":%s}".formatted(quoted(word)))
          .toList();
    }
    int half = tool.arguments().length() / 2;
    return List.of(
        """
        {"tool_calls":[{"index":0,"id":"call_fake1","type":"function","function":{"name":%s,"arguments":""}}]}\
        """
            .formatted(quoted(tool.name())),
        arguments(tool.arguments().substring(0, half)),
        arguments(tool.arguments().substring(half)));
  }

  private static String arguments(String part) {
    return """
    {"tool_calls":[{"index":0,"function":{"arguments":%s}}]}\
    """
        .formatted(quoted(part));
  }

  private static String choice(String delta, String reason) {
    return """
    {"index":0,"delta":%s,"logprobs":null,"finish_reason":%s}\
    """
        .formatted(delta, reason);
  }

  private static String chunk(FakeRequest request, String choice, String usage) {
    return data(
        """
        {"id":"chatcmpl-fake1","object":"chat.completion.chunk","created":1735689600,"model":%s,"service_tier":"default","system_fingerprint":"fp_fake","choices":[%s]%s}\
        """
            .formatted(quoted(request.model()), choice, usage));
  }

  private static String usage(Usage usage) {
    return """
    {"prompt_tokens":%d,"completion_tokens":%d,"total_tokens":%d,"prompt_tokens_details":{"cached_tokens":%d,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":%d,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}\
    """
        .formatted(
            usage.input(), usage.output(), usage.total(), usage.cacheRead(), usage.reasoning());
  }
}
