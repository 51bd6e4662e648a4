package ai.preloop.policies.verdicts;

import org.jspecify.annotations.Nullable;

/**
 * A rule as a record names it. {@code subject} is {@code type name} for a caller's own rules,
 * {@code entry} the entry that it stands in, as {@code bash (mcp)}; number 0 is not a condition but
 * what holds without one, which {@code description} says.
 */
public record DecidingRule(
    String owner,
    @Nullable String subject,
    @Nullable String entry,
    int number,
    @Nullable String description,
    @Nullable String expression) {}
