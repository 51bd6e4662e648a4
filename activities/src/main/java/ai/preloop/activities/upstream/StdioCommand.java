package ai.preloop.activities.upstream;

/** A program that an operator lets be a server. */
public sealed interface StdioCommand permits LocalCommand, ContainerCommand {}
