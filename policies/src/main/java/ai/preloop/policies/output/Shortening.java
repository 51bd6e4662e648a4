package ai.preloop.policies.output;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Cuts what an answer has more than so many bytes of: of the texts of its content together, and of
 * the structured content. Used for one answer.
 */
final class Shortening {

  private static final String REST = "…";

  private final int most;
  private boolean cut;
  private boolean told;
  private long left;

  Shortening(int most) {
    this.most = most;
  }

  boolean hasCut() {
    return cut;
  }

  String refusal() {
    return "Its structured content has more than %d bytes, and cannot be cut.".formatted(most);
  }

  /** Whether it fits, after what can be cut was cut: numbers and names cannot. */
  boolean fits(Answer answer) {
    left = most;
    answer.content().ifPresent(this::content);
    return answer.structured().map(this::structured).orElse(true);
  }

  private void content(ArrayNode content) {
    Answer.eachText(content, this::shortened);
    for (int i = 0; i < content.size(); i++) {
      long bytes = binary(content.get(i));
      if (bytes > most) {
        String note = "[cut by policy: %d bytes that are no text]".formatted(bytes);
        content.set(i, Blank.FACTORY.objectNode().put("type", "text").put("text", note));
        cut = true;
      }
    }
  }

  private static long binary(JsonNode item) {
    return Math.max(
        item.path("data").asString("").length(),
        item.path("resource").path("blob").asString("").length());
  }

  private boolean structured(JsonNode node) {
    int size = Trees.bytes(node).length;
    if (size <= most) {
      return true;
    }
    told = false;
    left = most - (size - textBytes(node));
    if (left < 0 || !(node instanceof ObjectNode || node instanceof ArrayNode)) {
      return false;
    }
    Texts.strings(this::shortened).rewrite(node);
    return true;
  }

  private static long textBytes(JsonNode node) {
    AtomicLong bytes = new AtomicLong();
    Texts.strings(
            text -> {
              bytes.addAndGet(bytes(text));
              return text;
            })
        .rewrite(node);
    return bytes.get();
  }

  private String shortened(String text) {
    int bytes = bytes(text);
    if (bytes <= left) {
      left -= bytes;
      return text;
    }
    boolean isFirst = !told;
    told = true;
    cut = true;
    String kept = beginning(text, (int) Math.max(0, left));
    left = 0;
    return isFirst
        ? "%s… cut here: %d of %d bytes left out by policy"
            .formatted(kept, bytes - bytes(kept), bytes)
        : REST;
  }

  /** As many whole characters as have so many bytes. */
  private static String beginning(String text, int bytes) {
    int end = 0;
    int used = 0;
    while (end < text.length()) {
      int point = text.codePointAt(end);
      used += bytes(Character.toString(point));
      if (used > bytes) {
        break;
      }
      end += Character.charCount(point);
    }
    return text.substring(0, end);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
