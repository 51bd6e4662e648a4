package ai.preloop.activities.translation.generatecontent;

import ai.preloop.activities.translation.conversation.CallId;
import ai.preloop.activities.translation.conversation.Documents;
import ai.preloop.activities.translation.conversation.Part;
import ai.preloop.activities.translation.conversation.Seal;
import ai.preloop.activities.translation.conversation.Source;
import ai.preloop.activities.translation.conversation.Turn;
import ai.preloop.activities.translation.conversation.Turn.Role;
import ai.preloop.activities.translation.conversation.Turns;
import ai.preloop.activities.translation.wire.Fields;
import ai.preloop.activities.translation.wire.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the contents of Gemini into turns. Calls without an id are numbered, and results without
 * one answer the calls of their name in order.
 */
final class GenerateContentTurns {

  private final Turns turns = new Turns();
  private final Map<String, Deque<String>> unanswered = new HashMap<>();
  private final StringBuilder thought = new StringBuilder();
  private int calls;

  List<Turn> all() {
    return turns.all();
  }

  void add(Fields content) {
    Role role = content.text("role", "user").equals("model") ? Role.ASSISTANT : Role.USER;
    for (Fields part : content.oneOrMore("parts")) {
      part(role, part);
    }
    endThought();
  }

  private void part(Role role, Fields part) {
    if (part.isTrue("thought")) {
      thought(part);
      return;
    }
    endThought();
    if (part.has("text")) {
      turns.add(role, Part.Text.of(part.requiredText("text")));
    } else if (part.has("inlineData")) {
      turns.add(role, inline(part.within("inlineData")));
    } else if (part.has("fileData")) {
      turns.add(role, file(part.within("fileData")));
    } else if (part.has("functionCall")) {
      turns.add(Role.ASSISTANT, call(part));
    } else if (part.has("functionResponse")) {
      turns.add(Role.USER, result(part.within("functionResponse")));
    } else {
      throw part.problem("text", "is missing, and no other kind of part has a counterpart");
    }
  }

  /** Streams cut thoughts into parts, the last of which has the signature. */
  private void thought(Fields part) {
    thought.append(part.text("text", ""));
    String signature = part.text("thoughtSignature", "");
    if (!signature.isEmpty()) {
      Seal seal = Seal.returned(signature, Seal.GENERATE_CONTENT);
      turns.add(Role.ASSISTANT, new Part.Thought(thought.toString(), seal));
      thought.setLength(0);
    }
  }

  private void endThought() {
    if (!thought.isEmpty()) {
      turns.add(Role.ASSISTANT, new Part.Thought(thought.toString(), null));
      thought.setLength(0);
    }
  }

  private Part.ToolCall call(Fields part) {
    Fields call = part.within("functionCall");
    String name = call.requiredText("name");
    String said = call.text("id", "");
    CallId id = CallId.returned(said.isEmpty() ? "call_" + ++calls : said);
    unanswered.computeIfAbsent(name, any -> new ArrayDeque<>()).add(id.id());
    return new Part.ToolCall(id.id(), name, call.within("args").node(), null, null);
  }

  private Part.ToolResult result(Fields response) {
    String name = response.requiredText("name");
    Deque<String> open = unanswered.getOrDefault(name, new ArrayDeque<>());
    String said = CallId.returned(response.text("id", "")).id();
    if (said.isEmpty() && open.isEmpty()) {
      throw response.problem("name", "is " + name + ", of which no call is open");
    }
    String id = said.isEmpty() ? open.removeFirst() : said;
    open.remove(id);
    return result(id, response);
  }

  private static Part.ToolResult result(String id, Fields response) {
    ObjectNode value = response.within("response").node();
    List<Part> content = new ArrayList<>();
    content.add(Part.Text.of(text(value)));
    for (Fields part : response.oneOrMore("parts")) {
      content.add(inline(part.within("inlineData")));
    }
    return new Part.ToolResult(id, content, value.size() == 1 && value.has("error"), null);
  }

  /** The one text that Google's guide has tools give, or the whole object. */
  private static String text(ObjectNode value) {
    if (value.size() == 1) {
      for (String name : List.of("output", "result", "error")) {
        JsonNode only = value.get(name);
        if (only != null && only.isString()) {
          return only.stringValue();
        }
      }
    }
    return Json.text(value);
  }

  private static Part inline(Fields data) {
    String type = data.requiredText("mimeType");
    return media(data, type, new Source.Inline(type, data.requiredText("data")));
  }

  private static Part file(Fields file) {
    String uri = file.requiredText("fileUri");
    if (!uri.startsWith("https://") || uri.startsWith("https://generativelanguage.")) {
      throw file.problem("fileUri", "must be a public https address: others are Google's own");
    }
    return media(file, file.text("mimeType", "image/*"), new Source.Remote(uri));
  }

  private static Part media(Fields owner, String type, Source source) {
    if (type.startsWith("image/")) {
      return new Part.Image(source, null);
    }
    if (type.equals("application/pdf") || type.startsWith("text/")) {
      return Documents.of(source, null, null);
    }
    throw owner.problem("mimeType", "is " + type + ", which this provider does not take");
  }
}
