package ai.preloop.activities.usage;

/**
 * A call whose kept words match a search: how its request and its answer begin, without secrets,
 * and the pieces that match, between {@code **}.
 */
public record FoundCall(RecordedCall call, String request, String answer, String headline) {}
