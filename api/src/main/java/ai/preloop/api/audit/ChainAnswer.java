package ai.preloop.api.audit;

import ai.preloop.activities.audit.Verification;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Whether the chain is whole; the number and the reason are there when it is not. */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record ChainAnswer(
    boolean valid,
    long records,
    @Nullable Long firstBrokenSeq,
    @Nullable String reason,
    String headHash) {

  static ChainAnswer of(Verification it) {
    return new ChainAnswer(
        it.valid(), it.records(), it.firstBrokenSeq(), it.reason(), it.headHash());
  }
}
