package ai.preloop.activities.dialects;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A stream as a client reads it that knows nothing of how it was passed on. */
final class ClientView {

  private ClientView() {}

  /** What is dispatched of it, as WHATWG HTML, section 9.2.6, says: an event's type and data. */
  record Event(String type, String data) {}

  static List<Event> events(byte[] stream) {
    List<Event> events = new ArrayList<>();
    String type = "";
    List<String> data = new ArrayList<>();
    for (String line : lines(stream)) {
      if (line.isEmpty()) {
        if (!data.isEmpty()) {
          events.add(new Event(type, String.join("\n", data)));
        }
        type = "";
        data.clear();
      } else if (line.matches("(?s)data(:.*)?")) {
        data.add(value(line));
      } else if (line.matches("(?s)event(:.*)?")) {
        type = value(line);
      }
    }
    return events;
  }

  /** The last one counts only once it has an end. */
  private static List<String> lines(byte[] stream) {
    String[] lines = new String(stream, ISO_8859_1).split("\r\n|\r|\n", -1);
    return List.of(lines).subList(0, lines.length - 1);
  }

  private static String value(String line) {
    return line.replaceFirst("(?s)^[^:]*:? ?", "");
  }

  /** The elements of a whole array of objects; empty where it is none. */
  static Optional<List<JsonNode>> objects(byte[] array) {
    return objects(new String(array, ISO_8859_1));
  }

  /** How many objects came before a cut between two of them; empty where it was not there. */
  static Optional<Integer> cutAfter(byte[] array) {
    String text = new String(array, ISO_8859_1);
    return Stream.of("[]", "]", "{}]")
        .flatMap(rest -> objects(text + rest).map(all -> all.size() - count(rest)).stream())
        .findFirst();
  }

  private static int count(String rest) {
    return rest.equals("{}]") ? 1 : 0;
  }

  private static Optional<List<JsonNode>> objects(String array) {
    try {
      JsonNode read = JsonMapper.shared().readTree(array);
      List<JsonNode> elements = read.valueStream().toList();
      return read.isArray() && elements.stream().allMatch(JsonNode::isObject)
          ? Optional.of(elements)
          : Optional.empty();
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }
}
