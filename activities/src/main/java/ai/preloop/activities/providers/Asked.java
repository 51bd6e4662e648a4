package ai.preloop.activities.providers;

import ai.preloop.activities.dialects.Operation;

/** What a provider is asked for, and what is passed on to it of the client's request. */
public record Asked(Operation operation, boolean streamed, byte[] body, Passed passed) {}
