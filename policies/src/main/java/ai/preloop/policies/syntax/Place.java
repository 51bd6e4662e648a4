package ai.preloop.policies.syntax;

/**
 * Where a value is written, and what it reads: the text of a scalar, else whether anything is in it
 * ({@code ""} for nothing). A credential reads as nothing.
 */
public record Place(Position position, String text) {}
