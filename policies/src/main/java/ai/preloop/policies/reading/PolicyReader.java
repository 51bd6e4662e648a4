package ai.preloop.policies.reading;

import ai.preloop.policies.conditions.ConditionCompiler;
import ai.preloop.policies.syntax.Findings;
import ai.preloop.policies.syntax.Source;
import ai.preloop.policies.syntax.StrictReader;
import java.util.Map;

/** Reads a policy document and says everything there is to say about it at once. */
public final class PolicyReader {

  private final ConditionDefects.Reader conditions;

  public PolicyReader() {
    this(new ConditionCompiler()::read);
  }

  PolicyReader(ConditionDefects.Reader conditions) {
    this.conditions = conditions;
  }

  /**
   * {@code bytes} are YAML 1.2 or JSON, UTF-8, at most {@link Source#MAX_BYTES}; nothing in them is
   * ever executed.
   */
  public Reading read(byte[] bytes, Surroundings surroundings) {
    return written(bytes, surroundings.environment()).in(surroundings);
  }

  /**
   * The first half of reading, for whoever must know the owner before the surroundings; {@code
   * environment} has the names that the document may read, with their values.
   */
  public WrittenPolicy written(byte[] bytes, Map<String, String> environment) {
    var findings = new Findings();
    var written = StrictReader.read(bytes, Keys.DOCUMENT, environment, findings);
    return new WrittenPolicy(conditions, written, findings);
  }
}
