package ai.preloop.policies.conditions;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.NullValue;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Makes of the exact bytes of a call's arguments what conditions read: text, true and false, 64-bit
 * integers, finite doubles, null, lists and maps.
 */
public final class Arguments {

  /** Bytes of arguments that rules may read. */
  public static final int LIMIT = 256 * 1024;

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final BigInteger LARGEST = UnsignedLong.MAX_VALUE.bigIntegerValue();

  private Arguments() {}

  /** Throws {@link EvaluationException} for what conditions cannot hold; empty bytes are none. */
  public static Map<String, Object> of(byte[] json) {
    if (json.length > LIMIT) {
      throw new EvaluationException("the arguments are larger than 256 KiB");
    }
    if (json.length == 0) {
      return Map.of();
    }
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new EvaluationException("the arguments are not an object");
      }
      return object(parser);
    } catch (JacksonException e) {
      throw new EvaluationException("the arguments are not readable JSON");
    }
  }

  private static Map<String, Object> object(JsonParser parser) {
    Map<String, Object> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      members.put(name, value(parser, parser.nextToken()));
    }
    return members;
  }

  private static List<Object> array(JsonParser parser) {
    List<Object> elements = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      elements.add(value(parser, token));
    }
    return elements;
  }

  private static Object value(JsonParser parser, JsonToken token) {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> decimal(parser);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> NullValue.NULL_VALUE;
      default -> throw new EvaluationException("the arguments are not readable JSON");
    };
  }

  private static Object integer(JsonParser parser) {
    if (parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      return parser.getLongValue();
    }
    BigInteger value = parser.getBigIntegerValue();
    if (value.signum() < 0 || value.compareTo(LARGEST) > 0) {
      throw new EvaluationException("an integer is larger than 64 bits");
    }
    return UnsignedLong.valueOf(value);
  }

  private static Double decimal(JsonParser parser) {
    double value = parser.getDoubleValue();
    if (!Double.isFinite(value)) {
      throw new EvaluationException("a number is too large");
    }
    return value;
  }
}
