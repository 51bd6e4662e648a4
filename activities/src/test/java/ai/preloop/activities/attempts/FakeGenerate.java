package ai.preloop.activities.attempts;

import static ai.preloop.activities.attempts.FakeDialect.data;
import static ai.preloop.activities.attempts.FakeReply.quoted;

import ai.preloop.activities.dialects.Usage;
import java.util.ArrayList;
import java.util.List;

/** Gemini's generated content. */
final class FakeGenerate implements FakeDialect {

  @Override
  public String whole(FakeRequest request, FakeReply reply) {
    FakeReply.Tool tool = reply.tool();
    String part = tool == null ? text(reply.text()) : call(tool);
    return content(request, part, true, reply);
  }

  @Override
  public List<String> frames(FakeRequest request, FakeReply reply) {
    List<String> contents = contents(request, reply);
    if (request.query() != null && request.query().contains("alt=sse")) {
      return contents.stream().map(content -> data(content).replace("\n\n", "\r\n\r\n")).toList();
    }
    List<String> array = new ArrayList<>();
    contents.forEach(content -> array.add((array.isEmpty() ? "[" : ",\r\n") + content));
    array.add("]");
    return array;
  }

  private static List<String> contents(FakeRequest request, FakeReply reply) {
    FakeReply.Tool tool = reply.tool();
    if (tool != null) {
      return List.of(content(request, call(tool), true, reply));
    }
    List<String> contents = new ArrayList<>();
    for (int i = 0; i < reply.words().size(); i++) {
      boolean last = i == reply.words().size() - 1;
      contents.add(content(request, text(reply.words().get(i)), last, reply));
    }
    return contents;
  }

  private static String text(String text) {
    return "{\"text\":%s}".formatted(quoted(text));
  }

  private static String call(FakeReply.Tool tool) {
    return "{\"functionCall\":{\"name\":%s,\"args\":%s}}"
        .formatted(quoted(tool.name()), tool.arguments());
  }

  private static String content(FakeRequest request, String part, boolean last, FakeReply reply) {
    return """
    {"candidates":[{"content":{"parts":[%s],"role":"model"}%s,"index":0}]%s,"modelVersion":%s,"responseId":"fake1"}\
    """
        .formatted(
            part,
            last ? ",\"finishReason\":\"STOP\"" : "",
            reply.member("usageMetadata", usage(reply.usage())),
            quoted(model(request)));
  }

  private static String model(FakeRequest request) {
    String name = request.path().substring(request.path().lastIndexOf('/') + 1);
    return name.contains(":") ? name.substring(0, name.indexOf(':')) : name;
  }

  private static String usage(Usage usage) {
    return """
    {"promptTokenCount":%d,"candidatesTokenCount":%d,"totalTokenCount":%d,"cachedContentTokenCount":%d,"thoughtsTokenCount":%d}\
    """
        .formatted(
            usage.input(),
            usage.output() - usage.reasoning(),
            usage.total(),
            usage.cacheRead(),
            usage.reasoning());
  }
}
