package ai.preloop.activities.translation.conversation;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What shape the answer's text has. */
public sealed interface OutputFormat {

  record Text() implements OutputFormat {}

  record AnyJson() implements OutputFormat {}

  record Schema(String name, JsonNode schema, @Nullable Boolean strict) implements OutputFormat {}
}
