package ai.preloop.policies.output;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
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

  private static final String CONTENT = "content";
  private static final String TEXT = "text";

  /** An error says with it what it likes. */
  private static final String DATA = "data";

  private static final List<String> STRUCTURED = List.of("structuredContent", DATA);
  private static final Set<String> TYPES =
      Set.of("text", "image", "audio", "resource", "resource_link");
  private static final Set<String> ROLES = Set.of("user", "assistant");

  private final ObjectNode root;
  private final Set<JsonNode> unread = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<String, Nested> nested = new HashMap<>();

  private Answer(ObjectNode root) {
    this.root = root;
    content().ifPresent(content -> content.forEach(this::leaveUnread));
  }

  /** In content, bytes and the protocol's own words are not for reading. */
  private void leaveUnread(JsonNode item) {
    JsonNode type = item.path("type");
    if (type.isString() && TYPES.contains(type.stringValue())) {
      unread.add(type);
    }
    boolean isMedia = type.asString("").equals("image") || type.asString("").equals("audio");
    if (isMedia && item.path(DATA).isString()) {
      unread.add(item.path(DATA));
    }
    JsonNode blob = item.path("resource").path("blob");
    if (blob.isString()) {
      unread.add(blob);
    }
    for (JsonNode role : item.path("annotations").path("audience")) {
      if (role.isString() && ROLES.contains(role.stringValue())) {
        unread.add(role);
      }
    }
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
    rewrite(look, looked(look, Nested.DEEPEST));
    return found[0];
  }

  private UnaryOperator<String> looked(UnaryOperator<String> look, int depth) {
    return text -> {
      if (depth > 0) {
        Texts.all(looked(look, depth - 1), look).rewrite(known(text).documents());
      }
      return look.apply(text);
    };
  }

  /** Rewrites all that is read: what a text has as JSON, then the text itself. */
  void rewriteTexts(UnaryOperator<String> rewriting) {
    rewrite(rewriting, rewritten(rewriting, Nested.DEEPEST));
  }

  private static UnaryOperator<String> rewritten(UnaryOperator<String> rewriting, int depth) {
    return depth == 0
        ? rewriting
        : text ->
            rewriting.apply(
                Nested.edited(
                    text, Texts.all(rewritten(rewriting, depth - 1), rewriting)::rewrite));
  }

  /** The strings beside the content that are such get something in front. */
  void prefixTexts(String prefix, Predicate<String> test) {
    others(Texts.strings(text -> test.test(text) ? prefix + text : text));
  }

  private void rewrite(UnaryOperator<String> names, UnaryOperator<String> strings) {
    content().ifPresent(new Texts(strings, name -> name, unread::contains)::rewrite);
    others(Texts.all(strings, names));
  }

  /** The protocol's own members keep their names, and an error its code. */
  private void others(Texts texts) {
    Set<JsonNode> apart = Collections.newSetFromMap(new IdentityHashMap<>());
    content().ifPresent(apart::add);
    STRUCTURED.forEach(name -> apart.add(root.path(name)));
    new Texts(texts.strings(), name -> name, apart::contains).rewrite(root);
    inStructured(texts::rewrite);
  }

  private void inStructured(Consumer<ArrayNode> change) {
    for (String name : STRUCTURED) {
      if (root.has(name)) {
        ArrayNode holder = Blank.FACTORY.arrayNode().add(root.get(name));
        change.accept(holder);
        root.set(name, holder.get(0));
      }
    }
  }

  /** Whether it is in what is structured, or in a text that is JSON. */
  boolean has(JsonPointer place) {
    boolean[] found = {false};
    inStructured(nodes -> found[0] |= Trees.hasAny(nodes, place));
    return found[0] || anyNested(json -> Trees.hasAny(json.documents(), place));
  }

  /** Whether a text begins like JSON and cannot be read so, or stands too deep in others. */
  boolean hasUnsoundText() {
    return anyNested(json -> !json.isSound());
  }

  private boolean anyNested(Predicate<Nested> test) {
    boolean[] found = {false};
    everyString(text -> {
      found[0] = found[0] || anyNested(text, test, Nested.DEEPEST);
      return text;
    });
    return found[0];
  }

  private boolean anyNested(String text, Predicate<Nested> test, int depth) {
    Nested json = depth == 0 ? known(text).unopened() : known(text);
    boolean[] found = {test.test(json)};
    Texts.strings(
            inner -> {
              found[0] = found[0] || anyNested(inner, test, depth - 1);
              return inner;
            })
        .rewrite(json.documents());
    return found[0];
  }

  void redact(JsonPointer place) {
    inStructured(nodes -> Trees.blank(nodes, place));
    everyString(text -> redacted(text, place, Nested.DEEPEST));
  }

  private static String redacted(String text, JsonPointer place, int depth) {
    if (depth == 0) {
      return text;
    }
    Texts inner = Texts.strings(each -> redacted(each, place, depth - 1));
    return Nested.edited(
        text,
        documents -> {
          boolean blanked = Trees.blank(documents, place);
          return inner.rewrite(documents) || blanked;
        });
  }

  private void everyString(UnaryOperator<String> rewriting) {
    rewrite(UnaryOperator.identity(), rewriting);
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
    return Optional.ofNullable(root.get("structuredContent"));
  }

  /** Each text is read as JSON once, as long as it is only looked at. */
  private Nested known(String text) {
    return nested.computeIfAbsent(text, Nested::of);
  }
}
