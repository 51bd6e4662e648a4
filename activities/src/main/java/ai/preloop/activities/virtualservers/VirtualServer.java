package ai.preloop.activities.virtualservers;

import static ai.preloop.policies.problems.ProblemException.unprocessable;

import ai.preloop.activities.accounts.Named;
import ai.preloop.activities.servers.Catalog.Tool;
import ai.preloop.policies.documents.ServerSyntax;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A set of tools at an address of its own, {@code /mcp/v1/<name>}. */
public record VirtualServer(UUID id, Plan plan, Instant createdAt, Instant updatedAt)
    implements Named {

  private static final int MOST = 500;

  /** What it is to be; UNPROCESSABLE for what it cannot. */
  public record Plan(String name, Presentation presentation, List<ToolChoice> tools) {

    public Plan {
      tools = List.copyOf(tools);
      ServerSyntax.faultOfName(name)
          .ifPresent(fault -> {
            throw unprocessable(fault);
          });
      if (tools.isEmpty() || tools.size() > MOST) {
        throw unprocessable("entries has 1 to %d of them.".formatted(MOST));
      }
    }
  }

  @Override
  public String name() {
    return plan.name();
  }

  /** Whether the tool is one of its own; the policy may hide it all the same. */
  public boolean has(Tool tool) {
    return plan.tools().stream().anyMatch(choice -> choice.has(tool));
  }

  public boolean isSearched() {
    return plan.presentation() == Presentation.SEARCH;
  }
}
