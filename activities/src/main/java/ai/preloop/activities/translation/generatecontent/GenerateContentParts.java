package ai.preloop.activities.translation.generatecontent;

import ai.preloop.activities.translation.conversation.Part;
import ai.preloop.activities.translation.conversation.Source;
import ai.preloop.activities.translation.conversation.Turn;
import ai.preloop.activities.translation.conversation.Turn.Role;
import ai.preloop.activities.translation.wire.Json;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.net.URLConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes turns as contents of Gemini. */
final class GenerateContentParts {

  /** What Google documents for calls that another model made. */
  private static final String NO_SIGNATURE = "skip_thought_signature_validator";

  private static final String IMAGE = "image/jpeg";
  private static final String DOCUMENT = "application/pdf";

  private final GeminiModel model;
  private final Map<String, String> names = new HashMap<>();

  GenerateContentParts(GeminiModel model) {
    this.model = model;
  }

  ArrayNode write(List<Turn> turns) {
    ArrayNode contents = Json.array();
    for (Turn turn : turns) {
      ArrayNode parts = Json.array();
      turn.parts().forEach(part -> part(parts, part));
      sign(turn, parts);
      media(turn, parts);
      if (!parts.isEmpty()) {
        contents
            .addObject()
            .put("role", turn.role() == Role.USER ? "user" : "model")
            .set("parts", parts);
      }
    }
    return contents;
  }

  private void part(ArrayNode parts, Part part) {
    switch (part) {
      case Part.Text text -> {
        if (!text.text().isEmpty()) {
          parts.addObject().put("text", text.text());
        }
      }
      case Part.Refusal refusal -> parts.addObject().put("text", refusal.text());
      case Part.Image image -> add(parts, image.source(), IMAGE);
      case Part.Document document -> add(parts, document.source(), DOCUMENT);
      case Part.ToolCall call -> call(parts, call);
      case Part.ToolResult result -> result(parts, result);
      case Part.Thought _ -> {
        // Gemini wants signatures back, which the calls have, and no thoughts.
      }
    }
  }

  private void call(ArrayNode parts, Part.ToolCall call) {
    names.put(call.id(), call.name());
    ObjectNode json = call(call, call.id());
    if (call.signature() != null) {
      json.put("thoughtSignature", call.signature());
    }
    parts.add(json);
  }

  static ObjectNode call(Part.ToolCall call, String id) {
    ObjectNode json = Json.object();
    json.putObject("functionCall")
        .put("id", id)
        .put("name", call.name())
        .set("args", call.arguments());
    return json;
  }

  /** The first call of a turn is the one that is looked at. */
  private void sign(Turn turn, ArrayNode parts) {
    List<Part.ToolCall> calls = turn.only(Part.ToolCall.class);
    if (model.wantsSignatures() && !calls.isEmpty() && calls.getFirst().signature() == null) {
      for (var part : parts) {
        if (part instanceof ObjectNode object && object.has("functionCall")) {
          object.put("thoughtSignature", NO_SIGNATURE);
          return;
        }
      }
    }
  }

  private void result(ArrayNode parts, Part.ToolResult result) {
    String name = names.get(result.id());
    if (name == null) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST,
          "The tool result " + result.id() + " answers no call of the conversation.");
    }
    parts
        .addObject()
        .putObject("functionResponse")
        .put("id", result.id())
        .put("name", name)
        .putObject("response")
        .put(result.failed() ? "error" : "output", Part.texts(result.content(), "\n"));
  }

  /** Images of results follow all results, which older models take too. */
  private void media(Turn turn, ArrayNode parts) {
    ArrayNode media = Json.array();
    for (Part.ToolResult result : turn.only(Part.ToolResult.class)) {
      for (Part part : result.content()) {
        switch (part) {
          case Part.Image image -> add(media, image.source(), IMAGE);
          case Part.Document document -> add(media, document.source(), DOCUMENT);
          case Part.Text _, Part.Refusal _, Part.Thought _, Part.ToolCall _, Part.ToolResult _ -> {
            // In the response, or no tool's to give.
          }
        }
      }
    }
    parts.addAll(media);
  }

  private void add(ArrayNode parts, Source source, String otherwise) {
    switch (source) {
      case Source.Inline inline ->
          parts
              .addObject()
              .putObject("inlineData")
              .put("mimeType", inline.mediaType())
              .put("data", inline.base64());
      case Source.Remote remote -> remote(parts, remote.url(), otherwise);
    }
  }

  /** Gemini fetches public addresses ("File input methods") and wants the type of what is there. */
  private void remote(ArrayNode parts, String url, String otherwise) {
    if (!model.fetches() || !url.startsWith("https://")) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST,
          "An image or a document must be in the request as base64, or at a public https address"
              + " where the model is a Gemini of 2.5 or later.");
    }
    parts
        .addObject()
        .putObject("fileData")
        .put("mimeType", type(url, otherwise))
        .put("fileUri", url);
  }

  /** As the name there says; a page or a script that gives an image is no type of one. */
  private static String type(String url, String otherwise) {
    String type = URLConnection.guessContentTypeFromName(pathOf(url));
    boolean isOther = otherwise.equals(IMAGE) && type != null && !type.startsWith("image/");
    return type == null || isOther ? otherwise : type;
  }

  private static String pathOf(String url) {
    return url.split("[?#]", 2)[0];
  }
}
