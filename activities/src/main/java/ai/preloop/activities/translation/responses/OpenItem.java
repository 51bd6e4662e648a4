package ai.preloop.activities.translation.responses;

import ai.preloop.activities.translation.conversation.Seal;
import ai.preloop.activities.translation.wire.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An item of a streamed response while it is written, and the events that tell of it. */
final class OpenItem {

  private final String kind;
  private final ObjectNode item;
  private final int index;
  private final StringBuilder said = new StringBuilder();

  private OpenItem(String kind, ObjectNode item, int index) {
    this.kind = kind;
    this.item = item;
    this.index = index;
  }

  static OpenItem text(String id, int index) {
    return new OpenItem("output_text", message(id), index);
  }

  static OpenItem refusal(String id, int index) {
    return new OpenItem("refusal", message(id), index);
  }

  static OpenItem thought(String id, int index) {
    ObjectNode item = Json.object().put("type", "reasoning").put("id", "rs_" + id);
    item.putArray("summary");
    return new OpenItem("reasoning_summary_text", item, index);
  }

  static OpenItem call(String id, int index, String callId, String name) {
    ObjectNode item = Json.object().put("type", "function_call").put("call_id", callId);
    item.put("name", name).put("arguments", "").put("id", "fc_" + id);
    return new OpenItem("function_call_arguments", item.put("status", "in_progress"), index);
  }

  private static ObjectNode message(String id) {
    ObjectNode item = Json.object().put("type", "message").put("id", "msg_" + id);
    item.put("status", "in_progress").put("role", "assistant").putArray("content");
    return item;
  }

  List<ObjectNode> opening() {
    List<ObjectNode> events = new ArrayList<>();
    events.add(of("response.output_item.added"));
    events.getFirst().set("item", item.deepCopy());
    if (isMessage()) {
      events.add(part("response.content_part.added", content()));
    }
    return events;
  }

  /** A thought has no part before something of it is shown. */
  List<ObjectNode> delta(String text) {
    List<ObjectNode> events = new ArrayList<>();
    if (isThought() && said.isEmpty()) {
      events.add(part("response.reasoning_summary_part.added", summary()));
    }
    said.append(text);
    events.add(withProbabilities(at("response." + kind + ".delta").put("delta", text)));
    return events;
  }

  /** Which nobody asked for, but which each event of a text has. */
  private ObjectNode withProbabilities(ObjectNode event) {
    if (kind.equals("output_text")) {
      event.putArray("logprobs");
    }
    return event;
  }

  /** The item with all that was said in it. */
  ObjectNode complete(@Nullable Seal seal) {
    if (isMessage()) {
      item.put("status", "completed");
      item.set("content", Json.array().add(content()));
    } else if (isThought()) {
      ArrayNode summary = Json.array();
      if (!said.isEmpty()) {
        summary.add(summary());
      }
      item.set("summary", summary);
      item.put("encrypted_content", seal == null ? null : seal.carried());
    } else {
      item.put("arguments", said.isEmpty() ? "{}" : said.toString()).put("status", "completed");
    }
    return item;
  }

  List<ObjectNode> closing(ObjectNode complete) {
    List<ObjectNode> events = new ArrayList<>();
    ObjectNode done = at("response." + kind + ".done");
    if (isMessage()) {
      String name = kind.equals("refusal") ? "refusal" : "text";
      events.add(withProbabilities(done.put(name, said.toString())));
      events.add(part("response.content_part.done", content()));
    } else if (!isThought()) {
      done.set("name", complete.path("name"));
      events.add(done.put("arguments", complete.path("arguments").asString("")));
    } else if (!said.isEmpty()) {
      events.add(done.put("text", said.toString()));
      events.add(part("response.reasoning_summary_part.done", summary()));
    }
    ObjectNode last = of("response.output_item.done");
    last.set("item", complete.deepCopy());
    events.add(last);
    return events;
  }

  private boolean isMessage() {
    return kind.equals("output_text") || kind.equals("refusal");
  }

  private boolean isThought() {
    return kind.equals("reasoning_summary_text");
  }

  private ObjectNode content() {
    return kind.equals("refusal")
        ? ResponsesAnswers.refusal(said.toString())
        : ResponsesAnswers.text(said.toString());
  }

  private ObjectNode summary() {
    return Json.object().put("type", "summary_text").put("text", said.toString());
  }

  private ObjectNode part(String type, ObjectNode part) {
    ObjectNode event = at(type);
    event.set("part", part);
    return event;
  }

  private ObjectNode of(String type) {
    return Json.object().put("type", type).put("output_index", index);
  }

  private ObjectNode at(String type) {
    ObjectNode event = of(type).put("item_id", item.path("id").asString(""));
    if (isMessage()) {
      event.put("content_index", 0);
    } else if (isThought()) {
      event.put("summary_index", 0);
    }
    return event;
  }
}
