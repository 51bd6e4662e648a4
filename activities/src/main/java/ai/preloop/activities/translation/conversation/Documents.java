package ai.preloop.activities.translation.conversation;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Documents as clients attach them: what is text by its type is said as text. */
public final class Documents {

  private Documents() {}

  /** Only Gemini takes texts as files; OpenAI and Anthropic take PDF in base64 alone. */
  public static Part of(Source source, @Nullable String name, @Nullable CacheMark cache) {
    String text =
        source instanceof Source.Inline inline && isText(inline.mediaType())
            ? decoded(inline.base64())
            : null;
    return text == null ? new Part.Document(source, name, cache) : new Part.Text(text, cache);
  }

  private static boolean isText(String mediaType) {
    return mediaType.toLowerCase(Locale.ROOT).startsWith("text/");
  }

  /** Null where it is no base64, which the provider may say. */
  private static @Nullable String decoded(String base64) {
    try {
      return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
