package ai.preloop.api.end2end;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** MCP requests to the official example server, as odd as they may be: the same for one seed. */
final class RandomMessages {

  private static final List<String> STRINGS =
      List.of(
          "",
          "a",
          "\\u0000",
          "\\ud83d\\ude00",
          "\u00e9\u4e2d\ud83d\ude00",
          "\\\"\\\\\\/\\b\\f\\n\\r\\t",
          "</script>",
          "0",
          "null");

  private static final List<String> NUMBERS =
      List.of("0", "-0", "1.00", "-1e3", "1E+2", "9007199254740993", "0.1", "123456789012345678");

  private final Random random;
  private final List<Supplier<String>> requests =
      List.of(
          () -> call("echo", "\"message\":" + string()),
          () -> call("get-sum", "\"a\":%s,\"b\":%s".formatted(number(), number())),
          () -> call("get-tiny-image", ""),
          () -> call("get-structured-content", "\"location\":\"Chicago\""),
          () -> call("get-annotated-message", "\"messageType\":\"success\",\"includeImage\":false"),
          () -> call("get-resource-links", "\"count\":" + (1 + below(5))),
          () -> params("prompts/get", "\"name\":\"simple-prompt\""),
          () ->
              params(
                  "prompts/get",
                  "\"name\":\"args-prompt\",\"arguments\":{\"city\":%s}".formatted(string())),
          () -> params("prompts/get", "\"name\":" + string()),
          () ->
              params(
                  "resources/read",
                  "\"uri\":\"demo://resource/static/document/features.md\"" + more()),
          () -> params("resources/templates/list", ""),
          () -> params("prompts/list", ""),
          () ->
              params(
                  "completion/complete",
                  "\"ref\":{\"type\":\"ref/prompt\",\"name\":\"completable-prompt\"},\"argument\":{\"name\":\"department\",\"value\":%s}"
                      .formatted(string())),
          () -> params("ping", ""),
          () -> params("no/such/method", "\"a\":" + value(0)));

  RandomMessages(long seed) {
    this.random = new Random(seed);
  }

  /** One request, under an id that may be of any kind. */
  String next() {
    String members =
        shuffled(
            List.of(
                "\"jsonrpc\"" + space() + ":\"2.0\"",
                "\"id\":" + id(),
                requests.get(below(requests.size())).get()));
    return space() + "{" + members + "}" + space();
  }

  private String call(String tool, String arguments) {
    return params(
        "tools/call", "\"name\":\"%s\",\"arguments\":{%s}".formatted(tool, arguments) + more());
  }

  private String params(String method, String members) {
    String params = members.isEmpty() ? "" : ",\"params\":{" + members + "}";
    return "\"method\":\"" + method + "\"" + params;
  }

  /** Members that nobody knows, and such as are between client and server. */
  private String more() {
    return switch (below(4)) {
      case 0 -> ",\"_meta\":{\"x.example/%s\":%s}".formatted(below(9), value(0));
      case 1 -> ",\"unknown\":" + value(0);
      default -> "";
    };
  }

  private String value(int depth) {
    return switch (below(depth > 3 ? 4 : 6)) {
      case 0 -> string();
      case 1 -> number();
      case 2 -> "true";
      case 3 -> "null";
      case 4 -> "[" + several(() -> value(depth + 1)) + "]";
      default ->
          IntStream.range(0, below(4))
              .mapToObj(i -> "\"m" + i + "\":" + value(depth + 1))
              .collect(Collectors.joining(",", "{", "}"));
    };
  }

  private String several(Supplier<String> each) {
    return IntStream.range(0, below(4)).mapToObj(_ -> each.get()).collect(Collectors.joining(","));
  }

  private String string() {
    String text =
        IntStream.range(0, 1 + below(3))
            .mapToObj(_ -> STRINGS.get(below(STRINGS.size())))
            .collect(Collectors.joining());
    return "\"" + text + "\"";
  }

  private String number() {
    return NUMBERS.get(below(NUMBERS.size()));
  }

  private String id() {
    return switch (below(4)) {
      case 0 -> "\"id-%d\"".formatted(below(1000));
      case 1 -> "\"\\u00e9\"";
      case 2 -> Integer.toString(-below(1000));
      default -> Integer.toString(below(1_000_000));
    };
  }

  private String space() {
    return below(3) == 0 ? " \n\t" : "";
  }

  private String shuffled(List<String> members) {
    int start = below(members.size());
    return IntStream.range(0, members.size())
        .mapToObj(i -> members.get((start + i) % members.size()))
        .collect(Collectors.joining("," + space()));
  }

  private int below(int bound) {
    return random.nextInt(bound);
  }
}
