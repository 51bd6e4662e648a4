package ai.preloop.activities.attempts;

import static ai.preloop.activities.attempts.FakeDialect.event;
import static ai.preloop.activities.attempts.FakeReply.quoted;

import ai.preloop.activities.dialects.Usage;
import java.util.ArrayList;
import java.util.List;

/** Anthropic's messages. */
final class FakeMessages implements FakeDialect {

  @Override
  public String whole(FakeRequest request, FakeReply reply) {
    return message(
        request,
        block(reply, true),
        "\"%s\"".formatted(reason(reply)),
        reply.member("usage", usage(reply.usage(), reply.usage().output())));
  }

  @Override
  public List<String> frames(FakeRequest request, FakeReply reply) {
    List<String> frames = new ArrayList<>();
    String begun = message(request, "", "null", reply.member("usage", usage(reply.usage(), 1)));
    frames.add(event("message_start", "{\"type\":\"message_start\",\"message\":" + begun + "}"));
    frames.add(
        event(
            "content_block_start",
            "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":%s}"
                .formatted(block(reply, false))));
    frames.add(event("ping", "{\"type\": \"ping\"}"));
    deltas(reply)
        .forEach(delta ->
            frames.add(
                event(
                    "content_block_delta",
                    "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":%s}"
                        .formatted(delta))));
    frames.add(event("content_block_stop", "{\"type\":\"content_block_stop\",\"index\":0}"));
    frames.add(
        event(
            "message_delta",
            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"%s\",\"stop_sequence\":null}%s}"
                .formatted(
                    reason(reply),
                    reply.member(
                        "usage", "{\"output_tokens\":%d}".formatted(reply.usage().output())))));
    frames.add(event("message_stop", "{\"type\":\"message_stop\"}"));
    return frames;
  }

  private static List<String> deltas(FakeReply reply) {
    FakeReply.Tool tool = reply.tool();
    if (tool == null) {
      return reply.words().stream()
          .map(word -> "{\"type\":\"text_delta\",\"text\":%s}".formatted(quoted(word)))
          .toList();
    }
    int half = tool.arguments().length() / 2;
    return List.of(
        json(""),
        json(tool.arguments().substring(0, half)),
        json(tool.arguments().substring(half)));
  }

  private static String json(String part) {
    return "{\"type\":\"input_json_delta\",\"partial_json\":%s}".formatted(quoted(part));
  }

  private static String reason(FakeReply reply) {
    return reply.tool() == null ? "end_turn" : "tool_use";
  }

  private static String block(FakeReply reply, boolean filled) {
    FakeReply.Tool tool = reply.tool();
    return tool == null
        ? "{\"type\":\"text\",\"text\":%s}".formatted(filled ? quoted(reply.text()) : "\"\"")
        : "{\"type\":\"tool_use\",\"id\":\"toolu_fake1\",\"name\":%s,\"input\":%s}"
            .formatted(quoted(tool.name()), filled ? tool.arguments() : "{}");
  }

  private static String message(FakeRequest request, String content, String reason, String usage) {
    return """
    {"id":"msg_fake1","type":"message","role":"assistant","model":%s,"content":[%s],"stop_reason":%s,"stop_sequence":null%s}\
    """
        .formatted(quoted(request.model()), content, reason, usage);
  }

  private static String usage(Usage usage, long output) {
    return """
    {"input_tokens":%d,"cache_creation_input_tokens":%d,"cache_read_input_tokens":%d,"output_tokens":%d,"service_tier":"standard"}\
    """
        .formatted(usage.uncached(), usage.cacheWrite(), usage.cacheRead(), output);
  }
}
