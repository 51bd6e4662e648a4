package ai.preloop.activities.embedded;

/** Where the Temporal dev server answers: {@code target} speaks gRPC, {@code ui} is for people. */
public record TemporalAddress(String target, String ui) {}
