package ai.preloop.activities.translation.wire;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The members of one object by type; what is of another type is refused by its place. */
public final class Fields {

  private final ObjectNode node;
  private final String path;
  private final ProblemType otherwise;

  private Fields(ObjectNode node, String path, ProblemType otherwise) {
    this.node = node;
    this.path = path;
    this.otherwise = otherwise;
  }

  /** The object that a body is; {@code otherwise} is thrown for this and for all within. */
  public static Fields read(byte[] body, ProblemType otherwise) {
    if (Json.read(body, otherwise) instanceof ObjectNode object) {
      return new Fields(object, "", otherwise);
    }
    throw new ProblemException(otherwise, "The body must be a JSON object.");
  }

  public static Fields of(ObjectNode node, ProblemType otherwise) {
    return new Fields(node, "", otherwise);
  }

  /** The object that an event's data is. */
  public static Fields event(String data) {
    return read(data.getBytes(StandardCharsets.UTF_8), ProblemType.UPSTREAM_FAILED);
  }

  public ObjectNode node() {
    return node;
  }

  /** Null where it is not there, or is null. */
  public @Nullable JsonNode get(String name) {
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? null : value;
  }

  public boolean has(String name) {
    return get(name) != null;
  }

  public boolean isText(String name) {
    JsonNode value = get(name);
    return value != null && value.isString();
  }

  public @Nullable String text(String name) {
    JsonNode value = get(name);
    if (value == null) {
      return null;
    }
    if (!value.isString()) {
      throw problem(name, "must be a string");
    }
    return value.stringValue();
  }

  public String text(String name, String otherwiseText) {
    String text = text(name);
    return text == null ? otherwiseText : text;
  }

  public String requiredText(String name) {
    String text = text(name);
    if (text == null) {
      throw problem(name, "is missing");
    }
    return text;
  }

  public @Nullable BigDecimal number(String name) {
    JsonNode value = get(name);
    if (value == null) {
      return null;
    }
    if (!value.isNumber()) {
      throw problem(name, "must be a number");
    }
    return value.decimalValue();
  }

  /** Also as {@code 40.0}, which Google's client of Python makes of 40. */
  public @Nullable Integer integer(String name) {
    JsonNode value = get(name);
    if (value == null) {
      return null;
    }
    if (!value.isNumber()) {
      throw problem(name, "must be a whole number");
    }
    try {
      return value.decimalValue().intValueExact();
    } catch (ArithmeticException e) {
      throw problem(name, "must be a whole number").causedBy(e);
    }
  }

  /** A count that is believed only if it is one: zero otherwise. */
  public long count(String name) {
    JsonNode value = get(name);
    return value != null && value.isIntegralNumber() && value.canConvertToLong()
        ? Math.max(0, value.longValue())
        : 0;
  }

  public @Nullable Boolean flag(String name) {
    JsonNode value = get(name);
    if (value == null) {
      return null;
    }
    if (!value.isBoolean()) {
      throw problem(name, "must be true or false");
    }
    return value.booleanValue();
  }

  public boolean isTrue(String name) {
    return Boolean.TRUE.equals(flag(name));
  }

  public @Nullable Fields object(String name) {
    JsonNode value = get(name);
    return value == null ? null : of(value, at(name));
  }

  /** The object, or an empty one. */
  public Fields within(String name) {
    Fields object = object(name);
    return object == null ? new Fields(Json.object(), at(name), otherwise) : object;
  }

  public List<Fields> objects(String name) {
    List<Fields> objects = new ArrayList<>();
    int index = 0;
    for (JsonNode item : items(name)) {
      objects.add(of(item, at(name) + "[" + index++ + "]"));
    }
    return objects;
  }

  /** The same of an array that has to be there, empty as it may be. */
  public List<Fields> requiredObjects(String name) {
    if (!has(name)) {
      throw problem(name, "is missing");
    }
    return objects(name);
  }

  /** The same where one alone stands for an array of itself, as the JSON of Google's may. */
  public List<Fields> oneOrMore(String name) {
    return get(name) instanceof ObjectNode only ? List.of(of(only, at(name))) : objects(name);
  }

  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (JsonNode item : items(name)) {
      if (!item.isString()) {
        throw problem(name, "must hold strings alone");
      }
      texts.add(item.stringValue());
    }
    return texts;
  }

  /** The same where one alone stands for an array of itself. */
  public List<String> oneOrMoreTexts(String name) {
    return isText(name) ? List.of(requiredText(name)) : texts(name);
  }

  public List<JsonNode> items(String name) {
    JsonNode value = get(name);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof ArrayNode array)) {
      throw problem(name, "must be an array");
    }
    return array.valueStream().toList();
  }

  /** What is thrown for a member: a sentence that begins with its place. */
  public ProblemException problem(String name, String predicate) {
    return new ProblemException(otherwise, at(name) + " " + predicate + ".");
  }

  private Fields of(JsonNode value, String place) {
    if (value instanceof ObjectNode object) {
      return new Fields(object, place, otherwise);
    }
    throw new ProblemException(otherwise, place + " must be an object.");
  }

  private String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
