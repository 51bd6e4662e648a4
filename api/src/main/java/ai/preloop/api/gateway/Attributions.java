package ai.preloop.api.gateway;

import ai.preloop.activities.database.Storable;
import ai.preloop.activities.usage.ModelCall.Attribution;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a call belongs to, as its headers say: Preloop's own first, then those that agents send. */
final class Attributions {

  private static final int LONGEST = 200;

  /** Preloop's, Claude Code's, Codex's, and that of OpenCode, in this order. */
  private static final List<String> SESSION =
      List.of(
          "X-Preloop-Session",
          "X-Claude-Code-Session-Id",
          "Session-Id",
          "Session_Id",
          "X-Session-Id");

  private static final String AGENT = "X-Preloop-Agent";

  private Attributions() {}

  static Attribution of(HttpServletRequest request) {
    return new Attribution(
        SESSION.stream()
            .map(name -> said(request, name))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null),
        said(request, AGENT),
        null,
        null);
  }

  private static @Nullable String said(HttpServletRequest request, String header) {
    String value = request.getHeader(header);
    if (value == null || value.isBlank()) {
      return null;
    }
    String text = Storable.text(value.strip());
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }
}
