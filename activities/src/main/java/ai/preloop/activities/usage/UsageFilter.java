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
    @Nullable String operation,
    Parts parts) {

  /** Of which team, agent, flow and execution they are; any where it is null. */
  public record Parts(
      @Nullable String team,
      @Nullable String agent,
      @Nullable String flow,
      @Nullable String execution) {

    public static final Parts ANY = new Parts(null, null, null, null);
  }

  public static UsageFilter all(UsageSpan span) {
    return new UsageFilter(span, null, null, null, null, null, null, null, Parts.ANY);
  }

  /** All of a session, as a conversation is called. */
  public static UsageFilter ofSession(UsageSpan span, String id) {
    return new UsageFilter(span, null, null, null, null, id, null, null, Parts.ANY);
  }

  public UsageFilter ofKey(String id) {
    return new UsageFilter(span, id, user, model, provider, session, status, operation, parts);
  }
}
