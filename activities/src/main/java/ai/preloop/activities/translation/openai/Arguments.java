package ai.preloop.activities.translation.openai;

import ai.preloop.activities.translation.wire.Json;
import tools.jackson.databind.node.ObjectNode;

/** The arguments of a call, which OpenAI has as text and the others as an object. */
public final class Arguments {

  private Arguments() {}

  /** A model may have written what is no object: it is kept, as a member of one. */
  public static ObjectNode read(String text) {
    return text.isBlank()
        ? Json.object()
        : Json.objectIn(text).orElseGet(() -> Json.object().put("raw_arguments", text));
  }
}
