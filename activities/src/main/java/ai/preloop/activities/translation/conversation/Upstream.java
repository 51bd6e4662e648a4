package ai.preloop.activities.translation.conversation;

/** Whom a request is written for: the model, how it answers, and the most that it may write. */
public record Upstream(String model, boolean streamed, int mostOutput) {}
