package ai.preloop.activities.sessions;

/** How many sessions of one principal are open at most. */
public record SessionLimit(int ofPrincipal) {}
