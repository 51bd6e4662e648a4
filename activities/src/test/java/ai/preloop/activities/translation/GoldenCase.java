package ai.preloop.activities.translation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** A folder {@code <client>-to-<provider>/<case>} of what goes in and what must come out. */
record GoldenCase(String pair, String title) {

  private static final Path ROOT = Path.of("src/test/resources/translation");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  static Stream<GoldenCase> all() {
    try (Stream<Path> folders = Files.walk(ROOT, 2)) {
      List<GoldenCase> cases =
          folders
              .map(ROOT::relativize)
              .filter(path -> path.getNameCount() == 2)
              .sorted()
              .map(path -> new GoldenCase(path.getName(0).toString(), path.getName(1).toString()))
              .toList();
      return cases.stream();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  String name() {
    return pair + "/" + title;
  }

  Path folder() {
    return ROOT.resolve(pair).resolve(title);
  }

  boolean has(String file) {
    return Files.exists(folder().resolve(file));
  }

  byte[] bytes(String file) {
    try {
      return Files.readAllBytes(folder().resolve(file));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  String text(String file) {
    return new String(bytes(file), StandardCharsets.UTF_8);
  }

  /** The document without its layout, members in their order. */
  String json(String file) {
    return JSON.writeValueAsString(JSON.readTree(bytes(file)));
  }

  Translation translation() {
    return Translation.between(
        client(), provider(), InstantSource.fixed(Instant.ofEpochSecond(1_750_000_000)));
  }

  Format client() {
    return format(words()[0]);
  }

  Format provider() {
    return format(words()[1]);
  }

  String model() {
    return switch (provider()) {
      case CHAT_COMPLETIONS -> "qwen3";
      case RESPONSES -> "gpt-5.1";
      case MESSAGES -> "claude-opus-4-6";
      case GENERATE_CONTENT -> "gemini-3.1-pro-preview";
    };
  }

  private String[] words() {
    return pair.split("-to-");
  }

  private static Format format(String word) {
    return switch (word) {
      case "chat" -> Format.CHAT_COMPLETIONS;
      case "responses" -> Format.RESPONSES;
      case "messages" -> Format.MESSAGES;
      case "gemini" -> Format.GENERATE_CONTENT;
      default -> throw new IllegalArgumentException(word);
    };
  }
}
