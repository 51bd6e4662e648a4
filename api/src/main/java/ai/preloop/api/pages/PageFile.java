package ai.preloop.api.pages;

import ai.preloop.activities.database.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;

/** A file of a page, read once. */
final class PageFile {

  private final byte[] content;
  private final MediaType type;
  private final String tag;

  private PageFile(byte[] content, MediaType type) {
    this.content = content;
    this.type = type;
    this.tag = "\"" + digest(content) + "\"";
  }

  /** These files and no others, by name; one that is missing keeps the process from starting. */
  static Map<String, PageFile> read(String... names) {
    return Arrays.stream(names)
        .collect(Collectors.toUnmodifiableMap(Function.identity(), PageFile::read));
  }

  byte[] content() {
    return content;
  }

  MediaType type() {
    return type;
  }

  String tag() {
    return tag;
  }

  private static PageFile read(String name) {
    try (InputStream file = PageFile.class.getResourceAsStream("/pages/" + name)) {
      return new PageFile(Objects.requireNonNull(file, name).readAllBytes(), typeOf(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MediaType typeOf(String name) {
    String subtype =
        switch (name.substring(name.lastIndexOf('.'))) {
          case ".html" -> "html";
          case ".css" -> "css";
          case ".js" -> "javascript";
          default -> throw new IllegalArgumentException(name + " has no type");
        };
    return new MediaType("text", subtype, StandardCharsets.UTF_8);
  }

  private static String digest(byte[] content) {
    return HexFormat.of().formatHex(Digests.sha256(content), 0, 16);
  }
}
