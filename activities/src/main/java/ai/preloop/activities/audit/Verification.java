package ai.preloop.activities.audit;

import org.jspecify.annotations.Nullable;

/** Whether an account's chain is whole, over how many records, and where it breaks first. */
public record Verification(
    boolean valid,
    long records,
    @Nullable Long firstBrokenSeq,
    @Nullable String reason,
    String headHash) {}
