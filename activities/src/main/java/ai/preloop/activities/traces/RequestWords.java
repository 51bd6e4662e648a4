package ai.preloop.activities.traces;

import ai.preloop.activities.dialects.ModelRequest;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonType;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The last thing that a person said in a request, then what the model is instructed to do. */
final class RequestWords {

  private static final Set<String> TEXTS = Set.of("text", "input_text");
  private static final Set<String> INSTRUCTING = Set.of("system", "developer");

  private final Excerpt excerpt;

  private RequestWords(Excerpt excerpt) {
    this.excerpt = excerpt;
  }

  static Excerpt of(ModelRequest request, int chars) {
    Excerpt excerpt = new Excerpt(chars);
    RequestWords words = new RequestWords(excerpt);
    JsonSlice body = request.body();
    switch (request.operation()) {
      case CHAT_COMPLETIONS, MESSAGES -> words.messages(body);
      case RESPONSES -> words.responses(body);
      case GENERATE_CONTENT, STREAM_GENERATE_CONTENT -> words.gemini(body);
      case EMBEDDINGS -> words.say("user", body.member("input"));
      case COUNT_RESPONSE_TOKENS, COUNT_MESSAGE_TOKENS, COUNT_TOKENS -> {}
    }
    return excerpt;
  }

  private void messages(JsonSlice body) {
    @Nullable JsonSlice[] found = body.pick("messages", "system");
    List<JsonSlice> messages = found[0] == null ? List.of() : found[0].elements();
    last(messages, message -> "user".equals(role(message)), "content");
    say("system", found[1]);
    messages.stream()
        .filter(message -> INSTRUCTING.contains(role(message)))
        .findFirst()
        .ifPresent(message -> say("system", message.member("content")));
  }

  private void responses(JsonSlice body) {
    @Nullable JsonSlice[] found = body.pick("input", "instructions");
    if (found[0] != null && found[0].is(JsonType.STRING)) {
      say("user", found[0]);
    } else if (found[0] != null) {
      last(found[0].elements(), item -> "user".equals(role(item)), "content");
    }
    say("system", found[1]);
  }

  private void gemini(JsonSlice body) {
    @Nullable JsonSlice[] found = body.pick("contents", "systemInstruction", "system_instruction");
    if (found[0] != null) {
      List<JsonSlice> turns =
          found[0].is(JsonType.OBJECT) ? List.of(found[0]) : found[0].elements();
      last(turns, turn -> !"model".equals(role(turn)), "parts");
    }
    JsonSlice system = found[1] == null ? found[2] : found[1];
    say("system", system == null ? null : system.member("parts"));
  }

  /** Agents end most requests with results of tools, which are not a person's words. */
  private void last(List<JsonSlice> turns, Predicate<JsonSlice> isOfThePerson, String words) {
    for (JsonSlice turn : turns.reversed()) {
      if (isOfThePerson.test(turn) && say("user", turn.member(words))) {
        return;
      }
    }
  }

  private static String role(JsonSlice message) {
    JsonSlice role = message.member("role");
    String said = role == null ? null : role.text();
    return said == null ? "" : said;
  }

  /** Whether there is any text in it: a string, or parts of which some are text. */
  private boolean say(String key, @Nullable JsonSlice content) {
    if (content == null) {
      return false;
    }
    if (content.is(JsonType.STRING)) {
      return add(key, content);
    }
    boolean any = false;
    for (JsonSlice part : content.elements()) {
      any |= add(key, part.is(JsonType.STRING) ? part : textOf(part));
    }
    return any;
  }

  private boolean add(String key, @Nullable JsonSlice text) {
    String said = text == null ? null : text.text();
    if (said == null || said.isBlank()) {
      return false;
    }
    excerpt.text(key, said + "\n");
    return true;
  }

  /** Gemini's parts have no type. */
  private static @Nullable JsonSlice textOf(JsonSlice part) {
    @Nullable JsonSlice[] found = part.pick("type", "text");
    String type = found[0] == null ? null : found[0].text();
    return type == null || TEXTS.contains(type) ? found[1] : null;
  }
}
