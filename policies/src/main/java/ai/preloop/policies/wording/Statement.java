package ai.preloop.policies.wording;

import org.jspecify.annotations.Nullable;

/**
 * One thing that a document says. {@code part} is its section, {@code entry} what it is about, and
 * {@code rule} the number of a condition, 0 for what holds without one, null for what is no rule.
 */
public record Statement(String part, String entry, @Nullable Integer rule, String words) {}
