package ai.preloop.activities.dialects;

import ai.preloop.activities.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The models that a client may ask for, as each dialect lists them. */
public final class ModelList {

  private static final Comparator<Entry> NEWEST_FIRST =
      Comparator.comparing(Entry::createdAt).reversed().thenComparing(Entry::alias);
  private static final Comparator<Entry> BY_NAME = Comparator.comparing(Entry::alias);

  private ModelList() {}

  /** {@code GET /models}. */
  public static byte[] list(Dialect dialect, List<Entry> models, Page page) {
    String json =
        switch (dialect) {
          case OPENAI -> openAi(models);
          case ANTHROPIC -> anthropic(page.of(models.stream().sorted(NEWEST_FIRST).toList(), 20));
          case GEMINI -> gemini(page.of(models.stream().sorted(BY_NAME).toList(), 50));
        };
    return json.getBytes(StandardCharsets.UTF_8);
  }

  /** {@code GET /models/{id}}. */
  public static byte[] single(Dialect dialect, Entry model) {
    return one(dialect, model).getBytes(StandardCharsets.UTF_8);
  }

  private static String openAi(List<Entry> models) {
    return "{\"object\":\"list\",\"data\":" + all(Dialect.OPENAI, models) + "}";
  }

  private static String anthropic(Part part) {
    List<Entry> models = part.models();
    return "{\"data\":"
        + all(Dialect.ANTHROPIC, models)
        + ",\"has_more\":"
        + part.hasMore()
        + ",\"first_id\":"
        + (models.isEmpty() ? "null" : JsonText.quote(models.getFirst().alias()))
        + ",\"last_id\":"
        + (models.isEmpty() ? "null" : JsonText.quote(models.getLast().alias()))
        + "}";
  }

  private static String gemini(Part part) {
    String next =
        part.hasMore()
            ? ",\"nextPageToken\":" + JsonText.quote(part.models().getLast().alias())
            : "";
    return "{\"models\":" + all(Dialect.GEMINI, part.models()) + next + "}";
  }

  private static String all(Dialect dialect, List<Entry> models) {
    return models.stream()
        .map(model -> one(dialect, model))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String one(Dialect dialect, Entry model) {
    String name = JsonText.quote(model.alias());
    return switch (dialect) {
      case OPENAI ->
          "{\"id\":"
              + name
              + ",\"object\":\"model\",\"created\":"
              + model.createdAt().getEpochSecond()
              + ",\"owned_by\":"
              + JsonText.quote(model.owner())
              + "}";
      case ANTHROPIC ->
          "{\"type\":\"model\",\"id\":"
              + name
              + ",\"display_name\":"
              + name
              + ",\"created_at\":\""
              + model.createdAt().truncatedTo(ChronoUnit.SECONDS)
              + "\"}";
      case GEMINI ->
          "{\"name\":"
              + JsonText.quote("models/" + model.alias())
              + ",\"displayName\":"
              + name
              + ",\"supportedGenerationMethods\":"
              + "[\"generateContent\",\"streamGenerateContent\",\"countTokens\"]}";
    };
  }

  /** A model under the name that agents ask for it by; {@code owner} is its provider's word. */
  public record Entry(String alias, Instant createdAt, String owner) {}

  record Part(List<Entry> models, boolean hasMore) {}

  /**
   * Which part of the list, as the query says it: Anthropic's {@code limit}, {@code after_id} and
   * {@code before_id}, Gemini's {@code pageSize} and {@code pageToken}. OpenAI's list is whole.
   */
  public record Page(@Nullable String limit, @Nullable String after, @Nullable String before) {

    public static final Page FIRST = new Page(null, null, null);

    private static final int MOST = 1000;

    Part of(List<Entry> models, int usual) {
      int size = size(usual);
      if (before != null) {
        int end = indexOf(models, before);
        int start = Math.max(0, end - size);
        return new Part(models.subList(start, end), start > 0);
      }
      int start = after == null || after.isEmpty() ? 0 : indexOf(models, after) + 1;
      int end = Math.min(models.size(), start + size);
      return new Part(models.subList(start, end), end < models.size());
    }

    private int size(int usual) {
      if (limit == null || limit.isEmpty()) {
        return usual;
      }
      if (!limit.matches("[1-9][0-9]{0,3}") || Integer.parseInt(limit) > MOST) {
        throw Refusal.because("A page has from 1 to " + MOST + " models.");
      }
      return Integer.parseInt(limit);
    }

    private static int indexOf(List<Entry> models, String alias) {
      for (int i = 0; i < models.size(); i++) {
        if (models.get(i).alias().equals(alias)) {
          return i;
        }
      }
      throw Refusal.because("There is no model \"" + alias + "\" to page from.");
    }
  }
}
