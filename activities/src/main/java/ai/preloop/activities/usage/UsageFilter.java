package ai.preloop.activities.usage;

import org.jspecify.annotations.Nullable;

/**
 * Which calls are asked for, in a span of time; {@code key} and {@code user} are each a name or an
 * id, {@code model} an alias.
 */
public record UsageFilter(
    UsageSpan span,
    @Nullable String key,
    @Nullable String user,
    @Nullable String model,
    @Nullable String provider,
    @Nullable String session,
    @Nullable String status,
    @Nullable String operation) {

  public static UsageFilter all(UsageSpan span) {
    return new UsageFilter(span, null, null, null, null, null, null, null);
  }

  public UsageFilter ofKey(String id) {
    return new UsageFilter(span, id, user, model, provider, session, status, operation);
  }
}
