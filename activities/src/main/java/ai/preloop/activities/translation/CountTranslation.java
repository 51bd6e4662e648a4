package ai.preloop.activities.translation;

import ai.preloop.activities.translation.conversation.Failure;
import ai.preloop.activities.translation.conversation.Upstream;
import ai.preloop.activities.translation.conversation.WireFormat;
import ai.preloop.activities.translation.wire.Fields;
import ai.preloop.activities.translation.wire.Json;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lets a client have the tokens of a conversation counted by a provider of another format: the
 * conversation is written as it would be asked, so that its count is that of the question.
 */
public final class CountTranslation {

  /** What Anthropic and OpenAI take of a request where they count it, in their references. */
  private static final Map<Format, Set<String>> COUNTED =
      Map.of(
          Format.MESSAGES,
          Set.of(
              "model", "messages", "system", "tools", "tool_choice", "thinking", "output_config"),
          Format.RESPONSES,
          Set.of(
              "model",
              "input",
              "instructions",
              "tools",
              "tool_choice",
              "parallel_tool_calls",
              "reasoning",
              "text"));

  private final Format client;
  private final Format provider;

  private CountTranslation(Format client, Format provider) {
    this.client = client;
    this.provider = provider;
  }

  /** Chat completions have no counting, on neither side. */
  public static CountTranslation between(Format client, Format provider) {
    return new CountTranslation(client, provider);
  }

  /** INVALID_REQUEST names the field that cannot be said, as where the question itself is asked. */
  public byte[] request(byte[] clientBody, String providerModel) {
    Fields body = question(Fields.read(clientBody, ProblemType.INVALID_REQUEST));
    WireFormat written = Translation.wire(provider);
    ObjectNode asked =
        written.writeRequest(
            Translation.wire(client).readRequest(body),
            new Upstream(providerModel, false, Translation.USUAL_OUTPUT));
    return Json.bytes(counted(asked, providerModel));
  }

  /** Gemini's counting has the contents alone, or wraps a whole request. */
  private Fields question(Fields body) {
    if (client != Format.GENERATE_CONTENT) {
      return body;
    }
    String camel = "generateContentRequest";
    Fields wrapped = body.object(body.has(camel) ? camel : "generate_content_request");
    return wrapped == null ? body : wrapped;
  }

  private ObjectNode counted(ObjectNode asked, String model) {
    if (provider == Format.GENERATE_CONTENT) {
      ObjectNode json = Json.object();
      json.putObject("generateContentRequest")
          .put("model", model.contains("/") ? model : "models/" + model)
          .setAll(asked);
      return json;
    }
    return asked.retain(COUNTED.getOrDefault(provider, Set.of()));
  }

  /** UPSTREAM_FAILED where there is no count. */
  public byte[] answer(byte[] providerBody) {
    Fields body = Fields.read(providerBody, ProblemType.UPSTREAM_FAILED);
    String name = member(provider);
    if (body.integer(name) == null) {
      throw new ProblemException(
          ProblemType.UPSTREAM_FAILED, "The provider's answer has no " + name + ".");
    }
    ObjectNode json = Json.object();
    if (client == Format.RESPONSES) {
      json.put("object", "response.input_tokens");
    }
    return Json.bytes(json.put(member(client), body.count(name)));
  }

  public byte[] error(int status, byte[] providerBody) {
    Failure failure = ProviderErrors.read(status, providerBody);
    return Json.bytes(Translation.wire(client).writeError(failure));
  }

  private static String member(Format format) {
    return format == Format.GENERATE_CONTENT ? "totalTokens" : "input_tokens";
  }
}
