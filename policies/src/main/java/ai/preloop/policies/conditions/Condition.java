package ai.preloop.policies.conditions;

/** A compiled condition: immutable, thread-safe, and free of clocks and I/O. */
public final class Condition {}
