package ai.preloop.activities.approvals;

/** How many requests a caller may have open at once. */
public record OpenLimit(int perCaller) {}
