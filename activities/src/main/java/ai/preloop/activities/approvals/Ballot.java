package ai.preloop.activities.approvals;

import ai.preloop.policies.quorum.Vote.Choice;
import org.jspecify.annotations.Nullable;

/** What a person says, of which arguments: {@code digest} is what was shown, null when unsaid. */
public record Ballot(Choice choice, @Nullable String comment, byte @Nullable [] digest) {}
