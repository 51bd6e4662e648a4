package ai.preloop.policies.testing;

import ai.preloop.policies.documents.KnownTool;
import java.util.List;

/**
 * A file of tests. {@code policy} is the file of the policy that they are for; {@code tools} are
 * those that are known, as a scan would know them.
 */
public record TestSuite(String policy, List<Tool> tools, List<TestCase> cases) {

  public TestSuite {
    tools = List.copyOf(tools);
    cases = List.copyOf(cases);
  }

  /** A tool; {@code claimed} are its annotations, {@code trusted} says that they are believed. */
  public record Tool(KnownTool known, KnownTool.Hints claimed, boolean trusted) {

    /** As it is known where the policy trusts these servers. */
    KnownTool believed(List<String> trustedServers) {
      return trusted || trustedServers.contains(known.server())
          ? new KnownTool(
              known.server(), known.name(), known.source(), known.inputSchema(), claimed)
          : known;
    }
  }
}
