package ai.preloop.activities.attempts;

import static ai.preloop.activities.attempts.FakeDialect.event;
import static ai.preloop.activities.attempts.FakeReply.quoted;

import ai.preloop.activities.dialects.Usage;
import java.util.ArrayList;
import java.util.List;

/** OpenAI's responses. */
final class FakeResponses implements FakeDialect {

  private static final String PART =
      """
      {"type":"output_text","text":%s,"annotations":[],"logprobs":[]}\
      """;

  @Override
  public String whole(FakeRequest request, FakeReply reply) {
    return response(
        request,
        "completed",
        item("completed", reply, true),
        reply.member("usage", usage(reply.usage())));
  }

  @Override
  public List<String> frames(FakeRequest request, FakeReply reply) {
    Numbered events = new Numbered();
    String begun = response(request, "in_progress", "", ",\"usage\":null");
    events.add("response.created", "\"response\":" + begun);
    events.add("response.in_progress", "\"response\":" + begun);
    events.add(
        "response.output_item.added",
        "\"output_index\":0,\"item\":" + item("in_progress", reply, false));
    FakeReply.Tool tool = reply.tool();
    if (tool == null) {
      text(events, reply);
    } else {
      arguments(events, tool);
    }
    events.add(
        "response.output_item.done",
        "\"output_index\":0,\"item\":" + item("completed", reply, true));
    events.add("response.completed", "\"response\":" + whole(request, reply));
    return events.frames;
  }

  private static void text(Numbered events, FakeReply reply) {
    String at = "\"item_id\":\"msg_fake1\",\"output_index\":0,\"content_index\":0,";
    events.add("response.content_part.added", at + "\"part\":" + PART.formatted("\"\""));
    for (String word : reply.words()) {
      events.add("response.output_text.delta", at + "\"logprobs\":[],\"delta\":" + quoted(word));
    }
    String text = quoted(reply.text());
    events.add("response.output_text.done", at + "\"logprobs\":[],\"text\":" + text);
    events.add("response.content_part.done", at + "\"part\":" + PART.formatted(text));
  }

  private static void arguments(Numbered events, FakeReply.Tool tool) {
    String at = "\"item_id\":\"fc_fake1\",\"output_index\":0,";
    int half = tool.arguments().length() / 2;
    events.add(
        "response.function_call_arguments.delta",
        at + "\"delta\":" + quoted(tool.arguments().substring(0, half)));
    events.add(
        "response.function_call_arguments.delta",
        at + "\"delta\":" + quoted(tool.arguments().substring(half)));
    events.add(
        "response.function_call_arguments.done",
        at
            + "\"name\":%s,\"arguments\":%s"
                .formatted(quoted(tool.name()), quoted(tool.arguments())));
  }

  private static String item(String status, FakeReply reply, boolean filled) {
    FakeReply.Tool tool = reply.tool();
    if (tool == null) {
      return """
      {"id":"msg_fake1","type":"message","status":"%s","role":"assistant","content":[%s]}\
      """
          .formatted(status, filled ? PART.formatted(quoted(reply.text())) : "");
    }
    return """
    {"id":"fc_fake1","type":"function_call","status":"%s","call_id":"call_fake1","name":%s,"arguments":%s}\
    """
        .formatted(status, quoted(tool.name()), filled ? quoted(tool.arguments()) : "\"\"");
  }

  private static String response(FakeRequest request, String status, String output, String usage) {
    return """
    {"id":"resp_fake1","object":"response","created_at":1735689600,"status":"%s","background":false,"error":null,"incomplete_details":null,"instructions":null,"max_output_tokens":null,"metadata":{},"model":%s,"output":[%s],"parallel_tool_calls":true,"previous_response_id":null,"reasoning":{"effort":null,"summary":null},"store":true,"temperature":1.0,"text":{"format":{"type":"text"}},"tool_choice":"auto","tools":[],"top_p":1.0,"truncation":"disabled","user":null%s}\
    """
        .formatted(status, quoted(request.model()), output, usage);
  }

  private static String usage(Usage usage) {
    return """
    {"input_tokens":%d,"input_tokens_details":{"cached_tokens":%d},"output_tokens":%d,"output_tokens_details":{"reasoning_tokens":%d},"total_tokens":%d}\
    """
        .formatted(
            usage.input(), usage.cacheRead(), usage.output(), usage.reasoning(), usage.total());
  }

  /** Its events are counted. */
  private static final class Numbered {

    private final List<String> frames = new ArrayList<>();

    void add(String type, String members) {
      frames.add(
          event(
              type,
              "{\"type\":\"%s\",\"sequence_number\":%d,%s}"
                  .formatted(type, frames.size(), members)));
    }
  }
}
