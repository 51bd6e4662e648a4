package ai.preloop.activities.translation.conversation;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A function that the client offers, its input as JSON Schema. */
public record Tool(
    String name,
    @Nullable String description,
    @Nullable JsonNode schema,
    @Nullable Boolean strict,
    @Nullable CacheMark cache) {}
