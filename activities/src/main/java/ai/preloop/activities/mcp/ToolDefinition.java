package ai.preloop.activities.mcp;

import ai.preloop.activities.json.CanonicalJson;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonStrings;
import ai.preloop.activities.json.JsonType;
import ai.preloop.policies.documents.KnownTool;
import ai.preloop.policies.output.HiddenUnicode;
import ai.preloop.policies.output.Instructions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A tool as its server defines it. {@code raw} is the definition byte for byte, {@code sha256} the
 * digest of its {@link CanonicalJson canonical form}, and {@code claimed} what its annotations say,
 * which counts only when the server is trusted; {@code instructions} says that it has words that
 * read like instructions to an agent.
 */
public record ToolDefinition(
    String name,
    String description,
    JsonSlice raw,
    String sha256,
    Map<String, Object> inputSchema,
    boolean hasOutputSchema,
    KnownTool.Hints claimed,
    boolean hiddenUnicode,
    boolean instructions) {

  static final int LONGEST_NAME = 128;
  static final int LARGEST = 256 << 10;

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};

  public ToolDefinition {
    inputSchema = Collections.unmodifiableMap(new LinkedHashMap<>(inputSchema));
  }

  /** Whether it is called as a task alone (MCP 2025-11-25, Tasks, Tool-Level Negotiation). */
  public boolean needsTask() {
    JsonSlice execution = raw.member("execution");
    JsonSlice support = execution == null ? null : execution.member("taskSupport");
    return support != null && "required".equals(support.text());
  }

  /** Whether it speaks to the agent in a way that a person should look at before accepting it. */
  public boolean isSuspicious() {
    return hiddenUnicode || instructions;
  }

  /** A definition that was kept as it came; nothing when it cannot be used any more. */
  public static Optional<ToolDefinition> read(byte[] kept) {
    return read(JsonSlice.of(kept));
  }

  /** The definition, or nothing when it is not one that can be used. */
  static Optional<ToolDefinition> read(JsonSlice listed) {
    byte[] own = listed.toBytes();
    JsonSlice raw = new JsonSlice(own, 0, own.length);
    @Nullable JsonSlice[] parts =
        raw.pick("name", "description", "inputSchema", "outputSchema", "annotations");
    String name = text(parts[0]);
    if (raw.length() > LARGEST || !isName(name)) {
      return Optional.empty();
    }
    return schema(parts[2])
        .map(schema ->
            new ToolDefinition(
                name,
                text(parts[1]),
                raw,
                CanonicalJson.sha256(raw),
                schema,
                parts[3] != null,
                hints(parts[4]),
                JsonStrings.any(raw, HiddenUnicode::in),
                JsonStrings.any(raw, Instructions::areWordsIn)));
  }

  /** A control character is nothing that a person can see, nor the database keep. */
  private static boolean isName(String name) {
    return !name.isEmpty()
        && name.length() <= LONGEST_NAME
        && name.chars().noneMatch(Character::isISOControl);
  }

  private static Optional<Map<String, Object>> schema(@Nullable JsonSlice schema) {
    if (schema == null || !schema.is(JsonType.OBJECT)) {
      return Optional.empty();
    }
    try {
      Map<String, Object> read =
          MAPPER.readValue(schema.array(), schema.from(), schema.length(), MAP);
      read.values().removeIf(value -> value == null);
      return Optional.of(read);
    } catch (JacksonException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Defaults are those of the specification (2025-11-25, ToolAnnotations). */
  private static KnownTool.Hints hints(@Nullable JsonSlice annotations) {
    if (annotations == null) {
      return KnownTool.Hints.UNTRUSTED;
    }
    @Nullable JsonSlice[] hints =
        annotations.pick("readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint");
    return new KnownTool.Hints(
        hints[0] != null && hints[0].isTrue(),
        hints[1] == null || hints[1].isTrue(),
        hints[2] != null && hints[2].isTrue(),
        hints[3] == null || hints[3].isTrue());
  }

  private static String text(@Nullable JsonSlice value) {
    String text = value == null ? null : value.text();
    return text == null ? "" : text;
  }
}
