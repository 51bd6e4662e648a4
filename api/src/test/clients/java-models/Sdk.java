import java.util.List;
import java.util.Map;

/** An official SDK, of which a word says what it is to do. */
interface Sdk {

  String HELLO = "Hello";
  String QUESTION = "Weather in Vienna?";

  /** What a tool says that was called because of the question. */
  String OUTCOME = "21 degrees";

  Map<String, Object> CITY = Map.of("city", Map.of("type", "string"));

  /** What a model is told of the tool. */
  Map<String, Object> SCHEMA =
      Map.of("type", "object", "properties", CITY, "required", List.of("city"));

  /** What came of it, as the SDK tells it. */
  Map<String, Object> call(String what, String model) throws Exception;

  static IllegalArgumentException unknown(String what) {
    return new IllegalArgumentException("There is no " + what);
  }
}
