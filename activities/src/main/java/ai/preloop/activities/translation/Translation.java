package ai.preloop.activities.translation;

import ai.preloop.activities.translation.chat.ChatFormat;
import ai.preloop.activities.translation.conversation.Upstream;
import ai.preloop.activities.translation.conversation.WireFormat;
import ai.preloop.activities.translation.generatecontent.GenerateContentArrayWriter;
import ai.preloop.activities.translation.generatecontent.GenerateContentFormat;
import ai.preloop.activities.translation.messages.MessagesFormat;
import ai.preloop.activities.translation.responses.ResponsesFormat;
import ai.preloop.activities.translation.wire.Fields;
import ai.preloop.activities.translation.wire.Json;
import ai.preloop.policies.problems.ProblemType;
import java.time.InstantSource;

/**
 * Lets a client of one format use a provider of another. The same bytes always become the same
 * bytes, so that a provider's prompt cache holds; only an answer's time of creation is the clock's.
 */
public final class Translation {

  /** What is allowed to a model whose most output is not known, where a limit has to be given. */
  public static final int USUAL_OUTPUT = 32_000;

  private final WireFormat client;
  private final WireFormat provider;
  private final InstantSource time;

  private Translation(WireFormat client, WireFormat provider, InstantSource time) {
    this.client = client;
    this.provider = provider;
    this.time = time;
  }

  public static Translation between(Format client, Format provider, InstantSource time) {
    if (client == provider) {
      throw new IllegalArgumentException("Nothing is translated from " + client + " to itself.");
    }
    return new Translation(wire(client), wire(provider), time);
  }

  /** The client's request for a model whose most output is not known. */
  public byte[] request(byte[] clientBody, String providerModel, boolean streamed) {
    return request(clientBody, providerModel, streamed, USUAL_OUTPUT);
  }

  /**
   * The client's request as the provider takes it. Gemini has the model and the streaming in its
   * address and not in the body. INVALID_REQUEST names the field that cannot be said.
   */
  public byte[] request(byte[] clientBody, String providerModel, boolean streamed, int mostOutput) {
    var body = Fields.read(clientBody, ProblemType.INVALID_REQUEST);
    var upstream = new Upstream(providerModel, streamed, Math.min(mostOutput, USUAL_OUTPUT));
    return Json.bytes(provider.writeRequest(client.readRequest(body), upstream));
  }

  /** The provider's whole answer as the client takes it; UPSTREAM_FAILED when it is none. */
  public byte[] answer(byte[] providerBody, String clientModel) {
    var body = Fields.read(providerBody, ProblemType.UPSTREAM_FAILED);
    var answer = provider.readAnswer(body).createdOr(time.instant().getEpochSecond());
    return Json.bytes(client.writeAnswer(answer, clientModel));
  }

  /** The provider's error in the client's envelope; a body that is not JSON becomes its text. */
  public byte[] error(int status, byte[] providerBody) {
    return Json.bytes(client.writeError(ProviderErrors.read(status, providerBody)));
  }

  /** A translation of one streamed answer of server-sent events, to be used by one thread. */
  public StreamTranslation stream(String clientModel) {
    return new StreamTranslation(
        provider.streamReader(), client.streamWriter(clientModel), time.instant());
  }

  /** The same as one JSON array, which Gemini's clients get that do not ask for events. */
  public StreamTranslation arrayStream(String clientModel) {
    return new StreamTranslation(
        provider.streamReader(), new GenerateContentArrayWriter(clientModel), time.instant());
  }

  static WireFormat wire(Format format) {
    return switch (format) {
      case CHAT_COMPLETIONS -> new ChatFormat();
      case RESPONSES -> new ResponsesFormat();
      case MESSAGES -> new MessagesFormat();
      case GENERATE_CONTENT -> new GenerateContentFormat();
    };
  }
}
