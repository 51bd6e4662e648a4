package ai.preloop.activities.gateway;

import ai.preloop.activities.attempts.Cancellation;
import ai.preloop.activities.dialects.ModelRequest;
import ai.preloop.activities.usage.ModelCall.Attribution;
import java.net.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** A request for a model as it came in: read, but not judged yet. */
public record Incoming(
    ModelRequest request,
    HttpHeaders headers,
    @Nullable String query,
    Attribution attribution,
    Cancellation left,
    Holding holding) {}
