package ai.preloop.activities.dialects;

import static ai.preloop.activities.dialects.Members.each;
import static ai.preloop.activities.dialects.Members.isSaid;
import static ai.preloop.activities.dialects.Members.text;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonType;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the events of a stream have said so far. */
final class Progress {

  private static final Set<String> LAST_OF_RESPONSES =
      Set.of("response.completed", "response.incomplete", "response.failed", "response.cancelled");

  /** Gemini gives eight at the most. */
  private static final int MOST_CANDIDATES = 64;

  private static final int LONGEST_INDEX = 10;

  private final Operation operation;
  private final Consumer<JsonSlice> seen;
  private final UsageTally tally;
  private @Nullable String id;
  private @Nullable String model;
  private final Set<String> candidates = new HashSet<>();
  private final Set<String> ended = new HashSet<>();
  private boolean finished;
  private boolean allEnded;
  private boolean sawError;
  private long textBytes;
  private long countedBytes;
  private long events;

  Progress(Operation operation, Consumer<JsonSlice> seen) {
    this.operation = operation;
    this.seen = seen;
    this.tally = new UsageTally(operation);
  }

  /** Takes an event; true when it says the usage of chat completions and nothing else. */
  boolean event(JsonSlice event) {
    events++;
    seen.accept(event);
    switch (operation) {
      case CHAT_COMPLETIONS -> {
        return chat(event);
      }
      case RESPONSES -> responses(event);
      case MESSAGES -> messages(event);
      case GENERATE_CONTENT, STREAM_GENERATE_CONTENT -> gemini(event);
      case EMBEDDINGS, COUNT_RESPONSE_TOKENS, COUNT_MESSAGE_TOKENS, COUNT_TOKENS -> {}
    }
    return false;
  }

  private boolean chat(JsonSlice chunk) {
    @Nullable JsonSlice[] found = chunk.pick("id", "model", "choices", "usage", "error");
    name(found[0], found[1]);
    for (JsonSlice choice : each(found[2])) {
      choice(choice.pick("delta", "finish_reason", "index"));
    }
    count(found[3]);
    sawError |= isSaid(found[4]);
    boolean noChoice = found[2] != null && found[2].is(JsonType.ARRAY) && !isSaid(found[2]);
    return noChoice && found[3] != null && found[3].is(JsonType.OBJECT) && !isSaid(found[4]);
  }

  /** The mark {@code [DONE]} is what ends them, which some servers leave out. */
  private void choice(@Nullable JsonSlice[] part) {
    oneOfAll(part);
    allEnded = !ended.isEmpty() && ended.containsAll(candidates);
  }

  private void responses(JsonSlice event) {
    @Nullable JsonSlice[] found = event.pick("type", "response", "delta", "error");
    String type = text(found[0]);
    if (type.endsWith(".delta")) {
      write(found[2]);
    }
    if (found[1] != null) {
      @Nullable JsonSlice[] response = found[1].pick("id", "model", "usage");
      name(response[0], response[1]);
      count(response[2]);
    }
    named(type);
    sawError |= isSaid(found[3]);
  }

  /** Takes what the type of an event says by itself. */
  void named(String type) {
    boolean ofResponses = operation == Operation.RESPONSES;
    finished |= ofResponses && LAST_OF_RESPONSES.contains(type);
    sawError |= ofResponses && (type.equals("error") || type.equals("response.failed"));
  }

  private void messages(JsonSlice event) {
    @Nullable JsonSlice[] found =
        event.pick("type", "message", "delta", "content_block", "usage", "error");
    switch (text(found[0])) {
      case "message_start" -> start(found[1]);
      case "content_block_start" -> write(found[3]);
      case "content_block_delta" -> write(found[2]);
      case "message_delta" -> count(found[4]);
      case "message_stop" -> finished = true;
      default -> {}
    }
    sawError |= isSaid(found[5]);
  }

  private void start(@Nullable JsonSlice message) {
    if (message != null) {
      @Nullable JsonSlice[] found = message.pick("id", "model", "usage");
      name(found[0], found[1]);
      count(found[2]);
    }
  }

  private void gemini(JsonSlice chunk) {
    @Nullable JsonSlice[] found =
        chunk.pick(
            "responseId", "modelVersion", "candidates", "usageMetadata", "promptFeedback", "error");
    name(found[0], found[1]);
    for (JsonSlice candidate : each(found[2])) {
      candidate(candidate.pick("content", "finishReason", "index"));
    }
    count(found[3]);
    finished |= found[4] != null && isSaid(found[4].member("blockReason"));
    sawError |= isSaid(found[5]);
  }

  private void candidate(@Nullable JsonSlice[] part) {
    oneOfAll(part);
    finished = !ended.isEmpty() && ended.containsAll(candidates);
  }

  /** What is said of one of several answers, its end and its number; none ends the others. */
  private void oneOfAll(@Nullable JsonSlice[] part) {
    write(part[0]);
    String index = index(part[2]);
    if (candidates.size() < MOST_CANDIDATES) {
      candidates.add(index);
    }
    if (isReason(part[1]) && ended.size() < MOST_CANDIDATES) {
      ended.add(index);
    }
  }

  /** LocalAI and SGLang say an empty one until there is one. */
  private static boolean isReason(@Nullable JsonSlice end) {
    return end != null && isSaid(end) && !"".equals(end.text());
  }

  /** What is longer than a number is none, and all of that is one. */
  private static String index(@Nullable JsonSlice index) {
    if (index == null) {
      return "0";
    }
    return index.length() > LONGEST_INDEX ? "" : index.toString();
  }

  private void name(@Nullable JsonSlice itsId, @Nullable JsonSlice itsModel) {
    id = id == null ? textOf(itsId) : id;
    model = model == null ? textOf(itsModel) : model;
  }

  private void write(@Nullable JsonSlice piece) {
    textBytes += piece == null ? 0 : TextBytes.in(piece);
  }

  private void count(@Nullable JsonSlice usage) {
    if (tally.absorb(usage)) {
      countedBytes = textBytes;
    }
  }

  /** Null where there is no string, or an empty one. */
  static @Nullable String textOf(@Nullable JsonSlice value) {
    String text = text(value);
    return text.isEmpty() ? null : text;
  }

  /** The mark {@code [DONE]}, which ends chat completions. */
  void done() {
    finished |= operation == Operation.CHAT_COMPLETIONS;
  }

  /** The provider has ended the stream behind a whole frame. */
  void ended() {
    finished |= allEnded && !sawError;
  }

  boolean finished() {
    return finished;
  }

  boolean sawError() {
    return sawError;
  }

  long events() {
    return events;
  }

  long estimatedOutput() {
    return Math.ceilDiv(textBytes, 4L);
  }

  @Nullable Usage usage() {
    return tally.usage();
  }

  /** Whether no text came after usage was said last, which cannot have counted it. */
  boolean isAllCounted() {
    return countedBytes == textBytes;
  }

  @Nullable String id() {
    return id;
  }

  @Nullable String model() {
    return model;
  }
}
