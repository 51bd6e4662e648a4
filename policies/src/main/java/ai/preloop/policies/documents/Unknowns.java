package ai.preloop.policies.documents;

import ai.preloop.policies.conditions.Primitive;

/** What holds for a tool, a resource, a prompt and a model that no entry speaks of. */
public record Unknowns(Action tools, Action resources, Action prompts, Action models) {

  /** Only tools are held to it. */
  public static Unknowns ofTools(Action tools) {
    return new Unknowns(tools, Action.ALLOW, Action.ALLOW, Action.ALLOW);
  }

  public Action of(Primitive primitive) {
    return switch (primitive) {
      case TOOL -> tools;
      case RESOURCE -> resources;
      case PROMPT -> prompts;
      case MODEL -> models;
    };
  }
}
