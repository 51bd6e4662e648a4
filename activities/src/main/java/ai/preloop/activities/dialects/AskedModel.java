package ai.preloop.activities.dialects;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonText;
import ai.preloop.activities.json.JsonType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The one model that a request names, and the places in its body that name it. */
record AskedModel(String name, List<JsonSlice> places) {

  private static final String PREFIX = "models/";

  static AskedModel of(Operation operation, @Nullable String inPath, JsonSlice body) {
    refuseChoice(body);
    List<JsonSlice> places = places(operation, body);
    List<String> names =
        Stream.concat(Stream.ofNullable(inPath), places.stream().map(AskedModel::text))
            .map(name -> bare(operation, name))
            .distinct()
            .toList();
    if (names.size() > 1) {
      throw Refusal.because("The request names more than one model: " + names + ".");
    }
    if (names.isEmpty() || names.getFirst().isBlank()) {
      throw Refusal.because("The request has to name a model.");
    }
    return new AskedModel(names.getFirst(), places);
  }

  /** OpenRouter's list, of which it would take any. */
  private static void refuseChoice(JsonSlice body) {
    if (Members.isSaid(body.member("models"))) {
      throw Refusal.because("\"models\" leaves the choice to the provider; name one \"model\".");
    }
  }

  /** Gemini's counting wraps a whole request, which names the model again. */
  private static List<JsonSlice> places(Operation operation, JsonSlice body) {
    List<JsonSlice> places = new ArrayList<>();
    addModelOf(body, places);
    if (operation == Operation.COUNT_TOKENS) {
      addModelOf(Members.spelled(body, "generateContentRequest"), places);
    }
    return places;
  }

  private static void addModelOf(@Nullable JsonSlice object, List<JsonSlice> places) {
    JsonSlice model = object == null ? null : object.member("model");
    if (model != null && !model.is(JsonType.NULL)) {
      places.add(model);
    }
  }

  private static String text(JsonSlice place) {
    String text = place.text();
    if (text == null) {
      throw Refusal.because("The value of \"model\" has to be a string.");
    }
    return text;
  }

  private static String bare(Operation operation, String name) {
    boolean prefixed = operation.dialect() == Dialect.GEMINI && name.startsWith(PREFIX);
    return prefixed ? name.substring(PREFIX.length()) : name;
  }

  void rename(String identifier, Edits edits) {
    for (JsonSlice place : places) {
      String before = text(place);
      String after = before.length() > name.length() ? PREFIX + identifier : identifier;
      if (!before.equals(after)) {
        edits.replace(place, JsonText.quote(after));
      }
    }
  }
}
