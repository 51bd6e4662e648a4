package ai.preloop.api.gateway;

import ai.preloop.activities.identity.Labels;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.traces.SessionSource;
import ai.preloop.activities.usage.ModelCall.Attribution;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a call belongs to: as its credential says and, where that says nothing, as its headers
 * claim, Preloop's own first, then those that agents send.
 */
final class Attributions {

  private static final String AGENT = "X-Preloop-Agent";

  private Attributions() {}

  static Attribution of(Principal caller, HttpServletRequest request) {
    Labels claimed = Labels.claimed(request.getHeader(AGENT), session(request));
    return Attribution.of(caller.labels().or(claimed));
  }

  private static @Nullable String session(HttpServletRequest request) {
    return SessionSource.headers()
        .map(request::getHeader)
        .filter(SessionSource::isSaid)
        .findFirst()
        .orElse(null);
  }
}
