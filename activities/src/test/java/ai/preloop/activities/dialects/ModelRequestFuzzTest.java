package ai.preloop.activities.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.json.StrictJson.Limits;
import ai.preloop.policies.problems.ProblemException;
import com.code_intelligence.jazzer.junit.FuzzTest;

class ModelRequestFuzzTest {

  /**
   * Whatever comes is taken or refused; what is taken is sent as it is, or reads the same again.
   */
  @FuzzTest
  void staysItselfOnTheWayThrough(byte[] body) {
    for (Operation operation : Operation.values()) {
      String inPath = operation.dialect() == Dialect.GEMINI ? "models/g" : null;
      ModelRequest request;
      try {
        request = ModelRequest.read(operation, inPath, body, Limits.REQUEST);
      } catch (ProblemException refused) {
        assertThat(refused.detail()).isNotEmpty();
        continue;
      }
      Bound bound = request.bound(Ceilings.UNKNOWN);
      assertThat(bound.inputTokens()).isNotNegative();
      byte[] same = request.bodyFor(request.model());
      if (!request.streamed() || request.asksForUsage()) {
        assertThat(same).isSameAs(body);
      }
      ModelRequest renamed =
          ModelRequest.read(
              operation,
              inPath == null ? null : "other \"name\"",
              request.bodyFor("other \"name\""),
              Limits.REQUEST);
      assertThat(renamed.model()).isEqualTo("other \"name\"");
      assertThat(renamed.streamed()).isEqualTo(request.streamed());
      assertThat(renamed.maxOutputTokens()).isEqualTo(request.maxOutputTokens());
      assertThat(renamed.bound(Ceilings.UNKNOWN).known()).isEqualTo(bound.known());
    }
  }
}
