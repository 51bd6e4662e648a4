package ai.preloop.activities.dialects;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonType;
import ai.preloop.activities.json.MalformedMessage;
import ai.preloop.activities.json.StrictJson;
import ai.preloop.activities.json.StrictJson.Limits;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks of which model. It is read so strictly that no provider can read another
 * request in the same bytes: that would be a way around allow-lists and budgets.
 */
public final class ModelRequest {

  private final Operation operation;
  private final byte[] bytes;
  private final JsonSlice body;
  private final AskedModel model;
  private final Streaming streaming;
  private final OutputAsked output;
  private @Nullable Input input;
  private @Nullable Boolean cachesForAnHour;

  private ModelRequest(
      Operation operation, @Nullable String modelInPath, byte[] bytes, JsonSlice body) {
    this.operation = operation;
    this.bytes = bytes;
    this.body = body;
    this.model = AskedModel.of(operation, modelInPath, body);
    this.streaming = Streaming.of(operation, body);
    this.output = OutputAsked.of(operation, body);
  }

  /** Throws a {@code ProblemException} of INVALID_REQUEST or TOO_LARGE that says what to mend. */
  public static ModelRequest read(
      Operation operation, @Nullable String modelInPath, byte[] body, Limits limits) {
    JsonSlice read = strictly(body, limits);
    if (!read.is(JsonType.OBJECT)) {
      throw Refusal.because("The body has to be a JSON object.");
    }
    KnownNames.check(read);
    Members.each(read.member("tools")).stream()
        .filter(tool -> tool.is(JsonType.OBJECT))
        .forEach(KnownNames::checkTool);
    return new ModelRequest(operation, modelInPath, body, read);
  }

  private static JsonSlice strictly(byte[] body, Limits limits) {
    try {
      return StrictJson.read(body, limits);
    } catch (MalformedMessage e) {
      ProblemType type =
          e.kind() == MalformedMessage.Kind.TOO_LARGE
              ? ProblemType.TOO_LARGE
              : ProblemType.INVALID_REQUEST;
      throw new ProblemException(type, e.sentence()).causedBy(e);
    }
  }

  public Operation operation() {
    return operation;
  }

  /** Its body as it came; not a copy, and not to be written to. */
  public byte[] bytes() {
    return bytes;
  }

  /** The same as it was read. */
  public JsonSlice body() {
    return body;
  }

  /** The model as it was asked for, without Gemini's {@code models/}. */
  public String model() {
    return model.name();
  }

  /** Models that tools of the request name for themselves, which the provider would call too. */
  public List<String> modelsOfTools() {
    return Members.each(body.member("tools")).stream()
        .map(tool -> Members.text(tool.member("model")))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  public boolean streamed() {
    return streaming.streamed();
  }

  /** Whether a stream of chat completions is to end with its usage. */
  public boolean asksForUsage() {
    return streaming.asksForUsage();
  }

  /** The most output of one answer that was asked for; empty where there is no limit. */
  public OptionalLong maxOutputTokens() {
    Long largest = output.largest();
    return largest == null ? OptionalLong.empty() : OptionalLong.of(largest);
  }

  /** How many answers at once. */
  public long answers() {
    return output.answers();
  }

  /** How many tools are declared. */
  public int tools() {
    return input().tools();
  }

  /**
   * The most that a provider may charge. A prompt is not larger than the context window, except for
   * embeddings, where the window is that of each of many inputs.
   */
  public Bound bound(Ceilings ceilings) {
    if (operation.isCounting()) {
      return Bound.NOTHING;
    }
    long text = input().most(bytes.length);
    boolean known = !input().isOpen();
    if (operation == Operation.EMBEDDINGS) {
      return new Bound(known ? text : Math.max(text, ceilings.contextWindow()), 0, known);
    }
    long most = known ? Math.min(text, ceilings.contextWindow()) : ceilings.contextWindow();
    return new Bound(most, output.most(ceilings), known);
  }

  /** Whether it may ask for some of its input to be cached for an hour, wherever it says so. */
  public boolean mayCacheForAnHour() {
    Boolean known = cachesForAnHour;
    if (known == null) {
      known = AnHour.mayBeAskedFor(bytes);
      cachesForAnHour = known;
    }
    return known;
  }

  /** The client's bytes with the provider's name for the model, and with usage asked for. */
  public byte[] bodyFor(String identifier) {
    Edits edits = new Edits(bytes);
    model.rename(identifier, edits);
    streaming.askForUsage(body, edits);
    return edits.applied();
  }

  private Input input() {
    Input read = input;
    if (read == null) {
      read =
          switch (operation.dialect()) {
            case OPENAI -> OpenAiInput.of(body);
            case ANTHROPIC -> AnthropicInput.of(body);
            case GEMINI -> GeminiInput.of(body);
          };
      input = read;
    }
    return read;
  }
}
