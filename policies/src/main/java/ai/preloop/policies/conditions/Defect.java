package ai.preloop.policies.conditions;

/**
 * One thing to say about an expression. {@code code} is stable ({@code condition.unknown_field});
 * the line and column count from 1 within the expression.
 */
public record Defect(String code, boolean error, int line, int column, String message) {}
