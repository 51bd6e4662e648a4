package ai.preloop.activities.policies;

import ai.preloop.policies.syntax.Finding;

/** What is wrong by now with an owner's document, which has not changed. */
public record Unfit(String owner, Finding finding) {}
