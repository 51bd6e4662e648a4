package ai.preloop.policies.documents;

import java.util.List;

/** Rules for one caller, beside everybody's. */
public record SubjectEntry(Type type, String name, List<ToolEntry> tools, Position position) {

  public SubjectEntry {
    tools = List.copyOf(tools);
  }

  /** The kinds of caller that a policy can name. */
  public enum Type {
    API_KEY,
    AGENT,
    FLOW
  }
}
