package ai.preloop.activities.upstream;

import org.jspecify.annotations.Nullable;

/** What was agreed with an upstream server; a stateless one gives no id. */
public record UpstreamSession(@Nullable String id, String protocolVersion) {}
