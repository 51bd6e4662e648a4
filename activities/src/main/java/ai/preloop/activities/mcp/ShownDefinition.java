package ai.preloop.activities.mcp;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonText;
import ai.preloop.activities.json.Splice;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A definition as agents see it: under the name they call it by and, where a reason is asked for,
 * with one more property. Every other byte is the server's.
 */
@SuppressWarnings("InlineFormatString")
public final class ShownDefinition {

  private final ToolDefinition definition;

  public ShownDefinition(ToolDefinition definition) {
    this.definition = definition;
  }

  /** {@code name} replaces the tool's; a null {@code member} asks for no reason. */
  public byte[] bytes(String name, @Nullable String member, boolean required) {
    byte[] named = named(name);
    if (member == null) {
      return named;
    }
    byte[] withProperty = withProperty(JsonSlice.of(named), member);
    return required ? withRequired(JsonSlice.of(withProperty), member) : withProperty;
  }

  private byte[] named(String name) {
    JsonSlice own = definition.raw().member("name");
    return own == null || name.equals(definition.name())
        ? definition.raw().toBytes()
        : new Splice(definition.raw()).replace(own, utf8(JsonText.quote(name))).bytes();
  }

  private static byte[] withProperty(JsonSlice shown, String member) {
    String property =
        "\"%s\":{\"type\":\"string\",\"description\":\"Why this call is needed; people who decide about it read this.\"}"
            .formatted(member);
    JsonSlice schema = schema(shown);
    JsonSlice properties = schema.member("properties");
    return properties == null
        ? inserted(shown, schema, "\"properties\":{" + property + "}")
        : inserted(shown, properties, property);
  }

  private static byte[] withRequired(JsonSlice shown, String member) {
    JsonSlice schema = schema(shown);
    JsonSlice required = schema.member("required");
    String name = JsonText.quote(member);
    return required == null
        ? inserted(shown, schema, "\"required\":[" + name + "]")
        : inserted(shown, required, name);
  }

  private static JsonSlice schema(JsonSlice shown) {
    JsonSlice schema = shown.member("inputSchema");
    if (schema == null) {
      throw new IllegalStateException("A definition without a schema was accepted");
    }
    return schema;
  }

  /** Puts text first into an object or an array. */
  private static byte[] inserted(JsonSlice whole, JsonSlice into, String text) {
    boolean empty =
        new String(into.toBytes(), StandardCharsets.UTF_8).strip().replaceAll("\\s", "").length()
            == 2;
    JsonSlice opening = new JsonSlice(into.array(), into.from(), into.from() + 1);
    String bracket = opening.toString();
    return new Splice(whole).replace(opening, utf8(bracket + text + (empty ? "" : ","))).bytes();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
