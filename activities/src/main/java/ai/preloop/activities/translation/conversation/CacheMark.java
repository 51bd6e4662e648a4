package ai.preloop.activities.translation.conversation;

import org.jspecify.annotations.Nullable;

/** That the provider is to cache what comes up to here, for the time that Anthropic's ttl says. */
public record CacheMark(@Nullable String ttl) {}
