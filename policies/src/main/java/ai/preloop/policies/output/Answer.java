package ai.preloop.policies.output;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a tool answered (MCP 2025-11-25, CallToolResult), or the error in its place: a tree that is
 * changed where it stands. Used by one thread.
 */
final class Answer {

  private static final String STRUCTURED = "structuredContent";
  private static final String CONTENT = "content";
  private static final String TEXT = "text";

  /** In content these are not for reading. */
  private static final Set<String> UNREAD =
      Set.of("type", "data", "blob", "mimeType", "annotations");

  private final ObjectNode root;
  private final Map<String, Optional<JsonNode>> nested = new HashMap<>();

  private Answer(ObjectNode root) {
    this.root = root;
  }

  /** Throws {@link JacksonException} where it is not readable JSON, or has a member twice. */
  static Answer of(byte[] json) {
    return new Answer(Trees.object(json));
  }

  byte[] toBytes() {
    return Trees.bytes(root);
  }

  /** Whether any text is such, or any name or number in what is structured. */
  boolean anyText(Predicate<String> test) {
    boolean[] found = {false};
    UnaryOperator<String> look =
        text -> {
          found[0] = found[0] || test.test(text);
          return text;
        };
    rewrite(
        look,
        text -> {
          known(text).ifPresent(Texts.all(look)::rewrite);
          return look.apply(text);
        });
    return found[0];
  }

  /** Rewrites all that is read: what a text has as JSON, then the text itself. */
  void rewriteTexts(UnaryOperator<String> rewriting) {
    rewrite(rewriting, text -> rewriting.apply(Trees.edited(text, Texts.all(rewriting)::rewrite)));
  }

  /** The strings beside the content that are such get something in front. */
  void prefixTexts(String prefix, Predicate<String> test) {
    others(strings(text -> test.test(text) ? prefix + text : text, Set.of()));
  }

  private void rewrite(UnaryOperator<String> rewriting, UnaryOperator<String> ofContent) {
    content().ifPresent(strings(ofContent, UNREAD)::rewrite);
    others(Texts.all(rewriting));
  }

  /** The protocol's own members keep their names, and an error its code. */
  private void others(Texts texts) {
    Set<String> apart = content().isPresent() ? Set.of(CONTENT, STRUCTURED) : Set.of(STRUCTURED);
    strings(texts.strings(), apart).rewrite(root);
    structured()
        .ifPresent(node -> {
          ArrayNode holder = Blank.FACTORY.arrayNode().add(node);
          texts.rewrite(holder);
          root.set(STRUCTURED, holder.get(0));
        });
  }

  private static Texts strings(UnaryOperator<String> rewriting, Set<String> unread) {
    return new Texts(rewriting, name -> name, unread);
  }

  boolean has(JsonPointer place) {
    boolean[] found = {structured().filter(node -> Trees.has(node, place)).isPresent()};
    content()
        .ifPresent(content ->
            eachText(
                content,
                text -> {
                  found[0] |= known(text).filter(node -> Trees.has(node, place)).isPresent();
                  return text;
                }));
    return found[0];
  }

  void redact(JsonPointer place) {
    structured().ifPresent(node -> root.set(STRUCTURED, Trees.blanked(node, place)));
    content()
        .ifPresent(content ->
            eachText(content, text -> Trees.replaced(text, node -> Trees.blanked(node, place))));
  }

  /** The texts of the items, and of what is embedded in them. */
  static void eachText(JsonNode content, UnaryOperator<String> rewriting) {
    for (JsonNode item : content) {
      if (item instanceof ObjectNode object) {
        text(object, rewriting);
        if (object.get("resource") instanceof ObjectNode resource) {
          text(resource, rewriting);
        }
      }
    }
  }

  private static void text(ObjectNode holder, UnaryOperator<String> rewriting) {
    JsonNode text = holder.get(TEXT);
    if (text != null && text.isString()) {
      holder.put(TEXT, rewriting.apply(text.stringValue()));
    }
  }

  Optional<ArrayNode> content() {
    return root.get(CONTENT) instanceof ArrayNode content ? Optional.of(content) : Optional.empty();
  }

  Optional<JsonNode> structured() {
    return Optional.ofNullable(root.get(STRUCTURED));
  }

  /** Each text is read as JSON once, as long as it is only looked at. */
  private Optional<JsonNode> known(String text) {
    return nested.computeIfAbsent(text, Trees::nested);
  }
}
